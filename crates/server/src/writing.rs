//! What the service itself writes into the log: rows that everybody of an organisation finds there.

use domain::{RowId, schema, scope::Scope};
use sync::{
    batch::Batch,
    body::Body,
    exchange::Head,
    op::{Content, Op, OpRef},
};

use crate::{
    error::{Error, Result},
    organisation,
    storage::Tx,
};

/// A change of one row.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The entity's number.
    pub entity: u16,
    /// The row.
    pub row: RowId,
    /// What it does.
    pub body: Body,
}

/// A change, and sixteen bytes that nobody can guess.
pub type Salted = (Change, [u8; 16]);

/// The most operations of a block, and the most bytes of their bodies unless one alone has more: a slow link gets
/// through with one block at a time.
const MOST: (usize, usize) = (500, 128 << 10);

/// Writes changes into a scope, under the service's own replica. `salts` are random, one for each change.
///
/// # Errors
/// The database's, or [`Error::Changed`].
pub fn write(tx: &mut dyn Tx, org: RowId, scope: &Scope, changes: &[Salted], now_ms: i64) -> Result<()> {
    if changes.is_empty() {
        return Ok(());
    }
    let first_seq = organisation::read(tx, org)?.take(tx, changes.len() as i64)?;
    put(tx, &Place { org, author: org, scope: &scope.bytes(), first_seq, now_ms }, changes)
}

/// Where changes go.
pub struct Place<'a> {
    /// The organisation.
    pub org: RowId,
    /// Whose work it is: a person's, or the organisation's own.
    pub author: RowId,
    /// The scope's bytes.
    pub scope: &'a [u8],
    /// The number of the first change; the others follow. The numbers are taken already.
    pub first_seq: i64,
    /// The service's clock in milliseconds since 1970.
    pub now_ms: i64,
}

/// Writes changes under numbers that were taken for them.
///
/// # Errors
/// The database's, or [`Error::Changed`].
pub fn put(tx: &mut dyn Tx, place: &Place<'_>, changes: &[Salted]) -> Result<()> {
    let mut first_seq = place.first_seq;
    let mut rest = changes;
    while !rest.is_empty() {
        let (part, after) = rest.split_at(fitting(rest));
        block(tx, &Place { first_seq, ..*place }, part)?;
        first_seq += part.len() as i64;
        rest = after;
    }
    Ok(())
}

/// Returns how many of the changes the next block holds, at least one.
fn fitting(changes: &[Salted]) -> usize {
    let mut bytes = 0;
    let fits = changes.iter().take(MOST.0).take_while(|(change, _)| {
        bytes += change.body.encode().len();
        bytes <= MOST.1
    });
    fits.count().max(1)
}

fn block(tx: &mut dyn Tx, place: &Place<'_>, changes: &[Salted]) -> Result<()> {
    let org = place.org;
    let (replica, head) = standing(tx, org, place.now_ms)?;
    let count = changes.len() as i64;
    let batch = batch((replica, head), changes, place.now_ms);
    let chain = *batch.chain().last().ok_or(Error::Damaged { what: "an empty change" })?;
    let bytes = batch.encode().map_err(|_| Error::Damaged { what: "a change" })?;
    let end = head.ctr + count;
    let changed = tx.execute(
        "update replica set last_ctr = $3, last_chain = $4, brought_ms = $5
         where org_id = $1 and replica = $2 and last_ctr = $6",
        &[org.into(), replica.into(), end.into(), chain.as_slice().into(), place.now_ms.into(), head.ctr.into()],
    )?;
    if changed == 0 {
        return Err(Error::Changed);
    }
    crate::block::Block {
        org,
        scope: place.scope,
        replica,
        first_ctr: head.ctr + 1,
        count,
        first_seq: place.first_seq,
        author: place.author,
        received_ms: place.now_ms,
        chain,
        batch: &bytes,
        ops: &batch.ops,
        // Nobody's: these are not carried by anybody.
        signature: &[0; 64],
    }
    .keep(tx)
}

fn batch((replica, head): (i64, Head), changes: &[Salted], now_ms: i64) -> Batch {
    let count = changes.len() as i64;
    let ops = (head.ctr + 1..).zip(changes).map(|(ctr, (change, salt))| Op {
        reference: OpRef { replica, ctr },
        txn_len: if ctr == head.ctr + 1 { count } else { 0 },
        hlc: now_ms << 16,
        schema: schema::SCHEMA.into(),
        entity: change.entity,
        row: change.row,
        kind: change.body.kind(),
        content: Content::Whole { salt: *salt, body: change.body.encode() },
    });
    Batch { replica, previous: head.chain, ops: ops.collect() }
}

/// Returns the service's replica and where it ends; the first time it is made.
fn standing(tx: &mut dyn Tx, org: RowId, now_ms: i64) -> Result<(i64, Head)> {
    tx.execute(
        "insert into replica (org_id, replica, device, last_ctr, last_chain, brought_ms)
         select org_id, replica, org_id, 0, $2, $3 from organisation where org_id = $1
         on conflict do nothing",
        &[org.into(), [0; 16].as_slice().into(), now_ms.into()],
    )?;
    let rows = tx.query(
        "select r.replica, r.last_ctr, r.last_chain from organisation o
         join replica r on r.org_id = o.org_id and r.replica = o.replica where o.org_id = $1",
        &[org.into()],
    )?;
    let row = rows.first().ok_or(Error::Unknown)?;
    Ok((row.integer(0)?, Head { ctr: row.integer(1)?, chain: row.array(2)? }))
}
