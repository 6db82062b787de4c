//! What took place on some days, read from observations, debriefs, planned lessons and held visits.

use chrono::{Days, NaiveDate, Timelike};
use domain::{
    RowId,
    lesson_prep::Kind as PrepKind,
    log::{
        Activity,
        took_place::{TookPlace, minutes_of, ways},
    },
    time,
    visit::Kind,
};
use store::{Connection, lesson_prep, log as stored};

use crate::{Result, observation, person, session::Session};

/// Lists what took place from one day to another, with the ways between schools, by day and time.
pub(super) fn between(
    reader: &Connection,
    session: &Session,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Vec<TookPlace>> {
    let mut all = Vec::new();
    // A lesson's day is that of its own zone, which can lie a day beside the organisation's.
    let from_ms = time::instant(first - Days::new(1), 0, session.zone);
    let to_ms = time::instant(last + Days::new(2), 0, session.zone);
    for id in stored::observations(reader, from_ms, to_ms)? {
        all.push(lesson(reader, id)?);
    }
    for id in stored::visits(reader, first, last)? {
        all.extend(visit(reader, id)?);
    }
    for held in stored::debriefs(reader, session.me, first, last)? {
        all.extend(debrief(reader, held)?);
    }
    for held in lesson_prep::held_between(reader, first, last)? {
        all.extend(prepared(reader, &held)?);
    }
    all.retain(|took| first <= took.date && took.date <= last);
    all.sort_by_key(|took| (took.date, took.starts_minute.unwrap_or(u32::MAX), took.origin));
    with_ways(reader, session, all)
}

/// Returns what a row says now; nothing when it no longer says that anything took place.
pub(super) fn of_row(reader: &Connection, session: &Session, origin: RowId) -> Result<Option<TookPlace>> {
    if stored::is_finished_observation(reader, origin)? {
        return lesson(reader, origin).map(Some);
    }
    if stored::is_held_visit(reader, origin)? {
        return visit(reader, origin);
    }
    if let Some(held) = stored::debrief(reader, session.me, origin)? {
        return debrief(reader, held);
    }
    match lesson_prep::held(reader, origin)? {
        Some(held) => prepared(reader, &held),
        None => Ok(None),
    }
}

fn with_ways(reader: &Connection, session: &Session, mut all: Vec<TookPlace>) -> Result<Vec<TookPlace>> {
    let mut between_schools = Vec::new();
    for day in all.chunk_by(|one, other| one.date == other.date) {
        let mut known = std::collections::BTreeMap::new();
        for (from, to) in schools_of(day) {
            if let Some(minutes) = stored::last_way(reader, session.me, from, to)? {
                known.insert((from, to), minutes);
            }
        }
        between_schools.extend(ways(day, |from, to| known.get(&(from, to)).copied()));
    }
    all.extend(between_schools);
    all.sort_by_key(|took| (took.date, took.starts_minute.unwrap_or(u32::MAX), took.origin, took.activity));
    Ok(all)
}

/// Every pair of different schools of a day: few days have more than three.
fn schools_of(day: &[TookPlace]) -> Vec<(RowId, RowId)> {
    let mut schools: Vec<RowId> = day.iter().filter_map(|took| took.school).collect();
    schools.sort_unstable();
    schools.dedup();
    let pairs = schools.iter().flat_map(|from| schools.iter().map(move |to| (*from, *to)));
    pairs.filter(|(from, to)| from != to).collect()
}

fn lesson(reader: &Connection, id: RowId) -> Result<TookPlace> {
    let found = store::observation::load(reader, id)?;
    let local = time::local(found.started_ms, observation::zone(&found));
    let gaps = store::observation::gaps(reader, id)?;
    let gap_ms: i64 = gaps.iter().filter_map(|gap| Some(gap.to_ms? - gap.from_ms)).sum();
    Ok(TookPlace {
        origin: id,
        // With no teacher: it is no time of coaching them.
        activity: if found.coach.is_some() { Activity::OwnLearning } else { Activity::Observe },
        date: local.date_naive(),
        starts_minute: Some(local.hour() * 60 + local.minute()),
        minutes: found.ended_offset_ms.map(minutes_of).filter(|minutes| *minutes > 0),
        gap_minutes: minutes_of(gap_ms),
        teacher: found.teacher,
        team: None,
        school: found.school,
        travel_from: None,
    })
}

fn visit(reader: &Connection, id: RowId) -> Result<Option<TookPlace>> {
    let found = store::visit::load(reader, id)?;
    let Ok(date) = found.date.parse() else { return Ok(None) };
    let kind = Kind::of(&found.kind, found.teacher.is_none() && found.team.is_some());
    Ok(Some(TookPlace {
        origin: id,
        activity: if found.coach.is_some() { Activity::OwnLearning } else { kind.activity() },
        date,
        starts_minute: found.starts_minute,
        minutes: found.minutes,
        gap_minutes: 0,
        teacher: found.teacher,
        team: found.team,
        school: found.school,
        travel_from: None,
    }))
}

fn debrief(reader: &Connection, held: stored::HeldDebrief) -> Result<Option<TookPlace>> {
    let Ok(date) = held.date.parse() else { return Ok(None) };
    let school = match held.teacher {
        Some(teacher) => person::school_of(reader, teacher, date)?,
        None => None,
    };
    Ok(Some(TookPlace {
        origin: held.id,
        activity: Activity::Debrief,
        date,
        starts_minute: held.starts_minute,
        minutes: held.minutes,
        gap_minutes: 0,
        teacher: held.teacher,
        team: None,
        school,
        travel_from: None,
    }))
}

/// A lesson that was planned together, or taught to be watched.
fn prepared(reader: &Connection, held: &lesson_prep::LessonPrep) -> Result<Option<TookPlace>> {
    let (Ok(date), Some(kind)) = (held.date.parse(), PrepKind::from_code(&held.kind)) else { return Ok(None) };
    let school = match held.teacher {
        Some(teacher) => person::school_of(reader, teacher, date)?,
        None => None,
    };
    Ok(Some(TookPlace {
        origin: held.id,
        activity: kind.activity(),
        date,
        starts_minute: held.starts_minute,
        minutes: held.minutes,
        gap_minutes: 0,
        teacher: held.teacher,
        team: None,
        school,
        travel_from: None,
    }))
}

/// Returns the zone's today.
pub(super) fn today(session: &Session, now_ms: i64) -> NaiveDate {
    time::local(now_ms, session.zone).date_naive()
}

/// Returns a day that was asked for, or today.
pub(super) fn day_or_today(session: &Session, now_ms: i64, day: Option<&str>) -> Result<NaiveDate> {
    day.map_or_else(|| Ok(today(session, now_ms)), super::read_date)
}
