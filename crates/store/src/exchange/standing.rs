//! Where this device stands, and what waits: operations of the shared log in batches, each of one replica and one scope.

use domain::{
    RowId,
    schema::{self, Log},
};
use sync::{
    batch::{Batch, MOST_OPS},
    engine::Standing,
    exchange::{Brought, Cursor, signed},
    op::{CHAIN_START, Content, Op},
};

use super::scope;
use crate::{
    Connection,
    error::{Doing, Error, Result},
    oplog, sql,
};

/// Columns of operations shrink by about this much, so that a batch holds more of them than its size on the wire.
const SHRINKS: usize = 3;
/// The most bytes of a batch before compression, well below what its reader refuses.
const MOST_RAW_BYTES: usize = 3 << 20;
/// What an operation takes beside its body.
const HEADER_BYTES: usize = 48;

/// Reads where this device stands, and what waits, up to `most_bytes` but at least one batch. `sign` signs with the
/// device's key.
///
/// # Errors
/// [`Error::NotFound`] when the profile belongs to no service, [`Error::Damaged`] when the log is not as it was written.
pub fn standing(reader: &Connection, most_bytes: u32, sign: &dyn Fn(&[u8]) -> [u8; 64]) -> Result<Standing> {
    // One state of the database, though somebody goes on writing.
    let state = reader.unchecked_transaction().doing("starting to read")?;
    let (person, standing) = stands(&state)?;
    let left = most_bytes as usize;
    let mut bag = Bag { brought: Vec::new(), left, least: left / 4, more: false };
    for replica in oplog::own_shared(&state)? {
        bag.fill(&state, person, replica, sign)?;
    }
    Ok(Standing { brought: bag.brought, more: bag.more, ..standing })
}

/// Reads where this device stands, and nothing of what waits.
///
/// # Errors
/// As [`standing`].
pub fn position(reader: &Connection) -> Result<Standing> {
    stands(reader).map(|(_, standing)| standing)
}

fn stands(state: &Connection) -> Result<(RowId, Standing)> {
    let sql = "select person, epoch, place, seq from local_exchange";
    let (person, epoch, cursor) = sql::first(state, sql, [], |row| {
        let cursor = Cursor { place: row.get("place")?, seq: row.get("seq")? };
        Ok((sql::id(row, "person")?, row.get("epoch")?, cursor))
    })
    .doing("reading the membership")?
    .ok_or(Error::NotFound { entity: "membership" })?;
    let (replica, written) = sql::first(state, "select replica, ctr from local_replica where log = 0", [], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
    .doing("reading the replicas")?
    .ok_or(Error::Damaged { what: "the replicas" })?;
    Ok((person, Standing { epoch, replica, written, cursor, brought: Vec::new(), more: false }))
}

struct Bag {
    brought: Vec<Brought>,
    left: usize,
    /// With less room than this left, the next batch waits: many small ones are worse than one more question.
    least: usize,
    more: bool,
}

impl Bag {
    /// Takes what waits of one replica, in its order, as far as there is room.
    fn fill(
        &mut self,
        connection: &Connection,
        person: RowId,
        replica: i64,
        sign: &dyn Fn(&[u8]) -> [u8; 64],
    ) -> Result<()> {
        let mut after = 0;
        while !self.more {
            let most = (self.left * SHRINKS).min(MOST_RAW_BYTES);
            let Some((number, ops)) = next(connection, replica, after, most)? else { return Ok(()) };
            if !self.brought.is_empty() && self.left < self.least {
                self.more = true;
                return Ok(());
            }
            after = ops.last().map_or(after, |op| op.reference.ctr);
            let previous = chain_before(connection, replica, ops[0].reference.ctr)?;
            let batch = Batch { replica, previous, ops };
            let seeds = oplog::seeds(connection, replica, (batch.ops[0].reference.ctr, after))?;
            let batch = batch
                .encode_with(&|span| seeds.get(&span).copied())
                .map_err(|_| Error::Damaged { what: "an operation, which is too large" })?;
            if !self.brought.is_empty() && batch.len() > self.left {
                self.more = true;
                return Ok(());
            }
            self.left = self.left.saturating_sub(batch.len());
            let scope = scope::bytes(connection, person, number)?;
            let signature = sign(&signed(&scope, &batch));
            self.brought.push(Brought { scope, batch, signature });
        }
        Ok(())
    }
}

/// Reads the next waiting operations of a replica and one scope: whole acts, as many as fit, at least one operation.
fn next(connection: &Connection, replica: i64, after: i64, most: usize) -> Result<Option<(Option<i64>, Vec<Op>)>> {
    let mut ops: Vec<Op> = Vec::new();
    let mut scope = None;
    let mut raw = 0;
    // Where the last act ended that fits whole.
    let mut whole = 0;
    let rest = "where replica = ?1 and ctr > ?2 and settled is null and held is null order by ctr";
    oplog::each(connection, rest, (replica, after), |stored, row| {
        let op = stored.op;
        let of_scope: Option<i64> = row.get("scope").doing("reading the log")?;
        let follows = ops.last().is_none_or(|last| last.reference.ctr + 1 == op.reference.ctr && scope == of_scope);
        if op.txn_len > 0 || !follows {
            whole = ops.len();
        }
        let length = HEADER_BYTES + body_length(&op);
        if !follows || (!ops.is_empty() && raw + length > most) || ops.len() == MOST_OPS {
            if whole > 0 {
                ops.truncate(whole);
            }
            return Ok(false);
        }
        refuse_private(&op)?;
        raw += length;
        scope = of_scope;
        ops.push(op);
        Ok(true)
    })?;
    Ok((!ops.is_empty()).then_some((scope, ops)))
}

fn body_length(op: &Op) -> usize {
    match &op.content {
        Content::Whole { body, .. } => body.len(),
        Content::Erased { .. } => 0,
    }
}

/// What is private is in a log of its own. Should that ever be wrong, nothing is sent.
fn refuse_private(op: &Op) -> Result<()> {
    if schema::entity(op.entity).is_some_and(|entity| entity.log == Log::Private) {
        return Err(Error::Damaged { what: "the shared log, which holds something private" });
    }
    Ok(())
}

/// Returns the chain value before an operation.
pub(super) fn chain_before(connection: &Connection, replica: i64, ctr: i64) -> Result<[u8; 16]> {
    if ctr == 1 {
        return Ok(CHAIN_START);
    }
    // Of what a former file wrote, this one may have only what came back to it: then the chain value came with it.
    let sql = "select chain from op where replica = ?1 and ctr = ?2 - 1
               union all select chain from local_joint where replica = ?1 and ctr = ?2";
    sql::first(connection, sql, (replica, ctr), |row| row.get(0))
        .doing("reading the chain")?
        .ok_or(Error::Damaged { what: "the operation log" })
}
