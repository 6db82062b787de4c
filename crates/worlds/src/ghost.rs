//! A colleague's program of a newer version, without a store: it writes into shared scopes what this version knows and
//! what it does not.

use domain::{RowId, scope::Scope};
use ed25519_dalek::Signer;
use sync::{
    batch::Batch,
    body::Body,
    exchange::{Answer, Brought, Cursor, Question, VERSION, signed},
    op::{CHAIN_START, Content, Op, OpRef},
};

use crate::{device::Identity, random::Random};

/// The colleague's computer.
pub struct Ghost {
    /// Who it is.
    pub identity: Identity,
    replica: i64,
    written: Vec<(Scope, Op)>,
    epoch: i64,
    cursor: Cursor,
    /// How many of its operations the service has.
    known: usize,
    random: Random,
}

/// One change of the colleague's.
pub struct Change {
    /// Where it goes.
    pub scope: Scope,
    /// The entity's number.
    pub entity: u16,
    /// The row.
    pub row: RowId,
    /// What it says.
    pub body: Body,
}

impl Ghost {
    /// Begins with nothing written.
    #[must_use]
    pub fn new(identity: Identity, mut random: Random) -> Self {
        let replica = random.between(1, i64::MAX >> 1);
        Self { identity, replica, written: Vec::new(), epoch: 0, cursor: Cursor::default(), known: 0, random }
    }

    /// Writes a change down.
    pub fn write(&mut self, change: Change, now_ms: i64) -> &Op {
        let mut salt = [0; 16];
        self.random.fill(&mut salt);
        let ctr = i64::try_from(self.written.len()).expect("few") + 1;
        let op = Op {
            reference: OpRef { replica: self.replica, ctr },
            txn_len: 1,
            hlc: now_ms << 16,
            schema: i64::from(domain::schema::SCHEMA) + 1,
            entity: change.entity,
            row: change.row,
            kind: change.body.kind(),
            content: Content::Whole { salt, body: change.body.encode() },
        };
        self.written.push((change.scope, op));
        &self.written[self.written.len() - 1].1
    }

    /// Returns what it asks: it brings everything that the service does not have.
    ///
    /// # Panics
    /// Never: its operations belong into batches.
    #[must_use]
    pub fn question(&self) -> Question {
        let mut chain = CHAIN_START;
        let mut brought = Vec::new();
        for (at, (scope, op)) in self.written.iter().enumerate() {
            if at >= self.known && brought.len() < 40 {
                let batch = Batch { replica: self.replica, previous: chain, ops: vec![op.clone()] };
                let batch = batch.encode().expect("one operation is a batch");
                let scope = scope.bytes();
                let signature = self.identity.signing.sign(&signed(&scope, &batch)).to_bytes();
                brought.push(Brought { scope, batch, signature });
            }
            chain = op.chained(&chain);
        }
        Question {
            version: VERSION,
            epoch: self.epoch,
            replica: self.replica,
            written: i64::try_from(self.written.len()).expect("few"),
            cursor: self.cursor,
            brought,
            most_bytes: 1 << 20,
        }
    }

    /// Takes note of an answer.
    pub fn hear(&mut self, answer: &Answer) {
        self.known = usize::try_from(answer.head.ctr).expect("not negative");
        (self.epoch, self.cursor) = (answer.epoch, answer.cursor);
    }

    /// Returns whether the service has everything.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.known == self.written.len()
    }
}
