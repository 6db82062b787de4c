//! Applying one operation to the typed rows and the search index: the same function for a person's own changes, for a
//! rebuild from the log, and for operations that arrive from elsewhere.

use domain::{
    RowId, Value,
    schema::{self, Entity, Field, Merge},
};
use rusqlite::Connection;

use crate::{
    error::{Doing, Error, Result},
    oplog::{self, Body},
    search::index,
    sql::{self, Bound},
};

/// An operation on its way to the rows.
pub(crate) struct Incoming<'a> {
    pub seq: i64,
    pub hlc: i64,
    pub entity: &'static Entity,
    pub row: RowId,
    /// Nothing when the operation was erased: then only its place is left.
    pub body: Option<&'a Body>,
    pub kind: i64,
}

/// Applies an operation.
pub(crate) fn apply(connection: &Connection, op: &Incoming<'_>) -> Result<()> {
    match op.body {
        Some(Body::Create(fields)) => create(connection, op, fields),
        Some(Body::Set { field, value, .. }) => {
            let field = known(op.entity, *field)?;
            set(connection, op, field, value, None)
        }
        Some(Body::Text { field, parents, at, deleted, inserted, result, .. }) => {
            let field = known(op.entity, *field)?;
            let before = current(connection, op.entity, op.row, field)?;
            let text = patched(before.text().unwrap_or_default(), *at, *deleted, inserted)?;
            let revision = oplog::revision(parents, &text);
            if revision != *result {
                return Err(Error::Damaged { what: "a text's revision" });
            }
            set(connection, op, field, &text.into(), Some(revision))
        }
        Some(Body::Remove { .. }) => mark_removed(connection, op, Some(op.hlc >> 16)),
        Some(Body::Restore) => mark_removed(connection, op, None),
        Some(Body::Erase) => erase(connection, op),
        // To whom a document was opened is no part of its row; what others share arrives by the exchange alone.
        Some(Body::Share { .. } | Body::Version(_)) => Ok(()),
        // Of an erased creation the row stays as a mark; every other erased change left nothing.
        None if op.kind == 1 => create(connection, op, &[]),
        None => Ok(()),
    }
}

/// Returns a field's present value.
pub(crate) fn current(connection: &Connection, entity: &Entity, row: RowId, field: &Field) -> Result<Value> {
    let sql = format!("select {} from {} where id = ?1", field.column, entity.table);
    sql::first(connection, &sql, [row.bytes()], |row| sql::value(row, 0))
        .doing("reading a field")?
        .ok_or(Error::NotFound { entity: entity.table })
}

/// Returns whether a row is there and not removed.
pub(crate) fn is_live(connection: &Connection, entity: &Entity, row: RowId) -> Result<Option<bool>> {
    let sql = format!("select removed_ms is null from {} where id = ?1", entity.table);
    sql::first(connection, &sql, [row.bytes()], |row| row.get(0)).doing("reading a row")
}

/// Returns whether a row is only the mark that an erasure left.
pub(crate) fn is_erased(connection: &Connection, entity: &Entity, row: RowId) -> Result<bool> {
    let sql = format!("select erased from {} where id = ?1", entity.table);
    Ok(sql::first(connection, &sql, [row.bytes()], |row| row.get(0)).doing("reading a row")?.unwrap_or(false))
}

/// Finds a field of this version. Fields that a newer version added are kept in the log and applied after the upgrade.
pub(crate) fn known(entity: &'static Entity, field: u16) -> Result<&'static Field> {
    entity.field(field).ok_or(Error::Newer)
}

fn create(connection: &Connection, op: &Incoming<'_>, fields: &[(u16, Value)]) -> Result<()> {
    let mut columns = String::from("id, created_ms");
    let mut marks = String::from("?1, ?2");
    let (id, created_ms) = (op.row.bytes(), op.hlc >> 16);
    let bound: Vec<(&Field, Bound<'_>)> =
        fields.iter().map(|(number, value)| Ok((known(op.entity, *number)?, Bound(value)))).collect::<Result<_>>()?;
    let mut parameters: Vec<&dyn rusqlite::ToSql> = vec![&id, &created_ms];
    for (field, value) in &bound {
        columns.push_str(", ");
        columns.push_str(field.column);
        parameters.push(value);
        marks.push_str(&format!(", ?{}", parameters.len()));
    }
    let sql = format!("insert into {} ({columns}) values ({marks}) on conflict (id) do nothing", op.entity.table);
    let inserted = connection
        .prepare_cached(&sql)
        .and_then(|mut statement| statement.execute(parameters.as_slice()))
        .doing("making a row")?;
    // Two devices can derive the same row (a tag, a calendar day): the first creation made it, the second adds nothing.
    if inserted == 1 {
        for (field, value) in bound {
            if let (true, Some(text)) = (field.words, value.0.text()) {
                index::add(connection, op.entity, op.row, field, text)?;
            }
        }
    }
    Ok(())
}

fn set(
    connection: &Connection,
    op: &Incoming<'_>,
    field: &'static Field,
    value: &Value,
    revision: Option<[u8; 16]>,
) -> Result<()> {
    if field.words {
        let before = current(connection, op.entity, op.row, field)?;
        index::forget(connection, op.entity, op.row, field, before.text())?;
    }
    let sql = format!("update {} set {} = ?2 where id = ?1", op.entity.table, field.column);
    connection
        .prepare_cached(&sql)
        .and_then(|mut statement| statement.execute((op.row.bytes(), Bound(value))))
        .doing("changing a field")?;
    connection
        .prepare_cached(
            "insert into register (row, field, seq, revision) values (?1, ?2, ?3, ?4)
             on conflict (row, field) do update set seq = ?3, revision = ?4",
        )
        .and_then(|mut statement| statement.execute((op.row.bytes(), field.number, op.seq, revision)))
        .doing("remembering a change")?;
    match value.text() {
        Some(text) if field.words && is_live(connection, op.entity, op.row)? == Some(true) => {
            index::add(connection, op.entity, op.row, field, text)
        }
        _ => Ok(()),
    }
}

fn mark_removed(connection: &Connection, op: &Incoming<'_>, removed_ms: Option<i64>) -> Result<()> {
    let was_live = is_live(connection, op.entity, op.row)?.ok_or(Error::NotFound { entity: op.entity.table })?;
    // A row that comes back is no mark any more: it takes new content, never its old one.
    let sql =
        format!("update {} set removed_ms = ?2, erased = erased and ?2 is not null where id = ?1", op.entity.table);
    connection
        .prepare_cached(&sql)
        .and_then(|mut statement| statement.execute((op.row.bytes(), removed_ms)))
        .doing("removing a row")?;
    match (was_live, removed_ms) {
        (true, Some(_)) => forget_row(connection, op),
        (false, None) => index_row(connection, op),
        (true, None) | (false, Some(_)) => Ok(()),
    }
}

/// Removes a row's content for good and leaves a mark without words.
fn erase(connection: &Connection, op: &Incoming<'_>) -> Result<()> {
    forget_row(connection, op)?;
    let empty: Vec<String> = op.entity.fields.iter().map(|field| format!("{} = null", field.column)).collect();
    let sql = format!(
        "update {} set {}, erased = 1, removed_ms = coalesce(removed_ms, ?2) where id = ?1",
        op.entity.table,
        empty.join(", ")
    );
    connection
        .prepare_cached(&sql)
        .and_then(|mut statement| statement.execute((op.row.bytes(), op.hlc >> 16)))
        .doing("erasing a row")?;
    connection
        .prepare_cached("delete from register where row = ?1")
        .and_then(|mut statement| statement.execute([op.row.bytes()]))
        .doing("erasing a row's registers")?;
    // Creations, values and texts. A removal carries no words, and a rebuild still needs its moment.
    connection
        .prepare_cached("update op set salt = null, body = null where row = ?1 and seq < ?2 and kind in (1, 2, 3)")
        .and_then(|mut statement| statement.execute((op.row.bytes(), op.seq)))
        .map(drop)
        .doing("erasing a row's operations")
}

/// Returns a text with one stretch replaced; positions are bytes and must lie between letters.
pub(crate) fn patched(before: &str, at: usize, deleted: usize, inserted: &str) -> Result<String> {
    let end = at.checked_add(deleted).ok_or(Error::Damaged { what: "a text's patch" })?;
    match (before.get(..at), before.get(end..)) {
        (Some(head), Some(tail)) => Ok(format!("{head}{inserted}{tail}")),
        _ => Err(Error::Damaged { what: "a text's patch" }),
    }
}

fn index_row(connection: &Connection, op: &Incoming<'_>) -> Result<()> {
    for field in op.entity.fields.iter().filter(|field| field.words) {
        if let Value::Text(text) = current(connection, op.entity, op.row, field)? {
            index::add(connection, op.entity, op.row, field, &text)?;
        }
    }
    Ok(())
}

fn forget_row(connection: &Connection, op: &Incoming<'_>) -> Result<()> {
    for field in op.entity.fields.iter().filter(|field| field.words) {
        let text = current(connection, op.entity, op.row, field)?;
        index::forget(connection, op.entity, op.row, field, text.text())?;
    }
    Ok(())
}

/// Returns whether a field's changes are kept as revisions of a text.
pub(crate) fn is_long_text(field: &Field) -> bool {
    match field.merge {
        Merge::LongText => true,
        Merge::Fixed | Merge::Register => false,
    }
}

/// Finds an entity of this version by its number.
pub(crate) fn entity(number: u16) -> Result<&'static Entity> {
    schema::entity(number).ok_or(Error::Newer)
}
