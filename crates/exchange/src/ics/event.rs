//! One event of a calendar file, and its repetitions, to drafts.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use chrono::{Days, NaiveDate, TimeDelta};
use chrono_tz::Tz;

use super::components::{Calendar, Component};
use super::recurrence::{self, Budget, Fault};
use super::times::{self, When};
use super::zones::Zones;
use super::{EventDraft, EventWhen};
use crate::problem::{FileProblem, FileProblemCode, ProblemList, Severity, shown};

/// Drafts of one file at most.
const MOST_DRAFTS: usize = 50_000;
/// Days of one all-day event at most.
const MOST_DAYS: u64 = 400;

/// Reads all events that touch the window.
pub(super) fn read_all(
    file: &str,
    calendar: &Calendar,
    window: &Range<NaiveDate>,
    zones: &mut Zones,
    problems: &mut ProblemList,
) -> Vec<EventDraft> {
    let moved = moved_occurrences(calendar, zones, problems);
    let mut reading = Reading { file, window, zones, problems, moved, budget: Budget::default(), outside: 0 };
    let mut drafts = Vec::new();
    for component in &calendar.events {
        if drafts.len() > MOST_DRAFTS {
            reading.problems.push(too_many(file, component.row));
            break;
        }
        if let Err(problem) = reading.event(component, &mut drafts) {
            reading.problems.push(problem);
        }
    }
    if reading.outside > 0 {
        let outside = reading.outside;
        reading.problems.push(outside_window(file, outside, window));
    }
    drafts
}

struct Reading<'a> {
    file: &'a str,
    window: &'a Range<NaiveDate>,
    zones: &'a mut Zones,
    problems: &'a mut ProblemList,
    /// Occurrences that another event of the same id replaces.
    moved: HashMap<String, HashSet<When>>,
    budget: Budget,
    /// Events that lie wholly outside the window.
    outside: u32,
}

/// How long an event is, in the measure of its start.
enum Length {
    Days(u64),
    Time(Option<TimeDelta>),
}

impl Reading<'_> {
    fn event(&mut self, component: &Component, drafts: &mut Vec<EventDraft>) -> Result<(), FileProblem> {
        if component.text("STATUS").is_some_and(|status| status.eq_ignore_ascii_case("CANCELLED")) {
            return Ok(());
        }
        let (start, zone) = self.start(component)?;
        let length = self.length(component, start);
        let draft = |when| EventDraft {
            uid: component.text("UID"),
            summary: component.text("SUMMARY").unwrap_or_default(),
            location: component.text("LOCATION"),
            when,
        };
        let before = drafts.len();
        for occurrence in self.occurrences(component, start, zone) {
            let when = spread(occurrence, zone, &length);
            if touches(&when, self.window, self.zones) {
                drafts.push(draft(when));
            }
        }
        if drafts.len() == before {
            self.outside = self.outside.saturating_add(1);
        }
        Ok(())
    }

    fn start(&mut self, component: &Component) -> Result<(When, Tz), FileProblem> {
        let Some(property) = component.property("DTSTART") else {
            return Err(self.left_out(component, component.row, "has no start"));
        };
        match times::one(property, self.zones, self.problems) {
            Some(start) => Ok(start),
            None => {
                let why = format!("starts at \"{}\", which is no date", shown(&property.value));
                Err(self.left_out(component, property.row, &why).in_column("DTSTART"))
            }
        }
    }

    /// From DTEND or DURATION. An end before the start, common in real files, counts as no end.
    fn length(&mut self, component: &Component, start: When) -> Length {
        let end =
            component.property("DTEND").and_then(|p| times::one(p, self.zones, self.problems)).map(|(end, _)| end);
        let duration = component.property("DURATION").and_then(|p| times::duration(&p.value));
        match (start, end) {
            (When::Day(first), Some(When::Day(end))) => Length::Days(days(end - first)),
            (When::Day(_), _) => Length::Days(duration.map_or(1, days)),
            (When::Moment(from), Some(When::Moment(to))) => {
                Length::Time(Some(to - from).filter(|l| *l >= TimeDelta::zero()))
            }
            (When::Moment(_), _) => Length::Time(duration),
        }
    }

    /// The event's own start with all its repetitions in the window, without those that are called off or moved.
    fn occurrences(&mut self, component: &Component, start: When, zone: Tz) -> BTreeSet<When> {
        let mut found = BTreeSet::from([start]);
        // An event that replaces an occurrence happens once, whatever rule was copied into it.
        if component.property("RECURRENCE-ID").is_some() {
            return found;
        }
        for rule in component.all("RRULE").take(4) {
            let (more, fault) = recurrence::occurrences(start, zone, &rule.value, self.window, &mut self.budget);
            found.extend(more);
            self.problems.extend(fault.map(|fault| repetition(self.file, rule.row, fault, &rule.value)));
        }
        for property in component.all("RDATE") {
            for date in times::list(property, self.zones, self.problems) {
                match date {
                    Some(date) if same_kind(date, start) => drop(found.insert(date)),
                    Some(_) | None => self.problems.push(odd_date(self.file, property.row, "RDATE", &property.value)),
                }
            }
        }
        for property in component.all("EXDATE") {
            for date in times::list(property, self.zones, self.problems).into_iter().flatten() {
                // A day called off for a timed event means that day's occurrence.
                found.retain(|when| *when != date && !on_day(*when, zone, date));
            }
        }
        if let Some(moved) = component.text("UID").and_then(|uid| self.moved.get(&uid)) {
            found.retain(|when| !moved.contains(when));
        }
        found
    }

    fn left_out(&self, component: &Component, row: u32, why: &str) -> FileProblem {
        let name = component.text("SUMMARY").unwrap_or_else(|| "without a name".to_owned());
        FileProblem::new(
            self.file,
            Severity::LeftOut,
            FileProblemCode::CalendarEvent,
            format!("The event \"{}\" {why}. It was left out.", shown(&name)),
            "Add it by hand if it matters, or correct it in the calendar it came from.",
        )
        .at_row(row)
    }
}

/// The occurrences that events with a RECURRENCE-ID replace, by the id of their series.
fn moved_occurrences(
    calendar: &Calendar,
    zones: &mut Zones,
    problems: &mut ProblemList,
) -> HashMap<String, HashSet<When>> {
    let mut moved: HashMap<String, HashSet<When>> = HashMap::new();
    for component in &calendar.events {
        if let (Some(uid), Some(property)) = (component.text("UID"), component.property("RECURRENCE-ID")) {
            moved.entry(uid).or_default().extend(times::one(property, zones, problems).map(|(when, _)| when));
        }
    }
    moved
}

fn days(length: TimeDelta) -> u64 {
    u64::try_from(length.num_days()).unwrap_or(1).clamp(1, MOST_DAYS)
}

fn spread(start: When, zone: Tz, length: &Length) -> EventWhen {
    match (start, length) {
        (When::Day(first), Length::Days(days)) => {
            EventWhen::AllDay { first, last: first.checked_add_days(Days::new(days - 1)).unwrap_or(first) }
        }
        (When::Day(first), Length::Time(_)) => EventWhen::AllDay { first, last: first },
        (When::Moment(start), length) => {
            let end = match length {
                Length::Time(Some(length)) => start.checked_add_signed(*length),
                Length::Time(None) | Length::Days(_) => None,
            };
            EventWhen::Timed { start, end, zone: zone.name().to_owned() }
        }
    }
}

fn touches(when: &EventWhen, window: &Range<NaiveDate>, zones: &Zones) -> bool {
    let (first, last) = match when {
        EventWhen::AllDay { first, last } => (*first, *last),
        EventWhen::Timed { start, end, .. } => {
            let day = |moment: &chrono::DateTime<chrono::Utc>| moment.with_timezone(&zones.floating()).date_naive();
            (day(start), end.as_ref().map_or(day(start), day))
        }
    };
    first < window.end && last >= window.start
}

fn same_kind(a: When, b: When) -> bool {
    matches!((a, b), (When::Day(_), When::Day(_)) | (When::Moment(_), When::Moment(_)))
}

fn on_day(when: When, zone: Tz, day: When) -> bool {
    match (when, day) {
        (When::Moment(moment), When::Day(day)) => moment.with_timezone(&zone).date_naive() == day,
        (When::Day(_), _) | (When::Moment(_), When::Moment(_)) => false,
    }
}

fn repetition(file: &str, row: u32, fault: Fault, rule: &str) -> FileProblem {
    let (severity, what) = match fault {
        Fault::Unreadable => (Severity::LeftOut, "cannot be read. Only its first time was taken."),
        Fault::TooFast => (
            Severity::LeftOut,
            "repeats several times a day, which school calendars do not. Only its first time was taken.",
        ),
        Fault::TooMany => (Severity::LeftOut, "goes on for too long. Not all of it was taken."),
    };
    FileProblem::new(
        file,
        severity,
        FileProblemCode::Recurrence,
        format!("The repetition \"{}\" {what}", shown(rule)),
        "Add the missing days by hand if they matter.",
    )
    .at_row(row)
    .in_column("RRULE")
}

fn odd_date(file: &str, row: u32, column: &str, value: &str) -> FileProblem {
    FileProblem::new(
        file,
        Severity::LeftOut,
        FileProblemCode::DateUnreadable,
        format!("One date of \"{}\" cannot be read and was left out.", shown(value)),
        "Add the missing day by hand if it matters.",
    )
    .at_row(row)
    .in_column(column)
}

fn too_many(file: &str, row: u32) -> FileProblem {
    FileProblem::new(
        file,
        Severity::LeftOut,
        FileProblemCode::TooLarge,
        format!("The calendar repeats its events more than {MOST_DRAFTS} times. Those after line {row} were left out."),
        "Choose fewer days, or export only the school calendar.",
    )
    .at_row(row)
}

fn outside_window(file: &str, count: u32, window: &Range<NaiveDate>) -> FileProblem {
    FileProblem::new(
        file,
        Severity::Notice,
        FileProblemCode::CalendarEvent,
        format!(
            "{count} events lie outside {} to {} or were moved or called off. They were not taken.",
            window.start, window.end
        ),
        "Nothing to do, or choose other dates.",
    )
}
