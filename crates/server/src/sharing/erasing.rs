//! Erasing takes the words out of what is stored: an operation keeps its place and the hash of what it said.

use std::collections::BTreeMap;

use domain::RowId;
use sync::{
    batch::Batch,
    op::{Content, Op},
};

use crate::{
    error::{Error, Result},
    storage::Tx,
};

const DAMAGED: Error = Error::Damaged { what: "a block" };

/// Rows that were erased, each with the number of the erasing: what comes after it made the row again.
pub(super) type Erased = BTreeMap<RowId, i64>;

/// Takes what operations said out of a person's blocks of a scope from a number on, where `is_gone` says so of the
/// operation and its number. The chain of the blocks stays what it was; a signature does not, so it goes too.
///
/// # Errors
/// The database's.
pub(super) fn erase(
    tx: &mut dyn Tx,
    (org, author): (RowId, RowId),
    (scope, from): (&[u8], i64),
    is_gone: &dyn Fn(i64, &Op) -> bool,
) -> Result<()> {
    let mut after = from - 1;
    loop {
        let blocks = tx.query(
            "select last_seq, batch, first_seq from block
             where org_id = $1 and scope = $2 and author = $3 and last_seq > $4 order by last_seq limit 16",
            &[org.into(), scope.into(), author.into(), after.into()],
        )?;
        for block in &blocks {
            after = block.integer(0)?;
            let mut batch = Batch::decode(block.bytes(1)?).map_err(|_| DAMAGED)?;
            let numbered = (block.integer(2)?..).zip(&mut batch.ops);
            let gone = numbered.filter(|(seq, op)| is_gone(*seq, op));
            if gone.filter_map(|(_, op)| empty(op)).count() == 0 {
                continue;
            }
            let bytes = batch.encode().map_err(|_| DAMAGED)?;
            tx.execute(
                "update block set batch = $3, signature = $4 where org_id = $1 and last_seq = $2",
                &[org.into(), after.into(), bytes.as_slice().into(), [0; 64].as_slice().into()],
            )?;
        }
        if blocks.len() < 16 {
            return Ok(());
        }
    }
}

/// Empties an operation that says something; the erasing itself goes on saying that it is one.
fn empty(op: &mut Op) -> Option<()> {
    const ERASE: i64 = 6;
    if op.kind == ERASE || matches!(op.content, Content::Erased { .. }) {
        return None;
    }
    op.content = Content::Erased { hash: op.content.hash() };
    Some(())
}
