//! What the service keeps and does not apply: nothing of it is lost, and its author sees why.

use domain::schema::{self, Entity};
use sync::exchange::Refused;

use crate::{
    Connection,
    error::{Doing, Error, Result},
    sql,
};

/// A run of operations in custody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Custody {
    /// The first operation's replica and number.
    pub replica: i64,
    /// See [`Custody::replica`].
    pub ctr: i64,
    /// How many operations.
    pub count: i64,
    /// Why they are not applied.
    pub reason: Refused,
    /// Since when, by the service's clock in milliseconds since 1970.
    pub since_ms: i64,
    /// The kinds of rows that they change, by their tables.
    pub tables: Vec<&'static str>,
}

/// Lists what is in custody, the latest first.
///
/// # Errors
/// When the database fails.
pub fn custody(reader: &Connection) -> Result<Vec<Custody>> {
    let sql =
        "select replica, ctr, count, reason, since_ms from local_custody order by since_ms desc, replica, ctr desc";
    let mut runs = sql::all(reader, sql, [], |row| {
        let custody = Custody {
            replica: row.get("replica")?,
            ctr: row.get("ctr")?,
            count: row.get("count")?,
            reason: Refused::NotYours,
            since_ms: row.get("since_ms")?,
            tables: Vec::new(),
        };
        Ok((custody, row.get("reason")?))
    })
    .doing("listing what is in custody")?;
    runs.iter_mut()
        .map(|(custody, reason)| {
            custody.reason = reason_of(*reason)?;
            custody.tables = tables(reader, custody)?;
            Ok(custody.clone())
        })
        .collect()
}

fn tables(reader: &Connection, run: &Custody) -> Result<Vec<&'static str>> {
    let sql = "select distinct entity from op where replica = ?1 and ctr >= ?2 and ctr < ?3 order by entity";
    let numbers = sql::all(reader, sql, (run.replica, run.ctr, run.ctr + run.count), |row| row.get::<_, u16>(0));
    let known = numbers.doing("listing what is in custody")?.into_iter().filter_map(schema::entity);
    Ok(known.map(|entity: &Entity| entity.table).collect())
}

/// Returns the stored number of a reason.
pub(super) fn number_of(reason: Refused) -> i64 {
    match reason {
        Refused::NotYours => 1,
        Refused::Unknown => 2,
    }
}

fn reason_of(number: i64) -> Result<Refused> {
    match number {
        1 => Ok(Refused::NotYours),
        2 => Ok(Refused::Unknown),
        _ => Err(Error::Damaged { what: "the list of what is in custody" }),
    }
}
