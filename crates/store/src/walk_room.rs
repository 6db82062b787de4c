//! Reads of learning walks: their rooms, and what was seen in each.

use domain::RowId;

use crate::{
    Connection,
    error::{Doing, Result},
    sql,
};

/// A room of a learning walk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    /// The id.
    pub id: RowId,
    /// Its place in the walk, from 0.
    pub position: u32,
    /// What is taught there.
    pub subject: String,
    /// To which grade.
    pub grade: String,
}

/// What was written down for one item in one room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomItem {
    /// The room.
    pub room: RowId,
    /// The look-for.
    pub look_for: RowId,
    /// Whether it was seen: the value's code.
    pub value: String,
}

/// Lists the rooms of a learning walk, in the order in which they were entered.
///
/// # Errors
/// When the database fails.
pub fn rooms(connection: &Connection, observation: RowId) -> Result<Vec<Room>> {
    let sql = "select id, position, subject, grade from walk_room
               where observation = ?1 and removed_ms is null order by position, id";
    sql::all(connection, sql, [observation.bytes()], |row| {
        Ok(Room {
            id: sql::id(row, "id")?,
            position: row.get::<_, Option<u32>>("position")?.unwrap_or(0),
            subject: sql::words(row, "subject")?,
            grade: sql::words(row, "grade")?,
        })
    })
    .doing("reading the rooms")
}

/// Lists what was answered in the rooms of a learning walk; nothing of a room that was taken out.
///
/// # Errors
/// When the database fails.
pub fn items(connection: &Connection, observation: RowId) -> Result<Vec<RoomItem>> {
    let sql = "select room, look_for, value from walk_item
               where observation = ?1 and removed_ms is null and look_for is not null and coalesce(value, '') <> ''
                 and room in (select id from walk_room where observation = ?1 and removed_ms is null)";
    sql::all(connection, sql, [observation.bytes()], |row| {
        Ok(RoomItem {
            room: sql::id(row, "room")?,
            look_for: sql::id(row, "look_for")?,
            value: sql::words(row, "value")?,
        })
    })
    .doing("reading what was seen in the rooms")
}

/// Lists the subjects and the grades of every class that is known here: words that name nobody.
///
/// # Errors
/// When the database fails.
pub fn known_words(connection: &Connection) -> Result<Vec<String>> {
    let sql = "select subject as words from section where coalesce(subject, '') <> ''
               union select grade from section where coalesce(grade, '') <> ''";
    sql::all(connection, sql, [], |row| sql::words(row, "words")).doing("reading subjects and grades")
}
