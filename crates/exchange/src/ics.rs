//! iCalendar files of school calendars to days and events.
//!
//! The library reads the content lines; the structure around them is read here, line by line and without recursion, so
//! that one broken line costs one line and a file nested a million deep costs nothing.

mod components;
mod event;
mod kinds;
mod recurrence;
mod times;
mod zones;

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::Serialize;
use specta::Type;

use crate::problem::{FileProblem, FileProblemCode, ProblemList, Severity};
use crate::text;
use components::Calendar;
use zones::Zones;

/// What the caller knows and the file does not say.
#[derive(Debug, Clone)]
pub struct Options {
    /// The first day that matters, usually of the school year. Repetitions are expanded from here.
    pub from: NaiveDate,
    /// The first day that no longer matters; at most five years later.
    pub until: NaiveDate,
    /// The school's zone, in which times without a zone are meant.
    pub school_zone: Tz,
}

/// Everything a calendar proposes.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CalendarDraft {
    /// The calendar's own name.
    pub name: Option<String>,
    /// The IANA zone the calendar names for itself.
    pub zone: Option<String>,
    /// Days with a meaning for the school year, each once, in order.
    pub days: Vec<CalendarDayDraft>,
    /// Everything else, in order.
    pub events: Vec<EventDraft>,
    /// What to know about the file.
    pub problems: Vec<FileProblem>,
}

/// A day with a meaning for the school year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CalendarDayDraft {
    /// The day.
    pub date: NaiveDate,
    /// What it seems to be, from the event's words; the person confirms.
    pub kind_guess: DayKind,
    /// The words.
    pub summary: String,
}

/// What a day is, from the strongest to the weakest where several are said of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// School is closed for weather or another emergency.
    Closed,
    /// No school.
    Holiday,
    /// Staff learn, students stay at home.
    Pd,
    /// Students leave early or come late.
    Half,
    /// Tests are taken.
    Testing,
    /// An ordinary day of school.
    Instructional,
}

/// Something that happens, without a meaning for the school year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct EventDraft {
    /// The sender's id; all occurrences of a repeated event share it.
    pub uid: Option<String>,
    /// What it is; may be empty.
    pub summary: String,
    /// Where.
    pub location: Option<String>,
    /// When.
    pub when: EventWhen,
}

/// When something happens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Type)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum EventWhen {
    /// On whole days, both ends included.
    #[serde(rename_all = "camelCase")]
    AllDay {
        /// The first day.
        first: NaiveDate,
        /// The last day.
        last: NaiveDate,
    },
    /// At a time.
    #[serde(rename_all = "camelCase")]
    Timed {
        /// The beginning.
        start: DateTime<Utc>,
        /// The end, where the file says it.
        end: Option<DateTime<Utc>>,
        /// The IANA zone in which it was written.
        zone: String,
    },
}

/// Days between `from` and `until` at most.
const LONGEST_WINDOW: u64 = 5 * 366;
/// Bytes of a calendar at most.
const MOST_BYTES: usize = 32 << 20;

/// Reads a calendar. The draft carries its problems; where one of them stops, it proposes nothing.
pub fn read(file: &str, bytes: &[u8], options: &Options) -> CalendarDraft {
    let mut problems = ProblemList::default();
    let mut draft =
        CalendarDraft { name: None, zone: None, days: Vec::new(), events: Vec::new(), problems: Vec::new() };
    if bytes.len() > MOST_BYTES {
        problems.push(crate::source::too_large(file, "it is larger than a school calendar"));
    } else {
        match text::decode(file, bytes) {
            Ok(text) => {
                problems.extend(text.problem);
                read_text(file, &text.text, options, &mut draft, &mut problems);
            }
            Err(_) => problems.push(not_a_calendar(file)),
        }
    }
    if problems.stops() {
        (draft.days, draft.events) = (Vec::new(), Vec::new());
    }
    draft.problems = problems.finish();
    draft
}

fn read_text(file: &str, text: &str, options: &Options, draft: &mut CalendarDraft, problems: &mut ProblemList) {
    let calendar = Calendar::read(file, text, problems);
    if !calendar.has_components {
        return problems.push(not_a_calendar(file));
    }
    if calendar.events.is_empty() {
        return problems.push(no_events(file));
    }
    let mut zones = Zones::new(file, &calendar, options.school_zone);
    draft.name.clone_from(&calendar.name);
    draft.zone = zones.calendar_zone().map(|zone| zone.name().to_owned());
    let latest = options.from.checked_add_days(Days::new(LONGEST_WINDOW)).unwrap_or(NaiveDate::MAX);
    let window = options.from..options.until.min(latest);
    let events = event::read_all(file, &calendar, &window, &mut zones, problems);
    sort_out(events, &window, options.school_zone, draft);
}

/// Parts the events into days of the school year and everything else.
fn sort_out(events: Vec<EventDraft>, window: &std::ops::Range<NaiveDate>, zone: Tz, draft: &mut CalendarDraft) {
    let mut days: BTreeMap<NaiveDate, (DayKind, Vec<String>)> = BTreeMap::new();
    for event in events {
        let (first, last, is_all_day) = match &event.when {
            EventWhen::AllDay { first, last } => (*first, *last, true),
            EventWhen::Timed { start, .. } => {
                let day = start.with_timezone(&zone).date_naive();
                (day, day, false)
            }
        };
        let kind = kinds::guess(&event.summary).filter(|kind| is_all_day || *kind == DayKind::Half);
        let Some(kind) = kind else {
            draft.events.push(event);
            continue;
        };
        for date in first.iter_days().take_while(|day| *day <= last).filter(|day| window.contains(day)) {
            let day = days.entry(date).or_insert((kind, Vec::new()));
            day.0 = day.0.min(kind);
            if !day.1.contains(&event.summary) {
                day.1.push(event.summary.clone());
            }
        }
    }
    draft.events.sort_by(|a, b| a.when.cmp(&b.when).then_with(|| a.summary.cmp(&b.summary)));
    draft.days = days
        .into_iter()
        .map(|(date, (kind_guess, words))| CalendarDayDraft { date, kind_guess, summary: words.join(" / ") })
        .collect();
}

fn not_a_calendar(file: &str) -> FileProblem {
    FileProblem::new(
        file,
        Severity::Stops,
        FileProblemCode::FormatUnknown,
        format!("{file} is not an iCalendar file. Nothing was changed."),
        "Choose a file that ends in .ics. In a calendar program: Export, iCalendar.",
    )
}

fn no_events(file: &str) -> FileProblem {
    FileProblem::new(
        file,
        Severity::Stops,
        FileProblemCode::NothingToRead,
        format!("{file} holds no events. Nothing was changed."),
        "Check that the right calendar was exported.",
    )
}
