//! What a device knows for carrying work on a stick: whom its files are written for, and the key that opens the answers.
//! Both are texts here; `bundle::key` reads them.

use crate::{
    Connection, Writer,
    error::{Doing, Error, Result},
    sql,
};

/// What is known.
#[derive(Clone, PartialEq, Eq)]
pub struct Carrying {
    /// Whom files for the service are written for; nothing until the service said it.
    pub address: Option<String>,
    /// Whether the service is to be asked for it: it was never said, or the service was restored since.
    pub is_to_ask: bool,
    /// The key that opens the answers; nothing until the first file is written.
    pub key: Option<String>,
}

impl std::fmt::Debug for Carrying {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Carrying").field("is_to_ask", &self.is_to_ask).finish_non_exhaustive()
    }
}

/// Reads what is known.
///
/// # Errors
/// [`Error::NotFound`] when the profile belongs to no service.
pub fn carrying(reader: &Connection) -> Result<Carrying> {
    let sql = "select bundle_address, bundle_key, bundle_address is null or bundle_epoch <> epoch as is_to_ask
               from local_exchange";
    sql::first(reader, sql, [], |row| {
        Ok(Carrying {
            address: row.get("bundle_address")?,
            is_to_ask: row.get("is_to_ask")?,
            key: row.get("bundle_key")?,
        })
    })
    .doing("reading what is known for a stick")?
    .ok_or(Error::NotFound { entity: "membership" })
}

/// Keeps whom files for the service are written for, as the service says it in its present epoch.
///
/// # Errors
/// When the disk refuses.
pub fn keep_address(writer: &mut Writer, address: &str) -> Result<()> {
    writer.transact(|tx| {
        tx.reader()
            .execute("update local_exchange set bundle_address = ?1, bundle_epoch = epoch", [address])
            .map(drop)
            .doing("keeping the service's address")
    })
}

/// Keeps a key that was drawn, unless there is one, and returns the one that is kept.
///
/// # Errors
/// [`Error::NotFound`] when the profile belongs to no service.
pub fn keep_key(writer: &mut Writer, drawn: &str) -> Result<String> {
    writer.transact(|tx| {
        tx.reader()
            .execute("update local_exchange set bundle_key = coalesce(bundle_key, ?1)", [drawn])
            .doing("keeping a key")?;
        carrying(tx.reader())?.key.ok_or(Error::NotFound { entity: "membership" })
    })
}
