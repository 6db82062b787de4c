//! Observations as they are shown: the script with its times, what is counted, and what is open.

mod draft;
mod entry;
mod list;
mod look_for;
mod view;

use chrono_tz::Tz;
use domain::{RowId, time};
use serde::Serialize;
use store::{Connection, observation as stored};

use crate::{Result, session};

pub use draft::DraftView;
pub use entry::{Entry, EntryKind};
pub(crate) use entry::{LineTags, entries, tags_by_line};
pub(crate) use list::row;
pub use list::{ObservationRow, ObservationsView, PAGE, list};
pub use look_for::{LookForSetView, LookForView};
pub use view::{ObservationView, OpenStepView, view};

/// A person's name with the row behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Named {
    /// The row.
    pub id: RowId,
    /// The words.
    pub name: String,
}

/// Returns nothing for a row that is not on this computer: what somebody shared names rows of theirs that were not.
pub(crate) fn known<T>(found: store::Result<T>) -> Result<Option<T>> {
    match found {
        Ok(row) => Ok(Some(row)),
        Err(store::Error::NotFound { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Returns a person's name with the row; no name for somebody whose row is not on this computer.
pub(crate) fn named(reader: &Connection, id: RowId) -> Result<Named> {
    let name = known(store::person::load(reader, id))?.map_or_else(String::new, |person| person.name());
    Ok(Named { id, name })
}

/// Returns a class in words: `Period 2 · Math 7`.
pub(crate) fn context(reader: &Connection, section: Option<RowId>) -> Result<String> {
    let Some(id) = section else { return Ok(String::new()) };
    let Some(section) = known(store::person::section(reader, id))? else { return Ok(String::new()) };
    let period = if section.period.is_empty() { String::new() } else { format!("Period {}", section.period) };
    let parts: Vec<String> = [period, section.title].into_iter().filter(|part| !part.is_empty()).collect();
    Ok(parts.join(" · "))
}

/// Returns a school's name.
pub(crate) fn school_name(reader: &Connection, school: Option<RowId>) -> Result<String> {
    let Some(id) = school else { return Ok(String::new()) };
    Ok(known(store::organisation::load(reader, id))?.map_or_else(String::new, |found| found.name))
}

/// Returns the zone in which an observation's times are shown.
pub(crate) fn zone(observation: &stored::Observation) -> Tz {
    time::zone(&observation.zone).unwrap_or(Tz::UTC)
}

/// Returns the zone of the profile, for moments that belong to no observation.
pub(crate) fn home_zone(reader: &Connection) -> Result<Tz> {
    Ok(session::load(reader)?.zone)
}

/// Brings a count or a length to the interface's numbers; 49 days of milliseconds fit.
pub(crate) fn small<T: TryInto<u32>>(number: T) -> u32 {
    number.try_into().unwrap_or(0)
}
