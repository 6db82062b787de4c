//! Repeated events, expanded within bounds. A file must not be able to keep the program busy.

use std::collections::BTreeSet;
use std::ops::Range;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use rrule::{Frequency, RRule, RRuleSet, Unvalidated};

use super::times::{self, When};

/// Occurrences of one event at most.
const MOST_OCCURRENCES: u16 = 2_000;
/// Days that the rules of one file may walk over together, about three thousand rules of nine years each.
const DAYS_IN_ALL: u64 = 10_000_000;
/// Bytes of a rule at most.
const LONGEST_RULE: usize = 1_000;
/// Rules that find nothing while the library searches to its own limit; each costs a fifth of a second.
const FRUITLESS_IN_ALL: u32 = 3;

/// What the rules of one file may still cost.
pub(super) struct Budget {
    days: u64,
    fruitless: u32,
}

impl Default for Budget {
    fn default() -> Self {
        Self { days: DAYS_IN_ALL, fruitless: FRUITLESS_IN_ALL }
    }
}

/// Why a rule was not followed to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// The rule cannot be read.
    Unreadable,
    /// It repeats within the day; no school calendar does.
    TooFast,
    /// There are more occurrences than are read.
    TooMany,
}

/// The occurrences of a rule within the window, the start included where it lies there.
pub(super) fn occurrences(
    start: When,
    zone: Tz,
    rule: &str,
    window: &Range<NaiveDate>,
    budget: &mut Budget,
) -> (BTreeSet<When>, Option<Fault>) {
    let mut found = BTreeSet::from([start]);
    let fault = match expand(start, zone, rule, window, budget) {
        Ok((more, is_cut)) => {
            found.extend(more);
            is_cut.then_some(Fault::TooMany)
        }
        Err(fault) => Some(fault),
    };
    (found, fault)
}

fn expand(
    start: When,
    zone: Tz,
    rule: &str,
    window: &Range<NaiveDate>,
    budget: &mut Budget,
) -> Result<(Vec<When>, bool), Fault> {
    let (first, zone) = match start {
        When::Day(day) => (day.and_time(NaiveTime::MIN).and_utc(), Tz::UTC),
        When::Moment(moment) => (moment, zone),
    };
    // A day of margin on both sides, because the window's days are the school's and the rule's may be another zone's.
    let from = window.start.and_time(NaiveTime::MIN).and_utc() - TimeDelta::days(2);
    let until = window.end.and_time(NaiveTime::MIN).and_utc() + TimeDelta::days(2);
    let walked = u64::try_from((until - first).num_days()).unwrap_or(0);
    if walked > budget.days || budget.fruitless == 0 {
        return Err(Fault::TooMany);
    }
    budget.days -= walked;
    let rule = read_rule(rule, zone)?;
    let dt_start = first.with_timezone(&rrule::Tz::Tz(zone));
    let [after, before] = [from, until].map(|moment| moment.with_timezone(&rrule::Tz::Tz(zone)));
    if rule.get_until().is_some_and(|end| *end < dt_start) {
        return Ok((Vec::new(), false));
    }
    let rule = rule.validate(dt_start).map_err(|_| Fault::Unreadable)?;
    let result = RRuleSet::new(dt_start).rrule(rule).after(after).before(before).all(MOST_OCCURRENCES);
    if result.limited && result.dates.len() < usize::from(MOST_OCCURRENCES) {
        budget.fruitless -= 1;
    }
    let is_cut = result.dates.len() >= usize::from(MOST_OCCURRENCES);
    let back = |date: DateTime<rrule::Tz>| match start {
        When::Day(_) => When::Day(date.with_timezone(&Utc).date_naive()),
        When::Moment(_) => When::Moment(date.with_timezone(&Utc)),
    };
    Ok((result.dates.into_iter().map(back).collect(), is_cut))
}

/// Reads a rule. UNTIL is read apart: real files give it as a day, or without the zone that the library insists on.
fn read_rule(text: &str, zone: Tz) -> Result<RRule<Unvalidated>, Fault> {
    // The library cuts words at byte places and panics where a letter has several; a rule is plain ASCII anyway.
    if !text.is_ascii() || text.len() > LONGEST_RULE {
        return Err(Fault::Unreadable);
    }
    let mut until = None;
    let mut parts = Vec::new();
    for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let (key, value) = part.split_once('=').ok_or(Fault::Unreadable)?;
        let (key, value) = (key.trim().to_ascii_uppercase(), value.trim().to_ascii_uppercase());
        match key.as_str() {
            "UNTIL" => until = Some(end_of(&value, zone).ok_or(Fault::Unreadable)?),
            // Lists here multiply the occurrences of a day; one value is what the start already says.
            "BYHOUR" | "BYMINUTE" | "BYSECOND" if value.contains(',') => return Err(Fault::TooFast),
            key if key.starts_with("X-") => {}
            _ => parts.push(format!("{key}={value}")),
        }
    }
    let rule: RRule<Unvalidated> = parts.join(";").parse().map_err(|_| Fault::Unreadable)?;
    if matches!(rule.get_freq(), Frequency::Hourly | Frequency::Minutely | Frequency::Secondly) {
        return Err(Fault::TooFast);
    }
    Ok(match until {
        Some(until) => rule.until(until.with_timezone(&rrule::Tz::UTC)),
        None => rule,
    })
}

/// The last moment that UNTIL allows; a day is meant to its end.
fn end_of(value: &str, zone: Tz) -> Option<DateTime<Utc>> {
    match times::parse(value, zone)? {
        When::Day(day) => times::to_utc(day.and_hms_opt(23, 59, 59)?, zone),
        When::Moment(moment) => Some(moment),
    }
}
