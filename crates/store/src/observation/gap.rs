//! Reads of gaps: stretches in which nothing could be written.

use domain::{RowId, clock::Cause};

use crate::{
    Connection,
    error::{Doing, Result},
    sql,
};

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

impl Gap {
    /// Returns whether this is a pause that lasts.
    #[must_use]
    pub fn is_open_pause(&self) -> bool {
        self.to_ms.is_none() && self.cause == Cause::Pause.code()
    }
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
