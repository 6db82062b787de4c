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
    Connection, Store, System, Writer, backup,
    key::{Key, RecoveryCode},
    profile::{Home, Profile},
};

use crate::{clock, long::Long};

/// What a command answers.
pub type Answer<T> = Result<T, Problem>;

/// The state of the running program.
pub struct AppState {
    home: OnceLock<Home>,
    /// Held while the home folder is taken, so that two commands do not take it from each other.
    taking_home: Mutex<()>,
    open: Mutex<Option<Arc<Open>>>,
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
    /// Erasing from the backups.
    pub erasing: Long,
    /// Putting a backup in the place of a profile.
    pub restoring: Long,
    /// Checking the data.
    pub checking: Long,
    /// Files that were read and not yet imported.
    pub previews: Mutex<HashMap<String, crate::commands::roster::Preview>>,
}

/// An open profile.
pub struct Open {
    /// Its folder.
    pub profile: Profile,
    /// What the chooser calls it.
    pub label: String,
    /// Whether it is demo data.
    pub demo: bool,
    /// Its database.
    pub store: Store,
    /// Which window writes which observation (one writer for each record).
    holds: Mutex<HashMap<RowId, String>>,
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
            seen: Mutex::new(HashSet::new()),
            fresh_code: Mutex::new(None),
            last_work: Mutex::new(clock::read()),
            is_locked: Mutex::new(false),
            is_presenting: AtomicBool::new(false),
            erasing: Long::default(),
            restoring: Long::default(),
            checking: Long::default(),
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

    /// Opens a profile with its key: a backup before an upgrade and the daily one first. When another window has opened
    /// it already, its holds stay as they are.
    pub fn open_with(&self, profile: &Profile, key: &Key) -> Answer<Arc<Open>> {
        if let Some(open) = self.open().ok().filter(|open| open.profile == *profile) {
            return Ok(open);
        }
        backup::before_upgrade(profile, key, clock::read().wall_ms).map_err(problem)?;
        let mut writer = Writer::open(&profile.database(), key, Box::new(System)).map_err(problem)?;
        keep_house(profile, &mut writer, key);
        self.take(profile, key, writer)
    }

    /// Takes over a writer of a profile that was just made or restored.
    pub fn take(&self, profile: &Profile, key: &Key, writer: Writer) -> Answer<Arc<Open>> {
        let file = profile.key_file().map_err(problem)?;
        let open = Arc::new(Open {
            profile: profile.clone(),
            label: file.label,
            demo: file.demo,
            store: Store::over(writer, profile, key),
            holds: Mutex::new(HashMap::new()),
        });
        *held(&self.open) = Some(open.clone());
        *held(&self.is_locked) = false;
        self.note_work();
        Ok(open)
    }

    /// Closes the profile: what was begun is finished first, and the key leaves the memory.
    pub fn lock(&self) {
        self.erasing.stop();
        self.checking.stop();
        *held(&self.open) = None;
        held(&self.previews).clear();
        self.set_presenting(false);
        *held(&self.is_locked) = true;
    }

    /// Takes the open profile out of everybody's reach while its files are about to be replaced.
    pub fn withdraw(&self) -> Option<Arc<Open>> {
        let open = held(&self.open).take();
        // Nothing may open it again by itself meanwhile.
        *held(&self.is_locked) = true;
        open
    }

    /// Opens what was withdrawn again, with everything that belongs to it.
    pub fn put_back(&self, open: Option<Arc<Open>>) {
        if let Some(open) = open {
            *held(&self.open) = Some(open);
            *held(&self.is_locked) = false;
        }
    }

    /// Runs something on the write thread of the open profile.
    pub fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Writer) -> actions::Result<T> + Send + 'static,
    ) -> Answer<T> {
        self.open()?.store.write(work).map_err(Problem::from)
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

impl Open {
    /// Lets a window write an observation, unless another one does. Returns whether it may.
    pub fn hold(&self, observation: RowId, window: &str) -> bool {
        let mut holds = held(&self.holds);
        holds.entry(observation).or_insert_with(|| window.to_owned()) == window
    }

    /// Ends a window's hold of an observation.
    pub fn release(&self, observation: RowId, window: &str) {
        held(&self.holds).retain(|held, by| *held != observation || by != window);
    }

    /// Ends every hold of a window that is gone.
    pub fn release_all(&self, window: &str) {
        held(&self.holds).retain(|_, by| by != window);
    }

    /// Refuses when another window writes this observation.
    pub fn check_hold(&self, observation: RowId, window: &str) -> Answer<()> {
        match held(&self.holds).get(&observation) {
            Some(by) if by != window => Err(Problem::new(
                Code::Held,
                "This observation is being written in another window. Nothing was changed here.",
            )
            .hint("Go on in the other window, or close it.")),
            Some(_) | None => Ok(()),
        }
    }

    /// Returns whether an observation is being written in some window.
    pub fn is_writing(&self) -> bool {
        !held(&self.holds).is_empty()
    }
}

/// The daily backup, and the end of what was removed 30 days ago. Neither may keep a person from their work.
fn keep_house(profile: &Profile, writer: &mut Writer, key: &Key) {
    let now_ms = writer.now_ms();
    let is_due = backup::list(profile)
        .map(|kept| kept.first().is_none_or(|last| now_ms - last.made.timestamp_millis() > 20 * 3_600_000));
    let outcome = match is_due {
        Ok(true) => backup::make(profile, writer, key, backup::Reason::Daily).map(drop),
        Ok(false) => Ok(()),
        Err(error) => Err(error),
    };
    if let Err(error) = outcome {
        tracing::warn!(%error, "the daily backup has to wait");
    }
    // The backups follow when the profile is open (`commands::erasing::go_on_behind`): they may take minutes.
    if let Err(problem) = actions::record::erase_expired(writer).map_err(Problem::from) {
        tracing::warn!(code = ?problem.code, "what is to be erased has to wait");
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
