//! One organisation in an empty database.

use std::sync::atomic::{AtomicI64, Ordering};

use domain::{RowId, scope::Scope};
use server::{
    facts::{self, Fact},
    organisation, people,
    storage::{Postgresql, Sqlite, Storage, Tx, transact},
};

use sync::exchange::Block;

use super::{Device, Had, cluster};

/// The service's clock when a world begins.
const BEGAN_MS: i64 = 1_791_205_624_000;

/// A database with one organisation.
pub(crate) struct World {
    pub(crate) org: RowId,
    storage: Box<dyn Storage>,
    place: Place,
    clock: AtomicI64,
    devices: AtomicI64,
}

enum Place {
    Folder(tempfile::TempDir),
    Address(String),
}

impl Place {
    fn open(&self) -> Box<dyn Storage> {
        match self {
            Self::Folder(folder) => Box::new(Sqlite::open(folder.path()).unwrap()),
            Self::Address(address) => Box::new(Postgresql::open(address, 10).unwrap()),
        }
    }
}

/// Returns an id that says what it is for.
pub(crate) fn id(number: u8) -> RowId {
    RowId::from_bytes([number; 16])
}

impl World {
    pub(crate) fn sqlite() -> Self {
        Self::new(Place::Folder(tempfile::tempdir().unwrap()))
    }

    pub(crate) fn postgresql() -> Self {
        Self::new(Place::Address(cluster::shared().database()))
    }

    pub(crate) fn at(address: String) -> Self {
        Self::new(Place::Address(address))
    }

    fn new(place: Place) -> Self {
        let (org, storage) = (id(200), place.open());
        let (clock, devices) = (AtomicI64::new(BEGAN_MS), AtomicI64::new(1));
        let world = Self { org, storage, place, clock, devices };
        let new = organisation::New { id: org, name: "Fictional Schools", epoch: 77, replica: 1 << 40 };
        world.act(|tx| organisation::create(tx, &new, BEGAN_MS));
        world
    }

    /// An empty database of the same kind into which a backup of this one was restored.
    pub(crate) fn restored(&self) -> Self {
        let place = match &self.place {
            Place::Folder(_) => Place::Folder(tempfile::tempdir().unwrap()),
            Place::Address(_) => Place::Address(cluster::shared().database()),
        };
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("central.backup");
        server::backup::write(self.storage(), &file).unwrap();
        let storage = place.open();
        server::backup::restore(&*storage, &file, self.now_ms()).unwrap();
        let again = |number: &AtomicI64| AtomicI64::new(number.load(Ordering::Relaxed));
        Self { org: self.org, storage, place, clock: again(&self.clock), devices: again(&self.devices) }
    }

    pub(crate) fn storage(&self) -> &dyn Storage {
        &*self.storage
    }

    /// The same data, opened by another service.
    pub(crate) fn opened_again(&self) -> Box<dyn Storage> {
        self.place.open()
    }

    pub(crate) fn act<T>(&self, work: impl FnMut(&mut dyn Tx) -> server::error::Result<T>) -> T {
        transact(self.storage(), work).unwrap()
    }

    pub(crate) fn try_act<T>(
        &self,
        work: impl FnMut(&mut dyn Tx) -> server::error::Result<T>,
    ) -> server::error::Result<T> {
        transact(self.storage(), work)
    }

    pub(crate) fn now_ms(&self) -> i64 {
        self.clock.fetch_add(1_000, Ordering::Relaxed)
    }

    pub(crate) fn say(&self, fact: Fact) {
        self.act(|tx| facts::write(tx, self.org, fact, true));
    }

    pub(crate) fn unsay(&self, fact: Fact) {
        self.act(|tx| facts::write(tx, self.org, fact, false));
    }

    /// A new device of a person, who is added when they are new.
    pub(crate) fn device(&self, person: RowId) -> Device {
        let number = self.devices.fetch_add(1, Ordering::Relaxed);
        let device = Device::new(self.org, person, number);
        self.act(|tx| {
            people::add(tx, self.org, person, "Somebody")?;
            let key = device.session.key.to_bytes();
            let new = people::NewDevice { device: device.session.device, person, name: "A", key, token: [0; 32] };
            people::enrol(tx, self.org, &new, BEGAN_MS)
        });
        device
    }

    /// The scopes that hold something.
    pub(crate) fn scopes(&self) -> Vec<Scope> {
        let rows = self.act(|tx| tx.query("select scope from scope order by scope", &[]));
        rows.iter().map(|row| Scope::from_bytes(row.bytes(0).unwrap()).unwrap()).collect()
    }

    /// Every stored block of a scope, whoever may read it.
    pub(crate) fn stored(&self, scope: Scope) -> Had {
        let rows = self.act(|tx| {
            tx.query(
                "select first_seq, received_ms, batch, chain from block where scope = $1 order by last_seq",
                &[scope.bytes().as_slice().into()],
            )
        });
        let blocks = rows.iter().map(|row| {
            let batch = row.bytes(2).unwrap().to_vec();
            let chain = sync::batch::Batch::decode(&batch).unwrap().chain();
            assert_eq!(chain.last().unwrap(), &row.array(3).unwrap(), "the chain of a stored block");
            let (first_seq, received_ms) = (row.integer(0).unwrap(), row.integer(1).unwrap());
            Block { scope: scope.bytes(), first_seq, received_ms, batch }
        });
        Had { blocks: blocks.collect() }
    }

    /// Everything that is stored, as one text: equal texts mean that nothing changed.
    pub(crate) fn contents(&self) -> String {
        self.act(|tx| {
            let mut all = String::new();
            for sql in [
                "select head, facts_version from organisation",
                "select replica, last_ctr, last_chain from replica order by replica",
                "select scope, first_seq, last_seq from scope order by scope",
                "select first_seq, last_seq, scope, batch from block order by last_seq",
                "select replica, first_ctr, scope, batch from custody order by replica, first_ctr",
                "select person, scope, opened, closed from reader order by person, scope",
                "select author, root, scope, state from shared order by author, root, scope",
            ] {
                all += &format!("{:?}\n", tx.query(sql, &[])?);
            }
            Ok(all)
        })
    }
}
