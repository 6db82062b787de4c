//! Settings of this profile on this computer.

use crate::{
    Connection, Writer,
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
    writer.transact(|tx| {
        tx.reader()
            .execute("insert or replace into local_setting (name, value) values (?1, ?2)", (name, value))
            .map(drop)
            .doing("keeping a setting")
    })
}
