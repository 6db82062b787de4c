//! A home folder with one profile, and a clock that stands where it was put.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicI64, Ordering::SeqCst},
    },
};

use store::{
    Seeded, Source, Writer,
    backup::{self, Reason},
    key::{Key, KeyFile, RecoveryCode},
    profile::{Home, Profile},
};
use tempfile::TempDir;

pub const PASSPHRASE: &str = "four words are enough";
pub const DAY_MS: i64 = 86_400_000;
/// Monday 5 October 2026, 13:00 UTC.
pub const MONDAY_MS: i64 = 1_791_205_200_000;

/// A clock that a test sets.
#[derive(Clone)]
pub struct Clock(Arc<AtomicI64>);

impl Clock {
    pub fn at(now_ms: i64) -> Self {
        Self(Arc::new(AtomicI64::new(now_ms)))
    }

    pub fn pass(&self, milliseconds: i64) {
        self.0.fetch_add(milliseconds, SeqCst);
    }

    /// Returns a source that shows this clock, with random bytes that follow from a seed.
    pub fn source(&self, seed: u64) -> Box<dyn Source> {
        Box::new(Hand { clock: self.clone(), random: Seeded::new(seed, 0) })
    }
}

struct Hand {
    clock: Clock,
    random: Seeded,
}

impl Source for Hand {
    fn now_ms(&mut self) -> i64 {
        self.clock.0.load(SeqCst)
    }

    fn fill(&mut self, buffer: &mut [u8]) {
        self.random.fill(buffer);
    }
}

/// The key and code of every profile here.
fn secrets() -> &'static (Key, RecoveryCode) {
    static SECRETS: OnceLock<(Key, RecoveryCode)> = OnceLock::new();
    SECRETS.get_or_init(|| {
        let source = &mut Seeded::new(1, MONDAY_MS);
        (Key::draw(source), RecoveryCode::draw(source))
    })
}

pub fn key() -> &'static Key {
    &secrets().0
}

pub fn recovery_code() -> &'static RecoveryCode {
    &secrets().1
}

/// The key file of every profile here: sealing takes a while by design, so it is done once.
fn key_file() -> &'static KeyFile {
    static SEALED: OnceLock<KeyFile> = OnceLock::new();
    SEALED.get_or_init(|| {
        let source = &mut Seeded::new(2, MONDAY_MS);
        let id = "01a0b8c2-0000-7000-8000-000000000001";
        KeyFile::wrap(key(), id, "D. W., Riverbend", PASSPHRASE, recovery_code(), source).unwrap()
    })
}

/// A profile at work in a home folder of its own.
pub struct Desk {
    pub home: Home,
    pub profile: Profile,
    pub clock: Clock,
    writer: Option<Writer>,
    folder: TempDir,
    opened: u64,
}

impl Desk {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::hold(folder.path()).unwrap();
        let file = key_file();
        let profile = home.place(&file.profile).unwrap();
        file.write(&profile.key_path()).unwrap();
        let clock = Clock::at(MONDAY_MS);
        let writer = Some(Writer::create(&profile.database(), key(), clock.source(7)).unwrap());
        Self { home, profile, clock, writer, folder, opened: 7 }
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn writer(&mut self) -> &mut Writer {
        self.writer.as_mut().unwrap()
    }

    /// Closes the database, as at the end of the application.
    pub fn close(&mut self) {
        self.writer = None;
    }

    /// Closes the database and opens it again, as on the next day.
    pub fn reopen(&mut self) {
        self.writer = None;
        self.opened += 1;
        let source = self.clock.source(self.opened);
        self.writer = Some(Writer::open(&self.profile.database(), key(), source).unwrap());
    }

    pub fn back_up(&mut self) -> PathBuf {
        backup::make(&self.profile, self.writer.as_mut().unwrap(), key(), Reason::Asked).unwrap()
    }
}
