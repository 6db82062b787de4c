//! Pausing and going on: the time between is a gap.

use domain::{
    RowId,
    clock::{Cause, Reading},
    schema::gap,
};
use store::{
    Connection, Tx, Writer, draft,
    observation::{self as stored, Gap},
};

use super::{moment, open};
use crate::Result;

/// Pauses an open observation: a gap begins.
///
/// # Errors
/// When the observation is not open.
pub fn pause(writer: &mut Writer, now: &Reading, id: RowId) -> Result<()> {
    let observation = open(writer.reader(), id)?;
    if is_paused(writer.reader(), id)? {
        return Ok(());
    }
    writer.act(id, "Pause", |tx| {
        moment::note_sleep(tx, &observation, now)?;
        moment::advance(tx, &observation, now)?;
        let Some(standing) = draft::standing(tx.reader(), id)? else { return Ok(()) };
        moment::make_gap(tx, id, standing.offset_ms, None, Cause::Pause)?;
        Ok(())
    })
}

/// Goes on after a pause.
///
/// # Errors
/// When the observation is not open.
pub fn resume(writer: &mut Writer, now: &Reading, id: RowId) -> Result<()> {
    let observation = open(writer.reader(), id)?;
    writer.act(id, "Go on", |tx| resume_in(tx, &observation, now))
}

/// Ends a pause, when there is one, inside an act.
pub(super) fn resume_in(tx: &mut Tx<'_>, observation: &stored::Observation, now: &Reading) -> Result<()> {
    let mut gaps = stored::gaps(tx.reader(), observation.id)?;
    gaps.retain(Gap::is_open_pause);
    if gaps.is_empty() {
        return Ok(());
    }
    moment::advance(tx, observation, now)?;
    let Some(standing) = draft::standing(tx.reader(), observation.id)? else { return Ok(()) };
    for pause in gaps {
        tx.set(gap::ENTITY, pause.id, gap::TO_MS, standing.offset_ms.into())?;
    }
    Ok(())
}

/// Returns whether a pause lasts. Its gap decides, which undo and redo bring back and take away.
pub(crate) fn is_paused(reader: &Connection, id: RowId) -> Result<bool> {
    Ok(stored::gaps(reader, id)?.iter().any(Gap::is_open_pause))
}
