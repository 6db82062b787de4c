//! Checks of steps: what was seen in a later lesson, with the lines it rests on.

use chrono::NaiveDate;
use domain::{
    RowId,
    schema::{step_check, step_check_line},
    step::{Act, Found, State},
    time,
};
use serde::Deserialize;
use store::{Connection, Tx, Writer, step as stored};

use super::{Loaded, document, live_line, set_state, words};
use crate::{Error, Result, observation, session};

/// A check of a step.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct CheckStep {
    /// The step.
    pub step: RowId,
    /// The observation in which it was looked for.
    pub observation: Option<RowId>,
    /// What was found.
    pub found: words::CheckResult,
    /// The day of the lesson, `2026-10-06`; nothing for that of the observation, or today.
    pub date: Option<String>,
    /// The lines that it rests on.
    pub lines: Vec<RowId>,
    /// What else there is to say; may be empty.
    pub note: String,
}

/// Checks a step and returns the check's id. A second check in the same observation takes the place of the first, and its
/// lines with it.
///
/// # Errors
/// When the step is over or nobody agreed on it, or it cannot have been seen on that day.
pub fn check(writer: &mut Writer, now_ms: i64, new: &CheckStep) -> Result<RowId> {
    let reader = writer.reader();
    let me = session::load(reader)?.me;
    let step = super::own(reader, new.step)?;
    let mut checks = stored::checks(reader, Some(new.step))?;
    let is_same = |check: &stored::Check| new.observation.is_some() && check.observation == new.observation;
    let earlier = checks.iter().find(|check| is_same(check)).cloned();
    checks.retain(|check| !is_same(check));
    let mut loaded = Loaded::of(step, &checks);
    if earlier.is_some() {
        reopen(&mut loaded);
    }
    let (found, attempt) = (new.found.known(), loaded.attempt());
    let next = loaded.after(Act::Check(found))?;
    let day = day_of(reader, now_ms, new)?;
    refuse_day(reader, now_ms, &loaded, found, day)?;
    let mut lines = new.lines.clone();
    if let Some(earlier) = &earlier {
        let kept = stored::check_lines(reader, new.step)?.into_iter().filter(|line| line.of == earlier.id);
        lines.extend(kept.map(|line| line.line));
    }
    for line in &lines {
        live_line(reader, *line)?;
    }
    crate::typed::refuse_private("note", &new.note)?;
    crate::typed::refuse_long("note", new.note.trim(), crate::typed::LONGEST)?;
    let note = Some(new.note.trim()).filter(|note| !note.is_empty());
    let note = note.or(earlier.as_ref().map(|earlier| earlier.note.as_str()).filter(|note| !note.is_empty()));
    let fields = vec![
        (step_check::STEP, new.step.into()),
        (step_check::MADE_BY, me.into()),
        (step_check::DATE, day.into()),
        (step_check::RESULT, found.code().into()),
        (step_check::ATTEMPT, attempt.into()),
        (step_check::SEEN_IN, new.observation.into()),
        (step_check::NOTE, note.into()),
    ];
    writer.act(document(new.observation), "Check a step", |tx| {
        if let Some(earlier) = &earlier {
            tx.remove(step_check::ENTITY, earlier.id)?;
        }
        let id = tx.new_id();
        tx.create(step_check::ENTITY, id, fields)?;
        for line in &lines {
            add_line(tx, new.step, id, *line)?;
        }
        set_state(tx, new.step, next)?;
        Ok(id)
    })
}

/// Takes a line as evidence of a check, or says that it is none.
///
/// # Errors
/// When the check is not there, or the line was removed.
pub fn set_check_line(
    writer: &mut Writer,
    place: Option<RowId>,
    step: RowId,
    check: RowId,
    line: RowId,
    is_evidence: bool,
) -> Result<()> {
    super::own(writer.reader(), step)?;
    found(writer.reader(), step, check)?;
    if !is_evidence {
        let row = line_id(check, line);
        let label = "Take evidence from a check";
        return Ok(writer.act(document(place), label, |tx| tx.remove(step_check_line::ENTITY, row))?);
    }
    live_line(writer.reader(), line)?;
    Ok(writer.act(document(place), "Add evidence to a check", |tx| add_line(tx, step, check, line))?)
}

/// Removes a check; a step that was part of practice by it alone is being practised again.
///
/// # Errors
/// When it is not there.
pub fn remove_check(writer: &mut Writer, place: Option<RowId>, step: RowId, check: RowId) -> Result<()> {
    let reader = writer.reader();
    let own = super::own(reader, step)?;
    found(reader, step, check)?;
    let mut checks = stored::checks(reader, Some(step))?;
    checks.retain(|one| one.id != check);
    let mut loaded = Loaded::of(own, &checks);
    let is_reopened = reopen(&mut loaded);
    Ok(writer.act(document(place), "Remove a check", |tx| {
        tx.remove(step_check::ENTITY, check)?;
        if is_reopened { set_state(tx, step, State::Practising) } else { Ok(()) }
    })?)
}

fn found(reader: &Connection, step: RowId, check: RowId) -> Result<stored::Check> {
    let mut checks = stored::checks(reader, Some(step))?.into_iter();
    Ok(checks.find(|one| one.id == check).ok_or(store::Error::NotFound { entity: "step_check" })?)
}

/// What a check made of a step falls with it. Returns whether the step is being practised again.
fn reopen(loaded: &mut Loaded) -> bool {
    let is_mastered = State::from_code(&loaded.step.state) == Some(State::Mastered);
    let falls = is_mastered && loaded.rows().state().is_err();
    if falls {
        State::Practising.code().clone_into(&mut loaded.step.state);
    }
    falls
}

fn day_of(reader: &Connection, now_ms: i64, new: &CheckStep) -> Result<NaiveDate> {
    if let Some(day) = &new.date {
        let wrong = || Error::invalid("date", "This day does not exist. Write it as 2026-10-05.");
        return day.trim().parse().map_err(|_| wrong());
    }
    let Some(id) = new.observation else { return session::today(reader, now_ms) };
    let lesson = store::observation::load(reader, id)?;
    Ok(time::local(lesson.started_ms, observation::zone(&lesson)).date_naive())
}

fn refuse_day(reader: &Connection, now_ms: i64, loaded: &Loaded, found: Found, day: NaiveDate) -> Result<()> {
    if day > session::today(reader, now_ms)? {
        return Err(Error::invalid("date", "This day lies ahead. A step is checked in a lesson that took place."));
    }
    let assigned = loaded.step.assigned.parse::<NaiveDate>().ok();
    if assigned.is_some_and(|assigned| day < assigned) {
        return Err(Error::invalid("date", "This lesson was before the step was proposed, so it cannot show it."));
    }
    if found == Found::Seen && assigned.is_none_or(|assigned| day <= assigned) {
        let message = "A step is part of practice when it is seen on a day after the one on which it was proposed.";
        return Err(Error::invalid("date", message));
    }
    Ok(())
}

fn add_line(tx: &mut Tx<'_>, step: RowId, check: RowId, line: RowId) -> store::Result<()> {
    let fields = vec![
        (step_check_line::STEP, step.into()),
        (step_check_line::STEP_CHECK, check.into()),
        (step_check_line::LINE, line.into()),
    ];
    tx.create_or_restore(step_check_line::ENTITY, line_id(check, line), fields)
}

/// Two computers that take the same line for the same check make the same row.
fn line_id(check: RowId, line: RowId) -> RowId {
    RowId::derived(&[b"check line", &check.bytes(), &line.bytes()])
}
