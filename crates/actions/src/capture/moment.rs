//! The clock of an observation: which moment it is, and the gaps that sleep and restarts leave.

use domain::{
    RowId,
    clock::{self, Anchor, Cause, Reading},
    observation::State,
    schema::gap,
};
use store::{Connection, Tx, Writer, draft, observation as stored};

use super::{open, pause};
use crate::{Result, kind};

/// Lets an open observation's clock go on: remembers the moment, and marks sleep. Called every few seconds.
///
/// # Errors
/// When the observation is not open.
pub fn tick(writer: &mut Writer, now: &Reading, id: RowId) -> Result<()> {
    let observation = open(writer.reader(), id)?;
    writer.act(id, "Sleep", |tx| {
        note_sleep(tx, &observation, now)?;
        advance(tx, &observation, now)
    })
}

/// Goes on with an observation that was open when Coachlight or the computer stopped: the time between is a gap.
///
/// # Errors
/// When the database fails.
pub fn resume_after_restart(writer: &mut Writer, now: &Reading, id: RowId) -> Result<()> {
    let observation = stored::load(writer.reader(), id)?;
    let Some(standing) = draft::standing(writer.reader(), id)? else { return Ok(()) };
    if State::from_code(&observation.state) != State::Capturing {
        return Ok(());
    }
    let offset_ms = clock::offset(&standing, now);
    let is_pause = pause::is_paused(writer.reader(), id)?;
    writer.act(id, "Restart", |tx| {
        if !is_pause && offset_ms - standing.offset_ms > clock::SHORTEST_GAP_MS {
            make_gap(tx, id, standing.offset_ms, Some(offset_ms), Cause::Restart)?;
        }
        draft::stand(tx, id, &Anchor { offset_ms, reading: now.clone() })?;
        Ok(())
    })
}

/// Returns the moment of a line's first key. It never lies before the last entry (INV-6).
pub(crate) fn first_key(
    reader: &Connection,
    observation: &stored::Observation,
    now: &Reading,
    age_ms: u32,
) -> Result<Anchor> {
    let offset = match draft::standing(reader, observation.id)? {
        Some(standing) => clock::offset(&standing, now),
        None => now.wall_ms - observation.started_ms,
    };
    let age = i64::from(age_ms);
    let last = stored::last_offset(reader, observation.id)?;
    let reading = Reading {
        wall_ms: now.wall_ms - age,
        boot_ms: now.boot_ms - age,
        awake_ms: now.awake_ms - age,
        boot: now.boot.clone(),
    };
    Ok(Anchor { offset_ms: (offset - age).max(last).max(0), reading })
}

/// Remembers this moment as the last known one.
pub(crate) fn advance(tx: &Tx<'_>, observation: &stored::Observation, now: &Reading) -> Result<()> {
    let standing = draft::standing(tx.reader(), observation.id)?;
    let offset_ms = match standing {
        Some(standing) => clock::offset(&standing, now),
        None => (now.wall_ms - observation.started_ms).max(0),
    };
    draft::stand(tx, observation.id, &Anchor { offset_ms, reading: now.clone() })?;
    Ok(())
}

/// Marks a gap when the computer slept since the last known moment.
pub(crate) fn note_sleep(tx: &mut Tx<'_>, observation: &stored::Observation, now: &Reading) -> Result<Vec<RowId>> {
    let Some(standing) = draft::standing(tx.reader(), observation.id)? else { return Ok(Vec::new()) };
    let Some(asleep) = clock::slept(&standing.reading, now) else { return Ok(Vec::new()) };
    let from_ms = standing.offset_ms;
    let gap_id = make_gap(tx, observation.id, from_ms, Some(from_ms + asleep), Cause::Sleep)?;
    advance(tx, observation, now)?;
    Ok(vec![gap_id])
}

/// Makes a gap. Nobody listens in it, so talk that runs ends where it begins.
pub(super) fn make_gap(tx: &mut Tx<'_>, id: RowId, from_ms: i64, to_ms: Option<i64>, cause: Cause) -> Result<RowId> {
    kind::end_talk(tx, id, from_ms)?;
    let gap_id = tx.new_id();
    tx.create(
        gap::ENTITY,
        gap_id,
        vec![
            (gap::OBSERVATION, id.into()),
            (gap::FROM_MS, from_ms.into()),
            (gap::TO_MS, to_ms.into()),
            (gap::CAUSE, cause.code().into()),
        ],
    )?;
    Ok(gap_id)
}
