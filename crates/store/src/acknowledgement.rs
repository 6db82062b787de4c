//! Reads of what teachers said they have read.

use domain::RowId;

use crate::{
    Connection,
    error::{Doing, Result},
    sql,
};

/// That a teacher has read a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Acknowledgement {
    /// The id.
    pub id: RowId,
    /// The teacher.
    pub teacher: RowId,
    /// When, in milliseconds since 1970.
    pub read_ms: i64,
}

/// Returns what was last said of a document.
///
/// # Errors
/// When the database fails.
pub fn of(reader: &Connection, document: RowId) -> Result<Option<Acknowledgement>> {
    let sql = "select id, teacher, read_ms from acknowledgement
               where document = ?1 and removed_ms is null and teacher is not null and read_ms is not null
               order by read_ms desc, id limit 1";
    sql::first(reader, sql, [document.bytes()], |row| {
        Ok(Acknowledgement { id: sql::id(row, "id")?, teacher: sql::id(row, "teacher")?, read_ms: row.get("read_ms")? })
    })
    .doing("reading an acknowledgement")
}
