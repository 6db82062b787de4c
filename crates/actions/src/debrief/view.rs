//! A debrief, whole, as its screen shows it.

use std::collections::HashSet;

use chrono_tz::Tz;
use domain::{
    RowId,
    clock::{self, Anchor, Reading},
    debrief::State,
    time,
};
use serde::Serialize;
use store::{
    Connection,
    debrief::{self as stored, Timer},
    observation as lessons,
};

use super::share;
use crate::{
    Result,
    kind::{self, Recorded},
    observation::{EntryKind, Named, context, entries, home_zone, named, small, tags_by_line, zone},
    sharing::{self, Barrier, FromView, ShareView},
};

/// A line that shows something: tagged, starred or praised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct DebriefLine {
    /// The row.
    pub id: RowId,
    /// When, as `9:12:20` in the school's zone.
    pub time: String,
    /// The speaker's code.
    pub speaker: String,
    /// The words.
    pub text: String,
    /// Whether it is starred.
    pub starred: bool,
    /// The letters of the look-fors that it shows, and after a minus of those that it shows to be missing: `AC−B`.
    pub tags: String,
    /// Whether the debrief praises it.
    pub is_praised: bool,
}

/// A debrief, whole.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct DebriefView {
    /// The row.
    pub id: RowId,
    /// The lesson that it speaks of.
    pub observation: Option<RowId>,
    /// The teacher.
    pub teacher: Option<Named>,
    /// The class in words: `Period 2 · Math 7`.
    pub context: String,
    /// When the lesson was: `Monday 5 October, 8:07`.
    pub lesson: String,
    /// What to look at, as the two agreed.
    pub focus: String,
    /// The code of its way.
    pub model: String,
    /// Whether it took place.
    pub is_held: bool,
    /// Whether the talk is under way.
    pub is_running: bool,
    /// Milliseconds since the talk began.
    pub elapsed_ms: u32,
    /// The day, `2026-10-05`; empty before it began.
    pub date: String,
    /// The day in words.
    pub day: String,
    /// When it began, in minutes after midnight.
    pub starts_minute: Option<u32>,
    /// When it began and ended: `10:30 – 10:50`.
    pub times: String,
    /// How long it lasted, in minutes.
    pub minutes: Option<u32>,
    /// How long the step was practised, in milliseconds.
    pub practice_ms: u32,
    /// Whether the timer of the practice runs.
    pub is_practising: bool,
    /// What went well, in words.
    pub praise: String,
    /// What the coach asks.
    pub question: String,
    /// What the teacher said, in the teacher's words.
    pub teacher_words: String,
    /// When the teacher agreed: `10:48`.
    pub agreed: Option<String>,
    /// The lines that show something.
    pub lines: Vec<DebriefLine>,
    /// What the lesson was recorded as, where it is no script.
    pub recorded: Recorded,
    /// The line of words beside what was recorded.
    pub note: String,
    /// With whom it is shared.
    pub shares: Vec<ShareView>,
    /// Why it cannot be shared with the teacher; nothing where it can.
    pub barrier: Option<Barrier>,
    /// Whose it is, where it is somebody else's.
    pub from: Option<FromView>,
}

/// Returns a debrief, whole.
///
/// # Errors
/// When it is not there.
pub fn view(reader: &Connection, id: RowId, now: &Reading) -> Result<DebriefView> {
    let found = stored::load(reader, id)?;
    let home = home_zone(reader)?;
    let lesson =
        found.observation.map(|lesson| crate::observation::known(lessons::load(reader, lesson))).transpose()?;
    let lesson = lesson.flatten();
    let elapsed = |begun: Anchor| clock::offset(&begun, now);
    let recorded = match &lesson {
        Some(lesson) => kind::finished(reader, lesson)?,
        None => Recorded::Other {},
    };
    let talk = super::talk(reader, &found)?.map(elapsed);
    let practice = stored::timer(reader, id, Timer::Practice)?.map(elapsed);
    Ok(DebriefView {
        id,
        observation: lesson.as_ref().map(|lesson| lesson.id),
        teacher: found.teacher.map(|teacher| named(reader, teacher)).transpose()?,
        context: context(reader, lesson.as_ref().and_then(|lesson| lesson.section))?,
        lesson: lesson.as_ref().map_or_else(String::new, moment_of),
        note: lesson.as_ref().map_or_else(String::new, |lesson| lesson.note.clone()),
        recorded,
        focus: lesson.map_or_else(String::new, |lesson| lesson.focus),
        is_held: State::from_code(&found.state) == State::Held,
        is_running: talk.is_some(),
        elapsed_ms: small(talk.unwrap_or(0)),
        day: found.date.parse().map_or_else(|_| String::new(), time::brief_day),
        times: times(&found),
        practice_ms: small(i64::from(found.practice_seconds) * 1_000 + practice.unwrap_or(0)),
        is_practising: practice.is_some(),
        agreed: found.agreed_ms.map(|agreed| said(agreed, home)),
        lines: lines(reader, &found)?,
        shares: sharing::shares(reader, id, home)?,
        barrier: share::barrier(reader, &found)?,
        from: sharing::from(reader, id, home)?,
        model: found.model,
        date: found.date,
        starts_minute: found.starts_minute,
        minutes: found.minutes,
        praise: found.praise,
        question: found.question,
        teacher_words: found.teacher_words,
    })
}

/// Returns the lines of its lesson that show something, in the order of time.
pub(super) fn lines(reader: &Connection, found: &stored::Debrief) -> Result<Vec<DebriefLine>> {
    let Some(lesson) = found.observation else { return Ok(Vec::new()) };
    let Some(lesson) = crate::observation::known(lessons::load(reader, lesson))? else { return Ok(Vec::new()) };
    let praised: HashSet<RowId> = stored::praise_lines(reader, found.id)?.into_iter().collect();
    let tags = tags_by_line(reader, &lesson)?;
    let shown =
        entries(reader, &lesson, &tags)?.into_iter().filter(|entry| entry.kind == EntryKind::Line).map(|entry| {
            DebriefLine {
                tags: entry.signs(),
                id: entry.id,
                time: entry.time,
                speaker: entry.speaker,
                text: entry.text,
                starred: entry.starred,
                is_praised: praised.contains(&entry.id),
            }
        });
    Ok(shown.filter(|line| line.is_praised || line.starred || !line.tags.is_empty()).collect())
}

fn moment_of(lesson: &lessons::Observation) -> String {
    let zone = zone(lesson);
    let day = time::long_day(time::local(lesson.started_ms, zone).date_naive());
    format!("{day}, {}", time::short(lesson.started_ms, zone))
}

fn times(found: &stored::Debrief) -> String {
    match (found.starts_minute, found.minutes) {
        (Some(starts), Some(minutes)) => format!("{} – {}", time::of_day(starts), time::of_day(starts + minutes)),
        (Some(starts), None) => time::of_day(starts),
        _ => String::new(),
    }
}

fn said(at_ms: i64, zone: Tz) -> String {
    let day = time::brief_day(time::local(at_ms, zone).date_naive());
    format!("{day}, {}", time::short(at_ms, zone))
}
