//! Which rows waiting work changes, and which rows a profile has at all: counted and listed without reading what they say.

use domain::{
    RowId,
    schema::{self, Entity},
};

use super::Custody;
use crate::{
    Connection,
    error::{Doing, Result},
    sql,
};

/// Changes of one row that lie between this file and the service.
#[derive(Debug, Clone, Copy)]
pub struct Changed {
    /// The row.
    pub row: RowId,
    /// Its kind; nothing where this version does not know it.
    pub entity: Option<&'static Entity>,
    /// How many operations.
    pub count: u64,
    /// When the last of them was written, by this computer's clock in milliseconds since 1970.
    pub last_ms: i64,
    /// What they come to.
    pub verb: Verb,
}

/// What changes of a row come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// The row is new.
    Made,
    /// Fields were changed.
    Changed,
    /// The row was removed, or erased for good.
    Removed,
    /// It was brought back.
    Restored,
    /// It was opened to others.
    Shared,
}

/// Lists the rows whose changes wait to be sent, the latest change first, at most so many.
///
/// # Errors
/// When the database fails.
pub fn waiting(reader: &Connection, most: u32) -> Result<Vec<Changed>> {
    let condition = "settled is null and held is null and replica in (
                         select replica from local_replica where log = 0
                         union all select replica from local_ended_replica where log = 0)";
    changed(reader, condition, most, &[])
}

/// Lists the rows that a run in custody changes, the latest change first, at most so many.
///
/// # Errors
/// When the database fails.
pub fn in_custody(reader: &Connection, run: &Custody, most: u32) -> Result<Vec<Changed>> {
    let condition = "replica = ?2 and ctr >= ?3 and ctr < ?4 and held = 1";
    changed(reader, condition, most, &[run.replica, run.ctr, run.ctr + run.count])
}

fn changed(reader: &Connection, condition: &str, most: u32, numbers: &[i64]) -> Result<Vec<Changed>> {
    let sql = format!(
        "select last.row, last.entity, last.kind, last.hlc, count, made from (
             select max(seq) as seq, count(*) as count, min(kind) = 1 as made
             from op where {condition} group by row order by max(seq) desc limit ?1)
         join op last using (seq) order by seq desc"
    );
    let parameters = std::iter::once(i64::from(most)).chain(numbers.iter().copied());
    sql::all(reader, &sql, rusqlite::params_from_iter(parameters), |row| {
        Ok(Changed {
            row: sql::id(row, "row")?,
            entity: schema::entity(row.get("entity")?),
            count: row.get::<_, i64>("count")?.unsigned_abs(),
            last_ms: row.get::<_, i64>("hlc")? >> 16,
            verb: verb(row.get("kind")?, row.get("made")?),
        })
    })
    .doing("listing what waits")
}

fn verb(last: i64, is_made: bool) -> Verb {
    match last {
        4 | 6 => Verb::Removed,
        _ if is_made => Verb::Made,
        5 => Verb::Restored,
        7 => Verb::Shared,
        _ => Verb::Changed,
    }
}

/// Counts the rows of these kinds that are on this computer and not removed.
///
/// # Errors
/// When the database fails.
pub fn owned(reader: &Connection, kinds: &[&'static Entity]) -> Result<Vec<u64>> {
    let count = |entity: &'static Entity| {
        let sql = format!("select count(*) from {} where removed_ms is null and erased = 0", entity.table);
        let count = sql::first(reader, &sql, [], |row| row.get::<_, i64>(0)).doing("counting rows")?;
        Ok(count.unwrap_or(0).unsigned_abs())
    };
    kinds.iter().copied().map(count).collect()
}
