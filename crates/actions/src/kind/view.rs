//! An observation of one of the other kinds, whole, as its screen shows it.

use domain::{
    RowId,
    clock::Reading,
    interval::{self, Method},
    kind::{CodeLetter, Kind, Purpose},
    measure::{Share, agreement::Coding, talk, written},
    time,
};
use serde::Serialize;
use store::{
    Connection, kind as stored,
    observation::{self as observations, Observation},
};

use super::{CodeShare, LearningWalkView, TallyView, WalkthroughView, learning_walk, tally, walkthrough};
use crate::{
    Error, Result,
    observation::{self, ObservationView, small, zone},
};

/// An observation of one of the other kinds, whole.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct KindView {
    /// What is known of the lesson.
    pub lesson: ObservationView,
    /// What it is for.
    pub purpose: Purpose,
    /// A line of words beside what was recorded.
    pub note: String,
    /// The letters and what they stand for; they do not change.
    pub codes: Vec<CodeLetter>,
    /// What was recorded, by the kind.
    pub recorded: Recorded,
}

/// What an observation recorded.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Recorded {
    /// Letters by interval.
    Interval(IntervalView),
    /// Stretches of talk.
    TalkTimer(TalkView),
    /// Sweeps.
    Scan(ScanView),
    /// Counts.
    Tally(TallyView),
    /// Items.
    Walkthrough(WalkthroughView),
    /// Rooms.
    LearningWalk(LearningWalkView),
    /// A script, or a kind that a newer version added: another screen shows it.
    Other {},
}

/// Letters by interval.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct IntervalView {
    /// What a letter says.
    pub method: Method,
    /// How long an interval is.
    pub seconds: u32,
    /// How many were planned.
    pub planned: Option<u32>,
    /// How many there were so far.
    pub held: u32,
    /// How many have an answer.
    pub answered: u32,
    /// How many of those that are over have none.
    pub missed: u32,
    /// The answers, in the order of their numbers.
    pub marks: Vec<MarkView>,
    /// Each code's share of the answered intervals.
    pub shares: Vec<CodeShare>,
}

/// One answered interval.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct MarkView {
    /// The interval, from 1.
    pub number: u32,
    /// Its letters.
    pub letters: String,
}

/// Stretches of talk.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct TalkView {
    /// Each category.
    pub totals: Vec<TalkTotal>,
    /// How long two or more ran at once, as `0:12`; nothing where none did.
    pub overlap: Option<String>,
    /// Each stretch, by when it began; of a lesson that goes on none, where only the totals are looked at.
    pub stretches: Vec<StretchView>,
}

/// One stretch of talk that is over.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct StretchView {
    /// The row.
    pub id: RowId,
    /// The letter of its category.
    pub letter: String,
    /// When it began, as `9:12:20`.
    pub from: String,
    /// When it ended.
    pub to: String,
    /// How long it lasted, as `1:40`.
    pub lasted: String,
    /// Whether another one ran during part of it.
    pub is_overlapped: bool,
}

/// How long one category lasted.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct TalkTotal {
    /// The letter.
    pub letter: String,
    /// What it stands for.
    pub label: String,
    /// How long it lasted until the moment of this view.
    pub lasted_ms: u32,
    /// Its share of the lesson so far, as `35.0`; nothing where no time has passed.
    pub percent: Option<String>,
    /// Whether it runs now.
    pub is_running: bool,
}

/// Sweeps.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ScanView {
    /// Each sweep, the first one first.
    pub sweeps: Vec<SweepView>,
    /// How many were seen in all sweeps.
    pub seen: u32,
    /// How many of them were on task.
    pub on_task: u32,
    /// On task over seen, as `79.2`; nothing where there is no data.
    pub percent: Option<String>,
}

/// One sweep.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SweepView {
    /// The row.
    pub id: RowId,
    /// When, as `9:12:20`.
    pub time: String,
    /// How many were seen.
    pub seen: u32,
    /// How many of them were on task.
    pub on_task: u32,
    /// On task over seen.
    pub percent: Option<String>,
}

/// Returns an observation of one of the other kinds, whole.
///
/// # Errors
/// When it is not there.
pub fn view(reader: &Connection, id: RowId, now: &Reading) -> Result<KindView> {
    let found = observations::load(reader, id)?;
    let lesson = observation::view(reader, id, now)?;
    let codes = stored::codes(reader, id)?;
    let recorded = recorded(reader, &found, &codes, i64::from(lesson.elapsed_ms))?;
    Ok(KindView { lesson, purpose: Purpose::from_code(&found.purpose), note: found.note, codes, recorded })
}

/// Returns what an observation recorded until a moment of its lesson.
pub(crate) fn recorded(
    reader: &Connection,
    found: &Observation,
    codes: &[CodeLetter],
    elapsed_ms: i64,
) -> Result<Recorded> {
    Ok(match Kind::from_code(&found.kind) {
        Some(Kind::Interval) => Recorded::Interval(intervals(reader, found, codes, elapsed_ms)?),
        Some(Kind::TalkTimer) => Recorded::TalkTimer(talked(reader, found, codes, elapsed_ms)?),
        Some(Kind::Scan) => Recorded::Scan(scanned(reader, found)?),
        Some(Kind::Tally) => Recorded::Tally(tally::view(reader, found.id, codes.to_vec(), elapsed_ms)?),
        Some(Kind::Walkthrough) => Recorded::Walkthrough(walkthrough::view(reader, found)?),
        Some(Kind::LearningWalk) => Recorded::LearningWalk(learning_walk::view(reader, found)?),
        Some(Kind::Scripted) | None => Recorded::Other {},
    })
}

/// Returns what an observation recorded until its end.
pub(crate) fn finished(reader: &Connection, found: &Observation) -> Result<Recorded> {
    recorded(reader, found, &stored::codes(reader, found.id)?, found.ended_offset_ms.unwrap_or(0))
}

/// Returns what two observers compare: codes and times, and nothing else of the observation.
pub(crate) fn coding_of(reader: &Connection, found: &Observation, elapsed_ms: i64) -> Result<Coding> {
    let scheme = Method::from_code(&found.method).zip(found.interval_seconds);
    let (method, seconds) =
        scheme.ok_or_else(|| Error::invalid("observation", "This observation has no intervals."))?;
    let answers = stored::answers(reader, found.id)?;
    let planned = found.planned_minutes.map(|minutes| interval::planned(minutes, seconds));
    Ok(Coding {
        method,
        seconds,
        started_ms: found.started_ms,
        held: interval::held(&answers, elapsed_ms, seconds, planned),
        codes: stored::codes(reader, found.id)?,
        answers,
    })
}

fn intervals(reader: &Connection, found: &Observation, codes: &[CodeLetter], elapsed_ms: i64) -> Result<IntervalView> {
    let coding = coding_of(reader, found, elapsed_ms)?;
    let answered = small(coding.answers.len());
    let share = |code: &CodeLetter| {
        CodeShare::of(code.letter.clone(), code.label.clone(), interval::share(&coding.answers, &code.letter))
    };
    Ok(IntervalView {
        method: coding.method,
        seconds: coding.seconds,
        planned: found.planned_minutes.map(|minutes| interval::planned(minutes, coding.seconds)),
        held: coding.held,
        answered,
        missed: coding.held.saturating_sub(answered),
        shares: codes.iter().map(share).collect(),
        marks: coding.answers.into_iter().map(|(number, letters)| MarkView { number, letters }).collect(),
    })
}

fn talked(reader: &Connection, found: &Observation, codes: &[CodeLetter], elapsed_ms: i64) -> Result<TalkView> {
    let (ids, spans): (Vec<RowId>, Vec<talk::Span>) =
        stored::talk(reader, found.id)?.into_iter().map(|talk| (talk.id, talk.span)).unzip();
    let total = |code: &CodeLetter| {
        let lasted_ms = talk::lasted(&spans, &code.letter, elapsed_ms);
        let share = Share { of: small(lasted_ms), among: small(elapsed_ms) };
        TalkTotal {
            letter: code.letter.clone(),
            label: code.label.clone(),
            lasted_ms: small(lasted_ms),
            percent: share.tenths().map(written),
            is_running: spans.iter().any(|span| span.letter == code.letter && span.to_ms.is_none()),
        }
    };
    let said = |ms: i64| time::with_seconds(found.started_ms + ms, zone(found));
    let stretch = |(at, id): (usize, &RowId)| StretchView {
        id: *id,
        letter: spans[at].letter.clone(),
        from: said(spans[at].from_ms),
        to: said(spans[at].from_ms + spans[at].length_ms(elapsed_ms)),
        lasted: time::stretch(spans[at].length_ms(elapsed_ms)),
        is_overlapped: talk::is_overlapped(&spans, at, elapsed_ms),
    };
    let overlap = talk::overlap(&spans, elapsed_ms);
    let is_over = found.ended_offset_ms.is_some();
    Ok(TalkView {
        totals: codes.iter().map(total).collect(),
        overlap: (overlap > 0).then(|| time::stretch(overlap)),
        stretches: ids.iter().enumerate().filter(|_| is_over).map(stretch).collect(),
    })
}

fn scanned(reader: &Connection, found: &Observation) -> Result<ScanView> {
    let sweeps = stored::sweeps(reader, found.id)?;
    let (seen, on_task) = (sweeps.iter().map(|one| one.seen).sum(), sweeps.iter().map(|one| one.on_task).sum());
    let percent = |of: u32, among: u32| Share { of, among }.tenths().map(written);
    let sweep = |one: &stored::Sweep| SweepView {
        id: one.id,
        time: time::with_seconds(found.started_ms + one.at_ms, zone(found)),
        seen: one.seen,
        on_task: one.on_task,
        percent: percent(one.on_task, one.seen),
    };
    Ok(ScanView { sweeps: sweeps.iter().map(sweep).collect(), seen, on_task, percent: percent(on_task, seen) })
}
