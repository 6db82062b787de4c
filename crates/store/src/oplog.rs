//! Operations: how a change is written down so that it can be replayed, checked, sent and erased.
//!
//! Each replica's operations form a chain: the chain value of one is the BLAKE3-128 of the previous chain value, its
//! header, and the BLAKE3-256 of its salt and body. Erasing removes salt and body and leaves their hash, so the chain
//! still verifies, and the salt keeps a short value from being guessed back.

use std::collections::{HashMap, HashSet};

use ciborium::value::Value as Cbor;
use domain::{RowId, Value, schema::Log};
use rusqlite::Connection;

use crate::{
    Source,
    error::{Doing, Error, Result},
    sql,
};

/// Names one operation for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OpRef {
    pub replica: i64,
    pub ctr: i64,
}

/// What an operation does to its row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Body {
    /// Makes the row, with all its fields at once.
    Create(Vec<(u16, Value)>),
    /// Gives a field another value; `over` is the operation whose value the writer had on screen.
    Set { field: u16, value: Value, over: Option<OpRef> },
    /// Replaces a stretch of a long text. Positions are bytes of the parent revision's text.
    Text { field: u16, parents: Vec<[u8; 16]>, at: usize, deleted: usize, inserted: String, result: [u8; 16] },
    /// Removes the row; it can be brought back.
    Remove,
    /// Brings a removed row back.
    Restore,
    /// Removes the row's content for good.
    Erase,
}

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
    pub reference: OpRef,
    pub txn_len: i64,
    pub hlc: i64,
    pub schema: i64,
    pub entity: u16,
    pub row: RowId,
    pub kind: i64,
    pub salt: Option<[u8; 16]>,
    pub body: Option<Vec<u8>>,
    pub body_hash: [u8; 32],
    pub chain: [u8; 16],
}

/// The state of one of this file's two replicas.
#[derive(Debug, Clone)]
pub(crate) struct Replica {
    pub log: i64,
    pub replica: i64,
    pub ctr: i64,
    pub chain: [u8; 16],
    pub hlc: i64,
}

/// Returns the number of a log as it is stored.
pub(crate) fn log_number(log: Log) -> i64 {
    match log {
        Log::Shared => 0,
        Log::Private => 1,
    }
}

impl Body {
    /// Returns the stored number of the body's kind.
    pub fn kind(&self) -> i64 {
        match self {
            Self::Create(_) => 1,
            Self::Set { .. } => 2,
            Self::Text { .. } => 3,
            Self::Remove => 4,
            Self::Restore => 5,
            Self::Erase => 6,
        }
    }

    /// Returns the body's bytes.
    pub fn encode(&self) -> Vec<u8> {
        let number = |number: usize| Cbor::from(number as u64);
        let value = match self {
            Self::Create(fields) => {
                Cbor::Map(fields.iter().map(|(field, value)| (Cbor::from(*field), to_cbor(value))).collect())
            }
            Self::Set { field, value, over } => {
                let over = over.map_or(Cbor::Null, |op| Cbor::Array(vec![op.replica.into(), op.ctr.into()]));
                Cbor::Array(vec![(*field).into(), to_cbor(value), over])
            }
            Self::Text { field, parents, at, deleted, inserted, result } => Cbor::Array(vec![
                (*field).into(),
                Cbor::Array(parents.iter().map(|parent| Cbor::Bytes(parent.to_vec())).collect()),
                number(*at),
                number(*deleted),
                Cbor::Text(inserted.clone()),
                Cbor::Bytes(result.to_vec()),
            ]),
            Self::Remove | Self::Restore | Self::Erase => Cbor::Null,
        };
        let mut bytes = Vec::new();
        ciborium::into_writer(&value, &mut bytes).expect("writing to memory cannot fail");
        bytes
    }

    /// Reads a body back.
    pub fn decode(kind: i64, bytes: &[u8]) -> Result<Self> {
        const DAMAGED: Error = Error::Damaged { what: "an operation" };
        let value: Cbor = ciborium::from_reader(bytes).map_err(|_| DAMAGED)?;
        let body = match (kind, value) {
            (1, Cbor::Map(fields)) => fields
                .into_iter()
                .map(|(field, value)| Some((small(&field)?, from_cbor(value)?)))
                .collect::<Option<Vec<_>>>()
                .map(Self::Create),
            (2, Cbor::Array(parts)) => decode_set(parts),
            (3, Cbor::Array(parts)) => decode_text(parts),
            (4, Cbor::Null) => Some(Self::Remove),
            (5, Cbor::Null) => Some(Self::Restore),
            (6, Cbor::Null) => Some(Self::Erase),
            _ => None,
        };
        body.ok_or(DAMAGED)
    }
}

fn decode_set(parts: Vec<Cbor>) -> Option<Body> {
    let [field, value, over] = <[Cbor; 3]>::try_from(parts).ok()?;
    let over = match over {
        Cbor::Null => None,
        Cbor::Array(parts) => {
            let [replica, ctr] = <[Cbor; 2]>::try_from(parts).ok()?;
            Some(OpRef { replica: integer(&replica)?, ctr: integer(&ctr)? })
        }
        _ => return None,
    };
    Some(Body::Set { field: small(&field)?, value: from_cbor(value)?, over })
}

fn decode_text(parts: Vec<Cbor>) -> Option<Body> {
    let [field, Cbor::Array(parents), at, deleted, Cbor::Text(inserted), Cbor::Bytes(result)] =
        <[Cbor; 6]>::try_from(parts).ok()?
    else {
        return None;
    };
    Some(Body::Text {
        field: small(&field)?,
        parents: parents
            .into_iter()
            .map(|parent| parent.into_bytes().ok()?.try_into().ok())
            .collect::<Option<Vec<_>>>()?,
        at: usize::try_from(integer(&at)?).ok()?,
        deleted: usize::try_from(integer(&deleted)?).ok()?,
        inserted,
        result: result.try_into().ok()?,
    })
}

/// Returns a value as the log carries it: an id is sixteen bytes.
pub(crate) fn to_cbor(value: &Value) -> Cbor {
    match value {
        Value::Null => Cbor::Null,
        Value::Integer(number) => (*number).into(),
        Value::Real(number) => (*number).into(),
        Value::Text(text) => Cbor::Text(text.clone()),
        Value::Id(id) => Cbor::Bytes(id.bytes().to_vec()),
    }
}

fn from_cbor(value: Cbor) -> Option<Value> {
    Some(match value {
        Cbor::Null => Value::Null,
        Cbor::Integer(number) => Value::Integer(i64::try_from(i128::from(number)).ok()?),
        Cbor::Float(number) => Value::Real(number),
        Cbor::Text(text) => Value::Text(text),
        Cbor::Bytes(bytes) => Value::Id(RowId::from_bytes(bytes.try_into().ok()?)),
        _ => return None,
    })
}

fn integer(value: &Cbor) -> Option<i64> {
    i64::try_from(i128::from(value.as_integer()?)).ok()
}

fn small(value: &Cbor) -> Option<u16> {
    u16::try_from(integer(value)?).ok()
}

impl Stored {
    /// Returns the chain value that follows from the previous one.
    fn chained(&self, previous: &[u8; 16]) -> [u8; 16] {
        let mut hasher = blake3::Hasher::new();
        hasher.update(previous);
        for number in [
            self.reference.replica,
            self.reference.ctr,
            self.txn_len,
            self.hlc,
            self.schema,
            self.entity.into(),
            self.kind,
        ] {
            hasher.update(&number.to_be_bytes());
        }
        hasher.update(&self.row.bytes()).update(&self.body_hash);
        short(&hasher)
    }
}

/// Returns the id of a text's revision: the hash of its parents and its words.
pub(crate) fn revision(parents: &[[u8; 16]], text: &str) -> [u8; 16] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&(parents.len() as u64).to_be_bytes());
    for parent in parents {
        hasher.update(parent);
    }
    hasher.update(text.as_bytes());
    short(&hasher)
}

fn short(hasher: &blake3::Hasher) -> [u8; 16] {
    let mut bytes = [0; 16];
    hasher.finalize_xof().fill(&mut bytes);
    bytes
}

fn hash(salt: &[u8; 16], body: &[u8]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(salt).update(body);
    *hasher.finalize().as_bytes()
}

/// Appends a transaction's operations to the log of one replica.
pub(crate) fn append(
    connection: &Connection,
    replica: &mut Replica,
    drafts: &[&Draft],
    hlc: i64,
    source: &mut dyn Source,
) -> Result<()> {
    for (index, draft) in drafts.iter().enumerate() {
        let (mut salt, body) = ([0; 16], draft.body.encode());
        source.fill(&mut salt);
        let mut stored = Stored {
            seq: draft.seq,
            reference: OpRef { replica: replica.replica, ctr: replica.ctr + 1 },
            txn_len: if index == 0 { i64::try_from(drafts.len()).unwrap_or(i64::MAX) } else { 0 },
            hlc,
            schema: domain::schema::SCHEMA.into(),
            entity: draft.entity,
            row: draft.row,
            kind: draft.body.kind(),
            salt: Some(salt),
            body_hash: hash(&salt, &body),
            body: Some(body),
            chain: [0; 16],
        };
        stored.chain = stored.chained(&replica.chain);
        insert(connection, &stored).doing("appending an operation")?;
        replica.ctr += 1;
        replica.chain = stored.chain;
    }
    replica.hlc = hlc;
    save_replica(connection, replica).doing("moving the log on")
}

fn insert(connection: &Connection, op: &Stored) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "insert into op (seq, replica, ctr, txn_len, hlc, schema, entity, row, kind, salt, body, body_hash, chain)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?
        .execute(rusqlite::params![
            op.seq,
            op.reference.replica,
            op.reference.ctr,
            op.txn_len,
            op.hlc,
            op.schema,
            op.entity,
            op.row.bytes(),
            op.kind,
            op.salt,
            op.body,
            op.body_hash,
            op.chain
        ])
        .map(drop)
}

fn save_replica(connection: &Connection, replica: &Replica) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "insert into local_replica (log, replica, ctr, chain, hlc) values (?1, ?2, ?3, ?4, ?5)
             on conflict (log) do update set replica = ?2, ctr = ?3, chain = ?4, hlc = ?5",
        )?
        .execute((replica.log, replica.replica, replica.ctr, replica.chain, replica.hlc))
        .map(drop)
}

/// Returns both replicas of the file, drawing them when the file is new.
pub(crate) fn replicas(connection: &Connection, source: &mut dyn Source) -> Result<[Replica; 2]> {
    let mut found = Vec::new();
    for log in [0, 1] {
        let stored =
            sql::first(connection, "select replica, ctr, chain, hlc from local_replica where log = ?1", [log], |row| {
                Ok(Replica { log, replica: row.get(0)?, ctr: row.get(1)?, chain: row.get(2)?, hlc: row.get(3)? })
            })
            .doing("reading the replicas")?;
        found.push(match stored {
            Some(replica) => replica,
            None => draw(connection, log, source)?,
        });
    }
    found.try_into().map_err(|_| Error::Damaged { what: "the replicas" })
}

fn draw(connection: &Connection, log: i64, source: &mut dyn Source) -> Result<Replica> {
    let mut bytes = [0; 8];
    source.fill(&mut bytes);
    let replica = Replica { log, replica: i64::from_be_bytes(bytes) & i64::MAX, ctr: 0, chain: [0; 16], hlc: 0 };
    save_replica(connection, &replica).doing("drawing a replica")?;
    Ok(replica)
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
        visit(read(row).doing("reading an operation")?)?;
    }
    Ok(())
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Stored> {
    Ok(Stored {
        seq: row.get("seq")?,
        reference: OpRef { replica: row.get("replica")?, ctr: row.get("ctr")? },
        txn_len: row.get("txn_len")?,
        hlc: row.get("hlc")?,
        schema: row.get("schema")?,
        entity: row.get("entity")?,
        row: sql::id(row, "row")?,
        kind: row.get("kind")?,
        salt: row.get("salt")?,
        body: row.get("body")?,
        body_hash: row.get("body_hash")?,
        chain: row.get("chain")?,
    })
}

/// Checks every chain and every body of the log, and returns how many operations it has.
///
/// # Errors
/// [`Error::Damaged`] at the first operation that is not what was written.
pub(crate) fn verify(connection: &Connection) -> Result<u64> {
    let mut chains = HashMap::new();
    // Rows with an operation that lost its body: only an erasure of the row, later in the log, may do that.
    let mut emptied = HashSet::new();
    let mut count = 0;
    each(connection, |op| {
        let (ctr, chain) = chains.entry(op.reference.replica).or_insert((0, [0; 16]));
        let body_fits = match (&op.salt, &op.body) {
            (Some(salt), Some(body)) => hash(salt, body) == op.body_hash,
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        if op.body.is_none() {
            emptied.insert(op.row);
        } else if op.kind == Body::Erase.kind() {
            emptied.remove(&op.row);
        }
        if op.reference.ctr != *ctr + 1 || op.chained(chain) != op.chain || !body_fits {
            return Err(Error::Damaged { what: "the operation log" });
        }
        (*ctr, *chain) = (op.reference.ctr, op.chain);
        count += 1;
        Ok(())
    })?;
    if !emptied.is_empty() {
        return Err(Error::Damaged { what: "the operation log" });
    }
    let heads = replicas_heads(connection)?;
    for (replica, ctr, chain) in heads {
        if chains.get(&replica).copied().unwrap_or((0, [0; 16])) != (ctr, chain) {
            return Err(Error::Damaged { what: "the end of the operation log" });
        }
    }
    Ok(count)
}

fn replicas_heads(connection: &Connection) -> Result<Vec<(i64, i64, [u8; 16])>> {
    sql::all(connection, "select replica, ctr, chain from local_replica", [], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })
    .doing("reading the log's ends")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_body_reads_back_as_it_was_written() {
        let id = RowId::from_bytes([7; 16]);
        let bodies = [
            Body::Create(vec![(1, "שלום é".into()), (2, 5_i64.into()), (3, Value::Null), (9, id.into())]),
            Body::Set { field: 2, value: Value::Real(0.4), over: Some(OpRef { replica: i64::MAX, ctr: 3 }) },
            Body::Set { field: 2, value: Value::Null, over: None },
            Body::Text { field: 6, parents: vec![[1; 16]], at: 3, deleted: 0, inserted: "x".into(), result: [2; 16] },
            Body::Remove,
            Body::Restore,
            Body::Erase,
        ];
        for body in bodies {
            assert_eq!(Body::decode(body.kind(), &body.encode()).unwrap(), body);
        }
    }

    #[test]
    fn bytes_that_are_no_operation_are_refused() {
        for kind in 0..8 {
            for bytes in [&[][..], &[0xff], &[0x83, 1, 2], &[0x80]] {
                assert!(Body::decode(kind, bytes).is_err());
            }
        }
    }
}
