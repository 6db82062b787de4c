//! Whether the database is whole.

use crate::{
    Connection, Writer, backup,
    error::{Doing, Error, Result},
    key::Key,
    oplog,
    profile::Profile,
    progress::{self, GoOn, Stage},
    rebuild,
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
    all_while(writer, &mut progress::always)
}

/// Checks as [`all`] does, as long as `go_on` says so.
///
/// # Errors
/// As [`all`], and [`Error::Stopped`]; either changes nothing.
pub fn all_while(writer: &mut Writer, go_on: &mut GoOn<'_>) -> Result<Checked> {
    progress::tell(go_on, Stage::Pages, 0, 0)?;
    integrity(writer)?;
    let operations = oplog::verify(writer.reader(), go_on)?;
    rebuild::compare(writer, go_on)?;
    Ok(Checked { operations })
}

/// Checks a copy of the database as it is at this moment, so that nobody's typing waits for the check.
///
/// The copy is made through the cipher, which verifies each page that it reads. It lies in the profile's folder, encrypted
/// with the same key, and is removed at the end.
///
/// # Errors
/// As [`all_while`], and when the disk has no room for the copy.
pub fn apart(profile: &Profile, reader: &Connection, key: &Key, go_on: &mut GoOn<'_>) -> Result<Checked> {
    let copy = profile.folder.join("check.partial");
    let checked = backup::copy::make(reader, key, &copy, go_on)
        .and_then(|()| Writer::open(&copy, key, Box::new(crate::System)))
        .and_then(|mut writer| all_while(&mut writer, go_on));
    backup::copy::remove(&copy);
    checked
}
