//! Applying an answer of the service, whole or not at all.

use std::collections::BTreeSet;

use domain::RowId;
use sync::exchange::{Answer, Cursor, Taken};

use super::{epoch, news::Arrived, rename, taken};
use crate::{
    Tx, Writer, erase,
    error::{Doing, Error, Result},
    lease, rows, sql,
    write::Checkpoint,
};

/// What an answer changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Applied {
    /// The tables of which rows changed, for whoever shows them.
    pub tables: BTreeSet<&'static str>,
    /// How many rows others' operations changed.
    pub received: u64,
    /// How many of this file's operations the service settled.
    pub settled: u64,
    /// How many it took into custody.
    pub custody: u64,
    /// How many rows were erased for good: their backups wait for [`crate::backup::erase_while`].
    pub erased: u64,
    /// How many scopes were closed, so that what came from them is gone from this file.
    pub closed: u64,
}

/// Applies an answer in one transaction. The same answer again changes nothing. Where it says that something is missing which
/// this file does not have either, another transaction writes what waits again under a new name.
///
/// # Errors
/// [`Error::NotFound`] when the profile belongs to no service, [`Error::Damaged`] when the answer contradicts what this
/// file has; then nothing is changed.
pub fn apply(writer: &mut Writer, answer: &Answer) -> Result<Applied> {
    if sync::planted!(CursorBeforeData) {
        writer.transact(|tx| Work::begin(tx)?.finish(tx, answer).map(drop))?;
    }
    let clock_ms = writer.now_ms();
    let applied = writer.transact(|tx| {
        let mut work = Work::begin(tx)?;
        work.applied.tables.extend(lease::heard(tx.connection(), answer.now_ms, clock_ms)?);
        work.epoch(answer)?;
        for taken in &answer.taken {
            taken::take(&mut work, answer, taken)?;
        }
        let mut arrived = Arrived::default();
        // Of a fork the service gives no news: what others wrote under this file's name would not fit beside what waits.
        let is_forked = answer.taken.contains(&Taken::Forked);
        for news in answer.news.iter().filter(|_| !is_forked) {
            arrived.take(&mut work, news)?;
        }
        arrived.make(&mut work)?;
        work.finish(tx, answer)
    })?;
    if answer.taken.contains(&Taken::Gap) {
        // Should the power go here, the service says so again.
        rename::leave_gap(writer)?;
    }
    if applied.erased > 0 || applied.closed > 0 {
        // Overwritten pages are still in the journal until it is emptied.
        writer.checkpoint(Checkpoint::Truncate)?;
    }
    Ok(applied)
}

/// What is known while an answer is applied.
pub(super) struct Work<'a> {
    pub connection: &'a rusqlite::Connection,
    pub person: RowId,
    /// The next number in this file's log.
    pub next_seq: i64,
    pub applied: Applied,
    /// Rows whose content went in this answer, and those that went as a whole.
    pub erased: Vec<RowId>,
    pub gone: Vec<RowId>,
    epoch: i64,
    /// Where the device stood, and from where the news of this answer begin.
    stood: Cursor,
    cursor: Cursor,
}

impl<'a> Work<'a> {
    fn begin(tx: &Tx<'a>) -> Result<Self> {
        let connection = tx.connection();
        let sql = "select person, epoch, place, seq from local_exchange";
        let (person, epoch, cursor) = sql::first(connection, sql, [], |row| {
            let cursor = Cursor { place: row.get("place")?, seq: row.get("seq")? };
            Ok((sql::id(row, "person")?, row.get("epoch")?, cursor))
        })
        .doing("reading the membership")?
        .ok_or(Error::NotFound { entity: "membership" })?;
        let (erased, gone) = (Vec::new(), Vec::new());
        Ok(Self {
            connection,
            person,
            next_seq: tx.next_seq(),
            applied: Applied::default(),
            erased,
            gone,
            epoch,
            stood: cursor,
            cursor,
        })
    }

    /// Where the service was restored, what it no longer has waits again.
    fn epoch(&mut self, answer: &Answer) -> Result<()> {
        if self.epoch != 0 && self.epoch != answer.epoch && !sync::planted!(EpochIgnored) {
            let rows = epoch::begin(self.connection, answer.epoch_began)?;
            rows.into_iter().try_for_each(|row| self.refold(row))?;
            // The news of this answer begin there.
            self.cursor = Cursor { place: self.cursor.place.min(answer.epoch_began), seq: 0 };
        }
        Ok(())
    }

    /// Makes a row again from its operations.
    pub(super) fn refold(&mut self, row: RowId) -> Result<()> {
        let made = rows::refold(self.connection, row, &[])?;
        self.note(row, made);
        Ok(())
    }

    /// Takes note of what became of a row.
    pub(super) fn note(&mut self, row: RowId, made: rows::Made) {
        self.applied.tables.extend(made.table);
        if made.newly_erased {
            self.erased.push(row);
        }
    }

    fn finish(mut self, tx: &mut Tx<'_>, answer: &Answer) -> Result<Applied> {
        erase::finish_elsewhere(tx, &self.erased, &self.gone)?;
        self.applied.erased = self.erased.len() as u64;
        // Of a fork the news were left out: the device stands where it stood, also in the epoch that it knows.
        let is_forked = answer.taken.contains(&Taken::Forked);
        let reached = (answer.epoch, self.cursor.max(answer.cursor));
        let (epoch, cursor) = if is_forked { (self.epoch, self.stood) } else { reached };
        self.connection
            .execute(
                // An answer that was carried here may be older than the last one from the network.
                "update local_exchange set epoch = ?1, place = ?2, seq = ?3,
                     answered_ms = max(coalesce(answered_ms, ?4), ?4)",
                (epoch, cursor.place, cursor.seq, answer.now_ms),
            )
            .doing("moving the cursor on")?;
        Ok(self.applied)
    }
}
