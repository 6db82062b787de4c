//! Reads of the lines that a step, a check of it, or praise rests on. A line that was removed, or is not on this computer, is
//! no evidence here.

use domain::RowId;

use crate::{
    Connection,
    error::{Doing, Result},
    sql,
};

/// A line as evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The step, the check or the debrief that rests on it.
    pub of: RowId,
    /// The line.
    pub line: RowId,
    /// The observation in which it was said.
    pub observation: RowId,
    /// Milliseconds since that observation's start.
    pub offset_ms: i64,
    /// The speaker's code.
    pub speaker: String,
    /// The words.
    pub text: String,
}

/// Lists the lines that show why a step was chosen, in the order in which they were said.
///
/// # Errors
/// When the database fails.
pub fn lines(connection: &Connection, step: RowId) -> Result<Vec<Evidence>> {
    read(connection, "step_line", "step", ("step", step))
}

/// Lists the lines that the checks of a step rest on, in the order in which they were said.
///
/// # Errors
/// When the database fails.
pub fn check_lines(connection: &Connection, step: RowId) -> Result<Vec<Evidence>> {
    read(connection, "step_check_line", "step_check", ("step", step))
}

/// Lists the lines that a debrief praises, in the order in which they were said.
///
/// # Errors
/// When the database fails.
pub fn praised(connection: &Connection, debrief: RowId) -> Result<Vec<Evidence>> {
    read(connection, "praise_line", "debrief", ("debrief", debrief))
}

/// `of` is the column of `table` that names what rests on the line, `column` the one that names the document.
fn read(connection: &Connection, table: &str, of: &str, (column, document): (&str, RowId)) -> Result<Vec<Evidence>> {
    let sql = format!(
        "select evidence.{of} as owner, line.id, observation, offset_ms, speaker, text
         from {table} as evidence join line on line.id = evidence.line
         where evidence.{column} = ?1 and evidence.{of} is not null and evidence.removed_ms is null
           and line.removed_ms is null and line.observation is not null
         order by offset_ms, line.id"
    );
    sql::all(connection, &sql, [document.bytes()], |row| {
        Ok(Evidence {
            of: sql::id(row, "owner")?,
            line: sql::id(row, "id")?,
            observation: sql::id(row, "observation")?,
            offset_ms: row.get::<_, Option<i64>>("offset_ms")?.unwrap_or(0),
            speaker: sql::words(row, "speaker")?,
            text: sql::words(row, "text")?,
        })
    })
    .doing("reading the lines of evidence")
}
