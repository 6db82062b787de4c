//! The end of a lesson, and opening it again.

use domain::{
    Code, Problem, RowId,
    clock::{self, Anchor, Cause, Reading},
    observation::State,
    schema::observation,
};
use store::{Writer, draft, observation as stored};

use super::{keep, moment, open, pause, typing};
use crate::{Error, Result, kind};

/// Ends the lesson. Words that stand in the field are kept as a line first.
///
/// # Errors
/// When the observation is not open.
pub fn finish(writer: &mut Writer, now: &Reading, id: RowId) -> Result<()> {
    let observation = open(writer.reader(), id)?;
    let rest = typing::of_new_line(writer.reader(), id)?;
    writer.act(id, "Finish", |tx| {
        moment::note_sleep(tx, &observation, now)?;
        pause::resume_in(tx, &observation, now)?;
        if let Some(draft) = rest {
            let text = typing::words(&draft);
            let typed = keep::Typed { text: &text, speaker: &draft.speaker, tags: &draft.tags };
            keep::keep_typed(tx, &observation, &typed, &draft.anchor)?;
            draft::clear(tx, id, id, draft.number)?;
        }
        moment::advance(tx, &observation, now)?;
        let ended = draft::standing(tx.reader(), id)?.map_or(0, |standing| standing.offset_ms);
        kind::end_talk(tx, id, ended)?;
        tx.set(observation::ENTITY, id, observation::ENDED_OFFSET_MS, ended.into())?;
        tx.set(observation::ENTITY, id, observation::STATE, State::Captured.code().into())?;
        Ok(())
    })
}

/// After this long a reopened observation goes on where it ended: the lesson is surely over.
const SAME_LESSON_MS: i64 = 3 * 3_600_000;

/// Opens a finished observation again. Within the same lesson its clock went on meanwhile, and the time is a gap.
///
/// # Errors
/// When it is not there.
pub fn reopen(writer: &mut Writer, now: &Reading, id: RowId) -> Result<()> {
    let observation = stored::load(writer.reader(), id)?;
    if State::from_code(&observation.state) == State::Capturing {
        return Ok(());
    }
    if observation.entered_ms.is_some() {
        let message = "This observation was entered from paper: it has no clock that could go on.";
        return Err(Error::Refused(
            Problem::new(Code::Held, message).hint("Enter more lines with the times of the paper."),
        ));
    }
    let ended = observation.ended_offset_ms.unwrap_or(0);
    let standing = draft::standing(writer.reader(), id)?;
    let offset = standing.map_or(ended, |standing| clock::offset(&standing, now));
    let offset_ms = if offset - ended > SAME_LESSON_MS { ended } else { offset.max(ended) };
    writer.act(id, "Reopen", |tx| {
        tx.set(observation::ENTITY, id, observation::STATE, State::Capturing.code().into())?;
        if offset_ms - ended > clock::SHORTEST_GAP_MS {
            moment::make_gap(tx, id, ended, Some(offset_ms), Cause::Pause)?;
        }
        draft::stand(tx, id, &Anchor { offset_ms, reading: now.clone() })?;
        Ok(())
    })
}
