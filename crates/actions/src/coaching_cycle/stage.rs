//! From one stage to the next, and back.

use domain::{
    Code, Problem, RowId,
    coaching_cycle::{DECISIONS, Missing},
    schema::{coaching_cycle as entity, cycle_stage},
};
use store::Writer;

use super::{own, own_open, refused};
use crate::{Error, Result};

/// Goes on to the next stage. Words that the stage locks are kept as they are now.
///
/// # Errors
/// When something is missing: the first field that is, with every sentence. When it is the last stage, or the coaching
/// cycle is not under way.
pub fn forward(writer: &mut Writer, id: RowId) -> Result<()> {
    let loaded = own(writer, id)?;
    loaded.rows().may_move().map_err(refused)?;
    let Some(at) = loaded.at() else { return Err(Error::invalid("stage", "This stage is not known here.")) };
    let Some(next) = loaded.stages.get(at + 1) else {
        return Err(Error::invalid("stage", "This is the last stage. Complete the coaching cycle."));
    };
    say(&loaded.missing(at))?;
    let left = &loaded.stages[at];
    let locks = loaded.template(at).is_some_and(|template| template.locks) && left.locked.is_none();
    Ok(writer.act(id, "Go on to the next stage", |tx| {
        if locks {
            tx.set(cycle_stage::ENTITY, left.id, cycle_stage::LOCKED, left.text.as_str().into())?;
        }
        tx.set(entity::ENTITY, id, entity::STAGE, next.code.as_str().into())
    })?)
}

/// Goes back to the stage before.
///
/// # Errors
/// When it is the first stage, or the coaching cycle is not under way.
pub fn back(writer: &mut Writer, id: RowId) -> Result<()> {
    let loaded = own(writer, id)?;
    loaded.rows().may_move().map_err(refused)?;
    let before = loaded.at().and_then(|at| at.checked_sub(1)).and_then(|place| loaded.stages.get(place));
    let Some(before) = before else {
        return Err(Error::invalid("stage", "This is the first stage. Nothing was changed."));
    };
    let code = before.code.as_str();
    Ok(writer.act(id, "Go back to the stage before", |tx| tx.set(entity::ENTITY, id, entity::STAGE, code.into()))?)
}

/// Keeps what was decided in the stage that it is in.
///
/// # Errors
/// When there is no such decision, or the coaching cycle is over or somebody else's.
pub fn decide(writer: &mut Writer, id: RowId, decision: &str) -> Result<()> {
    let loaded = own_open(writer, id)?;
    if !DECISIONS.contains(&decision) {
        return Err(Error::invalid("decision", "Choose what was decided."));
    }
    let Some(stage) = loaded.at().and_then(|at| loaded.stages.get(at)) else {
        return Err(Error::invalid("stage", "This stage is not known here."));
    };
    Ok(writer.act(id, "Keep a decision", |tx| {
        tx.set(cycle_stage::ENTITY, stage.id, cycle_stage::DECISION, decision.into())
    })?)
}

/// Lets words that were locked, and that another computer changed without knowing it, say again what they said.
///
/// # Errors
/// When they still say it, or the coaching cycle is somebody else's.
pub fn keep_locked(writer: &mut Writer, id: RowId, stage: RowId) -> Result<()> {
    let loaded = own(writer, id)?;
    let stage = loaded.stages.iter().find(|known| known.id == stage);
    let stage = stage.ok_or(store::Error::NotFound { entity: "cycle_stage" })?;
    let Some(locked) = stage.locked.as_deref().filter(|locked| *locked != stage.text) else {
        return Err(Error::invalid("stage", "It says what it said when it was locked. Nothing was changed."));
    };
    Ok(writer.act(id, "Keep the prediction as it was locked", |tx| {
        tx.set(cycle_stage::ENTITY, stage.id, cycle_stage::TEXT, locked.into())
    })?)
}

/// Says everything that is missing, at the first field.
pub(super) fn say(missing: &[Missing]) -> Result<()> {
    let Some(first) = missing.first() else { return Ok(()) };
    let sentences: Vec<_> = missing.iter().map(|missing| missing.sentence.as_str()).collect();
    let mut problem = Problem::new(Code::Invalid, format!("Before you go on: {}", sentences.join(" ")));
    problem.field = Some(first.field.to_owned());
    Err(Error::Refused(problem))
}
