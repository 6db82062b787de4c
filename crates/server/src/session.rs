//! Who asks: a device of a person in an organisation, as its token says, never as its question does.

use domain::RowId;
use ed25519_dalek::{Signature, VerifyingKey};
use sync::enrol::{self, Renew};

use crate::{
    error::{Error, Result},
    secret,
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

/// How a device stands with its organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is answered.
    Welcome,
    /// It was ended: it still brings what it has, and learns that everything is closed.
    Leaving,
}

/// Checks in this transaction that the device is still welcome.
///
/// # Errors
/// [`Error::Unknown`] when it was revoked.
pub fn check(tx: &mut dyn Tx, session: &Session) -> Result<()> {
    match standing(tx, session)? {
        Standing::Welcome => Ok(()),
        Standing::Leaving => Err(Error::Unknown),
    }
}

/// Returns how a device stands in this transaction.
///
/// # Errors
/// [`Error::Unknown`] when there is no such device of this person.
pub fn standing(tx: &mut dyn Tx, session: &Session) -> Result<Standing> {
    let rows = tx.query(
        "select person, revoked_ms from device where org_id = $1 and device = $2",
        &[session.org.into(), session.device.into()],
    )?;
    let row = rows.first().ok_or(Error::Unknown)?;
    if row.id(0)? == session.person { Ok(of(row.maybe_integer(1)?)) } else { Err(Error::Unknown) }
}

fn of(revoked_ms: Option<i64>) -> Standing {
    if revoked_ms.is_some() { Standing::Leaving } else { Standing::Welcome }
}

/// A device that showed its token.
pub struct Known {
    /// Which.
    pub session: Session,
    /// When its last token was drawn, in milliseconds since 1970.
    pub token_ms: i64,
    /// Whether it was ended.
    pub standing: Standing,
}

/// Finds the device that shows a token. The first use of a new token ends the one before.
///
/// # Errors
/// [`Error::Unknown`] when no device has it.
pub fn identify(tx: &mut dyn Tx, token: &[u8; 32]) -> Result<Known> {
    let hash = secret::of_token(token);
    let rows = tx.query(
        "select org_id, person, device, public_key, token_ms, cast(0 as bigint), revoked_ms from device where token = $1
         union all
         select org_id, person, device, public_key, token_ms, cast(1 as bigint), revoked_ms from device where next_token = $1",
        &[hash.as_slice().into()],
    )?;
    let row = rows.first().ok_or(Error::Unknown)?;
    let key = VerifyingKey::from_bytes(&row.array(3)?).map_err(|_| Error::Damaged { what: "a device's key" })?;
    let session = Session { org: row.id(0)?, person: row.id(1)?, device: row.id(2)?, key };
    if row.integer(5)? == 1 {
        tx.execute(
            "update device set token = next_token, next_token = null where org_id = $1 and device = $2",
            &[session.org.into(), session.device.into()],
        )?;
    }
    Ok(Known { session, token_ms: row.integer(4)?, standing: of(row.maybe_integer(6)?) })
}

/// Gives a device another token when its own is old. Until it is used, the old one is valid; should it be lost on the
/// way, another comes when that one is old in turn.
///
/// # Errors
/// The database's.
pub fn rotate(tx: &mut dyn Tx, session: &Session, next: &[u8; 32], now_ms: i64, older_than_ms: i64) -> Result<bool> {
    let changed = tx.execute(
        "update device set next_token = $3, token_ms = $4 where org_id = $1 and device = $2 and token_ms < $5",
        &[
            session.org.into(),
            session.device.into(),
            secret::of_token(next).as_slice().into(),
            now_ms.into(),
            (now_ms - older_than_ms).into(),
        ],
    )?;
    Ok(changed > 0)
}

/// How far the moment that a renewal names may be from ours, in milliseconds.
const MOST_OFF_MS: i64 = 300_000;

/// Gives a device that proves its key another token in place of all before.
///
/// # Errors
/// [`Error::Unknown`] when it does not prove it, or was revoked; [`Error::Clock`] when it names another time than ours.
pub fn renew(tx: &mut dyn Tx, renew: &Renew, token: &[u8; 32], now_ms: i64) -> Result<()> {
    let rows = tx.query(
        "select public_key from device where org_id = $1 and device = $2 and revoked_ms is null",
        &[renew.organisation.into(), renew.device.into()],
    )?;
    let key = rows.first().ok_or(Error::Unknown)?.array(0)?;
    let key = VerifyingKey::from_bytes(&key).map_err(|_| Error::Damaged { what: "a device's key" })?;
    let message = enrol::renewal(renew.organisation, renew.device, renew.at_ms);
    let signature = Signature::from_bytes(&renew.signature);
    key.verify_strict(&message, &signature).map_err(|_| Error::Unknown)?;
    if renew.at_ms.abs_diff(now_ms) > MOST_OFF_MS.unsigned_abs() {
        return Err(Error::Clock);
    }
    let renewed = tx.execute(
        "update device set token = $3, next_token = null, token_ms = $4, renewed_ms = $5
         where org_id = $1 and device = $2 and renewed_ms < $5",
        &[
            renew.organisation.into(),
            renew.device.into(),
            secret::of_token(token).as_slice().into(),
            now_ms.into(),
            renew.at_ms.into(),
        ],
    )?;
    if renewed == 0 { Err(Error::Unknown) } else { Ok(()) }
}
