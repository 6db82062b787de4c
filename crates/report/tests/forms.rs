//! Blank forms: one or two pages on either paper, black on white and nothing else, tagged, in both languages.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod support;

use std::sync::LazyLock;

use lopdf::{Object, content::Content};
use report::{FormIndicator, FormKind, FormLookFor, FormPage, FormRubric, Language, Paper, form};
use support::{assert_in_order, catalogue, open, sheet, structure, text};

fn look_fors() -> Vec<FormLookFor> {
    let one = |code: &str, text: &str| FormLookFor { code: code.to_owned(), text: text.to_owned() };
    vec![one("A", "Asks for reasons"), one("B", "Waits 3 seconds or more"), one("C", "Students speak to each other")]
}

fn page(kind: FormKind, paper: Paper, language: Language, look_fors: Vec<FormLookFor>) -> FormPage {
    let sheet = report::Sheet { paper, language: language.tag().to_owned(), ..sheet() };
    let rubric = (!look_fors.is_empty()).then(rubric);
    FormPage { sheet, kind, look_fors, rubric }
}

fn rubric() -> FormRubric {
    let one = |text: &str, levels: &[&str]| FormIndicator {
        text: text.to_owned(),
        levels: levels.iter().map(|level| (*level).to_owned()).collect(),
    };
    FormRubric {
        name: "Talk about reasons · 2".to_owned(),
        licence: "CC BY 4.0".to_owned(),
        indicators: vec![
            one(
                "Who gives reasons",
                &["The teacher gives them", "Some students do", "Students do, and ask each other"],
            ),
            one("Time to think", &["None after a question", "Three seconds or more"]),
        ],
    }
}

/// Every form on every paper, in every language, with the organisation's words and without. They are written as files to
/// look at where `COACHLIGHT_TEST_PICTURES` names a folder.
static EVERY_FORM: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    let mut forms = Vec::new();
    for kind in FormKind::ALL {
        for paper in [Paper::A4, Paper::Letter] {
            for language in Language::ALL {
                for given in [vec![], look_fors()] {
                    let name = format!("{kind:?}-{paper:?}-{language:?}-{}", given.len());
                    let pdf = form(&page(kind, paper, language, given)).unwrap();
                    if let Some(folder) = std::env::var_os("COACHLIGHT_TEST_PICTURES") {
                        std::fs::write(std::path::Path::new(&folder).join(format!("{name}.pdf")), &pdf).unwrap();
                    }
                    forms.push((name, pdf));
                }
            }
        }
    }
    forms
});

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
    for (name, pdf) in EVERY_FORM.iter() {
        let pages = open(pdf).get_pages().len();

        let most = if name.starts_with("Script") { 2 } else { 1 };
        assert_eq!(pages, most, "{name}");
        // Every form says where what is written on it is entered afterwards; a debrief in its lesson.
        let place = if name.starts_with("Debrief") { "the lesson, Debrief" } else { "From paper" };
        assert!(text(pdf).contains(place), "{name}");
    }
}

#[test]
fn a_form_is_black_on_white_and_nothing_else() {
    for (name, pdf) in EVERY_FORM.iter() {
        let colours = colours(pdf);

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
    for kind in [FormKind::Script, FormKind::Walkthrough, FormKind::LearningWalk] {
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
fn a_talk_timer_has_two_times_for_each_stretch_and_a_learning_walk_no_place_for_a_name() {
    let talk = form(&page(FormKind::TalkTimer, Paper::Letter, Language::English, vec![])).unwrap();
    let walk = form(&page(FormKind::LearningWalk, Paper::Letter, Language::English, vec![])).unwrap();

    assert_in_order(
        &text(&talk),
        &["10:05", "+3", "Teacher", "Categories", "From", "To", "Code", "From", "To", "Code"],
    );
    assert_in_order(&text(&walk), &["School", "Date", "Look-fors", "Subject", "Grade", "14"]);
    assert!(!text(&walk).contains("Teacher"), "a learning walk is about nobody");
}

#[test]
fn a_rubric_that_is_given_is_printed_with_its_levels_and_lines_for_what_shows_them() {
    let pdf = form(&page(FormKind::Rubric, Paper::A4, Language::English, look_fors())).unwrap();

    let order = [
        "Talk about reasons",
        "CC BY 4.0",
        "Who gives reasons",
        "Level 1",
        "The teacher gives them",
        "Level 3",
        "What was said or done",
        "Time to think",
        "Level 2",
        "Three seconds or more",
    ];
    assert_in_order(&text(&pdf), &order);
}

#[test]
fn a_form_is_tagged_and_names_its_language() {
    for (name, pdf) in EVERY_FORM.iter() {
        let document = open(pdf);

        let kinds = structure(&document).join(" ");
        assert!(
            kinds.contains(if name.starts_with("Debrief") || name.starts_with("Rubric") { "H1" } else { "TH" }),
            "{name}: {kinds}"
        );
        let language: &[u8] = if name.contains("Spanish") { b"es" } else { b"en-GB" };
        assert_eq!(catalogue(&document).get(b"Lang").unwrap().as_str().unwrap(), language, "{name}");
    }
}
