//! Receipts: what the service said it has, as this file's own log remembers it.

use crate::{
    Connection,
    error::{Doing, Result},
    oplog, sql,
};

/// One run of this file's operations that the service received together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// When, by the service's clock in milliseconds since 1970.
    pub received_ms: i64,
    /// Whose: the replica, and the numbers of its first and last operation.
    pub replica: i64,
    /// See [`Receipt::replica`].
    pub first_ctr: i64,
    /// See [`Receipt::replica`].
    pub last_ctr: i64,
    /// The place of the last one in the organisation's one order.
    pub last_seq: i64,
    /// The chain's value there: a hash of these operations and of everything that this replica wrote before them. The
    /// service computes it again from what it stored.
    pub hash: [u8; 16],
}

/// The most operations that are looked at for a list, so that a first exchange of years costs no more than a day's.
const MOST_LOOKED_AT: usize = 50_000;

/// Lists receipts, the latest first, at most so many.
///
/// # Errors
/// When the database fails.
pub fn receipts(reader: &Connection, most: usize) -> Result<Vec<Receipt>> {
    let mut all = Vec::new();
    for replica in oplog::own_shared(reader)? {
        all.extend(of_replica(reader, replica, most)?);
    }
    all.sort_by_key(|receipt| std::cmp::Reverse((receipt.received_ms, receipt.last_seq)));
    all.truncate(most);
    Ok(all)
}

fn of_replica(reader: &Connection, replica: i64, most: usize) -> Result<Vec<Receipt>> {
    let sql = "select ctr, settled, received_ms, chain from op
               where replica = ?1 and settled is not null and received_ms is not null order by ctr desc limit ?2";
    let mut statement = reader.prepare_cached(sql).doing(READING)?;
    let looked_at = i64::try_from(MOST_LOOKED_AT).unwrap_or(i64::MAX);
    let mut rows = statement.query((replica, looked_at)).doing(READING)?;
    let mut receipts: Vec<Receipt> = Vec::new();
    while let Some(row) = rows.next().doing(READING)? {
        let found = read(row, replica).doing(READING)?;
        let is_full = receipts.len() == most;
        match receipts.last_mut() {
            Some(last) if last.received_ms == found.received_ms && last.first_ctr == found.last_ctr + 1 => {
                last.first_ctr = found.last_ctr;
            }
            Some(_) | None if is_full => break,
            Some(_) | None => receipts.push(found),
        }
    }
    Ok(receipts)
}

/// Finds the receipt that a hash belongs to, or that covers the operation whose chain value it is.
///
/// # Errors
/// When the database fails.
pub fn receipt(reader: &Connection, hash: &[u8; 16]) -> Result<Option<Receipt>> {
    let sql = "select replica, ctr, settled, received_ms, chain from op
               where chain = ?1 and settled is not null and received_ms is not null";
    let Some(found) = sql::first(reader, sql, [hash], |row| read(row, row.get("replica")?)).doing(READING)? else {
        return Ok(None);
    };
    if !oplog::own_shared(reader)?.contains(&found.replica) {
        return Ok(None);
    }
    Ok(Some(Receipt { first_ctr: begins(reader, &found)?, ..found }))
}

/// Returns the first operation of the run that came with this one.
fn begins(reader: &Connection, receipt: &Receipt) -> Result<i64> {
    let sql = "select max(ctr) + 1 from op
               where replica = ?1 and ctr < ?2 and (received_ms is not ?3 or settled is null)";
    let first = sql::first(reader, sql, (receipt.replica, receipt.last_ctr, receipt.received_ms), |row| row.get(0));
    Ok(first.doing(READING)?.flatten().unwrap_or(1))
}

const READING: &str = "reading the receipts";

fn read(row: &rusqlite::Row<'_>, replica: i64) -> rusqlite::Result<Receipt> {
    let ctr = row.get("ctr")?;
    Ok(Receipt {
        received_ms: row.get("received_ms")?,
        replica,
        first_ctr: ctr,
        last_ctr: ctr,
        last_seq: row.get("settled")?,
        hash: row.get("chain")?,
    })
}
