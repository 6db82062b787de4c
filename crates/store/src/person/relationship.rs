//! Reads of who coaches whom.

use domain::RowId;

use crate::{
    Connection,
    error::{Doing, Result},
    sql,
};

/// Who coaches whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relationship {
    /// The id.
    pub id: RowId,
    /// The coach.
    pub coach: RowId,
    /// The teacher.
    pub teacher: RowId,
    /// The kind's code: `one_to_one`, `mentor`.
    pub kind: String,
    /// The last day; empty while it lasts.
    pub ends: String,
    /// How often a visit is due, in days.
    pub cadence_days: Option<i64>,
}

/// Lists who coaches whom.
///
/// # Errors
/// When the database fails.
pub fn relationships(connection: &Connection) -> Result<Vec<Relationship>> {
    sql::all(
        connection,
        "select id, coach, teacher, kind, ends, cadence_days from relationship where removed_ms is null order by id",
        [],
        |row| {
            Ok(Relationship {
                id: sql::id(row, "id")?,
                coach: sql::id(row, "coach")?,
                teacher: sql::id(row, "teacher")?,
                kind: sql::words(row, "kind")?,
                ends: sql::words(row, "ends")?,
                cadence_days: row.get("cadence_days")?,
            })
        },
    )
    .doing("listing coaching relationships")
}
