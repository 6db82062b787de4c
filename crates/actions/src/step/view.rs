//! One step, whole: its words, why it was chosen, and what was seen of it.

use domain::{RowId, step::Found, time};
use serde::Serialize;
use store::{Connection, step as stored};

use super::{Loaded, ProposedDay, StepRow, StudentResult, check_day, list, result, words};
use crate::{
    Result,
    observation::{self, Named, known, named},
    session,
};

/// One step, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct StepDetail {
    /// What a list shows of it.
    pub row: StepRow,
    /// The day on which it was proposed, `2026-10-05`.
    pub assigned: String,
    /// The same in words: `Mon 5 Oct`.
    pub assigned_words: String,
    /// How it is practised.
    pub practice: String,
    /// The code of what it is about; empty where nobody said so.
    pub category: String,
    /// The look-for that it belongs to.
    pub look_for: Option<Named>,
    /// The observation that it comes from, where it is on this computer.
    pub observation: Option<Named>,
    /// Why it was dropped.
    pub reason: String,
    /// The step that took its place.
    pub followed_by: Option<Named>,
    /// The step whose place it took.
    pub follows: Option<Named>,
    /// The lines that show why.
    pub lines: Vec<EvidenceView>,
    /// Its checks, the latest first.
    pub checks: Vec<CheckView>,
    /// The student results beside it.
    pub results: Vec<StudentResult>,
    /// What else was measured of the teacher's goals, the latest first.
    pub other_results: Vec<StudentResult>,
    /// When a step that takes its place today would be checked.
    pub proposed: ProposedDay,
    /// Whether it can be changed here.
    pub is_writable: bool,
}

/// A line as evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct EvidenceView {
    /// The line.
    pub line: RowId,
    /// The observation in which it was said.
    pub observation: RowId,
    /// When, as `9:12:20` in the school's zone.
    pub time: String,
    /// The speaker's code.
    pub speaker: String,
    /// The words.
    pub text: String,
}

/// What was seen of a step in a later lesson.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct CheckView {
    /// The row.
    pub id: RowId,
    /// The day of the lesson in words: `Tue 6 Oct`.
    pub day: String,
    /// What was found; nothing for a result of a newer version.
    pub found: Option<words::CheckResult>,
    /// The attempt that it looked at, from 1.
    pub attempt: u32,
    /// Who looked for it.
    pub who: String,
    /// The observation in which it was seen.
    pub observation: Option<RowId>,
    /// The lines it rests on.
    pub lines: Vec<EvidenceView>,
    /// What else there is to say.
    pub note: String,
}

/// Returns a step, whole.
///
/// # Errors
/// When it is not there.
pub fn view(reader: &Connection, now_ms: i64, id: RowId) -> Result<StepDetail> {
    let today = session::today(reader, now_ms)?;
    let checks = stored::checks(reader, Some(id))?;
    let loaded = Loaded::of(stored::load(reader, id)?, &checks);
    let step = &loaded.step;
    let mut checks = check_views(reader, id, &checks)?;
    checks.reverse();
    let (results, other_results) = result::results(reader, step)?;
    Ok(StepDetail {
        row: list::row(reader, today, &loaded)?,
        assigned: step.assigned.clone(),
        assigned_words: step.assigned.parse().map_or(String::new(), time::brief_day),
        practice: step.practice.clone(),
        category: step.category.clone(),
        look_for: step.look_for.map(|id| look_for(reader, id)).transpose()?.flatten(),
        observation: step.observation.map(|id| lesson(reader, id)).transpose()?.flatten(),
        reason: step.reason.clone(),
        followed_by: follower(reader, step.followed_by)?,
        follows: follower(reader, stored::replaced_by(reader, id)?)?,
        lines: evidence(reader, stored::lines(reader, id)?)?,
        checks,
        results,
        other_results,
        proposed: check_day::propose_day(reader, now_ms)?,
        is_writable: store::sharing::is_writable(reader, id)?,
    })
}

/// Returns checks as they are shown, in the same order.
pub(super) fn check_views(reader: &Connection, step: RowId, checks: &[stored::Check]) -> Result<Vec<CheckView>> {
    let lines = stored::check_lines(reader, step)?;
    let view = |check: &stored::Check| {
        let own = lines.iter().filter(|line| line.of == check.id).cloned().collect();
        Ok(CheckView {
            id: check.id,
            day: check.date.parse().map_or(String::new(), time::brief_day),
            found: Found::from_code(&check.found).map(words::CheckResult::of),
            attempt: check.attempt,
            who: check.made_by.map(|id| named(reader, id)).transpose()?.map_or(String::new(), |named| named.name),
            observation: check.observation,
            lines: evidence(reader, own)?,
            note: check.note.clone(),
        })
    };
    checks.iter().map(view).collect()
}

/// Returns lines as evidence, with their time in the school's zone.
pub(crate) fn evidence(reader: &Connection, lines: Vec<stored::Evidence>) -> Result<Vec<EvidenceView>> {
    let view = |line: stored::Evidence| {
        let lesson = store::observation::load(reader, line.observation)?;
        Ok(EvidenceView {
            line: line.line,
            observation: line.observation,
            time: time::with_seconds(lesson.started_ms + line.offset_ms, observation::zone(&lesson)),
            speaker: line.speaker,
            text: line.text,
        })
    };
    lines.into_iter().map(view).collect()
}

fn look_for(reader: &Connection, id: RowId) -> Result<Option<Named>> {
    let text =
        known(store::field::value(reader, domain::schema::look_for::ENTITY, id, domain::schema::look_for::TEXT))?;
    Ok(text.as_ref().and_then(domain::Value::text).map(|text| Named { id, name: text.to_owned() }))
}

/// Names a lesson: `Mon 5 Oct, Period 2 · Math 7`.
fn lesson(reader: &Connection, id: RowId) -> Result<Option<Named>> {
    let Some(found) = known(store::observation::load(reader, id))? else { return Ok(None) };
    let day = time::brief_day(time::local(found.started_ms, observation::zone(&found)).date_naive());
    let context = observation::context(reader, found.section)?;
    let name = if context.is_empty() { day } else { format!("{day}, {context}") };
    Ok(Some(Named { id, name }))
}

fn follower(reader: &Connection, id: Option<RowId>) -> Result<Option<Named>> {
    let Some(id) = id else { return Ok(None) };
    Ok(known(stored::load(reader, id))?.map(|step| Named { id, name: step.text }))
}
