//! Student results beside a step: what it aims at, and what was measured since it was proposed. That one came of the other
//! is said nowhere.

use domain::{RowId, schema::step_result, step::Beside, time};
use serde::{Deserialize, Serialize};
use store::{
    Connection, Writer,
    coaching_cycle::{self, MeasureOf},
    step::{self as stored, Step},
};

use super::document;
use crate::{Error, Result, coaching_cycle::measure_words, exchange::beginning};

/// How a student result stands beside a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub enum ResultBeside {
    /// The step aims at it.
    Intended,
    /// It was measured since the step was proposed.
    Observed,
}

impl ResultBeside {
    fn known(self) -> Beside {
        match self {
            Self::Intended => Beside::Intended,
            Self::Observed => Beside::Observed,
        }
    }

    /// Returns it in words.
    pub(crate) fn words(self) -> &'static str {
        super::beside_words(self.known())
    }

    fn of(beside: Beside) -> Self {
        match beside {
            Beside::Intended => Self::Intended,
            Beside::Observed => Self::Observed,
        }
    }
}

/// A student result: a measure of a goal of the same teacher.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct StudentResult {
    /// The measure.
    pub measure: RowId,
    /// The coaching cycle in which it was measured; nothing where it is not on this computer.
    pub coaching_cycle: Option<RowId>,
    /// What was found: `Share of students who explain: On the way 63 of 28`.
    pub words: String,
    /// The day in words: `Tue 20 Oct`.
    pub day: String,
    /// How it stands beside the step; nothing where it does not, or in a way of a newer version.
    pub beside: Option<ResultBeside>,
}

/// Puts a student result beside a step, or takes it from there.
///
/// # Errors
/// When the step is not there or somebody else's, or the measure is not one of its teacher's, or is said to have been taken
/// since the step was proposed and was not.
pub fn set_result(
    writer: &mut Writer,
    place: Option<RowId>,
    id: RowId,
    measure: RowId,
    beside: Option<ResultBeside>,
) -> Result<()> {
    let step = super::own(writer.reader(), id)?;
    let row = row_id(id, measure);
    let Some(beside) = beside else {
        let label = "Take a student result from a step";
        return Ok(writer.act(document(place), label, |tx| tx.remove(step_result::ENTITY, row))?);
    };
    let measures = coaching_cycle::measures_of(writer.reader(), step.teacher)?;
    let Some(found) = measures.into_iter().find(|one| one.measure.id == measure) else {
        let message = "This was not measured in a coaching cycle with this teacher. Nothing was changed.";
        return Err(Error::invalid("measure", message));
    };
    if beside == ResultBeside::Observed && found.measure.date < step.assigned {
        let message =
            "This was measured before the step was proposed. Say that the step aims at it, or choose a later one.";
        return Err(Error::invalid("measure", message));
    }
    let kind = beside.known().code();
    let fields = vec![(step_result::STEP, id.into()), (step_result::GOAL_MEASURE, measure.into())];
    Ok(writer.act(document(place), "Put a student result beside a step", |tx| {
        tx.create_or_restore(step_result::ENTITY, row, fields)?;
        tx.set(step_result::ENTITY, row, step_result::KIND, kind.into())
    })?)
}

/// Returns the student results beside a step, and those that could stand there; of both the latest first.
pub(super) fn results(reader: &Connection, step: &Step) -> Result<(Vec<StudentResult>, Vec<StudentResult>)> {
    let mut rows = stored::results(reader, step.id)?;
    let (mut beside, mut offered) = (Vec::new(), Vec::new());
    for found in coaching_cycle::measures_of(reader, step.teacher)? {
        match rows.iter().position(|row| row.measure == found.measure.id) {
            Some(at) => beside.push(said(&found, kind(&rows.remove(at)))),
            None => offered.push(said(&found, None)),
        }
    }
    beside.extend(rows.iter().map(absent));
    Ok((beside, offered))
}

fn said(found: &MeasureOf, beside: Option<ResultBeside>) -> StudentResult {
    let measure = &found.measure;
    let words = measure_words(measure);
    StudentResult {
        measure: measure.id,
        coaching_cycle: Some(found.coaching_cycle),
        words: if found.metric.is_empty() { words } else { format!("{}: {words}", beginning(&found.metric)) },
        day: measure.date.parse().map_or(String::new(), time::brief_day),
        beside,
    }
}

/// The coaching cycle was not shared with this computer, or the measure was removed.
fn absent(row: &stored::Beside) -> StudentResult {
    let words = "A result that is not on this computer, or was removed".to_owned();
    StudentResult { measure: row.measure, coaching_cycle: None, words, day: String::new(), beside: kind(row) }
}

fn kind(row: &stored::Beside) -> Option<ResultBeside> {
    Beside::from_code(&row.kind).map(ResultBeside::of)
}

/// Two computers that put the same result beside the same step make the same row.
fn row_id(step: RowId, measure: RowId) -> RowId {
    RowId::derived(&[b"step result", &step.bytes(), &measure.bytes()])
}
