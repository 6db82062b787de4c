//! This week: what is planned, what took place, what is due.

use chrono::{Days, NaiveDate, Timelike};
use domain::{RowId, calendar::Calendar, time, visit::State};
use serde::Serialize;
use store::{Connection, visit as stored};

use crate::{
    Error, Result,
    content_cycle::{self, CycleView},
    debrief, last_time,
    observation::{self, Named},
    session::{self, Session},
};

mod entry;

pub use entry::WeekEntry;

/// A week of the coach.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct WeekView {
    /// The Monday, `2026-11-16`.
    pub monday: String,
    /// The days in words: `16–20 November`.
    pub range: String,
    /// The number of the school week, when the calendar is known.
    pub school_week: Option<u32>,
    /// Whether this is the present week.
    pub is_now: bool,
    /// Now, as `9:02`.
    pub now: String,
    /// The days, today first when this is the present week, then the days to come, then those that are over.
    pub days: Vec<DayView>,
    /// The content cycles that run in this week, the one with the most visits first.
    pub cycles: Vec<CycleView>,
    /// The open steps whose check is due by the end of this week.
    pub steps: Vec<StepView>,
    /// The debriefs that are late, the oldest lesson first; in another week than the present one, none.
    pub late_debriefs: Vec<LateDebrief>,
    /// What took place this week.
    pub so_far: SoFar,
    /// Whether there is anything at all: no teacher means a first day.
    pub teachers: u32,
}

/// A day of the week.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct DayView {
    /// The date.
    pub date: String,
    /// The day in words: `Thursday 19 November`.
    pub heading: String,
    /// What the school calendar says of it, when it is not ordinary.
    pub label: Option<String>,
    /// Its letter, where days have letters in turn.
    pub letter: Option<String>,
    /// Where it lies.
    pub when: When,
    /// Its entries in the order of time.
    pub entries: Vec<WeekEntry>,
}

/// Where a day lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "kebab-case")]
pub enum When {
    /// Before today.
    Past,
    /// Today.
    Today,
    /// The day after today.
    Tomorrow,
    /// After tomorrow.
    Later,
}

/// An open step.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct StepView {
    /// The row.
    pub id: RowId,
    /// The words.
    pub text: String,
    /// Whose step it is.
    pub teacher: Named,
    /// When it is checked: `today`, `Fri 20 Nov`.
    pub check: String,
}

/// A debrief that was prepared and not held within five school days after its lesson.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct LateDebrief {
    /// The row.
    pub id: RowId,
    /// With whom.
    pub teacher: Named,
    /// The day of the lesson in words: `Mon 9 Nov`.
    pub lesson: String,
}

/// What took place in a week. Each number has its whole.
#[derive(Debug, Clone, Default, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SoFar {
    /// Visits that took place.
    pub held: u32,
    /// Visits that were planned, cancelled ones left out.
    pub planned: u32,
    /// Visits that were cancelled, those of an absent teacher left out.
    pub cancelled: u32,
    /// Observations of lessons that began; calibration is none, nor is observing a coach.
    /// Visits that were cancelled because the teacher was not there.
    pub away: u32,
    /// Observations that began.
    pub observations: u32,
    /// Lines that were kept.
    pub lines: u32,
    /// Lines that are tagged.
    pub tagged: u32,
}

/// Returns the week that holds a day, or the present one.
///
/// # Errors
/// When the day does not exist.
pub fn view(reader: &Connection, now_ms: i64, day: Option<&str>) -> Result<WeekView> {
    let session = session::load(reader)?;
    let now = time::local(now_ms, session.zone);
    let today = now.date_naive();
    let day = match day {
        Some(day) => day.parse().map_err(|_| Error::invalid("day", "This day does not exist."))?,
        None => today,
    };
    let monday = time::monday(day);
    let calendar = store::calendar::around(reader, session.organisation, monday)?;
    let mut days = days(reader, &session, &calendar, monday, today, now_ms)?;
    let so_far = so_far(&days);
    let cycles = content_cycle::running(reader, monday, &days)?;
    // Today leads; what is over comes last, the latest first.
    days.sort_by_key(|day| match day.when {
        When::Today => (0, 0),
        When::Tomorrow | When::Later => (1, day_number(&day.date)),
        When::Past => (2, -day_number(&day.date)),
    });
    let is_now = time::monday(today) == monday;
    if !is_now {
        days.sort_by(|one, other| one.date.cmp(&other.date));
    }
    Ok(WeekView {
        monday: monday.to_string(),
        range: time::school_week(monday),
        school_week: calendar.week_number(monday),
        is_now,
        now: time::short(now_ms, session.zone),
        days,
        cycles,
        steps: steps(reader, monday + Days::new(6), today)?,
        late_debriefs: if is_now { late_debriefs(reader, &session, &calendar, today)? } else { Vec::new() },
        so_far,
        teachers: observation::small(crate::person::teachers(reader, now_ms)?.len()),
    })
}

fn day_number(date: &str) -> i64 {
    date.parse::<NaiveDate>().map_or(0, |date| i64::from(chrono::Datelike::num_days_from_ce(&date)))
}

fn days(
    reader: &Connection,
    session: &Session,
    calendar: &Calendar,
    monday: NaiveDate,
    today: NaiveDate,
    now_ms: i64,
) -> Result<Vec<DayView>> {
    let labels = store::calendar::days(reader, session.organisation)?;
    let visits = stored::between(reader, monday, monday + Days::new(6))?;
    let begins = time::instant(monday, 0, session.zone);
    let ends = time::instant(monday + Days::new(7), 0, session.zone);
    let observations = store::observation::between(reader, begins, ends)?;
    let mut days = Vec::new();
    for offset in 0..7 {
        let date = monday + Days::new(offset);
        let mut entries = Vec::new();
        for visit in visits.iter().filter(|visit| visit.date == date.to_string()) {
            let mut entry = entry::planned(reader, visit, session, now_ms)?;
            let is_soon = date == today || Some(date) == today.succ_opt();
            if let Some(teacher) = &entry.teacher
                && is_soon
                && entry.may_be_held
            {
                entry.last = last_time::of(reader, now_ms, teacher.id)?;
            }
            entry.may_be_held &= date <= today;
            entries.push(entry);
        }
        for found in &observations {
            let local = time::local(found.started_ms, observation::zone(found));
            let is_planned = visits.iter().any(|visit| visit.observation == Some(found.id));
            if local.date_naive() == date && !is_planned {
                entries.push(entry::unplanned(reader, found, local.hour() * 60 + local.minute(), date)?);
            }
        }
        entries.sort_by_key(|entry| entry.starts_minute.unwrap_or(24 * 60));
        let label = labels.iter().find(|day| day.date == date.to_string()).map(|day| day.label.clone());
        let is_school_day = offset < 5 || !entries.is_empty() || label.is_some();
        if is_school_day {
            let when = match (date - today).num_days() {
                ..0 => When::Past,
                0 => When::Today,
                1 => When::Tomorrow,
                2.. => When::Later,
            };
            let letter = calendar.letter(date).map(str::to_owned);
            days.push(DayView { date: date.to_string(), heading: time::long_day(date), label, letter, when, entries });
        }
    }
    Ok(days)
}

fn so_far(days: &[DayView]) -> SoFar {
    let mut so_far = SoFar::default();
    for entry in days.iter().flat_map(|day| &day.entries) {
        // A coach who was observed is nobody's visited teacher.
        if entry.visit.is_some() && entry.coach.is_none() {
            match State::from_code(&entry.state) {
                Some(State::Cancelled) if entry.is_away => so_far.away += 1,
                Some(State::Cancelled) => so_far.cancelled += 1,
                Some(State::Held) => {
                    so_far.held += 1;
                    so_far.planned += 1;
                }
                Some(State::Planned | State::Moved) | None => so_far.planned += 1,
            }
        }
        if let Some(observation) = entry.observation.as_ref().filter(|row| !row.is_calibration && row.coach.is_none()) {
            so_far.observations += 1;
            so_far.lines += observation.lines;
            so_far.tagged += observation.tagged;
        }
    }
    so_far
}

fn late_debriefs(
    reader: &Connection,
    session: &Session,
    calendar: &Calendar,
    today: NaiveDate,
) -> Result<Vec<LateDebrief>> {
    let late = debrief::late(reader, session, calendar, today)?.into_iter();
    late.map(|one| {
        Ok(LateDebrief { id: one.id, teacher: observation::named(reader, one.teacher)?, lesson: one.lesson })
    })
    .collect()
}

fn steps(reader: &Connection, last: NaiveDate, today: NaiveDate) -> Result<Vec<StepView>> {
    let mut views = Vec::new();
    for step in store::step::open(reader, None)? {
        let Ok(check) = step.check_date.parse::<NaiveDate>() else { continue };
        if check <= last {
            views.push(StepView {
                id: step.id,
                text: step.text,
                teacher: observation::named(reader, step.teacher)?,
                check: if check == today { "today".to_owned() } else { time::brief_day(check) },
            });
        }
    }
    Ok(views)
}
