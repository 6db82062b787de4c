//! What stands on a printed sharing agreement and on the record of a coaching cycle.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod support;

use report::{
    Acceptance, AgreementItem, AgreementPage, ChainLink, CoachingCyclePage, CycleGoal, CycleMeasure, CycleStage,
    Language, StageStanding, agreement, coaching_cycle,
};
use support::{assert_in_order, open, sheet, structure, text};

fn agreed() -> AgreementPage {
    let item = |text: &str, readers: &str| AgreementItem { text: text.to_owned(), readers: readers.to_owned() };
    AgreementPage {
        sheet: sheet(),
        title: String::new(),
        version: "2".to_owned(),
        standing: "in_force".to_owned(),
        made: "5 October 2026".to_owned(),
        organisation: "Alder County".to_owned(),
        items: vec![
            item("That we work together, when, how long and on what topic.", "principal, supervisor"),
            item("My lesson’s script and its evidence.", "the two of us"),
            item("Nothing here is used to rate me.", ""),
        ],
        own: "We talk on Thursdays.".to_owned(),
        coach: acceptance("Dana Whitfield", "own_device"),
        teacher: acceptance("Amir Haddad", "paper"),
    }
}

fn acceptance(name: &str, way: &str) -> Acceptance {
    let accepted = "6 October 2026".to_owned();
    Acceptance { name: name.to_owned(), accepted, way: way.to_owned(), withdrawn: String::new() }
}

fn cycle() -> CoachingCyclePage {
    let stage = |name: &str, standing| CycleStage { name: name.to_owned(), standing, detail: String::new() };
    let link = |day: &str, what: &str, detail: &str| ChainLink {
        day: day.to_owned(),
        what: what.to_owned(),
        detail: detail.to_owned(),
    };
    CoachingCyclePage {
        sheet: sheet(),
        teacher: "Amir Haddad".to_owned(),
        coach: "Dana Whitfield".to_owned(),
        model: "partnership".to_owned(),
        topic: "Wait time".to_owned(),
        standing: "Open since 5 October 2026".to_owned(),
        stages: vec![
            stage("Identify", StageStanding::Done),
            stage("Learn", StageStanding::Current),
            stage("Improve", StageStanding::NotReached),
        ],
        goals: vec![CycleGoal {
            statement: "More students give a reason".to_owned(),
            metric: "students with a reason".to_owned(),
            baseline: "6 of 26 on 5 October".to_owned(),
            target: "18 of 26".to_owned(),
            due: "20 November".to_owned(),
            measures: vec![CycleMeasure {
                day: "19 October".to_owned(),
                value: "11 of 26".to_owned(),
                source: "exit tickets".to_owned(),
            }],
        }],
        chain: vec![
            link("5 October", "observation", "Period 2"),
            link("6 October", "debrief", ""),
            link("13 October", "check", "Seen"),
        ],
    }
}

#[test]
fn an_agreement_shows_its_version_its_items_with_readers_and_both_acceptances() {
    let pdf = agreement(&agreed()).unwrap();

    assert_in_order(
        &text(&pdf),
        &[
            "Sharing agreement",
            "Alder County",
            "Version 2",
            "In force",
            "Written on 5 October 2026",
            "That we work together",
            "Who reads it: principal, supervisor",
            "My lesson’s script",
            "Nothing here is used to rate me.",
            "In our own words",
            "We talk on Thursdays.",
            "Accepted by",
            "Teacher",
            "Amir Haddad",
            "6 October 2026, on signed paper",
            "Coach",
            "Dana Whitfield",
            "on their own device",
        ],
    );
    assert!(!text(&pdf).contains("Signature"));
}

#[test]
fn what_is_not_accepted_yet_has_lines_to_sign_on() {
    let mut page = agreed();
    page.teacher = Acceptance { name: "Amir Haddad".to_owned(), ..Acceptance::default() };
    page.coach = Acceptance::default();

    let pdf = agreement(&page).unwrap();

    assert_in_order(&text(&pdf), &["Teacher", "Amir Haddad", "Signature", "Day", "Coach", "Name", "Signature", "Day"]);
    assert_eq!(open(&pdf).get_pages().len(), 1);
}

#[test]
fn a_withdrawn_agreement_says_so_and_is_not_called_in_force() {
    let mut page = agreed();
    page.standing = "withdrawn".to_owned();
    page.teacher.withdrawn = "9 October 2026".to_owned();

    let words = text(&agreement(&page).unwrap());

    assert_in_order(
        &words,
        &["Withdrawn: it does not count any more", "Teacher", "Withdrawn: 9 October 2026", "Coach"],
    );
    assert!(!words.contains("In force"));
}

#[test]
fn a_coaching_cycle_shows_stages_goals_with_measures_and_its_chain() {
    let pdf = coaching_cycle(&cycle()).unwrap();

    assert_in_order(
        &text(&pdf),
        &[
            "Coaching cycle of Amir Haddad",
            "Identify, learn, improve",
            "Wait time",
            "With Dana Whitfield",
            "Stages",
            "Done",
            "Identify",
            "Now",
            "Learn",
            "Not reached",
            "Improve",
            "Goals",
            "More students give a reason",
            "At the start 6 of 26 on 5 October",
            "Aim 18 of 26",
            "19 October",
            "11 of 26",
            "exit tickets",
            "What took place",
            "5 October",
            "Observation",
            "Check",
            "Seen",
        ],
    );
    let kinds = structure(&open(&pdf)).join(" ");
    assert_in_order(&kinds, &["H", "Table", "TH", "TD", "H", "Table", "H", "Table"]);
}

#[test]
fn an_empty_coaching_cycle_says_that_there_is_nothing_yet() {
    let mut page = cycle();
    (page.stages, page.goals, page.chain) = (vec![], vec![], vec![]);

    let words = text(&coaching_cycle(&page).unwrap());

    assert_eq!(words.matches("Nothing yet.").count(), 3);
}

#[test]
fn both_speak_spanish_around_the_words_of_people() {
    let mut page = agreed();
    page.sheet.language = Language::Spanish.tag().to_owned();
    let mut record = cycle();
    record.sheet.language = Language::Spanish.tag().to_owned();

    assert_in_order(
        &text(&agreement(&page).unwrap()),
        &["Acuerdo para compartir", "Versión 2", "Nothing here is used"],
    );
    assert_in_order(
        &text(&coaching_cycle(&record).unwrap()),
        &["Ciclo de acompañamiento", "Etapas", "Identify", "Metas"],
    );
}
