//! Who asks: a device of a person in an organisation, as its token says, never as its question does.

use domain::RowId;
use ed25519_dalek::VerifyingKey;

use crate::{
    error::{Error, Result},
    storage::Tx,
};

/// A known device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The organisation.
    pub org: RowId,
    /// The person.
    pub person: RowId,
    /// Their device.
    pub device: RowId,
    /// The key with which it signs.
    pub key: VerifyingKey,
}

/// Checks in this transaction that the device is still welcome.
///
/// # Errors
/// [`Error::Unknown`] when it was revoked.
pub fn check(tx: &mut dyn Tx, session: &Session) -> Result<()> {
    let rows = tx.query(
        "select person from device where org_id = $1 and device = $2 and revoked_ms is null",
        &[session.org.into(), session.device.into()],
    )?;
    if rows.first().ok_or(Error::Unknown)?.id(0)? == session.person { Ok(()) } else { Err(Error::Unknown) }
}
