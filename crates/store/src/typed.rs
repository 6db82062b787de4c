//! What stands in the fields of records and is not kept yet: each state of a field in a commit of its own.
//!
//! Scripts have a journal of their own ([`crate::draft`]), which knows first keys and wonderings. This one is for every
//! other text: the words of a debrief, of a step, of a coach note.

use domain::{
    RowId,
    schema::{Entity, Field},
};

use crate::{
    Connection, Tx, Writer,
    error::{Doing, Result},
    sql,
};

/// The state of one field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Typed {
    /// Rises with every state; a lower number never replaces a higher one.
    pub number: i64,
    /// The words that are not kept yet; nothing when all are.
    pub text: Option<String>,
}

/// Writes a state of a field, durably, unless a later one is already written. Returns whether it was written.
///
/// # Errors
/// When the disk refuses: the page keeps the words and says so.
pub fn save(writer: &mut Writer, row: RowId, field: &Field, number: i64, text: &str) -> Result<bool> {
    writer.transact(|tx| put(tx, row, field, number, Some(text)))
}

/// Gives a record's field these words inside an act, and empties what stood in the field, unless later words stand there.
///
/// The number stays, so that a state that is still on its way cannot bring the words back.
///
/// # Errors
/// As [`Tx::set`].
pub fn keep(
    tx: &mut Tx<'_>,
    entity: &'static Entity,
    row: RowId,
    field: &Field,
    number: i64,
    text: &str,
) -> Result<()> {
    tx.set(entity, row, field.number, text.into())?;
    put(tx, row, field, number, None).map(drop)
}

/// Returns the state of a field.
///
/// # Errors
/// When the database fails.
pub fn of(connection: &Connection, row: RowId, field: &Field) -> Result<Typed> {
    let sql = "select number, text from local_typed where row = ?1 and field = ?2";
    let found = sql::first(connection, sql, (row.bytes(), field.number), |row| {
        Ok(Typed { number: row.get("number")?, text: row.get("text")? })
    });
    Ok(found.doing("reading what was typed")?.unwrap_or_default())
}

/// Forgets what was typed in a record that is erased.
pub(crate) fn forget(tx: &Tx<'_>, row: RowId) -> Result<()> {
    tx.reader()
        .execute("delete from local_typed where row = ?1", [row.bytes()])
        .map(drop)
        .doing("erasing what was typed")
}

fn put(tx: &Tx<'_>, row: RowId, field: &Field, number: i64, text: Option<&str>) -> Result<bool> {
    let written = tx
        .reader()
        .prepare_cached(
            "insert into local_typed (row, field, number, text) values (?1, ?2, ?3, ?4)
             on conflict (row, field) do update set number = ?3, text = ?4 where number < ?3",
        )
        .and_then(|mut statement| statement.execute((row.bytes(), field.number, number, text)))
        .doing("writing what is typed")?;
    Ok(written == 1)
}
