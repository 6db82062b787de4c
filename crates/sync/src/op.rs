//! Operations: how a change is written down so that it can be replayed, checked, sent and erased.
//!
//! Each replica's operations form a chain: the chain value of one is the BLAKE3-128 of the previous chain value, its
//! header, and the BLAKE3-256 of its salt and body. Erasing removes salt and body and leaves their hash, so the chain
//! still verifies, and the salt keeps a short value from being guessed back.

use domain::RowId;

use crate::{Malformed, body::Body};

/// Names one operation for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OpRef {
    /// Who made it: a random number of 63 bits.
    pub replica: i64,
    /// Its number among the operations of this replica, from 1.
    pub ctr: i64,
}

/// The value of a replica's chain before its first operation.
pub const CHAIN_START: [u8; 16] = [0; 16];

/// One operation, without its place in anybody's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Op {
    /// Its name.
    pub reference: OpRef,
    /// On the first operation of a transaction, how many belong to it; 0 on the others.
    pub txn_len: i64,
    /// 48 bits of milliseconds and 16 bits of count, by the writer's clock.
    pub hlc: i64,
    /// The writer's vocabulary.
    pub schema: i64,
    /// The entity's number.
    pub entity: u16,
    /// The row.
    pub row: RowId,
    /// The number of the body's kind, so that an erased operation still says what it was.
    pub kind: i64,
    /// What it says.
    pub content: Content,
}

/// What an operation says, or what is left of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Sixteen random bytes, and the bytes of a [`Body`].
    Whole {
        /// Keeps a short body from being guessed from its hash.
        salt: [u8; 16],
        /// CBOR of a [`Body`].
        body: Vec<u8>,
    },
    /// The content was erased; its hash keeps the chain.
    Erased {
        /// BLAKE3-256 of salt and body.
        hash: [u8; 32],
    },
}

impl Content {
    /// Returns the BLAKE3-256 of salt and body.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        match self {
            Self::Whole { salt, body } => *blake3::Hasher::new().update(salt).update(body).finalize().as_bytes(),
            Self::Erased { hash } => *hash,
        }
    }
}

impl Op {
    /// Returns the chain value that follows from the previous one.
    #[must_use]
    pub fn chained(&self, previous: &[u8; 16]) -> [u8; 16] {
        let mut hasher = blake3::Hasher::new();
        hasher.update(previous);
        for number in [
            self.reference.replica,
            self.reference.ctr,
            self.txn_len,
            self.hlc,
            self.schema,
            self.entity.into(),
            self.kind,
        ] {
            hasher.update(&number.to_be_bytes());
        }
        hasher.update(&self.row.bytes()).update(&self.content.hash());
        short(&hasher)
    }

    /// Reads the body; nothing where it was erased.
    ///
    /// # Errors
    /// [`Malformed`] when the bytes are no body of this kind.
    pub fn body(&self) -> Result<Option<Body>, Malformed> {
        match &self.content {
            Content::Whole { body, .. } => Body::decode(self.kind, body).map(Some),
            Content::Erased { .. } => Ok(None),
        }
    }
}

/// Returns the id of a text's revision: the hash of its parents and its words.
#[must_use]
pub fn revision(parents: &[[u8; 16]], text: &str) -> [u8; 16] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&(parents.len() as u64).to_be_bytes());
    for parent in parents {
        hasher.update(parent);
    }
    hasher.update(text.as_bytes());
    short(&hasher)
}

fn short(hasher: &blake3::Hasher) -> [u8; 16] {
    let mut bytes = [0; 16];
    hasher.finalize_xof().fill(&mut bytes);
    bytes
}
