//! What the service itself writes into the log: rows that everybody of an organisation finds there.

use domain::{RowId, schema, scope::Scope};
use sync::{
    batch::{Batch, MOST_OPS},
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

/// Writes changes into a scope, under the service's own replica. `salts` are random, one for each change.
///
/// # Errors
/// The database's, or [`Error::Changed`].
pub fn write(tx: &mut dyn Tx, org: RowId, scope: &Scope, changes: &[(Change, [u8; 16])], now_ms: i64) -> Result<()> {
    for part in changes.chunks(MOST_OPS) {
        block(tx, org, scope, part, now_ms)?;
    }
    Ok(())
}

fn block(tx: &mut dyn Tx, org: RowId, scope: &Scope, changes: &[(Change, [u8; 16])], now_ms: i64) -> Result<()> {
    let (replica, head) = standing(tx, org, now_ms)?;
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
    let batch = Batch { replica, previous: head.chain, ops: ops.collect() };
    let chain = *batch.chain().last().ok_or(Error::Damaged { what: "an empty change" })?;
    let bytes = batch.encode().map_err(|_| Error::Damaged { what: "a change" })?;
    let changed = tx.execute(
        "update replica set last_ctr = $3, last_chain = $4, brought_ms = $5
         where org_id = $1 and replica = $2 and last_ctr = $6",
        &[
            org.into(),
            replica.into(),
            (head.ctr + count).into(),
            chain.as_slice().into(),
            now_ms.into(),
            head.ctr.into(),
        ],
    )?;
    if changed == 0 {
        return Err(Error::Changed);
    }
    let organisation = organisation::read(tx, org)?;
    let first_seq = organisation.take(tx, count)?;
    crate::block::Block {
        org,
        scope: &scope.bytes(),
        replica,
        first_ctr: head.ctr + 1,
        count,
        first_seq,
        author: org,
        received_ms: now_ms,
        chain,
        batch: &bytes,
        // Nobody's: these are not carried by anybody.
        signature: &[0; 64],
    }
    .keep(tx)
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
