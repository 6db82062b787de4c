//! Writing a script: drafts, lines, wonderings, tags, gaps. Each line is stamped at its first key.

use domain::{
    Code, Problem, RowId,
    clock::{self, Anchor, Cause, Reading},
    observation::{LONGEST_LINE, State},
    schema::{gap, line, observation, tag, visit, wondering},
    script::{self, Speaker},
};
use serde::{Deserialize, Serialize};
use store::{
    Connection, Tx, Writer,
    draft::{self, Draft, Standing},
    observation as stored,
};

use crate::{
    Error, Result,
    observation::{self as view, Entry},
    session,
};

/// A lesson to be observed: a planned visit, or a teacher.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Start {
    /// The planned visit.
    pub visit: Option<RowId>,
    /// The teacher, when there is no visit.
    pub teacher: Option<RowId>,
}

/// A state of what is being typed.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SaveDraft {
    /// The observation.
    pub observation: RowId,
    /// The kept line that is being edited; nothing for a new line.
    pub line: Option<RowId>,
    /// Rises with every state of this field.
    #[specta(type = u32)] // the page counts in whole numbers
    pub number: f64,
    /// The words as they stand in the field.
    pub typed: String,
    /// The speaker's code.
    pub speaker: String,
    /// The positions of the look-fors that are chosen for it.
    pub tags: Vec<u32>,
    /// Where the caret stands.
    pub caret: u32,
    /// How many milliseconds ago the line's first key was pressed.
    pub age_ms: u32,
}

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

/// A kept line with other words.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct EditLine {
    /// The line, or the wondering.
    pub id: RowId,
    /// Higher than the number of every state of the draft.
    #[specta(type = u32)] // the page counts in whole numbers
    pub number: f64,
    /// The words as they stand in the field.
    pub typed: String,
    /// The speaker's code, when the words name none.
    pub speaker: String,
}

/// What a change of the script made of it.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Kept {
    /// The whole script, when more than the end of it changed; else only the new entries.
    pub entries: Vec<Entry>,
    /// How many lines there are.
    pub lines: u32,
    /// How many of them are tagged.
    pub tagged: u32,
    /// When it was saved, as `9:12:20`.
    pub saved: String,
}

/// Begins an observation, or opens the one that this visit already has.
///
/// # Errors
/// When neither visit nor teacher is there.
pub fn start(writer: &mut Writer, now: &Reading, start: &Start) -> Result<RowId> {
    let reader = writer.reader();
    let session = session::load(reader)?;
    let planned = start.visit.map(|id| store::visit::load(reader, id)).transpose()?;
    if let Some(open) = planned.as_ref().and_then(|visit| visit.observation)
        && stored::load(reader, open).is_ok()
    {
        return Ok(open);
    }
    let teacher = planned.as_ref().and_then(|visit| visit.teacher).or(start.teacher);
    let Some(teacher) = teacher else {
        return Err(Error::invalid("teacher", "Choose whose lesson you are going to observe."));
    };
    store::person::load(reader, teacher)?;
    let place = Place::of(reader, teacher, planned.as_ref(), now, &session)?;
    let open_step = store::person::open_steps(reader, Some(teacher))?.first().map(|step| step.id);
    let set = crate::look_for::last_used(reader, teacher)?;
    let zone = session::zone_of(reader, place.school.or(Some(session.organisation)))?;
    writer.act(store::workspace(), "Begin an observation", |tx| {
        let id = tx.new_id();
        tx.create(
            observation::ENTITY,
            id,
            vec![
                (observation::TEACHER, teacher.into()),
                (observation::SECTION, place.section.into()),
                (observation::SCHOOL, place.school.into()),
                (observation::VISIT, start.visit.into()),
                (observation::LOOK_FOR_SET, set.into()),
                (observation::KIND, "scripted".into()),
                (observation::STATE, State::Capturing.code().into()),
                (observation::STARTED_MS, now.wall_ms.into()),
                (observation::ZONE, zone.name().into()),
                (observation::PLANNED_MINUTES, planned.as_ref().and_then(|visit| visit.minutes).into()),
                (
                    observation::FOCUS,
                    planned.as_ref().map(|visit| visit.purpose.clone()).filter(|text| !text.is_empty()).into(),
                ),
                (observation::OBSERVER, session.me.into()),
                (observation::OPEN_STEP, open_step.into()),
            ],
        )?;
        if let Some(planned) = &planned {
            tx.set(visit::ENTITY, planned.id, visit::OBSERVATION, id.into())?;
            tx.set(visit::ENTITY, planned.id, visit::STATE, "held".into())?;
        }
        draft::stand(tx, id, &Standing { anchor: Anchor { offset_ms: 0, reading: now.clone() }, paused: None })?;
        Ok(id)
    })
}

/// Where a lesson takes place, as far as the roster and the bell schedule tell.
struct Place {
    section: Option<RowId>,
    school: Option<RowId>,
}

impl Place {
    fn of(
        reader: &Connection,
        teacher: RowId,
        planned: Option<&store::visit::Visit>,
        now: &Reading,
        session: &session::Session,
    ) -> Result<Self> {
        let today = session::today(reader, now.wall_ms)?;
        let sections = crate::person::class::current(reader, teacher, today)?;
        let planned_section = planned.and_then(|visit| visit.section);
        let mut school =
            planned.and_then(|visit| visit.school).or_else(|| sections.first().and_then(|first| first.school));
        if school.is_none() {
            let roles = store::person::roles(reader)?;
            school = roles.iter().find(|role| role.person == teacher).and_then(|role| role.organisation);
        }
        let zone = session::zone_of(reader, school.or(Some(session.organisation)))?;
        let period = crate::school::period_at(reader, school, domain::time::local(now.wall_ms, zone))?;
        let by_period = sections.iter().find(|section| period.as_deref() == Some(section.period.as_str()));
        let only = sections.first().filter(|_| sections.len() == 1);
        let section = planned_section.or_else(|| by_period.or(only).map(|section| section.id));
        Ok(Self { section, school })
    }
}

/// Writes a state of the draft, durably, unless a later one is already written. Returns whether it was written.
///
/// # Errors
/// When the observation is not open, or the disk refuses.
pub fn save_draft(writer: &mut Writer, now: &Reading, save: &SaveDraft) -> Result<bool> {
    let observation = open(writer.reader(), save.observation)?;
    let at = match save.line {
        Some(line) => Anchor { offset_ms: stored::line(writer.reader(), line)?.1.offset_ms, reading: now.clone() },
        None => first_key(writer.reader(), &observation, now, save.age_ms)?,
    };
    let halves = script::split(&save.typed);
    Ok(draft::save(
        writer,
        &Draft {
            document: save.observation,
            target: save.line.unwrap_or(save.observation),
            number: whole(save.number),
            evidence: halves.evidence,
            wondering: halves.wondering,
            speaker: Speaker::from_code(&save.speaker).to_string(),
            tags: save.tags.clone(),
            caret: save.caret,
            anchor: at,
        },
    )?)
}

/// Keeps what was typed: the words before `//` as a line, the words after it as a private wondering.
///
/// # Errors
/// When the observation is not open, or the line is too long.
pub fn keep_line(writer: &mut Writer, now: &Reading, keep: &KeepLine) -> Result<Kept> {
    let observation = open(writer.reader(), keep.observation)?;
    check_length(&keep.typed)?;
    let journaled = new_line_draft(writer.reader(), keep.observation)?.filter(|draft| !is_empty(draft));
    let at = match journaled {
        Some(draft) => draft.anchor,
        None => first_key(writer.reader(), &observation, now, keep.age_ms)?,
    };
    let made = writer.act(keep.observation, "Keep a line", |tx| {
        let mut made = note_sleep(tx, &observation, now)?;
        resume_in(tx, &observation, now)?;
        let typed = Typed { text: &keep.typed, speaker: &keep.speaker, tags: &keep.tags };
        made.extend(keep_typed(tx, &observation, &typed, &at)?);
        draft::clear(tx, keep.observation, keep.observation, whole(keep.number))?;
        advance(tx, &observation, now)?;
        Ok::<_, Error>(made)
    })?;
    kept_entries(writer, &observation, &made, now)
}

/// What stands in the field when a line is kept.
struct Typed<'a> {
    text: &'a str,
    speaker: &'a str,
    tags: &'a [u32],
}

/// Makes a line, its tags and its wondering, as far as the words give any, and returns their ids.
fn keep_typed(
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
            tag_line(tx, observation, id, *position)?;
        }
        made.push(id);
    }
    made.extend(keep_wondering(tx, observation, halves.wondering.as_deref(), made.first().copied(), at)?);
    Ok(made)
}

fn keep_wondering(
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

/// Gives a kept line or wondering other words. Its time stays. `//` in a line moves what follows into a wondering.
///
/// # Errors
/// When the line is not there, its observation is not open, or the words are too many.
pub fn edit_line(writer: &mut Writer, now: &Reading, edit: &EditLine) -> Result<Kept> {
    check_length(&edit.typed)?;
    let reader = writer.reader();
    if let Ok(id) = stored::observation_of_wondering(reader, edit.id) {
        return edit_wondering(writer, now, id, edit);
    }
    let (id, before) = stored::line(reader, edit.id)?;
    let observation = stored::load(reader, id)?;
    let at = Anchor { offset_ms: before.offset_ms, reading: now.clone() };
    writer.act(id, "Edit a line", |tx| {
        let halves = script::split(&edit.typed);
        let parsed = script::parse(&halves.evidence);
        if parsed.text.is_empty() {
            tx.remove(line::ENTITY, edit.id)?;
        } else {
            let speaker = parsed.speaker.unwrap_or_else(|| Speaker::from_code(&edit.speaker));
            tx.set(line::ENTITY, edit.id, line::TEXT, parsed.text.into())?;
            tx.set(line::ENTITY, edit.id, line::SPEAKER, speaker.to_string().into())?;
            if parsed.starred {
                tx.set(line::ENTITY, edit.id, line::STARRED, true.into())?;
            }
            for position in parsed.look_fors {
                tag_line(tx, &observation, edit.id, position)?;
            }
        }
        keep_wondering(tx, &observation, halves.wondering.as_deref(), Some(edit.id), &at)?;
        draft::clear(tx, id, edit.id, whole(edit.number))?;
        Ok::<_, Error>(())
    })?;
    kept_whole(writer, id, now)
}

fn edit_wondering(writer: &mut Writer, now: &Reading, observation: RowId, edit: &EditLine) -> Result<Kept> {
    let words = edit.typed.trim().trim_start_matches("//").trim();
    writer.act(observation, "Edit a wondering", |tx| {
        if words.is_empty() {
            tx.remove(wondering::ENTITY, edit.id)?;
        } else {
            tx.set(wondering::ENTITY, edit.id, wondering::TEXT, words.into())?;
        }
        draft::clear(tx, observation, edit.id, whole(edit.number))
    })?;
    kept_whole(writer, observation, now)
}

/// Removes a line or a wondering; it can be brought back for 30 days.
///
/// # Errors
/// When it is not there.
pub fn remove_entry(writer: &mut Writer, now: &Reading, id: RowId) -> Result<Kept> {
    let reader = writer.reader();
    let (document, entity, label) = match stored::observation_of_wondering(reader, id) {
        Ok(observation) => (observation, wondering::ENTITY, "Remove a wondering"),
        Err(_) => (stored::line(reader, id)?.0, line::ENTITY, "Remove a line"),
    };
    writer.act(document, label, |tx| tx.remove(entity, id))?;
    kept_whole(writer, document, now)
}

/// Stars a line, or takes the star away.
///
/// # Errors
/// When the line is not there.
pub fn star(writer: &mut Writer, now: &Reading, id: RowId, starred: bool) -> Result<Kept> {
    let (document, _) = stored::line(writer.reader(), id)?;
    let label = if starred { "Star a line" } else { "Take a star away" };
    writer.act(document, label, |tx| tx.set(line::ENTITY, id, line::STARRED, starred.into()))?;
    kept_whole(writer, document, now)
}

/// Tags a line to the look-for at this position, or takes the tag away.
///
/// # Errors
/// When the line or the look-for is not there.
pub fn tag(writer: &mut Writer, now: &Reading, id: RowId, position: u32, tagged: bool) -> Result<Kept> {
    let (document, _) = stored::line(writer.reader(), id)?;
    let observation = stored::load(writer.reader(), document)?;
    if tagged {
        writer.act(document, "Tag a line", |tx| tag_line(tx, &observation, id, position))?;
    } else {
        let look_for = look_for_at(writer.reader(), &observation, position)?;
        writer.act(document, "Take a tag away", |tx| tx.remove(tag::ENTITY, tag_id(id, look_for)))?;
    }
    kept_whole(writer, document, now)
}

fn tag_line(tx: &mut Tx<'_>, observation: &stored::Observation, id: RowId, position: u32) -> Result<()> {
    let look_for = look_for_at(tx.reader(), observation, position)?;
    tx.create_or_restore(
        tag::ENTITY,
        tag_id(id, look_for),
        vec![(tag::LINE, id.into()), (tag::LOOK_FOR, look_for.into()), (tag::OBSERVATION, observation.id.into())],
    )?;
    Ok(())
}

/// Two devices that tag the same line to the same look-for make the same row.
fn tag_id(line: RowId, look_for: RowId) -> RowId {
    RowId::derived(&[b"tag", &line.bytes(), &look_for.bytes()])
}

fn look_for_at(reader: &Connection, observation: &stored::Observation, position: u32) -> Result<RowId> {
    let found = match observation.look_for_set {
        Some(set) => stored::look_fors(reader, set)?.into_iter().find(|look_for| look_for.position == position),
        None => None,
    };
    found
        .map(|look_for| look_for.id)
        .ok_or_else(|| Error::invalid("position", "There is no look-for with this letter."))
}

/// Marks a moment of the lesson: a transition.
///
/// # Errors
/// When the observation is not open.
pub fn mark(writer: &mut Writer, now: &Reading, id: RowId) -> Result<Kept> {
    let observation = open(writer.reader(), id)?;
    let at = first_key(writer.reader(), &observation, now, 0)?;
    let made = writer.act(id, "Mark a moment", |tx| {
        let mut made = note_sleep(tx, &observation, now)?;
        let line_id = tx.new_id();
        tx.create(
            line::ENTITY,
            line_id,
            vec![
                (line::OBSERVATION, id.into()),
                (line::OFFSET_MS, at.offset_ms.into()),
                (line::WALL_MS, at.reading.wall_ms.into()),
                (line::BOOT, at.reading.boot.as_str().into()),
                (line::TEXT, "Transition".into()),
                (line::MARKER, true.into()),
            ],
        )?;
        made.push(line_id);
        advance(tx, &observation, now)?;
        Ok::<_, Error>(made)
    })?;
    kept_entries(writer, &observation, &made, now)
}

/// Pauses an open observation: a gap begins.
///
/// # Errors
/// When the observation is not open.
pub fn pause(writer: &mut Writer, now: &Reading, id: RowId) -> Result<()> {
    let observation = open(writer.reader(), id)?;
    if paused_gap(writer.reader(), id)?.is_some() {
        return Ok(());
    }
    writer.act(id, "Pause", |tx| {
        note_sleep(tx, &observation, now)?;
        advance(tx, &observation, now)?;
        let Some(standing) = draft::standing(tx.reader(), id)? else { return Ok(()) };
        let gap_id = make_gap(tx, id, standing.anchor.offset_ms, None, Cause::Pause)?;
        draft::stand(tx, id, &Standing { paused: Some(gap_id), ..standing })?;
        Ok(())
    })
}

/// Goes on after a pause.
///
/// # Errors
/// When the observation is not open.
pub fn resume(writer: &mut Writer, now: &Reading, id: RowId) -> Result<()> {
    let observation = open(writer.reader(), id)?;
    writer.act(id, "Go on", |tx| resume_in(tx, &observation, now))
}

fn resume_in(tx: &mut Tx<'_>, observation: &stored::Observation, now: &Reading) -> Result<()> {
    let Some(paused) = paused_gap(tx.reader(), observation.id)? else { return Ok(()) };
    advance(tx, observation, now)?;
    let Some(standing) = draft::standing(tx.reader(), observation.id)? else { return Ok(()) };
    tx.set(gap::ENTITY, paused, gap::TO_MS, standing.anchor.offset_ms.into())?;
    draft::stand(tx, observation.id, &Standing { paused: None, ..standing })?;
    Ok(())
}

/// Returns the gap of a pause that lasts. A pause that was taken back lasts no longer.
fn paused_gap(reader: &Connection, id: RowId) -> Result<Option<RowId>> {
    let Some(paused) = draft::standing(reader, id)?.and_then(|standing| standing.paused) else { return Ok(None) };
    let lasts = stored::gaps(reader, id)?.iter().any(|gap| gap.id == paused && gap.to_ms.is_none());
    Ok(lasts.then_some(paused))
}

/// Lets an open observation's clock go on: remembers the moment, and marks sleep. Called every few seconds.
///
/// # Errors
/// When the observation is not open.
pub fn tick(writer: &mut Writer, now: &Reading, id: RowId) -> Result<()> {
    let observation = open(writer.reader(), id)?;
    writer.act(id, "Sleep", |tx| {
        note_sleep(tx, &observation, now)?;
        advance(tx, &observation, now)
    })
}

/// Goes on with an observation that was open when Coachlight or the computer stopped: the time between is a gap.
///
/// # Errors
/// When the database fails.
pub fn resume_after_restart(writer: &mut Writer, now: &Reading, id: RowId) -> Result<()> {
    let observation = stored::load(writer.reader(), id)?;
    let Some(standing) = draft::standing(writer.reader(), id)? else { return Ok(()) };
    if State::from_code(&observation.state) != State::Capturing {
        return Ok(());
    }
    let offset_ms = clock::offset(&standing.anchor, now);
    let is_pause = paused_gap(writer.reader(), id)?.is_some();
    writer.act(id, "Restart", |tx| {
        if !is_pause && offset_ms - standing.anchor.offset_ms > clock::SHORTEST_GAP_MS {
            make_gap(tx, id, standing.anchor.offset_ms, Some(offset_ms), Cause::Restart)?;
        }
        let anchor = Anchor { offset_ms, reading: now.clone() };
        draft::stand(tx, id, &Standing { anchor, ..standing })?;
        Ok(())
    })
}

/// Ends the lesson. Words that stand in the field are kept as a line first.
///
/// # Errors
/// When the observation is not open.
pub fn finish(writer: &mut Writer, now: &Reading, id: RowId) -> Result<()> {
    let observation = open(writer.reader(), id)?;
    let rest = new_line_draft(writer.reader(), id)?.filter(|draft| !is_empty(draft));
    writer.act(id, "Finish", |tx| {
        note_sleep(tx, &observation, now)?;
        resume_in(tx, &observation, now)?;
        if let Some(draft) = rest {
            let text = typed(&draft);
            let typed = Typed { text: &text, speaker: &draft.speaker, tags: &draft.tags };
            keep_typed(tx, &observation, &typed, &draft.anchor)?;
            draft::clear(tx, id, id, draft.number)?;
        }
        advance(tx, &observation, now)?;
        let ended = draft::standing(tx.reader(), id)?.map_or(0, |standing| standing.anchor.offset_ms);
        tx.set(observation::ENTITY, id, observation::ENDED_OFFSET_MS, ended.into())?;
        tx.set(observation::ENTITY, id, observation::STATE, State::Captured.code().into())?;
        Ok(())
    })
}

/// After this long a reopened observation goes on where it ended: the lesson is surely over.
const SAME_LESSON_MS: i64 = 3 * 3_600_000;

/// Opens a finished observation again. Within the same lesson its clock went on meanwhile, and the time is a gap.
///
/// # Errors
/// When it is not there.
pub fn reopen(writer: &mut Writer, now: &Reading, id: RowId) -> Result<()> {
    let observation = stored::load(writer.reader(), id)?;
    if State::from_code(&observation.state) == State::Capturing {
        return Ok(());
    }
    let ended = observation.ended_offset_ms.unwrap_or(0);
    let standing = draft::standing(writer.reader(), id)?;
    let offset = standing.map_or(ended, |standing| clock::offset(&standing.anchor, now));
    let offset_ms = if offset - ended > SAME_LESSON_MS { ended } else { offset.max(ended) };
    writer.act(id, "Reopen", |tx| {
        tx.set(observation::ENTITY, id, observation::STATE, State::Capturing.code().into())?;
        if offset_ms - ended > clock::SHORTEST_GAP_MS {
            make_gap(tx, id, ended, Some(offset_ms), Cause::Pause)?;
        }
        draft::stand(tx, id, &Standing { anchor: Anchor { offset_ms, reading: now.clone() }, paused: None })?;
        Ok(())
    })
}

/// Changes the head of an observation: who was there, how long it is planned, what to look at, which class it is.
///
/// # Errors
/// When it is not there, or a number is not possible.
pub fn set_head(
    writer: &mut Writer,
    id: RowId,
    students: Option<u32>,
    planned_minutes: Option<u32>,
    focus: &str,
    section: Option<RowId>,
) -> Result<()> {
    if students.is_some_and(|students| students > 500) {
        return Err(Error::invalid("students", "Write how many students are there: 0 to 500."));
    }
    if planned_minutes.is_some_and(|minutes| minutes == 0 || minutes > 600) {
        return Err(Error::invalid("plannedMinutes", "An observation lasts 1 to 600 minutes."));
    }
    check_section(writer.reader(), id, section)?;
    Ok(writer.act(id, "Change the head", |tx| {
        tx.set(observation::ENTITY, id, observation::STUDENTS, students.into())?;
        tx.set(observation::ENTITY, id, observation::PLANNED_MINUTES, planned_minutes.into())?;
        tx.set(observation::ENTITY, id, observation::SECTION, section.into())?;
        let focus = Some(focus.trim()).filter(|focus| !focus.is_empty());
        tx.set(observation::ENTITY, id, observation::FOCUS, focus.into())
    })?)
}

/// A class is one of the teacher's; the one that the observation has may stay, also when it has ended since.
fn check_section(reader: &Connection, id: RowId, section: Option<RowId>) -> Result<()> {
    let observation = stored::load(reader, id)?;
    let Some(section) = section.filter(|section| observation.section != Some(*section)) else { return Ok(()) };
    let classes = store::person::sections(reader, observation.teacher)?;
    if classes.iter().any(|class| class.id == section) {
        return Ok(());
    }
    Err(Error::invalid("section", "Choose one of this teacher's classes."))
}

/// Returns the observation that a line or a wondering belongs to.
///
/// # Errors
/// When neither is there.
pub fn observation_of(reader: &Connection, id: RowId) -> Result<RowId> {
    match stored::observation_of_wondering(reader, id) {
        Ok(observation) => Ok(observation),
        Err(_) => Ok(stored::line(reader, id)?.0),
    }
}

/// Returns an observation that lines may be written into.
pub(crate) fn open(reader: &Connection, id: RowId) -> Result<stored::Observation> {
    let observation = stored::load(reader, id)?;
    match State::from_code(&observation.state) {
        State::Capturing => Ok(observation),
        State::Captured => Err(Error::Refused(
            Problem::new(Code::Held, "This observation is finished. Every line is saved on this computer.")
                .hint("Reopen it to write more lines."),
        )),
    }
}

/// Returns the moment of a line's first key. It never lies before the last entry (INV-6).
fn first_key(reader: &Connection, observation: &stored::Observation, now: &Reading, age_ms: u32) -> Result<Anchor> {
    let offset = match draft::standing(reader, observation.id)? {
        Some(standing) => clock::offset(&standing.anchor, now),
        None => now.wall_ms - observation.started_ms,
    };
    let age = i64::from(age_ms);
    let last = stored::last_offset(reader, observation.id)?;
    let reading = Reading {
        wall_ms: now.wall_ms - age,
        boot_ms: now.boot_ms - age,
        awake_ms: now.awake_ms - age,
        boot: now.boot.clone(),
    };
    Ok(Anchor { offset_ms: (offset - age).max(last).max(0), reading })
}

/// Remembers this moment as the last known one.
fn advance(tx: &Tx<'_>, observation: &stored::Observation, now: &Reading) -> Result<()> {
    let standing = draft::standing(tx.reader(), observation.id)?;
    let (offset_ms, paused) = match standing {
        Some(standing) => (clock::offset(&standing.anchor, now), standing.paused),
        None => ((now.wall_ms - observation.started_ms).max(0), None),
    };
    draft::stand(tx, observation.id, &Standing { anchor: Anchor { offset_ms, reading: now.clone() }, paused })?;
    Ok(())
}

/// Marks a gap when the computer slept since the last known moment.
fn note_sleep(tx: &mut Tx<'_>, observation: &stored::Observation, now: &Reading) -> Result<Vec<RowId>> {
    let Some(standing) = draft::standing(tx.reader(), observation.id)? else { return Ok(Vec::new()) };
    let Some(asleep) = clock::slept(&standing.anchor.reading, now) else { return Ok(Vec::new()) };
    let from_ms = standing.anchor.offset_ms;
    let gap_id = make_gap(tx, observation.id, from_ms, Some(from_ms + asleep), Cause::Sleep)?;
    advance(tx, observation, now)?;
    Ok(vec![gap_id])
}

fn make_gap(tx: &mut Tx<'_>, id: RowId, from_ms: i64, to_ms: Option<i64>, cause: Cause) -> Result<RowId> {
    let gap_id = tx.new_id();
    tx.create(
        gap::ENTITY,
        gap_id,
        vec![
            (gap::OBSERVATION, id.into()),
            (gap::FROM_MS, from_ms.into()),
            (gap::TO_MS, to_ms.into()),
            (gap::CAUSE, cause.code().into()),
        ],
    )?;
    Ok(gap_id)
}

fn speaker_before_last(reader: &Connection, id: RowId) -> Result<Speaker> {
    let lines = stored::lines(reader, id)?;
    let before_last = lines.iter().rev().filter(|line| !line.marker).nth(1);
    Ok(before_last.map_or(Speaker::None, |line| Speaker::from_code(&line.speaker)))
}

fn new_line_draft(reader: &Connection, id: RowId) -> Result<Option<Draft>> {
    Ok(draft::of(reader, id)?.into_iter().find(|draft| draft.target == id))
}

fn is_empty(draft: &Draft) -> bool {
    draft.evidence.is_empty() && draft.wondering.is_none()
}

fn typed(draft: &Draft) -> String {
    match &draft.wondering {
        Some(wondering) => format!("{}//{wondering}", draft.evidence),
        None => draft.evidence.clone(),
    }
}

/// Returns the new entries and the counts: the screen adds them at the end.
fn kept_entries(writer: &mut Writer, observation: &stored::Observation, made: &[RowId], now: &Reading) -> Result<Kept> {
    let reader = writer.reader();
    let tags = view::tags_by_line(reader, observation)?;
    let mut entries = view::entries(reader, observation, &tags)?;
    entries.retain(|entry| made.contains(&entry.id));
    kept(reader, observation, entries, now)
}

/// Returns the whole script and the counts.
pub(crate) fn kept_whole(writer: &mut Writer, id: RowId, now: &Reading) -> Result<Kept> {
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

fn check_length(typed: &str) -> Result<()> {
    if typed.chars().count() > LONGEST_LINE {
        return Err(Error::invalid("typed", "This line is longer than 4,000 characters. Keep it as several lines."));
    }
    Ok(())
}

/// Brings a draft's number from the page's numbers.
fn whole(number: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "a draft's number counts keystrokes")]
    let whole = number.clamp(0.0, 9e15) as i64;
    whole
}
