//! A person's own devices, as one of them asks: which there are, ending one, and a code for one more.

use domain::RowId;
use sync::enrol::{Own, OwnAnswer, OwnDevice, OwnInvitation};

use crate::{
    audit::{self, Act},
    error::{Error, Result},
    invite, people, secret,
    session::{self, Session},
    storage::Tx,
};

/// How long a code for one more computer lasts.
const LASTS_MS: i64 = 7 * 86_400_000;
/// How many unused codes a person may have at once: more than anybody needs.
const MOST_OPEN: i64 = 20;

/// Answers a device that asks about its own person's devices. `code` was drawn for [`Own::Invite`].
///
/// # Errors
/// [`Error::Unknown`] when the device was revoked meanwhile, or another is named that is not the person's or is the one
/// that asks; [`Error::Busy`] when the person has too many unused codes.
pub fn answer(tx: &mut dyn Tx, session: &Session, ask: Own, code: &str, now_ms: i64) -> Result<OwnAnswer> {
    session::check(tx, session)?;
    let invitation = match ask {
        Own::List => None,
        Own::Retire(device) => {
            retire(tx, session, device, now_ms)?;
            None
        }
        Own::Invite => Some(invite(tx, session, code, now_ms)?),
    };
    Ok(OwnAnswer { this: session.device, devices: devices(tx, session)?, invitation })
}

fn retire(tx: &mut dyn Tx, session: &Session, device: RowId, now_ms: i64) -> Result<()> {
    let is_own = devices(tx, session)?.iter().any(|own| own.device == device);
    if !is_own || device == session.device || !people::revoke(tx, session.org, device, now_ms)? {
        return Err(Error::Unknown);
    }
    audit::add(tx, session.org, Act::DeviceRevoked, device, now_ms)
}

fn invite(tx: &mut dyn Tx, session: &Session, code: &str, now_ms: i64) -> Result<OwnInvitation> {
    let (org, person) = (session.org, session.person);
    let open = tx.query(
        "select count(*) from invite where org_id = $1 and person = $2 and device is null and expires_ms > $3",
        &[org.into(), person.into(), now_ms.into()],
    )?;
    if open.first().map(|row| row.integer(0)).transpose()?.unwrap_or(0) >= MOST_OPEN {
        return Err(Error::Busy);
    }
    let hash = secret::of_code(code).ok_or(Error::Unknown)?;
    let expires_ms = now_ms + LASTS_MS;
    invite::add(tx, org, person, &hash, (now_ms, expires_ms))?;
    Ok(OwnInvitation { code: code.to_owned(), expires_ms })
}

fn devices(tx: &mut dyn Tx, session: &Session) -> Result<Vec<OwnDevice>> {
    let rows = tx.query(
        "select d.device, d.name, d.enrolled_ms,
                (select max(r.brought_ms) from replica r where r.org_id = d.org_id and r.device = d.device)
         from device d where d.org_id = $1 and d.person = $2 and d.revoked_ms is null
         order by d.enrolled_ms, d.device",
        &[session.org.into(), session.person.into()],
    )?;
    let read = |row: &crate::storage::Row| {
        Ok(OwnDevice {
            device: row.id(0)?,
            system: row.text(1)?,
            enrolled_ms: row.integer(2)?,
            brought_ms: row.maybe_integer(3)?,
        })
    };
    rows.iter().map(read).collect()
}
