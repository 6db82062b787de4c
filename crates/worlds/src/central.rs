//! The service: two nodes over one database, its backups, and the colleague whose newer program writes what is shared.

use std::{
    fs,
    path::{Path, PathBuf},
};

use server::{
    error::{Error, Result},
    facts, hub, organisation, people,
    session::Session,
    storage::{Sqlite, Storage, Tx, transact},
};
use sync::exchange::{Answer, Question};

use crate::{device::Identity, people::People, random::Random};

/// What a node does with the next question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    /// It answers.
    Well,
    /// It ends before its transaction is committed.
    EndsBeforeCommit,
}

/// The service.
pub struct Central {
    folder: PathBuf,
    nodes: Vec<Sqlite>,
    backups: Vec<(PathBuf, People)>,
    epoch: i64,
}

const NODES: usize = 2;
const FILES: [&str; 2] = ["central.db", "central.db-wal"];

impl Central {
    /// Makes the service of an organisation.
    ///
    /// # Errors
    /// The database's.
    pub fn make(folder: &Path, people: &People, random: &mut Random) -> Result<Self> {
        let mut central = Self { folder: folder.to_owned(), nodes: Vec::new(), backups: Vec::new(), epoch: 0 };
        central.open()?;
        let epoch = central.next_epoch(random);
        let replica = random.between(1, i64::MAX >> 1);
        let new = organisation::New { id: people.organisation, name: "District", epoch, replica };
        transact(central.storage(0), |tx| {
            organisation::create(tx, &new, 0)?;
            for person in people.everybody.iter().chain([&people.teacher, &people.signing]) {
                people::add(tx, people.organisation, *person, "Somebody")?;
            }
            people.facts().try_for_each(|fact| facts::write(tx, people.organisation, fact, true))
        })?;
        Ok(central)
    }

    /// Makes a device known.
    ///
    /// # Errors
    /// The database's.
    pub fn enrol(&self, identity: &Identity) -> Result<()> {
        let new = people::NewDevice {
            device: identity.device,
            person: identity.person,
            name: "Computer",
            key: identity.signing.verifying_key().to_bytes(),
            token: *blake3::hash(&identity.device.bytes()).as_bytes(),
        };
        transact(self.storage(0), |tx| people::enrol(tx, identity.organisation, &new, 0))
    }

    /// Lets a node answer a question.
    ///
    /// # Errors
    /// The service's.
    pub fn answer(
        &self,
        node: usize,
        session: &Session,
        now_ms: i64,
        question: &Question,
        health: Health,
    ) -> Result<Answer> {
        let node = Node { storage: self.storage(node), health };
        hub::exchange(&node, session, now_ms, question)
    }

    /// Makes a fact true, or not any more.
    ///
    /// # Errors
    /// The database's.
    pub fn set(&self, people: &People, fact: facts::Fact, holds: bool) -> Result<()> {
        transact(self.storage(0), |tx| facts::write(tx, people.organisation, fact, holds))
    }

    /// Copies the database aside, with what then was true.
    ///
    /// # Errors
    /// The disk's.
    pub fn back_up(&mut self, people: &People) -> std::io::Result<()> {
        let folder = self.folder.join(format!("backup {}", self.backups.len()));
        copy(&self.folder, &folder)?;
        self.backups.push((folder, people.clone()));
        Ok(())
    }

    /// Puts a backup in the place of the database, begins another epoch, and says again what is true now. Returns whether
    /// there was a backup.
    ///
    /// # Errors
    /// The disk's, or the database's.
    pub fn restore(&mut self, people: &People, random: &mut Random) -> Result<bool> {
        if self.backups.is_empty() {
            return Ok(false);
        }
        let at = random.place(self.backups.len());
        let (backup, then) = self.backups[at].clone();
        self.nodes.clear();
        copy(&backup, &self.folder).map_err(|_| Error::Damaged { what: "a backup" })?;
        self.open()?;
        let (epoch, replica) = (self.next_epoch(random), random.between(1, i64::MAX >> 1));
        transact(self.storage(0), |tx| {
            organisation::begin_epoch(tx, then.organisation, epoch)?;
            organisation::write_as(tx, then.organisation, replica)
        })?;
        transact(self.storage(0), |tx| {
            then.facts().try_for_each(|fact| facts::write(tx, then.organisation, fact, false))?;
            people.facts().try_for_each(|fact| facts::write(tx, then.organisation, fact, true))
        })?;
        // A backup of a later moment is of a life that did not happen.
        self.backups.truncate(at + 1);
        Ok(true)
    }

    /// Returns the database as a node has it.
    #[must_use]
    pub fn storage(&self, node: usize) -> &Sqlite {
        &self.nodes[node % NODES]
    }

    fn open(&mut self) -> Result<()> {
        self.nodes = (0..NODES).map(|_| Sqlite::open(&self.folder)).collect::<Result<_>>()?;
        Ok(())
    }

    fn next_epoch(&mut self, random: &mut Random) -> i64 {
        self.epoch = random.between(1, i64::MAX >> 1);
        self.epoch
    }
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for file in FILES {
        drop(fs::remove_file(to.join(file)));
        if from.join(file).exists() {
            fs::copy(from.join(file), to.join(file))?;
        }
    }
    // The third file is only memory of the other two.
    drop(fs::remove_file(to.join("central.db-shm")));
    Ok(())
}

/// A node that may end in the middle of a transaction.
struct Node<'a> {
    storage: &'a Sqlite,
    health: Health,
}

impl Storage for Node<'_> {
    fn snapshot(&self, work: &mut dyn FnMut(&mut dyn Tx) -> Result<()>) -> Result<()> {
        self.storage.snapshot(work)
    }

    fn once(&self, work: &mut dyn FnMut(&mut dyn Tx) -> Result<()>) -> Result<()> {
        match self.health {
            Health::Well => self.storage.once(work),
            Health::EndsBeforeCommit => self.storage.once(&mut |tx| {
                work(tx)?;
                Err(Error::Busy)
            }),
        }
    }
}
