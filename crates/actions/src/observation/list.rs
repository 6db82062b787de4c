//! The list of observations, page by page.

use domain::{
    RowId,
    kind::{Kind, Purpose},
    observation::State,
    time,
};
use serde::Serialize;
use store::{Connection, kind as kinds, observation as stored};

use super::{Named, context, named, zone};
use crate::{Result, sharing};

/// An observation in a list.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ObservationRow {
    /// The row.
    pub id: RowId,
    /// The teacher's name.
    pub teacher: String,
    /// The coach whom a supervisor observed: it counts as no observation of a lesson.
    pub coach: Option<Named>,
    /// The class in words.
    pub context: String,
    /// The day in words.
    pub day: String,
    /// When it began.
    pub started: String,
    /// How long it lasted; nothing while it is open.
    pub duration: Option<String>,
    /// Whether lines are still being written.
    pub is_open: bool,
    /// How many lines it has.
    pub lines: u32,
    /// How many of them are tagged.
    pub tagged: u32,
    /// What it records; nothing where a newer version added the kind.
    pub kind: Option<Kind>,
    /// How many intervals, stretches, sweeps, events or items it has.
    pub entries: u32,
    /// Whether two observers compare their codes by it: it counts as no observation.
    pub is_calibration: bool,
    /// Whether it is shared with somebody.
    pub is_shared: bool,
    /// The author's name, where somebody else shared it.
    pub from: Option<String>,
}

impl ObservationRow {
    /// Returns whose lesson it was, or what it is where it is nobody's: a learning walk is about no teacher. Of an
    /// observation of a coach it is the coach.
    pub(crate) fn whose(&self) -> &str {
        match (self.kind, &self.coach) {
            _ if !self.teacher.is_empty() => &self.teacher,
            (_, Some(coach)) if !coach.name.is_empty() => &coach.name,
            (Some(Kind::LearningWalk), _) => "Learning walk",
            _ => "Observation",
        }
    }
}

/// A page of the list of observations.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ObservationsView {
    /// The latest first.
    pub rows: Vec<ObservationRow>,
    /// How many there are in all.
    pub total: u32,
}

/// How many observations one page of the list has.
pub const PAGE: u32 = 100;

/// Lists observations, the latest first.
///
/// # Errors
/// When the database fails.
pub fn list(reader: &Connection, teacher: Option<RowId>, page: u32) -> Result<ObservationsView> {
    let observations = stored::latest(reader, teacher, page.saturating_mul(PAGE), PAGE)?;
    let rows = observations.iter().map(|observation| row(reader, observation)).collect::<Result<_>>()?;
    Ok(ObservationsView { rows, total: stored::count(reader)? })
}

/// Returns an observation as a list shows it.
pub(crate) fn row(reader: &Connection, observation: &stored::Observation) -> Result<ObservationRow> {
    let zone = zone(observation);
    let (lines, tagged) = stored::line_counts(reader, observation.id)?;
    let (is_shared, from) = sharing::mark(reader, observation.id)?;
    let is_open = State::from_code(&observation.state) == State::Capturing;
    let kind = Kind::from_code(&observation.kind);
    Ok(ObservationRow {
        id: observation.id,
        teacher: observation
            .teacher
            .map(|teacher| named(reader, teacher))
            .transpose()?
            .map_or(String::new(), |named| named.name),
        coach: observation.coach.map(|coach| named(reader, coach)).transpose()?,
        context: context(reader, observation.section)?,
        day: time::brief_day(time::local(observation.started_ms, zone).date_naive()),
        started: time::short(observation.started_ms, zone),
        duration: observation.ended_offset_ms.filter(|_| !is_open).map(time::stretch),
        is_open,
        lines,
        tagged,
        entries: if kind == Some(Kind::Scripted) { 0 } else { kinds::entries(reader, observation.id)? },
        is_calibration: Purpose::from_code(&observation.purpose) == Purpose::Calibration,
        kind,
        is_shared,
        from,
    })
}
