//! Beginning, resting, completing and ending a coaching cycle.

use chrono::NaiveDate;
use domain::{
    RowId,
    coaching_cycle::{Act, Reason, Writes},
    schema::coaching_cycle as entity,
};
use store::{Tx, Writer};

use super::{Loaded, own, refused, stage::say};
use crate::{Error, Result, session};

/// Begins the work that was planned.
///
/// # Errors
/// When it was begun already, or is somebody else's.
pub fn start(writer: &mut Writer, now_ms: i64, id: RowId) -> Result<()> {
    act(writer, now_ms, id, Act::Begin, "Begin a coaching cycle")
}

/// Lets it rest.
///
/// # Errors
/// When it is not under way.
pub fn pause(writer: &mut Writer, now_ms: i64, id: RowId) -> Result<()> {
    act(writer, now_ms, id, Act::Pause, "Pause a coaching cycle")
}

/// Goes on with it: after a rest, or where somebody has to say that it goes on.
///
/// # Errors
/// When it does not rest.
pub fn resume(writer: &mut Writer, now_ms: i64, id: RowId) -> Result<()> {
    act(writer, now_ms, id, Act::Resume, "Go on with a coaching cycle")
}

/// Completes it in its last stage.
///
/// # Errors
/// When it is not in its last stage, or something is missing there: the first field that is, with every sentence.
pub fn complete(writer: &mut Writer, now_ms: i64, id: RowId) -> Result<()> {
    let loaded = own(writer, id)?;
    let Some(at) = loaded.at() else { return Err(Error::invalid("stage", "This stage is not known here.")) };
    loaded.rows().may_move().map_err(refused)?;
    if at + 1 < loaded.stages.len() {
        return Err(Error::invalid("stage", "Go through the other stages first, or end it with a reason."));
    }
    say(&loaded.missing(at))?;
    act(writer, now_ms, id, Act::Complete, "Complete a coaching cycle")
}

/// Ends it before its last stage is done.
///
/// # Errors
/// When there is no such reason, or it is over.
pub fn abandon(writer: &mut Writer, now_ms: i64, id: RowId, reason: &str) -> Result<()> {
    let reason = Reason::from_code(reason).ok_or_else(|| Error::invalid("reason", "Choose why it ends."))?;
    act(writer, now_ms, id, Act::Abandon(reason), "End a coaching cycle")
}

/// Removes it; it can be brought back for 30 days. Lessons and steps stay.
///
/// # Errors
/// When it is not there, or somebody else's.
pub fn remove(writer: &mut Writer, id: RowId) -> Result<()> {
    own(writer, id)?;
    Ok(writer.act(store::workspace(), "Remove a coaching cycle", |tx| tx.remove(entity::ENTITY, id))?)
}

fn act(writer: &mut Writer, now_ms: i64, id: RowId, act: Act, label: &str) -> Result<()> {
    let loaded = own(writer, id)?;
    let today = session::today(writer.reader(), now_ms)?;
    let writes = writes(&loaded, act, today)?;
    Ok(writer.act(id, label, |tx| write(tx, id, &writes))?)
}

fn writes(loaded: &Loaded, act: Act, today: NaiveDate) -> Result<Writes> {
    loaded.rows().after(act, today).map_err(refused)
}

fn write(tx: &mut Tx<'_>, id: RowId, writes: &Writes) -> store::Result<()> {
    tx.set(entity::ENTITY, id, entity::STATE, writes.state.code().into())?;
    tx.set(entity::ENTITY, id, entity::STARTED, writes.started.into())?;
    tx.set(entity::ENTITY, id, entity::ENDED, writes.ended.into())?;
    tx.set(entity::ENTITY, id, entity::REASON, writes.reason.map(Reason::code).into())
}
