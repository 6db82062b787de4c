//! Work that somebody carried here in a file: read batch by batch, asked of the same hub as what comes over the network,
//! and answered with a file that only the device which wrote the first one can open.
//!
//! Who brings the file means nothing: its opening is signed by the device that asks, and each batch by the one that wrote
//! it. What is read twice, late or in another order is settled already, or waits for what comes before it.

mod answers;

use std::{
    io::{Read, Seek, SeekFrom},
    path::{Path, PathBuf},
};

use bundle::{
    Limits,
    error::Error as FileError,
    header::Header,
    key::Key,
    message::{Asked, ToDevice, ToService},
    progress,
    read::{End, Reader},
    write::{self, Envelope},
};
use domain::{Code, Problem, RowId};
use ed25519_dalek::{Signature, VerifyingKey};
use sync::{engine::Failure, exchange::Taken};

use self::answers::Answers;
use crate::{
    error::{Error, Result},
    hub::Direct,
    session::Session,
    storage::{Storage, Tx, transact},
};

/// What a file brought, and where its answer lies.
#[derive(Debug)]
pub struct Told {
    /// The answer: one file, or several for one stick.
    pub files: Vec<PathBuf>,
    /// How many batches were read.
    pub batches: u64,
    /// What became of them.
    pub taken: Vec<Taken>,
    /// How the file ended.
    pub end: End,
}

/// Why a file was not taken.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// It cannot be read as such a file, or its answer cannot be written.
    #[error(transparent)]
    File(#[from] FileError),
    /// The device that wrote it is not, or no longer, known, or did not sign it.
    #[error("not of a known device")]
    Stranger,
    /// The service itself failed.
    #[error(transparent)]
    Service(Error),
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::File(error) => error.into(),
            Refused::Stranger => Problem::new(
                Code::File,
                "This file does not come from a computer that the service knows. Nothing was read from it.",
            )
            .hint("The work is safe on that computer. Its person asks the administrator for an invitation."),
            Refused::Service(_) => FileError::Service(Failure::Busy).into(),
        }
    }
}

/// Returns the key that opens the files for an organisation's service; it is drawn when there is none yet.
///
/// # Errors
/// The database's.
pub fn key(tx: &mut dyn Tx, org: RowId) -> Result<Key> {
    if let Some(key) = kept(tx, org)? {
        return Ok(key);
    }
    tx.execute(
        "insert into bundle_key (org_id, secret) values ($1, $2) on conflict (org_id) do nothing",
        &[org.into(), Key::draw().secret().as_str().into()],
    )?;
    kept(tx, org)?.ok_or(Error::Changed)
}

fn kept(tx: &mut dyn Tx, org: RowId) -> Result<Option<Key>> {
    let rows = tx.query("select secret from bundle_key where org_id = $1", &[org.into()])?;
    let Some(row) = rows.first() else { return Ok(None) };
    Key::parse(&row.text(0)?).map(Some).map_err(|_| Error::Damaged { what: "the key of carried files" })
}

/// Takes a file and writes its answer to a path. What was taken before a failure stays taken, and is answered again when
/// the file is read again.
///
/// # Errors
/// See [`Refused`]; no answer is left then.
pub fn take(
    storage: &dyn Storage,
    mut source: impl Read + Seek,
    answer: &Path,
    clock: impl Fn() -> i64,
) -> std::result::Result<Told, Refused> {
    let organisation = Header::read(&mut source)?.organisation;
    source.seek(SeekFrom::Start(0)).map_err(FileError::Read)?;
    let key = key_of(storage, organisation)?;
    let reader = Reader::<ToService, _>::open(source, organisation, &key, Limits::default())?;
    let asked = reader.opening().clone();
    let session = session(storage, organisation, &asked)?;
    let (asking, mut hub) = (&asked.asking, Direct { storage, session, clock });
    let mut answers = Answers::new(reader, &mut hub, asking);
    let recipient = asking.recipient()?;
    let envelope = Envelope::<ToDevice> { organisation, recipient: &recipient, opening: &asking.proof };
    let written = write::write(answer, &envelope, &mut answers, Limits::default(), &mut progress::always)?;
    Ok(Told { files: written.files, batches: answers.batches(), end: answers.end(), taken: answers.taken() })
}

/// The key of an organisation that is here.
fn key_of(storage: &dyn Storage, org: RowId) -> std::result::Result<Key, Refused> {
    let found = transact(storage, |tx| {
        let rows = tx.query("select name from organisation where org_id = $1", &[org.into()])?;
        if rows.is_empty() { Err(Error::Unknown) } else { key(tx, org) }
    });
    found.map_err(|error| match error {
        Error::Unknown => Refused::File(FileError::OtherOrganisation),
        other => Refused::Service(other),
    })
}

/// Finds the device that asks, by what it signed and never by who brings it.
fn session(storage: &dyn Storage, org: RowId, asked: &Asked) -> std::result::Result<Session, Refused> {
    let device = asked.asking.device;
    let found = transact(storage, |tx| {
        let rows = tx.query(
            "select person, public_key from device where org_id = $1 and device = $2 and revoked_ms is null",
            &[org.into(), device.into()],
        )?;
        let row = rows.first().ok_or(Error::Unknown)?;
        let key = VerifyingKey::from_bytes(&row.array(1)?).map_err(|_| Error::Damaged { what: "a device's key" })?;
        Ok(Session { org, person: row.id(0)?, device, key })
    });
    let session = found.map_err(|error| match error {
        Error::Unknown => Refused::Stranger,
        other => Refused::Service(other),
    })?;
    let signature = Signature::from_bytes(&asked.signature);
    match session.key.verify_strict(&asked.asking.signed(org), &signature) {
        Ok(()) => Ok(session),
        Err(_) => Err(Refused::Stranger),
    }
}
