//! A profile that came from another computer, with that one's key: how it becomes a device of its own, rows and all.

use sync::exchange::Cursor;

use super::Membership;
use crate::{
    Connection, Tx, Writer,
    error::{Doing, Result},
    sql,
};

/// A code, and the key that is shown with it.
#[derive(Clone, PartialEq, Eq)]
pub struct Ticket {
    /// The code.
    pub code: String,
    /// The private half of the key that this computer drew for it.
    pub signing_key: [u8; 32],
}

impl std::fmt::Debug for Ticket {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Ticket").finish_non_exhaustive()
    }
}

/// How far a profile is on its way to a device of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwnDevice {
    /// It is one.
    Is,
    /// It shows the key of another computer, and has no code yet.
    Wanted,
    /// It has a code, which may have been shown already.
    Under(Ticket),
}

/// Returns whether this profile is a device of its own, or on its way to be one.
///
/// # Errors
/// When the database fails.
pub fn own_device(reader: &Connection) -> Result<OwnDevice> {
    let found = sql::first(reader, "select code, signing_key from local_own_device", [], |row| {
        Ok((row.get::<_, Option<String>>(0)?, row.get::<_, Option<[u8; 32]>>(1)?))
    });
    Ok(match found.doing(DOING)? {
        None => OwnDevice::Is,
        Some((code, key)) => code
            .zip(key)
            .map_or(OwnDevice::Wanted, |(code, signing_key)| OwnDevice::Under(Ticket { code, signing_key })),
    })
}

/// Notes that the key of this profile is another computer's too, and so is a code that it had. A profile that works alone
/// has none.
pub(crate) fn want_own_device(tx: &Tx<'_>) -> Result<()> {
    let sql = "insert or replace into local_own_device (one) select 1 from local_exchange";
    tx.reader().execute(sql, []).map(drop).doing(DOING)
}

/// Keeps the code with which this profile becomes a device of its own, and draws the key for it. The same code again keeps
/// its key.
///
/// # Errors
/// When the disk refuses.
pub fn keep_code(writer: &mut Writer, code: &str) -> Result<()> {
    writer.transact(|tx| {
        let key: [u8; 32] = tx.random();
        let sql = "insert into local_own_device (one, code, signing_key) values (1, ?1, ?2)
                   on conflict (one) do update set code = ?1, signing_key = ?2 where code is not ?1";
        tx.reader().execute(sql, (code, key)).map(drop).doing(DOING)
    })
}

/// Forgets a code that the service does not take.
///
/// # Errors
/// When the disk refuses.
pub fn forget_code(writer: &mut Writer) -> Result<()> {
    let sql = "update local_own_device set code = null, signing_key = null";
    writer.transact(|tx| tx.reader().execute(sql, []).map(drop).doing(DOING))
}

/// Makes this profile the device that the service let in. It keeps what it has and what waits, and from here on it writes
/// under names of its own. Where the device before it was ended and took its leave, it begins to receive anew, and what it
/// had handed in on leaving waits again under new names: the former ones are in custody.
///
/// # Errors
/// When the disk refuses; then it is what it was.
pub fn become_own_device(writer: &mut Writer, membership: &Membership) -> Result<()> {
    writer.transact(|tx| {
        let had_left = come_back(tx.reader())?;
        tx.begin_anew()?;
        if had_left {
            super::rename::begin_again(tx)?;
        }
        // The same person's news: what was received stays received.
        tx.reader()
            .execute(
                "update local_exchange set device = ?1, token = ?2, signing_key = ?3",
                (membership.device.bytes(), membership.token, membership.signing_key),
            )
            .and_then(|_| tx.reader().execute("delete from local_own_device", []))
            .map(drop)
            .doing(DOING)
    })
}

/// Where this device took its leave, lets wait what is in custody. Returns whether it had.
fn come_back(connection: &Connection) -> Result<bool> {
    let gone = (Cursor::GONE.place, Cursor::GONE.seq);
    let sql = "select 1 from local_exchange where place = ?1 and seq = ?2";
    let had_left = sql::first(connection, sql, gone, |_| Ok(())).doing(DOING)?.is_some();
    if had_left {
        connection
            .execute("update op set held = null where held = 1", [])
            .and_then(|_| connection.execute("delete from local_custody", []))
            .doing(DOING)?;
    }
    Ok(had_left)
}

const DOING: &str = "becoming a device of its own";
