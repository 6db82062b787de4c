//! Reads of organisations and schools.

use domain::RowId;

use crate::{
    Connection,
    error::{Doing, Error, Result},
    sql,
};

/// A district, a school or another employer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Its id.
    pub id: RowId,
    /// Its name.
    pub name: String,
    /// `school`, `district` and so on.
    pub kind: String,
    /// The organisation that it belongs to.
    pub parent: Option<RowId>,
    /// Its IANA zone; empty where the parent's counts.
    pub zone: String,
    /// Its id in the roster.
    pub external_id: String,
}

/// Lists every organisation, by name.
///
/// # Errors
/// When the database fails.
pub fn all(connection: &Connection) -> Result<Vec<Organisation>> {
    sql::all(
        connection,
        "select id, name, kind, parent, zone, external_id from organisation where removed_ms is null order by name",
        [],
        read,
    )
    .doing("listing organisations")
}

/// Returns one organisation.
///
/// # Errors
/// [`Error::NotFound`] when it is not there.
pub fn load(connection: &Connection, id: RowId) -> Result<Organisation> {
    sql::first(
        connection,
        "select id, name, kind, parent, zone, external_id from organisation where id = ?1",
        [id.bytes()],
        read,
    )
    .doing("reading an organisation")?
    .ok_or(Error::NotFound { entity: "organisation" })
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Organisation> {
    Ok(Organisation {
        id: sql::id(row, "id")?,
        name: sql::words(row, "name")?,
        kind: sql::words(row, "kind")?,
        parent: sql::optional_id(row, "parent")?,
        zone: sql::words(row, "zone")?,
        external_id: sql::words(row, "external_id")?,
    })
}
