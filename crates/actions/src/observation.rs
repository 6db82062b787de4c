//! Observations as they are shown: the script with its times, what is counted, and what is open.

use std::collections::{BTreeMap, HashMap};

use chrono_tz::Tz;
use domain::{
    RowId,
    clock::{self, Reading},
    observation::{State, letter},
    time,
};
use serde::Serialize;
use store::{Connection, draft, observation as stored};

use crate::{Result, session};

/// A person's name with the row behind it.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Named {
    /// The row.
    pub id: RowId,
    /// The words.
    pub name: String,
}

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
}

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
    /// When the line began.
    pub time: String,
}

/// The open step, as the head of the screen shows it.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct OpenStepView {
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
    /// The class in words: `Period 2 · Math 7`.
    pub context: String,
    /// The class.
    pub section: Option<RowId>,
    /// The school's name.
    pub school: String,
    /// What to look at.
    pub focus: String,
    /// The step that was open when it began.
    pub open_step: Option<OpenStepView>,
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
    /// How many lines it has.
    pub lines: u32,
    /// How many of them are tagged.
    pub tagged: u32,
}

/// An observation in a list.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ObservationRow {
    /// The row.
    pub id: RowId,
    /// The teacher's name.
    pub teacher: String,
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

/// Returns an observation, whole.
///
/// # Errors
/// When it is not there.
pub fn view(reader: &Connection, id: RowId, now: &Reading) -> Result<ObservationView> {
    let observation = stored::load(reader, id)?;
    let zone = zone(&observation);
    let standing = draft::standing(reader, id)?;
    let is_open = State::from_code(&observation.state) == State::Capturing;
    let tags = tags_by_line(reader, &observation)?;
    let entries = entries(reader, &observation, &tags)?;
    let elapsed = match (&observation.ended_offset_ms, &standing) {
        (Some(ended), _) if !is_open => *ended,
        (_, Some(standing)) => clock::offset(&standing.anchor, now),
        _ => entries.last().map_or(0, |entry| entry.offset_ms.into()),
    };
    let lines = entries.iter().filter(|entry| entry.kind == EntryKind::Line);
    Ok(ObservationView {
        id,
        teacher: observation.teacher.map(|teacher| named(reader, teacher)).transpose()?,
        context: context(reader, observation.section)?,
        section: observation.section,
        school: school_name(reader, observation.school)?,
        focus: observation.focus.clone(),
        open_step: open_step(reader, &observation)?,
        is_open,
        is_paused: standing.is_some_and(|standing| standing.paused.is_some()),
        day: time::long_day(time::local(observation.started_ms, zone).date_naive()),
        started: time::short(observation.started_ms, zone),
        ended: (!is_open).then(|| time::short(observation.started_ms + elapsed, zone)),
        elapsed_ms: small(elapsed),
        planned_minutes: observation.planned_minutes,
        students: observation.students,
        lines: small(lines.clone().count()),
        tagged: small(lines.filter(|entry| !entry.tags.is_empty()).count()),
        look_fors: look_fors(reader, &observation, &entries)?,
        look_for_set: look_for_set(reader, &observation)?,
        drafts: drafts(reader, &observation)?,
        entries,
    })
}

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
    let is_open = State::from_code(&observation.state) == State::Capturing;
    Ok(ObservationRow {
        id: observation.id,
        teacher: observation
            .teacher
            .map(|teacher| named(reader, teacher))
            .transpose()?
            .map_or(String::new(), |named| named.name),
        context: context(reader, observation.section)?,
        day: time::brief_day(time::local(observation.started_ms, zone).date_naive()),
        started: time::short(observation.started_ms, zone),
        duration: observation.ended_offset_ms.filter(|_| !is_open).map(time::stretch),
        is_open,
        lines,
        tagged,
    })
}

/// Returns the whole script of an observation in the order of time.
pub(crate) fn entries(
    reader: &Connection,
    observation: &stored::Observation,
    tags: &HashMap<RowId, Vec<u32>>,
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
            tags: tags.get(&line.id).cloned().unwrap_or_default(),
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
    }
}

/// Returns the look-for positions of each tagged line.
pub(crate) fn tags_by_line(reader: &Connection, observation: &stored::Observation) -> Result<HashMap<RowId, Vec<u32>>> {
    let Some(set) = observation.look_for_set else { return Ok(HashMap::new()) };
    let positions: HashMap<RowId, u32> =
        stored::look_fors(reader, set)?.into_iter().map(|look_for| (look_for.id, look_for.position)).collect();
    let mut tags: HashMap<RowId, Vec<u32>> = HashMap::new();
    for (line, look_for) in stored::tags(reader, observation.id)? {
        if let Some(position) = positions.get(&look_for) {
            tags.entry(line).or_default().push(*position);
        }
    }
    tags.values_mut().for_each(|positions| positions.sort_unstable());
    Ok(tags)
}

fn look_fors(reader: &Connection, observation: &stored::Observation, entries: &[Entry]) -> Result<Vec<LookForView>> {
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

fn look_for_set(reader: &Connection, observation: &stored::Observation) -> Result<Option<LookForSetView>> {
    let Some(id) = observation.look_for_set else { return Ok(None) };
    let set = stored::look_for_set(reader, id)?;
    Ok(Some(LookForSetView { id, title: set.title, version: set.version }))
}

fn drafts(reader: &Connection, observation: &stored::Observation) -> Result<Vec<DraftView>> {
    let zone = zone(observation);
    let views = draft::of(reader, observation.id)?.into_iter().map(|draft| DraftView {
        line: (draft.target != draft.document).then_some(draft.target),
        typed: match draft.wondering {
            Some(wondering) => format!("{}//{wondering}", draft.evidence),
            None => draft.evidence,
        },
        speaker: draft.speaker,
        tags: draft.tags,
        caret: draft.caret,
        #[expect(clippy::cast_precision_loss, reason = "a draft's number counts keystrokes")]
        number: draft.number as f64,
        time: time::with_seconds(observation.started_ms + draft.anchor.offset_ms, zone),
    });
    Ok(views.collect())
}

fn open_step(reader: &Connection, observation: &stored::Observation) -> Result<Option<OpenStepView>> {
    let Some(id) = observation.open_step else { return Ok(None) };
    let steps = store::person::open_steps(reader, observation.teacher)?;
    Ok(steps
        .into_iter()
        .find(|step| step.id == id)
        .map(|step| OpenStepView { check: step.check_date.parse().map_or(String::new(), short_date), text: step.text }))
}

/// Returns a day as `6 Oct`.
pub(crate) fn short_date(date: chrono::NaiveDate) -> String {
    time::brief_day(date).split_once(' ').map_or_else(String::new, |(_, day)| day.to_owned())
}

/// Returns a person's name with the row.
pub(crate) fn named(reader: &Connection, id: RowId) -> Result<Named> {
    Ok(Named { id, name: store::person::load(reader, id)?.name() })
}

/// Returns a class in words: `Period 2 · Math 7`.
pub(crate) fn context(reader: &Connection, section: Option<RowId>) -> Result<String> {
    let Some(id) = section else { return Ok(String::new()) };
    let section = store::person::section(reader, id)?;
    let period = if section.period.is_empty() { String::new() } else { format!("Period {}", section.period) };
    let parts: Vec<String> = [period, section.title].into_iter().filter(|part| !part.is_empty()).collect();
    Ok(parts.join(" · "))
}

/// Returns a school's name.
pub(crate) fn school_name(reader: &Connection, school: Option<RowId>) -> Result<String> {
    school.map_or(Ok(String::new()), |id| Ok(store::organisation::load(reader, id)?.name))
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
