//! A week of the log: minutes by activity, days that are not closed, and what became of the visits.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate, Timelike};
use domain::{
    RowId,
    log::grant::{self, Share},
    time,
    visit::{Counted, Reason, State, counted},
};
use serde::Serialize;
use store::{Connection, log as stored};

use super::{TotalsView, day, is_left_out, took_place};
use crate::{
    Result, observation,
    session::{self, Session},
    visit::next_week,
};

/// A week of the log.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct LogWeekView {
    /// The Monday.
    pub monday: String,
    /// The days in words: `16–20 November`.
    pub range: String,
    /// Whether this is the present week.
    pub is_now: bool,
    /// The school days, and others with lines.
    pub days: Vec<LogDayRow>,
    /// The confirmed minutes.
    pub totals: TotalsView,
    /// What each grant pays of them.
    pub grants: Vec<GrantMinutes>,
    /// What became of the planned visits.
    pub visits: Visits,
    /// The visits whose day has come and of which nobody said what became of them.
    pub open_visits: Vec<OpenVisit>,
}

/// A day of the week's log.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct LogDayRow {
    /// The date.
    pub date: String,
    /// The day in words.
    pub heading: String,
    /// What the school calendar says of it, when it is not ordinary.
    pub label: Option<String>,
    /// The confirmed minutes.
    pub minutes: u32,
    /// How many lines wait to be confirmed.
    pub to_confirm: u32,
    /// How many pairs of lines overlap.
    pub overlaps: u32,
    /// Whether the day lies ahead.
    pub is_ahead: bool,
}

/// What a grant pays.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct GrantMinutes {
    /// Its code.
    pub grant: String,
    /// How many minutes.
    pub minutes: u32,
}

/// What became of the planned visits of a week. Each number but the first is a part of the first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Visits {
    /// All that were planned.
    pub planned: u32,
    /// They took place.
    pub held: u32,
    /// The teacher was not there: absent, or somebody else taught.
    pub away: u32,
    /// Cancelled for another reason.
    pub cancelled: u32,
    /// Their day is over, and nobody said what became of them.
    pub missed: u32,
    /// They can still take place.
    pub open: u32,
}

/// A visit that can be carried over.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct OpenVisit {
    /// The row.
    pub id: RowId,
    /// Whom it is to.
    pub who: String,
    /// The day in words, with the time.
    pub day: String,
    /// Where it would be carried to, in words; nothing when the school year ends before.
    pub next: Option<String>,
}

/// What waits to be confirmed today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct LogWaiting {
    /// How many lines.
    pub lines: u32,
}

/// Returns the week of the log that holds a day, or the present one.
///
/// # Errors
/// When the day does not exist.
pub fn week(reader: &Connection, now_ms: i64, day: Option<&str>) -> Result<LogWeekView> {
    let session = session::load(reader)?;
    let today = took_place::today(&session, now_ms);
    let monday = time::monday(took_place::day_or_today(&session, now_ms, day)?);
    let sunday = monday + Days::new(6);
    let entries = stored::between(reader, session.me, monday, sunday)?;
    let (visits, open_visits) = visits(reader, &session, monday, today)?;
    Ok(LogWeekView {
        monday: monday.to_string(),
        range: time::school_week(monday),
        is_now: time::monday(today) == monday,
        days: days(reader, &session, monday, today, &entries)?,
        totals: day::totals(&entries),
        grants: grants(&entries),
        visits,
        open_visits,
    })
}

/// Returns how many lines of today wait to be confirmed, from noon on: before that the day is still being made.
///
/// # Errors
/// When the database fails.
pub fn waiting(reader: &Connection, now_ms: i64) -> Result<LogWaiting> {
    let session = session::load(reader)?;
    let now = time::local(now_ms, session.zone);
    if now.hour() < 12 {
        return Ok(LogWaiting { lines: 0 });
    }
    let today = now.date_naive();
    let took = took_place::between(reader, &session, today, today)?;
    let entries = stored::between(reader, session.me, today, today)?;
    Ok(LogWaiting { lines: observation::small(day::proposals(reader, &session, &took, &entries)?.len()) })
}

fn days(
    reader: &Connection,
    session: &Session,
    monday: NaiveDate,
    today: NaiveDate,
    entries: &[stored::Entry],
) -> Result<Vec<LogDayRow>> {
    let took = took_place::between(reader, session, monday, monday + Days::new(6))?;
    let labels = store::calendar::days(reader, session.organisation)?;
    let mut rows = Vec::new();
    for offset in 0..7 {
        let date = monday + Days::new(offset);
        let own: Vec<_> = entries.iter().filter(|entry| entry.date == date.to_string()).cloned().collect();
        let of_day: Vec<_> = took.iter().filter(|took| took.date == date).cloned().collect();
        let waiting = day::proposals(reader, session, &of_day, &own)?;
        if offset >= 5 && own.is_empty() && waiting.is_empty() {
            continue;
        }
        rows.push(LogDayRow {
            date: date.to_string(),
            heading: time::long_day(date),
            label: labels.iter().find(|day| day.date == date.to_string()).map(|day| day.label.clone()),
            minutes: day::totals(&own).logged,
            to_confirm: observation::small(waiting.len()),
            overlaps: observation::small(day::overlap_count(&own, &waiting)),
            is_ahead: date > today,
        });
    }
    Ok(rows)
}

fn grants(entries: &[stored::Entry]) -> Vec<GrantMinutes> {
    let shares: Vec<(NaiveDate, u32, Share)> = entries
        .iter()
        .filter(|entry| !is_left_out(entry) && !entry.grant.is_empty())
        .filter_map(|entry| {
            let percent = entry.grant_percent?.min(100);
            let share = Share { code: entry.grant.clone(), percent, ends: entry.grant_ends.parse().ok() };
            Some((entry.date.parse().ok()?, entry.minutes, share))
        })
        .collect();
    let codes: BTreeSet<&str> = shares.iter().map(|(_, _, share)| share.code.as_str()).collect();
    let paid = |code: &str| grant::minutes(code, shares.iter().map(|(date, minutes, share)| (*date, *minutes, share)));
    codes.into_iter().map(|code| GrantMinutes { grant: code.to_owned(), minutes: paid(code) }).collect()
}

fn visits(
    reader: &Connection,
    session: &Session,
    monday: NaiveDate,
    today: NaiveDate,
) -> Result<(Visits, Vec<OpenVisit>)> {
    let calendar = store::calendar::around(reader, session.organisation, monday)?;
    let (mut sum, mut open) = (Visits::default(), Vec::new());
    for visit in store::visit::between(reader, monday, monday + Days::new(6))? {
        let Ok(date) = visit.date.parse::<NaiveDate>() else { continue };
        let counted = counted(State::from_code(&visit.state), Reason::from_code(&visit.reason_code), date < today);
        // A coach who is observed is no visited teacher; what is still open can be carried over all the same.
        if visit.coach.is_none() {
            count(&mut sum, counted);
        }
        let may_be_carried = matches!(counted, Counted::Missed | Counted::Open) && date <= today;
        if may_be_carried && visit.observation.is_none() {
            let at = visit.starts_minute.map_or_else(String::new, |minute| format!(", {}", time::of_day(minute)));
            open.push(OpenVisit {
                id: visit.id,
                who: who(reader, &visit)?,
                day: format!("{}{at}", time::brief_day(date)),
                next: next_week(&calendar, date).map(time::brief_day),
            });
        }
    }
    Ok((sum, open))
}

fn count(sum: &mut Visits, counted: Counted) {
    sum.planned += 1;
    match counted {
        Counted::Held => sum.held += 1,
        Counted::Away => sum.away += 1,
        Counted::Cancelled => sum.cancelled += 1,
        Counted::Missed => sum.missed += 1,
        Counted::Open => sum.open += 1,
    }
}

fn who(reader: &Connection, visit: &store::visit::Visit) -> Result<String> {
    match (visit.teacher.or(visit.coach), visit.team) {
        (Some(person), _) => Ok(observation::named(reader, person)?.name),
        (None, Some(team)) => Ok(observation::known(store::person::team_title(reader, team))?.unwrap_or_default()),
        (None, None) => Ok(String::new()),
    }
}
