//! An entry of a day: a planned visit, or a lesson that nobody planned.

use chrono::{NaiveDate, Timelike};
use domain::{
    RowId, time,
    visit::{Kind, Reason, State},
};
use serde::Serialize;
use store::{Connection, visit as stored};

use crate::{
    Result,
    last_time::LastTime,
    observation::{self, Named, ObservationRow},
    session::{self, Session},
};

/// An entry of a day: a visit, or an observation that nobody planned.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct WeekEntry {
    /// The visit; nothing for an unplanned observation.
    pub visit: Option<RowId>,
    /// The observation; nothing before it began.
    pub observation: Option<ObservationRow>,
    /// Whom it is about.
    pub teacher: Option<Named>,
    /// Or the team.
    pub team: Option<Named>,
    /// Or the coach, whom this person observes.
    pub coach: Option<Named>,
    /// When, as `8:10`; empty when no time is planned.
    pub time: String,
    /// When it begins, in minutes after midnight.
    pub starts_minute: Option<u32>,
    /// The class in words.
    pub context: String,
    /// Place and length in words.
    pub detail: String,
    /// What to look at.
    pub purpose: String,
    /// What the visit is for, as a code.
    pub kind: String,
    /// The state's code: planned, moved, held, cancelled.
    pub state: String,
    /// Why it was moved or cancelled.
    pub reason: String,
    /// Whether it was cancelled because the teacher was not there: it is counted apart from missed ones.
    pub is_away: bool,
    /// Whether it has begun already by its planned time, and is not over.
    pub is_now: bool,
    /// Whether it can be said that it took place: it is planned, and its day has come.
    pub may_be_held: bool,
    /// The date, for planning again.
    pub date: String,
    /// The period's code.
    pub period: String,
    /// The planned length in minutes.
    pub minutes: Option<u32>,
    /// The class.
    pub section: Option<RowId>,
    /// What was last time, for an open visit of today and tomorrow.
    pub last: Option<LastTime>,
}

/// Returns the entry of a planned visit.
pub(super) fn planned(reader: &Connection, visit: &stored::Visit, session: &Session, now_ms: i64) -> Result<WeekEntry> {
    // A visit's time is that of its school, which may lie in another zone than the coach's own organisation.
    let zone = session::zone_of(reader, visit.school.or(Some(session.organisation)))?;
    let now = time::local(now_ms, zone);
    let minute = (now.date_naive().to_string() == visit.date).then_some(now.hour() * 60 + now.minute());
    let begun = visit.observation.map(|id| store::observation::load(reader, id)).transpose()?;
    let row = begun.as_ref().map(|found| observation::row(reader, found)).transpose()?;
    let teams = store::person::teams(reader)?;
    let team = visit.team.and_then(|id| teams.iter().find(|team| team.id == id));
    let length = visit.minutes.unwrap_or(45);
    let is_open = visit.state == State::Planned.code() || visit.state == State::Moved.code();
    let is_now = minute
        .zip(visit.starts_minute)
        .is_some_and(|(now, starts)| is_open && now + 10 >= starts && now < starts + length);
    Ok(WeekEntry {
        visit: Some(visit.id),
        observation: row,
        teacher: visit.teacher.map(|id| observation::named(reader, id)).transpose()?,
        team: team.map(|team| Named { id: team.id, name: team.title.clone() }),
        coach: visit.coach.map(|id| observation::named(reader, id)).transpose()?,
        time: visit.starts_minute.map_or_else(String::new, time::of_day),
        starts_minute: visit.starts_minute,
        context: observation::context(reader, visit.section)?,
        detail: detail(reader, visit)?,
        purpose: visit.purpose.clone(),
        kind: Kind::of(&visit.kind, visit.teacher.is_none() && visit.team.is_some()).code().to_owned(),
        state: visit.state.clone(),
        reason: visit.reason.clone(),
        is_away: Reason::from_code(&visit.reason_code).is_some_and(Reason::is_away)
            && visit.state == State::Cancelled.code(),
        is_now,
        may_be_held: is_open && visit.observation.is_none(),
        date: visit.date.clone(),
        period: visit.period.clone(),
        minutes: visit.minutes,
        section: visit.section,
        last: None,
    })
}

fn detail(reader: &Connection, visit: &stored::Visit) -> Result<String> {
    let room = match visit.section {
        Some(section) => store::person::section(reader, section)?.room,
        None => String::new(),
    };
    let parts = [
        observation::school_name(reader, visit.school)?,
        if room.is_empty() { room } else { format!("Room {room}") },
        visit.minutes.map_or_else(String::new, |minutes| format!("{minutes} minutes")),
    ];
    Ok(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "))
}

/// Returns the entry of an observation that no visit led to.
pub(super) fn unplanned(
    reader: &Connection,
    found: &store::observation::Observation,
    starts_minute: u32,
    date: NaiveDate,
) -> Result<WeekEntry> {
    let row = observation::row(reader, found)?;
    Ok(WeekEntry {
        visit: None,
        teacher: found.teacher.map(|id| observation::named(reader, id)).transpose()?,
        team: None,
        coach: found.coach.map(|id| observation::named(reader, id)).transpose()?,
        time: row.started.clone(),
        starts_minute: Some(starts_minute),
        context: row.context.clone(),
        detail: observation::school_name(reader, found.school)?,
        purpose: found.focus.clone(),
        kind: Kind::Observe.code().to_owned(),
        state: State::Held.code().to_owned(),
        reason: String::new(),
        is_away: false,
        is_now: false,
        may_be_held: false,
        date: date.to_string(),
        period: String::new(),
        minutes: found.planned_minutes,
        section: found.section,
        last: None,
        observation: Some(row),
    })
}
