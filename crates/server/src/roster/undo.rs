//! Taking an import back: new operations that put back what it changed, whole or not at all.

use std::collections::BTreeSet;

use domain::{RowId, schema};
use serde::Serialize;
use sync::{batch::Batch, fold::Row};

use super::{
    changes,
    rows::{self, Key, Rows, of_person},
    say, write,
};
use crate::{
    audit::{self, Act},
    error::{Error, Result},
    facts::{self, Named},
    organisation::{self, Organisation},
    people, sharing,
    storage::{Storage, Tx, transact},
    writing::Change,
};

/// Why an import was not taken back. Nothing was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum NotUndone {
    /// It was taken back before.
    Already,
    /// Something that it changed was changed again since.
    Changed,
    /// A person whom it added has a device or an invitation.
    InUse,
}

/// Takes an import back. Returns how many operations that took.
///
/// # Errors
/// [`Error::Unknown`] when there is no such import; the database's.
pub fn undo(
    storage: &dyn Storage,
    org: RowId,
    import: RowId,
    now_ms: i64,
) -> Result<std::result::Result<usize, NotUndone>> {
    transact(storage, |tx| {
        let read = organisation::read(tx, org)?;
        let found = tx.query(
            "select first_seq, last_seq, undone_ms from roster_import where org_id = $1 and import = $2",
            &[org.into(), import.into()],
        )?;
        let found = found.first().ok_or(Error::Unknown)?;
        if found.maybe_integer(2)?.is_some() {
            return Ok(Err(NotUndone::Already));
        }
        let back = match Back::find(tx, org, import, (found.integer(0)?, found.integer(1)?))? {
            Ok(back) => back,
            Err(why) => return Ok(Err(why)),
        };
        back.keep(tx, &read, now_ms)?;
        tx.execute(
            "update roster_import set undone_ms = $3 where org_id = $1 and import = $2",
            &[org.into(), import.into(), now_ms.into()],
        )?;
        audit::add(tx, org, Act::RosterUndone, import, now_ms)?;
        Ok(Ok(back.changes.len()))
    })
}

/// What puts everything back.
struct Back {
    changes: Vec<Change>,
    /// What decides access, the last change first: the fact, whether the import said that it holds, whether a column did.
    facts: Vec<(Named, bool, bool)>,
    before: Rows,
}

impl Back {
    fn find(
        tx: &mut dyn Tx,
        org: RowId,
        import: RowId,
        (first_seq, last_seq): (i64, i64),
    ) -> Result<std::result::Result<Self, NotUndone>> {
        let (before, then) = (Rows::load(tx, org, first_seq - 1)?, Rows::load(tx, org, last_seq)?);
        let now = Rows::load(tx, org, i64::MAX)?;
        let services = sharing::services(tx, org)?;
        let mut changes = Vec::new();
        // A row before what names it was added, so it goes after it.
        for key in written(tx, org, (first_seq, last_seq))?.into_iter().rev() {
            let Some(row) = now.get(key).filter(|row| then.get(key).is_some_and(|then| is_alike(key, then, row)))
            else {
                return Ok(Err(NotUndone::Changed));
            };
            changes.extend(changes::back(key, before.get(key), row, &services));
        }
        let facts = facts_of(tx, org, import)?;
        let held = facts::all(tx, org)?;
        if facts.iter().any(|(fact, holds, _)| held.contains(fact) != *holds) {
            return Ok(Err(NotUndone::Changed));
        }
        let back = Self { changes, facts, before };
        for person in back.added() {
            if is_in_use(tx, org, person)? {
                return Ok(Err(NotUndone::InUse));
            }
        }
        Ok(Ok(back))
    }

    /// Returns the people whom the import added.
    fn added(&self) -> impl Iterator<Item = RowId> {
        let is_new = |person: &RowId| !self.before.get(of_person(*person)).is_some_and(Row::is_live);
        changes::people(&self.changes).filter(is_new)
    }

    fn keep(&self, tx: &mut dyn Tx, org: &Organisation, now_ms: i64) -> Result<()> {
        write(tx, org, &self.changes, now_ms)?;
        for (fact, holds, is_link) in &self.facts {
            say(tx, org.id, fact, !holds, *is_link)?;
        }
        for person in changes::people(&self.changes) {
            if let Some(row) = self.before.get(of_person(person)).filter(|row| row.is_live()) {
                people::add(tx, org.id, person, &rows::name(row))?;
            }
        }
        for person in self.added() {
            people::forget(tx, org.id, person)?;
        }
        facts::touch(tx, org.id)
    }
}

/// Returns whether a row says the same at two times, whatever happened in between.
fn is_alike(key: Key, one: &Row, other: &Row) -> bool {
    let fields = schema::entity(key.0).map_or(&[][..], |entity| entity.fields);
    one.is_live() == other.is_live() && fields.iter().all(|field| one.value(field.number) == other.value(field.number))
}

/// Returns the rows that an import wrote, in the order of their first change.
fn written(tx: &mut dyn Tx, org: RowId, (first_seq, last_seq): (i64, i64)) -> Result<Vec<Key>> {
    let blocks = tx.query(
        "select batch from block where org_id = $1 and last_seq >= $2 and last_seq <= $3 order by last_seq",
        &[org.into(), first_seq.into(), last_seq.into()],
    )?;
    let (mut met, mut keys) = (BTreeSet::new(), Vec::new());
    for block in &blocks {
        let batch = Batch::decode(block.bytes(0)?).map_err(|_| Error::Damaged { what: "a block" })?;
        let of = batch.ops.iter().map(|op| (op.entity, op.row));
        keys.extend(of.filter(|key| met.insert(*key)));
    }
    Ok(keys)
}

/// Returns what an import changed in what decides access, the last change first.
fn facts_of(tx: &mut dyn Tx, org: RowId, import: RowId) -> Result<Vec<(Named, bool, bool)>> {
    let rows = tx.query(
        "select kind, subject, object, detail, holds, is_link from roster_fact
         where org_id = $1 and import = $2 order by number desc",
        &[org.into(), import.into()],
    )?;
    let read = |row: &crate::storage::Row| {
        let fact = (row.text(0)?, row.id(1)?, row.id(2)?, row.text(3)?);
        Ok((fact, row.integer(4)? == 1, row.integer(5)? == 1))
    };
    rows.iter().map(read).collect()
}

/// Returns whether a person has, or can get, a device.
pub(super) fn is_in_use(tx: &mut dyn Tx, org: RowId, person: RowId) -> Result<bool> {
    let rows = tx.query(
        "select person from device where org_id = $1 and person = $2
         union all select person from invite where org_id = $1 and person = $2",
        &[org.into(), person.into()],
    )?;
    Ok(!rows.is_empty())
}
