//! Reads of content cycles: a team's weeks on one topic.

use domain::RowId;

use crate::{
    Connection,
    error::{Doing, Result},
    sql,
};

/// A team's weeks on one topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentCycle {
    /// The id.
    pub id: RowId,
    /// The team.
    pub team: RowId,
    /// What it is about.
    pub topic: String,
    /// What the team works on, in one sentence.
    pub focus: String,
    /// Its first day.
    pub starts: String,
    /// How many weeks it has.
    pub weeks: u32,
}

/// Lists the content cycles that have a team, by their first day.
///
/// # Errors
/// When the database fails.
pub fn all(connection: &Connection) -> Result<Vec<ContentCycle>> {
    sql::all(
        connection,
        "select id, team, topic, focus, starts, weeks from content_cycle
         where removed_ms is null and team is not null
         order by starts, id",
        [],
        |row| {
            Ok(ContentCycle {
                id: sql::id(row, "id")?,
                team: sql::id(row, "team")?,
                topic: sql::words(row, "topic")?,
                focus: sql::words(row, "focus")?,
                starts: sql::words(row, "starts")?,
                weeks: row.get::<_, Option<u32>>("weeks")?.unwrap_or(0),
            })
        },
    )
    .doing("listing content cycles")
}
