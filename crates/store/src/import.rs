//! What is remembered of imports: how a known file's columns are read, and which imports were made.

use domain::RowId;

use crate::{
    Connection, Tx, Writer,
    error::{Doing, Result},
    sql,
};

/// Returns the remembered mapping for files with these columns, as JSON.
///
/// # Errors
/// When the database fails.
pub fn mapping(connection: &Connection, fingerprint: &str) -> Result<Option<String>> {
    sql::first(connection, "select mapping from local_mapping where fingerprint = ?1", [fingerprint], |row| row.get(0))
        .doing("reading a mapping")
}

/// Remembers how files with these columns are read.
///
/// # Errors
/// When the disk refuses.
pub fn remember_mapping(writer: &mut Writer, fingerprint: &str, mapping: &str) -> Result<()> {
    writer.transact(|tx| {
        tx.reader()
            .execute(
                "insert or replace into local_mapping (fingerprint, mapping, used_ms) values (?1, ?2, ?3)",
                (fingerprint, mapping, tx.now_ms()),
            )
            .map(drop)
            .doing("remembering a mapping")
    })
}

/// Lists an import inside its own act. Its undo is the document of this id.
///
/// # Errors
/// When the database fails.
pub fn list_in(tx: &Tx<'_>, id: RowId, kind: &str, counts: &str) -> Result<()> {
    tx.reader()
        .execute(
            "insert into local_import (id, kind, made_ms, counts) values (?1, ?2, ?3, ?4)",
            (id.bytes(), kind, tx.now_ms(), counts),
        )
        .map(drop)
        .doing("listing an import")
}

/// One import that was made.
#[derive(Debug, Clone)]
pub struct Import {
    /// The id, which is also the document of its undo.
    pub id: RowId,
    /// What was imported: `roster`, `calendar`.
    pub kind: String,
    /// When, in milliseconds since 1970.
    pub made_ms: i64,
    /// What it changed, in words.
    pub counts: String,
    /// Whether it was taken back.
    pub undone: bool,
}

/// Lists the imports, the latest first.
///
/// # Errors
/// When the database fails.
pub fn all(connection: &Connection) -> Result<Vec<Import>> {
    sql::all(
        connection,
        "select id, kind, made_ms, counts, undone_ms is not null as undone from local_import order by made_ms desc",
        [],
        |row| {
            Ok(Import {
                id: sql::id(row, "id")?,
                kind: row.get("kind")?,
                made_ms: row.get("made_ms")?,
                counts: row.get("counts")?,
                undone: row.get("undone")?,
            })
        },
    )
    .doing("listing imports")
}

/// Marks an import as taken back.
///
/// # Errors
/// When the disk refuses.
pub fn mark_undone(writer: &mut Writer, id: RowId) -> Result<()> {
    writer.transact(|tx| {
        tx.reader()
            .execute("update local_import set undone_ms = ?2 where id = ?1", (id.bytes(), tx.now_ms()))
            .map(drop)
            .doing("marking an import")
    })
}
