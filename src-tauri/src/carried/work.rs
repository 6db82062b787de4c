//! Writing: what waits, with the question that the network would have carried, for the service alone.

use std::path::{Path, PathBuf};

use bundle::{
    Limits,
    error::Error,
    header::Kind,
    key::{Key, Recipient},
    message::{Asked, Asking, ToService},
    name,
    progress::GoOn,
    write::{self, Envelope, Written},
};
use chrono::NaiveDate;
use domain::{Code, Problem, RowId};
use ed25519_dalek::{Signer, SigningKey};
use store::{
    Connection,
    exchange::{self as stored, Membership},
};
use sync::{batch::Batch, engine::Standing};

use crate::state::{Answer, problem};

/// What is ready to be written.
pub struct Work {
    organisation: RowId,
    recipient: Recipient,
    asked: Asked,
    standing: Standing,
    changes: u64,
}

/// Reads what waits, signs it, and addresses it to the service. `key` opens the answer.
///
/// # Errors
/// When the profile belongs to no service, or the service never said whom files are written for.
pub fn prepare(reader: &Connection, membership: &Membership, key: &Key) -> Answer<Work> {
    let known = stored::carrying(reader).map_err(problem)?;
    let address = known.address.ok_or_else(|| {
        Problem::new(Code::Invalid, "This computer does not know the service's key for files yet. Nothing was written.")
            .hint("Connect it to the service once; after that it can write files without a network.")
    })?;
    let recipient = Recipient::parse(&address)?;
    let signing = SigningKey::from_bytes(&membership.signing_key);
    let sign = |bytes: &[u8]| signing.sign(bytes).to_bytes();
    let standing = stored::standing(reader, u32::MAX, &sign).map_err(problem)?;
    let asking = Asking::new(membership.device, &standing, key);
    let signature = sign(&asking.signed(membership.organisation));
    let changes = standing.brought.iter().filter_map(|brought| Batch::decode(&brought.batch).ok());
    let changes = changes.map(|batch| batch.ops.len() as u64).sum();
    let asked = Asked { asking, signature };
    Ok(Work { organisation: membership.organisation, recipient, asked, standing, changes })
}

impl Work {
    /// How many changes are in it.
    pub fn changes(&self) -> u64 {
        self.changes
    }

    /// Writes it to a file, or into a folder under a name that no other file there has; read back before it has its name.
    ///
    /// # Errors
    /// When the place refuses, or `go_on` says so. No new file is left then.
    pub fn write(self, to: &Path, today: NaiveDate, go_on: &mut GoOn<'_>) -> Result<Written, Error> {
        let path = place(to, Kind::ToService, today);
        let envelope =
            Envelope::<ToService> { organisation: self.organisation, recipient: &self.recipient, opening: &self.asked };
        write::write(&path, &envelope, self.standing.brought.into_iter().map(Ok), Limits::default(), go_on)
    }
}

/// The file that was named, or one in the folder that was.
pub(super) fn place(to: &Path, kind: Kind, today: NaiveDate) -> PathBuf {
    if to.is_dir() { name::free(to, kind, today) } else { to.to_path_buf() }
}
