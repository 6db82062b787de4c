//! Reads of people, and in files of their own of their roles, classes, teams and coaching relationships.

use domain::RowId;

use crate::{
    Connection,
    error::{Doing, Error, Result},
    sql,
};

mod relationship;
mod role;
mod section;
mod team;

pub use relationship::{Relationship, relationships};
pub use role::{Role, roles};
pub use section::{Section, section, sections};
pub use team::{Membership, Team, team_title, teams};

/// A person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The id.
    pub id: RowId,
    /// The given name.
    pub given: String,
    /// The family name.
    pub family: String,
    /// The name by which the person is called, when it is another.
    pub preferred: String,
    /// The pronouns.
    pub pronouns: String,
    /// The address.
    pub email: String,
    /// The id in the roster.
    pub external_id: String,
}

impl Person {
    /// Returns the name by which the person is called.
    #[must_use]
    pub fn name(&self) -> String {
        domain::person::name(&self.given, &self.family, Some(&self.preferred))
    }
}

const PERSON: &str = "select id, given, family, preferred, pronouns, email, external_id from person";

/// Lists everybody, by family name.
///
/// # Errors
/// When the database fails.
pub fn all(connection: &Connection) -> Result<Vec<Person>> {
    let sql = format!("{PERSON} where removed_ms is null order by family collate nocase, given collate nocase");
    sql::all(connection, &sql, [], read).doing("listing people")
}

/// Returns one person, also one who was removed: old records name them.
///
/// # Errors
/// [`Error::NotFound`] when there is no such person.
pub fn load(connection: &Connection, id: RowId) -> Result<Person> {
    sql::first(connection, &format!("{PERSON} where id = ?1"), [id.bytes()], read)
        .doing("reading a person")?
        .ok_or(Error::NotFound { entity: "person" })
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Person> {
    Ok(Person {
        id: sql::id(row, "id")?,
        given: sql::words(row, "given")?,
        family: sql::words(row, "family")?,
        preferred: sql::words(row, "preferred")?,
        pronouns: sql::words(row, "pronouns")?,
        email: sql::words(row, "email")?,
        external_id: sql::words(row, "external_id")?,
    })
}
