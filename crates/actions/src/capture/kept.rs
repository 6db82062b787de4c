//! What the screen needs after a change of the script.

use domain::{RowId, clock::Reading};
use serde::Serialize;
use store::{Connection, Writer, observation as stored};

use crate::{
    Result,
    observation::{self as view, Entry},
};

/// What a change of the script made of it.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Kept {
    /// The entries that were made or changed; the whole script, where others may have gone or moved.
    pub entries: Vec<Entry>,
    /// How many lines there are.
    pub lines: u32,
    /// How many of them are tagged.
    pub tagged: u32,
    /// When it was saved, as `9:12:20`.
    pub saved: String,
}

/// Returns these entries and the counts: the screen takes them in and leaves the others as they are.
pub(super) fn entries(
    writer: &mut Writer,
    observation: &stored::Observation,
    ids: &[RowId],
    now: &Reading,
) -> Result<Kept> {
    let reader = writer.reader();
    let tags = view::tags_by_line(reader, observation)?;
    let mut entries = view::entries(reader, observation, &tags)?;
    entries.retain(|entry| ids.contains(&entry.id));
    kept(reader, observation, entries, now)
}

/// Returns the whole script and the counts.
pub(super) fn whole(writer: &mut Writer, id: RowId, now: &Reading) -> Result<Kept> {
    let reader = writer.reader();
    let observation = stored::load(reader, id)?;
    let tags = view::tags_by_line(reader, &observation)?;
    let entries = view::entries(reader, &observation, &tags)?;
    kept(reader, &observation, entries, now)
}

fn kept(reader: &Connection, observation: &stored::Observation, entries: Vec<Entry>, now: &Reading) -> Result<Kept> {
    let (lines, tagged) = stored::line_counts(reader, observation.id)?;
    let saved = domain::time::with_seconds(now.wall_ms, view::zone(observation));
    Ok(Kept { entries, lines, tagged, saved })
}
