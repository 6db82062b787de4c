//! The look-fors of an observation with their counts.

use std::collections::BTreeMap;

use domain::{RowId, observation::letter};
use serde::Serialize;
use store::{Connection, observation as stored};

use super::{Entry, known};
use crate::Result;

/// A look-for with its count.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct LookForView {
    /// The row.
    pub id: RowId,
    /// The position, from 0.
    pub position: u32,
    /// The letter: A for 0.
    pub letter: String,
    /// The words.
    pub text: String,
    /// How many lines are tagged to it.
    pub count: u32,
}

/// A version of a set of look-fors.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct LookForSetView {
    /// The row.
    pub id: RowId,
    /// What it is called.
    pub title: String,
    /// The version, from 1.
    pub version: u32,
}

/// Returns the look-fors by their letters, and how many entries are tagged to each.
pub(super) fn look_fors(
    reader: &Connection,
    observation: &stored::Observation,
    entries: &[Entry],
) -> Result<Vec<LookForView>> {
    let Some(set) = observation.look_for_set else { return Ok(Vec::new()) };
    let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
    for position in entries.iter().flat_map(|entry| &entry.tags) {
        *counts.entry(*position).or_default() += 1;
    }
    let views = stored::look_fors(reader, set)?.into_iter().map(|look_for| LookForView {
        id: look_for.id,
        position: look_for.position,
        letter: letter(look_for.position).to_string(),
        count: counts.get(&look_for.position).copied().unwrap_or(0),
        text: look_for.text,
    });
    Ok(views.collect())
}

/// Returns the version of the set that the observation uses.
pub(super) fn look_for_set(reader: &Connection, observation: &stored::Observation) -> Result<Option<LookForSetView>> {
    let Some(id) = observation.look_for_set else { return Ok(None) };
    let set = known(stored::look_for_set(reader, id))?;
    Ok(set.map(|set| LookForSetView { id, title: set.title, version: set.version }))
}
