//! One stretch of talk from paper, with the two times that were written beside it.

use domain::{RowId, afterwards::End, kind::Kind, schema::talk_span};
use serde::Deserialize;
use store::{Writer, kind as stored};

use super::{entered, lesson, said};
use crate::{Error, Result, kind};

/// A stretch of talk as it stands on paper.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct EnteredStretch {
    /// The observation.
    pub observation: RowId,
    /// The letter of its category.
    pub letter: String,
    /// When it began, as it was typed; empty for where the stretch before ended.
    pub from: String,
    /// When it ended, as it was typed.
    pub to: String,
}

/// The most stretches of one lesson that are typed in. More cannot be read on paper either.
const MOST_STRETCHES: usize = 500;

/// Keeps a stretch of talk from paper. Stretches may come in any order and may overlap: what ran at once is shown.
///
/// # Errors
/// With the field: a letter that is none of its categories, a time that is none or lies outside the lesson, an end that is
/// not after the beginning.
pub fn enter_stretch(writer: &mut Writer, entry: &EnteredStretch) -> Result<()> {
    let reader = writer.reader();
    let found = entered(reader, entry.observation, Kind::TalkTimer)?;
    let letter = kind::letter(reader, found.id, &entry.letter)?.to_string();
    let before = stored::talk(reader, found.id)?;
    if before.len() >= MOST_STRETCHES {
        return Err(Error::invalid("from", "A lesson has at most 500 stretches of talk."));
    }
    let last_ms = before.iter().filter_map(|talk| talk.span.to_ms).max().unwrap_or(0);
    let stretch = lesson(&found, last_ms).stretch(&entry.from, &entry.to).map_err(|(end, fault)| {
        let field = match end {
            End::From => "from",
            End::To => "to",
        };
        Error::invalid(field, said(fault))
    })?;
    let [from_ms, to_ms] = [stretch.0, stretch.1].map(|seconds| i64::from(seconds) * 1_000);
    Ok(writer.act(found.id, "Enter a stretch of talk from paper", |tx| {
        let row = tx.new_id();
        let fields = vec![
            (talk_span::OBSERVATION, found.id.into()),
            (talk_span::LETTER, letter.as_str().into()),
            (talk_span::FROM_MS, from_ms.into()),
            (talk_span::TO_MS, to_ms.into()),
        ];
        tx.create(talk_span::ENTITY, row, fields)
    })?)
}
