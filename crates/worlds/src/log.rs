//! Reading what a device and the service have, past the code that is on trial.

use std::collections::BTreeSet;

use domain::{
    RowId, Value,
    access::{Facts, may_read},
    scope::Scope,
};
use server::storage::{Sqlite, transact};
use store::Connection;
use sync::{
    batch::Batch,
    body::Body,
    op::{Content, Op, OpRef},
};

use crate::violation::{Kept, Violation};

/// What an operation says, whoever carries it and under whatever name it was written again.
pub type Key = [u8; 32];

/// Returns the key of an operation; nothing when its content was erased.
pub fn key(op: &Op) -> Option<Key> {
    let Content::Whole { body, .. } = &op.content else { return None };
    let said = match Body::decode(op.kind, body) {
        Ok(Body::Set { field, value, .. }) => format!("{field} {value:?}"),
        Ok(Body::Text { field, result, .. }) => format!("{field} {result:?}"),
        Ok(Body::Create(fields)) => format!("{fields:?}"),
        Ok(
            Body::Remove { .. }
            | Body::Restore
            | Body::Erase { .. }
            | Body::Share { .. }
            | Body::Version(_)
            | Body::Withheld { .. }
            | Body::Unshare { .. },
        ) => String::new(),
        Err(_) => format!("{body:?}"),
    };
    Some(*blake3::hash(format!("{} {} {} {said}", op.entity, op.row, op.kind).as_bytes()).as_bytes())
}

/// Returns the key that a change of a field has.
#[must_use]
pub fn key_of_value(entity: u16, row: RowId, field: u16, value: &Value) -> Key {
    *blake3::hash(format!("{entity} {row} 2 {field} {value:?}").as_bytes()).as_bytes()
}

/// An operation in a device's log.
#[derive(Debug, Clone)]
pub struct Logged {
    /// The operation.
    pub op: Op,
    /// Its place in the organisation's order, once it has one.
    pub settled: Option<i64>,
    /// When the service received it.
    pub received_ms: Option<i64>,
    /// 1: in custody. 2: written again under another name.
    pub held: Option<i64>,
    /// The place that it had before the service was restored.
    pub offered: Option<i64>,
    /// The scope's bytes; nothing for the person's own.
    pub scope: Option<Vec<u8>>,
}

/// Returns the name under which a device writes what is shared, and its last number.
///
/// # Errors
/// SQLite's.
pub fn written(connection: &Connection) -> rusqlite::Result<(i64, i64)> {
    let sql = "select replica, ctr from local_replica where log = 0";
    connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Returns every name under which a device's file was written.
///
/// # Errors
/// SQLite's.
pub fn names(connection: &Connection) -> rusqlite::Result<BTreeSet<i64>> {
    let sql = "select replica from local_replica union select replica from local_ended_replica";
    connection.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
}

/// Returns what a device wrote under a name after a number.
///
/// # Errors
/// SQLite's.
pub fn after(connection: &Connection, replica: i64, ctr: i64) -> rusqlite::Result<Vec<Logged>> {
    read(connection, "where replica = ?1 and ctr > ?2 order by ctr", [replica, ctr])
}

/// Returns what a device has of a row.
///
/// # Errors
/// SQLite's.
pub fn of_row(connection: &Connection, row: RowId) -> rusqlite::Result<Vec<Logged>> {
    read(connection, "where row = ?1", [row.bytes()])
}

/// Returns a device's whole log, but for what stays on it.
///
/// # Errors
/// SQLite's.
pub fn all(connection: &Connection) -> rusqlite::Result<Vec<Logged>> {
    // The entities of the private log.
    read(connection, "where entity not in (?1, ?2) order by seq", [16, 21])
}

fn read(connection: &Connection, which: &str, values: impl rusqlite::Params) -> rusqlite::Result<Vec<Logged>> {
    let mut statement = connection.prepare_cached(&format!(
        "select replica, ctr, txn_len, hlc, schema, entity, row, kind, salt, body, body_hash, settled, held,
                received_ms, offered, (select bytes from local_scope where number = scope)
         from op {which}"
    ))?;
    let found = statement.query_map(values, |row| {
        let content = match (row.get::<_, Option<[u8; 16]>>(8)?, row.get::<_, Option<Vec<u8>>>(9)?) {
            (Some(salt), Some(body)) => Content::Whole { salt, body },
            _ => Content::Erased { hash: row.get(10)? },
        };
        let op = Op {
            reference: OpRef { replica: row.get(0)?, ctr: row.get(1)? },
            txn_len: row.get(2)?,
            hlc: row.get(3)?,
            schema: row.get(4)?,
            entity: row.get(5)?,
            row: RowId::from_bytes(row.get(6)?),
            kind: row.get(7)?,
            content,
        };
        Ok(Logged {
            op,
            settled: row.get(11)?,
            held: row.get(12)?,
            received_ms: row.get(13)?,
            offered: row.get(14)?,
            scope: row.get(15)?,
        })
    })?;
    found.collect()
}

/// An operation that the service has.
#[derive(Debug, Clone)]
pub struct Central {
    /// Its place in the organisation's order; 0 in custody.
    pub seq: i64,
    /// When the service received it.
    pub received_ms: i64,
    /// Its scope.
    pub scope: Option<Scope>,
    /// Whose work it is; the organisation's for what the service itself says.
    pub author: RowId,
    /// Whether the service wrote it.
    pub by_service: bool,
    /// The operation.
    pub op: Op,
}

impl Central {
    /// Returns whether it is for somebody of whom this is true. What the service writes out of a person's own share is not
    /// for that person.
    #[must_use]
    pub fn is_for(&self, facts: &Facts) -> bool {
        let is_own_share = self.by_service && self.author == facts.person;
        !is_own_share && self.scope.is_some_and(|scope| may_read(facts, &scope).is_ok())
    }
}

/// Returns everything that the service has: its log in its order, and its custody.
///
/// # Errors
/// A violation, when the service's rows cannot be read.
pub fn of_service(storage: &Sqlite) -> Kept<(Vec<Central>, Vec<Central>)> {
    let by_service = "exists (select 1 from replica r
                              where r.org_id = b.org_id and r.replica = b.replica and r.device = b.org_id)";
    let log =
        format!("select first_seq, received_ms, scope, batch, author, {by_service} from block b order by first_seq");
    let custody = "select 0, received_ms, scope, batch, author, 0 from custody order by replica, first_ctr";
    Ok((read_blocks(storage, &log, &[])?, read_blocks(storage, custody, &[])?))
}

/// Returns what the service has of a scope behind a number.
///
/// # Errors
/// A violation, when the service's rows cannot be read.
pub fn of_scope(storage: &Sqlite, scope: &Scope, behind: i64) -> Kept<Vec<Central>> {
    let sql = "select first_seq, received_ms, scope, batch, author, 0 from block
               where scope = $1 and last_seq > $2 order by first_seq";
    read_blocks(storage, sql, &[scope.bytes().as_slice().into(), behind.into()])
}

fn read_blocks(storage: &Sqlite, sql: &str, values: &[server::storage::Value]) -> Kept<Vec<Central>> {
    let mut found = Vec::new();
    for row in transact(storage, |tx| tx.query(sql, values))? {
        let batch = Batch::decode(row.bytes(3)?).map_err(|error| Violation::new("service", error))?;
        let (first, received_ms, author) = (row.integer(0)?, row.integer(1)?, row.id(4)?);
        let (scope, by_service) = (Scope::from_bytes(row.bytes(2)?).ok(), row.integer(5)? != 0);
        let placed = (0_i64..).zip(batch.ops);
        found.extend(placed.map(|(at, op)| Central { seq: first + at, received_ms, scope, author, by_service, op }));
    }
    Ok(found)
}
