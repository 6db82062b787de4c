//! Files beside observations: the record goes into the log, the bytes into rows of their own, in encrypted parts.
//!
//! The parts never wait in the queue of operations. What is missing on either side is asked for after the exchange rests.

use domain::{RowId, Value, schema::attachment as entity};
use rusqlite::{Connection, Row};
pub use sync::attachment::Address;
use sync::attachment::{Held, List, MOST_BYTES, Named, PART_BYTES, count, open, part_bytes, seal};

use crate::{
    Tx, Writer,
    error::{Doing, Error, Result},
    sql,
};

/// A file beside an observation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// The record.
    pub id: RowId,
    /// What its person calls it.
    pub name: String,
    /// What kind of file it is, as `image/jpeg`.
    pub media_type: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// How many of its parts are on this computer, and of how many.
    pub here: (u32, u32),
    /// Whether the service has all of them.
    pub is_sent: bool,
    /// Where its parts are found; nothing where its record does not say.
    pub address: Option<Address>,
}

/// A file that is new.
#[derive(Debug, Clone, Copy)]
pub struct New<'a> {
    /// The observation that it belongs to.
    pub observation: RowId,
    /// What its person calls it.
    pub name: &'a str,
    /// What kind of file it is, as `image/jpeg`.
    pub media_type: &'a str,
    /// What it holds.
    pub content: &'a [u8],
}

/// Keeps a file: its parts and its record, all or nothing.
///
/// # Errors
/// [`Error::TooLarge`] beyond [`MOST_BYTES`], or when the disk refuses.
pub fn add(tx: &mut Tx<'_>, new: &New<'_>) -> Result<RowId> {
    let bytes = new.content.len() as u64;
    let parts = count(bytes).map_err(|_| Error::TooLarge { most: MOST_BYTES })?;
    let key: [u8; 32] = tx.random();
    let part = |number: u32| {
        let from = number as usize * PART_BYTES;
        seal(&key, number, &new.content[from..(from + PART_BYTES).min(new.content.len())])
    };
    let sealed: Vec<Vec<u8>> = (0..parts).map(part).collect();
    let list = List::of(sealed.iter().map(Vec::as_slice));
    let address = list.address();
    keep_list(tx.connection(), address, &list)?;
    for (number, part) in (0..).zip(&sealed) {
        write_part(tx.connection(), address, number, part)?;
    }
    let row = tx.new_id();
    let fields = vec![
        (entity::OBSERVATION, Value::Id(new.observation)),
        (entity::NAME, new.name.into()),
        (entity::MEDIA_TYPE, new.media_type.into()),
        (entity::BYTES, Value::Integer(i64::try_from(bytes).expect("a file has at most 64 MiB"))),
        (entity::ADDRESS, address.to_string().as_str().into()),
        (entity::KEY, Address(key).to_string().as_str().into()),
    ];
    tx.create(entity::ENTITY, row, fields)?;
    Ok(row)
}

/// Lists the files of an observation, in the order in which they were added.
///
/// # Errors
/// When the database fails.
pub fn of(reader: &Connection, observation: RowId) -> Result<Vec<Attachment>> {
    let sql = "select a.id, a.name, a.media_type, a.bytes, a.address, coalesce(l.is_sent, 0) as is_sent,
                      (select count(*) from local_attachment_part p where p.address = a.address) as here
               from attachment a left join local_attachment l on l.address = a.address
               where a.observation = ?1 and a.removed_ms is null order by a.id";
    sql::all(reader, sql, [observation.bytes()], read).doing("listing files")
}

fn read(row: &Row<'_>) -> rusqlite::Result<Attachment> {
    let bytes = u64::try_from(row.get::<_, Option<i64>>("bytes")?.unwrap_or(0)).unwrap_or(0);
    Ok(Attachment {
        id: sql::id(row, "id")?,
        name: sql::words(row, "name")?,
        media_type: sql::words(row, "media_type")?,
        bytes,
        here: (row.get("here")?, count(bytes).unwrap_or(0)),
        is_sent: row.get("is_sent")?,
        address: Address::parse(&sql::words(row, "address")?),
    })
}

/// Returns what a file holds.
///
/// # Errors
/// [`Error::NotFound`] when there is no such file, [`Error::Incomplete`] while parts of it are not here yet, and
/// [`Error::Damaged`] when a part is not what it was.
pub fn content(reader: &Connection, id: RowId) -> Result<Vec<u8>> {
    let named = named(reader, id)?.ok_or(Error::NotFound { entity: "attachment" })?;
    let mut content = Vec::new();
    for number in 0..count(named.bytes).map_err(|_| DAMAGED)? {
        let part = part(reader, named.address, number)?.ok_or(Error::Incomplete)?;
        content.extend(open(&named.key, number, &part).map_err(|_| DAMAGED)?);
    }
    Ok(content)
}

/// Returns the files whose parts are not yet known to be on both sides, those of the latest records first. With each
/// goes whether every part is here.
///
/// # Errors
/// When the database fails.
pub fn unfinished(reader: &Connection) -> Result<Vec<Named>> {
    let sql = "select a.address, a.bytes, a.key from attachment a left join local_attachment l on l.address = a.address
               where a.erased = 0 and a.removed_ms is null and a.address is not null
                 and (l.address is null or l.is_sent = 0
                      or (select count(*) from local_attachment_part p where p.address = a.address)
                         < max((a.bytes + ?1 - 1) / ?1, 1))
               order by a.id desc";
    let found = sql::all(reader, sql, [PART_BYTES as i64], name).doing("listing files that are on their way")?;
    Ok(found.into_iter().flatten().collect())
}

/// Returns the list of a file's parts and which of them are here; nothing while the list is not.
///
/// # Errors
/// When the database fails, or the list is not what it was.
pub fn held(reader: &Connection, named: &Named) -> Result<Option<(List, Held)>> {
    let address = named.address.to_string();
    let list = sql::first(reader, "select list from local_attachment where address = ?1", [&address], |row| {
        row.get::<_, Vec<u8>>(0)
    });
    let Some(list) = list.doing("reading a file's list")? else { return Ok(None) };
    let list = List::of_named(&list, named).map_err(|_| DAMAGED)?;
    let mut held = Held::nothing(list.count());
    let numbers = "select number from local_attachment_part where address = ?1";
    for number in sql::all(reader, numbers, [&address], |row| row.get(0)).doing("reading a file's parts")? {
        held.add(number);
    }
    Ok(Some((list, held)))
}

/// Returns an encrypted part, where it is here.
///
/// # Errors
/// When the database fails.
pub fn part(reader: &Connection, address: Address, number: u32) -> Result<Option<Vec<u8>>> {
    let sql = "select bytes from local_attachment_part where address = ?1 and number = ?2";
    sql::first(reader, sql, (address.to_string(), number), |row| row.get(0)).doing("reading a part of a file")
}

/// Keeps the list of a file's parts, as the service gave it.
///
/// # Errors
/// [`Error::Damaged`] when it is not the list of this file; then nothing is kept.
pub fn take_list(writer: &mut Writer, named: &Named, bytes: &[u8]) -> Result<()> {
    let list = List::of_named(bytes, named).map_err(|_| DAMAGED)?;
    writer.transact(|tx| keep_list(tx.connection(), named.address, &list))
}

/// Keeps a part, as the service gave it. The same part again changes nothing.
///
/// # Errors
/// [`Error::Damaged`] when it is not that part of this file; then nothing is kept.
pub fn take_part(writer: &mut Writer, named: &Named, number: u32, bytes: &[u8]) -> Result<()> {
    let (list, _) = held(writer.reader(), named)?.ok_or(DAMAGED)?;
    if !list.has(number, bytes) || part_bytes(named.bytes, number) != Some(bytes.len()) {
        return Err(DAMAGED);
    }
    writer.transact(|tx| write_part(tx.connection(), named.address, number, bytes))
}

/// Notes that the service has every part of a file.
///
/// # Errors
/// When the disk refuses.
pub fn note_sent(writer: &mut Writer, address: Address) -> Result<()> {
    writer.transact(|tx| {
        let sql = "update local_attachment set is_sent = 1 where address = ?1";
        let mut statement = tx.connection().prepare_cached(sql).doing("noting a file that was sent")?;
        statement.execute([address.to_string()]).map(drop).doing("noting a file that was sent")
    })
}

/// Removes the parts of files that no record names any more, because it was erased or its scope was closed.
///
/// # Errors
/// When the disk refuses.
pub(crate) fn forget_unnamed(connection: &Connection) -> Result<()> {
    for table in ["local_attachment_part", "local_attachment"] {
        let sql = format!(
            "delete from {table} where address not in (select address from attachment where address is not null)"
        );
        connection.execute(&sql, []).doing("removing the parts of erased files")?;
    }
    Ok(())
}

fn named(reader: &Connection, id: RowId) -> Result<Option<Named>> {
    let sql = "select address, bytes, key from attachment where id = ?1 and erased = 0";
    Ok(sql::first(reader, sql, [id.bytes()], name).doing("reading a file's record")?.flatten())
}

/// A record that does not say where its file is has none; so had one that another program wrote.
fn name(row: &Row<'_>) -> rusqlite::Result<Option<Named>> {
    let (address, key) = (sql::words(row, "address")?, sql::words(row, "key")?);
    let bytes = row.get::<_, Option<i64>>("bytes")?.and_then(|bytes| u64::try_from(bytes).ok());
    let named = Address::parse(&address).zip(Address::parse(&key)).zip(bytes.filter(|bytes| count(*bytes).is_ok()));
    Ok(named.map(|((address, Address(key)), bytes)| Named { address, bytes, key }))
}

fn keep_list(connection: &Connection, address: Address, list: &List) -> Result<()> {
    let sql = "insert into local_attachment (address, list) values (?1, ?2) on conflict do nothing";
    let mut statement = connection.prepare_cached(sql).doing("keeping a file's list")?;
    statement.execute((address.to_string(), list.to_bytes())).map(drop).doing("keeping a file's list")
}

fn write_part(connection: &Connection, address: Address, number: u32, bytes: &[u8]) -> Result<()> {
    let sql = "insert into local_attachment_part (address, number, bytes) values (?1, ?2, ?3) on conflict do nothing";
    let mut statement = connection.prepare_cached(sql).doing("keeping a part of a file")?;
    statement.execute((address.to_string(), number, bytes)).map(drop).doing("keeping a part of a file")
}

const DAMAGED: Error = Error::Damaged { what: "a file beside an observation" };
