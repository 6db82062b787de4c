//! Reads of the abbreviations with which a coach types.

use domain::RowId;

use crate::{
    Connection,
    error::{Doing, Result},
    sql,
};

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
