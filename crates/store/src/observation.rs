//! Reads of observations: their lines, wonderings, tags and gaps.

use domain::RowId;

use crate::{
    Connection,
    error::{Doing, Error, Result},
    sql,
};

/// One observed lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    /// The id.
    pub id: RowId,
    /// The teacher.
    pub teacher: Option<RowId>,
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
}

/// One line of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The id.
    pub id: RowId,
    /// Milliseconds since the observation's start.
    pub offset_ms: i64,
    /// The speaker's code.
    pub speaker: String,
    /// The words.
    pub text: String,
    /// Whether it is starred.
    pub starred: bool,
    /// Whether it only marks a moment.
    pub marker: bool,
}

/// A private wondering.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wondering {
    /// The id.
    pub id: RowId,
    /// Milliseconds since the observation's start.
    pub offset_ms: i64,
    /// The words.
    pub text: String,
    /// The line that it was typed with.
    pub line: Option<RowId>,
}

/// A stretch in which nothing could be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The id.
    pub id: RowId,
    /// Where it begins, in milliseconds since the observation's start.
    pub from_ms: i64,
    /// Where it ends; nothing while a pause lasts.
    pub to_ms: Option<i64>,
    /// The cause's code.
    pub cause: String,
}

/// A look-for of a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookFor {
    /// The id.
    pub id: RowId,
    /// Its place in the set, from 0; its letter is A for 0.
    pub position: u32,
    /// The words.
    pub text: String,
}

/// A version of a set of look-fors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookForSet {
    /// The id.
    pub id: RowId,
    /// What it is called.
    pub title: String,
    /// Its version, from 1.
    pub version: u32,
    /// The version before.
    pub follows: Option<RowId>,
}

const OBSERVATION: &str = "select id, teacher, section, visit, look_for_set, school, open_step, state, started_ms,
                                  ended_offset_ms, zone, planned_minutes, students, focus from observation";

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
    let whose = if teacher.is_some() { "teacher = ?1" } else { "?1 is null" };
    let sql = format!("{OBSERVATION} where removed_ms is null and {whose} order by started_ms desc limit ?2 offset ?3");
    sql::all(connection, &sql, (teacher.map(RowId::bytes), limit, skip), read).doing("listing observations")
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

/// Returns the latest observation that is still being written.
///
/// # Errors
/// When the database fails.
pub fn capturing(connection: &Connection) -> Result<Option<RowId>> {
    sql::first(
        connection,
        "select id from observation where removed_ms is null and state = 'capturing'
         order by started_ms desc limit 1",
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
    })
}

/// Lists the lines of an observation in the order in which they were said.
///
/// # Errors
/// When the database fails.
pub fn lines(connection: &Connection, observation: RowId) -> Result<Vec<Line>> {
    sql::all(
        connection,
        "select id, offset_ms, speaker, text, coalesce(starred, 0) as starred, coalesce(marker, 0) as marker
         from line where observation = ?1 and removed_ms is null order by offset_ms, id",
        [observation.bytes()],
        |row| {
            Ok(Line {
                id: sql::id(row, "id")?,
                offset_ms: row.get::<_, Option<i64>>("offset_ms")?.unwrap_or(0),
                speaker: sql::words(row, "speaker")?,
                text: sql::words(row, "text")?,
                starred: row.get("starred")?,
                marker: row.get("marker")?,
            })
        },
    )
    .doing("reading the lines")
}

/// Returns the offset of the last entry of an observation, removed ones too, in milliseconds.
///
/// # Errors
/// When the database fails.
pub fn last_offset(connection: &Connection, observation: RowId) -> Result<i64> {
    connection
        .prepare_cached(
            "select max(coalesce((select max(offset_ms) from line where observation = ?1), 0),
                        coalesce((select max(offset_ms) from wondering where observation = ?1), 0))",
        )
        .and_then(|mut statement| statement.query_row([observation.bytes()], |row| row.get(0)))
        .doing("reading the last entry")
}

/// Returns the observation that a line belongs to, and the line's speaker and offset.
///
/// # Errors
/// [`Error::NotFound`] when there is no such line.
pub fn line(connection: &Connection, id: RowId) -> Result<(RowId, Line)> {
    sql::first(
        connection,
        "select id, observation, offset_ms, speaker, text, coalesce(starred, 0) as starred,
                coalesce(marker, 0) as marker from line where id = ?1 and erased = 0",
        [id.bytes()],
        |row| {
            let line = Line {
                id: sql::id(row, "id")?,
                offset_ms: row.get::<_, Option<i64>>("offset_ms")?.unwrap_or(0),
                speaker: sql::words(row, "speaker")?,
                text: sql::words(row, "text")?,
                starred: row.get("starred")?,
                marker: row.get("marker")?,
            };
            Ok((sql::id(row, "observation")?, line))
        },
    )
    .doing("reading a line")?
    .ok_or(Error::NotFound { entity: "line" })
}

/// Returns the observation that a wondering belongs to.
///
/// # Errors
/// [`Error::NotFound`] when there is no such wondering.
pub fn observation_of_wondering(connection: &Connection, id: RowId) -> Result<RowId> {
    let sql = "select observation from wondering where id = ?1 and erased = 0";
    sql::first(connection, sql, [id.bytes()], |row| sql::id(row, "observation"))
        .doing("reading a wondering")?
        .ok_or(Error::NotFound { entity: "wondering" })
}

/// Lists the private wonderings of an observation.
///
/// # Errors
/// When the database fails.
pub fn wonderings(connection: &Connection, observation: RowId) -> Result<Vec<Wondering>> {
    sql::all(
        connection,
        "select id, offset_ms, text, line from wondering
         where observation = ?1 and removed_ms is null order by offset_ms, id",
        [observation.bytes()],
        |row| {
            Ok(Wondering {
                id: sql::id(row, "id")?,
                offset_ms: row.get::<_, Option<i64>>("offset_ms")?.unwrap_or(0),
                text: sql::words(row, "text")?,
                line: sql::optional_id(row, "line")?,
            })
        },
    )
    .doing("reading the wonderings")
}

/// Lists the tags of an observation as pairs of line and look-for.
///
/// # Errors
/// When the database fails.
pub fn tags(connection: &Connection, observation: RowId) -> Result<Vec<(RowId, RowId)>> {
    sql::all(
        connection,
        "select line, look_for from tag where observation = ?1 and removed_ms is null",
        [observation.bytes()],
        |row| Ok((sql::id(row, "line")?, sql::id(row, "look_for")?)),
    )
    .doing("reading the tags")
}

/// Lists the gaps of an observation.
///
/// # Errors
/// When the database fails.
pub fn gaps(connection: &Connection, observation: RowId) -> Result<Vec<Gap>> {
    sql::all(
        connection,
        "select id, from_ms, to_ms, cause from gap
         where observation = ?1 and removed_ms is null order by from_ms, id",
        [observation.bytes()],
        |row| {
            Ok(Gap {
                id: sql::id(row, "id")?,
                from_ms: row.get::<_, Option<i64>>("from_ms")?.unwrap_or(0),
                to_ms: row.get("to_ms")?,
                cause: sql::words(row, "cause")?,
            })
        },
    )
    .doing("reading the gaps")
}

/// Counts an observation's live lines and those with at least one tag; marks of a moment are no lines.
///
/// # Errors
/// When the database fails.
pub fn line_counts(connection: &Connection, observation: RowId) -> Result<(u32, u32)> {
    connection
        .prepare_cached(
            "select count(*),
                    (select count(distinct t.line) from tag t join line l on l.id = t.line
                     where t.observation = ?1 and t.removed_ms is null and l.removed_ms is null)
             from line where observation = ?1 and removed_ms is null and coalesce(marker, 0) = 0",
        )
        .and_then(|mut statement| statement.query_row([observation.bytes()], |row| Ok((row.get(0)?, row.get(1)?))))
        .doing("counting the lines")
}

/// Lists the latest version of each set of look-fors.
///
/// # Errors
/// When the database fails.
pub fn look_for_sets(connection: &Connection) -> Result<Vec<LookForSet>> {
    sql::all(
        connection,
        "select id, title, version, follows from look_for_set s
         where removed_ms is null
           and not exists (select 1 from look_for_set n where n.follows = s.id and n.removed_ms is null)
         order by title",
        [],
        read_set,
    )
    .doing("listing look-for sets")
}

/// Returns one version of a set.
///
/// # Errors
/// [`Error::NotFound`] when it is not there.
pub fn look_for_set(connection: &Connection, id: RowId) -> Result<LookForSet> {
    let sql = "select id, title, version, follows from look_for_set where id = ?1";
    sql::first(connection, sql, [id.bytes()], read_set)
        .doing("reading a look-for set")?
        .ok_or(Error::NotFound { entity: "look_for_set" })
}

fn read_set(row: &rusqlite::Row<'_>) -> rusqlite::Result<LookForSet> {
    Ok(LookForSet {
        id: sql::id(row, "id")?,
        title: sql::words(row, "title")?,
        version: row.get::<_, Option<u32>>("version")?.unwrap_or(1),
        follows: sql::optional_id(row, "follows")?,
    })
}

/// Lists the look-fors of a set, by their letters.
///
/// # Errors
/// When the database fails.
pub fn look_fors(connection: &Connection, set: RowId) -> Result<Vec<LookFor>> {
    sql::all(
        connection,
        "select id, position, text from look_for where set_id = ?1 and removed_ms is null order by position",
        [set.bytes()],
        |row| {
            Ok(LookFor {
                id: sql::id(row, "id")?,
                position: row.get::<_, Option<u32>>("position")?.unwrap_or(0),
                text: sql::words(row, "text")?,
            })
        },
    )
    .doing("reading the look-fors")
}

/// Lists the personal abbreviations.
///
/// # Errors
/// When the database fails.
pub fn abbreviations(connection: &Connection) -> Result<Vec<(RowId, String, String)>> {
    sql::all(
        connection,
        "select id, short, long from abbreviation where removed_ms is null order by short",
        [],
        |row| Ok((sql::id(row, "id")?, sql::words(row, "short")?, sql::words(row, "long")?)),
    )
    .doing("reading the abbreviations")
}
