//! People and their devices.

use domain::RowId;

use crate::{
    error::{Error, Result},
    facts,
    storage::Tx,
};

/// Adds a person, or gives them another name.
///
/// # Errors
/// The database's.
pub fn add(tx: &mut dyn Tx, org: RowId, person: RowId, name: &str) -> Result<()> {
    tx.execute(
        "insert into person (org_id, person, name, is_active, considered_facts, considered_seq)
         values ($1, $2, $3, 1, 0, 0)
         on conflict (org_id, person) do update set name = excluded.name",
        &[org.into(), person.into(), name.into()],
    )?;
    Ok(())
}

/// Takes back that a person is here: one whom a roster added, and of whom nothing else is known.
///
/// # Errors
/// The database's.
pub fn forget(tx: &mut dyn Tx, org: RowId, person: RowId) -> Result<()> {
    tx.execute("delete from person where org_id = $1 and person = $2", &[org.into(), person.into()])?;
    Ok(())
}

/// Says whether a person belongs to the organisation. What their devices bring afterwards goes into custody, and every
/// scope closes to them at their next contact.
///
/// # Errors
/// [`Error::Unknown`] when there is no such person.
pub fn set_active(tx: &mut dyn Tx, org: RowId, person: RowId, is_active: bool) -> Result<()> {
    let changed = tx.execute(
        "update person set is_active = $3 where org_id = $1 and person = $2",
        &[org.into(), person.into(), i64::from(is_active).into()],
    )?;
    if changed == 0 { Err(Error::Unknown) } else { facts::touch(tx, org) }
}

/// A device that is to be known.
pub struct NewDevice<'a> {
    /// Its id.
    pub device: RowId,
    /// Whose it is.
    pub person: RowId,
    /// What its person calls it.
    pub name: &'a str,
    /// The key with which it signs.
    pub key: [u8; 32],
    /// BLAKE3 of its token.
    pub token: [u8; 32],
}

/// Makes a device known.
///
/// # Errors
/// The database's.
pub fn enrol(tx: &mut dyn Tx, org: RowId, new: &NewDevice<'_>, now_ms: i64) -> Result<()> {
    tx.execute(
        "insert into device (org_id, device, person, name, public_key, token, token_ms, next_token, enrolled_ms,
                             renewed_ms, revoked_ms)
         values ($1, $2, $3, $4, $5, $6, $7, null, $7, 0, null)",
        &[
            org.into(),
            new.device.into(),
            new.person.into(),
            new.name.into(),
            new.key.as_slice().into(),
            new.token.as_slice().into(),
            now_ms.into(),
        ],
    )?;
    Ok(())
}

/// Ends a device: it is answered nothing any more. Returns whether there was such a device.
///
/// # Errors
/// The database's.
pub fn revoke(tx: &mut dyn Tx, org: RowId, device: RowId, now_ms: i64) -> Result<bool> {
    let changed = tx.execute(
        "update device set revoked_ms = $3 where org_id = $1 and device = $2 and revoked_ms is null",
        &[org.into(), device.into(), now_ms.into()],
    )?;
    Ok(changed > 0)
}

/// Returns whether a person belongs to the organisation.
///
/// # Errors
/// The database's.
pub fn is_active(tx: &mut dyn Tx, org: RowId, person: RowId) -> Result<bool> {
    let rows =
        tx.query("select is_active from person where org_id = $1 and person = $2", &[org.into(), person.into()])?;
    Ok(rows.first().map(|row| row.integer(0)).transpose()? == Some(1))
}
