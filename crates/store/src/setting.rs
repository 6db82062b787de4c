//! Settings of this profile on this computer.

use crate::{
    Connection, Tx, Writer,
    error::{Doing, Result},
    sql,
};

/// Returns a setting.
///
/// # Errors
/// When the database fails.
pub fn load(connection: &Connection, name: &str) -> Result<Option<String>> {
    sql::first(connection, "select value from local_setting where name = ?1", [name], |row| row.get(0))
        .doing("reading a setting")
}

/// Keeps a setting.
///
/// # Errors
/// When the disk refuses.
pub fn save(writer: &mut Writer, name: &str, value: &str) -> Result<()> {
    writer.transact(|tx| save_in(tx, name, value))
}

/// Keeps a setting together with what else is done.
pub(crate) fn save_in(tx: &Tx<'_>, name: &str, value: &str) -> Result<()> {
    tx.reader()
        .execute("insert or replace into local_setting (name, value) values (?1, ?2)", (name, value))
        .map(drop)
        .doing("keeping a setting")
}
