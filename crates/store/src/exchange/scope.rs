//! Scopes as the log numbers them. The person's own has no number: it is where everything begins, also before a profile
//! belongs to anybody.

use domain::{RowId, scope::Scope};

use crate::{
    Connection,
    error::{Doing, Error, Result},
    sql,
};

/// Returns the bytes of the person's own scope.
pub(super) fn own(person: RowId) -> Vec<u8> {
    Scope::Own { author: person }.bytes()
}

/// Returns the number of a scope, giving it one when it is new here.
pub(crate) fn number(connection: &Connection, person: RowId, bytes: &[u8]) -> Result<Option<i64>> {
    if bytes == own(person) {
        return Ok(None);
    }
    if let Some(number) = known(connection, bytes)? {
        return Ok(Some(number));
    }
    connection.execute("insert into local_scope (bytes) values (?1)", [bytes]).doing("numbering a scope")?;
    Ok(Some(connection.last_insert_rowid()))
}

/// Returns the number of a scope that this file has met.
pub(super) fn known(connection: &Connection, bytes: &[u8]) -> Result<Option<i64>> {
    sql::first(connection, "select number from local_scope where bytes = ?1", [bytes], |row| row.get(0))
        .doing("finding a scope")
}

/// Returns the bytes of every scope that this file has met.
pub(super) fn all(connection: &Connection) -> Result<Vec<Vec<u8>>> {
    sql::all(connection, "select bytes from local_scope order by number", [], |row| row.get(0)).doing("listing scopes")
}

/// Returns the bytes of a numbered scope.
pub(super) fn bytes(connection: &Connection, person: RowId, number: Option<i64>) -> Result<Vec<u8>> {
    number.map_or_else(|| Ok(own(person)), |number| bytes_of(connection, number))
}

/// Returns the bytes of a scope with a number.
pub(crate) fn bytes_of(connection: &Connection, number: i64) -> Result<Vec<u8>> {
    sql::first(connection, "select bytes from local_scope where number = ?1", [number], |row| row.get(0))
        .doing("reading a scope")?
        .ok_or(Error::Damaged { what: "the list of scopes" })
}
