//! Undo of every act: 100 steps for each document, kept over a restart.

use domain::RowId;

use sync::op::OpRef;

use crate::{
    Tx, Writer, apply,
    error::{Doing, Error, Result},
    sql,
    write::Change,
};

/// How many acts each document can take back.
pub const STEPS: u32 = 100;

/// The act that would be taken back, and the one that would be done again.
const LAST: &str =
    "select seq, label, inverse, last_seq from local_undo where document = ?1 and undone = 0 order by seq desc limit 1";
const NEXT: &str =
    "select seq, label, inverse, last_seq from local_undo where document = ?1 and undone = 1 order by seq limit 1";

/// Remembers what would take back the act that is about to be committed.
pub(crate) fn remember(tx: &mut Tx<'_>, document: RowId, label: &str) -> Result<()> {
    if tx.inverse.is_empty() {
        return Ok(());
    }
    let mut inverse = std::mem::take(&mut tx.inverse);
    inverse.reverse();
    let connection = tx.reader();
    connection
        .prepare_cached("delete from local_undo where document = ?1 and undone = 1")
        .and_then(|mut statement| statement.execute([document.bytes()]))
        .doing("forgetting what was undone")?;
    connection
        .prepare_cached(
            "insert into local_undo (document, label, made_ms, inverse, last_seq) values (?1, ?2, ?3, ?4, ?5)",
        )
        .and_then(|mut statement| {
            statement.execute((document.bytes(), label, tx.now_ms(), encode(&inverse), tx.last_seq()))
        })
        .doing("remembering an act")?;
    connection
        .prepare_cached(
            "delete from local_undo where document = ?1 and seq <= (
                 select seq from local_undo where document = ?1 order by seq desc limit 1 offset ?2)",
        )
        .and_then(|mut statement| statement.execute((document.bytes(), STEPS)))
        .map(drop)
        .doing("forgetting the oldest act")
}

/// Takes back the last act of a document, and returns the act's name, or nothing when there is none.
///
/// # Errors
/// [`Error::Changed`] when the same thing was changed since, [`Error::ChangedBy`] when it was by somebody else or on another
/// computer; then nothing is done.
pub fn undo(writer: &mut Writer, document: RowId) -> Result<Option<String>> {
    step(writer, document, LAST, 1)
}

/// Forgets the last act of a document, which cannot be taken back any more, so that the one before it can be; returns its
/// name.
///
/// # Errors
/// When the database fails.
pub fn pass(writer: &mut Writer, document: RowId) -> Result<Option<String>> {
    drop_first(writer, document, LAST)
}

/// Forgets what was last undone in a document, which cannot be done again any more; returns its name.
///
/// # Errors
/// When the database fails.
pub fn pass_redo(writer: &mut Writer, document: RowId) -> Result<Option<String>> {
    drop_first(writer, document, NEXT)
}

fn drop_first(writer: &mut Writer, document: RowId, choose: &str) -> Result<Option<String>> {
    writer.transact(|tx| {
        let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?));
        let Some((seq, label)) = sql::first(tx.reader(), choose, [document.bytes()], read).doing("finding an act")?
        else {
            return Ok(None);
        };
        tx.reader().execute("delete from local_undo where seq = ?1", [seq]).doing("forgetting an act")?;
        Ok(Some(label))
    })
}

/// Does again what was last undone in a document, and returns the act's name, or nothing when there is none.
///
/// # Errors
/// As [`undo`].
pub fn redo(writer: &mut Writer, document: RowId) -> Result<Option<String>> {
    step(writer, document, NEXT, 0)
}

fn step(writer: &mut Writer, document: RowId, choose: &str, undone: i64) -> Result<Option<String>> {
    writer.transact(|tx| {
        let entry = sql::first(tx.reader(), choose, [document.bytes()], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, Vec<u8>>(2)?, row.get::<_, i64>(3)?))
        })
        .doing("finding the last act")?;
        let Some((seq, label, inverse, last_seq)) = entry else { return Ok(None) };
        for change in decode(&inverse)? {
            match others_change(tx, &change, last_seq)? {
                Some(replica) => return Err(Error::ChangedBy { replica }),
                None => tx.change(&change)?,
            }
        }
        let mut again = std::mem::take(&mut tx.inverse);
        again.reverse();
        tx.reader()
            .prepare_cached("update local_undo set undone = ?2, inverse = ?3, last_seq = ?4 where seq = ?1")
            .and_then(|mut statement| statement.execute((seq, undone, encode(&again), tx.last_seq())))
            .doing("remembering the undo")?;
        Ok(Some(label))
    })
}

/// Returns who else changed since what a change would take back: the row, or the one field. Whoever gave a field the same
/// value changed it too.
fn others_change(tx: &Tx<'_>, change: &Change, last_seq: i64) -> Result<Option<i64>> {
    let (row, shown) = match change {
        // To whom a document is open is no part of what stands in it.
        Change::Share { .. } => return Ok(None),
        Change::Remove { row, .. } | Change::Restore { row, .. } => (row, None),
        Change::Set { entity, row, field, .. } => {
            let entity = apply::entity(*entity)?;
            (row, Some(tx.on_screen(entity, *row, apply::known(entity, *field)?)?))
        }
    };
    let sql = "select replica, ctr from op where row = ?1 and seq > ?2 and kind not in (7, 9, 10)
               and replica not in (select replica from local_replica union select replica from local_ended_replica)
               order by seq desc";
    let read = |row: &rusqlite::Row<'_>| Ok(OpRef { replica: row.get(0)?, ctr: row.get(1)? });
    let others = sql::all(tx.reader(), sql, (row.bytes(), last_seq), read).doing("finding others' changes")?;
    let counts = |other: &&OpRef| shown.as_ref().is_none_or(|shown| shown.contains(other));
    Ok(others.iter().find(counts).map(|other| other.replica))
}

/// Forgets every act that touched one of these rows: their words are being erased.
pub(crate) fn forget(tx: &Tx<'_>, rows: &[RowId]) -> Result<()> {
    let entries = sql::all(tx.reader(), "select seq, inverse from local_undo", [], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?))
    })
    .doing("reading undo")?;
    for (seq, inverse) in entries {
        let touches = decode(&inverse)?.iter().any(|change| match change {
            Change::Remove { row, .. }
            | Change::Restore { row, .. }
            | Change::Set { row, .. }
            | Change::Share { row, .. } => rows.contains(row),
        });
        if touches {
            tx.reader().execute("delete from local_undo where seq = ?1", [seq]).doing("forgetting an act")?;
        }
    }
    Ok(())
}

fn encode(changes: &[Change]) -> Vec<u8> {
    let mut bytes = Vec::new();
    ciborium::into_writer(changes, &mut bytes).expect("writing to memory cannot fail");
    bytes
}

fn decode(bytes: &[u8]) -> Result<Vec<Change>> {
    ciborium::from_reader(bytes).map_err(|_| Error::Damaged { what: "the undo steps" })
}
