//! An invitation on its way: kept before it is shown to the service, so that an answer that is lost costs nothing.

use crate::{
    Connection, Tx, Writer,
    error::{Doing, Result},
    sql,
};

/// An invitation that was not used up yet.
#[derive(Clone, PartialEq, Eq)]
pub struct Joining {
    /// Where the service answers.
    pub service: String,
    /// The code, as it was typed.
    pub code: String,
    /// The private half of the device's key, of which the service learns the public one.
    pub signing_key: [u8; 32],
}

impl std::fmt::Debug for Joining {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Joining").finish_non_exhaustive()
    }
}

/// Keeps an invitation until [`joined`] says that nothing of it is needed any more.
///
/// # Errors
/// When the disk refuses.
pub fn begin_joining(writer: &mut Writer, joining: &Joining) -> Result<()> {
    let Joining { service, code, signing_key } = joining;
    let sql = "insert or replace into local_joining (one, service, code, signing_key) values (1, ?1, ?2, ?3)";
    writer.transact(|tx: &mut Tx<'_>| {
        tx.reader().execute(sql, (service, code, signing_key)).map(drop).doing("keeping an invitation")
    })
}

/// Returns the invitation that waits; nothing where a profile is whole.
///
/// # Errors
/// When the database fails.
pub fn joining(reader: &Connection) -> Result<Option<Joining>> {
    sql::first(reader, "select service, code, signing_key from local_joining", [], |row| {
        Ok(Joining { service: row.get(0)?, code: row.get(1)?, signing_key: row.get(2)? })
    })
    .doing("reading an invitation")
}

/// Forgets the invitation: the organisation's rows are here.
///
/// # Errors
/// When the disk refuses.
pub fn joined(writer: &mut Writer) -> Result<()> {
    writer.transact(|tx: &mut Tx<'_>| {
        tx.reader().execute("delete from local_joining", []).map(drop).doing("forgetting an invitation")
    })
}
