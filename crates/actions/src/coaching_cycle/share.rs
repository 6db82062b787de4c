//! Opening a coaching cycle to the teacher: with its stages, its goal and its measures. Lessons, debriefs and steps are
//! documents of their own, and are shared by themselves.

use domain::{
    Code, Problem, RowId,
    access::Record,
    schema::coaching_cycle as entity,
    scope::{Audience, Scope},
};
use store::{Connection, Writer, coaching_cycle as stored};

use super::{Loaded, list, own};
use crate::{
    Error, Result,
    sharing::{self, Barrier, PreviewWords, Sharable},
};

/// Opens a coaching cycle to its teacher: one act, that undo takes back until it was sent.
///
/// # Errors
/// When it may not be shared, as far as this computer knows.
pub fn share(writer: &mut Writer, id: RowId) -> Result<()> {
    let loaded = own(writer, id)?;
    let sharable = Sharable::of(writer.reader(), id, Some(loaded.cycle.teacher))?.map_err(sharing::refused)?;
    let scope = sharable.pair(Record::Cycle).map_err(sharing::refused)?;
    if sharing::is_open(writer.reader(), id, &scope)? {
        return Ok(());
    }
    Ok(writer.act(id, "Share a coaching cycle", |tx| tx.share(entity::ENTITY, id, &scope))?)
}

/// Stops sharing a coaching cycle with the teacher. What she has read she has read.
///
/// # Errors
/// [`Code::Changed`] when it is not shared.
pub fn stop(writer: &mut Writer, id: RowId) -> Result<()> {
    let shares = store::sharing::shares(writer.reader(), id)?;
    let standing = shares.into_iter().filter(|share| share.state != store::sharing::State::Ending);
    let pairs: Vec<_> = standing.map(|share| share.scope).filter(|scope| scope.audience() == Audience::Pair).collect();
    if pairs.is_empty() {
        return Err(Error::Refused(Problem::new(Code::Changed, "This is not shared any more.")));
    }
    Ok(writer.act(id, "Stop sharing a coaching cycle", |tx| {
        pairs.iter().try_for_each(|scope| tx.unshare(entity::ENTITY, id, scope))
    })?)
}

/// Returns why a coaching cycle cannot be shared with the teacher; nothing where it can.
pub(super) fn barrier(reader: &Connection, cycle: &stored::CoachingCycle) -> Result<Option<Barrier>> {
    let sharable = Sharable::of(reader, cycle.id, Some(cycle.teacher))?;
    Ok(sharable.and_then(|sharable| sharable.pair(Record::Cycle)).err())
}

/// Returns everything that a share would bring, words and figures, field by field as the service lets it enter.
///
/// # Errors
/// When it is not there.
pub fn preview(reader: &Connection, id: RowId) -> Result<Vec<PreviewWords>> {
    let cycle = stored::load(reader, id)?;
    goes(reader, id, &Scope::Pair { coach: cycle.coach, teacher: cycle.teacher })
}

/// Returns everything of a coaching cycle that enters a scope, the words of a stage with its name.
pub(crate) fn goes(reader: &Connection, id: RowId, scope: &Scope) -> Result<Vec<PreviewWords>> {
    let loaded = Loaded::read(reader, id)?;
    sharing::goes(reader, (entity::ENTITY, id), scope, |_, row| {
        let stage = loaded.stages.iter().position(|stage| stage.id == row);
        stage.map_or_else(String::new, |place| format!("{}: ", list::label(&loaded, place)))
    })
}
