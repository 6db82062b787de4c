//! Certificate authorities of a district's own, which this profile trusts beside the system's.

use crate::{
    Connection, Tx, Writer,
    error::{Doing, Result},
    sql,
};

/// A certificate authority, or several in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    /// Its number on this computer.
    pub id: i64,
    /// What a person knows it by.
    pub name: String,
    /// Its certificates, as PEM. Public.
    pub pem: String,
}

/// Returns what is trusted beside the system's.
///
/// # Errors
/// When the database fails.
pub fn authorities(reader: &Connection) -> Result<Vec<Authority>> {
    sql::all(reader, "select id, name, pem from local_authority order by id", [], |row| {
        Ok(Authority { id: row.get(0)?, name: row.get(1)?, pem: row.get(2)? })
    })
    .doing("reading the authorities")
}

/// Trusts an authority from now on.
///
/// # Errors
/// When the disk refuses.
pub fn add_authority(writer: &mut Writer, name: &str, pem: &str) -> Result<()> {
    let sql = "insert into local_authority (name, pem) values (?1, ?2)";
    writer.transact(|tx: &mut Tx<'_>| tx.reader().execute(sql, (name, pem)).map(drop).doing("adding an authority"))
}

/// Trusts an authority no longer.
///
/// # Errors
/// When the disk refuses.
pub fn remove_authority(writer: &mut Writer, id: i64) -> Result<()> {
    let sql = "delete from local_authority where id = ?1";
    writer.transact(|tx: &mut Tx<'_>| tx.reader().execute(sql, [id]).map(drop).doing("removing an authority"))
}
