//! Writing a folded row: its typed columns, its registers and its entries in the search index.

use domain::{
    RowId, Value,
    schema::{Entity, Field, Kind},
};
use rusqlite::{Connection, ToSql};
use sync::{fold::Row, register::Register};

use crate::{
    apply,
    error::{Doing, Result},
    search::index,
    sql::Bound,
};

/// Writes a row as it was folded. `is_new` says that nothing of it is there yet.
pub(crate) fn write(
    connection: &Connection,
    entity: &'static Entity,
    row: RowId,
    folded: &Row,
    is_new: bool,
) -> Result<()> {
    let values: Vec<Value> = entity.fields.iter().map(|field| fitting(field, folded.value(field.number))).collect();
    reindex(connection, entity, row, folded, &values, is_new)?;
    match folded.created_ms {
        Some(created_ms) => put(connection, entity, row, folded, created_ms, &values)?,
        None if is_new => {}
        None => {
            let sql = format!("delete from {} where id = ?1", entity.table);
            let deleted = connection.prepare_cached(&sql).and_then(|mut statement| statement.execute([row.bytes()]));
            deleted.doing("taking a row away")?;
        }
    }
    // Of a row that is not there nothing needs to be known: a scope closed, and one's own change of it is left.
    let known = folded.created_ms.map_or(&[][..], |_| entity.fields);
    registers(connection, known, row, folded, is_new)
}

/// Returns the value that a column takes: one of another type would make the whole transaction fail.
fn fitting(field: &Field, value: Value) -> Value {
    let fits = match (&value, field.kind) {
        (Value::Null, _)
        | (Value::Text(_), Kind::Text)
        | (Value::Integer(_), Kind::Integer | Kind::Real)
        | (Value::Real(_), Kind::Real)
        | (Value::Id(_), Kind::Id) => true,
        (Value::Text(_) | Value::Integer(_) | Value::Real(_) | Value::Id(_), _) => false,
    };
    if fits { value } else { Value::Null }
}

fn put(
    connection: &Connection,
    entity: &'static Entity,
    row: RowId,
    folded: &Row,
    created_ms: i64,
    values: &[Value],
) -> Result<()> {
    let columns: Vec<&str> = entity.fields.iter().map(|field| field.column).collect();
    let marks: Vec<String> = (5..).take(columns.len()).map(|number| format!("?{number}")).collect();
    let sql = format!(
        "insert or replace into {} (id, created_ms, removed_ms, erased, {}) values (?1, ?2, ?3, ?4, {})",
        entity.table,
        columns.join(", "),
        marks.join(", ")
    );
    let removed_ms = match (&folded.removed, folded.erased_ms) {
        (_, Some(erased_ms)) => Some(erased_ms),
        (Some(removal), None) if !folded.is_live() => Some(removal.removed_ms),
        (Some(_) | None, None) => None,
    };
    let (id, is_erased) = (row.bytes(), folded.erased_ms.is_some());
    let bound: Vec<Bound<'_>> = values.iter().map(Bound).collect();
    let mut parameters: Vec<&dyn ToSql> = vec![&id, &created_ms, &removed_ms, &is_erased];
    parameters.extend(bound.iter().map(|value| -> &dyn ToSql { value }));
    connection
        .prepare_cached(&sql)
        .and_then(|mut statement| statement.execute(parameters.as_slice()))
        .map(drop)
        .doing("writing a row")
}

/// Takes out of the index what is no longer shown, and adds what is now.
fn reindex(
    connection: &Connection,
    entity: &'static Entity,
    row: RowId,
    folded: &Row,
    values: &[Value],
    is_new: bool,
) -> Result<()> {
    let was_live = !is_new && apply::is_live(connection, entity, row)? == Some(true);
    let words = |field: &&Field| field.words;
    for (field, value) in entity.fields.iter().zip(values).filter(|(field, _)| words(field)) {
        let before = if was_live { apply::current(connection, entity, row, field)? } else { Value::Null };
        let after = if folded.is_live() { value } else { &Value::Null };
        if before != *after {
            index::forget(connection, entity, row, field, before.text())?;
            index::add(connection, entity, row, field, after.text().unwrap_or_default())?;
        }
    }
    Ok(())
}

/// Notes which operation each changed field's value comes from.
fn registers(connection: &Connection, fields: &[Field], row: RowId, folded: &Row, is_new: bool) -> Result<()> {
    if !is_new {
        connection
            .prepare_cached("delete from register where row = ?1")
            .and_then(|mut statement| statement.execute([row.bytes()]))
            .doing("forgetting registers")?;
    }
    for field in fields {
        let of_text = folded.texts.get(&field.number).and_then(|text| {
            let revision = (text.value() != Value::Null).then(|| text.head());
            Some((text.reference?, revision))
        });
        let of_value = || {
            let version = folded.values.get(&field.number).and_then(Register::stands)?;
            (Some(version.reference) != folded.made_by).then_some((version.reference, None))
        };
        if let Some((reference, revision)) = of_text.or_else(of_value) {
            apply::remember(connection, row, field.number, reference, revision)?;
        }
    }
    Ok(())
}
