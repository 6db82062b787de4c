//! Reads of observations: their lines, wonderings, tags and gaps.

mod abbreviation;
mod gap;
mod line;
mod look_for;
mod wondering;

use domain::RowId;

use crate::{
    Connection,
    error::{Doing, Error, Result},
    sql,
};

pub use abbreviation::abbreviations;
pub use gap::{Gap, gaps};
pub use line::{Line, last_offset, line, line_counts, lines};
pub use look_for::{LookFor, LookForSet, look_for, look_for_set, look_for_sets, look_fors, tag_counts, tags};
pub use wondering::{Wondering, observation_of_wondering, wonderings};

/// One observed lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    /// The id.
    pub id: RowId,
    /// The teacher.
    pub teacher: Option<RowId>,
    /// The coach whom a supervisor observed; of a lesson nobody.
    pub coach: Option<RowId>,
    /// The class.
    pub section: Option<RowId>,
    /// The visit that it came of.
    pub visit: Option<RowId>,
    /// The version of the look-fors in use.
    pub look_for_set: Option<RowId>,
    /// The school.
    pub school: Option<RowId>,
    /// The step that was open when it began.
    pub open_step: Option<RowId>,
    /// The state's code.
    pub state: String,
    /// When it began, in milliseconds since 1970.
    pub started_ms: i64,
    /// How long it lasted, in milliseconds, once it is finished.
    pub ended_offset_ms: Option<i64>,
    /// The zone in which its times are shown.
    pub zone: String,
    /// How long it was planned to last.
    pub planned_minutes: Option<u32>,
    /// How many students were there.
    pub students: Option<u32>,
    /// What to look at, as the two agreed.
    pub focus: String,
    /// The kind's code.
    pub kind: String,
    /// The purpose's code; nothing for what was begun before purposes were written down.
    pub purpose: String,
    /// How intervals are coded.
    pub method: String,
    /// How long an interval is.
    pub interval_seconds: Option<u32>,
    /// A line of words beside what was recorded.
    pub note: String,
    /// The coaching cycle that it belongs to.
    pub coaching_cycle: Option<RowId>,
    /// When it was typed in from paper; nothing where it was recorded while the lesson lasted.
    pub entered_ms: Option<i64>,
}

const OBSERVATION: &str =
    "select id, teacher, coach, section, visit, look_for_set, school, open_step, state, started_ms,
                                  ended_offset_ms, zone, planned_minutes, students, focus, kind, purpose, method,
                                  interval_seconds, note, coaching_cycle, entered_ms from observation";

/// Returns one observation, also a removed one.
///
/// # Errors
/// [`Error::NotFound`] when it is not there.
pub fn load(connection: &Connection, id: RowId) -> Result<Observation> {
    sql::first(connection, &format!("{OBSERVATION} where id = ?1"), [id.bytes()], read)
        .doing("reading an observation")?
        .ok_or(Error::NotFound { entity: "observation" })
}

/// Lists observations, the latest first, from `skip` on.
///
/// # Errors
/// When the database fails.
pub fn latest(connection: &Connection, teacher: Option<RowId>, skip: u32, limit: u32) -> Result<Vec<Observation>> {
    let whose = sql::whose("teacher", teacher);
    let sql = format!("{OBSERVATION} where removed_ms is null and {whose} order by started_ms desc limit ?2 offset ?3");
    sql::all(connection, &sql, (teacher.map(RowId::bytes), limit, skip), read).doing("listing observations")
}

/// Returns the latest observation of a teacher that is finished, however many were begun since.
///
/// # Errors
/// When the database fails.
pub fn last_finished(connection: &Connection, teacher: RowId) -> Result<Option<Observation>> {
    let sql = format!(
        "{OBSERVATION} where removed_ms is null and teacher = ?1 and ended_offset_ms is not null
         order by started_ms desc limit 1"
    );
    sql::first(connection, &sql, [teacher.bytes()], read).doing("finding the last lesson of a teacher")
}

/// Returns the latest observation of a coach.
///
/// # Errors
/// When the database fails.
pub fn last_of_coach(connection: &Connection) -> Result<Option<Observation>> {
    let written_here = crate::sharing::written_here("observation.id");
    let sql = format!(
        "{OBSERVATION} where removed_ms is null and coach is not null and {written_here} order by started_ms desc limit 1"
    );
    sql::first(connection, &sql, [], read).doing("finding the last observation of a coach")
}

/// Lists the observations that began between two moments, the earliest first.
///
/// # Errors
/// When the database fails.
pub fn between(connection: &Connection, from_ms: i64, to_ms: i64) -> Result<Vec<Observation>> {
    let sql =
        format!("{OBSERVATION} where removed_ms is null and started_ms >= ?1 and started_ms < ?2 order by started_ms");
    sql::all(connection, &sql, (from_ms, to_ms), read).doing("listing observations")
}

/// Returns the latest observation that is still being written here.
///
/// # Errors
/// When the database fails.
pub fn capturing(connection: &Connection) -> Result<Option<RowId>> {
    sql::first(
        connection,
        &format!(
            "select id from observation where removed_ms is null and state = 'capturing' and {}
             order by started_ms desc limit 1",
            crate::sharing::written_here("observation.id")
        ),
        [],
        |row| sql::id(row, "id"),
    )
    .doing("finding the open observation")
}

/// Returns how many observations there are.
///
/// # Errors
/// When the database fails.
pub fn count(connection: &Connection) -> Result<u32> {
    connection
        .query_row("select count(*) from observation where removed_ms is null", [], |row| row.get(0))
        .doing("counting observations")
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Observation> {
    Ok(Observation {
        id: sql::id(row, "id")?,
        teacher: sql::optional_id(row, "teacher")?,
        coach: sql::optional_id(row, "coach")?,
        section: sql::optional_id(row, "section")?,
        visit: sql::optional_id(row, "visit")?,
        look_for_set: sql::optional_id(row, "look_for_set")?,
        school: sql::optional_id(row, "school")?,
        open_step: sql::optional_id(row, "open_step")?,
        state: sql::words(row, "state")?,
        started_ms: row.get::<_, Option<i64>>("started_ms")?.unwrap_or(0),
        ended_offset_ms: row.get("ended_offset_ms")?,
        zone: sql::words(row, "zone")?,
        planned_minutes: row.get("planned_minutes")?,
        students: row.get("students")?,
        focus: sql::words(row, "focus")?,
        kind: sql::words(row, "kind")?,
        purpose: sql::words(row, "purpose")?,
        method: sql::words(row, "method")?,
        interval_seconds: row.get("interval_seconds")?,
        note: sql::words(row, "note")?,
        coaching_cycle: sql::optional_id(row, "coaching_cycle")?,
        entered_ms: row.get("entered_ms")?,
    })
}
