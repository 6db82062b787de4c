//! Example pages, and a reader for the PDF files made of them.
#![allow(dead_code, clippy::unwrap_used, reason = "each test file uses its own part; a failed unwrap is a failed test")]

use chrono::DateTime;
use lopdf::{Dictionary, Document, Object};
use report::{LineKind, LookForCount, ObservationPage, Paper, PrintedLine, Sheet, WeekDay, WeekEntry, WeekPage};

pub fn sheet() -> Sheet {
    Sheet {
        paper: Paper::A4,
        language: "en-GB".to_owned(),
        footer: "Observation, for the teacher and the coach".to_owned(),
        made_on: "printed 6 October 2026".to_owned(),
        created: DateTime::parse_from_rfc3339("2026-10-06T16:02:00-04:00").unwrap(),
    }
}

pub fn line(time: &str, speaker: &str, text: &str, tags: &[&str]) -> PrintedLine {
    PrintedLine {
        time: time.to_owned(),
        speaker: speaker.to_owned(),
        text: text.to_owned(),
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        starred: false,
        kind: LineKind::Evidence,
    }
}

pub fn look_for(code: &str, text: &str, count: usize) -> LookForCount {
    LookForCount { code: code.to_owned(), text: text.to_owned(), count }
}

pub fn observation_of(lines: Vec<PrintedLine>) -> ObservationPage {
    ObservationPage {
        sheet: sheet(),
        title: "Rosa Lindqvist, grade 4 mathematics".to_owned(),
        subtitle: "Room 12. She asked to watch wait time after “how do you know?”".to_owned(),
        school: "Elm Street School".to_owned(),
        date_long: "Monday 5 October 2026".to_owned(),
        started: "9:05".to_owned(),
        ended: "9:41".to_owned(),
        duration: "36 minutes".to_owned(),
        entered: String::new(),
        look_fors: vec![look_for("A", "Asks for reasons", 5), look_for("B", "Waits 3 seconds or more", 0)],
        gaps: vec!["9:21 to 9:26, the computer slept".to_owned()],
        lines,
        rubric: None,
        private_lines: vec![],
    }
}

pub fn lesson() -> Vec<PrintedLine> {
    let mut starred =
        line("9:14:22", "S", "“Because each fourth got cut in two, so three of them is six.”", &["A", "D"]);
    starred.starred = true;
    let mut gap = line("9:21:10", "", "Not recorded until 9:26:02: the computer slept", &[]);
    gap.kind = LineKind::Gap;
    let mut marker = line("9:26:40", "", "Transition to partner work", &[]);
    marker.kind = LineKind::Marker;
    vec![
        line(
            "9:12:20",
            "T",
            "“Good morning, mathematicians. Yesterday two of you disagreed about three fourths.”",
            &[],
        ),
        line("9:12:41", "", "Strips and number lines on every desk. Pairs already seated together.", &[]),
        line("9:14:16", "T", "“How do you know it is the same spot?”", &["A"]),
        starred,
        gap,
        marker,
        line(
            "9:27:05",
            "T",
            "“Turn to your partner. Say the idea in your own words.” Waits, then walks to table 3 and kneels.",
            &["C"],
        ),
    ]
}

/// An observation of `count` lines of ordinary length.
pub fn long_observation(count: usize) -> ObservationPage {
    let lines = (0..count).map(|n| {
        let text = format!(
            "Line number {n}: “What changed in your drawing, and how would you say it to someone who was away?”"
        );
        let mut line = line(&format!("9:{:02}:{:02}", n / 60 % 60, n % 60), ["T", "S", "Ss"][n % 3], &text, &[]);
        line.tags = if n % 4 == 0 { vec!["A".to_owned(), "C".to_owned()] } else { vec![] };
        line
    });
    observation_of(lines.collect())
}

pub fn week_page() -> WeekPage {
    let entry = |time: &str, title: &str, detail: &str, state: &str| WeekEntry {
        time: time.to_owned(),
        title: title.to_owned(),
        detail: detail.to_owned(),
        state: state.to_owned(),
    };
    let day = |heading: &str, entries| WeekDay { heading: heading.to_owned(), entries };
    WeekPage {
        sheet: sheet(),
        title: "Week of 5 October".to_owned(),
        range: "5 to 9 October 2026, school week 6".to_owned(),
        school: "Elm Street School".to_owned(),
        days: vec![
            day(
                "Monday 5 October",
                vec![
                    entry(
                        "8:10",
                        "Observe Tomás Oyelaran, grade 5",
                        "Room 14, 22 minutes. 31 lines, 9 tagged.",
                        "Done",
                    ),
                    entry(
                        "9:05",
                        "Observe Rosa Lindqvist, grade 4",
                        "Room 12. She asked to watch wait time.",
                        "Not started",
                    ),
                ],
            ),
            day("Tuesday 6 October", vec![]),
            day("Wednesday 7 October", vec![entry("", "Call the district office", "", "Not started")]),
        ],
    }
}

pub fn open(pdf: &[u8]) -> Document {
    Document::load_mem(pdf).unwrap()
}

/// The words of the page in reading order, one space between them.
pub fn text(pdf: &[u8]) -> String {
    let document = open(pdf);
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    let text = document.extract_text(&pages).unwrap();
    text.replace('\u{200B}', "").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Asserts that the pieces stand in the text, each after the one before.
pub fn assert_in_order(text: &str, pieces: &[&str]) {
    let mut rest = text;
    for piece in pieces {
        let at = rest.find(piece).unwrap_or_else(|| panic!("{piece:?} does not follow in {rest:?}"));
        rest = &rest[at + piece.len()..];
    }
}

pub fn catalogue(document: &Document) -> &Dictionary {
    document.catalog().unwrap()
}

/// The kinds of all structure elements, in document order.
pub fn structure(document: &Document) -> Vec<String> {
    let mut kinds = vec![];
    let root = document.get_dict_in_dict(catalogue(document), b"StructTreeRoot").unwrap();
    collect_kinds(document, root, &mut kinds);
    kinds
}

fn collect_kinds(document: &Document, element: &Dictionary, kinds: &mut Vec<String>) {
    if let Ok(kind) = element.get(b"S").and_then(Object::as_name) {
        kinds.push(String::from_utf8_lossy(kind).into_owned());
    }
    let Ok(children) = element.get(b"K") else {
        return;
    };
    let (_, children) = document.dereference(children).unwrap();
    let children = children.as_array().cloned().unwrap_or_else(|_| vec![children.clone()]);
    for child in &children {
        let (_, child) = document.dereference(child).unwrap();
        if let Ok(child) = child.as_dict() {
            collect_kinds(document, child, kinds);
        }
    }
}
