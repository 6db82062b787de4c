//! A service as small as can be: one sequence, two devices, and one stream of events for each.

use std::collections::BTreeMap;

use bundle::{
    Limits,
    conversation::Conversation,
    key::{Key, Recipient},
    message::{ToDevice, ToService},
    read::Reader,
    write::{self, Envelope},
};
use sync::{
    batch::Batch,
    engine::Failure,
    exchange::{Answer, Block, Brought, Cursor, Head, Hub, News, Question, Settled, Taken},
    op::CHAIN_START,
};

use crate::support::{Kept, organisation};

/// Places of one replica's operations.
pub type Places = BTreeMap<i64, i64>;

/// What a device's stream holds, each at its place.
#[derive(Debug, Clone, PartialEq)]
enum Event {
    Block(Block),
    Closed,
}

#[derive(Clone, Debug)]
pub struct Service {
    key: Kept,
    seq: i64,
    /// Each replica's operations: chain value and place.
    ops: BTreeMap<i64, BTreeMap<i64, ([u8; 16], i64)>>,
    blocks: Vec<(i64, Block)>,
    streams: [Vec<(Cursor, Event)>; 2],
    open: [bool; 2],
}

impl Default for Service {
    fn default() -> Self {
        Self {
            key: Kept::draw(),
            seq: 0,
            ops: BTreeMap::new(),
            blocks: Vec::new(),
            streams: [Vec::new(), Vec::new()],
            open: [true; 2],
        }
    }
}

impl PartialEq for Service {
    fn eq(&self, other: &Self) -> bool {
        (self.seq, &self.ops, &self.streams, self.open) == (other.seq, &other.ops, &other.streams, other.open)
    }
}

impl Service {
    fn key(&self) -> Key {
        self.key.key()
    }

    pub fn recipient(&self) -> Recipient {
        self.key().recipient()
    }

    pub fn of(&self, replica: i64) -> Places {
        self.ops.get(&replica).into_iter().flatten().map(|(ctr, (_, seq))| (*ctr, *seq)).collect()
    }

    pub fn is_open(&self, device: usize) -> bool {
        self.open[device]
    }

    pub fn is_without_gaps(&self) -> bool {
        self.ops.values().all(|ops| ops.keys().copied().eq(1..=ops.len() as i64))
    }

    pub fn close(&mut self, device: usize) {
        if std::mem::replace(&mut self.open[device], false) {
            self.seq += 1;
            self.streams[device].push((Cursor { place: self.seq, seq: self.seq }, Event::Closed));
        }
    }

    /// All that lay there before comes at the place of the opening.
    pub fn open(&mut self, device: usize) {
        if !std::mem::replace(&mut self.open[device], true) {
            self.seq += 1;
            let others = self.blocks.iter().filter(|(of, _)| *of != device as i64).map(|(_, block)| block.clone());
            let placed = others.map(|block| (Cursor { place: self.seq, seq: block.first_seq }, Event::Block(block)));
            self.streams[device].extend(placed);
        }
    }

    /// Reads a file as the real service does, and writes the one back; nothing where it gives nothing.
    pub fn read(&mut self, device: usize, file: &[u8]) -> Option<Vec<u8>> {
        let key = self.key();
        let reader = Reader::<ToService, _>::open(file, organisation(), &key, Limits::default()).ok()?;
        let asking = reader.opening().asking.clone();
        let mut talk = Talk { service: self, device };
        let mut conversation = Conversation::new(&mut talk, &asking);
        let mut answers: Vec<_> = reader.map(|brought| conversation.bring(brought.unwrap()).unwrap()).collect();
        while answers.last().is_none_or(|last| last.answer.more) {
            assert!(answers.len() < 1_000, "the talk comes to an end");
            answers.push(conversation.news(1).unwrap());
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.coachlight");
        let recipient = asking.recipient().unwrap();
        let envelope =
            Envelope::<ToDevice> { organisation: organisation(), recipient: &recipient, opening: &asking.proof };
        write::write(&path, &envelope, answers.into_iter().map(Ok), Limits::default(), &mut |_| true).unwrap();
        Some(std::fs::read(&path).unwrap())
    }

    fn take(&mut self, device: usize, brought: &Brought) -> Taken {
        let batch = Batch::decode(&brought.batch).unwrap();
        let first = batch.ops[0].reference.ctr;
        let known = self.ops.entry(batch.replica).or_default();
        let before = if first == 1 { Some(CHAIN_START) } else { known.get(&(first - 1)).map(|(chain, _)| *chain) };
        let Some(before) = before else { return Taken::Gap };
        let chain = batch.chain();
        let disagrees = |(op, chain): (&sync::op::Op, &[u8; 16])| {
            known.get(&op.reference.ctr).is_some_and(|(known, _)| known != chain)
        };
        if before != batch.previous || batch.ops.iter().zip(&chain).any(disagrees) {
            return Taken::Forked;
        }
        let new: Vec<_> =
            batch.ops.iter().zip(&chain).filter(|(op, _)| !known.contains_key(&op.reference.ctr)).collect();
        let first_seq = self.seq + 1;
        for (op, chain) in &new {
            self.seq += 1;
            known.insert(op.reference.ctr, (**chain, self.seq));
        }
        let settled = batch.ops.iter().map(|op| Settled {
            replica: batch.replica,
            first_ctr: op.reference.ctr,
            count: 1,
            first_seq: known[&op.reference.ctr].1,
            received_ms: 0,
        });
        let settled = Taken::Settled(settled.collect());
        if !new.is_empty() {
            let ops = new.iter().map(|(op, _)| (*op).clone()).collect();
            let stored = Batch { replica: batch.replica, previous: batch.previous, ops };
            let block = Block { scope: vec![1], first_seq, received_ms: 0, batch: stored.encode().unwrap() };
            self.place(device, block);
        }
        settled
    }

    fn place(&mut self, writer: usize, block: Block) {
        self.blocks.push((writer as i64, block.clone()));
        let reader = 1 - writer;
        if self.open[reader] {
            let place = Cursor { place: block.first_seq, seq: block.first_seq };
            self.streams[reader].push((place, Event::Block(block)));
        }
    }
}

/// The hub of one device.
pub struct Talk<'a> {
    pub service: &'a mut Service,
    pub device: usize,
}

impl Hub for Talk<'_> {
    /// One event at a time, so that answers take several frames.
    fn exchange(&mut self, question: &Question) -> Result<Answer, Failure> {
        let known = self.service.ops.get(&question.replica).and_then(|ops| ops.iter().next_back());
        let head = known.map_or(Head::default(), |(ctr, (chain, _))| Head { ctr: *ctr, chain: *chain });
        let mut answer = Answer {
            epoch: 1,
            epoch_began: 0,
            now_ms: 0,
            head,
            taken: Vec::new(),
            news: Vec::new(),
            cursor: question.cursor,
            more: false,
        };
        if head.ctr > question.written {
            answer.taken.push(Taken::Forked);
            return Ok(answer);
        }
        answer.taken = question.brought.iter().map(|brought| self.service.take(self.device, brought)).collect();
        let mut stream = self.service.streams[self.device].iter().filter(|(place, _)| *place > question.cursor);
        if let Some((place, event)) = stream.next() {
            answer.cursor = *place;
            answer.news.push(match event {
                Event::Block(block) => News::Block(block.clone()),
                Event::Closed => News::Closed { scope: vec![1] },
            });
        }
        answer.more = stream.next().is_some();
        Ok(answer)
    }
}
