//! The audit in a file of its own: a line for each entry, ids and times and no word that a person wrote.
//!
//! Kept elsewhere, it shows later whether the service's own record is still the same: a chain alone cannot tell that its
//! end was cut off, or that all of it was written anew.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader, BufWriter, Write},
    path::Path,
};

use domain::RowId;
use serde::{Deserialize, Serialize};

use super::{hash, rows};
use crate::{
    error::{Error, Result},
    storage::Storage,
};

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    coachlight_audit: u32,
    organisation: RowId,
}

/// A line.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    number: i64,
    at_ms: i64,
    act: String,
    /// The person, device, document, import or organisation concerned.
    subject: RowId,
    /// BLAKE3 over the hash before and everything of this entry, in hexadecimal digits.
    hash: String,
}

const VERSION: u32 = 1;
const NOT_THE_FILE: Error = Error::Damaged { what: "the file, which is no whole export of this audit," };

/// What was exported, or found again.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Told {
    /// How many entries.
    pub entries: i64,
    /// The last one's hash: whoever writes it down elsewhere can tell later whether anything before it was changed.
    pub last_hash: String,
}

/// Writes the audit to a file, once it is found whole.
///
/// # Errors
/// [`Error::Damaged`] when it is not whole; otherwise the database's or the file's.
pub fn export(storage: &dyn Storage, org: RowId, file: &Path) -> Result<Told> {
    let entries = read(storage, org)?;
    let partial = file.with_extension("partial");
    write(&partial, org, &entries).map_err(|source| failed("writing the audit", source))?;
    fs::rename(&partial, file).map_err(|source| failed("naming the audit", source))?;
    Ok(told(&entries))
}

/// Holds an exported file against the audit as it is now: it must be its beginning.
///
/// # Errors
/// [`Error::Damaged`] when the file is not whole, or the audit does not begin with it any more.
pub fn compare(storage: &dyn Storage, org: RowId, file: &Path) -> Result<Told> {
    let exported = parse(file, org)?;
    let entries = read(storage, org)?;
    if entries.get(..exported.len()) == Some(exported.as_slice()) {
        Ok(told(&exported))
    } else {
        Err(Error::Damaged {
            what: "the record of what was done, which does not begin with the exported one any more,",
        })
    }
}

fn told(entries: &[Entry]) -> Told {
    let last_hash = entries.last().map(|entry| entry.hash.clone()).unwrap_or_default();
    Told { entries: entries.len() as i64, last_hash }
}

fn read(storage: &dyn Storage, org: RowId) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    storage.snapshot(&mut |tx| {
        super::verify(tx, org)?;
        let read = |row: &crate::storage::Row| {
            let hash = crate::secret::hex(row.bytes(4)?);
            Ok(Entry { number: row.integer(0)?, at_ms: row.integer(1)?, act: row.text(2)?, subject: row.id(3)?, hash })
        };
        entries = rows(tx, org)?.iter().map(read).collect::<Result<_>>()?;
        Ok(())
    })?;
    Ok(entries)
}

fn write(file: &Path, org: RowId, entries: &[Entry]) -> std::io::Result<()> {
    let mut out = BufWriter::new(File::create(file)?);
    serde_json::to_writer(&mut out, &Head { coachlight_audit: VERSION, organisation: org })?;
    for entry in entries {
        out.write_all(b"\n")?;
        serde_json::to_writer(&mut out, entry)?;
    }
    out.write_all(b"\n")?;
    out.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()
}

/// Reads an exported file, and checks its chain.
fn parse(file: &Path, org: RowId) -> Result<Vec<Entry>> {
    let opened = File::open(file).map_err(|source| failed("opening the exported audit", source))?;
    let mut lines = BufReader::new(opened).lines();
    let mut line = || lines.next().transpose().map_err(|source| failed("reading the exported audit", source));
    let head: Head = serde_json::from_str(&line()?.unwrap_or_default()).map_err(|_| NOT_THE_FILE)?;
    if head.coachlight_audit != VERSION || head.organisation != org {
        return Err(NOT_THE_FILE);
    }
    let (mut entries, mut before) = (Vec::new(), [0; 32]);
    while let Some(text) = line()? {
        let entry: Entry = serde_json::from_str(&text).map_err(|_| NOT_THE_FILE)?;
        before = hash(&before, entries.len() as i64 + 1, entry.at_ms, &entry.act, entry.subject);
        if entry.hash != crate::secret::hex(&before) {
            return Err(NOT_THE_FILE);
        }
        entries.push(entry);
    }
    Ok(entries)
}

fn failed(doing: &'static str, source: std::io::Error) -> Error {
    Error::Database { doing, source: Box::new(source) }
}
