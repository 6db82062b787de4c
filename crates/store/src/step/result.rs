//! Reads of the student results that stand beside steps.

use domain::RowId;

use crate::{
    Connection,
    error::{Doing, Result},
    sql,
};

/// A student result beside a step.
#[derive(Debug, Clone, PartialEq)]
pub struct Beside {
    /// The id.
    pub id: RowId,
    /// The step.
    pub step: RowId,
    /// The measure.
    pub measure: RowId,
    /// The code of how it stands beside the step.
    pub kind: String,
}

/// Lists the student results beside a step, in the order in which they were put there.
///
/// # Errors
/// When the database fails.
pub fn results(connection: &Connection, step: RowId) -> Result<Vec<Beside>> {
    read(connection, "step = ?1", step)
}

/// Lists the steps beside a measure, in the order in which they were put there.
///
/// # Errors
/// When the database fails.
pub fn beside(connection: &Connection, measure: RowId) -> Result<Vec<Beside>> {
    read(connection, "goal_measure = ?1", measure)
}

fn read(connection: &Connection, whose: &str, id: RowId) -> Result<Vec<Beside>> {
    let sql = format!(
        "select id, step, goal_measure, kind from step_result
         where {whose} and step is not null and goal_measure is not null and removed_ms is null order by created_ms, id"
    );
    sql::all(connection, &sql, [id.bytes()], |row| {
        Ok(Beside {
            id: sql::id(row, "id")?,
            step: sql::id(row, "step")?,
            measure: sql::id(row, "goal_measure")?,
            kind: sql::words(row, "kind")?,
        })
    })
    .doing("reading the student results beside a step")
}
