//! A device that writes straight into a common scope, as an administrator's roster and a team's first plan come to be.

use coachlight_app::exchange::Service as Link;
use domain::{RowId, scope::Scope};
use ed25519_dalek::{Signer, SigningKey};
use sync::{
    batch::Batch,
    body::Body,
    enrol::{Enrol, Enrolled},
    exchange::{Brought, Cursor, Question, Taken, VERSION, signed},
    op::{CHAIN_START, Content, Op, OpRef},
};

/// Monday 5 October 2026, 12:00 UTC.
const MORNING_MS: i64 = 1_791_201_600_000;

/// The device.
pub struct Hand {
    service: Link,
    enrolled: Enrolled,
    key: SigningKey,
    epoch: i64,
    ctr: i64,
    chain: [u8; 16],
}

const REPLICA: i64 = 70_007;

impl Hand {
    /// Joins by a code.
    pub fn join(address: &str, code: &str) -> Self {
        let key = SigningKey::from_bytes(&[70; 32]);
        let public_key = key.verifying_key().to_bytes();
        let enrol = Enrol { version: VERSION, code: code.to_owned(), public_key, system: "Linux".into() };
        let service = Link::at(address).expect("an address on this computer");
        let enrolled = service.enrol(&enrol).expect("a good code");
        Self { service, enrolled, key, epoch: 0, ctr: 0, chain: CHAIN_START }
    }

    /// Writes and brings changes of rows, each of an entity; all must be settled.
    pub fn bring(&mut self, scope: Scope, changes: Vec<(u16, RowId, Body)>) {
        let ops: Vec<Op> = (self.ctr + 1..).zip(changes).map(|(ctr, change)| op(ctr, change)).collect();
        let batch = Batch { replica: REPLICA, previous: self.chain, ops };
        self.ctr += i64::try_from(batch.ops.len()).expect("a few");
        self.chain = *batch.chain().last().expect("something is brought");
        let (scope, batch) = (scope.bytes(), batch.encode().expect("a small batch"));
        let signature = self.key.sign(&signed(&scope, &batch)).to_bytes();
        let question = Question {
            version: VERSION,
            epoch: self.epoch,
            replica: REPLICA,
            written: self.ctr,
            cursor: Cursor::default(),
            brought: vec![Brought { scope, batch, signature }],
            most_bytes: 0,
        };
        let (answer, _) = self.service.ask(&self.enrolled.token, &question).expect("the service answers");
        assert!(matches!(&answer.taken[..], [Taken::Settled(_)]), "{:?}", answer.taken);
        self.epoch = answer.epoch;
    }
}

fn op(ctr: i64, (entity, row, body): (u16, RowId, Body)) -> Op {
    Op {
        reference: OpRef { replica: REPLICA, ctr },
        txn_len: 1,
        hlc: (MORNING_MS + ctr) << 16,
        schema: 1,
        entity,
        row,
        kind: body.kind(),
        content: Content::Whole { salt: [u8::try_from(ctr % 251).expect("small"); 16], body: body.encode() },
    }
}
