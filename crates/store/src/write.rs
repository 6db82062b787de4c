//! The one write path: an act changes rows and appends operations in one transaction, or does nothing.

mod append;
mod patch;
mod tx;

use std::path::Path;

use domain::RowId;
use rusqlite::{Connection, TransactionBehavior};

use crate::{
    Source,
    connection::{self, Mode},
    error::{Doing, Error, Result},
    key::Key,
    migrate, oplog, rows, sql, undo,
};

pub(crate) use append::written_on;
pub(crate) use tx::Change;
pub use tx::Tx;

/// The write connection of one profile.
pub struct Writer {
    connection: Connection,
    source: Box<dyn Source>,
    last_id: Option<RowId>,
}

impl Writer {
    /// Makes the database of a new profile.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn create(path: &Path, key: &Key, source: Box<dyn Source>) -> Result<Self> {
        Self::prepare(connection::open(path, key, Mode::Create)?, source)
    }

    /// Opens an existing database and brings it to this version. The caller makes a backup before a migration.
    ///
    /// # Errors
    /// When the key does not fit, or the file is damaged or newer.
    pub fn open(path: &Path, key: &Key, source: Box<dyn Source>) -> Result<Self> {
        Self::prepare(connection::open(path, key, Mode::Write)?, source)
    }

    /// Returns whether opening this database would bring it to a newer form: then a backup comes first.
    ///
    /// # Errors
    /// As [`Writer::open`].
    pub fn is_outdated(path: &Path, key: &Key) -> Result<bool> {
        Ok(migrate::pending(&connection::open(path, key, Mode::Write)?)? > 0)
    }

    /// Takes over a connection that a test opened in its own way.
    ///
    /// # Errors
    /// When the migrations do not apply.
    pub fn prepare(mut connection: Connection, mut source: Box<dyn Source>) -> Result<Self> {
        migrate::run(&mut connection)?;
        rows::upgrade(&mut connection)?;
        oplog::replicas(&connection, &mut *source)?;
        Ok(Self { connection, source, last_id: None })
    }

    /// Empties the journal and closes the file. Returns the source of time and randomness for whoever opens it next.
    ///
    /// # Errors
    /// When the disk refuses; nothing is lost then.
    pub fn close(self) -> Result<Box<dyn Source>> {
        self.checkpoint(Checkpoint::Truncate)?;
        self.connection.close().map_err(|(_, source)| Error::database("closing the database", source))?;
        Ok(self.source)
    }

    /// Returns the connection for reading.
    #[must_use]
    pub fn reader(&self) -> &Connection {
        &self.connection
    }

    /// Returns the wall clock in milliseconds since 1970.
    pub fn now_ms(&mut self) -> i64 {
        self.source.now_ms()
    }

    /// Returns the source of time and randomness.
    pub fn source(&mut self) -> &mut dyn Source {
        &mut *self.source
    }

    /// Makes the id of something that is no row of an act. It sorts after every id that this writer made.
    pub fn new_id(&mut self) -> RowId {
        tx::new_id(&mut *self.source, &mut self.last_id)
    }

    /// Does one act of a person: everything that `act` changes is committed together, or nothing is.
    ///
    /// `document` is what undo belongs to; `label` names the act, never its words.
    ///
    /// # Errors
    /// What `act` returns, or a failure of the database; then nothing was changed.
    pub fn act<T, E: From<Error>>(
        &mut self,
        document: RowId,
        label: &str,
        act: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.transact(|tx| {
            let result = act(tx)?;
            undo::remember(tx, document, label)?;
            Ok(result)
        })
    }

    /// Does something that cannot be undone, or is itself an undo.
    ///
    /// # Errors
    /// As [`Writer::act`].
    pub fn transact<T, E: From<Error>>(&mut self, act: impl FnOnce(&mut Tx<'_>) -> Result<T, E>) -> Result<T, E> {
        let tx = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .doing("starting a transaction")?;
        let next_seq = next_seq(&tx)?;
        let mut act_tx = Tx {
            connection: &tx,
            source: &mut *self.source,
            last_id: &mut self.last_id,
            next_seq,
            drafts: Vec::new(),
            inverse: Vec::new(),
            hlc: 0,
            next: [oplog::OpRef { replica: 0, ctr: 0 }; 2],
        };
        act_tx.begin()?;
        let result = act(&mut act_tx)?;
        act_tx.finish()?;
        tx.commit().doing("committing")?;
        Ok(result)
    }

    /// Moves committed work from the journal into the database file when that is due.
    ///
    /// # Errors
    /// When the disk refuses; nothing is lost then.
    pub fn checkpoint(&self, mode: Checkpoint) -> Result<()> {
        let sql = match mode {
            Checkpoint::Passive => "pragma wal_checkpoint(passive)",
            Checkpoint::Truncate => "pragma wal_checkpoint(truncate)",
        };
        self.connection.query_row(sql, [], |_| Ok(())).doing("checkpointing")
    }
}

/// How a checkpoint treats readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checkpoint {
    /// Moves what it can without waiting.
    Passive,
    /// Waits for readers and empties the journal: before a backup, after an erase, at the end.
    Truncate,
}

fn next_seq(connection: &Connection) -> Result<i64> {
    let last = sql::first(connection, "select seq from op order by seq desc limit 1", [], |row| row.get::<_, i64>(0));
    Ok(last.doing("reading the log's end")?.unwrap_or(0) + 1)
}

/// The document to which acts belong that belong to no observation: plans, people, imports.
#[must_use]
pub fn workspace() -> RowId {
    RowId::derived(&[b"workspace"])
}
