//! What stands on the printed pages, and that the files are what assistive technology needs.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod support;

use report::{Paper, RecoverySheet, ReportError, observation, recovery_sheet, week};
use support::{
    assert_in_order, catalogue, lesson, long_observation, observation_of, open, sheet, structure, text, week_page,
};

fn code_sheet() -> RecoverySheet {
    let code = "K7QF 2M9X TTR4 0WZC 8HJN 5VDA PE3G Y6BS";
    RecoverySheet {
        sheet: sheet(),
        code_groups: code.split(' ').map(str::to_owned).collect(),
        profile_label: "Dana at Elm Street".to_owned(),
    }
}

#[test]
fn an_observation_shows_head_counts_gaps_and_script_in_order() {
    let pdf = observation(&observation_of(lesson())).unwrap();

    assert_in_order(
        &text(&pdf),
        &[
            "Rosa Lindqvist, grade 4 mathematics",
            "Room 12.",
            "Elm Street School",
            "Monday 5 October 2026",
            "9:05 to 9:41",
            "36 minutes",
            "Look-fors",
            "Asks for reasons",
            "5",
            "Waits 3 seconds or more",
            "0",
            "Not recorded",
            "9:21 to 9:26, the computer slept",
            "Script",
            "9:12:20",
            "Good morning, mathematicians.",
            "9:12:41",
            "9:14:22",
            "★",
            "so three of them is six.”",
            "Not recorded until 9:26:02",
            "Transition to partner work",
            "9:27:05",
            "Turn to your partner.",
            "starred by the coach",
        ],
    );
}

#[test]
fn an_observation_from_paper_says_so_at_its_head() {
    let mut page = observation_of(lesson());
    page.entered = "7 October 2026".to_owned();

    let words = text(&observation(&page).unwrap());

    assert_in_order(&words, &["36 minutes", "Written on paper", "entered afterwards on 7 October 2026", "Look-fors"]);
    assert!(!text(&observation(&observation_of(lesson())).unwrap()).contains("Written on paper"));
}

#[test]
fn an_observation_without_lines_says_so() {
    let pdf = observation(&observation_of(vec![])).unwrap();

    assert!(text(&pdf).contains("No lines were kept in this observation."));
}

#[test]
fn every_page_repeats_the_header_and_counts_itself() {
    let pdf = observation(&long_observation(100)).unwrap();

    let document = open(&pdf);
    let pages = document.get_pages().len();
    assert!(pages > 2, "100 lines need several pages, not {pages}");
    for page in 1..=pages {
        let words = document.extract_text(&[u32::try_from(page).unwrap()]).unwrap();
        assert_in_order(&words, &["Time", "Who", "Line", "Look-fors"]);
        assert!(words.contains(&format!("Page {page} of {pages}")), "page {page} of {pages}");
    }
}

#[test]
fn private_lines_are_printed_only_when_given_and_then_every_page_says_so() {
    let banner = "Private copy";
    let mut page = long_observation(100);
    assert!(!text(&observation(&page).unwrap()).contains("rivate"));

    page.private_lines = vec![support::line("9:15:00", "", "I wonder whether the pairs are too far apart.", &[])];
    let pdf = observation(&page).unwrap();

    let document = open(&pdf);
    for number in document.get_pages().into_keys() {
        assert!(document.extract_text(&[number]).unwrap().contains(banner), "page {number}");
    }
    assert_in_order(&text(&pdf), &["This is a private copy.", "Line number 99", "Private lines", "I wonder whether"]);
}

#[test]
fn a_week_shows_each_day_with_its_entries() {
    let pdf = week(&week_page()).unwrap();

    assert_in_order(
        &text(&pdf),
        &[
            "Week of 5 October",
            "school week 6",
            "Monday 5 October",
            "8:10",
            "Observe Tomás Oyelaran",
            "Room 14",
            "Done",
            "9:05",
            "Not started",
            "Tuesday 6 October",
            "Nothing is planned.",
            "Wednesday 7 October",
            "Call the district office",
        ],
    );
}

#[test]
fn the_heading_of_a_day_is_never_the_last_thing_on_a_page() {
    for before in 20..30 {
        let mut page = week_page();
        let entry = page.days[0].entries[0].clone();
        page.days[0].entries = vec![entry; before / 2];
        page.days.iter_mut().for_each(|day| day.heading = "Heading of a day".to_owned());
        page.days[1].entries = page.days[0].entries.clone();
        page.range = "\n".repeat(before % 10);

        let pdf = week(&page).unwrap();

        let document = open(&pdf);
        for number in document.get_pages().into_keys() {
            let words = document.extract_text(&[number]).unwrap();
            let after = words.rsplit("Heading of a day").next().unwrap();
            assert!(after.contains("8:10") || after.contains("Call the district office"), "page {number}: {words}");
        }
    }
}

#[test]
fn a_recovery_sheet_fits_one_page_and_says_what_it_is_for() {
    for paper in [Paper::A4, Paper::Letter] {
        let mut page = code_sheet();
        page.sheet.paper = paper;
        let pdf = recovery_sheet(&page).unwrap();

        assert_eq!(open(&pdf).get_pages().len(), 1);
        let mut pieces = vec!["Recovery code", "Dana at Elm Street"];
        pieces.extend(page.code_groups.iter().map(String::as_str));
        pieces.extend(["What it opens", "Where to keep it", "What is lost without it", "Nobody can make it again"]);
        assert_in_order(&text(&pdf), &pieces);
    }
}

#[test]
fn paper_is_what_was_asked_for() {
    for (paper, size) in [(Paper::A4, (595, 841)), (Paper::Letter, (612, 792))] {
        let mut page = week_page();
        page.sheet.paper = paper;
        let pdf = week(&page).unwrap();

        let document = open(&pdf);
        let first = document.get_dictionary(document.get_pages()[&1]).unwrap();
        let media: Vec<f32> =
            first.get(b"MediaBox").unwrap().as_array().unwrap().iter().map(|n| n.as_float().unwrap()).collect();
        #[allow(clippy::cast_possible_truncation, reason = "sizes of paper are small numbers")]
        let found = (media[2] as i32, media[3] as i32);
        assert_eq!(found, size);
    }
}

#[test]
fn the_file_is_tagged_and_names_its_title_language_and_standard() {
    for pdf in [observation(&observation_of(lesson())), week(&week_page()), recovery_sheet(&code_sheet())] {
        let pdf = pdf.unwrap();

        let document = open(&pdf);
        let catalogue = catalogue(&document);
        let mark_info = document.get_dict_in_dict(catalogue, b"MarkInfo").unwrap();
        assert!(mark_info.get(b"Marked").unwrap().as_bool().unwrap());
        assert_eq!(catalogue.get(b"Lang").unwrap().as_str().unwrap(), b"en-GB");
        let preferences = document.get_dict_in_dict(catalogue, b"ViewerPreferences").unwrap();
        assert!(preferences.get(b"DisplayDocTitle").unwrap().as_bool().unwrap());
        let info = document.get_dict_in_dict(&document.trailer, b"Info").unwrap();
        assert!(!info.get(b"Title").unwrap().as_str().unwrap().is_empty());
        let metadata = document.get_object(catalogue.get(b"Metadata").unwrap().as_reference().unwrap()).unwrap();
        let metadata = String::from_utf8_lossy(&metadata.as_stream().unwrap().content).into_owned();
        assert!(metadata.contains("<pdfuaid:part>1</pdfuaid:part>"), "PDF/UA-1 is claimed");
    }
}

#[test]
fn the_script_is_a_table_with_header_cells_under_a_heading() {
    let pdf = observation(&observation_of(lesson())).unwrap();

    let kinds = structure(&open(&pdf)).join(" ");
    assert_in_order(&kinds, &["Document", "H", "Table", "THead", "TR", "TH", "TBody", "TD", "Table", "THead", "TBody"]);
}

#[test]
fn the_days_of_a_week_are_headings() {
    let pdf = week(&week_page()).unwrap();

    let headings = structure(&open(&pdf)).iter().filter(|kind| kind.starts_with('H')).count();
    assert_eq!(headings, 3);
}

#[test]
fn the_same_page_gives_the_same_bytes() {
    let page = observation_of(lesson());
    let first = observation(&page).unwrap();
    let other = week(&week_page()).unwrap();

    assert_eq!(first, observation(&page).unwrap());
    assert_eq!(other, week(&week_page()).unwrap());
}

#[test]
fn the_creation_date_is_the_one_passed_in() {
    let pdf = week(&week_page()).unwrap();

    let document = open(&pdf);
    let info = document.get_dict_in_dict(&document.trailer, b"Info").unwrap();
    let created = String::from_utf8_lossy(info.get(b"CreationDate").unwrap().as_str().unwrap()).into_owned();
    assert!(created.starts_with("D:20261006160200-04'00"), "{created}");
}

#[test]
fn a_language_that_is_no_language_tag_is_refused() {
    for language in ["", "english", "EN", "en_GB", "en-gb", "e\"n"] {
        let mut page = week_page();
        page.sheet.language = language.to_owned();

        assert!(matches!(week(&page), Err(ReportError::Language)), "{language}");
    }
}

#[test]
fn an_observation_of_five_hundred_lines_is_printed_in_full() {
    let page = long_observation(500);
    let begun = std::time::Instant::now();
    let pdf = observation(&page).unwrap();
    println!("500 lines: {:?}, {} bytes, {} pages", begun.elapsed(), pdf.len(), open(&pdf).get_pages().len());

    assert_in_order(&text(&pdf), &["Line number 0:", "Line number 250:", "Line number 499:"]);
}
