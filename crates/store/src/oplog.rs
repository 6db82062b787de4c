//! The operation log of this file: appending, reading and verifying [`sync::op`]s.

mod replica;

use std::collections::{HashMap, HashSet};

use domain::{RowId, schema::Log};
use rusqlite::Connection;
use sync::op::{CHAIN_START, Content};
pub(crate) use sync::{
    body::Body,
    op::{Op, OpRef, revision},
};

use crate::{
    Source,
    error::{Doing, Error, Result},
    progress::{self, GoOn, Stage},
    sql,
};

pub(crate) use replica::{Replica, begin_anew, replicas};

/// One operation before it has its place in the log.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub seq: i64,
    pub log: Log,
    pub entity: u16,
    pub row: RowId,
    pub body: Body,
}

/// One operation as it lies in the log.
#[derive(Debug)]
pub(crate) struct Stored {
    pub seq: i64,
    pub op: Op,
    /// The hash that was stored when it was written, and the chain value that followed.
    pub body_hash: [u8; 32],
    pub chain: [u8; 16],
}

/// Returns the number of a log as it is stored.
pub(crate) fn log_number(log: Log) -> i64 {
    match log {
        Log::Shared => 0,
        Log::Private => 1,
    }
}

const READING: &str = "reading an operation";

/// Appends a transaction's operations to the log of one replica.
pub(crate) fn append(
    connection: &Connection,
    replica: &mut Replica,
    drafts: &[&Draft],
    hlc: i64,
    source: &mut dyn Source,
) -> Result<()> {
    for (index, draft) in drafts.iter().enumerate() {
        let mut salt = [0; 16];
        source.fill(&mut salt);
        let op = Op {
            reference: OpRef { replica: replica.replica, ctr: replica.ctr + 1 },
            txn_len: if index == 0 { i64::try_from(drafts.len()).unwrap_or(i64::MAX) } else { 0 },
            hlc,
            schema: domain::schema::SCHEMA.into(),
            entity: draft.entity,
            row: draft.row,
            kind: draft.body.kind(),
            content: Content::Whole { salt, body: draft.body.encode() },
        };
        let stored = Stored { seq: draft.seq, body_hash: op.content.hash(), chain: op.chained(&replica.chain), op };
        insert(connection, &stored).doing("appending an operation")?;
        replica.ctr += 1;
        replica.chain = stored.chain;
    }
    replica.hlc = hlc;
    replica.save(connection).doing("moving the log on")
}

fn insert(connection: &Connection, stored: &Stored) -> rusqlite::Result<()> {
    let op = &stored.op;
    let (salt, body) = match &op.content {
        Content::Whole { salt, body } => (Some(salt), Some(body)),
        Content::Erased { .. } => (None, None),
    };
    connection
        .prepare_cached(
            "insert into op (seq, replica, ctr, txn_len, hlc, schema, entity, row, kind, salt, body, body_hash, chain)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?
        .execute(rusqlite::params![
            stored.seq,
            op.reference.replica,
            op.reference.ctr,
            op.txn_len,
            op.hlc,
            op.schema,
            op.entity,
            op.row.bytes(),
            op.kind,
            salt,
            body,
            stored.body_hash,
            stored.chain
        ])
        .map(drop)
}

/// Reads the whole log in the order in which it was applied, and gives each operation to `visit`.
pub(crate) fn each(connection: &Connection, mut visit: impl FnMut(Stored) -> Result<()>) -> Result<()> {
    let mut statement = connection
        .prepare(
            "select seq, replica, ctr, txn_len, hlc, schema, entity, row, kind, salt, body, body_hash, chain
             from op order by seq",
        )
        .doing("reading the log")?;
    let mut rows = statement.query([]).doing("reading the log")?;
    while let Some(row) = rows.next().doing("reading the log")? {
        visit(read(row)?)?;
    }
    Ok(())
}

fn read(row: &rusqlite::Row<'_>) -> Result<Stored> {
    let body_hash = row.get("body_hash").doing(READING)?;
    let content = match (row.get("salt").doing(READING)?, row.get("body").doing(READING)?) {
        (Some(salt), Some(body)) => Content::Whole { salt, body },
        (None, None) => Content::Erased { hash: body_hash },
        (Some(_), None) | (None, Some(_)) => return Err(Error::Damaged { what: "the operation log" }),
    };
    let op = read_op(row, content).doing(READING)?;
    Ok(Stored { seq: row.get("seq").doing(READING)?, op, body_hash, chain: row.get("chain").doing(READING)? })
}

fn read_op(row: &rusqlite::Row<'_>, content: Content) -> rusqlite::Result<Op> {
    Ok(Op {
        reference: OpRef { replica: row.get("replica")?, ctr: row.get("ctr")? },
        txn_len: row.get("txn_len")?,
        hlc: row.get("hlc")?,
        schema: row.get("schema")?,
        entity: row.get("entity")?,
        row: sql::id(row, "row")?,
        kind: row.get("kind")?,
        content,
    })
}

/// Reads the log as [`each`] does, and tells how far it is.
pub(crate) fn each_told(
    connection: &Connection,
    stage: Stage,
    go_on: &mut GoOn<'_>,
    mut visit: impl FnMut(Stored) -> Result<()>,
) -> Result<()> {
    let total = count(connection)?;
    let mut done = 0;
    each(connection, |stored| {
        progress::tell(go_on, stage, done, total)?;
        done += 1;
        visit(stored)
    })
}

/// Returns how many operations the log has.
pub(crate) fn count(connection: &Connection) -> Result<u64> {
    let count =
        connection.query_row("select count(*) from op", [], |row| row.get::<_, i64>(0)).doing("counting the log")?;
    Ok(count.unsigned_abs())
}

/// Checks every chain and every body of the log, and returns how many operations it has.
///
/// # Errors
/// [`Error::Damaged`] at the first operation that is not what was written, [`Error::Stopped`] when it is not to go on.
pub(crate) fn verify(connection: &Connection, go_on: &mut GoOn<'_>) -> Result<u64> {
    let mut chains = HashMap::new();
    // Rows with an operation that lost its body: only an erasure of the row, later in the log, may do that.
    let mut emptied = HashSet::new();
    let mut count = 0;
    each_told(connection, Stage::Log, go_on, |stored| {
        let op = &stored.op;
        let (ctr, chain) = chains.entry(op.reference.replica).or_insert((0, CHAIN_START));
        if matches!(op.content, Content::Erased { .. }) {
            emptied.insert(op.row);
        } else if op.kind == Body::Erase.kind() {
            emptied.remove(&op.row);
        }
        let body_fits = op.content.hash() == stored.body_hash;
        if op.reference.ctr != *ctr + 1 || op.chained(chain) != stored.chain || !body_fits {
            return Err(Error::Damaged { what: "the operation log" });
        }
        (*ctr, *chain) = (op.reference.ctr, stored.chain);
        count += 1;
        Ok(())
    })?;
    if !emptied.is_empty() {
        return Err(Error::Damaged { what: "the operation log" });
    }
    for (replica, ctr, chain) in replica::heads(connection)? {
        if chains.get(&replica).copied().unwrap_or((0, CHAIN_START)) != (ctr, chain) {
            return Err(Error::Damaged { what: "the end of the operation log" });
        }
    }
    Ok(count)
}
