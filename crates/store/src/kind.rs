//! Reads of what the kinds of observation besides the script recorded: codes, intervals, talk, sweeps, counts, items.

use domain::{RowId, interval::Answers, kind::CodeLetter, measure::talk::Span};

use crate::{
    Connection,
    error::{Doing, Result},
    sql,
};

/// Lists the codes of an observation, in their order.
///
/// # Errors
/// When the database fails.
pub fn codes(connection: &Connection, observation: RowId) -> Result<Vec<CodeLetter>> {
    let sql = "select letter, label from code where observation = ?1 and removed_ms is null order by position, id";
    sql::all(connection, sql, [observation.bytes()], |row| {
        Ok(CodeLetter { letter: sql::words(row, "letter")?, label: sql::words(row, "label")? })
    })
    .doing("reading the codes")
}

/// Returns the codes of the latest observation of a kind: what the next one begins with.
///
/// # Errors
/// When the database fails.
pub fn last_codes(connection: &Connection, kind: &str) -> Result<Vec<CodeLetter>> {
    let sql = "select observation from code c join observation o on o.id = c.observation
               where o.kind = ?1 and o.removed_ms is null and c.removed_ms is null
               order by o.started_ms desc limit 1";
    let latest = sql::first(connection, sql, [kind], |row| sql::id(row, "observation"));
    latest.doing("finding the last codes")?.map_or_else(|| Ok(Vec::new()), |id| codes(connection, id))
}

/// Returns the answered intervals of an observation.
///
/// # Errors
/// When the database fails.
pub fn answers(connection: &Connection, observation: RowId) -> Result<Answers> {
    let sql = "select number, letters from interval_mark
               where observation = ?1 and removed_ms is null and coalesce(letters, '') <> '' and number > 0";
    let rows = sql::all(connection, sql, [observation.bytes()], |row| Ok((row.get("number")?, row.get("letters")?)));
    Ok(rows.doing("reading the intervals")?.into_iter().collect())
}

/// A stretch of talk with its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Talk {
    /// The id.
    pub id: RowId,
    /// Who, and from when to when.
    pub span: Span,
}

/// Lists the stretches of talk of an observation, in the order of time.
///
/// # Errors
/// When the database fails.
pub fn talk(connection: &Connection, observation: RowId) -> Result<Vec<Talk>> {
    let sql = "select id, letter, from_ms, to_ms from talk_span
               where observation = ?1 and removed_ms is null order by from_ms, id";
    sql::all(connection, sql, [observation.bytes()], |row| {
        let from_ms = row.get::<_, Option<i64>>("from_ms")?.unwrap_or(0);
        let span = Span { letter: sql::words(row, "letter")?, from_ms, to_ms: row.get("to_ms")? };
        Ok(Talk { id: sql::id(row, "id")?, span })
    })
    .doing("reading the talk")
}

/// One look around the room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sweep {
    /// The id.
    pub id: RowId,
    /// When, in milliseconds since the lesson's start.
    pub at_ms: i64,
    /// How many students were seen.
    pub seen: u32,
    /// How many of them were on task.
    pub on_task: u32,
}

/// Lists the sweeps of an observation, in the order of time.
///
/// # Errors
/// When the database fails.
pub fn sweeps(connection: &Connection, observation: RowId) -> Result<Vec<Sweep>> {
    let sql = "select id, at_ms, seen, on_task from sweep
               where observation = ?1 and removed_ms is null order by at_ms, id";
    sql::all(connection, sql, [observation.bytes()], |row| {
        Ok(Sweep {
            id: sql::id(row, "id")?,
            at_ms: row.get::<_, Option<i64>>("at_ms")?.unwrap_or(0),
            seen: row.get::<_, Option<u32>>("seen")?.unwrap_or(0),
            on_task: row.get::<_, Option<u32>>("on_task")?.unwrap_or(0),
        })
    })
    .doing("reading the sweeps")
}

/// How many events of one code there were in one group of seats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// The code.
    pub letter: String,
    /// The group of seats; empty where none was named.
    pub seat_group: String,
    /// How many.
    pub count: u32,
}

/// Counts the events of an observation by code and group of seats.
///
/// # Errors
/// When the database fails.
pub fn counts(connection: &Connection, observation: RowId) -> Result<Vec<Count>> {
    let sql = "select letter, coalesce(seat_group, '') as seat_group, count(*) as count from tally
               where observation = ?1 and removed_ms is null group by letter, coalesce(seat_group, '')";
    sql::all(connection, sql, [observation.bytes()], |row| {
        Ok(Count {
            letter: sql::words(row, "letter")?,
            seat_group: sql::words(row, "seat_group")?,
            count: row.get("count")?,
        })
    })
    .doing("counting events")
}

/// What was written down for one item of a walkthrough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The look-for.
    pub look_for: RowId,
    /// Whether it was seen: the value's code.
    pub value: String,
}

/// Lists the items of a walkthrough that have an answer.
///
/// # Errors
/// When the database fails.
pub fn items(connection: &Connection, observation: RowId) -> Result<Vec<Item>> {
    let sql = "select look_for, value from walk_item
               where observation = ?1 and room is null and removed_ms is null and look_for is not null
                 and coalesce(value, '') <> ''";
    sql::all(connection, sql, [observation.bytes()], |row| {
        Ok(Item { look_for: sql::id(row, "look_for")?, value: sql::words(row, "value")? })
    })
    .doing("reading the items")
}

/// Returns how many entries an observation of a kind has: intervals, stretches, sweeps, events, items or rooms.
///
/// # Errors
/// When the database fails.
pub fn entries(connection: &Connection, observation: RowId) -> Result<u32> {
    let sql =
        "select (select count(*) from interval_mark where observation = ?1 and removed_ms is null and letters <> '')
                    + (select count(*) from talk_span where observation = ?1 and removed_ms is null)
                    + (select count(*) from sweep where observation = ?1 and removed_ms is null)
                    + (select count(*) from tally where observation = ?1 and removed_ms is null)
                    + (select count(*) from walk_item
                       where observation = ?1 and room is null and removed_ms is null and value <> '')
                    + (select count(*) from walk_room where observation = ?1 and removed_ms is null)
               as count";
    Ok(sql::first(connection, sql, [observation.bytes()], |row| row.get("count"))
        .doing("counting entries")?
        .unwrap_or(0))
}
