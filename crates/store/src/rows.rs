//! Rows as the fold makes them: the general way from operations to what is shown, for changes that meet others'.
//!
//! What one replica alone wrote takes the short way of [`crate::apply`]; a property test shows that both come to the same.

mod attention;
mod upgrade;
mod write;

use domain::{RowId, schema};
use rusqlite::Connection;
use sync::fold;

use crate::{
    apply,
    error::{Doing, Result},
    oplog::{self, Draft, Members},
    sql,
};

pub(crate) use attention::{Kind, clear as clear_attention};
pub(crate) use upgrade::upgrade;
pub(crate) use write::write;

/// What became of a row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Made {
    /// Its table; nothing where this version does not know its kind.
    pub table: Option<&'static str>,
    /// Whether its content was there and is now gone for good.
    pub newly_erased: bool,
}

/// Makes a row again from all its operations, and from those of an act that is under way.
pub(crate) fn refold(connection: &Connection, row: RowId, drafts: &[Draft]) -> Result<Made> {
    let members = Members::read(connection, row, drafts)?;
    if members.is_empty() {
        forget(connection, row)?;
    }
    make(connection, row, &members, false)
}

/// Makes a row from its operations. `is_new` says that nothing of it is there yet.
pub(crate) fn make(connection: &Connection, row: RowId, members: &Members, is_new: bool) -> Result<Made> {
    let folded = members.fold();
    let mut newly_erased = false;
    if let Some(entity) = members.entity {
        newly_erased = folded.erased_ms.is_some() && !is_new && !apply::is_erased(connection, entity, row)?;
        let shown = if members.is_shut { &fold::Row::default() } else { &folded };
        write(connection, entity, row, shown, is_new)?;
    }
    attention::write(connection, row, members, &folded, is_new)?;
    wipe(connection, members)?;
    Ok(Made { table: members.entity.map(|entity| entity.table), newly_erased })
}

/// Takes a row away of which this file has no operation any more, not even one that says its kind.
fn forget(connection: &Connection, row: RowId) -> Result<()> {
    for entity in schema::ENTITIES {
        let sql = format!("select 1 from {} where id = ?1", entity.table);
        if sql::first(connection, &sql, [row.bytes()], |_| Ok(())).doing("looking for a row")?.is_some() {
            write(connection, entity, row, &fold::Row::default(), false)?;
        }
    }
    Ok(())
}

/// Takes the content of erased operations out of the log. A removal carries no words, and a rebuild needs its moment.
fn wipe(connection: &Connection, members: &Members) -> Result<()> {
    let mut erased = members.erased().filter(|op| op.body().is_some()).peekable();
    if erased.peek().is_none() {
        return Ok(());
    }
    let mut statement = connection
        .prepare_cached(
            "update op set salt = null, body = null where replica = ?1 and ctr = ?2 and kind in (1, 2, 3, 8)",
        )
        .doing("erasing a row's operations")?;
    for op in erased {
        oplog::forget_seed(connection, op.reference)?;
        statement.execute((op.reference.replica, op.reference.ctr)).doing("erasing a row's operations")?;
    }
    Ok(())
}
