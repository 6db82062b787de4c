//! A school calendar from an iCalendar file.

use std::path::Path;

use actions::{
    calendar::{self, CalendarDay},
    calendar_import::{self, CalendarPreview},
    roster,
};
use domain::{Code, Problem};

use crate::support::{Desk, desk, year};

const CALENDAR: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:Alder County\r\n\
    BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Thanksgiving break - No School\r\nDTSTART;VALUE=DATE:20261126\r\nDTEND;VALUE=DATE:20261128\r\nEND:VEVENT\r\n\
    BEGIN:VEVENT\r\nUID:2\r\nSUMMARY:Early release\r\nDTSTART;VALUE=DATE:20261218\r\nEND:VEVENT\r\n\
    BEGIN:VEVENT\r\nUID:3\r\nSUMMARY:Holiday\r\nDTSTART;VALUE=DATE:20270230\r\nEND:VEVENT\r\n\
    END:VCALENDAR\r\n";

fn read(desk: &mut Desk, path: &Path) -> actions::Result<CalendarPreview> {
    let now_ms = desk.writer.now_ms();
    calendar_import::read(desk.writer.reader(), now_ms, path, "token")
}

fn preview(desk: &mut Desk, text: &str) -> CalendarPreview {
    let path = desk.file("school.ics", text);
    read(desk, &path).unwrap()
}

fn days(desk: &Desk) -> Vec<(String, String)> {
    calendar::view(desk.writer.reader()).unwrap().days.into_iter().map(|day| (day.date, day.kind)).collect()
}

#[test]
fn a_calendar_is_shown_with_guesses_and_nothing_is_stored() {
    let mut desk = desk();
    calendar::save_year(&mut desk.writer, &year("2026–27", "2026-08-17", "2027-06-04")).unwrap();
    calendar::save_year(&mut desk.writer, &year("2025–26", "2025-08-17", "2026-06-04")).unwrap();
    let before = desk.fingerprint();

    let shown = preview(&mut desk, CALENDAR);

    assert_eq!((shown.name.as_deref(), shown.can_import), (Some("Alder County"), true));
    assert_eq!(shown.years, ["2026–27"]);
    let guessed: Vec<(&str, &str)> = shown.days.iter().map(|day| (day.date.as_str(), day.kind.as_str())).collect();
    assert_eq!(guessed, [("2026-11-26", "holiday"), ("2026-11-27", "holiday"), ("2026-12-18", "half")]);
    assert_eq!(desk.fingerprint(), before);
}

#[test]
fn the_thirtieth_of_february_is_a_problem_with_its_row() {
    let mut desk = desk();

    let shown = preview(&mut desk, CALENDAR);

    let found = shown.problems.iter().find(|one| one.message.contains("20270230"));
    let problem = found.unwrap_or_else(|| panic!("{:#?}", shown.problems));
    assert_eq!(problem.row, Some(18));
    assert!(!problem.hint.is_empty() && problem.file == "school.ics", "{problem:?}");
    assert!(!shown.days.iter().any(|day| day.date.starts_with("2027-0")));
}

#[test]
fn the_confirmed_days_are_imported_as_one_act_and_undone_as_one() {
    let mut desk = desk();
    let mut shown = preview(&mut desk, CALENDAR);
    shown.days.remove(1);
    shown.days[0].kind = "closed".into();

    let imported = calendar_import::import(&mut desk.writer, &shown.days).unwrap();

    assert_eq!(imported.summary, "2 days of the school calendar were imported.");
    assert_eq!(days(&desk), [("2026-11-26".into(), "closed".into()), ("2026-12-18".into(), "half".into())]);
    let listed = roster::imports(desk.writer.reader()).unwrap();
    assert_eq!((listed[0].kind.as_str(), listed[0].made.as_str()), ("calendar", "Thu 19 Nov 2026"));

    roster::undo(&mut desk.writer, imported.id).unwrap();

    assert!(days(&desk).is_empty());
    store::check::all(&mut desk.writer).unwrap();
}

#[test]
fn one_day_that_does_not_exist_keeps_all_others_out() {
    let mut desk = desk();
    let mut shown = preview(&mut desk, CALENDAR);
    shown.days.push(CalendarDay { date: "2027-02-30".into(), kind: "holiday".into(), label: String::new() });
    let before = desk.fingerprint();

    let refused = Problem::from(calendar_import::import(&mut desk.writer, &shown.days).unwrap_err());

    assert_eq!((refused.code, refused.field.as_deref()), (Code::Invalid, Some("date")));
    assert_eq!(desk.fingerprint(), before);
    assert!(roster::imports(desk.writer.reader()).unwrap().is_empty());
}

#[test]
fn what_is_no_calendar_is_a_problem_and_nothing_else() {
    let mut desk = desk();

    let empty = preview(&mut desk, "hello");
    let missing = desk.file("here.ics", "").with_file_name("not-here.ics");
    let missing = Problem::from(read(&mut desk, &missing).unwrap_err());
    let folder = tempfile::tempdir().unwrap();
    let folder = Problem::from(read(&mut desk, folder.path()).unwrap_err());
    let nothing = Problem::from(calendar_import::import(&mut desk.writer, &[]).unwrap_err());

    assert!(!empty.can_import && !empty.problems[0].hint.is_empty());
    assert_eq!((missing.code, missing.field.as_deref()), (Code::File, Some("path")));
    assert_eq!((folder.code, folder.field.as_deref()), (Code::File, Some("path")));
    assert_eq!(nothing.code, Code::Invalid);
}
