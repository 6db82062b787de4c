//! A device's rows as its tables have them.

use std::collections::BTreeMap;

use domain::{
    RowId, Value,
    schema::{ENTITIES, Entity, Field, Log},
};
use rusqlite::types::ValueRef;
use store::Connection;

/// A row as a person could see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// The entity's number.
    pub entity: u16,
    /// Whether it is there: not removed, not erased.
    pub is_live: bool,
    /// Whether only its mark is left.
    pub is_erased: bool,
    /// Its fields that have a value.
    pub values: BTreeMap<u16, Value>,
}

/// Returns every row of the shared log's tables.
///
/// # Errors
/// SQLite's.
pub fn rows(connection: &Connection) -> rusqlite::Result<BTreeMap<RowId, Shown>> {
    let mut found = BTreeMap::new();
    for entity in ENTITIES.iter().filter(|entity| entity.log == Log::Shared) {
        let columns: Vec<&str> = entity.fields.iter().map(|field| field.column).collect();
        let sql = format!("select id, removed_ms is null, erased, {} from {}", columns.join(", "), entity.table);
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let mut values = BTreeMap::new();
            for (place, field) in (3..).zip(entity.fields) {
                let value = read(field, row.get_ref(place)?);
                if value != Value::Null {
                    values.insert(field.number, value);
                }
            }
            let is_erased: bool = row.get(2)?;
            let shown =
                Shown { entity: entity.number, is_live: row.get::<_, bool>(1)? && !is_erased, is_erased, values };
            found.insert(RowId::from_bytes(row.get(0)?), shown);
        }
    }
    Ok(found)
}

/// Returns the value of one field.
///
/// # Errors
/// SQLite's, also when there is no such row.
pub fn value(connection: &Connection, entity: &Entity, row: RowId, field: &Field) -> rusqlite::Result<Value> {
    let sql = format!("select {} from {} where id = ?1", field.column, entity.table);
    connection.prepare_cached(&sql)?.query_row([row.bytes()], |found| Ok(read(field, found.get_ref(0)?)))
}

fn read(field: &Field, value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Real(number) => Value::Real(number),
        ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) if field.kind == domain::schema::Kind::Id => {
            bytes.try_into().map_or(Value::Null, |bytes| Value::Id(RowId::from_bytes(bytes)))
        }
        ValueRef::Blob(_) | ValueRef::Null => Value::Null,
    }
}
