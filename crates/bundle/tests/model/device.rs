//! A device as small as can be: its own operations with their places, and what it received of the other's.

use bundle::{
    Limits,
    key::{Key, Recipient},
    message::ToDevice,
    read::Reader,
};
use sync::{
    batch::Batch,
    engine::Standing,
    exchange::{Answer, Brought, Cursor, News, Question, Taken, VERSION},
    op::CHAIN_START,
};

use super::service::Places;
use crate::support::{Kept, brought, following, op, organisation, write_to_service_from};

#[derive(Clone, Debug, PartialEq)]
pub struct Device {
    key: Kept,
    pub replica: i64,
    written: i64,
    epoch: i64,
    cursor: Cursor,
    settled: Places,
    received: Places,
    pub is_forked: bool,
}

impl Device {
    pub fn new(replica: i64) -> Self {
        Self {
            key: Kept::draw(),
            replica,
            written: 0,
            epoch: 1,
            cursor: Cursor::default(),
            settled: Places::new(),
            received: Places::new(),
            is_forked: false,
        }
    }

    fn key(&self) -> Key {
        self.key.key()
    }

    pub fn write(&mut self, count: i64) {
        self.written += count;
    }

    pub fn waiting(&self) -> i64 {
        self.written - self.settled.len() as i64
    }

    pub fn settled(&self) -> Places {
        self.settled.clone()
    }

    pub fn received(&self) -> &Places {
        &self.received
    }

    pub fn cursor(&self) -> Cursor {
        self.cursor
    }

    /// What waits, two operations in a batch.
    fn brought(&self) -> Vec<Brought> {
        let first = (1..=self.written).find(|ctr| !self.settled.contains_key(ctr)).unwrap_or(self.written + 1);
        let mut chain = (1..first).fold(CHAIN_START, |chain, ctr| op(self.replica, ctr).chained(&chain));
        let mut batches = Vec::new();
        for at in (first..=self.written).step_by(2) {
            let batch = following(self.replica, at, 2.min(self.written + 1 - at), chain);
            chain = *batch.chain().last().unwrap();
            batches.push(brought(&batch));
        }
        batches
    }

    fn standing(&self) -> Standing {
        Standing {
            epoch: self.epoch,
            replica: self.replica,
            written: self.written,
            cursor: self.cursor,
            brought: self.brought(),
            more: false,
        }
    }

    pub fn question(&self) -> Question {
        let standing = self.standing();
        Question {
            version: VERSION,
            epoch: standing.epoch,
            replica: standing.replica,
            written: standing.written,
            cursor: standing.cursor,
            brought: standing.brought.into_iter().take(1).collect(),
            most_bytes: 1_000,
        }
    }

    /// Writes what waits into files that soon are full.
    pub fn files(&self, service: &Recipient) -> Vec<Vec<u8>> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.coachlight");
        let standing = self.standing();
        let limits = Limits { file_bytes: 3_400, ..Limits::default() };
        let written = write_to_service_from(&path, (service, &self.key()), &standing, &standing.brought, limits);
        written.unwrap().files.iter().map(|file| std::fs::read(file).unwrap()).collect()
    }

    /// Reads an answer's file: each frame as one from the network, where it fits.
    pub fn read(&mut self, file: &[u8]) {
        let key = self.key();
        let Ok(reader) = Reader::<ToDevice, _>::open(file, organisation(), &key, Limits::default()) else { return };
        for answered in reader {
            if let Some(answer) = answered.unwrap().fitting(&self.standing()) {
                self.apply(answer);
            }
        }
    }

    pub fn apply(&mut self, answer: Answer) {
        for taken in answer.taken {
            match taken {
                Taken::Settled(runs) => runs.iter().for_each(|run| {
                    assert_eq!((run.replica, run.count), (self.replica, 1));
                    let before = self.settled.insert(run.first_ctr, run.first_seq);
                    assert!(before.is_none_or(|before| before == run.first_seq), "an operation has one place");
                }),
                Taken::Forked => self.is_forked = true,
                // As the store does: what the service does not have waits again.
                Taken::Gap => self.settled.retain(|ctr, _| *ctr <= answer.head.ctr),
                Taken::Custody { .. } | Taken::Malformed => {}
            }
        }
        for news in answer.news {
            match news {
                News::Block(block) => {
                    let batch = Batch::decode(&block.batch).unwrap();
                    for (op, seq) in batch.ops.iter().zip(block.first_seq..) {
                        let before = self.received.insert(op.reference.ctr, seq);
                        assert!(before.is_none_or(|before| before == seq), "an operation has one place");
                    }
                }
                News::Closed { .. } | News::Only { .. } => self.received.clear(),
            }
        }
        (self.epoch, self.cursor) = (answer.epoch, answer.cursor);
    }
}
