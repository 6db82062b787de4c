//! What is being typed: every state of a field is written durably, before anything is kept.

use domain::{
    RowId,
    clock::{Anchor, Reading},
    script::{self, Speaker},
};
use serde::Deserialize;
use store::{
    Connection, Writer,
    draft::{self, Draft},
    observation as stored,
};

use super::{moment, open};
use crate::Result;

/// A state of what is being typed.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SaveDraft {
    /// The observation.
    pub observation: RowId,
    /// The kept line that is being edited; nothing for a new line.
    pub line: Option<RowId>,
    /// Rises with every state of this field.
    #[specta(type = u32)] // the page counts in whole numbers
    pub number: f64,
    /// The number with which the line before was given to be kept; 0 when this page gave none.
    #[specta(type = u32)] // the page counts in whole numbers
    pub after: f64,
    /// The words as they stand in the field.
    pub typed: String,
    /// The speaker's code.
    pub speaker: String,
    /// The positions of the look-fors that are chosen for it.
    pub tags: Vec<u32>,
    /// Where the caret stands.
    pub caret: u32,
    /// How many milliseconds ago the line's first key was pressed.
    pub age_ms: u32,
}

/// Writes a state of the draft, durably, unless a later one is already written. Returns whether it was written.
///
/// A state of the next line is not written before the line that stands in its place is kept: commands may overtake each
/// other, and it would take that line's words away and its first key over.
///
/// # Errors
/// When the observation is not open, or the disk refuses.
pub fn save_draft(writer: &mut Writer, now: &Reading, save: &SaveDraft) -> Result<bool> {
    let observation = open(writer.reader(), save.observation)?;
    let at = match save.line {
        Some(line) => Anchor { offset_ms: stored::line(writer.reader(), line)?.1.offset_ms, reading: now.clone() },
        None => moment::first_key(writer.reader(), &observation, now, save.age_ms)?,
    };
    let target = save.line.unwrap_or(save.observation);
    if last_number(writer.reader(), save.observation, target)? < number(save.after) {
        return Ok(false);
    }
    let halves = script::split(&save.typed);
    Ok(draft::save(
        writer,
        &Draft {
            document: save.observation,
            target,
            number: number(save.number),
            evidence: halves.evidence,
            wondering: halves.wondering,
            speaker: Speaker::from_code(&save.speaker).to_string(),
            tags: save.tags.clone(),
            typed_time: String::new(),
            caret: save.caret,
            anchor: at,
        },
    )?)
}

/// Returns what stands in the field of a new line, when that is anything.
pub(super) fn of_new_line(reader: &Connection, id: RowId) -> Result<Option<Draft>> {
    Ok(draft::of(reader, id)?.into_iter().find(|draft| draft.target == id).filter(|draft| !is_empty(draft)))
}

/// Returns the number of the last state or act of a field; 0 when there was none.
fn last_number(reader: &Connection, id: RowId, target: RowId) -> Result<i64> {
    let drafts = draft::of(reader, id)?;
    Ok(drafts.into_iter().find(|draft| draft.target == target).map_or(0, |draft| draft.number))
}

fn is_empty(draft: &Draft) -> bool {
    draft.evidence.is_empty() && draft.wondering.is_none()
}

/// Returns the words of a draft as they were typed, `//` included.
pub(super) fn words(draft: &Draft) -> String {
    match &draft.wondering {
        Some(wondering) => format!("{}//{wondering}", draft.evidence),
        None => draft.evidence.clone(),
    }
}

/// Brings a draft's number from the page's numbers.
pub(crate) fn number(number: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "a draft's number counts keystrokes")]
    let whole = number.clamp(0.0, 9e15) as i64;
    whole
}
