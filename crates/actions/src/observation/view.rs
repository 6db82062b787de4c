//! One observation, whole, as its screen shows it.

use domain::{
    RowId,
    clock::{self, Reading},
    observation::State,
    time,
};
use serde::Serialize;
use store::{Connection, observation as stored};

use super::{
    Named, context,
    draft::{self, DraftView},
    entry::{self, Entry, EntryKind},
    look_for::{self, LookForSetView, LookForView},
    named, school_name, small, zone,
};
use crate::{Result, capture};

/// An open step, as the head of the screen shows it.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct OpenStepView {
    /// The row.
    pub id: RowId,
    /// The words.
    pub text: String,
    /// When it is checked, in words: `6 Oct`.
    pub check: String,
}

/// One observation, whole.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ObservationView {
    /// The row.
    pub id: RowId,
    /// The teacher.
    pub teacher: Option<Named>,
    /// The coach whom a supervisor observed; of a lesson nobody.
    pub coach: Option<Named>,
    /// The class in words: `Period 2 · Math 7`.
    pub context: String,
    /// The class.
    pub section: Option<RowId>,
    /// The school's name.
    pub school: String,
    /// What to look at.
    pub focus: String,
    /// The open steps of the teacher, the next check first.
    pub open_steps: Vec<OpenStepView>,
    /// Whether lines are still being written.
    pub is_open: bool,
    /// Whether it is paused now.
    pub is_paused: bool,
    /// The day in words.
    pub day: String,
    /// When it began: `8:07`.
    pub started: String,
    /// When it ended; nothing while it is open.
    pub ended: Option<String>,
    /// Milliseconds since its start: now while it is open, else its whole length.
    pub elapsed_ms: u32,
    /// How long it was planned to last, in minutes.
    pub planned_minutes: Option<u32>,
    /// How many students were there.
    pub students: Option<u32>,
    /// The script.
    pub entries: Vec<Entry>,
    /// The look-fors with their counts.
    pub look_fors: Vec<LookForView>,
    /// The set they belong to.
    pub look_for_set: Option<LookForSetView>,
    /// What was typed and not kept.
    pub drafts: Vec<DraftView>,
    /// The day on which it was typed in from paper, in words; nothing where it was recorded while the lesson lasted.
    pub entered: Option<String>,
    /// How many lines it has.
    pub lines: u32,
    /// How many of them are tagged.
    pub tagged: u32,
}

/// Returns an observation, whole.
///
/// # Errors
/// When it is not there.
pub fn view(reader: &Connection, id: RowId, now: &Reading) -> Result<ObservationView> {
    let observation = stored::load(reader, id)?;
    let zone = zone(&observation);
    let standing = store::draft::standing(reader, id)?;
    let is_open = State::from_code(&observation.state) == State::Capturing;
    let tags = entry::tags_by_line(reader, &observation)?;
    let entries = entry::entries(reader, &observation, &tags)?;
    let elapsed = match (&observation.ended_offset_ms, &standing) {
        (Some(ended), _) if !is_open => *ended,
        (_, Some(standing)) => clock::offset(standing, now),
        _ => entries.last().map_or(0, |entry| entry.offset_ms.into()),
    };
    let lines = entries.iter().filter(|entry| entry.kind == EntryKind::Line);
    Ok(ObservationView {
        id,
        teacher: observation.teacher.map(|teacher| named(reader, teacher)).transpose()?,
        coach: observation.coach.map(|coach| named(reader, coach)).transpose()?,
        context: context(reader, observation.section)?,
        section: observation.section,
        school: school_name(reader, observation.school)?,
        focus: observation.focus.clone(),
        open_steps: open_steps(reader, &observation, is_open)?,
        is_open,
        is_paused: is_open && capture::is_paused(reader, id)?,
        day: time::long_day(time::local(observation.started_ms, zone).date_naive()),
        started: time::short(observation.started_ms, zone),
        ended: (!is_open).then(|| time::short(observation.started_ms + elapsed, zone)),
        elapsed_ms: small(elapsed),
        planned_minutes: observation.planned_minutes,
        students: observation.students,
        entered: observation.entered_ms.map(|entered| time::full_day(time::local(entered, zone).date_naive())),
        lines: small(lines.clone().count()),
        tagged: small(lines.filter(|entry| entry.is_tagged()).count()),
        look_fors: look_for::look_fors(reader, &observation, &entries)?,
        look_for_set: look_for::look_for_set(reader, &observation)?,
        drafts: draft::drafts(reader, &observation)?,
        entries,
    })
}

/// The steps that are open while a lesson is written; of one that is over, the step that was open when it began.
fn open_steps(reader: &Connection, observation: &stored::Observation, is_open: bool) -> Result<Vec<OpenStepView>> {
    let Some(teacher) = observation.teacher else { return Ok(Vec::new()) };
    let is_shown = |step: &store::step::Step| {
        if is_open { step.observation != Some(observation.id) } else { Some(step.id) == observation.open_step }
    };
    let view = |step: store::step::Step| OpenStepView {
        id: step.id,
        check: step.check_date.parse().map_or(String::new(), short_date),
        text: step.text,
    };
    Ok(store::step::open(reader, Some(teacher))?.into_iter().filter(is_shown).map(view).collect())
}

/// Returns a day as `6 Oct`.
fn short_date(date: chrono::NaiveDate) -> String {
    time::brief_day(date).split_once(' ').map_or_else(String::new, |(_, day)| day.to_owned())
}
