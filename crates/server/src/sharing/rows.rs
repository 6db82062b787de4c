//! The rows by which the service remembers what is shared, and finds it again without reading anybody's work.

use std::collections::{BTreeMap, BTreeSet};

use domain::RowId;
use sync::op::OpRef;

use super::document::{Document, Key};
use crate::{
    error::{Error, Result},
    organisation::Organisation,
    storage::{Tx, Value},
};

/// How many rows are looked for at once.
const AT_ONCE: usize = 16;

/// How a share stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// What stands goes to the scope.
    Flows,
    /// It may not, until what decides access changes.
    Withheld,
    /// The document no longer speaks of the scope's teacher. It takes another share.
    Ended,
}

impl State {
    fn number(self) -> i64 {
        match self {
            Self::Flows => 0,
            Self::Withheld => 1,
            Self::Ended => 2,
        }
    }

    fn from_number(number: i64) -> Result<Self> {
        [Self::Flows, Self::Withheld, Self::Ended]
            .into_iter()
            .find(|state| state.number() == number)
            .ok_or(Error::Damaged { what: "a share" })
    }
}

/// Returns the documents that were withheld under what decided access then, and could go on now.
pub(super) fn withheld(tx: &mut dyn Tx, org: &Organisation, author: RowId) -> Result<BTreeSet<Key>> {
    let rows = tx.query(
        "select entity, root from shared where org_id = $1 and author = $2 and state = $3 and facts_version <> $4",
        &[org.id.into(), author.into(), State::Withheld.number().into(), org.facts_version.into()],
    )?;
    rows.iter().map(|row| Ok((entity(row.integer(0)?)?, row.id(1)?))).collect()
}

/// Returns whether the author shared anything.
pub(super) fn any(tx: &mut dyn Tx, org: RowId, author: RowId) -> Result<bool> {
    let rows =
        tx.query("select scope from shared where org_id = $1 and author = $2 limit 1", &[org.into(), author.into()])?;
    Ok(!rows.is_empty())
}

/// Returns the shared documents that these rows belong to.
pub(super) fn holding(tx: &mut dyn Tx, org: RowId, author: RowId, rows: &BTreeSet<RowId>) -> Result<BTreeSet<Key>> {
    let rows: Vec<_> = rows.iter().copied().collect();
    let mut found = BTreeSet::new();
    for part in rows.chunks(AT_ONCE) {
        let mut key: Vec<Value> = vec![org.into(), author.into()];
        key.extend((0..AT_ONCE).map(|at| Value::from(part[at.min(part.len() - 1)])));
        let rows = tx.query(
            "select distinct s.entity, s.root from shared_row r
             join shared s on s.org_id = r.org_id and s.author = r.author and s.root = r.root
             where r.org_id = $1 and r.author = $2
               and r.member in ($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
            &key,
        )?;
        for row in rows {
            found.insert((entity(row.integer(0)?)?, row.id(1)?));
        }
    }
    Ok(found)
}

/// Returns the rows that are known to be of a document.
pub(super) fn members(tx: &mut dyn Tx, org: RowId, author: RowId, root: RowId) -> Result<BTreeSet<RowId>> {
    let rows = tx.query(
        "select member from shared_row where org_id = $1 and author = $2 and root = $3",
        &[org.into(), author.into(), root.into()],
    )?;
    rows.iter().map(|row| row.id(0)).collect()
}

/// Returns the replicas under which the service ever wrote, each with a number beyond all that it wrote: whoever wrote
/// this knew everything that the service had written.
pub(crate) fn services(tx: &mut dyn Tx, org: RowId) -> Result<Vec<OpRef>> {
    let rows =
        tx.query("select replica from replica where org_id = $1 and device = $1 order by replica", &[org.into()])?;
    rows.iter().map(|row| Ok(OpRef { replica: row.integer(0)?, ctr: i64::MAX })).collect()
}

/// Returns the scopes to which a document was shared.
pub(super) fn scopes(tx: &mut dyn Tx, org: RowId, author: RowId, root: Key) -> Result<BTreeMap<Vec<u8>, State>> {
    let rows = tx.query(
        "select scope, state from shared where org_id = $1 and author = $2 and root = $3 and entity = $4",
        &[org.into(), author.into(), root.1.into(), i64::from(root.0).into()],
    )?;
    rows.iter().map(|row| Ok((row.bytes(0)?.to_vec(), State::from_number(row.integer(1)?)?))).collect()
}

/// Writes down how a share stands.
pub(super) fn keep(
    tx: &mut dyn Tx,
    org: &Organisation,
    author: RowId,
    (root, scope): (Key, &[u8]),
    state: State,
) -> Result<()> {
    tx.execute(
        "insert into shared (org_id, author, root, scope, entity, state, facts_version)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (org_id, author, root, scope)
         do update set state = excluded.state, facts_version = excluded.facts_version",
        &[
            org.id.into(),
            author.into(),
            root.1.into(),
            scope.into(),
            i64::from(root.0).into(),
            state.number().into(),
            org.facts_version.into(),
        ],
    )?;
    Ok(())
}

/// Writes down which rows and blocks a document has, as far as they are new. `first_seq` is the number of the first
/// operation that arrived.
pub(super) fn index(tx: &mut dyn Tx, org: RowId, author: RowId, document: &Document, first_seq: i64) -> Result<()> {
    for member in document.unindexed() {
        tx.execute(
            "insert into shared_row (org_id, author, member, root) values ($1, $2, $3, $4) on conflict do nothing",
            &[org.into(), author.into(), member.into(), document.root.1.into()],
        )?;
    }
    let arrived = document.arrived.iter().map(|last| first_seq + last);
    for last_seq in document.found_in.iter().copied().chain(arrived) {
        tx.execute(
            "insert into shared_block (org_id, author, root, last_seq) values ($1, $2, $3, $4) on conflict do nothing",
            &[org.into(), author.into(), document.root.1.into(), last_seq.into()],
        )?;
    }
    Ok(())
}

fn entity(number: i64) -> Result<u16> {
    u16::try_from(number).map_err(|_| Error::Damaged { what: "a share" })
}
