//! A device as the service sees it: it signs, brings, asks, and remembers what it was given.

use std::collections::BTreeMap;

use domain::{RowId, schema, scope::Scope};
use ed25519_dalek::{Signer, SigningKey};
use server::{error::Result, hub, session::Session};
use sync::{
    batch::Batch,
    body::Body,
    exchange::{Answer, Brought, Cursor, Head, News, Question, Settled, Taken, VERSION, signed},
    op::{CHAIN_START, Content, Op, OpRef},
};

use super::World;

/// A device.
#[derive(Clone)]
pub(crate) struct Device {
    pub(crate) session: Session,
    pub(crate) replica: i64,
    /// The end of what it wrote.
    pub(crate) head: Head,
    pub(crate) cursor: Cursor,
    pub(crate) epoch: i64,
    key: SigningKey,
}

/// What a device was given: for each scope the places of the blocks, in the order in which they came.
pub(crate) type Drained = BTreeMap<Vec<u8>, Vec<i64>>;

impl Device {
    pub(crate) fn new(org: RowId, person: RowId, number: i64) -> Self {
        let seed = *blake3::hash(&number.to_be_bytes()).as_bytes();
        let key = SigningKey::from_bytes(&seed);
        let device = RowId::from_bytes(seed[..16].try_into().unwrap());
        let session = Session { org, person, device, key: key.verifying_key() };
        let head = Head { ctr: 0, chain: CHAIN_START };
        Self { session, replica: number, head, cursor: Cursor::default(), epoch: 0, key }
    }

    pub(crate) fn key(&self) -> &SigningKey {
        &self.key
    }

    /// The scope of the person's own work.
    pub(crate) fn own(&self) -> Scope {
        Scope::Own { author: self.session.person }
    }

    /// Writes operations on observations and returns them as a batch.
    pub(crate) fn write(&mut self, scope: Scope, count: i64) -> Brought {
        self.write_on(scope, count, schema::observation::ENTITY.number)
    }

    pub(crate) fn write_on(&mut self, scope: Scope, count: i64, entity: u16) -> Brought {
        self.write_with(scope, count, |ctr| op(ctr, entity, Body::Restore.kind(), Body::Restore.encode()))
    }

    pub(crate) fn write_with(&mut self, scope: Scope, count: i64, op: impl Fn(i64) -> Op) -> Brought {
        let ops = (self.head.ctr + 1..=self.head.ctr + count).map(op);
        let ops = ops.map(|op| Op { reference: OpRef { replica: self.replica, ..op.reference }, ..op }).collect();
        let batch = Batch { replica: self.replica, previous: self.head.chain, ops };
        self.head = Head { ctr: self.head.ctr + count, chain: *batch.chain().last().unwrap() };
        self.sign(&scope.bytes(), batch.encode().unwrap())
    }

    pub(crate) fn sign(&self, scope: &[u8], batch: Vec<u8>) -> Brought {
        let signature = self.key.sign(&signed(scope, &batch)).to_bytes();
        Brought { scope: scope.to_vec(), batch, signature }
    }

    pub(crate) fn question(&self, brought: Vec<Brought>, most_bytes: u32) -> Question {
        Question {
            version: VERSION,
            epoch: self.epoch,
            replica: self.replica,
            written: self.head.ctr,
            cursor: self.cursor,
            brought,
            most_bytes,
        }
    }

    /// Brings batches and asks for nothing but the least.
    pub(crate) fn bring(&mut self, world: &World, brought: &[Brought]) -> Answer {
        self.try_bring(world, brought).unwrap()
    }

    pub(crate) fn try_bring(&mut self, world: &World, brought: &[Brought]) -> Result<Answer> {
        let question = self.question(brought.to_vec(), 0);
        let answer = hub::exchange(world.storage(), &self.session, world.now_ms(), &question)?;
        self.epoch = answer.epoch;
        Ok(answer)
    }

    /// Writes and brings operations that are settled at once; returns where.
    pub(crate) fn settle(&mut self, world: &World, scope: Scope, count: i64) -> Settled {
        let brought = self.write(scope, count);
        let answer = self.bring(world, &[brought]);
        let [Taken::Settled(runs)] = answer.taken.as_slice() else { panic!("not settled: {:?}", answer.taken) };
        runs[0]
    }

    /// Asks once and moves its cursor.
    pub(crate) fn ask(&mut self, world: &World, most_bytes: u32) -> Answer {
        let question = self.question(Vec::new(), most_bytes);
        let answer = hub::exchange(world.storage(), &self.session, world.now_ms(), &question).unwrap();
        self.epoch = answer.epoch;
        self.cursor = answer.cursor;
        answer
    }

    /// Asks until nothing is left, and returns what came.
    pub(crate) fn drain(&mut self, world: &World) -> Drained {
        let mut drained = Drained::new();
        while self.ask(world, 1 << 20).given_to(&mut drained) {}
        drained
    }
}

/// What an answer does to what a device was given.
pub(crate) trait GivenTo {
    /// Takes the news in, and returns whether more wait.
    fn given_to(&self, drained: &mut Drained) -> bool;
}

impl GivenTo for Answer {
    fn given_to(&self, drained: &mut Drained) -> bool {
        for news in &self.news {
            match news {
                News::Block(block) => drained.entry(block.scope.clone()).or_default().push(block.first_seq),
                News::Closed { scope } => drop(drained.remove(scope)),
                News::Only { scopes } => drained.retain(|scope, _| scopes.contains(scope)),
            }
        }
        self.more
    }
}

/// An operation of nobody yet.
pub(crate) fn op(ctr: i64, entity: u16, kind: i64, body: Vec<u8>) -> Op {
    Op {
        reference: OpRef { replica: 0, ctr },
        txn_len: 1,
        hlc: ctr << 16,
        schema: 1,
        entity,
        row: RowId::from_bytes([9; 16]),
        kind,
        content: Content::Whole { salt: [5; 16], body },
    }
}
