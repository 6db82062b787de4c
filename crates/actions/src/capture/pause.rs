//! Pausing and going on: the time between is a gap.

use domain::{
    RowId,
    clock::{Cause, Reading},
    schema::gap,
};
use store::{
    Connection, Tx, Writer,
    draft::{self, Standing},
    observation as stored,
};

use super::{moment, open};
use crate::Result;

/// Pauses an open observation: a gap begins.
///
/// # Errors
/// When the observation is not open.
pub fn pause(writer: &mut Writer, now: &Reading, id: RowId) -> Result<()> {
    let observation = open(writer.reader(), id)?;
    if paused_gap(writer.reader(), id)?.is_some() {
        return Ok(());
    }
    writer.act(id, "Pause", |tx| {
        moment::note_sleep(tx, &observation, now)?;
        moment::advance(tx, &observation, now)?;
        let Some(standing) = draft::standing(tx.reader(), id)? else { return Ok(()) };
        let gap_id = moment::make_gap(tx, id, standing.anchor.offset_ms, None, Cause::Pause)?;
        draft::stand(tx, id, &Standing { paused: Some(gap_id), ..standing })?;
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
    let Some(paused) = paused_gap(tx.reader(), observation.id)? else { return Ok(()) };
    moment::advance(tx, observation, now)?;
    let Some(standing) = draft::standing(tx.reader(), observation.id)? else { return Ok(()) };
    tx.set(gap::ENTITY, paused, gap::TO_MS, standing.anchor.offset_ms.into())?;
    draft::stand(tx, observation.id, &Standing { paused: None, ..standing })?;
    Ok(())
}

/// Returns the gap of a pause that lasts. A pause that was taken back lasts no longer.
pub(super) fn paused_gap(reader: &Connection, id: RowId) -> Result<Option<RowId>> {
    let Some(paused) = draft::standing(reader, id)?.and_then(|standing| standing.paused) else { return Ok(None) };
    let lasts = stored::gaps(reader, id)?.iter().any(|gap| gap.id == paused && gap.to_ms.is_none());
    Ok(lasts.then_some(paused))
}
