//! Marking a moment of the lesson.

use domain::{RowId, clock::Reading, schema::line};
use store::Writer;

use super::{Kept, kept, moment, open};
use crate::{Error, Result};

/// Marks a moment of the lesson: a transition.
///
/// # Errors
/// When the observation is not open.
pub fn mark(writer: &mut Writer, now: &Reading, id: RowId) -> Result<Kept> {
    let observation = open(writer.reader(), id)?;
    let at = moment::first_key(writer.reader(), &observation, now, 0)?;
    let made = writer.act(id, "Mark a moment", |tx| {
        let mut made = moment::note_sleep(tx, &observation, now)?;
        let line_id = tx.new_id();
        tx.create(
            line::ENTITY,
            line_id,
            vec![
                (line::OBSERVATION, id.into()),
                (line::OFFSET_MS, at.offset_ms.into()),
                (line::WALL_MS, at.reading.wall_ms.into()),
                (line::BOOT, at.reading.boot.as_str().into()),
                (line::TEXT, "Transition".into()),
                (line::MARKER, true.into()),
            ],
        )?;
        made.push(line_id);
        moment::advance(tx, &observation, now)?;
        Ok::<_, Error>(made)
    })?;
    kept::entries(writer, &observation, &made, now)
}
