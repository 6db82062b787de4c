//! The script of an observation: its lines, marks, wonderings and gaps in the order of time.

use std::collections::HashMap;

use domain::{
    RowId,
    observation::{Polarity, letter},
    time,
};
use serde::Serialize;
use store::{Connection, observation as stored};

use super::{small, zone};
use crate::Result;

/// What an entry of the script is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "kebab-case")]
pub enum EntryKind {
    /// A line of evidence.
    Line,
    /// A mark of a moment: a transition.
    Marker,
    /// A private wondering, which stays on this computer.
    Wondering,
    /// A stretch in which nothing could be written.
    Gap,
}

/// One entry of the script.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// The row.
    pub id: RowId,
    /// What it is.
    pub kind: EntryKind,
    /// When, as `9:12:20` in the school's zone.
    pub time: String,
    /// Milliseconds since the observation's start.
    pub offset_ms: u32,
    /// The speaker's code: T, S, S3, Ss, A or nothing.
    pub speaker: String,
    /// The words; of a gap, its cause and length.
    pub text: String,
    /// Whether it is starred.
    pub starred: bool,
    /// The positions of the look-fors it is tagged to, from 0.
    pub tags: Vec<u32>,
    /// The positions of the look-fors that it shows to be missing.
    pub missing: Vec<u32>,
}

impl Entry {
    /// Whether it is evidence of a look-for, or of one that was missing.
    #[must_use]
    pub fn is_tagged(&self) -> bool {
        !self.tags.is_empty() || !self.missing.is_empty()
    }

    /// Returns the letters of the look-fors that it shows, and after a minus of those that were missing: `AC−B`.
    #[must_use]
    pub fn signs(&self) -> String {
        signs(&self.tags, &self.missing)
    }
}

fn signs(shows: &[u32], missing: &[u32]) -> String {
    let shows = shows.iter().map(|position| letter(*position).to_string());
    let missing = missing.iter().map(|position| format!("−{}", letter(*position)));
    shows.chain(missing).collect()
}

/// Returns the whole script of an observation in the order of time.
pub(crate) fn entries(
    reader: &Connection,
    observation: &stored::Observation,
    tags: &HashMap<RowId, LineTags>,
) -> Result<Vec<Entry>> {
    let at = |offset_ms: i64| time::with_seconds(observation.started_ms + offset_ms, zone(observation));
    let mut entries = Vec::new();
    for line in stored::lines(reader, observation.id)? {
        entries.push(Entry {
            id: line.id,
            kind: if line.marker { EntryKind::Marker } else { EntryKind::Line },
            time: at(line.offset_ms),
            offset_ms: small(line.offset_ms),
            speaker: line.speaker,
            text: line.text,
            starred: line.starred,
            tags: tags.get(&line.id).map_or_else(Vec::new, |tags| tags.shows.clone()),
            missing: tags.get(&line.id).map_or_else(Vec::new, |tags| tags.missing.clone()),
        });
    }
    for wondering in stored::wonderings(reader, observation.id)? {
        entries.push(plain(wondering.id, EntryKind::Wondering, wondering.offset_ms, &at, wondering.text));
    }
    for gap in stored::gaps(reader, observation.id)? {
        let length = gap.to_ms.map_or(String::new(), |to_ms| format!(" {}", time::stretch(to_ms - gap.from_ms)));
        entries.push(plain(gap.id, EntryKind::Gap, gap.from_ms, &at, format!("{}{length}", gap.cause)));
    }
    // Ids rise with the moment they were made, so entries of one moment stay in the order of writing.
    entries.sort_by_key(|entry| (entry.offset_ms, entry.id));
    Ok(entries)
}

fn plain(id: RowId, kind: EntryKind, offset_ms: i64, at: &impl Fn(i64) -> String, text: String) -> Entry {
    Entry {
        id,
        kind,
        time: at(offset_ms),
        offset_ms: small(offset_ms),
        speaker: String::new(),
        text,
        starred: false,
        tags: Vec::new(),
        missing: Vec::new(),
    }
}

/// The look-fors that a line is evidence of, by their positions.
#[derive(Debug, Default)]
pub(crate) struct LineTags {
    pub shows: Vec<u32>,
    pub missing: Vec<u32>,
}

impl LineTags {
    /// Returns them as [`Entry::signs`] does.
    pub fn signs(&self) -> String {
        signs(&self.shows, &self.missing)
    }
}

/// Returns the look-for positions of each tagged line.
pub(crate) fn tags_by_line(reader: &Connection, observation: &stored::Observation) -> Result<HashMap<RowId, LineTags>> {
    let Some(set) = observation.look_for_set else { return Ok(HashMap::new()) };
    let positions: HashMap<RowId, u32> =
        stored::look_fors(reader, set)?.into_iter().map(|look_for| (look_for.id, look_for.position)).collect();
    let mut tags: HashMap<RowId, LineTags> = HashMap::new();
    for tag in stored::tags(reader, observation.id)? {
        let Some(position) = positions.get(&tag.look_for) else { continue };
        let of_line = tags.entry(tag.line).or_default();
        match tag.polarity {
            Some(Polarity::Shows) => of_line.shows.push(*position),
            Some(Polarity::Missing) => of_line.missing.push(*position),
            None => {}
        }
    }
    for of_line in tags.values_mut() {
        of_line.shows.sort_unstable();
        of_line.missing.sort_unstable();
    }
    Ok(tags)
}
