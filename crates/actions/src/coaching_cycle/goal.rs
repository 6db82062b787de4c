//! The goal of a coaching cycle, and what was measured of it. Its words are typed into their fields.

use chrono::NaiveDate;
use domain::{
    RowId, Value,
    coaching_cycle::{Direction, Kind, MeasureKind},
    schema::{goal, goal_measure},
};
use serde::Deserialize;
use store::Writer;

use super::{bounded, own_open};
use crate::{Error, Result, session};

/// The largest number that is measured, in either direction.
const LARGEST: f64 = 1e9;

/// Over how many something is counted at most.
const MOST: u32 = 1_000_000;

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
    let direction = Direction::from_code(&save.direction)
        .ok_or_else(|| Error::invalid("direction", "Choose which way it should go."))?;
    let (baseline, target) = (number("baseline", &save.baseline)?, number("target", &save.target)?);
    if let (Some(baseline), Some(target)) = (baseline, target)
        && !direction.leads(baseline, target)
    {
        let side = if direction == Direction::Up { "above" } else { "below" };
        let message = format!("The target has to be {side} what it is now, or the measure should go the other way.");
        return Err(Error::invalid("target", &message));
    }
    let today = session::today(writer.reader(), now_ms)?;
    let (from, due) = (day("baselineDate", &save.baseline_date)?, day("due", &save.due)?);
    not_ahead("baselineDate", from, today)?;
    if from.is_some_and(|from| due.is_some_and(|due| due <= from)) {
        return Err(Error::invalid("due", "This is not after the day of the baseline."));
    }
    let count = count("baselineCount", &save.baseline_count)?;
    let fields: [(u16, Value); 7] = [
        (goal::KIND, kind.code().into()),
        (goal::DIRECTION, direction.code().into()),
        (goal::BASELINE, real(baseline)),
        (goal::BASELINE_DATE, from.into()),
        (goal::BASELINE_COUNT, count.into()),
        (goal::TARGET, real(target)),
        (goal::DUE, due.into()),
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

fn real(number: Option<f64>) -> Value {
    number.map_or(Value::Null, Value::Real)
}

/// Reads a number; nothing where nothing is written. A comma is a decimal point too: `12,5`. What could be a thousands mark
/// as well, as in `1,200`, is not guessed at.
fn number(field: &str, text: &str) -> Result<Option<f64>> {
    let text = text.trim().trim_end_matches('%').trim_end();
    if text.is_empty() {
        return Ok(None);
    }
    if is_ambiguous(text) {
        let message = "This can be read in two ways. Write it without a mark between thousands, such as 1200, and a part \
                       after a point, such as 1.2.";
        return Err(Error::invalid(field, message));
    }
    match text.replace(',', ".").parse::<f64>() {
        Ok(number) if number.is_finite() && number.abs() <= LARGEST => Ok(Some(number)),
        _ => Err(Error::invalid(field, "Write a number, such as 55 or 12.5.")),
    }
}

/// Whether a comma with exactly three digits behind it stands where thousands could be marked.
fn is_ambiguous(text: &str) -> bool {
    let (before, after) = text.rsplit_once(',').unwrap_or_default();
    let whole = before.trim_start_matches(['-', '+']);
    let could_be_thousands = !whole.is_empty() && !whole.starts_with('0');
    could_be_thousands && after.len() == 3 && after.bytes().all(|byte| byte.is_ascii_digit())
}

fn count(field: &str, text: &str) -> Result<Option<u32>> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    match text.parse::<u32>() {
        Ok(count) if (1..=MOST).contains(&count) => Ok(Some(count)),
        _ => Err(Error::invalid(field, "Write how many there were as a whole number, 1 or more.")),
    }
}

pub(super) fn day(field: &str, text: &str) -> Result<Option<NaiveDate>> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| Error::invalid(field, "This day does not exist. Write it as 2026-10-20."))
}

fn not_ahead(field: &str, day: Option<NaiveDate>, today: NaiveDate) -> Result<()> {
    if day.is_some_and(|day| day > today) {
        return Err(Error::invalid(field, "This day lies ahead. Nothing was measured on it yet."));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_is_a_decimal_point_and_what_could_mark_thousands_is_asked_about() {
        let read = |text: &str| number("value", text).ok().flatten();
        let cases = [
            ("55", Some(55.0)),
            ("55 %", Some(55.0)),
            ("12.5", Some(12.5)),
            ("12,5", Some(12.5)),
            ("-0,25", Some(-0.25)),
            ("0,125", Some(0.125)),
            ("1.200", Some(1.2)),
            ("1200", Some(1200.0)),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text}");
        }

        for text in ["1,200", "-1,200", "12,000 %", "1,200,000"] {
            let Err(Error::Refused(problem)) = number("value", text) else { panic!("{text} was read") };
            assert_eq!(problem.field.as_deref(), Some("value"));
            assert!(problem.message.contains("1200"), "{text}: {}", problem.message);
        }
        assert!(number("value", "1,2,3").is_err() && number("value", "1,200.5").is_err());
    }
}
