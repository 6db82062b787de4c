//! Changing what is kept: other words, a star, removal. Times stay as they are.

use domain::{
    RowId,
    clock::{Anchor, Reading},
    observation::Polarity,
    schema::{line, wondering},
    script::{self, Speaker},
};
use serde::Deserialize;
use store::{Writer, draft, observation as stored};

use super::{Kept, keep, kept, tag, typing};
use crate::{Error, Result, rubric};

/// A kept line with other words.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct EditLine {
    /// The line, or the wondering.
    pub id: RowId,
    /// Higher than the number of every state of the draft.
    #[specta(type = u32)] // the page counts in whole numbers
    pub number: f64,
    /// The words as they stand in the field.
    pub typed: String,
    /// The speaker's code, when the words name none.
    pub speaker: String,
}

/// Gives a kept line or wondering other words. Its time stays. `//` in a line moves what follows into a wondering.
///
/// # Errors
/// When the line is not there, its observation is not open, or the words are too many.
pub fn edit_line(writer: &mut Writer, now: &Reading, edit: &EditLine) -> Result<Kept> {
    keep::check_length(&edit.typed)?;
    let reader = writer.reader();
    if let Ok(id) = stored::observation_of_wondering(reader, edit.id) {
        return edit_wondering(writer, now, id, edit);
    }
    let (id, before) = stored::line(reader, edit.id)?;
    let observation = stored::load(reader, id)?;
    let at = Anchor { offset_ms: before.offset_ms, reading: now.clone() };
    writer.act(id, "Edit a line", |tx| {
        let halves = script::split(&edit.typed);
        let parsed = script::parse(&halves.evidence);
        if parsed.text.is_empty() {
            rubric::remove_line(tx, id, edit.id)?;
        } else {
            let speaker = parsed.speaker.unwrap_or_else(|| Speaker::from_code(&edit.speaker));
            tx.set(line::ENTITY, edit.id, line::TEXT, parsed.text.into())?;
            tx.set(line::ENTITY, edit.id, line::SPEAKER, speaker.to_string().into())?;
            if parsed.starred {
                tx.set(line::ENTITY, edit.id, line::STARRED, true.into())?;
            }
            for position in parsed.look_fors {
                tag::tag_line(tx, &observation, edit.id, (position, Polarity::Shows))?;
            }
        }
        keep::keep_wondering(tx, &observation, halves.wondering.as_deref(), Some(edit.id), &at)?;
        draft::clear(tx, id, edit.id, typing::number(edit.number))?;
        Ok::<_, Error>(())
    })?;
    kept::whole(writer, id, now)
}

fn edit_wondering(writer: &mut Writer, now: &Reading, observation: RowId, edit: &EditLine) -> Result<Kept> {
    let words = edit.typed.trim().trim_start_matches("//").trim();
    writer.act(observation, "Edit a wondering", |tx| {
        if words.is_empty() {
            tx.remove(wondering::ENTITY, edit.id)?;
        } else {
            tx.set(wondering::ENTITY, edit.id, wondering::TEXT, words.into())?;
        }
        draft::clear(tx, observation, edit.id, typing::number(edit.number))
    })?;
    kept::whole(writer, observation, now)
}

/// Removes a line or a wondering; it can be brought back for 30 days.
///
/// # Errors
/// When it is not there.
pub fn remove_entry(writer: &mut Writer, now: &Reading, id: RowId) -> Result<Kept> {
    let reader = writer.reader();
    if let Ok(observation) = stored::observation_of_wondering(reader, id) {
        writer.act(observation, "Remove a wondering", |tx| tx.remove(wondering::ENTITY, id))?;
        return kept::whole(writer, observation, now);
    }
    let observation = stored::line(reader, id)?.0;
    writer.act(observation, "Remove a line", |tx| rubric::remove_line(tx, observation, id))?;
    kept::whole(writer, observation, now)
}

/// Stars a line, or takes the star away.
///
/// # Errors
/// When the line is not there.
pub fn star(writer: &mut Writer, now: &Reading, id: RowId, starred: bool) -> Result<Kept> {
    let (document, _) = stored::line(writer.reader(), id)?;
    let label = if starred { "Star a line" } else { "Take a star away" };
    writer.act(document, label, |tx| tx.set(line::ENTITY, id, line::STARRED, starred.into()))?;
    let observation = stored::load(writer.reader(), document)?;
    kept::entries(writer, &observation, &[id], now)
}
