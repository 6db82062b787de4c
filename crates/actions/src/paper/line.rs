//! One line of a script from paper, at the time that was written beside it.

use domain::{
    RowId,
    clock::{Anchor, Reading},
    kind::Kind,
    script,
};
use serde::Deserialize;
use store::{
    Writer,
    draft::{self, Draft},
    observation as stored,
};

use super::{entered, offset_ms};
use crate::{Error, Result, capture};

/// A line as it stands on paper.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct EnteredLine {
    /// The observation.
    pub observation: RowId,
    /// Its time as it was typed: `10:05`, `+3`; empty for the one of the line before.
    pub time: String,
    /// The words, with the signs of a script line.
    pub typed: String,
    /// Higher than the number of every state of the fields.
    #[specta(type = u32)] // the page counts in whole numbers
    pub number: f64,
}

/// A state of the fields in which a line from paper is typed.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SaveEnteredLine {
    /// The observation.
    pub observation: RowId,
    /// Its time as it stands in the field.
    pub time: String,
    /// The words as they stand in the field.
    pub typed: String,
    /// Rises with every state of the fields.
    #[specta(type = u32)] // the page counts in whole numbers
    pub number: f64,
}

/// The longest time that is typed, in characters. Every time that is one is far shorter.
const LONGEST_TIME: usize = 40;

/// Writes a state of the fields, durably, unless a later one is already written. Returns whether it was written. The words
/// after `//` are apart from the others here too.
///
/// # Errors
/// When the observation was not entered from paper here, the time is too long, or the disk refuses.
pub fn save_line(writer: &mut Writer, save: &SaveEnteredLine) -> Result<bool> {
    let found = entered(writer.reader(), save.observation, Kind::Scripted)?;
    if save.time.chars().count() > LONGEST_TIME {
        return Err(Error::invalid("time", "This is no time. Write it as 10:05."));
    }
    let offset_ms = stored::last_offset(writer.reader(), found.id)?;
    let halves = script::split(&save.typed);
    Ok(draft::save(
        writer,
        &Draft {
            document: found.id,
            target: found.id,
            number: capture::number(save.number),
            evidence: halves.evidence,
            wondering: halves.wondering,
            speaker: String::new(),
            tags: Vec::new(),
            typed_time: save.time.clone(),
            caret: 0,
            anchor: at(&found, offset_ms),
        },
    )?)
}

/// Keeps a line from paper: the words before `//` as a line, the words after it as a private wondering.
///
/// # Errors
/// With the field: a time that is none, lies outside the lesson or before the line before (INV-6); words that are missing
/// or too many.
pub fn enter_line(writer: &mut Writer, line: &EnteredLine) -> Result<()> {
    let found = entered(writer.reader(), line.observation, Kind::Scripted)?;
    capture::check_length(&line.typed)?;
    if line.typed.trim().is_empty() {
        return Err(Error::invalid("typed", "Write what was said or done."));
    }
    let offset_ms = offset_ms(&found, stored::last_offset(writer.reader(), found.id)?, &line.time)?;
    writer.act(found.id, "Enter a line from paper", |tx| {
        let typed = capture::Typed { text: &line.typed, speaker: "", tags: &[] };
        capture::keep_typed(tx, &found, &typed, &at(&found, offset_ms))?;
        Ok(draft::clear(tx, found.id, found.id, capture::number(line.number))?)
    })
}

/// No clock of a computer ran: the moment is what the paper says.
fn at(found: &stored::Observation, offset_ms: i64) -> Anchor {
    let wall_ms = found.started_ms + offset_ms;
    Anchor { offset_ms, reading: Reading { wall_ms, boot_ms: 0, awake_ms: 0, boot: String::new() } }
}
