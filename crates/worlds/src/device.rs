//! A computer: the real engine over the real encrypted store, with a clock, a key and a place for its files.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use domain::{RowId, schema::earlier};
use ed25519_dalek::{Signer, SigningKey};
use server::session::Session;
use store::{Writer, exchange, key::Key};
use sync::{engine::Engine, engine::Standing};

use crate::{
    clock::{Clock, Source},
    random::Random,
};

/// Who a device is to the service; a copy of its folder is the same to it.
#[derive(Debug, Clone)]
pub struct Identity {
    /// The organisation.
    pub organisation: RowId,
    /// Whose device it is.
    pub person: RowId,
    /// Its id.
    pub device: RowId,
    /// The key with which it signs.
    pub signing: SigningKey,
}

impl Identity {
    /// Draws a device of a person.
    pub fn draw(organisation: RowId, person: RowId, random: &mut Random) -> Self {
        let (mut key, mut id) = ([0; 32], [0; 16]);
        random.fill(&mut key);
        random.fill(&mut id);
        Self { organisation, person, device: RowId::from_bytes(id), signing: SigningKey::from_bytes(&key) }
    }

    /// Returns what the service knows of it.
    #[must_use]
    pub fn session(&self) -> Session {
        Session { org: self.organisation, person: self.person, device: self.device, key: self.signing.verifying_key() }
    }
}

/// A device that is switched on.
pub struct Device {
    /// Who it is.
    pub identity: Identity,
    /// Its engine.
    pub engine: Engine,
    /// Its clock.
    pub clock: Clock,
    /// Rises with every crash and restore: what was under way before belongs to nobody.
    pub life: u64,
    /// The question that waits for its answer.
    pub asks: Option<u64>,
    /// Until when it has no network, in the world's milliseconds.
    pub cut_until: i64,
    /// Whether its program is of an earlier version, which does not know the entity of [`NEWER`].
    pub is_earlier: bool,
    /// Whether its disk is full.
    pub is_full: bool,
    folder: PathBuf,
    shown_ms: Arc<AtomicI64>,
    random: Random,
    writer: Option<Writer>,
}

/// The entity that programs of an earlier version do not know.
const NEWER: u16 = domain::schema::content_cycle::ENTITY.number;
const DATABASE: &str = "profile.db";
/// The database and its journal; the third file of SQLite is only memory.
const FILES: [&str; 2] = [DATABASE, "profile.db-wal"];

impl Device {
    /// Makes a device with an empty profile that belongs to its person in the organisation.
    ///
    /// # Errors
    /// The store's.
    pub fn make(folder: &Path, identity: Identity, mut random: Random) -> store::Result<Self> {
        let mut device = Self::place(folder, identity, Clock::draw(&mut random), random);
        let source = device.source();
        let mut writer = Writer::create(&device.file(), &key(), source)?;
        let Identity { organisation, person, device: id, signing } = &device.identity;
        exchange::join(
            &mut writer,
            &exchange::Membership {
                service: "http://[::1]:1".to_owned(),
                organisation: *organisation,
                person: *person,
                device: *id,
                token: [7; 32],
                signing_key: signing.to_bytes(),
            },
        )?;
        device.writer = Some(writer);
        Ok(device)
    }

    /// Opens a copy of a device's files as a computer of its own.
    ///
    /// # Errors
    /// The store's, or the disk's.
    pub fn of_copy(
        folder: &Path,
        copy: &Path,
        (identity, is_earlier): (Identity, bool),
        random: Random,
    ) -> store::Result<Self> {
        let mut device = Self { is_earlier, ..Self::place(folder, identity, Clock::Ahead(0), random) };
        device.take_files(copy)?;
        Ok(device)
    }

    fn place(folder: &Path, identity: Identity, clock: Clock, random: Random) -> Self {
        Self {
            identity,
            engine: Engine::default(),
            clock,
            life: 0,
            asks: None,
            cut_until: 0,
            is_earlier: false,
            is_full: false,
            folder: folder.to_owned(),
            shown_ms: Arc::new(AtomicI64::new(0)),
            random,
            writer: None,
        }
    }

    /// Sets what the device's clock shows.
    pub fn tick(&self, now_ms: i64) {
        self.shown_ms.store(self.clock.shows(now_ms), Ordering::Relaxed);
    }

    /// Lets what follows be done by this device's version of the program.
    #[must_use]
    pub fn program(&self) -> earlier::Known {
        earlier::without(self.is_earlier.then_some(NEWER))
    }

    /// Puts an earlier version of the program in the place of a new device's.
    ///
    /// # Errors
    /// SQLite's.
    pub fn downgrade(&mut self) -> rusqlite::Result<()> {
        self.is_earlier = true;
        self.forget_version()
    }

    /// What an earlier version made is marked as its own.
    fn forget_version(&self) -> rusqlite::Result<()> {
        let mark = "insert or replace into local_setting (name, value) values ('vocabulary', '1')";
        self.reader().execute(mark, []).map(drop)
    }

    /// Installs the present version: the database is closed, and opened by another program.
    ///
    /// # Errors
    /// The store's, or the disk's.
    pub fn upgrade(&mut self) -> store::Result<()> {
        self.is_earlier = false;
        self.crash()
    }

    /// Takes another name: see `store::exchange::rename`.
    ///
    /// # Errors
    /// The store's.
    pub fn rename(&mut self) -> store::Result<()> {
        let _program = self.program();
        exchange::rename(self.writer())
    }

    /// Returns the one who writes.
    ///
    /// # Panics
    /// Never: a device is open between its steps.
    pub fn writer(&mut self) -> &mut Writer {
        self.writer.as_mut().expect("a device is open between its steps")
    }

    /// Returns the connection for reading.
    ///
    /// # Panics
    /// Never: a device is open between its steps.
    #[must_use]
    pub fn reader(&self) -> &store::Connection {
        self.writer.as_ref().expect("a device is open between its steps").reader()
    }

    /// Reads where the device stands, and signs what waits.
    ///
    /// # Errors
    /// The store's.
    pub fn standing(&self, most_bytes: u32) -> store::Result<Standing> {
        let sign = |bytes: &[u8]| self.identity.signing.sign(bytes).to_bytes();
        exchange::standing(self.reader(), most_bytes, &sign)
    }

    /// Loses power: what was committed stays, all else is gone.
    ///
    /// # Errors
    /// The store's, or the disk's.
    pub fn crash(&mut self) -> store::Result<()> {
        let aside = self.folder.join("aside");
        self.copy_to(&aside)?;
        self.take_files(&aside)
    }

    /// Copies the files of the running device to another folder.
    ///
    /// # Errors
    /// The disk's.
    pub fn copy_to(&self, folder: &Path) -> store::Result<()> {
        let copy = || -> std::io::Result<()> {
            drop(fs::remove_dir_all(folder));
            fs::create_dir_all(folder)?;
            for file in FILES {
                let from = self.files().join(file);
                if from.exists() {
                    fs::copy(from, folder.join(file))?;
                }
            }
            Ok(())
        };
        copy().map_err(|source| store::Error::File { doing: "copying a device", source })
    }

    /// Goes on with the files of a copy, whatever it had before.
    ///
    /// # Errors
    /// The store's, or the disk's.
    pub fn take_files(&mut self, copy: &Path) -> store::Result<()> {
        // What SQLite does to the old files when it closes them touches nothing that is used again.
        self.writer = None;
        drop(fs::remove_dir_all(self.files()));
        self.life += 1;
        let put = || -> std::io::Result<()> {
            fs::create_dir_all(self.files())?;
            for file in FILES.iter().filter(|file| copy.join(file).exists()) {
                fs::copy(copy.join(file), self.files().join(file))?;
            }
            Ok(())
        };
        put().map_err(|source| store::Error::File { doing: "placing a copy", source })?;
        self.engine = Engine::default();
        self.asks = None;
        self.is_full = false;
        let source = self.source();
        let _program = self.program();
        self.writer = Some(Writer::open(&self.file(), &key(), source)?);
        if self.is_earlier {
            self.forget_version().map_err(|_| store::Error::Damaged { what: "the settings" })?;
        }
        Ok(())
    }

    /// Lets the database grow no further, or again as it will: SQLite itself then says that the disk is full.
    ///
    /// # Errors
    /// SQLite's.
    pub fn fill_disk(&mut self, is_full: bool) -> rusqlite::Result<()> {
        let pages: i64 = self.reader().query_row("pragma page_count", [], |row| row.get(0))?;
        let most = if is_full { pages } else { 1 << 30 };
        self.is_full = is_full;
        self.reader().query_row(&format!("pragma max_page_count = {most}"), [], |_| Ok(()))
    }

    fn files(&self) -> PathBuf {
        self.folder.join(self.life.to_string())
    }

    fn file(&self) -> PathBuf {
        // The folder is made here, so that a new device can be made in it.
        drop(fs::create_dir_all(self.files()));
        self.files().join(DATABASE)
    }

    /// Draws a source of its own for each opening: no two draw the same.
    fn source(&mut self) -> Box<dyn store::Source> {
        let seed = self.random.next();
        Box::new(Source::new(Arc::clone(&self.shown_ms), Random::new(seed, self.life)))
    }
}

fn key() -> Key {
    Key::from_bytes([7; 32])
}
