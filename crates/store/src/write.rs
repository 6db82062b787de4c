//! The one write path: an act changes rows and appends operations in one transaction, or does nothing.

use std::path::Path;

use domain::{RowId, Value, schema::Entity};
use rusqlite::{Connection, TransactionBehavior};
use serde::{Deserialize, Serialize};

use crate::{
    Source, apply,
    connection::{self, Mode},
    error::{Doing, Error, Result},
    key::Key,
    migrate,
    oplog::{self, Body, Draft, OpRef},
    sql, undo,
};

/// The write connection of one profile.
pub struct Writer {
    connection: Connection,
    source: Box<dyn Source>,
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
        oplog::replicas(&connection, &mut *source)?;
        Ok(Self { connection, source })
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
            next_seq,
            drafts: Vec::new(),
            inverse: Vec::new(),
            hlc: 0,
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

/// A change as undo remembers it: what to do, and what must still be so.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum Change {
    /// Removes a row that the act made or brought back.
    Remove { entity: u16, row: RowId },
    /// Brings back a row that the act removed.
    Restore { entity: u16, row: RowId },
    /// Gives a field the value it had, if it still has the one that the act gave.
    Set { entity: u16, row: RowId, field: u16, value: Value, expected: Value },
}

/// The inside of one act.
pub struct Tx<'a> {
    connection: &'a Connection,
    source: &'a mut dyn Source,
    next_seq: i64,
    hlc: i64,
    drafts: Vec<Draft>,
    pub(crate) inverse: Vec<Change>,
}

impl Tx<'_> {
    /// Returns the connection for reading, with everything that this act has changed so far.
    #[must_use]
    pub fn reader(&self) -> &Connection {
        self.connection
    }

    /// Returns the moment of this act in milliseconds since 1970.
    pub fn now_ms(&self) -> i64 {
        self.hlc >> 16
    }

    /// Makes the id of a new row.
    pub fn new_id(&mut self) -> RowId {
        let mut random = [0; 10];
        self.source.fill(&mut random);
        RowId::new(self.source.now_ms(), random)
    }

    /// Makes a row with all its fields. Empty fields may be left out.
    ///
    /// # Errors
    /// When the database fails.
    pub fn create(&mut self, entity: &'static Entity, row: RowId, fields: Vec<(u16, Value)>) -> Result<()> {
        let fields = fields.into_iter().filter(|(_, value)| *value != Value::Null).collect();
        self.push(entity, row, Body::Create(fields))?;
        self.inverse.push(Change::Remove { entity: entity.number, row });
        Ok(())
    }

    /// Gives a field another value; the same value again changes nothing. A long text becomes a new revision.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the row is not there, or was erased.
    pub fn set(&mut self, entity: &'static Entity, row: RowId, field: u16, value: Value) -> Result<()> {
        self.refuse_erased(entity, row)?;
        let known = apply::known(entity, field)?;
        let before = apply::current(self.connection, entity, row, known)?;
        if before == value {
            return Ok(());
        }
        let body = if apply::is_long_text(known) && value.text().is_some() {
            self.text_body(row, field, before.text().unwrap_or_default(), value.text().unwrap_or_default())?
        } else {
            Body::Set { field, value: value.clone(), over: self.last_change(row, field)? }
        };
        self.push(entity, row, body)?;
        self.inverse.push(Change::Set { entity: entity.number, row, field, value: before, expected: value });
        Ok(())
    }

    /// Removes a row; it can be brought back for 30 days.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the row is not there.
    pub fn remove(&mut self, entity: &'static Entity, row: RowId) -> Result<()> {
        match apply::is_live(self.connection, entity, row)? {
            None => Err(Error::NotFound { entity: entity.table }),
            Some(false) => Ok(()),
            Some(true) => {
                self.push(entity, row, Body::Remove)?;
                self.inverse.push(Change::Restore { entity: entity.number, row });
                Ok(())
            }
        }
    }

    /// Brings a removed row back.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the row is not there, or was erased.
    pub fn restore(&mut self, entity: &'static Entity, row: RowId) -> Result<()> {
        self.refuse_erased(entity, row)?;
        self.bring_back(entity, row)
    }

    fn bring_back(&mut self, entity: &'static Entity, row: RowId) -> Result<()> {
        match apply::is_live(self.connection, entity, row)? {
            None => Err(Error::NotFound { entity: entity.table }),
            Some(true) => Ok(()),
            Some(false) => {
                self.push(entity, row, Body::Restore)?;
                self.inverse.push(Change::Remove { entity: entity.number, row });
                Ok(())
            }
        }
    }

    /// Makes a row, or brings it back when it is there and removed: for rows whose id is derived. One that was erased
    /// comes back with these fields.
    ///
    /// # Errors
    /// When the database fails.
    pub fn create_or_restore(&mut self, entity: &'static Entity, row: RowId, fields: Vec<(u16, Value)>) -> Result<()> {
        if apply::is_live(self.connection, entity, row)?.is_none() {
            return self.create(entity, row, fields);
        }
        let was_erased = apply::is_erased(self.connection, entity, row)?;
        self.bring_back(entity, row)?;
        for (field, value) in fields.into_iter().filter(|_| was_erased) {
            self.set(entity, row, field, value)?;
        }
        Ok(())
    }

    /// Removes a row's content for good. There is no undo.
    pub(crate) fn erase(&mut self, entity: &'static Entity, row: RowId) -> Result<()> {
        self.push(entity, row, Body::Erase)
    }

    /// Does a remembered change, if what it expects is still so.
    pub(crate) fn change(&mut self, change: &Change) -> Result<()> {
        match change {
            Change::Remove { entity, row } => self.remove(apply::entity(*entity)?, *row),
            Change::Restore { entity, row } => self.restore(apply::entity(*entity)?, *row),
            Change::Set { entity, row, field, value, expected } => {
                let entity = apply::entity(*entity)?;
                if apply::current(self.connection, entity, *row, apply::known(entity, *field)?)? != *expected {
                    return Err(Error::Changed);
                }
                self.set(entity, *row, *field, value.clone())
            }
        }
    }

    fn refuse_erased(&self, entity: &'static Entity, row: RowId) -> Result<()> {
        if apply::is_erased(self.connection, entity, row)? {
            return Err(Error::NotFound { entity: entity.table });
        }
        Ok(())
    }

    /// Returns the number of the last operation of this act.
    pub(crate) fn last_seq(&self) -> i64 {
        self.next_seq - 1
    }

    fn begin(&mut self) -> Result<()> {
        let replicas = oplog::replicas(self.connection, self.source)?;
        let last = replicas.iter().map(|replica| replica.hlc).max().unwrap_or(0);
        self.hlc = (self.source.now_ms() << 16).max(last + 1);
        Ok(())
    }

    fn push(&mut self, entity: &'static Entity, row: RowId, body: Body) -> Result<()> {
        let incoming =
            apply::Incoming { seq: self.next_seq, hlc: self.hlc, entity, row, kind: body.kind(), body: Some(&body) };
        apply::apply(self.connection, &incoming)?;
        self.drafts.push(Draft { seq: self.next_seq, log: entity.log, entity: entity.number, row, body });
        self.next_seq += 1;
        Ok(())
    }

    fn finish(&mut self) -> Result<()> {
        if self.drafts.is_empty() {
            return Ok(());
        }
        for mut replica in oplog::replicas(self.connection, self.source)? {
            let of_log: Vec<&Draft> =
                self.drafts.iter().filter(|draft| oplog::log_number(draft.log) == replica.log).collect();
            if !of_log.is_empty() {
                oplog::append(self.connection, &mut replica, &of_log, self.hlc, self.source)?;
            }
        }
        Ok(())
    }

    fn text_body(&self, row: RowId, field: u16, before: &str, after: &str) -> Result<Body> {
        let parent = sql::first(
            self.connection,
            "select revision from register where row = ?1 and field = ?2",
            (row.bytes(), field),
            |row| row.get::<_, Option<[u8; 16]>>(0),
        )
        .doing("reading a text's revision")?
        .flatten()
        .unwrap_or_else(|| oplog::revision(&[], before));
        let (at, deleted, inserted) = patch(before, after);
        let result = oplog::revision(&[parent], after);
        Ok(Body::Text { field, parents: vec![parent], at, deleted, inserted, result })
    }

    /// Returns the operation whose value a field has now.
    fn last_change(&self, row: RowId, field: u16) -> Result<Option<OpRef>> {
        // A change made earlier in this act is not in the log yet; it is this replica's own, so nothing is lost.
        sql::first(
            self.connection,
            "select replica, ctr from op
             where seq = coalesce((select seq from register where row = ?1 and field = ?2),
                                  (select min(seq) from op where row = ?1))",
            (row.bytes(), field),
            |row| Ok(OpRef { replica: row.get(0)?, ctr: row.get(1)? }),
        )
        .doing("reading a field's last change")
    }
}

/// Returns where two texts differ: the position and length in the first, and the words of the second, in bytes.
fn patch(before: &str, after: &str) -> (usize, usize, String) {
    let same_start: usize =
        before.chars().zip(after.chars()).take_while(|(one, other)| one == other).map(|(one, _)| one.len_utf8()).sum();
    let same_end: usize = before[same_start..]
        .chars()
        .rev()
        .zip(after[same_start..].chars().rev())
        .take_while(|(one, other)| one == other)
        .map(|(one, _)| one.len_utf8())
        .sum();
    let deleted = before.len() - same_end - same_start;
    (same_start, deleted, after[same_start..after.len() - same_end].to_owned())
}

/// The document to which acts belong that belong to no observation: plans, people, imports.
#[must_use]
pub fn workspace() -> RowId {
    RowId::derived(&[b"workspace"])
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn a_patch_turns_one_text_into_the_other(before in "[aé👩 ]{0,12}", after in "[aé👩 ]{0,12}") {
            let (at, deleted, inserted) = patch(&before, &after);
            proptest::prop_assert_eq!(apply::patched(&before, at, deleted, &inserted).unwrap(), after);
        }
    }
}
