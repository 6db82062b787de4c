//! What the fold found that a person should look at: a small table, so that listing it costs nothing.

use domain::RowId;
use rusqlite::Connection;
use sync::{fold::Row, register::Register};

use crate::{
    error::{Doing, Result},
    oplog::Members,
};

/// What there is to look at, with its number in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Other values beside the one that stands.
    Values = 1,
    /// Passages of a text that two people wrote.
    Passages = 2,
    /// Removed by one, changed by another.
    Removal = 3,
    /// Changes of a text whose beginning never arrived.
    Unread = 4,
    /// Operations of another scope than the row's.
    Elsewhere = 5,
    /// Operations of a newer version.
    Newer = 6,
}

impl Kind {
    /// Returns the kind with this number.
    pub fn of(number: i64) -> Option<Self> {
        let all = [Self::Values, Self::Passages, Self::Removal, Self::Unread, Self::Elsewhere, Self::Newer];
        all.into_iter().find(|kind| *kind as i64 == number)
    }
}

/// Writes what there is to look at in one row.
pub(super) fn write(connection: &Connection, row: RowId, members: &Members, folded: &Row, is_new: bool) -> Result<()> {
    if !is_new {
        connection
            .prepare_cached("delete from attention where row = ?1")
            .and_then(|mut statement| statement.execute([row.bytes()]))
            .doing("forgetting what needs attention")?;
    }
    if members.is_shut {
        return Ok(());
    }
    let entity = members.entity.map_or(0, |entity| entity.number);
    for (field, kind, count) in found(members, folded) {
        connection
            .prepare_cached("insert into attention (row, field, kind, entity, count) values (?1, ?2, ?3, ?4, ?5)")
            .and_then(|mut statement| statement.execute((row.bytes(), field, kind as i64, entity, count)))
            .doing("noting what needs attention")?;
    }
    Ok(())
}

fn found(members: &Members, folded: &Row) -> Vec<(u16, Kind, u32)> {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let mut found = Vec::new();
    let fields = members.entity.filter(|_| folded.is_live()).map_or(&[][..], |entity| entity.fields);
    for field in fields.iter().map(|field| field.number) {
        match folded.texts.get(&field) {
            Some(text) => {
                found.push((field, Kind::Passages, number(text.cards.len())));
                found.push((field, Kind::Unread, number(text.unread())));
            }
            None => {
                let others = folded.values.get(&field).map(Register::others).unwrap_or_default();
                found.push((field, Kind::Values, number(others.len())));
            }
        }
    }
    found.push((0, Kind::Removal, number(folded.beyond_removal().len())));
    found.push((0, Kind::Elsewhere, members.elsewhere));
    found.push((0, Kind::Newer, members.newer));
    found.retain(|(_, _, count)| *count > 0);
    found
}

/// Forgets everything: the rows are made anew.
pub(crate) fn clear(connection: &Connection) -> Result<()> {
    connection.execute("delete from attention", []).map(drop).doing("forgetting what needs attention")
}
