//! Rebuilding the rows from the log, and comparing the two.

use domain::schema::ENTITIES;
use rusqlite::Connection;

use crate::{
    Writer,
    error::{Doing, Error, Result},
    oplog::{self, Members},
    progress::{self, GoOn, Stage},
    rows,
    search::index,
    sql,
};

/// Throws the typed rows and the index away and makes them again from the log, in one transaction.
///
/// # Errors
/// [`Error::Damaged`] when the log cannot be replayed; then the rows stay as they were.
pub fn rebuild(writer: &mut Writer) -> Result<()> {
    writer.transact(|tx| replay(tx.reader(), &mut progress::always))
}

/// Compares the rows with what the log says, without changing anything.
///
/// # Errors
/// [`Error::Damaged`] when they differ, [`Error::Stopped`] when it is not to go on.
pub fn compare(writer: &mut Writer, go_on: &mut GoOn<'_>) -> Result<()> {
    // An error rolls the replay back, and so does the word that all is well.
    let outcome = writer.transact(|tx| {
        let before = fingerprint_while(tx.reader(), go_on)?;
        replay(tx.reader(), go_on)?;
        Err::<(), _>(if fingerprint_while(tx.reader(), go_on)? == before { Outcome::Same } else { Outcome::Differs })
    });
    match outcome {
        Err(Outcome::Same) => Ok(()),
        Err(Outcome::Differs) | Ok(()) => Err(Error::Damaged { what: "the rows, which differ from the log" }),
        Err(Outcome::Failed(error)) => Err(error),
    }
}

enum Outcome {
    Same,
    Differs,
    Failed(Error),
}

impl From<Error> for Outcome {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

fn replay(connection: &Connection, go_on: &mut GoOn<'_>) -> Result<()> {
    for entity in ENTITIES {
        connection.execute(&format!("delete from {}", entity.table), []).doing("clearing the rows")?;
    }
    connection.execute("delete from register", []).doing("clearing the registers")?;
    rows::clear_attention(connection)?;
    index::clear(connection)?;
    let total = oplog::count(connection)?;
    let mut done = 0;
    // An id begins with the moment of its making, so what is newer is found first again.
    let mut statement =
        connection.prepare("select row, count(*) from op group by row order by row").doing("listing the rows")?;
    let mut rows = statement.query([]).doing("listing the rows")?;
    while let Some(row) = rows.next().doing("listing the rows")? {
        progress::tell(go_on, Stage::Rows, done, total)?;
        let id = sql::id(row, "row").doing("listing the rows")?;
        rows::make(connection, id, &Members::read(connection, id, &[])?, true)?;
        done += row.get::<_, i64>(1).doing("listing the rows")?.unsigned_abs();
    }
    Ok(())
}

/// Returns a hash over every typed row, register, index entry and conflict, in the order of their keys.
///
/// # Errors
/// When the database fails.
pub fn fingerprint(connection: &Connection) -> Result<[u8; 32]> {
    fingerprint_while(connection, &mut progress::always)
}

fn fingerprint_while(connection: &Connection, go_on: &mut GoOn<'_>) -> Result<[u8; 32]> {
    let mut hasher = blake3::Hasher::new();
    let tables = ENTITIES.iter().map(|entity| (entity.table, "id"));
    for (table, key) in tables.chain([("register", "row, field"), ("attention", "row, field, kind")]) {
        hash_table(connection, &format!("select * from {table} order by {key}"), &mut hasher, go_on)?;
    }
    hash_table(connection, "select row, entity, field from search_entry order by row, field", &mut hasher, go_on)?;
    Ok(*hasher.finalize().as_bytes())
}

fn hash_table(connection: &Connection, sql: &str, hasher: &mut blake3::Hasher, go_on: &mut GoOn<'_>) -> Result<()> {
    let mut statement = connection.prepare(sql).doing("reading the rows")?;
    let columns = statement.column_count();
    let mut rows = statement.query([]).doing("reading the rows")?;
    while let Some(row) = rows.next().doing("reading the rows")? {
        progress::tell(go_on, Stage::Rows, 0, 0)?;
        for column in 0..columns {
            let value = row.get_ref(column).doing("reading a row")?;
            hasher.update(format!("{value:?}\u{1f}").as_bytes());
        }
    }
    hasher.update(sql.as_bytes());
    Ok(())
}
