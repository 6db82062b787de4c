//! Invitations: one person's way in, once, and the device that comes in by it.

use domain::RowId;
use sync::enrol::{Enrol, Enrolled};

use crate::{
    audit::{self, Act},
    error::{Error, Result},
    people::{self, NewDevice},
    secret,
    storage::Tx,
};

/// The longest name of a computer's system that is kept.
const LONGEST_SYSTEM: usize = 40;

/// Invites a person who is in the organisation.
///
/// # Errors
/// [`Error::Unknown`] when they are not.
pub fn add(
    tx: &mut dyn Tx,
    org: RowId,
    person: RowId,
    code: &[u8; 32],
    (now_ms, expires_ms): (i64, i64),
) -> Result<()> {
    if !people::is_active(tx, org, person)? {
        return Err(Error::Unknown);
    }
    tx.execute(
        "insert into invite (org_id, code, person, expires_ms, used_ms, device) values ($1, $2, $3, $4, null, null)",
        &[org.into(), code.as_slice().into(), person.into(), expires_ms.into()],
    )?;
    audit::add(tx, org, Act::Invited, person, now_ms)
}

/// What the service draws for a device that comes in.
pub struct Drawn {
    /// Its id, unless it came in before.
    pub device: RowId,
    /// Its token.
    pub token: [u8; 32],
}

/// Lets a device in. The same code with the same key is let in again, as the same device with the new token.
///
/// # Errors
/// [`Error::Unknown`] when there is no such invitation, or it is over, or another device used it.
pub fn redeem(tx: &mut dyn Tx, enrol: &Enrol, drawn: &Drawn, now_ms: i64) -> Result<Enrolled> {
    let code = secret::of_code(&enrol.code).ok_or(Error::Unknown)?;
    let rows = tx.query(
        "select i.org_id, o.name, i.person, i.expires_ms, i.device from invite i
         join organisation o on o.org_id = i.org_id where i.code = $1",
        &[code.as_slice().into()],
    )?;
    let row = rows.first().ok_or(Error::Unknown)?;
    let (organisation, name, person) = (row.id(0)?, row.text(1)?, row.id(2)?);
    let came_in = row.maybe_bytes(4)?.map(|_| row.id(4)).transpose()?;
    if !people::is_active(tx, organisation, person)? {
        return Err(Error::Unknown);
    }
    let device = match came_in {
        Some(device) => {
            renew(tx, organisation, device, enrol, drawn, now_ms)?;
            device
        }
        None if row.integer(3)? < now_ms => return Err(Error::Unknown),
        None => {
            come_in(tx, organisation, person, enrol, drawn, now_ms)?;
            use_up(tx, organisation, &code, drawn.device, now_ms)?;
            drawn.device
        }
    };
    Ok(Enrolled { organisation, name, person, device, token: drawn.token })
}

fn come_in(tx: &mut dyn Tx, org: RowId, person: RowId, enrol: &Enrol, drawn: &Drawn, now_ms: i64) -> Result<()> {
    // A key that is no point of the curve could never have signed anything.
    ed25519_dalek::VerifyingKey::from_bytes(&enrol.public_key).map_err(|_| Error::Unknown)?;
    let name: String = enrol.system.chars().filter(|letter| !letter.is_control()).take(LONGEST_SYSTEM).collect();
    let token = secret::of_token(&drawn.token);
    let new = NewDevice { device: drawn.device, person, name: &name, key: enrol.public_key, token };
    people::enrol(tx, org, &new, now_ms)?;
    audit::add(tx, org, Act::Enrolled, drawn.device, now_ms)
}

fn use_up(tx: &mut dyn Tx, org: RowId, code: &[u8; 32], device: RowId, now_ms: i64) -> Result<()> {
    let used = tx.execute(
        "update invite set used_ms = $3, device = $4 where org_id = $1 and code = $2 and device is null",
        &[org.into(), code.as_slice().into(), now_ms.into(), device.into()],
    )?;
    if used == 0 { Err(Error::Changed) } else { Ok(()) }
}

fn renew(tx: &mut dyn Tx, org: RowId, device: RowId, enrol: &Enrol, drawn: &Drawn, now_ms: i64) -> Result<()> {
    let renewed = tx.execute(
        "update device set token = $4, next_token = null, token_ms = $5
         where org_id = $1 and device = $2 and public_key = $3 and revoked_ms is null",
        &[
            org.into(),
            device.into(),
            enrol.public_key.as_slice().into(),
            secret::of_token(&drawn.token).as_slice().into(),
            now_ms.into(),
        ],
    )?;
    if renewed == 0 { Err(Error::Unknown) } else { Ok(()) }
}
