//! What met and waits for somebody who looks at it, and how that person chooses.

mod choice;

use domain::{RowId, Value, schema::Entity};
use sync::{fold::Row, op::OpRef, register, text_merge::Card};

use crate::{
    Connection,
    error::{Doing, Error, Result},
    oplog::Members,
    rows::Kind,
    sql,
};

pub use choice::{Keep, choose};

/// Something that two people did to one row without knowing of each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// The row.
    pub row: RowId,
    /// Its table; nothing where this version does not know its kind.
    pub table: Option<&'static str>,
    /// The field's number; 0 for the row as a whole.
    pub field: u16,
    /// What met.
    pub met: Met,
}

/// What met.
#[derive(Debug, Clone, PartialEq)]
pub enum Met {
    /// Values of one field: the one that stands, and the others, the strongest first.
    Values {
        /// What is shown.
        standing: Version,
        /// What is kept beside it.
        others: Vec<Version>,
    },
    /// Passages of a long text.
    Passages(Vec<Card>),
    /// One removed the row and others changed it: it stays.
    Removal {
        /// The removal.
        by: OpRef,
        /// When, by its writer's clock, in milliseconds since 1970.
        removed_ms: i64,
        /// The last change of each who did not know of it.
        changes: Vec<OpRef>,
    },
    /// So many changes of a text cannot be read, because what they change never arrived.
    Unread(u32),
    /// So many operations belong to another scope than their row. They are kept and count for nothing.
    Elsewhere(u32),
    /// So many operations of a newer version are kept and wait for the upgrade.
    Newer(u32),
}

/// One value with who gave it.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// The operation; its replica says who wrote it.
    pub reference: OpRef,
    /// When, by the writer's clock, in milliseconds since 1970.
    pub written_ms: i64,
    /// The value.
    pub value: Value,
}

/// Lists what met, by row and field.
///
/// # Errors
/// When the database fails.
pub fn conflicts(reader: &Connection) -> Result<Vec<Conflict>> {
    let sql = "select row, field, kind, count from attention order by row, field, kind";
    let found = sql::all(reader, sql, [], |row| {
        Ok((sql::id(row, "row")?, row.get("field")?, row.get::<_, i64>("kind")?, row.get("count")?))
    })
    .doing("listing what met")?;
    found
        .into_iter()
        .map(|(row, field, kind, count)| {
            let kind = Kind::of(kind).ok_or(DAMAGED)?;
            let members = Members::read(reader, row, &[])?;
            let met = met(&members, &members.fold(), kind, field, count)?;
            Ok(Conflict { row, table: members.entity.map(|entity: &Entity| entity.table), field, met })
        })
        .collect()
}

const DAMAGED: Error = Error::Damaged { what: "the list of what met" };

fn met(members: &Members, folded: &Row, kind: Kind, field: u16, count: u32) -> Result<Met> {
    let version = |version: &register::Version| -> Result<Version> {
        let hlc = members.folded.iter().find(|op| op.reference == version.reference).ok_or(DAMAGED)?.hlc;
        Ok(Version { reference: version.reference, written_ms: hlc >> 16, value: version.value.clone() })
    };
    Ok(match kind {
        Kind::Values => {
            let register = folded.values.get(&field).ok_or(DAMAGED)?;
            let standing = register.stands().map(version).ok_or(DAMAGED)??;
            Met::Values { standing, others: register.others().into_iter().map(version).collect::<Result<_>>()? }
        }
        Kind::Passages => Met::Passages(folded.texts.get(&field).ok_or(DAMAGED)?.cards.clone()),
        Kind::Removal => {
            let removal = folded.removed.as_ref().ok_or(DAMAGED)?;
            Met::Removal { by: removal.reference, removed_ms: removal.removed_ms, changes: folded.beyond_removal() }
        }
        Kind::Unread => Met::Unread(count),
        Kind::Elsewhere => Met::Elsewhere(count),
        Kind::Newer => Met::Newer(count),
    })
}
