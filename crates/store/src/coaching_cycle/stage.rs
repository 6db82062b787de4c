//! Reads of what is inside a coaching cycle: its stages, its goal and the goal's measures.

use domain::RowId;

use crate::{
    Connection,
    error::{Doing, Result},
    sql,
};

/// One stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// The id.
    pub id: RowId,
    /// Its code.
    pub code: String,
    /// What two people called it themselves; empty in a model that has its own words.
    pub label: String,
    /// What is written in it.
    pub text: String,
    /// Its second words.
    pub plan: String,
    /// The code of what was decided in it.
    pub decision: String,
    /// What its words were when they were locked.
    pub locked: Option<String>,
}

/// Lists the stages of a coaching cycle in their order.
///
/// # Errors
/// When the database fails.
pub fn stages(connection: &Connection, cycle: RowId) -> Result<Vec<Stage>> {
    sql::all(
        connection,
        "select id, code, label, text, plan, decision, locked_text from cycle_stage
         where coaching_cycle = ?1 and removed_ms is null order by position, id",
        [cycle.bytes()],
        |row| {
            Ok(Stage {
                id: sql::id(row, "id")?,
                code: sql::words(row, "code")?,
                label: sql::words(row, "label")?,
                text: sql::words(row, "text")?,
                plan: sql::words(row, "plan")?,
                decision: sql::words(row, "decision")?,
                locked: row.get("locked_text")?,
            })
        },
    )
    .doing("reading the stages of a coaching cycle")
}

/// The goal.
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    /// The id.
    pub id: RowId,
    /// The kind's code.
    pub kind: String,
    /// What should be so.
    pub statement: String,
    /// What is measured.
    pub metric: String,
    /// The code of the way it should go.
    pub direction: String,
    /// What it was before.
    pub baseline: Option<f64>,
    /// The day of that.
    pub baseline_date: String,
    /// Over how many that was counted.
    pub baseline_count: Option<u32>,
    /// What it should be.
    pub target: Option<f64>,
    /// By which day.
    pub due: String,
}

/// Returns the goal of a coaching cycle; nothing when its row is not here.
///
/// # Errors
/// When the database fails.
pub fn goal(connection: &Connection, cycle: RowId) -> Result<Option<Goal>> {
    sql::first(
        connection,
        "select id, kind, statement, metric, direction, baseline, baseline_date, baseline_count, target, due from goal
         where coaching_cycle = ?1 and removed_ms is null order by id limit 1",
        [cycle.bytes()],
        |row| {
            Ok(Goal {
                id: sql::id(row, "id")?,
                kind: sql::words(row, "kind")?,
                statement: sql::words(row, "statement")?,
                metric: sql::words(row, "metric")?,
                direction: sql::words(row, "direction")?,
                baseline: row.get("baseline")?,
                baseline_date: sql::words(row, "baseline_date")?,
                baseline_count: row.get("baseline_count")?,
                target: row.get("target")?,
                due: sql::words(row, "due")?,
            })
        },
    )
    .doing("reading a goal")
}

/// A measure of the goal.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// The id.
    pub id: RowId,
    /// The kind's code.
    pub kind: String,
    /// The day.
    pub date: String,
    /// What was found.
    pub value: f64,
    /// Over how many it was counted.
    pub count: Option<u32>,
    /// The task on which it was taken.
    pub task: String,
}

/// Lists the measures of the goal of a coaching cycle in the order of their days.
///
/// # Errors
/// When the database fails.
pub fn measures(connection: &Connection, cycle: RowId) -> Result<Vec<Measure>> {
    let sql = "select id, kind, date, value, count, task from goal_measure
               where coaching_cycle = ?1 and removed_ms is null and value is not null order by date, id";
    sql::all(connection, sql, [cycle.bytes()], measure).doing("reading the measures of a goal")
}

/// A measure of a teacher's goal, and where it belongs.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasureOf {
    /// The coaching cycle.
    pub coaching_cycle: RowId,
    /// What is measured there; empty where nobody said so.
    pub metric: String,
    /// The measure.
    pub measure: Measure,
}

/// Lists what was measured of the goals of a teacher, the latest first.
///
/// # Errors
/// When the database fails.
pub fn measures_of(connection: &Connection, teacher: RowId) -> Result<Vec<MeasureOf>> {
    let sql = "select measure.id, measure.kind, measure.date, value, measure.count, task, measure.coaching_cycle,
                   (select coalesce(nullif(metric, ''), statement) from goal
                    where goal.coaching_cycle = cycle.id and goal.removed_ms is null order by goal.id limit 1) as metric
               from coaching_cycle as cycle join goal_measure as measure on measure.coaching_cycle = cycle.id
               where cycle.teacher = ?1 and cycle.removed_ms is null and measure.removed_ms is null and value is not null
               order by measure.date desc, measure.id";
    let read = |row: &rusqlite::Row<'_>| {
        Ok(MeasureOf {
            coaching_cycle: sql::id(row, "coaching_cycle")?,
            metric: sql::words(row, "metric")?,
            measure: measure(row)?,
        })
    };
    sql::all(connection, sql, [teacher.bytes()], read).doing("reading the measures of a teacher's goals")
}

fn measure(row: &rusqlite::Row<'_>) -> rusqlite::Result<Measure> {
    Ok(Measure {
        id: sql::id(row, "id")?,
        kind: sql::words(row, "kind")?,
        date: sql::words(row, "date")?,
        value: row.get("value")?,
        count: row.get("count")?,
        task: sql::words(row, "task")?,
    })
}
