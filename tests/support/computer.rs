//! A computer without a window: a database on the disk, and the program's own way to the service.

use std::path::{Path, PathBuf};

use coachlight_app::exchange::{self as link, Device, Exchanged};
use domain::{
    RowId,
    schema::{line, observation},
};
use ed25519_dalek::SigningKey;
use store::{
    Checkpoint, Seeded, Source, Writer,
    exchange::{self as stored, Membership},
    key::Key,
};
use sync::{
    engine::{Engine, Rest},
    enrol::Enrol,
    exchange::VERSION,
};
use tempfile::TempDir;

/// Monday 5 October 2026, 13:00 UTC.
const MONDAY_MS: i64 = 1_791_205_200_000;
/// More exchanges in a row than this mean that the queue stands still.
const MOST_RUNS: usize = 4;

/// A joined computer.
pub struct Computer {
    pub writer: Writer,
    pub membership: Membership,
    /// The engine that a program keeps from one exchange to the next.
    pub engine: Engine,
    number: u64,
    folder: TempDir,
}

fn database(folder: &Path) -> PathBuf {
    folder.join("profile.db")
}

fn key() -> Key {
    Key::from_bytes([7; 32])
}

impl Computer {
    /// Joins by a code; what it draws follows from its number.
    pub fn join(service: &str, code: &str, number: u64) -> Self {
        let mut source = Seeded::new(number, MONDAY_MS);
        let mut signing_key = [0; 32];
        source.fill(&mut signing_key);
        let public_key = SigningKey::from_bytes(&signing_key).verifying_key().to_bytes();
        let enrol = Enrol { version: VERSION, code: code.to_owned(), public_key, system: "Linux".into() };
        let enrolled = link::Service::at(service).and_then(|service| service.enrol(&enrol)).expect("a good code");
        let membership = Membership {
            service: service.to_owned(),
            organisation: enrolled.organisation,
            person: enrolled.person,
            device: enrolled.device,
            token: enrolled.token,
            signing_key,
        };
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut writer = Writer::create(&database(folder.path()), &key(), Box::new(source)).expect("a new database");
        stored::join(&mut writer, &membership).expect("a new database");
        Self { writer, membership, engine: Engine::default(), number, folder }
    }

    /// Another computer that is what this one is now, down to its name: for trying the same thing again.
    pub fn copy(&self) -> Self {
        self.writer.checkpoint(Checkpoint::Truncate).expect("nobody else reads");
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::copy(database(self.folder.path()), database(folder.path())).expect("there is room");
        let source = Box::new(Seeded::new(self.number + 1_000, MONDAY_MS + 1_000));
        let writer = Writer::open(&database(folder.path()), &key(), source).expect("a whole database");
        Self { writer, membership: self.membership.clone(), engine: Engine::default(), number: self.number, folder }
    }

    /// Scripts a lesson of so many lines, each an act of its own.
    pub fn script(&mut self, lines: usize) -> RowId {
        let document = self.writer.new_id();
        let fields = vec![(observation::FOCUS, "talk".into()), (observation::STATE, "open".into())];
        let begun = self.writer.act(document, "begin", |tx| tx.create(observation::ENTITY, document, fields));
        begun.expect("there is room");
        for number in 0..lines {
            let fields = vec![
                (line::OBSERVATION, document.into()),
                (line::OFFSET_MS, i64::try_from(number * 6_100).expect("a lesson ends").into()),
                (line::SPEAKER, "T".into()),
                (line::TEXT, said(self.number, number).into()),
            ];
            let kept = self.writer.act(document, "keep line", |tx| {
                let id = tx.new_id();
                tx.create(line::ENTITY, id, fields)
            });
            kept.expect("there is room");
        }
        document
    }

    /// Lets the engine run once at this address, from its wake to its rest.
    pub fn exchange(&mut self, service: &str) -> (Exchanged, Rest) {
        self.exchange_by(service, |writer| writer)
    }

    /// The same, with something between the engine and the database.
    pub fn exchange_by<'a, D: Device + 'a>(
        &'a mut self,
        service: &str,
        between: impl FnOnce(&'a mut Writer) -> D,
    ) -> (Exchanged, Rest) {
        let service = link::Service::at(service).expect("an address on this computer");
        let run = link::run(between(&mut self.writer), &service, &self.membership, &mut self.engine);
        let (moved, rest, _) = run.expect("the database takes it");
        (moved, rest)
    }

    /// Exchanges until nothing waits on either side. Returns what was moved, or why it stands still.
    pub fn settle(&mut self, service: &str) -> Result<Exchanged, String> {
        let mut all = Exchanged::default();
        for _ in 0..MOST_RUNS {
            let (moved, rest) = self.exchange(service);
            all.sent += moved.sent;
            all.received += moved.received;
            all.questions += moved.questions;
            if rest == Rest::Done && self.waiting() == 0 {
                return Ok(all);
            }
        }
        Err(format!("{} operations still wait after {MOST_RUNS} exchanges", self.waiting()))
    }

    /// How many operations wait.
    pub fn waiting(&self) -> u64 {
        stored::counts(self.writer.reader()).expect("a whole database").waiting
    }

    /// Every operation's name, in the order of their names.
    pub fn log(&self) -> Vec<(i64, i64)> {
        let mut found =
            self.writer.reader().prepare("select replica, ctr from op order by replica, ctr").expect("a log");
        let rows = found.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("a log");
        rows.collect::<Result<_, _>>().expect("a log")
    }

    /// A hash over every row.
    pub fn rows(&self) -> [u8; 32] {
        store::rebuild::fingerprint(self.writer.reader()).expect("a whole database")
    }
}

/// What is said in a line: no two alike, so that it travels at a lesson's true size.
fn said(computer: u64, number: usize) -> String {
    const WORDS: [&str; 24] = [
        "table",
        "graph",
        "equal",
        "share",
        "because",
        "double",
        "notice",
        "between",
        "tomorrow",
        "missing",
        "people",
        "wondered",
        "fraction",
        "seven",
        "corner",
        "explain",
        "louder",
        "partner",
        "whiteboard",
        "silence",
        "ratio",
        "agree",
        "almost",
        "quietly",
    ];
    let mut random = (computer + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (number as u64 + 1).wrapping_mul(0xD1B5_4A32);
    let word = |_| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        WORDS[usize::try_from(random >> 40).expect("24 bits") % WORDS.len()]
    };
    format!("{number} {}", (0..9).map(word).collect::<Vec<_>>().join(" "))
}
