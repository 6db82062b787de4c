//! Reads of private wonderings.

use domain::RowId;

use crate::{
    Connection,
    error::{Doing, Error, Result},
    sql,
};

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
