//! How much coaching somebody got in this school year: what was confirmed in the log, and what was planned of visits and
//! held (SD-11, M-14). Time with a team is no part of it.

use chrono::{Datelike, NaiveDate};
use domain::{
    RowId,
    log::{Activity, Class},
    time,
    visit::State,
};
use serde::Serialize;
use store::{Connection, sharing};

use crate::{Result, session};

/// How much coaching somebody got since a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct DosageView {
    /// Since which day, in words: the first of the school year.
    pub since: String,
    /// How often: the confirmed lines of the log that are coaching with this person.
    pub contacts: u32,
    /// How long they took together, in minutes.
    pub minutes: u32,
    /// How much of that is content-specific: its lesson, or the lesson of its debrief, belongs to a coaching cycle that names
    /// a standard (SD-46), in minutes.
    pub standard_minutes: u32,
    /// How long the visits were planned that lie behind, in minutes, whatever came of them.
    pub planned_minutes: u32,
    /// How long those of them were that were held.
    pub held_minutes: u32,
}

/// Returns how much coaching of mine somebody got in the school year of a day, up to that day.
pub(super) fn dosage(reader: &Connection, teacher: RowId, today: NaiveDate) -> Result<DosageView> {
    let session = session::load(reader)?;
    let year = store::calendar::around(reader, session.organisation, today)?.year;
    let since = year.map_or_else(|| today.with_ordinal(1).unwrap_or(today), |(first, _)| first);
    let mut dosage = DosageView {
        since: time::full_day(since),
        contacts: 0,
        minutes: 0,
        standard_minutes: 0,
        planned_minutes: 0,
        held_minutes: 0,
    };
    for spent in store::log::with_teacher(reader, session.me, teacher, (since, today))? {
        if Activity::from_code(&spent.activity).is_some_and(|activity| activity.class() == Class::Direct) {
            dosage.contacts += spent.times;
            dosage.minutes += spent.minutes;
            dosage.standard_minutes += spent.standard_minutes;
        }
    }
    let (first, last) = (since.to_string(), today.to_string());
    for visit in store::visit::about(reader, teacher)? {
        if visit.date < first || visit.date > last || !sharing::is_own(reader, visit.id)? {
            continue;
        }
        let minutes = visit.minutes.unwrap_or(0);
        dosage.planned_minutes += minutes;
        if State::from_code(&visit.state) == Some(State::Held) {
            dosage.held_minutes += minutes;
        }
    }
    Ok(dosage)
}
