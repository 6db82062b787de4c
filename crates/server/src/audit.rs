//! The record of what was done to rights and devices: only added to, each entry covering the one before with its hash.

mod export;

use domain::RowId;

pub use export::{Told, compare, export};

use crate::{
    error::{Error, Result},
    storage::{Row, Tx},
};

/// What was done. The word is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// The organisation was made.
    Created,
    /// A person was invited.
    Invited,
    /// A device came in.
    Enrolled,
    /// A device was ended.
    DeviceRevoked,
    /// A person was ended.
    PersonRevoked,
    /// What decides access changed.
    FactChanged,
    /// The organisation was restored from a backup.
    Restored,
    /// A document was first shown to a person to whom its teacher agreed; the subject is its root row.
    Shown,
    /// A roster was imported; the subject is the import.
    RosterImported,
    /// An import was taken back.
    RosterUndone,
    /// Something came out of custody; the subject is its author.
    CustodyAccepted,
    /// What came out of custody with the entry before entered by the right of another person, who is the subject.
    CustodyReassigned,
    /// Two people became one; the subject is the merge, which is taken back as an import is.
    PeopleMerged,
    /// A person whose membership had ended belongs to the organisation again.
    PersonReadmitted,
    /// For how many days a computer may go without contact was set; the subject is the organisation.
    LeaseSet,
}

impl Act {
    fn word(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Invited => "invited",
            Self::Enrolled => "enrolled",
            Self::DeviceRevoked => "device-revoked",
            Self::PersonRevoked => "person-revoked",
            Self::FactChanged => "fact-changed",
            Self::Restored => "restored",
            Self::Shown => "shown",
            Self::RosterImported => "roster-imported",
            Self::RosterUndone => "roster-undone",
            Self::CustodyAccepted => "custody-accepted",
            Self::CustodyReassigned => "custody-reassigned",
            Self::PeopleMerged => "people-merged",
            Self::PersonReadmitted => "person-readmitted",
            Self::LeaseSet => "lease-set",
        }
    }
}

/// Adds an entry about a person, a device, a document or the organisation itself.
///
/// # Errors
/// [`Error::Changed`] when another entry came in between.
pub fn add(tx: &mut dyn Tx, org: RowId, act: Act, subject: RowId, now_ms: i64) -> Result<()> {
    let rows =
        tx.query("select number, hash from audit where org_id = $1 order by number desc limit 1", &[org.into()])?;
    let (last, before) = match rows.first() {
        Some(row) => (row.integer(0)?, row.array(1)?),
        None => (0, [0; 32]),
    };
    let hash = hash(&before, last + 1, now_ms, act.word(), subject);
    tx.execute(
        "insert into audit (org_id, number, at_ms, act, subject, hash) values ($1, $2, $3, $4, $5, $6)",
        &[org.into(), (last + 1).into(), now_ms.into(), act.word().into(), subject.into(), hash.as_slice().into()],
    )?;
    Ok(())
}

/// Checks that no entry was changed, left out or put in, and returns how many there are.
///
/// # Errors
/// [`Error::Damaged`] when one was.
pub fn verify(tx: &mut dyn Tx, org: RowId) -> Result<i64> {
    let rows = rows(tx, org)?;
    let mut before = [0; 32];
    for (number, row) in (1..).zip(&rows) {
        before = follows(&before, number, row)?;
    }
    Ok(rows.len() as i64)
}

fn rows(tx: &mut dyn Tx, org: RowId) -> Result<Vec<Row>> {
    tx.query("select number, at_ms, act, subject, hash from audit where org_id = $1 order by number", &[org.into()])
}

fn follows(before: &[u8; 32], number: i64, row: &Row) -> Result<[u8; 32]> {
    let expected = hash(before, number, row.integer(1)?, &row.text(2)?, row.id(3)?);
    if row.integer(0)? == number && row.array::<32>(4)? == expected {
        Ok(expected)
    } else {
        Err(Error::Damaged { what: "the record of what was done" })
    }
}

fn hash(before: &[u8; 32], number: i64, at_ms: i64, act: &str, subject: RowId) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(before).update(&number.to_be_bytes()).update(&at_ms.to_be_bytes());
    hasher.update(&subject.bytes()).update(act.as_bytes());
    *hasher.finalize().as_bytes()
}
