//! Every row of an entity, for the export of everything.

use domain::{RowId, Value, schema::Entity};

use crate::{
    Connection,
    error::{Doing, Result},
    sql,
};

/// One row: its id, when it was made, and its fields in the entity's order.
#[derive(Debug, Clone)]
pub struct Row {
    /// The id.
    pub id: RowId,
    /// When it was made, in milliseconds since 1970.
    pub created_ms: i64,
    /// The fields' values.
    pub values: Vec<Value>,
}

/// Gives every live row of an entity to `visit`, in the order of their ids.
///
/// # Errors
/// When the database fails, or what `visit` returns.
pub fn each<E: From<crate::Error>>(
    connection: &Connection,
    entity: &Entity,
    mut visit: impl FnMut(Row) -> Result<(), E>,
) -> Result<(), E> {
    let columns: Vec<&str> = entity.fields.iter().map(|field| field.column).collect();
    let sql = format!(
        "select id, created_ms, {} from {} where removed_ms is null order by id",
        columns.join(", "),
        entity.table
    );
    let mut statement = connection.prepare(&sql).doing("exporting")?;
    let mut rows = statement.query([]).doing("exporting")?;
    while let Some(row) = rows.next().doing("exporting")? {
        let values = (2..columns.len() + 2).map(|column| sql::value(row, column)).collect::<rusqlite::Result<_>>();
        visit(Row {
            id: sql::id(row, "id").doing("exporting")?,
            created_ms: row.get("created_ms").doing("exporting")?,
            values: values.doing("exporting")?,
        })?;
    }
    Ok(())
}
