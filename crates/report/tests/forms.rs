//! Blank forms: one or two pages on either paper, black on white and nothing else, tagged, in both languages.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod support;

use lopdf::{Object, content::Content};
use report::{FormKind, FormLookFor, FormPage, Language, Paper, form};
use support::{assert_in_order, catalogue, open, sheet, structure, text};

fn look_fors() -> Vec<FormLookFor> {
    let one = |code: &str, text: &str| FormLookFor { code: code.to_owned(), text: text.to_owned() };
    vec![one("A", "Asks for reasons"), one("B", "Waits 3 seconds or more"), one("C", "Students speak to each other")]
}

fn page(kind: FormKind, paper: Paper, language: Language, look_fors: Vec<FormLookFor>) -> FormPage {
    let sheet = report::Sheet { paper, language: language.tag().to_owned(), ..sheet() };
    FormPage { sheet, kind, look_fors }
}

/// Every form on every paper, in every language, with look-fors and without.
fn every_form() -> Vec<(String, Vec<u8>)> {
    let mut forms = Vec::new();
    for kind in FormKind::ALL {
        for paper in [Paper::A4, Paper::Letter] {
            for language in Language::ALL {
                for given in [vec![], look_fors()] {
                    let name = format!("{kind:?}-{paper:?}-{language:?}-{}", given.len());
                    forms.push((name, form(&page(kind, paper, language, given)).unwrap()));
                }
            }
        }
    }
    forms
}

/// The operands of everything that chooses a colour, on all pages.
fn colours(pdf: &[u8]) -> Vec<(String, Vec<f32>)> {
    let document = open(pdf);
    let mut found = Vec::new();
    for id in document.get_pages().into_values() {
        let content = Content::decode(&document.get_page_content(id)).unwrap();
        for operation in content.operations {
            let is_colour =
                ["g", "G", "rg", "RG", "k", "K", "sc", "SC", "scn", "SCN"].contains(&operation.operator.as_str());
            if is_colour {
                let values = operation.operands.iter().filter_map(|value| Object::as_float(value).ok()).collect();
                found.push((operation.operator, values));
            }
        }
    }
    found
}

#[test]
fn a_form_has_one_or_two_pages_and_its_words_on_either_paper() {
    for (name, pdf) in every_form() {
        let pages = open(&pdf).get_pages().len();

        let most = if name.starts_with("Script") { 2 } else { 1 };
        assert_eq!(pages, most, "{name}");
        let is_entered = !name.starts_with("Interval") && !name.starts_with("Debrief");
        assert_eq!(text(&pdf).contains("From paper"), is_entered, "{name}");
    }
}

#[test]
fn a_form_is_black_on_white_and_nothing_else() {
    for (name, pdf) in every_form() {
        let colours = colours(&pdf);

        assert!(!colours.is_empty(), "{name}: the test sees the colours that are chosen");
        let is_plain =
            |values: &Vec<f32>| values.iter().all(|value| *value == 0.0) || values.iter().all(|value| *value == 1.0);
        let other: Vec<_> = colours.iter().filter(|(_, values)| !is_plain(values)).collect();
        assert!(other.is_empty(), "{name}: {other:?}");
    }
}

#[test]
fn a_page_in_colour_is_found_out() {
    let page = support::observation_of(support::lesson());

    let colours = colours(&report::observation(&page).unwrap());

    assert!(colours.iter().any(|(_, values)| values.iter().any(|value| *value != 0.0 && *value != 1.0)));
}

#[test]
fn the_look_fors_of_the_organisation_are_printed_when_they_are_given() {
    for kind in [FormKind::Script, FormKind::Walkthrough] {
        let pdf = form(&page(kind, Paper::A4, Language::English, look_fors())).unwrap();

        assert_in_order(&text(&pdf), &["Asks for reasons", "Waits 3 seconds or more", "Students speak to each other"]);
    }
}

#[test]
fn a_script_is_lined_with_a_column_for_times_on_both_pages() {
    let pdf = form(&page(FormKind::Script, Paper::A4, Language::English, vec![])).unwrap();

    let document = open(&pdf);
    for number in 1..=2 {
        let words = document.extract_text(&[number]).unwrap();
        assert_in_order(&words, &["Time", "Who", "What was said or done", "Look-for"]);
    }
    assert_in_order(&text(&pdf), &["10:05", "+3", "Teacher", "School", "Date", "Class", "Began", "Ended"]);
}

#[test]
fn a_tally_has_a_column_for_each_group_of_seats_and_an_interval_grid_sixty_rows() {
    let tally = form(&page(FormKind::Tally, Paper::Letter, Language::English, vec![])).unwrap();
    let interval = form(&page(FormKind::Interval, Paper::Letter, Language::English, vec![])).unwrap();

    assert_in_order(&text(&tally), &["Front left", "Front right", "Back left", "Back right", "Total"]);
    assert_in_order(&text(&interval), &["Momentary", "30", "31", "60"]);
}

#[test]
fn a_form_is_tagged_and_names_its_language() {
    for (name, pdf) in every_form() {
        let document = open(&pdf);

        let kinds = structure(&document).join(" ");
        assert!(kinds.contains(if name.starts_with("Debrief") { "H1" } else { "TH" }), "{name}: {kinds}");
        let language: &[u8] = if name.contains("Spanish") { b"es" } else { b"en-GB" };
        assert_eq!(catalogue(&document).get(b"Lang").unwrap().as_str().unwrap(), language, "{name}");
    }
}
