//! Reads of look-fors, their sets, and which lines are tagged to them.

use domain::{RowId, observation::Polarity};

use crate::{
    Connection,
    error::{Doing, Error, Result},
    sql,
};

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
        read,
    )
    .doing("reading the look-fors")
}

/// Returns a look-for that is here and was not removed.
///
/// # Errors
/// [`Error::NotFound`] when it is not there.
pub fn look_for(connection: &Connection, id: RowId) -> Result<LookFor> {
    let sql = "select id, position, text from look_for where id = ?1 and removed_ms is null";
    sql::first(connection, sql, [id.bytes()], read)
        .doing("reading a look-for")?
        .ok_or(Error::NotFound { entity: "look_for" })
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<LookFor> {
    Ok(LookFor {
        id: sql::id(row, "id")?,
        position: row.get::<_, Option<u32>>("position")?.unwrap_or(0),
        text: sql::words(row, "text")?,
    })
}

/// A line that is tagged to a look-for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tag {
    /// The line.
    pub line: RowId,
    /// The look-for.
    pub look_for: RowId,
    /// What the line says of it; nothing for what a newer version added.
    pub polarity: Option<Polarity>,
}

/// Lists the tags of an observation.
///
/// # Errors
/// When the database fails.
pub fn tags(connection: &Connection, observation: RowId) -> Result<Vec<Tag>> {
    sql::all(
        connection,
        "select line, look_for, polarity from tag where observation = ?1 and removed_ms is null",
        [observation.bytes()],
        |row| {
            Ok(Tag {
                line: sql::id(row, "line")?,
                look_for: sql::id(row, "look_for")?,
                polarity: Polarity::from_code(&sql::words(row, "polarity")?),
            })
        },
    )
    .doing("reading the tags")
}

/// Counts the lines of an observation that show each look-for; what was removed, or marks a moment, is none.
///
/// # Errors
/// When the database fails.
pub fn tag_counts(connection: &Connection, observation: RowId) -> Result<Vec<(RowId, u32)>> {
    let sql = "select tag.look_for, count(*) as lines from tag join line on line.id = tag.line
               where tag.observation = ?1 and tag.removed_ms is null and line.removed_ms is null
                 and coalesce(tag.polarity, 'shows') = 'shows' and coalesce(line.marker, 0) = 0 group by tag.look_for";
    sql::all(connection, sql, [observation.bytes()], |row| Ok((sql::id(row, "look_for")?, row.get("lines")?)))
        .doing("counting the tags")
}
