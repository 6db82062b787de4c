//! Reads of the checks of steps.

use domain::RowId;

use crate::{
    Connection,
    error::{Doing, Result},
    sql,
};

/// What was seen of a step in a later lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// The id.
    pub id: RowId,
    /// The step.
    pub step: RowId,
    /// Who looked for it.
    pub made_by: Option<RowId>,
    /// The day of the lesson.
    pub date: String,
    /// The result's code.
    pub found: String,
    /// The attempt that it looked at, from 1.
    pub attempt: u32,
    /// The observation in which it was seen.
    pub observation: Option<RowId>,
    /// What else there is to say.
    pub note: String,
}

/// Lists the checks of a step, or of every step, in the order in which the lessons were.
///
/// # Errors
/// When the database fails.
pub fn checks(connection: &Connection, step: Option<RowId>) -> Result<Vec<Check>> {
    let whose = sql::whose("step", step);
    let sql = format!(
        "select id, step, made_by, date, result, max(coalesce(attempt, 1), 1) as attempt, seen_in, note from step_check
         where removed_ms is null and step is not null and {whose} order by date, id"
    );
    sql::all(connection, &sql, [step.map(RowId::bytes)], |row| {
        Ok(Check {
            id: sql::id(row, "id")?,
            step: sql::id(row, "step")?,
            made_by: sql::optional_id(row, "made_by")?,
            date: sql::words(row, "date")?,
            found: sql::words(row, "result")?,
            attempt: row.get("attempt")?,
            observation: sql::optional_id(row, "seen_in")?,
            note: sql::words(row, "note")?,
        })
    })
    .doing("listing checks")
}
