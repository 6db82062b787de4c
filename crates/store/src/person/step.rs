//! Reads of steps.

use domain::RowId;

use crate::{
    Connection,
    error::{Doing, Error, Result},
    sql,
};

/// A step that a teacher and a coach agreed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The id.
    pub id: RowId,
    /// The teacher.
    pub teacher: RowId,
    /// The words.
    pub text: String,
    /// The state's code.
    pub state: String,
    /// When it is checked.
    pub check_date: String,
}

/// Lists the open steps of a teacher, or of everybody, the next check first.
///
/// # Errors
/// When the database fails.
pub fn open_steps(connection: &Connection, teacher: Option<RowId>) -> Result<Vec<Step>> {
    sql::all(
        connection,
        "select id, teacher, text, state, check_date from step
         where removed_ms is null and state in ('agreed', 'practising') and (?1 is null or teacher = ?1)
         order by check_date, id",
        [teacher.map(RowId::bytes)],
        |row| {
            Ok(Step {
                id: sql::id(row, "id")?,
                teacher: sql::id(row, "teacher")?,
                text: sql::words(row, "text")?,
                state: sql::words(row, "state")?,
                check_date: sql::words(row, "check_date")?,
            })
        },
    )
    .doing("listing steps")
}

/// Returns whose step it is, open or not.
///
/// # Errors
/// [`Error::NotFound`] when there is no such step.
pub fn teacher_of_step(connection: &Connection, step: RowId) -> Result<RowId> {
    sql::first(connection, "select teacher from step where id = ?1", [step.bytes()], |row| sql::id(row, "teacher"))
        .doing("reading a step")?
        .ok_or(Error::NotFound { entity: "step" })
}
