//! The goal of a coaching cycle, and what was measured of it. Its words are typed into their fields.

use domain::{
    RowId, Value,
    coaching_cycle::{Kind, MeasureKind},
    schema::{goal, goal_measure},
};
use serde::Deserialize;
use store::Writer;

use super::{bounded, own_open};
use crate::{
    Error, Result,
    figures::{Figures, count, day, not_ahead, number},
    session,
};

/// The longest name of a task, in characters.
const LONGEST_TASK: usize = 120;

/// The figures of a goal, as they are typed.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SaveGoal {
    /// The coaching cycle.
    pub coaching_cycle: RowId,
    /// The kind's code.
    pub kind: String,
    /// The code of the way it should go.
    pub direction: String,
    /// What it is before; may be empty.
    pub baseline: String,
    /// The day of that, `2026-10-05`; may be empty.
    pub baseline_date: String,
    /// Over how many that was counted; may be empty.
    pub baseline_count: String,
    /// What it should be; may be empty.
    pub target: String,
    /// By which day, `2026-12-05`; may be empty.
    pub due: String,
}

/// Keeps the figures of the goal.
///
/// # Errors
/// When a number or a day is none, the target lies on the other side of what it is now, or the coaching cycle is over.
pub fn save_goal(writer: &mut Writer, now_ms: i64, save: &SaveGoal) -> Result<()> {
    let loaded = own_open(writer, save.coaching_cycle)?;
    let Some(known) = loaded.goal else { return Err(store::Error::NotFound { entity: "goal" }.into()) };
    let kind = Kind::from_code(&save.kind).ok_or_else(|| Error::invalid("kind", "Choose whose goal it is."))?;
    let figures = Figures::read(
        session::today(writer.reader(), now_ms)?,
        &save.direction,
        (&save.baseline, &save.baseline_date, &save.baseline_count),
        (&save.target, &save.due),
    )?;
    let fields: [(u16, Value); 7] = [
        (goal::KIND, kind.code().into()),
        (goal::DIRECTION, figures.direction.code().into()),
        (goal::BASELINE, figures.baseline.into()),
        (goal::BASELINE_DATE, figures.baseline_date.into()),
        (goal::BASELINE_COUNT, figures.baseline_count.into()),
        (goal::TARGET, figures.target.into()),
        (goal::DUE, figures.due.into()),
    ];
    Ok(writer.act(save.coaching_cycle, "Change a goal", |tx| {
        fields.into_iter().try_for_each(|(field, value)| tx.set(goal::ENTITY, known.id, field, value))
    })?)
}

/// A measure of the goal, as it is typed.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct AddMeasure {
    /// The coaching cycle.
    pub coaching_cycle: RowId,
    /// The kind's code.
    pub kind: String,
    /// The day, `2026-10-20`.
    pub date: String,
    /// What was found.
    pub value: String,
    /// Over how many it was counted; may be empty.
    pub count: String,
    /// The task on which it was taken; may be empty on the way.
    pub task: String,
}

/// Adds a measure, and returns its id.
///
/// # Errors
/// When a number or a day is none, the day lies ahead, a task is missing, or the coaching cycle is over.
pub fn add_measure(writer: &mut Writer, now_ms: i64, add: &AddMeasure) -> Result<RowId> {
    own_open(writer, add.coaching_cycle)?;
    let kind = MeasureKind::from_code(&add.kind).ok_or_else(|| Error::invalid("kind", "Choose when it was taken."))?;
    let missing = || Error::invalid("date", "Write the day as 2026-10-20.");
    let date = day("date", &add.date)?.ok_or_else(missing)?;
    not_ahead("date", Some(date), session::today(writer.reader(), now_ms)?)?;
    let value = number("value", &add.value)?.ok_or_else(|| Error::invalid("value", "Write what was found."))?;
    let task = bounded("task", &add.task, LONGEST_TASK)?;
    if task.is_empty() && kind != MeasureKind::Between {
        return Err(Error::invalid("task", "Name the task: before and after are compared on the same one."));
    }
    let fields = vec![
        (goal_measure::COACHING_CYCLE, add.coaching_cycle.into()),
        (goal_measure::KIND, kind.code().into()),
        (goal_measure::DATE, date.into()),
        (goal_measure::VALUE, Value::Real(value)),
        (goal_measure::COUNT, count("count", &add.count)?.into()),
        (goal_measure::TASK, Some(task).filter(|task| !task.is_empty()).into()),
    ];
    Ok(writer.act(add.coaching_cycle, "Add a measure", |tx| {
        let id = tx.new_id();
        tx.create(goal_measure::ENTITY, id, fields)?;
        Ok::<_, store::Error>(id)
    })?)
}

/// Removes a measure.
///
/// # Errors
/// When it is not one of this coaching cycle's, or the coaching cycle is over.
pub fn remove_measure(writer: &mut Writer, id: RowId, measure: RowId) -> Result<()> {
    let loaded = own_open(writer, id)?;
    if !loaded.measures.iter().any(|known| known.id == measure) {
        return Err(store::Error::NotFound { entity: "goal_measure" }.into());
    }
    Ok(writer.act(id, "Remove a measure", |tx| tx.remove(goal_measure::ENTITY, measure))?)
}
