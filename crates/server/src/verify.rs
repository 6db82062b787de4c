//! Holding the log against itself, and what is computed from it against the log.

use std::collections::BTreeMap;

use domain::RowId;
use ed25519_dalek::{Signature, VerifyingKey};
use serde::Serialize;
use sync::{
    batch::Batch,
    exchange::signed,
    op::{CHAIN_START, Content},
};

use crate::{
    audit,
    error::{Error, Result},
    storage::{Row, Storage, Tx},
};

/// What was found whole.
#[derive(Debug, PartialEq, Eq, Serialize, Default)]
pub struct Whole {
    /// Replicas, whose chains hold from the first operation to the last.
    pub replicas: i64,
    /// Blocks of the log.
    pub blocks: i64,
    /// Operations in them.
    pub operations: i64,
    /// Batches in custody.
    pub custody: i64,
    /// Entries of the audit.
    pub audit: i64,
}

/// Verifies everything of an organisation, over one moment.
///
/// # Errors
/// [`Error::Damaged`], with the first thing that does not hold.
pub fn organisation(storage: &dyn Storage, org: RowId) -> Result<Whole> {
    let mut whole = Whole::default();
    storage.snapshot(&mut |tx| {
        whole = Whole { audit: audit::verify(tx, org)?, ..Whole::default() };
        order(tx, org)?;
        scopes(tx, org)?;
        let keys = keys(tx, org)?;
        let replicas =
            tx.query("select replica, last_ctr, last_chain, device from replica where org_id = $1", &[org.into()])?;
        for row in replicas {
            replica(tx, org, &row, &keys, &mut whole)?;
        }
        Ok(())
    })?;
    Ok(whole)
}

fn damaged(what: &'static str) -> Error {
    Error::Damaged { what }
}

/// No number is given twice, and none beyond the last.
fn order(tx: &mut dyn Tx, org: RowId) -> Result<()> {
    let rows = tx.query(
        "select first_seq, last_seq, count from block where org_id = $1
         union all
         select opened, opened, cast(1 as bigint) from reader where org_id = $1
         union all
         select closed, closed, cast(1 as bigint) from reader where org_id = $1 and closed is not null
         order by 1",
        &[org.into()],
    )?;
    let mut last = 0;
    for row in rows {
        let (first_seq, last_seq) = (row.integer(0)?, row.integer(1)?);
        if first_seq <= last || last_seq < first_seq {
            return Err(damaged("the order of the log"));
        }
        last = last_seq;
    }
    let head = crate::organisation::read(tx, org)?.head;
    if last <= head { Ok(()) } else { Err(damaged("the organisation's last number")) }
}

/// The list of scopes says what the blocks say.
fn scopes(tx: &mut dyn Tx, org: RowId) -> Result<()> {
    let listed =
        tx.query("select scope, first_seq, last_seq from scope where org_id = $1 order by scope", &[org.into()])?;
    let found = tx.query(
        "select scope, min(first_seq), max(last_seq) from block where org_id = $1 group by scope order by scope",
        &[org.into()],
    )?;
    if listed == found { Ok(()) } else { Err(damaged("the list of scopes")) }
}

/// The keys of each person's devices, those that were ended included.
fn keys(tx: &mut dyn Tx, org: RowId) -> Result<BTreeMap<RowId, Vec<VerifyingKey>>> {
    let mut keys = BTreeMap::<_, Vec<_>>::new();
    for row in tx.query("select person, public_key from device where org_id = $1", &[org.into()])? {
        let key = VerifyingKey::from_bytes(&row.array(1)?).map_err(|_| damaged("a device's key"))?;
        keys.entry(row.id(0)?).or_default().push(key);
    }
    Ok(keys)
}

fn replica(
    tx: &mut dyn Tx,
    org: RowId,
    listed: &Row,
    keys: &BTreeMap<RowId, Vec<VerifyingKey>>,
    whole: &mut Whole,
) -> Result<()> {
    let replica = listed.integer(0)?;
    let rows = tx.query(
        "select first_ctr, count, chain, batch, scope, author, signature, last_seq from block
         where org_id = $1 and replica = $2
         union all
         select first_ctr, count, chain, batch, scope, author, signature, cast(null as bigint) from custody
         where org_id = $1 and replica = $2
         order by 1",
        &[org.into(), replica.into()],
    )?;
    let (mut ctr, mut chain) = (0, CHAIN_START);
    for row in &rows {
        let batch = Batch::decode(row.bytes(3)?).map_err(|_| damaged("a batch"))?;
        let (first, count) = (row.integer(0)?, row.integer(1)?);
        let is_next = batch.replica == replica && batch.previous == chain && first == ctr + 1;
        let holds = batch.ops[0].reference.ctr == first && batch.ops.len() as i64 == count;
        ctr += count;
        chain = *batch.chain().last().expect("a batch has operations");
        if !is_next || !holds || row.array(2)? != chain {
            return Err(damaged("a replica's chain"));
        }
        if !is_unsigned(row, &batch, listed.id(3)? == org)? {
            signature(row, keys)?;
        }
        match row.maybe_integer(7)? {
            Some(_) => {
                whole.blocks += 1;
                whole.operations += count;
            }
            None => whole.custody += 1,
        }
    }
    whole.replicas += 1;
    if listed.integer(1)? == ctr && listed.array(2)? == chain { Ok(()) } else { Err(damaged("a replica's end")) }
}

/// What the service wrote is signed by nobody, nor is any longer what it took words out of when they were erased.
fn is_unsigned(row: &Row, batch: &Batch, is_services: bool) -> Result<bool> {
    let is_erased = || batch.ops.iter().any(|op| matches!(op.content, Content::Erased { .. }));
    Ok(row.array(6)? == [0; 64] && (is_services || is_erased()))
}

/// What a person brought is signed by a device of theirs.
fn signature(row: &Row, keys: &BTreeMap<RowId, Vec<VerifyingKey>>) -> Result<()> {
    let (author, bytes) = (row.id(5)?, row.array(6)?);
    let message = signed(row.bytes(4)?, row.bytes(3)?);
    let signature = Signature::from_bytes(&bytes);
    let signs = |key: &VerifyingKey| key.verify_strict(&message, &signature).is_ok();
    if keys.get(&author).is_some_and(|keys| keys.iter().any(signs)) { Ok(()) } else { Err(damaged("a signature")) }
}
