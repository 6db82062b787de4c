//! Reads of one field of any row, for what speaks about rows of every kind.

use domain::{
    RowId, Value,
    document::root_field,
    schema::{ENTITIES, Entity},
};

use crate::{
    Connection, apply,
    error::{Doing, Result},
    sql,
};

/// Returns the value that a field shows, also of a removed row.
///
/// # Errors
/// [`crate::Error::NotFound`] when this file has no such row, [`crate::Error::Newer`] when the field is of a newer version.
pub fn value(reader: &Connection, entity: &'static Entity, row: RowId, field: u16) -> Result<Value> {
    apply::current(reader, entity, row, apply::known(entity, field)?)
}

/// Lists the rows of a document that stand: its root, then what belongs to it, in the order in which it was made.
///
/// # Errors
/// When the database fails.
pub fn document(reader: &Connection, entity: &'static Entity, root: RowId) -> Result<Vec<(&'static Entity, RowId)>> {
    let mut rows = vec![(entity, root)];
    for part in ENTITIES {
        let Some(field) = root_field(part).and_then(|number| part.field(number)) else { continue };
        let sql =
            format!("select id from {} where {} = ?1 and removed_ms is null order by id", part.table, field.column);
        let found = sql::all(reader, &sql, [root.bytes()], |row| sql::id(row, "id")).doing("reading a document")?;
        rows.extend(found.into_iter().map(|row| (*part, row)));
    }
    Ok(rows)
}
