//! Reads of one field of any row, for what speaks about rows of every kind.

use domain::{RowId, Value, schema::Entity};

use crate::{Connection, apply, error::Result};

/// Returns the value that a field shows, also of a removed row.
///
/// # Errors
/// [`crate::Error::NotFound`] when this file has no such row, [`crate::Error::Newer`] when the field is of a newer version.
pub fn value(reader: &Connection, entity: &'static Entity, row: RowId, field: u16) -> Result<Value> {
    apply::current(reader, entity, row, apply::known(entity, field)?)
}
