//! What the shell holds: the home folder, the open profile, who may write what, and when a person was last at work.

use std::{
    collections::{HashMap, HashSet},
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use domain::{Code, Problem, RowId, clock::Reading};
use store::{
    Connection, Writer,
    key::{Key, RecoveryCode},
    profile::{Home, Profile},
};

use crate::{clock, long::Long};

mod open;
mod opening;

pub use open::{Behind, Open};
pub use opening::Opening;

/// What a command answers.
pub type Answer<T> = Result<T, Problem>;

/// The state of the running program.
pub struct AppState {
    home: OnceLock<Home>,
    /// Held while the home folder is taken, so that two commands do not take it from each other.
    taking_home: Mutex<()>,
    open: Mutex<Option<Arc<Open>>>,
    /// Held by [`Opening`].
    opening: Mutex<()>,
    /// The observations that were opened since the program began, by id alone. A lock leaves them: while it was locked
    /// Coachlight ran, and what is opened again must not have a gap that says otherwise.
    seen: Mutex<HashSet<RowId>>,
    /// The recovery code that was just made, until the person has shown that it was kept.
    pub fresh_code: Mutex<Option<RecoveryCode>>,
    /// When a person was last at work.
    last_work: Mutex<Reading>,
    /// Set by Lock: the keychain must not open the profile again by itself.
    is_locked: Mutex<bool>,
    /// Whether the screen is on a wall: every window shows roles instead of names, and nothing pops up.
    is_presenting: AtomicBool,
    /// Making a backup.
    pub backing_up: Long,
    /// Erasing from the backups.
    pub erasing: Long,
    /// Putting a backup in the place of a profile.
    pub restoring: Long,
    /// Checking the data.
    pub checking: Long,
    /// Writing to a stick.
    pub carrying: Long,
    /// Writing an archive of what is about a teacher.
    pub archiving: Long,
    /// The exchange with the central service.
    pub exchange: crate::exchange::Exchange,
    /// A profile that waits for its first connection.
    pub joining: Mutex<Option<Joining>>,
    /// Another profile that is read, to bring work from it.
    pub bringing: Mutex<Option<crate::commands::bring::Bringing>>,
    /// What was found in a backup of the person's other computer and may be brought.
    pub private_lines: Mutex<Option<actions::bring::Private>>,
    /// Files that were read and not yet imported.
    pub previews: Mutex<HashMap<String, crate::commands::roster::Preview>>,
}

/// A profile that was made for an invitation, and is not open before that was used.
pub struct Joining {
    /// Where it lies.
    pub profile: Profile,
    /// Its key.
    pub key: Key,
    /// Its rows.
    pub writer: Writer,
}

/// Returns the home folder: `COACHLIGHT_HOME`, or the place where this system keeps programs' data.
#[must_use]
pub fn home_folder() -> PathBuf {
    match std::env::var_os("COACHLIGHT_HOME") {
        Some(folder) => PathBuf::from(folder),
        None => dirs::data_local_dir().unwrap_or_else(std::env::temp_dir).join("Coachlight"),
    }
}

impl AppState {
    /// Begins with nothing open.
    pub fn new() -> Self {
        Self {
            home: OnceLock::new(),
            taking_home: Mutex::new(()),
            open: Mutex::new(None),
            opening: Mutex::new(()),
            seen: Mutex::new(HashSet::new()),
            fresh_code: Mutex::new(None),
            last_work: Mutex::new(clock::read()),
            is_locked: Mutex::new(false),
            is_presenting: AtomicBool::new(false),
            backing_up: Long::default(),
            erasing: Long::default(),
            restoring: Long::default(),
            checking: Long::default(),
            carrying: Long::default(),
            archiving: Long::default(),
            exchange: crate::exchange::Exchange::default(),
            joining: Mutex::default(),
            bringing: Mutex::default(),
            private_lines: Mutex::default(),
            previews: Mutex::new(HashMap::new()),
        }
    }

    /// Returns whether the person is presenting.
    pub fn is_presenting(&self) -> bool {
        self.is_presenting.load(Ordering::SeqCst)
    }

    /// Remembers whether the person is presenting.
    pub fn set_presenting(&self, is_on: bool) {
        self.is_presenting.store(is_on, Ordering::SeqCst);
    }

    /// Returns the home folder. Takes hold of it when this program does not have it yet: another Coachlight that had it
    /// may have ended since.
    pub fn home(&self) -> Answer<&Home> {
        let _one_at_a_time = held(&self.taking_home);
        if let Some(home) = self.home.get() {
            return Ok(home);
        }
        let home = Home::hold(&home_folder()).map_err(problem)?;
        Ok(self.home.get_or_init(|| home))
    }

    /// Returns the open profile.
    pub fn open(&self) -> Answer<Arc<Open>> {
        held(&self.open)
            .clone()
            .ok_or_else(|| Problem::new(Code::Locked, "The profile is locked. Everything is saved."))
    }

    /// Returns whether this is the first time that an observation is opened since the program began.
    pub fn is_first_look(&self, observation: RowId) -> bool {
        held(&self.seen).insert(observation)
    }

    /// Forgets which observations were opened: a backup has taken the place of what they were.
    pub fn forget_looks(&self) {
        held(&self.seen).clear();
    }

    /// Returns whether a person locked the profile.
    pub fn is_locked(&self) -> bool {
        *held(&self.is_locked)
    }

    /// Closes the profile: what was begun is finished first, and the key leaves the memory.
    pub fn lock(&self) {
        self.backing_up.stop();
        self.erasing.stop();
        self.checking.stop();
        self.carrying.stop();
        *held(&self.open) = None;
        held(&self.previews).clear();
        *held(&self.bringing) = None;
        *held(&self.private_lines) = None;
        self.set_presenting(false);
        *held(&self.is_locked) = true;
    }

    /// Runs something on the write thread of the open profile.
    pub fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Writer) -> actions::Result<T> + Send + 'static,
    ) -> Answer<T> {
        let done = self.open()?.store.write(work).map_err(Problem::from)?;
        self.exchange.written();
        Ok(done)
    }

    /// Runs something with a read-only connection of the open profile.
    pub fn read<T>(&self, work: impl FnOnce(&Connection) -> actions::Result<T>) -> Answer<T> {
        self.open()?.store.read(work).map_err(Problem::from)
    }

    /// Remembers that a person is at work.
    pub fn note_work(&self) {
        *held(&self.last_work) = clock::read();
    }

    /// Returns when a person was last at work.
    pub fn last_work(&self) -> Reading {
        held(&self.last_work).clone()
    }
}

/// Takes a lock that a panicking command may have left: the data behind it is whole after each statement.
pub fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Brings a failure of the store into words for people.
pub fn problem(error: store::Error) -> Problem {
    if let store::Error::Database { doing, source } = &error {
        // SQLite's own words quote SQL, never a bound value.
        tracing::error!(doing, %source, "the database failed");
    }
    Problem::from(actions::Error::Store(error))
}

#[cfg(test)]
mod tests {
    use super::AppState;

    #[test]
    fn an_observation_stays_known_over_a_lock_but_not_over_a_restored_backup() {
        let state = AppState::new();
        let id = domain::RowId::new(0, [1; 10]);
        assert!(state.is_first_look(id), "the program has just begun");

        state.lock();
        assert!(!state.is_first_look(id), "it ran while it was locked");

        state.forget_looks();
        assert!(state.is_first_look(id), "the backup's observation was not open here");
    }
}
