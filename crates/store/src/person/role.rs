//! Reads of roles.

use domain::RowId;

use crate::{
    Connection,
    error::{Doing, Result},
    sql,
};

/// What a person does where, and from when to when. Dates are `2026-10-05`; an empty one is open.
#[derive(Debug, Clone, PartialEq)]
pub struct Role {
    /// The id.
    pub id: RowId,
    /// The person.
    pub person: RowId,
    /// The school or other organisation.
    pub organisation: Option<RowId>,
    /// The role's code.
    pub code: String,
    /// The first day.
    pub starts: String,
    /// The last day.
    pub ends: String,
}

/// Lists everybody's roles.
///
/// # Errors
/// When the database fails.
pub fn roles(connection: &Connection) -> Result<Vec<Role>> {
    sql::all(
        connection,
        "select id, person, organisation, code, starts, ends from role where removed_ms is null order by starts",
        [],
        |row| {
            Ok(Role {
                id: sql::id(row, "id")?,
                person: sql::id(row, "person")?,
                organisation: sql::optional_id(row, "organisation")?,
                code: sql::words(row, "code")?,
                starts: sql::words(row, "starts")?,
                ends: sql::words(row, "ends")?,
            })
        },
    )
    .doing("listing roles")
}
