//! What stands on a printed observation of the other kinds, and beside a script its rubric.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod support;

use report::{
    Counted, KindPage, Language, PrintedIndicator, PrintedItem, PrintedPattern, PrintedRoom, PrintedRubric,
    PrintedShare, PrintedSweep, PrintedTalk, Recorded, kind, observation,
};
use support::{assert_in_order, lesson, line, observation_of, open, sheet, structure, text};

fn page(recorded: Recorded) -> KindPage {
    KindPage {
        sheet: sheet(),
        title: "Rosa Lindqvist".to_owned(),
        subtitle: "Grade 4 mathematics".to_owned(),
        school: "Elm Street School".to_owned(),
        date_long: "Monday 5 October 2026".to_owned(),
        started: "9:05".to_owned(),
        ended: "9:41".to_owned(),
        duration: "36:00".to_owned(),
        entered: String::new(),
        is_calibration: false,
        note: "The projector was off.".to_owned(),
        recorded,
    }
}

fn share(letter: &str, label: &str, of: u32, percent: &str, between: (&str, &str)) -> PrintedShare {
    PrintedShare {
        letter: letter.to_owned(),
        label: label.to_owned(),
        of,
        among: 20,
        percent: Some(percent.to_owned()),
        between: Some((between.0.to_owned(), between.1.to_owned())),
    }
}

fn item(letter: &str, text: &str, value: &str) -> PrintedItem {
    PrintedItem { letter: letter.to_owned(), text: text.to_owned(), value: value.to_owned() }
}

#[test]
fn a_walkthrough_shows_each_item_with_its_answer_and_the_share_that_was_seen() {
    let items = vec![item("A", "Asks for reasons", "seen"), item("B", "Waits", "partial"), item("C", "Names", "")];

    let pdf =
        kind(&page(Recorded::Walkthrough { items, seen: 1, applicable: 2, open: 1, percent: Some("50.0".into()) }))
            .unwrap();

    assert_in_order(
        &text(&pdf),
        &[
            "Rosa Lindqvist",
            "Grade 4 mathematics",
            "Walkthrough",
            "Elm Street School",
            "A Asks for reasons",
            "Seen",
            "B Waits",
            "Partly",
            "C Names",
            "No answer",
            "50.0 %",
            "1 of 2 applicable",
            "Items without an answer: 1.",
            "The projector was off.",
        ],
    );
    assert_in_order(&structure(&open(&pdf)).join(" "), &["H", "Table", "TH", "TD"]);
}

#[test]
fn interval_coding_shows_counts_shares_with_wilson_s_interval_and_every_interval() {
    let recorded = Recorded::Interval {
        method: "momentary".into(),
        seconds: 60,
        held: 21,
        answered: 20,
        missed: 1,
        shares: vec![share("T", "Teacher talks", 11, "55.0", ("34.2", "74.2"))],
        marks: vec!["T".into(), String::new(), "S".into()],
    };

    let words = text(&kind(&page(recorded)).unwrap());

    assert_in_order(
        &words,
        &[
            "Momentary",
            "60 seconds",
            "20 of 21 intervals answered, 1 missed.",
            "95 % interval",
            "T Teacher talks",
            "11 of 20",
            "55.0 %",
            "34.2 to 74.2 %",
            "Intervals",
            "1 T",
            "2 –",
            "3 S",
        ],
    );
}

#[test]
fn talk_scan_and_tally_show_what_their_screens_show() {
    let talk = |lasted: &str, percent: Option<&str>| PrintedTalk {
        letter: "T".into(),
        label: "Teacher".into(),
        lasted: lasted.into(),
        percent: percent.map(str::to_owned),
    };
    let talked = Recorded::TalkTimer { totals: vec![talk("12:30", Some("34.7"))], overlap: Some("0:12".into()) };
    let sweep = PrintedSweep { time: "9:12:20".into(), seen: 24, on_task: 19, percent: Some("79.2".into()) };
    let scanned = Recorded::Scan { sweeps: vec![sweep], seen: 24, on_task: 19, percent: Some("79.2".into()) };
    let counted = Counted {
        letter: "Q".into(),
        label: "Question".into(),
        count: 6,
        rate: Some("1.7".into()),
        by_seat: vec![4, 1, 1, 0, 0],
    };
    let tallied = Recorded::Tally { totals: vec![counted], by_seat: vec![4, 1, 1, 0, 0], count: 6 };

    let words = |recorded| text(&kind(&page(recorded)).unwrap());

    assert_in_order(&words(talked), &["Talk timer", "T Teacher", "12:30", "34.7 %", "0:12 with two or more at once"]);
    assert_in_order(&words(scanned), &["79.2 %", "19 of 24", "no narrow interval", "1", "9:12:20", "19 of 24"]);
    assert_in_order(
        &words(tallied),
        &["Q Question", "6", "1.7", "Front left", "No group", "Q Question", "4", "Together"],
    );
}

#[test]
fn a_learning_walk_shows_patterns_and_rooms_and_names_nobody() {
    let nothing = PrintedShare { letter: "B".into(), label: "Waits".into(), ..PrintedShare::default() };
    let patterns = vec![
        PrintedPattern { seen: share("A", "Asks", 11, "55.0", ("34.2", "74.2")), partial: 3 },
        PrintedPattern { seen: nothing, partial: 0 },
    ];
    let room = PrintedRoom { name: "Mathematics, 7".into(), values: vec!["seen".into(), String::new()] };
    let mut walk = page(Recorded::LearningWalk { rooms: vec![room], patterns });
    walk.title = String::new();

    let words = text(&kind(&walk).unwrap());

    assert_in_order(
        &words,
        &[
            "Learning walk",
            "A Asks",
            "11 of 20",
            "34.2 to 74.2 %",
            "3",
            "B Waits",
            "No data",
            "Mathematics, 7",
            "S",
            "–",
        ],
    );
    assert!(!words.contains("Rosa"));
}

#[test]
fn where_nothing_was_recorded_there_is_no_number() {
    let empty = PrintedShare { letter: "T".into(), label: "Teacher talks".into(), ..PrintedShare::default() };
    let interval = Recorded::Interval {
        method: "whole".into(),
        seconds: 30,
        held: 0,
        answered: 0,
        missed: 0,
        shares: vec![empty],
        marks: vec![],
    };
    let all = [
        Recorded::Walkthrough { items: vec![], seen: 0, applicable: 0, open: 0, percent: None },
        interval,
        Recorded::Scan { sweeps: vec![], seen: 0, on_task: 0, percent: None },
        Recorded::Tally { totals: vec![], by_seat: vec![0; 5], count: 0 },
        Recorded::LearningWalk { rooms: vec![], patterns: vec![] },
    ];

    for recorded in all {
        let words = text(&kind(&page(recorded)).unwrap());

        assert!(words.contains("No data"), "{words}");
        assert!(!words.contains("0.0 %") && !words.contains("0 %,"), "{words}");
    }
}

#[test]
fn every_kind_speaks_spanish_too() {
    let mut spanish = page(Recorded::Tally { totals: vec![], by_seat: vec![0; 5], count: 0 });
    spanish.sheet.language = Language::Spanish.tag().to_owned();

    assert_in_order(&text(&kind(&spanish).unwrap()), &["Conteo", "Sin datos"]);
}

#[test]
fn beside_a_script_the_rubric_shows_levels_in_its_words_with_their_lines_and_no_sum() {
    let mut page = observation_of(lesson());
    page.rubric = Some(PrintedRubric {
        name: "Talk moves, version 2".into(),
        licence: "CC BY 4.0".into(),
        indicators: vec![PrintedIndicator {
            text: "Presses for reasons".into(),
            level: Some(3),
            words: "Most answers are followed by a why".into(),
            lines: vec![line("9:14:16", "T", "How do you know?", &[])],
        }],
    });

    let words = text(&observation(&page).unwrap());

    assert_in_order(
        &words,
        &[
            "Script",
            "Rubric",
            "Talk moves, version 2",
            "It is no rating",
            "CC BY 4.0",
            "Presses for reasons",
            "Level 3: Most answers are followed by a why",
            "9:14:16",
            "How do you know?",
        ],
    );
}
