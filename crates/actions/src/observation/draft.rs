//! What was typed and not kept, as it is offered again.

use domain::{RowId, time};
use serde::Serialize;
use store::{Connection, draft, observation as stored};

use super::zone;
use crate::Result;

/// Words that were typed and not kept: offered in their field again.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct DraftView {
    /// The line that was being edited; nothing for a new line.
    pub line: Option<RowId>,
    /// The words as they were typed, `//` included.
    pub typed: String,
    /// The speaker's code.
    pub speaker: String,
    /// The positions of the look-fors that were chosen for it.
    pub tags: Vec<u32>,
    /// Where the caret stood.
    pub caret: u32,
    /// The draft's number: the next state must carry a higher one.
    #[specta(type = u32)] // the page counts in whole numbers
    pub number: f64,
    /// The time that was typed for a line from paper.
    pub typed_time: String,
    /// When the line began.
    pub time: String,
}

/// Returns the drafts of an observation's fields.
pub(super) fn drafts(reader: &Connection, observation: &stored::Observation) -> Result<Vec<DraftView>> {
    let zone = zone(observation);
    let views = draft::of(reader, observation.id)?.into_iter().map(|draft| DraftView {
        line: (draft.target != draft.document).then_some(draft.target),
        typed: match draft.wondering {
            Some(wondering) => format!("{}//{wondering}", draft.evidence),
            None => draft.evidence,
        },
        speaker: draft.speaker,
        tags: draft.tags,
        typed_time: draft.typed_time,
        caret: draft.caret,
        #[expect(clippy::cast_precision_loss, reason = "a draft's number counts keystrokes")]
        number: draft.number as f64,
        time: time::with_seconds(observation.started_ms + draft.anchor.offset_ms, zone),
    });
    Ok(views.collect())
}
