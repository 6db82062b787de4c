//! Keeping what was typed: a line with its tags, and its private wondering.

use domain::{
    RowId,
    clock::{Anchor, Reading},
    observation::{LONGEST_LINE, Polarity},
    schema::{line, wondering},
    script::{self, Speaker},
};
use serde::Deserialize;
use store::{Connection, Tx, Writer, draft, observation as stored};

use super::{Kept, kept, moment, open, pause, tag, typing};
use crate::{Error, Result};

/// What is kept as a line.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct KeepLine {
    /// The observation.
    pub observation: RowId,
    /// Higher than the number of every state of the draft.
    #[specta(type = u32)] // the page counts in whole numbers
    pub number: f64,
    /// The words as they stand in the field.
    pub typed: String,
    /// The speaker's code, when the words name none.
    pub speaker: String,
    /// How many milliseconds ago the line's first key was pressed.
    pub age_ms: u32,
    /// The positions of the look-fors that were chosen for it.
    pub tags: Vec<u32>,
}

/// Keeps what was typed: the words before `//` as a line, the words after it as a private wondering.
///
/// # Errors
/// When the observation is not open, or the line is too long.
pub fn keep_line(writer: &mut Writer, now: &Reading, keep: &KeepLine) -> Result<Kept> {
    let observation = open(writer.reader(), keep.observation)?;
    check_length(&keep.typed)?;
    let journaled = typing::of_new_line(writer.reader(), keep.observation)?;
    let at = match journaled {
        Some(draft) => draft.anchor,
        None => moment::first_key(writer.reader(), &observation, now, keep.age_ms)?,
    };
    let made = writer.act(keep.observation, "Keep a line", |tx| {
        let mut made = moment::note_sleep(tx, &observation, now)?;
        pause::resume_in(tx, &observation, now)?;
        let typed = Typed { text: &keep.typed, speaker: &keep.speaker, tags: &keep.tags };
        made.extend(keep_typed(tx, &observation, &typed, &at)?);
        draft::clear(tx, keep.observation, keep.observation, typing::number(keep.number))?;
        moment::advance(tx, &observation, now)?;
        Ok::<_, Error>(made)
    })?;
    kept::entries(writer, &observation, &made, now)
}

/// What stands in the field when a line is kept.
pub(crate) struct Typed<'a> {
    pub(crate) text: &'a str,
    pub(crate) speaker: &'a str,
    pub(crate) tags: &'a [u32],
}

/// Makes a line, its tags and its wondering, as far as the words give any, and returns their ids.
pub(crate) fn keep_typed(
    tx: &mut Tx<'_>,
    observation: &stored::Observation,
    typed: &Typed<'_>,
    at: &Anchor,
) -> Result<Vec<RowId>> {
    let halves = script::split(typed.text);
    let parsed = script::parse(&halves.evidence);
    let mut made = Vec::new();
    if !parsed.text.is_empty() {
        let speaker = match (parsed.speaker, parsed.alternate) {
            (Some(speaker), _) => speaker,
            (None, true) => speaker_before_last(tx.reader(), observation.id)?,
            (None, false) => Speaker::from_code(typed.speaker),
        };
        let id = tx.new_id();
        tx.create(
            line::ENTITY,
            id,
            vec![
                (line::OBSERVATION, observation.id.into()),
                (line::OFFSET_MS, at.offset_ms.into()),
                (line::WALL_MS, at.reading.wall_ms.into()),
                (line::BOOT, at.reading.boot.as_str().into()),
                (line::SPEAKER, speaker.to_string().into()),
                (line::TEXT, parsed.text.into()),
                (line::STARRED, parsed.starred.into()),
            ],
        )?;
        for position in typed.tags.iter().chain(&parsed.look_fors) {
            tag::tag_line(tx, observation, id, (*position, Polarity::Shows))?;
        }
        made.push(id);
    }
    made.extend(keep_wondering(tx, observation, halves.wondering.as_deref(), made.first().copied(), at)?);
    Ok(made)
}

/// Makes a wondering, when there are words for one, and returns its id.
pub(super) fn keep_wondering(
    tx: &mut Tx<'_>,
    observation: &stored::Observation,
    words: Option<&str>,
    line: Option<RowId>,
    at: &Anchor,
) -> Result<Option<RowId>> {
    let Some(words) = words.map(str::trim).filter(|words| !words.is_empty()) else { return Ok(None) };
    let id = tx.new_id();
    tx.create(
        wondering::ENTITY,
        id,
        vec![
            (wondering::OBSERVATION, observation.id.into()),
            (wondering::OFFSET_MS, at.offset_ms.into()),
            (wondering::WALL_MS, at.reading.wall_ms.into()),
            (wondering::TEXT, words.into()),
            (wondering::LINE, line.into()),
        ],
    )?;
    Ok(Some(id))
}

/// Returns the speaker of the line before the last one: two who speak by turns.
fn speaker_before_last(reader: &Connection, id: RowId) -> Result<Speaker> {
    let lines = stored::lines(reader, id)?;
    let before_last = lines.iter().rev().filter(|line| !line.marker).nth(1);
    Ok(before_last.map_or(Speaker::None, |line| Speaker::from_code(&line.speaker)))
}

pub(crate) fn check_length(typed: &str) -> Result<()> {
    if typed.chars().count() > LONGEST_LINE {
        return Err(Error::invalid("typed", "This line is longer than 4,000 characters. Keep it as several lines."));
    }
    Ok(())
}
