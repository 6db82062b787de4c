//! A central service in memory: one order of blocks, an honest answer to every question. And devices that talk to it.

use std::collections::{BTreeMap, BTreeSet};

use domain::{RowId, scope::Scope};
use fault_vfs::Disk;
use store::{Writer, exchange};
use sync::{
    batch::Batch,
    exchange::{Answer, Block, Brought, Cursor, Head, News, Question, Refused, Settled, Taken, VERSION, signed},
    op::CHAIN_START,
};

use super::desk::{Clock, MONDAY_MS, key};

pub fn person() -> RowId {
    RowId::derived(&[b"the coach"])
}

pub fn own() -> Vec<u8> {
    Scope::Own { author: person() }.bytes()
}

pub fn team() -> Vec<u8> {
    Scope::Team { team: RowId::derived(&[b"the team"]) }.bytes()
}

pub fn sign(message: &[u8]) -> [u8; 64] {
    let mut signature = [0; 64];
    blake3::Hasher::new_keyed(&[9; 32]).update(message).finalize_xof().fill(&mut signature);
    signature
}

#[derive(Clone)]
struct Lying {
    replica: i64,
    first_ctr: i64,
    chain: Vec<[u8; 16]>,
    block: Block,
}

impl Lying {
    fn last_seq(&self) -> i64 {
        self.block.first_seq + i64::try_from(self.chain.len()).unwrap() - 1
    }
}

/// The service.
#[derive(Clone)]
pub struct Service {
    pub epoch: i64,
    pub epoch_began: i64,
    pub now_ms: i64,
    /// Scopes that take nothing: what comes for them goes into custody.
    pub refused: BTreeSet<Vec<u8>>,
    /// The most blocks of an answer.
    pub most_blocks: usize,
    blocks: Vec<Lying>,
    custody: BTreeMap<(i64, i64), i64>,
    /// What is in custody, as it was brought; and the first numbers of what came out of it.
    kept: Vec<Brought>,
    released: BTreeSet<i64>,
    heads: BTreeMap<i64, Head>,
    last_seq: i64,
}

impl Service {
    pub fn new() -> Self {
        Self {
            epoch: 1,
            epoch_began: 0,
            now_ms: MONDAY_MS,
            refused: BTreeSet::new(),
            most_blocks: usize::MAX,
            blocks: Vec::new(),
            custody: BTreeMap::new(),
            kept: Vec::new(),
            released: BTreeSet::new(),
            heads: BTreeMap::new(),
            last_seq: 0,
        }
    }

    /// Returns where a replica stands.
    pub fn head(&self, replica: i64) -> Head {
        self.heads[&replica]
    }

    /// Returns how many operations have a place in the order.
    pub fn settled(&self) -> i64 {
        self.last_seq
    }

    pub fn exchange(&mut self, question: &Question) -> Answer {
        assert_eq!(question.version, VERSION);
        self.now_ms += 1_000;
        let is_stranger = question.epoch != 0 && question.epoch != self.epoch;
        let cursor = if is_stranger && question.cursor.place > self.epoch_began {
            Cursor { place: self.epoch_began, seq: i64::MAX }
        } else {
            question.cursor
        };
        let head = self.heads.get(&question.replica).copied().unwrap_or_default();
        let mut answer = Answer {
            epoch: self.epoch,
            epoch_began: self.epoch_began,
            now_ms: self.now_ms,
            head,
            taken: Vec::new(),
            news: Vec::new(),
            cursor,
            more: false,
        };
        if question.written < head.ctr {
            answer.taken.push(Taken::Forked);
            return answer;
        }
        for brought in &question.brought {
            let taken = self.take(brought);
            answer.taken.push(taken);
            match answer.taken.last() {
                Some(Taken::Forked) => return answer,
                Some(Taken::Gap | Taken::Malformed) => break,
                _ => {}
            }
        }
        answer.head = self.heads.get(&question.replica).copied().unwrap_or_default();
        self.news(question.replica, &mut answer);
        answer
    }

    fn news(&self, replica: i64, answer: &mut Answer) {
        for lying in &self.blocks {
            let place = Cursor { place: lying.last_seq(), seq: lying.last_seq() };
            if place <= answer.cursor {
                continue;
            }
            if answer.news.len() == self.most_blocks {
                answer.more = true;
                return;
            }
            if lying.replica != replica || self.released.contains(&lying.block.first_seq) {
                answer.news.push(News::Block(lying.block.clone()));
            }
            answer.cursor = place;
        }
    }

    fn take(&mut self, brought: &Brought) -> Taken {
        assert_eq!(brought.signature, sign(&signed(&brought.scope, &brought.batch)));
        let batch = Batch::decode(&brought.batch).unwrap();
        let chain = batch.chain();
        let first_ctr = batch.ops[0].reference.ctr;
        let head = self.heads.get(&batch.replica).copied().unwrap_or(Head { ctr: 0, chain: CHAIN_START });
        if first_ctr > head.ctr + 1 {
            return Taken::Gap;
        }
        if first_ctr <= head.ctr {
            return self.known(&batch, &chain);
        }
        if batch.previous != head.chain {
            return Taken::Forked;
        }
        let count = i64::try_from(chain.len()).unwrap();
        self.heads.insert(batch.replica, Head { ctr: first_ctr + count - 1, chain: *chain.last().unwrap() });
        if self.refused.contains(&brought.scope) {
            self.custody.insert((batch.replica, first_ctr), count);
            self.kept.push(brought.clone());
            return Taken::Custody { replica: batch.replica, first_ctr, count, reason: Refused::NotYours };
        }
        self.lay(batch.replica, first_ctr, chain, brought.scope.clone(), brought.batch.clone())
    }

    fn lay(&mut self, replica: i64, first_ctr: i64, chain: Vec<[u8; 16]>, scope: Vec<u8>, batch: Vec<u8>) -> Taken {
        let first_seq = self.last_seq + 1;
        let count = i64::try_from(chain.len()).unwrap();
        self.last_seq += count;
        let block = Block { scope, first_seq, received_ms: self.now_ms, batch };
        self.blocks.push(Lying { replica, first_ctr, chain, block });
        Taken::Settled(vec![Settled { replica, first_ctr, count, first_seq, received_ms: self.now_ms }])
    }

    /// Says of a batch that was brought before what became of it, as far as that is decided.
    fn known(&self, batch: &Batch, chain: &[[u8; 16]]) -> Taken {
        let first = batch.ops[0].reference.ctr;
        let end = first + i64::try_from(chain.len()).unwrap();
        if let Some(count) = self.custody.get(&(batch.replica, first)) {
            return Taken::Custody {
                replica: batch.replica,
                first_ctr: first,
                count: *count,
                reason: Refused::NotYours,
            };
        }
        let mut runs = Vec::new();
        for lying in self.blocks.iter().filter(|lying| lying.replica == batch.replica) {
            let lying_end = lying.first_ctr + i64::try_from(lying.chain.len()).unwrap();
            let (from, to) = (first.max(lying.first_ctr), end.min(lying_end));
            if from >= to {
                continue;
            }
            let at = |ctr: i64, of: i64| usize::try_from(ctr - of).unwrap();
            if (from..to).any(|ctr| chain[at(ctr, first)] != lying.chain[at(ctr, lying.first_ctr)]) {
                return Taken::Forked;
            }
            runs.push(Settled {
                replica: batch.replica,
                first_ctr: from,
                count: to - from,
                first_seq: lying.block.first_seq + from - lying.first_ctr,
                received_ms: lying.block.received_ms,
            });
        }
        Taken::Settled(runs)
    }

    /// Takes everything out of custody, and into the scopes that it was written for.
    pub fn accept(&mut self) {
        for brought in std::mem::take(&mut self.kept) {
            let batch = Batch::decode(&brought.batch).unwrap();
            let first_ctr = batch.ops[0].reference.ctr;
            self.custody.remove(&(batch.replica, first_ctr));
            self.released.insert(self.last_seq + 1);
            self.lay(batch.replica, first_ctr, batch.chain(), brought.scope, brought.batch);
        }
    }

    /// Puts operations of somebody else into the order.
    pub fn bring(&mut self, scope: &[u8], batch: &Batch) {
        let brought = batch.encode().unwrap();
        let last = batch.ops.last().unwrap().reference.ctr;
        self.heads.insert(batch.replica, Head { ctr: last, chain: *batch.chain().last().unwrap() });
        self.lay(batch.replica, batch.ops[0].reference.ctr, batch.chain(), scope.to_vec(), brought);
    }

    /// Comes back from a backup that has only the order's first places.
    pub fn restored(&self, last_seq: i64) -> Self {
        let mut restored = Self { epoch: self.epoch + 1, custody: BTreeMap::new(), ..self.clone() };
        restored.blocks.retain(|lying| lying.last_seq() <= last_seq);
        restored.last_seq = restored.blocks.iter().map(Lying::last_seq).max().unwrap_or(0);
        restored.epoch_began = restored.last_seq;
        restored.heads = BTreeMap::new();
        for lying in &restored.blocks {
            let ctr = lying.first_ctr + i64::try_from(lying.chain.len()).unwrap() - 1;
            restored.heads.insert(lying.replica, Head { ctr, chain: *lying.chain.last().unwrap() });
        }
        restored
    }
}

/// A computer of the coach.
pub struct Device {
    pub writer: Writer,
    pub clock: Clock,
    pub disk: Disk,
}

impl Device {
    /// Makes a joined profile whose clock is wrong by so much.
    pub fn new(number: u64, wrong_ms: i64) -> Self {
        let (disk, clock) = (Disk::default(), Clock::at(MONDAY_MS + wrong_ms));
        let mut writer = Writer::create(&disk.path("profile.db"), key(), clock.source(100 + number)).unwrap();
        exchange::join(&mut writer, &membership(number)).unwrap();
        Self { writer, clock, disk }
    }

    /// Copies the folder of another one.
    pub fn copy_of(other: &Self, number: u64) -> Self {
        let (disk, clock) = (Disk::new(&other.disk.image()), other.clock.clone());
        let writer = Writer::open(&disk.path("profile.db"), key(), clock.source(500 + number)).unwrap();
        Self { writer, clock, disk }
    }

    /// Opens what is on the disk after its power went.
    pub fn after_power_loss(&self, seed: u64) -> Self {
        let (disk, clock) = (Disk::new(&self.disk.after_power_loss(seed)), self.clock.clone());
        let writer = Writer::open(&disk.path("profile.db"), key(), clock.source(900 + seed)).unwrap();
        Self { writer, clock, disk }
    }

    pub fn question(&self, most_bytes: u32) -> Question {
        let standing = exchange::standing(self.writer.reader(), most_bytes, &sign).unwrap();
        Question {
            version: VERSION,
            epoch: standing.epoch,
            replica: standing.replica,
            written: standing.written,
            cursor: standing.cursor,
            brought: standing.brought,
            most_bytes,
        }
    }

    /// Asks once, and applies the answer.
    pub fn exchange(&mut self, service: &mut Service) -> exchange::Applied {
        let answer = service.exchange(&self.question(1 << 20));
        let applied = exchange::apply(&mut self.writer, &answer).unwrap();
        if answer.taken.contains(&Taken::Forked) {
            exchange::rename(&mut self.writer).unwrap();
        }
        applied
    }

    pub fn waiting(&self) -> u64 {
        exchange::counts(self.writer.reader()).unwrap().waiting
    }
}

pub fn membership(number: u64) -> exchange::Membership {
    exchange::Membership {
        service: "https://service.example".to_owned(),
        organisation: RowId::derived(&[b"the district"]),
        person: person(),
        device: RowId::derived(&[b"device", &number.to_be_bytes()]),
        token: [1; 32],
        signing_key: [2; 32],
    }
}

/// Lets everybody ask until nobody waits and everybody has everything.
pub fn settle(devices: &mut [Device], service: &mut Service) {
    service.most_blocks = usize::MAX;
    for _ in 0..3 {
        for device in devices.iter_mut() {
            for _ in 0..20 {
                device.exchange(service);
                if device.waiting() == 0 {
                    break;
                }
            }
            assert_eq!(device.waiting(), 0);
        }
    }
}
