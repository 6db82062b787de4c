//! The seeds from which this file draws the salts of its operations: see [`sync::batch::salts`].

use std::collections::HashMap;

use domain::RowId;
use rusqlite::Connection;
use sync::{
    batch::salts::{SPAN, Seed, salt},
    op::OpRef,
};

use crate::{
    Source,
    error::{Doing, Result},
    sql,
};

/// Draws the salt of an operation that is being written.
pub(super) fn draw(connection: &Connection, op: OpRef, source: &mut dyn Source) -> Result<Seed> {
    let span = op.ctr / SPAN;
    let known = "select seed from local_salt where replica = ?1 and span = ?2";
    let known = sql::first(connection, known, (op.replica, span), |row| row.get(0)).doing("reading a seed")?;
    let seed = match known {
        Some(seed) => seed,
        None => {
            let mut seed = [0; 16];
            source.fill(&mut seed);
            connection
                .prepare_cached("insert into local_salt (replica, span, seed) values (?1, ?2, ?3)")
                .and_then(|mut insert| insert.execute((op.replica, span, seed)))
                .doing("keeping a seed")?;
            seed
        }
    };
    Ok(salt(&seed, op.ctr))
}

/// Returns the seeds of a replica that are not gone, by their spans.
pub(crate) fn seeds(connection: &Connection, replica: i64, (first, last): (i64, i64)) -> Result<HashMap<i64, Seed>> {
    let sql = "select span, seed from local_salt where replica = ?1 and span between ?2 and ?3";
    let found = sql::all(connection, sql, (replica, first / SPAN, last / SPAN), |row| Ok((row.get(0)?, row.get(1)?)));
    Ok(found.doing("reading seeds")?.into_iter().collect())
}

/// Erases the seed from which an operation's salt could be drawn again.
pub(crate) fn forget(connection: &Connection, op: OpRef) -> Result<()> {
    connection
        .prepare_cached("delete from local_salt where replica = ?1 and span = ?2")
        .and_then(|mut delete| delete.execute((op.replica, op.ctr / SPAN)))
        .map(drop)
        .doing("erasing a seed")
}

/// Erases the seeds from which the salts of a row's operations could be drawn again.
pub(crate) fn forget_row(connection: &Connection, row: RowId) -> Result<()> {
    connection
        .prepare_cached(
            "delete from local_salt where (replica, span) in (select replica, ctr / ?2 from op where row = ?1)",
        )
        .and_then(|mut delete| delete.execute((row.bytes(), SPAN)))
        .map(drop)
        .doing("erasing seeds")
}

/// Erases all seeds from a copy of a database, which may be of an earlier version: what is written and erased later would
/// otherwise be drawn from a seed that the copy still has.
pub(crate) fn forget_all(copy: &Connection) -> Result<()> {
    let table = "select 1 from sqlite_master where name = 'local_salt'";
    if sql::first(copy, table, [], |_| Ok(())).doing("looking for seeds")?.is_some() {
        copy.execute("delete from local_salt", []).map(drop).doing("erasing seeds from a copy")?;
    }
    Ok(())
}
