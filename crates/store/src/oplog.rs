//! The operation log of this file: appending, reading and verifying [`sync::op`]s.

mod home;
mod member;
mod replica;
mod salt;
mod verify;

use domain::{RowId, schema::Log};
use rusqlite::Connection;
use sync::op::Content;
pub(crate) use sync::{
    body::Body,
    op::{Op, OpRef, revision},
};

use crate::{
    Source,
    error::{Doing, Error, Result},
    sql,
};

pub(crate) use member::{Member, Members};
pub(crate) use replica::{Replica, begin_anew, end_shared, own_shared, replicas};
pub(crate) use salt::{forget as forget_seed, forget_all as forget_all_seeds, forget_row as forget_seeds, seeds};
pub(crate) use verify::verify;

/// One operation before it lies in the log.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub seq: i64,
    pub reference: OpRef,
    pub hlc: i64,
    pub log: Log,
    pub scope: Option<i64>,
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

/// What the service said of an operation: nothing while it waits.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Place {
    /// A number of `local_scope`; nothing for the person's own scope.
    pub scope: Option<i64>,
    pub settled: Option<i64>,
    pub received_ms: Option<i64>,
}

/// Returns the number of a log as it is stored.
pub(crate) fn log_number(log: Log) -> i64 {
    match log {
        Log::Shared => 0,
        Log::Private => 1,
    }
}

/// Returns the place of a log among a file's two.
pub(crate) fn log_index(log: Log) -> usize {
    match log {
        Log::Shared => 0,
        Log::Private => 1,
    }
}

const READING: &str = "reading an operation";
/// The columns that [`read`] reads.
const COLUMNS: &str = "seq, replica, ctr, txn_len, hlc, schema, entity, row, kind, salt, body, body_hash, chain";

/// Appends a transaction's operations to the log of one replica.
pub(crate) fn append(
    connection: &Connection,
    replica: &mut Replica,
    drafts: &[&Draft],
    source: &mut dyn Source,
) -> Result<()> {
    for (index, draft) in drafts.iter().enumerate() {
        let salt = salt::draw(connection, draft.reference, source)?;
        let op = Op {
            reference: draft.reference,
            txn_len: if index == 0 { i64::try_from(drafts.len()).unwrap_or(i64::MAX) } else { 0 },
            hlc: draft.hlc,
            schema: domain::schema::SCHEMA.into(),
            entity: draft.entity,
            row: draft.row,
            kind: draft.body.kind(),
            content: Content::Whole { salt, body: draft.body.encode() },
        };
        let place = Place { scope: draft.scope, ..Place::default() };
        let chain = op.chained(&replica.chain);
        insert(connection, draft.seq, &op, &chain, &place)?;
        (replica.ctr, replica.chain, replica.hlc) = (draft.reference.ctr, chain, draft.hlc);
    }
    replica.save(connection).doing("moving the log on")
}

/// Puts an operation into the log.
pub(crate) fn insert(connection: &Connection, seq: i64, op: &Op, chain: &[u8; 16], place: &Place) -> Result<()> {
    let (salt, body) = match &op.content {
        Content::Whole { salt, body } => (Some(salt), Some(body)),
        Content::Erased { .. } => (None, None),
    };
    connection
        .prepare_cached(
            "insert into op (seq, replica, ctr, txn_len, hlc, schema, entity, row, kind, salt, body, body_hash, chain,
                             scope, settled, received_ms)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        )
        .and_then(|mut statement| {
            statement.execute(rusqlite::params![
                seq,
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
                op.content.hash(),
                chain,
                place.scope,
                place.settled,
                place.received_ms
            ])
        })
        .map(drop)
        .doing("appending an operation")
}

/// Reads operations in the order of a query that ends with `rest`, and gives each to `visit` until it says no.
pub(crate) fn each(
    connection: &Connection,
    rest: &str,
    parameters: impl rusqlite::Params,
    mut visit: impl FnMut(Stored, &rusqlite::Row<'_>) -> Result<bool>,
) -> Result<()> {
    let sql = format!("select {COLUMNS}, scope, settled from op {rest}");
    let mut statement = connection.prepare_cached(&sql).doing("reading the log")?;
    let mut rows = statement.query(parameters).doing("reading the log")?;
    while let Some(row) = rows.next().doing("reading the log")? {
        if !visit(read(row)?, row)? {
            break;
        }
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

/// Returns how many operations the log has.
pub(crate) fn count(connection: &Connection) -> Result<u64> {
    let count =
        connection.query_row("select count(*) from op", [], |row| row.get::<_, i64>(0)).doing("counting the log")?;
    Ok(count.unsigned_abs())
}
