//! One line of a script from paper, at the time that was written beside it.

use domain::{
    RowId,
    clock::{Anchor, Reading},
    kind::Kind,
};
use serde::Deserialize;
use store::{Writer, observation as stored};

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
    let wall_ms = found.started_ms + offset_ms;
    // No clock of a computer ran: the moment is what the paper says.
    let reading = Reading { wall_ms, boot_ms: 0, awake_ms: 0, boot: String::new() };
    writer.act(found.id, "Enter a line from paper", |tx| {
        let typed = capture::Typed { text: &line.typed, speaker: "", tags: &[] };
        capture::keep_typed(tx, &found, &typed, &Anchor { offset_ms, reading }).map(drop)
    })
}
