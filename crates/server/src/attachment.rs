//! Files beside records: the service keeps their encrypted parts, and cannot read them.
//!
//! A part is taken and given only where a record names its file, in a scope that is open to who asks. Every part is held
//! against the file's list before it is kept, so it does not matter who brings it, how often, or in which order.

use domain::{RowId, Value as Field, access::may_read, schema, scope::Scope};
use sync::{
    attachment::{Address, Held, List},
    body::{Body, ERASE},
    op::Op,
};

use crate::{
    error::{Error, Result},
    facts,
    session::{self, Session},
    storage::{Tx, Value},
};

/// The number under which the list of a file's parts is kept.
const LIST: i64 = -1;

/// A piece of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    /// The list of its parts.
    List,
    /// A part, from 0.
    Part(u32),
}

/// What became of a piece that was brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Brought {
    /// It is durable, now or already.
    Kept,
    /// It is not what the file's address or list says, or its list is not here yet. Nothing was kept.
    Malformed,
}

/// Returns which parts are here; nothing where the list is not.
///
/// # Errors
/// [`Error::Unknown`] when the device is not welcome, [`Error::NotFound`] when no record that the person may read names
/// the file, or the database's. So for the others.
pub fn held(tx: &mut dyn Tx, session: &Session, address: Address) -> Result<Option<Held>> {
    check(tx, session, address)?;
    let Some(list) = list(tx, session.org, address)? else { return Ok(None) };
    let mut held = Held::nothing(list.count());
    let key = [session.org.into(), address.0.as_slice().into(), LIST.into()];
    let numbers = "select number from attachment_part where org_id = $1 and address = $2 and number > $3";
    for row in tx.query(numbers, &key)? {
        held.add(u32::try_from(row.integer(0)?).map_err(|_| DAMAGED)?);
    }
    Ok(Some(held))
}

/// Returns a piece, where it is here.
///
/// # Errors
/// See [`held`].
pub fn get(tx: &mut dyn Tx, session: &Session, address: Address, piece: Piece) -> Result<Option<Vec<u8>>> {
    check(tx, session, address)?;
    bytes(tx, session.org, address, piece)
}

/// Keeps a piece.
///
/// # Errors
/// See [`held`].
pub fn put(tx: &mut dyn Tx, session: &Session, address: Address, piece: Piece, bytes: &[u8]) -> Result<Brought> {
    check(tx, session, address)?;
    let is_right = match piece {
        Piece::List => List::read(bytes, address).is_ok(),
        Piece::Part(number) => list(tx, session.org, address)?.is_some_and(|list| list.has(number, bytes)),
    };
    if !is_right {
        return Ok(Brought::Malformed);
    }
    tx.execute(
        "insert into attachment_part (org_id, address, number, bytes) values ($1, $2, $3, $4) on conflict do nothing",
        &[session.org.into(), address.0.as_slice().into(), number(piece).into(), bytes.into()],
    )?;
    Ok(Brought::Kept)
}

/// Notes what operations that enter a scope say of files: which they name, and which go for good.
///
/// # Errors
/// The database's.
pub(crate) fn note(tx: &mut dyn Tx, org: RowId, scope: &[u8], ops: &[Op]) -> Result<()> {
    for op in ops.iter().filter(|op| op.entity == schema::attachment::ENTITY.number) {
        if op.kind == ERASE {
            forget(tx, org, op.row)?;
        } else if let Ok(Some(Body::Create(fields) | Body::Version(fields))) = op.body()
            && let Some(address) = address(&fields)
        {
            let named: [Value; 4] = [org.into(), address.0.as_slice().into(), scope.into(), op.row.into()];
            tx.execute(
                "insert into attachment (org_id, address, scope, member) values ($1, $2, $3, $4) on conflict do nothing",
                &named,
            )?;
        }
    }
    Ok(())
}

/// Takes a record's file away, and the parts that no other record names.
fn forget(tx: &mut dyn Tx, org: RowId, member: RowId) -> Result<()> {
    let key = [org.into(), member.into()];
    let named = tx.query("select distinct address from attachment where org_id = $1 and member = $2", &key)?;
    tx.execute("delete from attachment where org_id = $1 and member = $2", &key)?;
    for row in named {
        tx.execute(
            "delete from attachment_part where org_id = $1 and address = $2
               and not exists (select 1 from attachment a where a.org_id = $1 and a.address = $2)",
            &[org.into(), row.bytes(0)?.into()],
        )?;
    }
    Ok(())
}

fn address(fields: &[(u16, Field)]) -> Option<Address> {
    let (_, value) = fields.iter().find(|(field, _)| *field == schema::attachment::ADDRESS)?;
    Address::parse(value.text()?)
}

/// Decides in this transaction whether the person may read a record that names the file.
///
/// # Errors
/// See [`held`].
pub fn check(tx: &mut dyn Tx, session: &Session, address: Address) -> Result<()> {
    session::check(tx, session)?;
    let facts = facts::read(tx, session.org, session.person)?;
    let scopes = tx.query(
        "select distinct scope from attachment where org_id = $1 and address = $2",
        &[session.org.into(), address.0.as_slice().into()],
    )?;
    for row in scopes {
        if Scope::from_bytes(row.bytes(0)?).is_ok_and(|scope| may_read(&facts, &scope).is_ok()) {
            return Ok(());
        }
    }
    Err(Error::NotFound)
}

fn list(tx: &mut dyn Tx, org: RowId, address: Address) -> Result<Option<List>> {
    let bytes = bytes(tx, org, address, Piece::List)?;
    bytes.map(|bytes| List::read(&bytes, address).map_err(|_| DAMAGED)).transpose()
}

fn bytes(tx: &mut dyn Tx, org: RowId, address: Address, piece: Piece) -> Result<Option<Vec<u8>>> {
    let rows = tx.query(
        "select bytes from attachment_part where org_id = $1 and address = $2 and number = $3",
        &[org.into(), address.0.as_slice().into(), number(piece).into()],
    )?;
    rows.first().map(|row| row.bytes(0).map(<[u8]>::to_vec)).transpose()
}

fn number(piece: Piece) -> i64 {
    match piece {
        Piece::List => LIST,
        Piece::Part(number) => number.into(),
    }
}

const DAMAGED: Error = Error::Damaged { what: "the list of a file's parts" };
