//! Changing a step: its words, its day, its evidence, and where it stands.

use domain::{
    RowId, Value,
    ending::CATEGORIES,
    schema::{step, step_line},
    step::Act,
};
use serde::Deserialize;
use store::Writer;

use super::{
    Loaded, check_day, check_look_for, checked_text, document, live_line, own,
    propose::{self, Propose},
    set_state,
};
use crate::{
    Error, Result,
    session::{self, required},
};

/// The longest reason for dropping a step, in characters: a few words.
const LONGEST_REASON: usize = 500;

/// Says which look-for a step belongs to, or that it belongs to none.
///
/// # Errors
/// When the step or the look-for is not there.
pub fn set_look_for(writer: &mut Writer, place: Option<RowId>, id: RowId, look_for: Option<RowId>) -> Result<()> {
    own(writer.reader(), id)?;
    check_look_for(writer.reader(), look_for)?;
    let label = "Change a step's look-for";
    Ok(writer.act(document(place), label, |tx| tx.set(step::ENTITY, id, step::LOOK_FOR, look_for.into()))?)
}

/// Says what a step is about, by a code that goes where its words do not; or, with an empty one, nothing.
///
/// # Errors
/// When the step is not there, or there is no such code.
pub fn set_category(writer: &mut Writer, place: Option<RowId>, id: RowId, category: &str) -> Result<()> {
    own(writer.reader(), id)?;
    if !category.is_empty() && !CATEGORIES.contains(&category) {
        return Err(Error::invalid("category", "Choose what the step is about from the list. Nothing was changed."));
    }
    let value = if category.is_empty() { Value::Null } else { category.into() };
    let label = "Change what a step is about";
    Ok(writer.act(document(place), label, |tx| tx.set(step::ENTITY, id, step::CATEGORY, value))?)
}

/// Puts the check of an open step on another day.
///
/// # Errors
/// When the step is over, or cannot be checked on that day.
pub fn set_check_date(writer: &mut Writer, now_ms: i64, place: Option<RowId>, id: RowId, day: &str) -> Result<()> {
    let reader = writer.reader();
    let loaded = Loaded::own(reader, id)?;
    if !loaded.is_open() {
        return Err(Error::invalid("checkDate", "This step is over, so it has no check to come. Nothing was changed."));
    }
    let today = session::today(reader, now_ms)?;
    let assigned = loaded.step.assigned.parse().unwrap_or(today);
    let day = check_day::possible(reader, assigned, today, day)?;
    let label = "Change the day of a check";
    Ok(writer.act(document(place), label, |tx| tx.set(step::ENTITY, id, step::CHECK_DATE, day.into()))?)
}

/// Takes a line as a reason for a step, or says that it is none.
///
/// # Errors
/// When the step is not there, or the line was removed.
pub fn set_line(writer: &mut Writer, place: Option<RowId>, id: RowId, line: RowId, is_evidence: bool) -> Result<()> {
    own(writer.reader(), id)?;
    if !is_evidence {
        let label = "Take evidence from a step";
        let row = propose::line_id(id, line);
        return Ok(writer.act(document(place), label, |tx| tx.remove(step_line::ENTITY, row))?);
    }
    live_line(writer.reader(), line)?;
    Ok(writer.act(document(place), "Add evidence to a step", |tx| propose::add_line(tx, id, line))?)
}

/// Keeps that the teacher agreed on a step.
///
/// # Errors
/// When it is agreed on already, or over.
pub fn agree(writer: &mut Writer, place: Option<RowId>, id: RowId) -> Result<()> {
    move_on(writer, place, id, Act::Agree, "Agree on a step")
}

/// Keeps that the teacher began to try a step.
///
/// # Errors
/// When nobody agreed on it, or it is over.
pub fn practise(writer: &mut Writer, place: Option<RowId>, id: RowId) -> Result<()> {
    move_on(writer, place, id, Act::Practise, "Begin to practise a step")
}

/// Drops a step, with the reason.
///
/// # Errors
/// When it is over, or no reason is given.
pub fn retire(writer: &mut Writer, place: Option<RowId>, id: RowId, reason: &str) -> Result<()> {
    let next = Loaded::own(writer.reader(), id)?.after(Act::Retire)?;
    let reason = required("reason", reason, "Say in a few words why: the unit is over, another step matters more.")?;
    crate::typed::refuse_private("reason", reason)?;
    crate::typed::refuse_long("reason", reason, LONGEST_REASON)?;
    Ok(writer.act(document(place), "Drop a step", |tx| {
        set_state(tx, id, next)?;
        tx.set(step::ENTITY, id, step::REASON, reason.into())
    })?)
}

/// Lets another step of the same teacher take the place of one.
///
/// # Errors
/// When it is over, or the other one is not there, somebody else's, or the same.
pub fn supersede(writer: &mut Writer, place: Option<RowId>, id: RowId, by: RowId) -> Result<()> {
    let loaded = Loaded::own(writer.reader(), id)?;
    let next = loaded.after(Act::Supersede)?;
    let other = Loaded::read(writer.reader(), by)?;
    if by == id || other.step.teacher != loaded.step.teacher || !other.is_open() {
        return Err(Error::invalid("by", "Choose another open step of the same teacher. Nothing was changed."));
    }
    Ok(writer.act(document(place), "Replace a step", |tx| {
        set_state(tx, id, next)?;
        tx.set(step::ENTITY, id, step::FOLLOWED_BY, by.into())
    })?)
}

/// What takes the place of a step.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Replacement {
    /// What the teacher will do.
    pub text: String,
    /// The day of its check, `2026-10-13`; nothing for the one that the school calendar proposes.
    pub check_date: Option<String>,
}

/// Proposes a step of the same teacher that takes the place of one, in one act, and returns the new one's id. What the
/// old one is about and looks for goes on.
///
/// # Errors
/// When the old one is over, the words are missing or too long, or the check cannot be on that day. Nothing is changed then.
pub fn replace(writer: &mut Writer, now_ms: i64, id: RowId, with: &Replacement) -> Result<RowId> {
    let reader = writer.reader();
    let loaded = Loaded::own(reader, id)?;
    let next = loaded.after(Act::Supersede)?;
    let text = required("text", checked_text(&with.text)?, "Write what the teacher will do, so that one can see it.")?;
    let new = Propose {
        observation: None,
        teacher: Some(loaded.step.teacher),
        text: text.to_owned(),
        look_for: loaded.step.look_for,
        practice: String::new(),
        check_date: with.check_date.clone(),
        lines: Vec::new(),
    };
    let mut fields = propose::fields(reader, now_ms, &new)?;
    fields.push((step::CATEGORY, Some(loaded.step.category.as_str()).filter(|code| !code.is_empty()).into()));
    Ok(writer.act(document(None), "Replace a step", |tx| {
        let by = tx.new_id();
        tx.create(step::ENTITY, by, fields)?;
        set_state(tx, id, next)?;
        tx.set(step::ENTITY, id, step::FOLLOWED_BY, by.into())?;
        Ok::<_, store::Error>(by)
    })?)
}

/// Removes a step; it can be brought back for 30 days.
///
/// # Errors
/// When it is not there.
pub fn remove(writer: &mut Writer, place: Option<RowId>, id: RowId) -> Result<()> {
    own(writer.reader(), id)?;
    Ok(writer.act(document(place), "Remove a step", |tx| tx.remove(step::ENTITY, id))?)
}

fn move_on(writer: &mut Writer, place: Option<RowId>, id: RowId, act: Act, label: &str) -> Result<()> {
    let loaded = Loaded::own(writer.reader(), id)?;
    let next = loaded.after(act)?;
    required("text", &loaded.step.text, "A step needs words first: what the teacher will do, so that one can see it.")?;
    Ok(writer.act(document(place), label, |tx| set_state(tx, id, next))?)
}
