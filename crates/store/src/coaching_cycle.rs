//! Reads of coaching cycles: their stages, their goal with its measures, and what belongs to them.

mod chain;
mod request;
mod stage;

use domain::RowId;

use crate::{
    Connection,
    error::{Doing, Error, Result},
    sql,
};

pub use chain::{lessons, of_teacher};
pub use request::{Answer, Request, answers, request, requests};
pub use stage::{Goal, Measure, MeasureOf, Stage, goal, measures, measures_of, stages};

/// A coaching cycle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoachingCycle {
    /// The id.
    pub id: RowId,
    /// The coach.
    pub coach: RowId,
    /// The teacher.
    pub teacher: RowId,
    /// The model's code.
    pub model: String,
    /// What it is about.
    pub title: String,
    /// The subject.
    pub subject: String,
    /// The standards.
    pub standards: String,
    /// The place in the curriculum.
    pub curriculum: String,
    /// The state's code, as it is stored; see [`domain::coaching_cycle::Rows`].
    pub state: String,
    /// The code of the stage that it is in.
    pub stage: String,
    /// The day on which it began.
    pub started: String,
    /// The day on which it ended.
    pub ended: String,
    /// The code of the reason for which it ended before.
    pub reason: String,
    /// The request that it came of.
    pub request: Option<RowId>,
    /// The day on which it is planned to begin; empty where none was said.
    pub planned_start: String,
    /// The day by which it is planned to be over; empty where none was said.
    pub planned_end: String,
}

const CYCLE: &str =
    "select id, coach, teacher, model, title, subject, standards, curriculum, state, stage, started, ended,
                            reason, request, planned_start, planned_end from coaching_cycle
                     where removed_ms is null and coach is not null and teacher is not null";

/// Lists the coaching cycles of a teacher, or of everybody, the latest first.
///
/// # Errors
/// When the database fails.
pub fn all(connection: &Connection, teacher: Option<RowId>) -> Result<Vec<CoachingCycle>> {
    let sql = format!("{CYCLE} and {} order by id desc", sql::whose("teacher", teacher));
    sql::all(connection, &sql, [teacher.map(RowId::bytes)], read).doing("listing coaching cycles")
}

/// Returns one coaching cycle.
///
/// # Errors
/// [`Error::NotFound`] when it is not there, or was removed.
pub fn load(connection: &Connection, id: RowId) -> Result<CoachingCycle> {
    sql::first(connection, &format!("{CYCLE} and id = ?1"), [id.bytes()], read)
        .doing("reading a coaching cycle")?
        .ok_or(Error::NotFound { entity: "coaching_cycle" })
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<CoachingCycle> {
    Ok(CoachingCycle {
        id: sql::id(row, "id")?,
        coach: sql::id(row, "coach")?,
        teacher: sql::id(row, "teacher")?,
        model: sql::words(row, "model")?,
        title: sql::words(row, "title")?,
        subject: sql::words(row, "subject")?,
        standards: sql::words(row, "standards")?,
        curriculum: sql::words(row, "curriculum")?,
        state: sql::words(row, "state")?,
        stage: sql::words(row, "stage")?,
        started: sql::words(row, "started")?,
        ended: sql::words(row, "ended")?,
        reason: sql::words(row, "reason")?,
        request: sql::optional_id(row, "request")?,
        planned_start: sql::words(row, "planned_start")?,
        planned_end: sql::words(row, "planned_end")?,
    })
}
