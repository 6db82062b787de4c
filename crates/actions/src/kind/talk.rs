//! The letter keys of the talk timer: each begins or ends a stretch of its category.

use domain::{RowId, clock::Reading, kind::Kind, schema::talk_span};
use serde::Deserialize;
use store::{Tx, Writer, kind as stored};

use super::{letter, open};
use crate::{Error, Result, capture};

/// A category's key.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct TalkKey {
    /// The observation.
    pub observation: RowId,
    /// The letter.
    pub letter: String,
    /// How long ago the key was pressed, in milliseconds.
    pub age_ms: u32,
}

/// Begins a stretch of this category, or ends the one that runs. Others go on: what runs at once is shown as overlap.
///
/// # Errors
/// When the observation is not open or paused, or has no such letter.
pub fn switch_talk(writer: &mut Writer, now: &Reading, key: &TalkKey) -> Result<()> {
    let observation = open(writer.reader(), key.observation, Kind::TalkTimer)?;
    let id = observation.id;
    let letter = letter(writer.reader(), id, &key.letter)?.to_string();
    if capture::is_paused(writer.reader(), id)? {
        return Err(Error::invalid("letter", "The observation is paused. Go on first."));
    }
    // A sleep that nobody noted yet ends what ran, before the key is taken for its end.
    capture::tick(writer, now, id)?;
    let reader = writer.reader();
    let at_ms = capture::first_key(reader, &observation, now, key.age_ms)?.offset_ms;
    let running =
        stored::talk(reader, id)?.into_iter().find(|talk| talk.span.letter == letter && talk.span.to_ms.is_none());
    let label = if running.is_some() { "End a stretch of talk" } else { "Begin a stretch of talk" };
    writer.act(id, label, |tx| {
        if let Some(running) = running {
            tx.set(talk_span::ENTITY, running.id, talk_span::TO_MS, at_ms.max(running.span.from_ms).into())?;
        } else {
            let row = tx.new_id();
            let fields = vec![
                (talk_span::OBSERVATION, id.into()),
                (talk_span::LETTER, letter.as_str().into()),
                (talk_span::FROM_MS, at_ms.into()),
            ];
            tx.create(talk_span::ENTITY, row, fields)?;
        }
        capture::advance(tx, &observation, now)
    })
}

/// Ends every stretch that runs: a pause or the lesson's end has come.
pub(crate) fn end_talk(tx: &mut Tx<'_>, observation: RowId, at_ms: i64) -> Result<()> {
    for talk in stored::talk(tx.reader(), observation)?.into_iter().filter(|talk| talk.span.to_ms.is_none()) {
        tx.set(talk_span::ENTITY, talk.id, talk_span::TO_MS, at_ms.max(talk.span.from_ms).into())?;
    }
    Ok(())
}
