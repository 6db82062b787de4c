//! A school calendar from an iCalendar file: read, shown day by day, and only then imported as one act.

use std::path::Path;

use chrono::{Days, NaiveDate};
use domain::{Code, Problem, time};
use exchange::{
    ics::{self, CalendarDraft},
    problem::{FileProblem, FileProblemCode},
    source,
};
use serde::Serialize;
use store::{Connection, Writer, calendar as stored};

use crate::{
    Error, Result,
    calendar::{self, CalendarDay},
    roster::{Imported, first_stop},
    session,
};

/// What a calendar file would change.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct CalendarPreview {
    /// Names what was read, for the import.
    pub token: String,
    /// The calendar's own name.
    pub name: Option<String>,
    /// The school years in which its days lie, as they are called here.
    pub years: Vec<String>,
    /// The days with a meaning for the school year; the kind is a guess from the words.
    pub days: Vec<CalendarDay>,
    /// What is wrong with the file.
    pub problems: Vec<FileProblem>,
    /// Whether there is something to import and nothing stops it.
    pub can_import: bool,
}

/// Days before and after today that matter where no school year is known.
const BEFORE: u64 = 365;
const AFTER: u64 = 2 * 366;
/// Days of one import at most: more than the five years that are read.
const MOST_DAYS: usize = 2_000;

/// Reads a calendar file. Nothing is stored.
///
/// # Errors
/// When the file cannot be opened.
pub fn read(reader: &Connection, now_ms: i64, path: &Path, token: &str) -> Result<CalendarPreview> {
    let session = session::load(reader)?;
    let years = stored::years(reader, session.organisation)?;
    let (from, until) = window(&years, time::local(now_ms, session.zone).date_naive());
    let options = ics::Options { from, until, school_zone: session.zone };
    let draft = match source::open(path) {
        Ok(opened) => match opened.files.as_slice() {
            [file] => ics::read(&file.name, &file.bytes, &options),
            _ => return Err(no_calendar()),
        },
        Err(problems) => refused(problems)?,
    };
    let is_stopped = first_stop(&draft.problems).is_some();
    let days: Vec<CalendarDay> = draft.days.iter().map(day).collect();
    let has_days = |year: &&stored::SchoolYear| {
        days.iter().any(|day| year.starts.as_str() <= day.date.as_str() && day.date.as_str() <= year.ends.as_str())
    };
    Ok(CalendarPreview {
        token: token.to_owned(),
        name: draft.name,
        years: years.iter().filter(has_days).map(|year| year.label.clone()).collect(),
        can_import: !is_stopped && !days.is_empty(),
        days,
        problems: draft.problems,
    })
}

/// Imports the days that the person confirmed, as one act. The caller makes a backup first.
///
/// # Errors
/// When there is none, or one of them does not exist or has no kind; then nothing was changed.
pub fn import(writer: &mut Writer, days: &[CalendarDay]) -> Result<Imported> {
    if days.is_empty() || days.len() > MOST_DAYS {
        return Err(Error::invalid("days", "Choose the days to import."));
    }
    let organisation = session::load(writer.reader())?.organisation;
    let id = writer.new_id();
    let summary = match days.len() {
        1 => "1 day of the school calendar was imported.".to_owned(),
        count => format!("{count} days of the school calendar were imported."),
    };
    writer.act(id, "Import a calendar", |tx| {
        for day in days {
            calendar::save_day_in(tx, organisation, day)?;
        }
        store::import::list_in(tx, id, "calendar", &summary)?;
        Ok::<_, Error>(())
    })?;
    Ok(Imported { id, summary })
}

/// The days that matter: those of the known school years, and those around today.
fn window(years: &[stored::SchoolYear], today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let first = today.checked_sub_days(Days::new(BEFORE)).unwrap_or(today);
    let last = today.checked_add_days(Days::new(AFTER)).unwrap_or(today);
    let ends = years.iter().filter_map(|year| year.ends.parse::<NaiveDate>().ok()).filter_map(|day| day.succ_opt());
    (first, ends.chain([last]).max().unwrap_or(last))
}

fn day(draft: &ics::CalendarDayDraft) -> CalendarDay {
    let kind = match draft.kind_guess {
        ics::DayKind::Closed => "closed",
        ics::DayKind::Holiday => "holiday",
        ics::DayKind::Pd => "pd",
        ics::DayKind::Half => "half",
        ics::DayKind::Testing => "testing",
        ics::DayKind::Instructional => "instructional",
    };
    CalendarDay { date: draft.date.to_string(), kind: kind.to_owned(), label: draft.summary.clone() }
}

/// A path that leads nowhere is the person's to correct; everything else is shown as a problem that stops.
fn refused(problems: Vec<FileProblem>) -> Result<CalendarDraft> {
    if let Some(problem) = problems.iter().find(|problem| problem.code == FileProblemCode::FileUnreadable) {
        let words = Problem::new(Code::File, problem.message.clone()).hint(problem.hint.clone());
        return Err(Error::Refused(Problem { field: Some("path".to_owned()), ..words }));
    }
    if problems.iter().any(|problem| problem.code == FileProblemCode::NothingToRead) {
        return Err(no_calendar());
    }
    Ok(CalendarDraft { name: None, zone: None, days: Vec::new(), events: Vec::new(), problems })
}

fn no_calendar() -> Error {
    let words = Problem::new(Code::File, "This is not a calendar file. Nothing was changed.");
    let words = words.hint("Choose a file that ends in .ics. In a calendar program: Export, iCalendar.");
    Error::Refused(Problem { field: Some("path".to_owned()), ..words })
}
