//! What stands on a printed sharing agreement and on the record of a coaching cycle.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod support;

use report::{
    Acceptance, AgreementItem, AgreementPage, ChainLink, CoachingCyclePage, CycleGoal, CycleMeasure, CycleStage,
    Language, agreement, coaching_cycle,
};
use support::{assert_in_order, open, sheet, structure, text};

fn agreed() -> AgreementPage {
    let item = |text: &str, readers: &str| AgreementItem { text: text.to_owned(), readers: readers.to_owned() };
    AgreementPage {
        sheet: sheet(),
        title: String::new(),
        version: "2".to_owned(),
        since: "6 October 2026".to_owned(),
        organisation: "Alder County".to_owned(),
        items: vec![
            item("That we work together, when, how long and on what topic.", "principal, supervisor"),
            item("My lesson’s script and its evidence.", "the two of us"),
            item("Nothing here is used to rate me.", ""),
        ],
        coach: Acceptance { name: "Dana Whitfield".to_owned(), accepted: "6 October 2026, on this screen".to_owned() },
        teacher: Acceptance { name: "Amir Haddad".to_owned(), accepted: "6 October 2026, on paper".to_owned() },
    }
}

fn cycle() -> CoachingCyclePage {
    let stage =
        |name: &str, dates: &str| CycleStage { name: name.to_owned(), dates: dates.to_owned(), detail: String::new() };
    let link = |day: &str, what: &str, detail: &str| ChainLink {
        day: day.to_owned(),
        what: what.to_owned(),
        detail: detail.to_owned(),
    };
    CoachingCyclePage {
        sheet: sheet(),
        teacher: "Amir Haddad".to_owned(),
        coach: "Dana Whitfield".to_owned(),
        model: "Identify, learn, improve".to_owned(),
        topic: "Wait time".to_owned(),
        standing: "Open since 5 October 2026".to_owned(),
        stages: vec![stage("Identify", "5 to 9 October"), stage("Learn", "since 12 October"), stage("Improve", "")],
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
            link("5 October", "Observation", "Period 2"),
            link("6 October", "Debrief", ""),
            link("13 October", "Step checked: seen", ""),
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
            "Holds since 6 October 2026",
            "That we work together",
            "Who reads it: principal, supervisor",
            "My lesson’s script",
            "Nothing here is used to rate me.",
            "Accepted by",
            "Teacher",
            "Amir Haddad",
            "on paper",
            "Coach",
            "Dana Whitfield",
            "on this screen",
        ],
    );
    assert!(!text(&pdf).contains("Signature"));
}

#[test]
fn what_is_not_accepted_yet_has_lines_to_sign_on() {
    let mut page = agreed();
    page.teacher = Acceptance { name: "Amir Haddad".to_owned(), accepted: String::new() };
    page.coach = Acceptance::default();

    let pdf = agreement(&page).unwrap();

    assert_in_order(&text(&pdf), &["Teacher", "Amir Haddad", "Signature", "Day", "Coach", "Name", "Signature", "Day"]);
    assert_eq!(open(&pdf).get_pages().len(), 1);
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
            "5 to 9 October",
            "Identify",
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
            "Step checked: seen",
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
