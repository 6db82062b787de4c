//! Reads of the log: what was confirmed, and what took place that it can be proposed from.

use chrono::NaiveDate;
use domain::RowId;

use crate::{
    Connection,
    error::{Doing, Error, Result},
    sharing::written_here,
    sql,
};

/// An entry of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The id.
    pub id: RowId,
    /// The row that it came from.
    pub origin: Option<RowId>,
    /// How it came to be, as a code.
    pub source: String,
    /// The day.
    pub date: String,
    /// When it began, in minutes after midnight.
    pub starts_minute: Option<u32>,
    /// How long it lasted.
    pub minutes: u32,
    /// The activity's code.
    pub activity: String,
    /// With whom.
    pub teacher: Option<RowId>,
    /// With which team.
    pub team: Option<RowId>,
    /// Where.
    pub school: Option<RowId>,
    /// Where a way began.
    pub travel_from: Option<RowId>,
    /// A few words.
    pub note: String,
    /// The code of the grant that pays a part of it.
    pub grant: String,
    /// How much of it, 1 to 100.
    pub grant_percent: Option<u32>,
    /// The last day of that grant.
    pub grant_ends: String,
    /// What its origin said of day, start and length when it was confirmed; empty where that does not matter.
    pub origin_time: String,
}

/// A debrief that was held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldDebrief {
    /// The id.
    pub id: RowId,
    /// With whom.
    pub teacher: Option<RowId>,
    /// The day.
    pub date: String,
    /// When it began, in minutes after midnight.
    pub starts_minute: Option<u32>,
    /// How long it lasted.
    pub minutes: Option<u32>,
}

/// How often and how long one activity was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spent {
    /// The activity's code.
    pub activity: String,
    /// How many entries it has.
    pub times: u32,
    /// How long they took together.
    pub minutes: u32,
    /// How long those took whose lesson belongs to a coaching cycle that names a standard.
    pub standard_minutes: u32,
}

const ENTRY: &str =
    "select id, origin, source, date, starts_minute, coalesce(minutes, 0) as minutes, activity, teacher,
                            team, school, travel_from, note, grant_code, grant_percent, grant_ends, origin_time
                     from log_entry";

/// Lists a person's entries of some days in the order of time, also what was left out.
///
/// # Errors
/// When the database fails.
pub fn between(connection: &Connection, person: RowId, first: NaiveDate, last: NaiveDate) -> Result<Vec<Entry>> {
    let sql = format!(
        "{ENTRY} where removed_ms is null and person = ?1 and date between ?2 and ?3
         order by date, coalesce(starts_minute, 1440), id"
    );
    sql::all(connection, &sql, (person.bytes(), first.to_string(), last.to_string()), read).doing("listing the log")
}

/// Sums up what a person spent with a teacher from one day to another, without what was left out.
///
/// # Errors
/// When the database fails.
pub fn with_teacher(
    connection: &Connection,
    person: RowId,
    teacher: RowId,
    (first, last): (NaiveDate, NaiveDate),
) -> Result<Vec<Spent>> {
    let sql = "select activity, count(*) as times, sum(coalesce(log_entry.minutes, 0)) as minutes,
                      sum(case when trim(coalesce(cycle.standards, '')) <> '' then coalesce(log_entry.minutes, 0) else 0 end)
                        as standard_minutes
               from log_entry
               left join debrief on debrief.id = log_entry.origin and debrief.removed_ms is null
               left join observation on observation.id = coalesce(debrief.observation, log_entry.origin)
                     and observation.removed_ms is null
               left join lesson_prep on lesson_prep.id = log_entry.origin and lesson_prep.removed_ms is null
               left join coaching_cycle cycle on cycle.removed_ms is null
                     and cycle.id = coalesce(observation.coaching_cycle, lesson_prep.coaching_cycle)
               where log_entry.removed_ms is null and log_entry.person = ?1 and log_entry.teacher = ?2
                     and log_entry.source <> 'left_out' and log_entry.date between ?3 and ?4
               group by activity order by activity";
    let key = (person.bytes(), teacher.bytes(), first.to_string(), last.to_string());
    sql::all(connection, sql, key, |row| {
        Ok(Spent {
            activity: sql::words(row, "activity")?,
            times: row.get("times")?,
            minutes: row.get("minutes")?,
            standard_minutes: row.get("standard_minutes")?,
        })
    })
    .doing("summing up the log with a teacher")
}

/// Returns one entry of a person.
///
/// # Errors
/// [`Error::NotFound`] when it is not there, or is somebody else's.
pub fn load(connection: &Connection, person: RowId, id: RowId) -> Result<Entry> {
    let sql = format!("{ENTRY} where id = ?1 and person = ?2 and removed_ms is null");
    sql::first(connection, &sql, (id.bytes(), person.bytes()), read)
        .doing("reading an entry of the log")?
        .ok_or(Error::NotFound { entity: "log_entry" })
}

/// Lists the entries that came from one row.
///
/// # Errors
/// When the database fails.
pub fn of_origin(connection: &Connection, person: RowId, origin: RowId) -> Result<Vec<Entry>> {
    let sql = format!("{ENTRY} where origin = ?1 and person = ?2 and removed_ms is null order by id");
    sql::all(connection, &sql, (origin.bytes(), person.bytes()), read).doing("looking for an entry of the log")
}

/// Returns how long the way between two schools took when it was last confirmed, in either direction.
///
/// # Errors
/// When the database fails.
pub fn last_way(connection: &Connection, person: RowId, from: RowId, to: RowId) -> Result<Option<u32>> {
    let sql = "select minutes from log_entry
               where removed_ms is null and person = ?1 and activity = 'travel' and source <> 'left_out' and minutes > 0
                     and ((travel_from = ?2 and school = ?3) or (travel_from = ?3 and school = ?2))
               order by date desc, id desc limit 1";
    sql::first(connection, sql, (person.bytes(), from.bytes(), to.bytes()), |row| row.get(0)).doing("reading a way")
}

/// Returns the last day that was given for a grant.
///
/// # Errors
/// When the database fails.
pub fn grant_ends(connection: &Connection, person: RowId, grant: &str) -> Result<Option<String>> {
    let sql = "select grant_ends from log_entry
               where removed_ms is null and person = ?1 and grant_code = ?2 and grant_ends is not null
               order by date desc, id desc limit 1";
    sql::first(connection, sql, (person.bytes(), grant), |row| row.get(0)).doing("reading a grant")
}

/// Lists the ids of my observations that were finished, of those that began between two moments.
///
/// # Errors
/// When the database fails.
pub fn observations(connection: &Connection, from_ms: i64, to_ms: i64) -> Result<Vec<RowId>> {
    let sql = format!(
        "select id from observation
         where removed_ms is null and started_ms >= ?1 and started_ms < ?2 and ended_offset_ms is not null and {}
         order by started_ms, id",
        written_here("observation.id")
    );
    sql::all(connection, &sql, (from_ms, to_ms), |row| sql::id(row, "id")).doing("listing observations for the log")
}

/// Lists the ids of the visits of some days that took place, and of which no observation came.
///
/// # Errors
/// When the database fails.
pub fn visits(connection: &Connection, first: NaiveDate, last: NaiveDate) -> Result<Vec<RowId>> {
    let sql = format!(
        "select id from visit
         where removed_ms is null and date between ?1 and ?2 and state = 'held' and observation is null and {}
         order by date, id",
        written_here("visit.id")
    );
    sql::all(connection, &sql, (first.to_string(), last.to_string()), |row| sql::id(row, "id"))
        .doing("listing visits for the log")
}

/// Returns whether an observation is mine, is there, and is finished.
///
/// # Errors
/// When the database fails.
pub fn is_finished_observation(connection: &Connection, id: RowId) -> Result<bool> {
    let sql = format!(
        "select 1 from observation where id = ?1 and removed_ms is null and ended_offset_ms is not null and {}",
        written_here("observation.id")
    );
    is_there(connection, &sql, id)
}

/// Returns whether a visit is there, took place, and led to no observation.
///
/// # Errors
/// When the database fails.
pub fn is_held_visit(connection: &Connection, id: RowId) -> Result<bool> {
    let sql = "select 1 from visit where id = ?1 and removed_ms is null and state = 'held' and observation is null";
    is_there(connection, sql, id)
}

fn is_there(connection: &Connection, sql: &str, id: RowId) -> Result<bool> {
    let found = sql::first(connection, sql, [id.bytes()], |_| Ok(())).doing("looking for what the log came from")?;
    Ok(found.is_some())
}

const DEBRIEF: &str = "select id, teacher, date, starts_minute, minutes from debrief
                       where removed_ms is null and coach = ?1 and state in ('held', 'shared')";

/// Lists a coach's debriefs of some days that were held.
///
/// # Errors
/// When the database fails.
pub fn debriefs(connection: &Connection, coach: RowId, first: NaiveDate, last: NaiveDate) -> Result<Vec<HeldDebrief>> {
    let sql = format!("{DEBRIEF} and date between ?2 and ?3 order by date, id");
    sql::all(connection, &sql, (coach.bytes(), first.to_string(), last.to_string()), read_debrief)
        .doing("listing debriefs for the log")
}

/// Returns a debrief that was held; nothing when it is no longer so.
///
/// # Errors
/// When the database fails.
pub fn debrief(connection: &Connection, coach: RowId, id: RowId) -> Result<Option<HeldDebrief>> {
    let sql = format!("{DEBRIEF} and id = ?2");
    sql::first(connection, &sql, (coach.bytes(), id.bytes()), read_debrief).doing("reading a debrief for the log")
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        id: sql::id(row, "id")?,
        origin: sql::optional_id(row, "origin")?,
        source: sql::words(row, "source")?,
        date: sql::words(row, "date")?,
        starts_minute: row.get("starts_minute")?,
        minutes: row.get("minutes")?,
        activity: sql::words(row, "activity")?,
        teacher: sql::optional_id(row, "teacher")?,
        team: sql::optional_id(row, "team")?,
        school: sql::optional_id(row, "school")?,
        travel_from: sql::optional_id(row, "travel_from")?,
        note: sql::words(row, "note")?,
        grant: sql::words(row, "grant_code")?,
        grant_percent: row.get("grant_percent")?,
        grant_ends: sql::words(row, "grant_ends")?,
        origin_time: sql::words(row, "origin_time")?,
    })
}

fn read_debrief(row: &rusqlite::Row<'_>) -> rusqlite::Result<HeldDebrief> {
    Ok(HeldDebrief {
        id: sql::id(row, "id")?,
        teacher: sql::optional_id(row, "teacher")?,
        date: sql::words(row, "date")?,
        starts_minute: row.get("starts_minute")?,
        minutes: row.get("minutes")?,
    })
}
