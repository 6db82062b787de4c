//! What a person wrote is shown as it is: never markup, never lost, never a reason to fail.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod support;

use report::{LineKind, observation, week};
use support::{line, look_for, observation_of, open, text, week_page};

/// Prints an observation whose only line has this text, and reads it back.
fn printed(written: &str) -> String {
    text(&observation(&observation_of(vec![line("9:00", "T", written, &[])])).unwrap())
}

#[test]
fn markup_is_shown_as_it_was_typed() {
    let written = [
        r##"#import "page.json": *"##,
        r#"#panic("no") #eval("1 + 1") #read("/etc/passwd")"#,
        "$x^2$ *bold* _slanted_ `raw` = not a heading",
        "- a - b -- c --- d ... ~ @ref <label> https://example.org",
        r#"back\slash \n \u{41} \# "double" 'single' // rest /* all */"#,
        "]] )) }} [[ (( {{ #] #) #}",
        "<script>alert(1)</script> &amp; %20 %PDF endobj",
    ];
    for text in written {
        assert!(printed(text).contains(text), "{text}");
    }
}

#[test]
fn markup_in_any_other_field_is_shown_as_it_was_typed() {
    let hostile = r##"#panic("x") $y$ *z* \ " ' ]"##;
    let mut gap = line(hostile, "", hostile, &[]);
    gap.kind = LineKind::Gap;
    let mut marker = gap.clone();
    marker.kind = LineKind::Marker;
    let mut page = observation_of(vec![line("9:00", "T", "x", &[hostile]), gap, marker]);
    page.title = hostile.to_owned();
    page.subtitle = hostile.to_owned();
    page.school = hostile.to_owned();
    page.gaps = vec![hostile.to_owned()];
    page.look_fors = vec![look_for(hostile, hostile, 1)];
    page.sheet.footer = hostile.to_owned();

    let found = text(&observation(&page).unwrap()).matches("*z*").count();

    assert_eq!(found, 12, "once for each field; time and text of the gap and of the marker");
}

#[test]
fn a_line_of_ten_thousand_characters_is_printed_whole() {
    let words = "marigolds ".repeat(1_000);
    assert_eq!(printed(&words).matches("marigolds").count(), 1_000);

    let one_word = "0123456789".repeat(1_000);
    let without_spaces = printed(&one_word).replace(' ', "");
    let (before, _) = without_spaces.split_once("012345678901234").unwrap();
    assert!(before.ends_with('T'));
    let digits: String = without_spaces[before.len()..].chars().filter(char::is_ascii_digit).collect();
    assert!(digits.len() > 10_000);
}

#[test]
fn a_word_wider_than_its_column_stays_on_the_paper() {
    let pdf = observation(&observation_of(vec![line("9:00", "T", &"W".repeat(300), &["A"])])).unwrap();

    let words = text(&pdf);
    let longest = words.split_whitespace().map(str::len).max().unwrap();
    assert!(longest < 60, "a row of {longest} capital letters is wider than the column");
}

#[test]
fn accents_other_alphabets_and_emoji_are_printed() {
    for written in ["Tomás, Nguyễn Thị Ánh, Łukasz, Đorđe", "Жанна, Ελένη", "½ ≥ ⅓, 3 × 4 = 12 → √16", "★ ☐ ☑ ✓"]
    {
        assert!(printed(written).contains(written), "{written}");
    }
    for written in ["🙂", "👩🏽‍🏫", "🇺🇸", "❤️", "1️⃣"] {
        let found = printed(written);
        assert!(!found.contains("cannot be printed"), "{written} in {found}");
    }
}

#[test]
fn right_to_left_text_is_printed() {
    let found = printed("שלום 3/4 כיתה");
    assert!(found.contains('ש') && found.contains("3/4"), "{found}");
    assert!(!found.contains("cannot be printed"));

    let found = printed("كيف عرفت ذلك؟ (grade 4) نعم");
    assert!(found.contains("grade 4"), "{found}");
    let letters = |text: &str| {
        let mut letters: Vec<char> = text.chars().filter(|c| ('\u{620}'..'\u{64B}').contains(c)).collect();
        letters.sort_unstable();
        letters
    };
    assert_eq!(letters(&found), letters("كيف عرفت ذلك نعم"), "each letter can be read back once");
    assert!(!found.contains("cannot be printed"));
}

#[test]
fn control_characters_are_left_out() {
    let every: String = (0..0x20).chain(0x7F..0xA0).filter_map(char::from_u32).filter(|c| !c.is_whitespace()).collect();
    assert!(printed(&format!("be{every}fore\u{FEFF} and after")).contains("before and after"));
    assert!(printed("one\ttwo\r\nthree\u{2028}four").contains("one two three four"));
}

#[test]
fn invisible_marks_of_direction_and_joining_do_no_harm() {
    let marks = "\u{200B}\u{200C}\u{200D}\u{200E}\u{200F}\u{202A}\u{202E}\u{2066}\u{2069}\u{2060}\u{AD}\u{61C}\u{E0067}\u{FE0F}";
    let found = printed(&format!("a{marks}b"));
    assert!(!found.contains("cannot be printed"), "{found}");
    assert!(printed("می\u{200C}خواهم").contains("9:00"));
}

#[test]
fn a_character_without_a_shape_is_counted_and_named_on_the_page() {
    assert!(printed("水 is the only one").contains("□ is the only one"));
    assert!(printed("水").contains("One character cannot be printed"));
    assert!(printed("水水 \u{E123}\u{FFFF}").contains("4 characters cannot be printed"));
}

#[test]
fn every_plane_of_unicode_can_be_printed_without_a_failure() {
    let sample: String = (0..0x11_0000_u32).step_by(97).filter_map(char::from_u32).collect();
    let mut page = observation_of(vec![]);
    for chunk in sample.chars().collect::<Vec<_>>().chunks(400) {
        page.lines.push(line("9:00", "T", &chunk.iter().collect::<String>(), &[]));
    }

    let pdf = observation(&page).unwrap();

    assert!(open(&pdf).get_pages().len() > 1);
}

#[test]
fn marks_that_hang_on_nothing_can_be_printed() {
    for written in [
        "\u{301}",
        "\u{5B0}",
        "\u{64B}",
        "\u{20E3}",
        "\u{1F3FD}",
        "\u{FE0F}",
        "a\u{301}\u{302}\u{303}\u{304}",
        "\u{200D}",
    ] {
        assert!(printed(written).contains("Script"), "{written:?}");
    }
}

#[test]
fn a_page_of_empty_strings_but_for_its_title_can_be_printed() {
    let mut page = week_page();
    page.range = String::new();
    page.school = String::new();
    page.days = vec![];
    page.sheet.footer = String::new();
    page.sheet.made_on = String::new();

    assert!(text(&week(&page).unwrap()).contains("Nothing is planned."));
}
