//! Reads of teams and of who belongs to them.

use domain::RowId;

use crate::{
    Connection,
    error::{Doing, Error, Result},
    sql,
};

/// A team of teachers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    /// The id.
    pub id: RowId,
    /// The school.
    pub school: Option<RowId>,
    /// What it is called.
    pub title: String,
    /// The subject.
    pub subject: String,
    /// Who belongs to it now or did before.
    pub members: Vec<Membership>,
}

/// Who belongs to a team, and from when to when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// The id.
    pub id: RowId,
    /// The person.
    pub person: RowId,
    /// The first day.
    pub starts: String,
    /// The last day; empty while it lasts.
    pub ends: String,
}

/// Lists the teams with their members.
///
/// # Errors
/// When the database fails.
pub fn teams(connection: &Connection) -> Result<Vec<Team>> {
    let mut teams = sql::all(
        connection,
        "select id, school, title, subject from team where removed_ms is null order by title",
        [],
        |row| {
            Ok(Team {
                id: sql::id(row, "id")?,
                school: sql::optional_id(row, "school")?,
                title: sql::words(row, "title")?,
                subject: sql::words(row, "subject")?,
                members: Vec::new(),
            })
        },
    )
    .doing("listing teams")?;
    for team in &mut teams {
        team.members = sql::all(
            connection,
            "select id, person, starts, ends from membership where removed_ms is null and team = ?1 order by id",
            [team.id.bytes()],
            |row| {
                Ok(Membership {
                    id: sql::id(row, "id")?,
                    person: sql::id(row, "person")?,
                    starts: sql::words(row, "starts")?,
                    ends: sql::words(row, "ends")?,
                })
            },
        )
        .doing("listing a team's members")?;
    }
    Ok(teams)
}

/// Returns what a team is called, removed or not.
///
/// # Errors
/// [`Error::NotFound`] when there is no such team.
pub fn team_title(connection: &Connection, team: RowId) -> Result<String> {
    sql::first(connection, "select title from team where id = ?1", [team.bytes()], |row| sql::words(row, "title"))
        .doing("reading a team")?
        .ok_or(Error::NotFound { entity: "team" })
}
