//! Whether the database is whole.

use crate::{
    Writer,
    error::{Doing, Error, Result},
    oplog, rebuild,
    write::Checkpoint,
};

/// What a full check found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked {
    /// How many operations the log holds, every one of them verified.
    pub operations: u64,
}

/// Asks SQLite and SQLCipher whether every page is what was written.
///
/// SQLCipher looks at the database file alone: after a power loss a page there may be torn whose whole form is in the
/// journal. So the journal is emptied into the file first.
///
/// # Errors
/// [`Error::Damaged`] when one is not.
pub fn integrity(writer: &Writer) -> Result<()> {
    writer.checkpoint(Checkpoint::Truncate)?;
    let connection = writer.reader();
    let answer: String =
        connection.query_row("pragma integrity_check(1)", [], |row| row.get(0)).doing("checking the database")?;
    let cipher_faults = crate::sql::all(connection, "pragma cipher_integrity_check", [], |row| row.get::<_, String>(0))
        .doing("checking the cipher")?;
    if answer == "ok" && cipher_faults.is_empty() { Ok(()) } else { Err(Error::Damaged { what: "the database" }) }
}

/// Checks pages, log and rows.
///
/// # Errors
/// [`Error::Damaged`] with the part that is.
pub fn all(writer: &mut Writer) -> Result<Checked> {
    integrity(writer)?;
    let operations = oplog::verify(writer.reader())?;
    rebuild::compare(writer)?;
    Ok(Checked { operations })
}
