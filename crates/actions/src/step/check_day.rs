//! The day of a step's check in words: what the school calendar proposes, and what stands against another day.

use chrono::{Datelike, NaiveDate, Weekday};
use domain::{
    calendar::{Calendar, DayKind},
    step::{DAYS_TO_CHECK, NotADay, Size, check_date, proposed_check_date},
    time,
};
use serde::Serialize;
use store::Connection;

use crate::{Error, Result, session};

/// More days without school than these are counted, not listed.
const MOST_LISTED: usize = 3;

/// The day that is proposed for the check of a step of today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ProposedDay {
    /// The day, `2026-10-13`; nothing when the school year ends before.
    pub date: Option<String>,
    /// Why: `5 school days; Fri 9 Oct is a PD day`.
    pub words: String,
}

/// What the school calendar says of a day for a check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct CheckDay {
    /// Why a step cannot be checked on it; nothing when it can.
    pub problem: Option<String>,
    /// The nearest day on which it can.
    pub offer: Option<Offer>,
    /// What is unusual about it: less than 3 or more than 15 days.
    pub warning: Option<String>,
}

/// A day that is offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct Offer {
    /// The day, `2026-10-13`.
    pub date: String,
    /// The day in words: `Tue 13 Oct`.
    pub words: String,
}

/// Proposes the day for the check of a step of today.
///
/// # Errors
/// When the database fails.
pub fn propose_day(reader: &Connection, now_ms: i64) -> Result<ProposedDay> {
    let (calendar, today) = calendar(reader, now_ms)?;
    let Some(day) = proposed_check_date(&calendar, today) else {
        let words = format!("The school year ends before {DAYS_TO_CHECK} more school days");
        return Ok(ProposedDay { date: None, words });
    };
    let words = format!("{DAYS_TO_CHECK} school days{}", without_school(&calendar, today, day));
    Ok(ProposedDay { date: Some(day.to_string()), words })
}

/// Says whether a step that was proposed on a day, today if nothing is given, can be checked on another day.
///
/// # Errors
/// When the database fails; a day that does not exist is a problem of the answer.
pub fn check_day(reader: &Connection, now_ms: i64, assigned: Option<&str>, day: &str) -> Result<CheckDay> {
    let (calendar, today) = calendar(reader, now_ms)?;
    let assigned = assigned.and_then(|day| day.parse().ok()).unwrap_or(today);
    let Ok(date) = day.parse::<NaiveDate>() else {
        let offer = proposed_check_date(&calendar, today).map(offer);
        return Ok(CheckDay { problem: Some(NO_SUCH_DAY.to_owned()), offer, warning: None });
    };
    Ok(match check_date(&calendar, assigned, today, date) {
        Ok(()) => CheckDay { problem: None, offer: None, warning: warning(Size::between(assigned, date)) },
        Err(wrong) => {
            let (problem, nearest) = words(&calendar, date, wrong);
            CheckDay { problem: Some(problem), offer: nearest.map(offer), warning: None }
        }
    })
}

/// Returns the day that the school calendar proposes today.
pub(super) fn proposed(reader: &Connection, now_ms: i64) -> Result<Option<NaiveDate>> {
    let (calendar, today) = calendar(reader, now_ms)?;
    Ok(proposed_check_date(&calendar, today))
}

/// Returns a day for the check of a step.
///
/// # Errors
/// When it does not exist, or the step cannot be checked on it.
pub(super) fn possible(reader: &Connection, assigned: NaiveDate, today: NaiveDate, day: &str) -> Result<NaiveDate> {
    let date: NaiveDate = day.trim().parse().map_err(|_| Error::invalid("checkDate", NO_SUCH_DAY))?;
    let calendar = store::calendar::around(reader, session::load(reader)?.organisation, today)?;
    check_date(&calendar, assigned, today, date).map_err(|wrong| {
        let (problem, nearest) = words(&calendar, date, wrong);
        let nearest = nearest.map(|day| format!(" The nearest school day is {}.", time::brief_day(day)));
        Error::invalid("checkDate", &format!("{problem}{}", nearest.unwrap_or_default()))
    })?;
    Ok(date)
}

const NO_SUCH_DAY: &str = "This day does not exist. Write it as 2026-10-05.";

fn calendar(reader: &Connection, now_ms: i64) -> Result<(Calendar, NaiveDate)> {
    let session = session::load(reader)?;
    let today = time::local(now_ms, session.zone).date_naive();
    Ok((store::calendar::around(reader, session.organisation, today)?, today))
}

fn offer(day: NaiveDate) -> Offer {
    Offer { date: day.to_string(), words: time::brief_day(day) }
}

fn words(calendar: &Calendar, day: NaiveDate, wrong: NotADay) -> (String, Option<NaiveDate>) {
    match wrong {
        NotADay::NotAfter(nearest) => ("A step is checked on a day that lies ahead.".to_owned(), nearest),
        NotADay::NoSchool(nearest) => {
            let why =
                calendar.days.get(&day).map_or_else(|| "no school day".to_owned(), |kind| named(*kind).to_owned());
            (format!("{} is {why}.", time::brief_day(day)), nearest)
        }
    }
}

fn warning(size: Size) -> Option<String> {
    match size {
        Size::Usual => None,
        Size::Short => Some("Fewer than 3 days: is that enough to try it?".to_owned()),
        Size::Long => Some("More than 15 days: could the step be smaller?".to_owned()),
    }
}

/// Names the days of the week on which there is no school between two days; weekends go without saying.
fn without_school(calendar: &Calendar, first: NaiveDate, last: NaiveDate) -> String {
    let is_weekday = |day: &NaiveDate| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    let left_out: Vec<_> = calendar
        .days
        .range(first..=last)
        .filter(|(day, kind)| **day > first && is_weekday(day) && !kind.is_instructional())
        .collect();
    if left_out.is_empty() {
        return String::new();
    }
    if left_out.len() > MOST_LISTED {
        return format!("; {} days without school are left out", left_out.len());
    }
    let listed = left_out.iter().map(|(day, kind)| format!("{} is {}", time::brief_day(**day), named(**kind)));
    format!("; {}", listed.collect::<Vec<_>>().join(", "))
}

fn named(kind: DayKind) -> &'static str {
    match kind {
        DayKind::Learning => "a PD day",
        DayKind::Holiday => "a holiday",
        DayKind::Closed => "a day without school",
        DayKind::Testing => "a testing day",
        DayKind::Half => "a half day",
        DayKind::Instructional => "a school day",
    }
}
