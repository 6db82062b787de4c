//! The database as the application holds it: one thread that writes, and connections that read.

use std::{
    path::PathBuf,
    sync::{
        Mutex,
        mpsc::{self, RecvTimeoutError},
    },
    thread,
    time::Duration,
};

use crate::{
    Connection, Source, Writer,
    connection::{self, Mode},
    error::{Error, Result},
    key::Key,
    profile::Profile,
    write::Checkpoint,
};

type Job = Box<dyn FnOnce(&mut Writer) + Send>;

/// An open profile.
///
/// Dropping it lets the writer finish what it was given, empties the journal and closes the file.
pub struct Store {
    jobs: Option<mpsc::Sender<Job>>,
    thread: Option<thread::JoinHandle<()>>,
    readers: Mutex<Vec<Connection>>,
    database: PathBuf,
    key: Key,
}

/// After this long without work the journal is moved into the database file.
const IDLE: Duration = Duration::from_millis(1_500);
/// So many readers are kept for the next one who asks. Each keeps pages of its own, so that a third one would mostly read,
/// and hold, what the others have.
const KEPT_READERS: usize = 2;
/// A journal larger than this, in bytes, is moved even while work goes on.
const LARGEST_JOURNAL: u64 = 32 * 1024 * 1024;

impl Store {
    /// Opens a profile's database.
    ///
    /// # Errors
    /// When the key does not fit, or the file is damaged or newer.
    pub fn open(profile: &Profile, key: &Key, source: Box<dyn Source>) -> Result<Self> {
        Ok(Self::over(Writer::open(&profile.database(), key, source)?, profile, key))
    }

    /// Gives an open writer its thread.
    #[must_use]
    pub fn over(writer: Writer, profile: &Profile, key: &Key) -> Self {
        let (jobs, inbox) = mpsc::channel::<Job>();
        let journal = profile.folder.join("profile.db-wal");
        let thread = thread::Builder::new()
            .name("writer".into())
            .spawn(move || work(writer, &inbox, &journal))
            .expect("a thread can be started");
        Self {
            jobs: Some(jobs),
            thread: Some(thread),
            readers: Mutex::new(Vec::new()),
            database: profile.database(),
            key: key.clone(),
        }
    }

    /// Runs something on the write thread and waits for it.
    ///
    /// # Errors
    /// What the work returns, or [`Error::Closed`] when the store is closing.
    pub fn write<T: Send + 'static, E: From<Error> + Send + 'static>(
        &self,
        work: impl FnOnce(&mut Writer) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        let (answer, result) = mpsc::sync_channel(1);
        let job: Job = Box::new(move |writer| {
            // The one who asked may have gone away; the work was done all the same.
            drop(answer.send(work(writer)));
        });
        let jobs = self.jobs.as_ref().ok_or(Error::Closed)?;
        jobs.send(job).map_err(|_| Error::Closed)?;
        result.recv().map_err(|_| Error::Closed)?
    }

    /// Runs something with a read-only connection.
    ///
    /// # Errors
    /// What the work returns, or a failure to open a connection.
    pub fn read<T, E: From<Error>>(&self, work: impl FnOnce(&Connection) -> Result<T, E>) -> Result<T, E> {
        let idle = self.readers.lock().ok().and_then(|mut readers| readers.pop());
        let connection = match idle {
            Some(connection) => connection,
            None => connection::open(&self.database, &self.key, Mode::Read)?,
        };
        let result = work(&connection);
        if let Ok(mut readers) = self.readers.lock()
            && readers.len() < KEPT_READERS
        {
            readers.push(connection);
        }
        result
    }

    /// Returns the key, for backups.
    #[must_use]
    pub fn key(&self) -> &Key {
        &self.key
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Ok(readers) = self.readers.get_mut() {
            readers.clear();
        }
        if let Some(thread) = self.thread.take() {
            // A panic of the writer was reported where it happened.
            drop(thread.join());
        }
    }
}

/// Opens a read-only connection beside whoever writes.
///
/// # Errors
/// When the key does not fit, or the file is damaged.
pub fn reader(database: &std::path::Path, key: &Key) -> Result<Connection> {
    connection::open(database, key, Mode::Read)
}

fn work(mut writer: Writer, inbox: &mpsc::Receiver<Job>, journal: &std::path::Path) {
    let mut is_clean = true;
    loop {
        match inbox.recv_timeout(if is_clean { Duration::from_secs(3_600) } else { IDLE }) {
            Ok(job) => {
                job(&mut writer);
                is_clean = false;
                if journal.metadata().is_ok_and(|meta| meta.len() > LARGEST_JOURNAL) {
                    checkpoint(&writer, Checkpoint::Truncate);
                }
            }
            Err(RecvTimeoutError::Timeout) => {
                checkpoint(&writer, Checkpoint::Passive);
                is_clean = true;
            }
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    checkpoint(&writer, Checkpoint::Truncate);
}

/// A checkpoint that fails loses nothing: the work is in the journal, and the next one tries again.
fn checkpoint(writer: &Writer, mode: Checkpoint) {
    if let Err(error) = writer.checkpoint(mode) {
        tracing::warn!(%error, "a checkpoint has to wait");
    }
}
