//! Search finds what stands in the rows now, whatever the accents and the direction of the script.

use domain::schema::{ENTITIES, line, observation, wondering};
use store::{search, undo};

use crate::support::{
    Desk,
    acts::{begin_observation, edit_line, keep_line, remove_line, wonder},
    look::found,
};

fn with_lines(texts: &[&str]) -> Desk {
    let mut desk = Desk::new();
    let seen = begin_observation(desk.writer(), "");
    for text in texts {
        keep_line(desk.writer(), seen, text);
    }
    desk
}

fn finds(desk: &mut Desk, query: &str) -> Vec<String> {
    let hits = search::find(desk.writer().reader(), query, ENTITIES, 50).unwrap();
    hits.into_iter().map(|hit| hit.text).collect()
}

#[test]
fn accents_and_case_do_not_matter_on_either_side() {
    for (written, query) in [
        ("l'Étoile", "etoile"),
        ("letoile", "Létoile"),
        ("naïve", "NAIVE"),
        ("cafe\u{301}", "café"),
        ("Nguyễn", "nguyen"),
        ("Zażółć", "zazołc"),
        ("ΣΊΣΥΦΟΣ", "σισυφος"),
        ("Ångström", "angstro"),
    ] {
        assert_eq!(finds(&mut with_lines(&[written, "something else"]), query), [written], "{query}");
    }
}

#[test]
fn words_from_right_to_left_are_found_with_and_without_their_points() {
    for (written, query) in [
        ("שלום לכולם", "שלום"),
        ("שָׁלוֹם לכולם", "שלום"),
        ("שלום לכולם", "שָׁלוֹם"),
        ("مرحبا بكم", "مرحب"),
        ("مَدْرَسَة كبيرة", "مدرسة"),
        ("مدرسة كبيرة", "مَدْرَسَة"),
    ] {
        assert_eq!(finds(&mut with_lines(&[written, "שלומי else"]), query)[..1], [written], "{query}");
    }
}

#[test]
fn the_last_word_may_be_begun_and_every_word_must_be_there() {
    let mut desk = with_lines(&["She drew two fractions", "He drew a line", "fractions fractions"]);

    assert_eq!(finds(&mut desk, "frac"), ["fractions fractions", "She drew two fractions"], "the newest first");
    assert_eq!(finds(&mut desk, "drew frac"), ["She drew two fractions"]);
    assert_eq!(finds(&mut desk, "racti"), [""; 0]);
}

#[test]
fn a_word_is_found_from_its_first_letter_to_its_last() {
    let mut desk = with_lines(&["Étoiles", "nothing of it"]);

    for letters in 1..="etoiles".len() {
        assert_eq!(finds(&mut desk, &"etoiles"[..letters]), ["Étoiles"], "{letters} letters");
    }
    assert_eq!(finds(&mut desk, "etoiless"), [""; 0]);
}

#[test]
fn of_a_word_in_most_lines_the_newest_are_found() {
    let texts: Vec<String> = (0..300).map(|number| format!("students {number}")).collect();
    let mut desk = with_lines(&texts.iter().map(String::as_str).collect::<Vec<_>>());

    for query in ["s", "stu", "students"] {
        let hits = search::find(desk.writer().reader(), query, ENTITIES, 3).unwrap();
        assert_eq!(
            hits.iter().map(|hit| &hit.text).collect::<Vec<_>>(),
            texts.iter().rev().take(3).collect::<Vec<_>>()
        );
    }
}

#[test]
fn an_index_that_an_earlier_version_wrote_is_made_anew() {
    let mut desk = Desk::new();
    let seen = begin_observation(desk.writer(), "");
    let one = keep_line(desk.writer(), seen, "zebra one");
    desk.clock.pass(1);
    let two = keep_line(desk.writer(), seen, "zebra two");
    let removed = keep_line(desk.writer(), seen, "zebra three");
    remove_line(desk.writer(), seen, removed);
    let wondered = wonder(desk.writer(), seen, one, "zebra");
    desk.writer()
        .reader()
        .execute_batch(
            "delete from search_entry; insert into search (search) values ('delete-all'); pragma user_version = 0;",
        )
        .unwrap();

    desk.reopen();

    let hits = search::find(desk.writer().reader(), "zebra", &[line::ENTITY, wondering::ENTITY], 50).unwrap();
    assert_eq!(hits.iter().map(|hit| hit.row).collect::<Vec<_>>(), [two, one, wondered], "the newest line first");
}

#[test]
fn removed_rows_are_not_found_and_restored_ones_are_again() {
    let mut desk = Desk::new();
    let seen = begin_observation(desk.writer(), "");
    let kept = keep_line(desk.writer(), seen, "zebra");

    remove_line(desk.writer(), seen, kept);
    assert_eq!(found(desk.writer().reader(), "zebra"), []);

    undo::undo(desk.writer(), seen).unwrap();
    assert_eq!(found(desk.writer().reader(), "zebra"), [kept]);
}

#[test]
fn the_script_of_a_removed_observation_is_not_found_until_it_is_brought_back() {
    let mut desk = Desk::new();
    let seen = begin_observation(desk.writer(), "");
    let kept = keep_line(desk.writer(), seen, "zebra");
    let wondered = wonder(desk.writer(), seen, kept, "zebra");

    desk.writer().act(seen, "remove", |tx| tx.remove(observation::ENTITY, seen)).unwrap();
    assert_eq!(found(desk.writer().reader(), "zebra"), []);

    undo::undo(desk.writer(), seen).unwrap();
    assert_eq!(found(desk.writer().reader(), "zebra"), [kept, wondered]);
}

#[test]
fn an_edited_text_is_found_by_its_new_words_alone() {
    let mut desk = Desk::new();
    let seen = begin_observation(desk.writer(), "");
    let kept = keep_line(desk.writer(), seen, "zebra naïve");

    edit_line(desk.writer(), seen, kept, "giraffe naïve");

    assert_eq!(found(desk.writer().reader(), "zebra"), []);
    assert_eq!(found(desk.writer().reader(), "giraffe naive"), [kept]);
}

#[test]
fn a_text_edited_while_it_was_removed_is_found_by_its_new_words_once_it_is_back() {
    let mut desk = Desk::new();
    let seen = begin_observation(desk.writer(), "");
    let kept = keep_line(desk.writer(), seen, "zebra");
    remove_line(desk.writer(), seen, kept);
    edit_line(desk.writer(), seen, kept, "giraffe");
    assert_eq!(found(desk.writer().reader(), "giraffe"), []);

    desk.writer().act(seen, "restore", |tx| tx.restore(line::ENTITY, kept)).unwrap();

    assert_eq!(found(desk.writer().reader(), "giraffe"), [kept]);
    assert_eq!(found(desk.writer().reader(), "zebra"), []);
}

#[test]
fn only_the_kinds_that_were_asked_for_are_found() {
    let mut desk = Desk::new();
    let seen = begin_observation(desk.writer(), "zebra");
    let kept = keep_line(desk.writer(), seen, "zebra");
    let wondered = wonder(desk.writer(), seen, kept, "zebra");

    let mut of = |kinds: &[&'static domain::schema::Entity]| {
        let hits = search::find(desk.writer().reader(), "zebra", kinds, 50).unwrap();
        hits.into_iter().map(|hit| hit.row).collect::<Vec<_>>()
    };
    assert_eq!(of(&[line::ENTITY]), [kept]);
    assert_eq!(of(&[wondering::ENTITY]), [wondered]);
}

#[test]
fn nothing_that_is_typed_breaks_a_search() {
    let mut desk = with_lines(&["say \"AND\" twice"]);
    for query in
        ["\"", "*", "AND", "a AND", "NEAR(", "^x", "col:x", "-x", "(", "'; drop table op", "\u{0}", "😀", "\u{301}"]
    {
        search::find(desk.writer().reader(), query, ENTITIES, 50).unwrap();
    }
    assert_eq!(finds(&mut desk, "and"), ["say \"AND\" twice"]);
}
