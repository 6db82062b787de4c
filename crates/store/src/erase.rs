//! Erasing: the content of a record goes from rows, log, history, index, undo and this profile's backups.
//!
//! What is left is a mark without words: that there was a row, of which kind, and when it was made and erased. The log's
//! chain still verifies, and a rebuild still works.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    RowId,
    document::root_field,
    schema::{self, Entity, Log, line},
};

use crate::{
    Connection, Tx, Writer, attachment,
    error::{Doing, Error, Result},
    setting, sql, typed, undo,
    write::Checkpoint,
};

/// Erases a record and everything that belongs to it, and returns the rows.
///
/// The caller erases the same rows from the profile's backups with [`crate::backup::erase_while`]. Until
/// [`crate::backup::note_erased`] says that it is done, the database remembers them, so that a program that was ended in
/// between goes on when the profile is opened again.
///
/// # Errors
/// [`Error::NotFound`] when there is no such row.
pub fn erase(writer: &mut Writer, row: RowId) -> Result<Vec<RowId>> {
    erase_all(writer, &[row])
}

/// Erases several records as [`erase`] does, all or none. Much faster than one by one: the index is written anew once.
///
/// # Errors
/// [`Error::NotFound`] when one of the rows is not there; then nothing was erased.
pub fn erase_all(writer: &mut Writer, rows: &[RowId]) -> Result<Vec<RowId>> {
    let erased = writer.transact(|tx| {
        let mut all = BTreeMap::new();
        for row in rows {
            all.extend(belonging(tx.reader(), *row)?);
        }
        let all: Vec<_> = all.into_iter().map(|(row, entity)| (entity, row)).collect();
        erase_rows(tx, &all)?;
        let mut waiting = unfinished(tx.reader())?;
        waiting.extend(all.iter().map(|(_, row)| *row));
        remember(tx, &waiting)?;
        // The backups that were damaged the last time do not keep these rows from being erased from the others.
        setting::save_in(tx, DAMAGED, "")?;
        Ok::<_, Error>(all)
    })?;
    // Erased pages are overwritten (`secure_delete`); the journal still holds them until it is emptied.
    writer.checkpoint(Checkpoint::Truncate)?;
    Ok(erased.into_iter().map(|(_, row)| row).collect())
}

/// The setting that names the rows that backups may still hold.
const UNFINISHED: &str = "erasing";

/// Returns the rows that were erased here and perhaps not yet from every backup.
///
/// # Errors
/// When the database fails.
pub fn unfinished(connection: &Connection) -> Result<BTreeSet<RowId>> {
    let text = setting::load(connection, UNFINISHED)?.unwrap_or_default();
    let ids = text.split_whitespace().map(str::parse);
    ids.collect::<std::result::Result<_, _>>().map_err(|_| Error::Damaged { what: "the list of what is being erased" })
}

/// The setting that names the backups that are not whole, so that nothing could be erased from them.
const DAMAGED: &str = "erasing-damaged";

/// Returns the names of the backups that were not whole when the others were erased from.
///
/// # Errors
/// When the database fails.
pub fn damaged(connection: &Connection) -> Result<BTreeSet<String>> {
    let text = setting::load(connection, DAMAGED)?.unwrap_or_default();
    Ok(text.lines().map(ToOwned::to_owned).collect())
}

/// Takes note that these backups are not whole.
pub(crate) fn found_damaged(writer: &mut Writer, names: &BTreeSet<String>) -> Result<()> {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    setting::save(writer, DAMAGED, &names.join("\n"))
}

/// Takes note that no backup holds these rows any more.
pub(crate) fn finished(writer: &mut Writer, rows: &BTreeSet<RowId>) -> Result<()> {
    writer.transact(|tx| {
        let waiting = unfinished(tx.reader())?;
        remember(tx, &waiting.difference(rows).copied().collect())
    })
}

fn remember(tx: &Tx<'_>, rows: &BTreeSet<RowId>) -> Result<()> {
    let ids: Vec<String> = rows.iter().map(ToString::to_string).collect();
    setting::save_in(tx, UNFINISHED, &ids.join(" "))
}

/// Erases what another state of this profile was erasing, so far as it is here, and remembers it as that one did.
pub(crate) fn take_over(writer: &mut Writer, rows: &BTreeSet<RowId>) -> Result<()> {
    erase_known(writer, &rows.iter().copied().collect::<Vec<_>>())?;
    writer.transact(|tx| {
        let mut waiting = unfinished(tx.reader())?;
        waiting.extend(rows);
        remember(tx, &waiting)
    })
}

/// Erases those of these rows that this database has: a backup may be older than some of them.
pub(crate) fn erase_known(writer: &mut Writer, rows: &[RowId]) -> Result<usize> {
    let erased = writer.transact(|tx| {
        let mut known = Vec::new();
        for row in rows {
            if let Some(entity) = entity_of(tx.reader(), *row)? {
                known.push((entity, *row));
            }
        }
        if !known.is_empty() {
            // The profile has gone on under the names that the backup knows.
            tx.begin_anew()?;
        }
        erase_rows(tx, &known)?;
        Ok::<_, Error>(known.len())
    })?;
    writer.checkpoint(Checkpoint::Truncate)?;
    Ok(erased)
}

/// Ends what the exchange erased, or took away with a scope that closed: nothing of it stays in drafts, undo or index. What
/// was erased also goes from the backups, as after [`erase`].
pub(crate) fn finish_elsewhere(tx: &mut Tx<'_>, erased: &[RowId], gone: &[RowId]) -> Result<()> {
    let all = [erased, gone].concat();
    if all.is_empty() {
        return Ok(());
    }
    erased.iter().try_for_each(|row| forget_typed(tx, *row))?;
    rewrite_index(tx.reader())?;
    attachment::forget_unnamed(tx.reader())?;
    undo::forget(tx, &all)?;
    if erased.is_empty() {
        return Ok(());
    }
    let mut waiting = unfinished(tx.reader())?;
    waiting.extend(erased);
    remember(tx, &waiting)?;
    setting::save_in(tx, DAMAGED, "")
}

/// Erases what was typed in a row and not kept.
fn forget_typed(tx: &Tx<'_>, row: RowId) -> Result<()> {
    typed::forget(tx, row)?;
    tx.reader()
        .execute("delete from local_draft where document = ?1 or target = ?1", [row.bytes()])
        .doing("erasing a draft")?;
    tx.reader()
        .execute("delete from local_remark where note = ?1", [row.bytes()])
        .doing("erasing what was to be said")?;
    tx.reader()
        .execute("delete from local_anchor where observation = ?1", [row.bytes()])
        .map(drop)
        .doing("erasing an anchor")
}

fn erase_rows(tx: &mut Tx<'_>, rows: &[(&'static Entity, RowId)]) -> Result<()> {
    for (entity, row) in rows {
        tx.erase(entity, *row)?;
        forget_typed(tx, *row)?;
    }
    if !rows.is_empty() {
        rewrite_index(tx.reader())?;
        attachment::forget_unnamed(tx.reader())?;
    }
    let ids: Vec<RowId> = rows.iter().map(|(_, row)| *row).collect();
    undo::forget(tx, &ids)
}

/// Writes the search index anew without what was taken out of it.
///
/// Its entries are gone already, but a word at a page's edge can stay behind as a signpost. One segment alone is never
/// rewritten, so it gets a second one for a moment.
fn rewrite_index(connection: &Connection) -> Result<()> {
    connection
        .execute_batch(
            "insert into search (rowid, text) values (0, 'x');
             insert into search (search) values ('optimize');
             insert into search (search, rowid, text) values ('delete', 0, 'x');",
        )
        .doing("rewriting the index")
}

/// Returns a record with everything that belongs to it.
fn belonging(connection: &Connection, row: RowId) -> Result<Vec<(RowId, &'static Entity)>> {
    let entity = entity_of(connection, row)?.ok_or(Error::NotFound { entity: "record" })?;
    let mut rows = vec![(row, entity)];
    let parts: Vec<(&'static Entity, &str)> = schema::ENTITIES
        .iter()
        .filter_map(|part| {
            let number = if entity.number == line::ENTITY.number { line_field(part) } else { root_field(part) };
            let private = part.fields.iter().find(|field| part.log == Log::Private && field.column == entity.table);
            let field = number.and_then(|number| part.field(number)).or(private)?;
            Some((*part, field.column))
        })
        .collect();
    for (part, column) in parts {
        let sql = format!("select id from {} where {column} = ?1 order by id", part.table);
        let found = sql::all(connection, &sql, [row.bytes()], |row| sql::id(row, "id")).doing("finding the parts")?;
        rows.extend(found.into_iter().map(|row| (row, part)));
    }
    Ok(rows)
}

/// Returns the field by which a row of this entity names a line that it rests on.
fn line_field(entity: &Entity) -> Option<u16> {
    entity.fields.iter().find(|field| field.column == line::ENTITY.table).map(|field| field.number)
}

/// Returns the entity of a row, by its first operation.
pub(crate) fn entity_of(connection: &Connection, row: RowId) -> Result<Option<&'static Entity>> {
    let number =
        sql::first(connection, "select entity from op where row = ?1 order by seq limit 1", [row.bytes()], |row| {
            row.get::<_, u16>(0)
        })
        .doing("finding a record")?;
    Ok(number.and_then(schema::entity))
}
