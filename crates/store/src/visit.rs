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
    /// Or the coach whom this person supervises.
    pub coach: Option<RowId>,
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
    /// Why it was moved or cancelled, in somebody's own words.
    pub reason: String,
    /// Why it was moved or cancelled, as a code.
    pub reason_code: String,
    /// What it is for, as a code; empty for those of earlier versions.
    pub kind: String,
    /// The observation that came of it.
    pub observation: Option<RowId>,
}

const VISIT: &str =
    "select id, teacher, team, coach, section, school, date, starts_minute, period, minutes, purpose, state,
                            reason, reason_code, kind, observation from visit";

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

/// Lists the visits to a teacher, in the order in which they take place.
///
/// # Errors
/// When the database fails.
pub fn about(connection: &Connection, teacher: RowId) -> Result<Vec<Visit>> {
    let sql =
        format!("{VISIT} where removed_ms is null and teacher = ?1 order by date, coalesce(starts_minute, 1440), id");
    sql::all(connection, &sql, [teacher.bytes()], read).doing("listing the visits to a teacher")
}

/// A teacher's last visit that took place and the next one that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ends {
    /// The teacher.
    pub teacher: RowId,
    /// The day of the last one that took place.
    pub last_held: Option<String>,
    /// The day of the first open one from today on.
    pub next_open: Option<String>,
}

/// Lists for each teacher with visits the last one that took place and the next open one.
///
/// # Errors
/// When the database fails.
pub fn ends(connection: &Connection, today: NaiveDate) -> Result<Vec<Ends>> {
    sql::all(
        connection,
        "select teacher, max(case when state = 'held' then date end) as last_held,
                min(case when state in ('planned', 'moved') and date >= ?1 then date end) as next_open
         from visit where removed_ms is null and teacher is not null group by teacher",
        [today.to_string()],
        |row| {
            Ok(Ends {
                teacher: sql::id(row, "teacher")?,
                last_held: row.get("last_held")?,
                next_open: row.get("next_open")?,
            })
        },
    )
    .doing("listing the ends of visits")
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
        coach: sql::optional_id(row, "coach")?,
        section: sql::optional_id(row, "section")?,
        school: sql::optional_id(row, "school")?,
        date: sql::words(row, "date")?,
        starts_minute: row.get("starts_minute")?,
        period: sql::words(row, "period")?,
        minutes: row.get("minutes")?,
        purpose: sql::words(row, "purpose")?,
        state: sql::words(row, "state")?,
        reason: sql::words(row, "reason")?,
        reason_code: sql::words(row, "reason_code")?,
        kind: sql::words(row, "kind")?,
        observation: sql::optional_id(row, "observation")?,
    })
}
