//! Applying one operation to the typed rows and the search index: the short way, for rows that one replica alone wrote.
//!
//! What meets others' changes, and a rebuild, go through the fold ([`crate::rows`]), which comes to the same rows.

use domain::{
    RowId, Value,
    schema::{self, Entity, Field, Merge},
};
use rusqlite::Connection;

use crate::{
    error::{Doing, Error, Result},
    oplog::{self, Body, OpRef},
    search::index,
    sql::{self, Bound},
};

/// An operation on its way to the rows.
pub(crate) struct Incoming<'a> {
    pub seq: i64,
    pub reference: OpRef,
    pub hlc: i64,
    pub entity: &'static Entity,
    pub row: RowId,
    pub body: &'a Body,
}

/// Applies an operation.
pub(crate) fn apply(connection: &Connection, op: &Incoming<'_>) -> Result<()> {
    match op.body {
        Body::Create(fields) => create(connection, op, fields),
        Body::Set { field, value, .. } => {
            let field = known(op.entity, *field)?;
            set(connection, op, field, value, None)
        }
        Body::Text { field, parents, at, deleted, inserted, result, .. } => {
            let field = known(op.entity, *field)?;
            let before = current(connection, op.entity, op.row, field)?;
            let text = sync::fold::patched(before.text().unwrap_or_default(), *at, *deleted, inserted)
                .ok_or(Error::Damaged { what: "a text's patch" })?;
            let revision = oplog::revision(parents, &text);
            if revision != *result {
                return Err(Error::Damaged { what: "a text's revision" });
            }
            set(connection, op, field, &text.into(), Some(revision))
        }
        Body::Remove { .. } => mark_removed(connection, op, Some(op.hlc >> 16)),
        Body::Restore => mark_removed(connection, op, None),
        Body::Erase { .. } => erase(connection, op),
        // To whom a document was opened is no part of its row; what others share comes by the fold.
        Body::Share { .. } | Body::Version(_) | Body::Withheld { .. } | Body::Unshare { .. } => Ok(()),
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
    let sql = format!("insert into {} ({columns}) values ({marks})", op.entity.table);
    connection
        .prepare_cached(&sql)
        .and_then(|mut statement| statement.execute(parameters.as_slice()))
        .doing("making a row")?;
    for (field, value) in bound {
        if let (true, Some(text)) = (field.words, value.0.text()) {
            index::add(connection, op.entity, op.row, field, text)?;
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
    remember(connection, op.row, field.number, op.reference, revision)?;
    match value.text() {
        Some(text) if field.words && is_live(connection, op.entity, op.row)? == Some(true) => {
            index::add(connection, op.entity, op.row, field, text)
        }
        _ => Ok(()),
    }
}

/// Remembers which operation a field's value comes from.
pub(crate) fn remember(
    connection: &Connection,
    row: RowId,
    field: u16,
    reference: OpRef,
    revision: Option<[u8; 16]>,
) -> Result<()> {
    connection
        .prepare_cached(
            "insert into register (row, field, replica, ctr, revision) values (?1, ?2, ?3, ?4, ?5)
             on conflict (row, field) do update set replica = ?3, ctr = ?4, revision = ?5",
        )
        .and_then(|mut statement| statement.execute((row.bytes(), field, reference.replica, reference.ctr, revision)))
        .map(drop)
        .doing("remembering a change")
}

fn mark_removed(connection: &Connection, op: &Incoming<'_>, removed_ms: Option<i64>) -> Result<()> {
    let was_live = is_live(connection, op.entity, op.row)?.ok_or(Error::NotFound { entity: op.entity.table })?;
    let sql = format!("update {} set removed_ms = ?2 where id = ?1", op.entity.table);
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
    // Whoever erases it again changes nothing.
    let sql = format!(
        "update {} set {}, erased = 1, removed_ms = case erased when 1 then removed_ms else ?2 end where id = ?1",
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
    oplog::forget_seeds(connection, op.row)?;
    // Creations, values, texts and versions. A removal carries no words, and a rebuild still needs its moment.
    connection
        .prepare_cached("update op set salt = null, body = null where row = ?1 and seq < ?2 and kind in (1, 2, 3, 8)")
        .and_then(|mut statement| statement.execute((op.row.bytes(), op.seq)))
        .map(drop)
        .doing("erasing a row's operations")
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
