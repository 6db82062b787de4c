//! Values and ids as SQLite stores them.

use domain::{RowId, Value};
use rusqlite::{
    Connection, Row, ToSql,
    types::{ToSqlOutput, ValueRef},
};

/// A field's value as a bound parameter.
pub(crate) struct Bound<'a>(pub &'a Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self.0 {
            Value::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Value::Integer(number) => ToSqlOutput::Borrowed(ValueRef::Integer(*number)),
            Value::Real(number) => ToSqlOutput::Borrowed(ValueRef::Real(*number)),
            Value::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Value::Id(id) => ToSqlOutput::Owned(rusqlite::types::Value::Blob(id.bytes().to_vec())),
        })
    }
}

/// Reads a column as a field's value.
pub(crate) fn value(row: &Row<'_>, column: usize) -> rusqlite::Result<Value> {
    Ok(match row.get_ref(column)? {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Real(number) => Value::Real(number),
        ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Value::Id(RowId::from_bytes(sixteen(bytes, column)?)),
    })
}

/// Reads a named column that holds a row's id.
pub(crate) fn id(row: &Row<'_>, column: &str) -> rusqlite::Result<RowId> {
    row.get::<_, [u8; 16]>(column).map(RowId::from_bytes)
}

/// Reads a named column that may hold a row's id.
pub(crate) fn optional_id(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<RowId>> {
    Ok(row.get::<_, Option<[u8; 16]>>(column)?.map(RowId::from_bytes))
}

/// Reads a named column of words; nothing reads as no words.
pub(crate) fn words(row: &Row<'_>, column: &str) -> rusqlite::Result<String> {
    Ok(row.get::<_, Option<String>>(column)?.unwrap_or_default())
}

/// Runs a cached statement and collects its rows.
pub(crate) fn all<T>(
    connection: &Connection,
    sql: &str,
    parameters: impl rusqlite::Params,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    connection.prepare_cached(sql)?.query_map(parameters, read)?.collect()
}

/// Runs a cached statement and returns its first row, if there is one.
pub(crate) fn first<T>(
    connection: &Connection,
    sql: &str,
    parameters: impl rusqlite::Params,
    read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Option<T>> {
    use rusqlite::OptionalExtension;
    connection.prepare_cached(sql)?.query_row(parameters, read).optional()
}

fn sixteen(bytes: &[u8], column: usize) -> rusqlite::Result<[u8; 16]> {
    bytes.try_into().map_err(|_| rusqlite::Error::InvalidColumnType(column, "id".into(), rusqlite::types::Type::Blob))
}
