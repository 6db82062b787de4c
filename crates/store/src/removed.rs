//! Recently removed: what was removed in the last 30 days and can be brought back.

use domain::{
    RowId,
    schema::{ENTITIES, Entity},
};

use crate::{
    Connection, apply,
    error::{Doing, Error, Result},
    sharing::written_here,
    sql,
};

/// How long a removed record can be brought back, in days.
pub const KEPT_DAYS: i64 = 30;
const DAY_MS: i64 = 86_400_000;

/// A record that was removed.
#[derive(Debug, Clone)]
pub struct Removed {
    /// The record.
    pub id: RowId,
    /// Its kind.
    pub entity: &'static Entity,
    /// When it was removed, in milliseconds since 1970.
    pub removed_ms: i64,
    /// Its first words, so that it can be recognised.
    pub words: String,
}

/// Lists what can be brought back, the latest first, at most 500. What others shared is theirs to bring back.
///
/// # Errors
/// When the database fails.
pub fn list(connection: &Connection, now_ms: i64) -> Result<Vec<Removed>> {
    let since = now_ms - KEPT_DAYS * DAY_MS;
    let mut found = Vec::new();
    for entity in ENTITIES {
        let words: Vec<String> = entity
            .fields
            .iter()
            .filter(|field| field.words)
            .map(|field| format!("coalesce({} || ' ', '')", field.column))
            .collect();
        let words = if words.is_empty() { "''".to_owned() } else { words.join(" || ") };
        let sql = format!(
            "select id, removed_ms, substr({words}, 1, 120) as words from {}
             where removed_ms >= ?1 and erased = 0 and {} order by removed_ms desc limit 500",
            entity.table,
            written_here("id")
        );
        let rows = sql::all(connection, &sql, [since], |row| {
            Ok(Removed {
                id: sql::id(row, "id")?,
                entity,
                removed_ms: row.get("removed_ms")?,
                words: row.get::<_, String>("words")?.trim().to_owned(),
            })
        })
        .doing("listing what was removed")?;
        found.extend(rows);
    }
    found.sort_by_key(|removed| std::cmp::Reverse(removed.removed_ms));
    found.truncate(500);
    Ok(found)
}

/// What became of a record here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It was never here.
    Absent,
    /// It is here.
    Live,
    /// It was removed, and may be brought back.
    Removed,
    /// Its content is gone for good.
    Erased,
}

/// Returns what became of a record here.
///
/// # Errors
/// When the database fails.
pub fn state(connection: &Connection, entity: &Entity, row: RowId) -> Result<State> {
    Ok(match apply::is_live(connection, entity, row)? {
        None => State::Absent,
        Some(true) => State::Live,
        Some(false) if apply::is_erased(connection, entity, row)? => State::Erased,
        Some(false) => State::Removed,
    })
}

/// Returns the kind of a record.
///
/// # Errors
/// [`Error::NotFound`] when there is no such record.
pub fn entity_of(connection: &Connection, row: RowId) -> Result<&'static Entity> {
    crate::erase::entity_of(connection, row)?.ok_or(Error::NotFound { entity: "record" })
}

/// Lists the records whose 30 days are over.
///
/// # Errors
/// When the database fails.
pub fn expired(connection: &Connection, now_ms: i64) -> Result<Vec<RowId>> {
    let before = now_ms - KEPT_DAYS * DAY_MS;
    let mut found = Vec::new();
    for entity in ENTITIES {
        let sql =
            format!("select id from {} where removed_ms < ?1 and erased = 0 and {}", entity.table, written_here("id"));
        found.extend(sql::all(connection, &sql, [before], |row| sql::id(row, "id")).doing("listing what is over")?);
    }
    Ok(found)
}

/// Returns since when a record is removed, in milliseconds since 1970; nothing while it is not.
///
/// # Errors
/// When the database fails.
pub fn since(connection: &Connection, entity: &Entity, row: RowId) -> Result<Option<i64>> {
    let sql = format!("select removed_ms from {} where id = ?1", entity.table);
    let found = sql::first(connection, &sql, [row.bytes()], |row| row.get::<_, Option<i64>>("removed_ms"));
    Ok(found.doing("reading since when a record is removed")?.flatten())
}
