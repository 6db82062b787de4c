//! Sweeps of an on-task scan: how many students were seen, and how many of them were on task.

use domain::{RowId, clock::Reading, kind::Kind, schema::sweep};
use serde::Deserialize;
use store::{Writer, kind as stored};

use super::open;
use crate::{Error, Result, capture};

/// A sweep as it was counted.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct KeepSweep {
    /// The observation.
    pub observation: RowId,
    /// How many students were seen.
    pub seen: u32,
    /// How many of them were on task.
    pub on_task: u32,
}

/// The most students of one room.
const MOST_SEEN: u32 = 500;

/// Checks the counts of a sweep.
pub(crate) fn check(seen: u32, on_task: u32) -> Result<()> {
    if seen == 0 || seen > MOST_SEEN {
        return Err(Error::invalid("seen", "Write how many students you saw: 1 to 500."));
    }
    if on_task > seen {
        return Err(Error::invalid("onTask", "At most as many can be on task as were seen."));
    }
    Ok(())
}

/// Keeps a sweep at this moment of the lesson.
///
/// # Errors
/// When the observation is not open, or the counts are not possible.
pub fn keep_sweep(writer: &mut Writer, now: &Reading, keep: &KeepSweep) -> Result<()> {
    let reader = writer.reader();
    let observation = open(reader, keep.observation, Kind::Scan)?;
    let id = observation.id;
    check(keep.seen, keep.on_task)?;
    let number = crate::observation::small(stored::sweeps(reader, id)?.len()) + 1;
    let at_ms = capture::first_key(reader, &observation, now, 0)?.offset_ms;
    writer.act(id, "Keep a sweep", |tx| {
        capture::note_sleep(tx, &observation, now)?;
        let row = tx.new_id();
        let fields = vec![
            (sweep::OBSERVATION, id.into()),
            (sweep::NUMBER, number.into()),
            (sweep::AT_MS, at_ms.into()),
            (sweep::SEEN, keep.seen.into()),
            (sweep::ON_TASK, keep.on_task.into()),
        ];
        tx.create(sweep::ENTITY, row, fields)?;
        capture::advance(tx, &observation, now)
    })
}
