//! Everything in one file, from either database into either database.
//!
//! A line that says what it is, the rows as compressed frames, and a hash of all before it. What is restored begins a
//! new epoch: devices then bring again what was acknowledged after the backup.

use std::{
    fs::{self, File},
    io::{BufReader, BufWriter, Read, Write},
    path::Path,
};

use domain::RowId;
use serde::Serialize;
use sync::exchange::{decode, encode};

use crate::{
    audit::{self, Act},
    error::{Error, Result},
    organisation, secret,
    storage::{Row, Storage, Tx, Value, transact},
};

const FIRST_LINE: &[u8] = b"coachlight central backup 1\n";
const LEVEL: i32 = 3;
/// The largest row: a batch and what stands around it.
const LARGEST_FRAME: usize = 16 << 20;
/// How many blocks are read at once.
const PAGE: usize = 200;
const DAMAGED: Error = Error::Damaged { what: "the backup" };

/// A table, with its columns in the order in which a backup has them.
struct Table {
    name: &'static str,
    columns: &'static [&'static str],
}

/// Every table but the list of migrations. A later version adds at the end.
#[rustfmt::skip]
const TABLES: [Table; 26] = [
    Table { name: "organisation", columns: &["org_id", "name", "head", "facts_version", "replica", "created_ms"] },
    Table { name: "epoch", columns: &["org_id", "number", "epoch", "began"] },
    Table { name: "person", columns: &["org_id", "person", "name", "is_active", "considered_facts", "considered_seq"] },
    Table { name: "device", columns: &["org_id", "device", "person", "name", "public_key", "token", "token_ms", "next_token", "enrolled_ms", "renewed_ms", "revoked_ms"] },
    Table { name: "replica", columns: &["org_id", "replica", "device", "last_ctr", "last_chain", "brought_ms"] },
    Table { name: "scope", columns: &["org_id", "scope", "first_seq", "last_seq"] },
    Table { name: "block", columns: &["org_id", "first_seq", "last_seq", "scope", "replica", "first_ctr", "count", "author", "received_ms", "chain", "batch", "signature"] },
    Table { name: "custody", columns: &["org_id", "replica", "first_ctr", "count", "scope", "author", "received_ms", "reason", "chain", "batch", "signature"] },
    Table { name: "reader", columns: &["org_id", "person", "scope", "opened", "closed"] },
    Table { name: "fact", columns: &["org_id", "kind", "subject", "object", "detail"] },
    Table { name: "invite", columns: &["org_id", "code", "person", "expires_ms", "used_ms", "device"] },
    Table { name: "audit", columns: &["org_id", "number", "at_ms", "act", "subject", "hash"] },
    Table { name: "shared", columns: &["org_id", "author", "root", "scope", "entity", "state", "facts_version"] },
    Table { name: "shared_row", columns: &["org_id", "author", "member", "root"] },
    Table { name: "shared_block", columns: &["org_id", "author", "root", "last_seq"] },
    Table { name: "shown", columns: &["org_id", "teacher", "root", "reader", "at_ms"] },
    Table { name: "roster_import", columns: &["org_id", "import", "made_ms", "kind", "first_seq", "last_seq", "undone_ms"] },
    Table { name: "roster_fact", columns: &["org_id", "import", "number", "kind", "subject", "object", "detail", "holds", "is_link"] },
    Table { name: "roster_link", columns: &["org_id", "kind", "subject", "object"] },
    Table { name: "released", columns: &["org_id", "last_seq"] },
    Table { name: "bundle_key", columns: &["org_id", "secret"] },
    Table { name: "brought", columns: &["org_id", "author", "root", "scope", "seq"] },
    Table { name: "sent", columns: &["org_id", "scope", "person", "seq", "at_ms"] },
    Table { name: "attachment", columns: &["org_id", "address", "scope", "member"] },
    Table { name: "attachment_part", columns: &["org_id", "address", "number", "bytes"] },
    Table { name: "lease", columns: &["org_id", "days"] },
];

/// What a backup holds.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Told {
    /// Rows.
    pub rows: u64,
    /// Bytes of the file.
    pub bytes: u64,
}

/// Writes a backup of one moment, while others write on. The file appears when it is whole and was read back.
///
/// # Errors
/// When the database or the file fails.
pub fn write(storage: &dyn Storage, file: &Path) -> Result<Told> {
    let partial = file.with_extension("partial");
    let mut rows = 0;
    storage.snapshot(&mut |tx| {
        rows = fill(tx, &partial)?;
        Ok(())
    })?;
    let bytes = check(&partial)?;
    fs::rename(&partial, file).map_err(|source| failed("naming the backup", source))?;
    Ok(Told { rows, bytes })
}

fn fill(tx: &mut dyn Tx, partial: &Path) -> Result<u64> {
    let out = File::create(partial).map_err(|source| failed("making the backup", source))?;
    let mut out = Hashed { inner: BufWriter::new(out), hasher: blake3::Hasher::new() };
    out.write_all(FIRST_LINE).map_err(writing)?;
    let mut frames = zstd::stream::write::Encoder::new(out, LEVEL).map_err(writing)?;
    let mut rows = 0;
    for organisation in tx.query("select org_id from organisation order by org_id", &[])? {
        for (number, table) in (0_u8..).zip(&TABLES) {
            rows += table.write(tx, organisation.id(0)?, |row| frame(&mut frames, number, row))?;
        }
    }
    frames.write_all(&0_u32.to_be_bytes()).map_err(writing)?;
    let Hashed { mut inner, hasher } = frames.finish().map_err(writing)?;
    inner.write_all(hasher.finalize().as_bytes()).map_err(writing)?;
    let file = inner.into_inner().map_err(|error| writing(error.into_error()))?;
    file.sync_all().map_err(writing)?;
    Ok(rows)
}

fn frame(out: &mut impl Write, table: u8, row: &Row) -> Result<()> {
    let bytes = encode(&(table, row.columns()));
    let length = u32::try_from(bytes.len()).map_err(|_| DAMAGED)?;
    out.write_all(&length.to_be_bytes()).and_then(|()| out.write_all(&bytes)).map_err(writing)
}

impl Table {
    fn write(&self, tx: &mut dyn Tx, org: RowId, mut each: impl FnMut(&Row) -> Result<()>) -> Result<u64> {
        let columns = self.columns.join(", ");
        if self.name != "block" {
            let rows = tx.query(&format!("select {columns} from {} where org_id = $1", self.name), &[org.into()])?;
            rows.iter().try_for_each(each)?;
            return Ok(rows.len() as u64);
        }
        let sql =
            format!("select {columns} from block where org_id = $1 and last_seq > $2 order by last_seq limit {PAGE}");
        let (mut after, mut count) = (0, 0);
        loop {
            let rows = tx.query(&sql, &[org.into(), after.into()])?;
            rows.iter().try_for_each(&mut each)?;
            count += rows.len() as u64;
            let Some(last) = rows.last().filter(|_| rows.len() == PAGE) else { return Ok(count) };
            after = last.integer(2)?;
        }
    }

    fn insert(&self, tx: &mut dyn Tx, row: &[Value]) -> Result<()> {
        if row.len() != self.columns.len() {
            return Err(DAMAGED);
        }
        let places: Vec<_> = (1..=row.len()).map(|number| format!("${number}")).collect();
        let (columns, places) = (self.columns.join(", "), places.join(", "));
        tx.execute(&format!("insert into {} ({columns}) values ({places})", self.name), row).map(drop)
    }
}

/// Reads a backup into an empty database. Every organisation begins a new epoch.
///
/// # Errors
/// [`Error::Damaged`] when the backup is not whole, [`Error::Changed`] never: the database must be empty, else
/// [`Error::Unknown`].
pub fn restore(storage: &dyn Storage, file: &Path, now_ms: i64) -> Result<Told> {
    let bytes = check(file)?;
    let rows = transact(storage, |tx| {
        if !tx.query("select org_id from organisation limit 1", &[])?.is_empty() {
            return Err(Error::Unknown);
        }
        let rows = read(file, |table, row| TABLES.get(usize::from(table)).ok_or(Error::Newer)?.insert(tx, &row))?;
        for organisation in tx.query("select org_id from organisation", &[])? {
            let org = organisation.id(0)?;
            organisation::begin_epoch(tx, org, secret::random_number()?)?;
            organisation::write_as(tx, org, secret::random_number()?)?;
            audit::add(tx, org, Act::Restored, org, now_ms)?;
        }
        Ok(rows)
    })?;
    Ok(Told { rows, bytes })
}

fn read(file: &Path, mut each: impl FnMut(u8, Vec<Value>) -> Result<()>) -> Result<u64> {
    let mut input = BufReader::new(File::open(file).map_err(reading)?);
    let mut line = [0; FIRST_LINE.len()];
    input.read_exact(&mut line).map_err(reading)?;
    let mut frames = zstd::stream::read::Decoder::with_buffer(input).map_err(reading)?.single_frame();
    let mut rows = 0;
    loop {
        let mut length = [0; 4];
        frames.read_exact(&mut length).map_err(reading)?;
        let length = u32::from_be_bytes(length) as usize;
        if length == 0 {
            return Ok(rows);
        }
        if length > LARGEST_FRAME {
            return Err(DAMAGED);
        }
        let mut bytes = vec![0; length];
        frames.read_exact(&mut bytes).map_err(reading)?;
        let (table, row): (u8, Vec<Value>) = decode(&bytes).map_err(|_| DAMAGED)?;
        each(table, row)?;
        rows += 1;
    }
}

/// Checks that a file is a whole backup, and returns its size.
fn check(file: &Path) -> Result<u64> {
    let mut input = BufReader::new(File::open(file).map_err(reading)?);
    let size = fs::metadata(file).map_err(reading)?.len();
    let hashed = size.checked_sub(32).filter(|hashed| *hashed > FIRST_LINE.len() as u64).ok_or(DAMAGED)?;
    let mut hasher = blake3::Hasher::new();
    let mut first = [0; FIRST_LINE.len()];
    input.read_exact(&mut first).map_err(reading)?;
    if first != *FIRST_LINE {
        return Err(if first.starts_with(b"coachlight central backup ") { Error::Newer } else { DAMAGED });
    }
    hasher.update(&first);
    let mut rest = (&mut input).take(hashed - first.len() as u64);
    std::io::copy(&mut rest, &mut hasher).map_err(reading)?;
    let mut hash = [0; 32];
    input.read_exact(&mut hash).map_err(reading)?;
    if hasher.finalize() == hash { Ok(size) } else { Err(DAMAGED) }
}

/// Hashes what is written.
struct Hashed<W> {
    inner: W,
    hasher: blake3::Hasher,
}

impl<W: Write> Write for Hashed<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.inner.flush()
    }
}

fn writing(source: std::io::Error) -> Error {
    failed("writing the backup", source)
}

fn reading(source: std::io::Error) -> Error {
    match source.kind() {
        std::io::ErrorKind::UnexpectedEof | std::io::ErrorKind::Other | std::io::ErrorKind::InvalidData => DAMAGED,
        _ => failed("reading the backup", source),
    }
}

fn failed(doing: &'static str, source: std::io::Error) -> Error {
    Error::Database { doing, source: Box::new(source) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::Sqlite;

    #[test]
    fn a_backup_has_every_column_of_every_table() {
        let folder = tempfile::tempdir().unwrap();
        let storage = Sqlite::open(folder.path()).unwrap();
        let mut there = transact(&storage, |tx| {
            tx.query(
                "select t.name || '.' || c.name from pragma_table_list t join pragma_table_info(t.name) c
                 where t.type = 'table' and t.name not in ('migration', 'sqlite_schema') and t.schema = 'main'",
                &[],
            )
        })
        .unwrap()
        .iter()
        .map(|row| row.text(0).unwrap())
        .collect::<Vec<_>>();

        let names = |table: &Table| table.columns.iter().map(|column| format!("{}.{column}", table.name)).collect();
        let mut kept: Vec<String> = TABLES.iter().flat_map(|table| -> Vec<String> { names(table) }).collect();
        there.sort();
        kept.sort();
        assert_eq!(kept, there);
    }
}
