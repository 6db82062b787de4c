//! Proposing a step from what was seen.

use chrono::NaiveDate;
use domain::{
    RowId, Value,
    schema::{step, step_line},
    step::State,
};
use serde::Deserialize;
use store::{Connection, Tx, Writer};

use super::{check_day, check_look_for, checked_text, document, live_line};
use crate::{Error, Result, session};

/// A new step.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Propose {
    /// The observation that it comes from; nothing for a step without one.
    pub observation: Option<RowId>,
    /// Whose step it is, where it comes from no observation.
    pub teacher: Option<RowId>,
    /// What the teacher will do; may be empty, and is typed then.
    pub text: String,
    /// The look-for that it belongs to.
    pub look_for: Option<RowId>,
    /// How it is practised; may be empty.
    pub practice: String,
    /// The day of its check, `2026-10-13`; nothing for the one that the school calendar proposes.
    pub check_date: Option<String>,
    /// The lines that show why.
    pub lines: Vec<RowId>,
}

/// Proposes a step and returns its id.
///
/// # Errors
/// When nobody's step it is, the words are missing or too long, or its check cannot be on that day.
pub fn propose(writer: &mut Writer, now_ms: i64, new: &Propose) -> Result<RowId> {
    let fields = fields(writer.reader(), now_ms, new)?;
    writer.act(document(new.observation), "Propose a step", |tx| {
        let id = tx.new_id();
        tx.create(step::ENTITY, id, fields)?;
        for line in &new.lines {
            add_line(tx, id, *line)?;
        }
        Ok(id)
    })
}

/// Returns what a new step's row holds, when it can be proposed.
pub(super) fn fields(reader: &Connection, now_ms: i64, new: &Propose) -> Result<Vec<(u16, Value)>> {
    let session = session::load(reader)?;
    let observed = new.observation.map(|id| store::observation::load(reader, id)).transpose()?;
    let teacher = observed.as_ref().and_then(|observation| observation.teacher).or(new.teacher);
    let teacher = teacher.ok_or_else(|| Error::invalid("teacher", "Choose whose step this is."))?;
    store::person::load(reader, teacher)?;
    crate::conflict::refuse(reader, now_ms, teacher)?;
    let text = checked_text(&new.text)?;
    let practice = new.practice.trim();
    for (field, words) in [("text", text), ("practice", practice)] {
        crate::typed::refuse_private(field, words)?;
    }
    crate::typed::refuse_long("practice", practice, crate::typed::LONGEST)?;
    check_look_for(reader, new.look_for)?;
    let today = session::today(reader, now_ms)?;
    let check = check_on(reader, now_ms, today, new.check_date.as_deref())?;
    for line in &new.lines {
        live_line(reader, *line)?;
    }
    Ok(vec![
        (step::TEACHER, teacher.into()),
        (step::COACH, session.me.into()),
        (step::TEXT, text.into()),
        (step::STATE, State::Proposed.code().into()),
        (step::ASSIGNED, today.into()),
        (step::CHECK_DATE, check.into()),
        (step::OBSERVATION, new.observation.into()),
        (step::LOOK_FOR, new.look_for.into()),
        (step::PRACTICE, Some(practice).filter(|words| !words.is_empty()).into()),
    ])
}

/// Takes a line as evidence, inside an act.
pub(super) fn add_line(tx: &mut Tx<'_>, step: RowId, line: RowId) -> store::Result<()> {
    let fields = vec![(step_line::STEP, step.into()), (step_line::LINE, line.into())];
    tx.create_or_restore(step_line::ENTITY, line_id(step, line), fields)
}

/// Two computers that take the same line for the same step make the same row.
pub(super) fn line_id(step: RowId, line: RowId) -> RowId {
    RowId::derived(&[b"step line", &step.bytes(), &line.bytes()])
}

/// A step needs the day of its check. Where the school year ends before, the person has to choose one.
fn check_on(reader: &Connection, now_ms: i64, today: NaiveDate, wanted: Option<&str>) -> Result<NaiveDate> {
    match wanted {
        Some(day) => check_day::possible(reader, today, today, day),
        None => check_day::proposed(reader, now_ms)?
            .ok_or_else(|| Error::invalid("checkDate", "The school year ends before. Choose the day of the check.")),
    }
}
