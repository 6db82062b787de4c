//! A day of the log as it is shown: entries and proposals by time, what overlaps, and the minutes.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{
    RowId,
    log::{
        Activity, Class,
        span::{Span, overlapping},
        took_place::TookPlace,
        totals::Totals,
    },
    time,
};
use serde::Serialize;
use store::{Connection, log as stored};

use super::{LogKey, is_left_out, key_of, row_of, span_of, took_place};
use crate::{
    Result,
    observation::{self, Named},
    session::{self, Session},
};

/// A day of the log.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct LogDayView {
    /// The date.
    pub date: String,
    /// The day in words: `Monday 5 October`.
    pub heading: String,
    /// Today's date.
    pub today: String,
    /// Entries and proposals by time, those without a time last.
    pub lines: Vec<LogLine>,
    /// Which of the lines overlap.
    pub overlaps: Vec<Overlap>,
    /// How many lines can be confirmed.
    pub to_confirm: u32,
    /// What was proposed and left out.
    pub left_out: Vec<LogLine>,
    /// The confirmed minutes.
    pub totals: TotalsView,
}

/// A line of the log.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct LogLine {
    /// The row that it is, or becomes when it is confirmed.
    pub id: RowId,
    /// Its name.
    pub key: LogKey,
    /// Whether it waits to be confirmed.
    pub is_proposed: bool,
    /// The activity's code.
    pub activity: String,
    /// What the activity is to coaching: direct, indirect or `non_coaching`.
    pub class: String,
    /// When it began, as `8:07`; empty when only the day is known.
    pub time: String,
    /// When it began, in minutes after midnight.
    pub starts_minute: Option<u32>,
    /// How long it lasted; nothing when nobody said.
    pub minutes: Option<u32>,
    /// How many of the minutes nothing could be written.
    pub gap_minutes: u32,
    /// With whom.
    pub teacher: Option<Named>,
    /// With which team.
    pub team: Option<Named>,
    /// Where.
    pub school: Option<Named>,
    /// Where a way began.
    pub travel_from: Option<Named>,
    /// A few words.
    pub note: String,
    /// The grant that pays a part of it; empty when none does.
    pub grant: String,
    /// How much of it, 1 to 100.
    pub grant_percent: Option<u32>,
    /// The last day of that grant.
    pub grant_ends: String,
    /// What its origin says now, when that is no longer what was confirmed.
    pub changed: Option<ChangedTime>,
    /// Whether what it came from is no longer there.
    pub is_orphan: bool,
}

/// The time that an origin says now.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ChangedTime {
    /// The day, when it is another one, in words.
    pub day: Option<String>,
    /// When it began, as `8:07`; empty when only the day is known.
    pub time: String,
    /// How long it lasted.
    pub minutes: Option<u32>,
}

/// Two lines that overlap.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Overlap {
    /// The line that begins earlier.
    pub one: LogKey,
    /// The other one.
    pub other: LogKey,
    /// When the shared time begins, in minutes after midnight.
    pub from_minute: u32,
    /// When it ends.
    pub to_minute: u32,
}

/// Confirmed minutes.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct TotalsView {
    /// Minutes with teachers.
    pub direct: u32,
    /// Minutes for it.
    pub indirect: u32,
    /// Other minutes.
    pub non_coaching: u32,
    /// All of them.
    pub logged: u32,
    /// Direct minutes of all, in tenths of a percent; nothing when nothing is logged.
    pub direct_share: Option<u32>,
    /// The minutes of each activity that has any, direct ones first.
    pub activities: Vec<ActivityMinutes>,
}

/// The minutes of an activity.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ActivityMinutes {
    /// The activity's code.
    pub activity: String,
    /// Its class's code.
    pub class: String,
    /// How many.
    pub minutes: u32,
}

/// Returns a day of the log, or today.
///
/// # Errors
/// When the day does not exist.
pub fn day(reader: &Connection, now_ms: i64, date: Option<&str>) -> Result<LogDayView> {
    let session = session::load(reader)?;
    let date = took_place::day_or_today(&session, now_ms, date)?;
    let took = took_place::between(reader, &session, date, date)?;
    let entries = stored::between(reader, session.me, date, date)?;
    let waiting = proposals(reader, &session, &took, &entries)?;
    let known: BTreeMap<RowId, &TookPlace> =
        took.iter().filter(|took| took.activity != Activity::Travel).map(|took| (took.origin, took)).collect();
    let (mut lines, mut left_out) = (Vec::new(), Vec::new());
    for entry in &entries {
        let view = line(reader, &session, entry, &known)?;
        if is_left_out(entry) { left_out.push(view) } else { lines.push(view) }
    }
    for took in &waiting {
        lines.push(proposed(reader, &session, took)?);
    }
    lines.sort_by_key(|line| line.starts_minute.unwrap_or(u32::MAX));
    Ok(LogDayView {
        date: date.to_string(),
        heading: time::long_day(date),
        today: took_place::today(&session, now_ms).to_string(),
        overlaps: overlaps(&lines),
        to_confirm: observation::small(waiting.len()),
        lines,
        left_out,
        totals: totals(&entries),
    })
}

/// Returns what took place and is neither confirmed nor left out.
pub(super) fn proposals(
    reader: &Connection,
    session: &Session,
    took: &[TookPlace],
    entries: &[stored::Entry],
) -> Result<Vec<TookPlace>> {
    let mut waiting = Vec::new();
    for took in took {
        let row = row_of(session, key_of(took));
        // An entry that was put on another day is still that of its origin.
        let is_entered = entries.iter().any(|entry| entry.id == row)
            || stored::of_origin(reader, session.me, took.origin)?.iter().any(|entry| entry.id == row);
        if !is_entered {
            waiting.push(took.clone());
        }
    }
    Ok(waiting)
}

/// Returns the confirmed minutes of some entries.
pub(super) fn totals(entries: &[stored::Entry]) -> TotalsView {
    let time = entries.iter().filter(|entry| !is_left_out(entry));
    let totals: Totals =
        time.map(|entry| (Activity::from_code(&entry.activity).unwrap_or(Activity::Other), entry.minutes)).collect();
    TotalsView {
        direct: totals.of(Class::Direct),
        indirect: totals.of(Class::Indirect),
        non_coaching: totals.of(Class::NonCoaching),
        logged: totals.logged(),
        direct_share: totals.direct_share(),
        activities: totals
            .by_activity
            .iter()
            .map(|(activity, minutes)| ActivityMinutes {
                activity: activity.code().to_owned(),
                class: activity.class().code().to_owned(),
                minutes: *minutes,
            })
            .collect(),
    }
}

/// Returns how many pairs of entries and proposals of a day overlap.
pub(super) fn overlap_count(entries: &[stored::Entry], waiting: &[TookPlace]) -> usize {
    let entered = entries.iter().filter(|entry| !is_left_out(entry)).map(span_of);
    overlapping(&entered.chain(waiting.iter().map(TookPlace::span)).collect::<Vec<_>>()).len()
}

fn overlaps(lines: &[LogLine]) -> Vec<Overlap> {
    let spans: Vec<Option<Span>> = lines.iter().map(|line| Span::new(line.starts_minute?, line.minutes?)).collect();
    let shared = |(one, other): (usize, usize)| {
        let shared = spans[one]?.shared(spans[other]?)?;
        Some(Overlap {
            one: lines[one].key,
            other: lines[other].key,
            from_minute: shared.starts_minute(),
            to_minute: shared.ends_minute(),
        })
    };
    overlapping(&spans).into_iter().filter_map(shared).collect()
}

fn line(
    reader: &Connection,
    session: &Session,
    entry: &stored::Entry,
    known: &BTreeMap<RowId, &TookPlace>,
) -> Result<LogLine> {
    let activity = Activity::from_code(&entry.activity).unwrap_or(Activity::Other);
    let (changed, is_orphan) = changed(reader, session, entry, known)?;
    let gap_minutes = entry.origin.and_then(|origin| known.get(&origin)).map_or(0, |took| took.gap_minutes);
    Ok(LogLine {
        id: entry.id,
        key: LogKey::Entry(entry.id),
        is_proposed: false,
        activity: activity.code().to_owned(),
        class: activity.class().code().to_owned(),
        time: entry.starts_minute.map_or_else(String::new, time::of_day),
        starts_minute: entry.starts_minute,
        minutes: Some(entry.minutes),
        gap_minutes,
        teacher: entry.teacher.map(|id| observation::named(reader, id)).transpose()?,
        team: team(reader, entry.team)?,
        school: school(reader, entry.school)?,
        travel_from: school(reader, entry.travel_from)?,
        note: entry.note.clone(),
        grant: entry.grant.clone(),
        grant_percent: entry.grant_percent,
        grant_ends: entry.grant_ends.clone(),
        changed,
        is_orphan,
    })
}

/// Says what the origin of an entry says now, if that is something else, and whether it is gone.
fn changed(
    reader: &Connection,
    session: &Session,
    entry: &stored::Entry,
    known: &BTreeMap<RowId, &TookPlace>,
) -> Result<(Option<ChangedTime>, bool)> {
    let Some(origin) = entry.origin.filter(|_| !entry.origin_time.is_empty()) else { return Ok((None, false)) };
    let took = match known.get(&origin) {
        Some(took) => Some((*took).clone()),
        None => took_place::of_row(reader, session, origin)?,
    };
    let Some(took) = took else { return Ok((None, true)) };
    if took.time_code() == entry.origin_time {
        return Ok((None, false));
    }
    let day = entry.date.parse::<NaiveDate>().is_ok_and(|date| date != took.date).then(|| time::long_day(took.date));
    let begins = took.starts_minute.map_or_else(String::new, time::of_day);
    Ok((Some(ChangedTime { day, time: begins, minutes: took.minutes }), false))
}

fn proposed(reader: &Connection, session: &Session, took: &TookPlace) -> Result<LogLine> {
    Ok(LogLine {
        id: row_of(session, key_of(took)),
        key: key_of(took),
        is_proposed: true,
        activity: took.activity.code().to_owned(),
        class: took.activity.class().code().to_owned(),
        time: took.starts_minute.map_or_else(String::new, time::of_day),
        starts_minute: took.starts_minute,
        minutes: took.minutes,
        gap_minutes: took.gap_minutes,
        teacher: took.teacher.map(|id| observation::named(reader, id)).transpose()?,
        team: team(reader, took.team)?,
        school: school(reader, took.school)?,
        travel_from: school(reader, took.travel_from)?,
        note: String::new(),
        grant: String::new(),
        grant_percent: None,
        grant_ends: String::new(),
        changed: None,
        is_orphan: false,
    })
}

fn team(reader: &Connection, id: Option<RowId>) -> Result<Option<Named>> {
    let Some(id) = id else { return Ok(None) };
    let name = observation::known(store::person::team_title(reader, id))?.unwrap_or_default();
    Ok(Some(Named { id, name }))
}

fn school(reader: &Connection, id: Option<RowId>) -> Result<Option<Named>> {
    let Some(id) = id else { return Ok(None) };
    Ok(Some(Named { id, name: observation::school_name(reader, Some(id))? }))
}
