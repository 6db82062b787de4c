//! Reads of planned visits.

use chrono::NaiveDate;
use domain::RowId;

use crate::{
    Connection,
    error::{Doing, Error, Result},
    sql,
};

/// A planned visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// The id.
    pub id: RowId,
    /// The teacher who is visited.
    pub teacher: Option<RowId>,
    /// Or the team.
    pub team: Option<RowId>,
    /// The class.
    pub section: Option<RowId>,
    /// The school.
    pub school: Option<RowId>,
    /// The day.
    pub date: String,
    /// When it begins, in minutes after midnight in the school's zone.
    pub starts_minute: Option<u32>,
    /// The period's code.
    pub period: String,
    /// How long it is planned to last.
    pub minutes: Option<u32>,
    /// What to look at, as the two agreed.
    pub purpose: String,
    /// The state's code.
    pub state: String,
    /// Why it was moved or cancelled.
    pub reason: String,
    /// The observation that came of it.
    pub observation: Option<RowId>,
}

const VISIT: &str = "select id, teacher, team, section, school, date, starts_minute, period, minutes, purpose, state,
                            reason, observation from visit";

/// Lists the visits of some days, in the order in which they take place.
///
/// # Errors
/// When the database fails.
pub fn between(connection: &Connection, first: NaiveDate, last: NaiveDate) -> Result<Vec<Visit>> {
    let sql = format!(
        "{VISIT} where removed_ms is null and date between ?1 and ?2 order by date, coalesce(starts_minute, 1440), id"
    );
    sql::all(connection, &sql, (first.to_string(), last.to_string()), read).doing("listing visits")
}

/// Returns one visit.
///
/// # Errors
/// [`Error::NotFound`] when it is not there.
pub fn load(connection: &Connection, id: RowId) -> Result<Visit> {
    sql::first(connection, &format!("{VISIT} where id = ?1"), [id.bytes()], read)
        .doing("reading a visit")?
        .ok_or(Error::NotFound { entity: "visit" })
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Visit> {
    Ok(Visit {
        id: sql::id(row, "id")?,
        teacher: sql::optional_id(row, "teacher")?,
        team: sql::optional_id(row, "team")?,
        section: sql::optional_id(row, "section")?,
        school: sql::optional_id(row, "school")?,
        date: sql::words(row, "date")?,
        starts_minute: row.get("starts_minute")?,
        period: sql::words(row, "period")?,
        minutes: row.get("minutes")?,
        purpose: sql::words(row, "purpose")?,
        state: sql::words(row, "state")?,
        reason: sql::words(row, "reason")?,
        observation: sql::optional_id(row, "observation")?,
    })
}
