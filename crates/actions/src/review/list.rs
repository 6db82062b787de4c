//! The review list of a supervisor, and what came back to a coach with a question.

use chrono::NaiveDate;
use domain::{
    RowId,
    review::{EVIDENCE_LINES, Known, NO_CHECK_DATE, Reason, is_first_year, reasons},
    time,
};
use serde::Serialize;
use store::{Connection, coach_note, coach_note::CoachNote, remark as stored, sharing};

use super::{NoteStanding, RemarkKind, RemarkView, last_answer_of, said};
use crate::{
    Result,
    coach_note::{FactView, shared_facts},
    observation::{Named, home_zone, named},
    session,
    sharing::moment,
};

/// The most notes of a list: what was acknowledged long ago is found by search.
const MOST: usize = 200;

/// The review list.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ReviewsView {
    /// Whether this person supervises anybody, as the service has told.
    pub is_supervisor: bool,
    /// When the service last answered, in words: the list holds what had come by then.
    pub as_of: Option<String>,
    /// The notes: those that are read for a reason, those with a question to the supervisors first of them, then the oldest;
    /// then the rest; what is done comes last.
    pub notes: Vec<ReviewNote>,
}

/// Why a coach note is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub enum ReviewReason {
    /// The coach asks the supervisors something.
    Asks,
    /// The coach has answered a question.
    Answered,
    /// The coach is in their first year.
    FirstYear,
    /// No line of the week's lessons is evidence.
    NoEvidence,
    /// A step has no check date.
    NoCheckDate,
    /// It is one of the fifth that is drawn from the rest.
    Sample,
}

impl From<Reason> for ReviewReason {
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::Asks => Self::Asks,
            Reason::Answered => Self::Answered,
            Reason::FirstYear => Self::FirstYear,
            Reason::NoEvidence => Self::NoEvidence,
            Reason::NoCheckDate => Self::NoCheckDate,
            Reason::Sample => Self::Sample,
        }
    }
}

/// A coach note as its reader sees it.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ReviewNote {
    /// The row.
    pub id: RowId,
    /// Who wrote it.
    pub coach: Named,
    /// The week in words.
    pub range: String,
    /// When it came, in words.
    pub came: String,
    /// What the coach tried.
    pub tried: String,
    /// What the coach will try.
    pub will_try: String,
    /// What the coach asks.
    pub question: String,
    /// The facts of the week.
    pub facts: Vec<FactView>,
    /// Whether it was read on this computer, with its last answer.
    pub is_read: bool,
    /// Whether nothing more is asked of this reader.
    pub is_done: bool,
    /// Why it is read; nothing for the rest, which nobody has to read.
    pub reasons: Vec<ReviewReason>,
    /// When the service last received something from the coach's computer, as far as it is known here. What has not come
    /// is not known, and never missing.
    pub last_heard: Option<String>,
    /// How it stands.
    pub standing: NoteStanding,
    /// What was said of it, the oldest first.
    pub remarks: Vec<RemarkView>,
}

/// Lists the coach notes that were shared with this person.
///
/// # Errors
/// When the database fails.
pub fn list(reader: &Connection, now_ms: i64) -> Result<ReviewsView> {
    let me = session::load(reader)?.me;
    let is_supervisor = sharing::facts(reader)?.is_some_and(|facts| !facts.supervises.is_empty());
    let notes = coach_note::of_others(reader, me)?;
    let mut views = Vec::new();
    for note in notes {
        let order = (note.week.clone(), note.id);
        views.push((order, reviewed(reader, now_ms, me, note)?));
    }
    views.sort_by(|(one, shown), (other, also)| {
        let asks = |note: &ReviewNote| note.reasons.contains(&ReviewReason::Asks);
        let rank = |note: &ReviewNote| (note.is_done, note.reasons.is_empty(), !asks(note));
        rank(shown).cmp(&rank(also)).then_with(|| if shown.is_done { other.cmp(one) } else { one.cmp(other) })
    });
    let as_of = crate::exchange::summary(reader, now_ms)?.and_then(|summary| summary.received);
    Ok(ReviewsView { is_supervisor, as_of, notes: views.into_iter().take(MOST).map(|(_, note)| note).collect() })
}

/// Counts the notes that wait for this person; nothing for somebody who supervises nobody, as the service has told.
///
/// # Errors
/// When the database fails.
pub fn waiting(reader: &Connection, now_ms: i64) -> Result<Option<u32>> {
    if sharing::facts(reader)?.is_none_or(|facts| facts.supervises.is_empty()) {
        return Ok(None);
    }
    let notes = list(reader, now_ms)?.notes;
    Ok(Some(crate::observation::small(
        notes.iter().filter(|note| matches!(note.standing, NoteStanding::New | NoteStanding::Answered)).count(),
    )))
}

fn reviewed(reader: &Connection, now_ms: i64, me: RowId, note: CoachNote) -> Result<ReviewNote> {
    let (standing, remarks) = said(reader, now_ms, me, note.id)?;
    let answer = last_answer_of(&stored::of_note(reader, me, note.id)?);
    // What can still be taken back is not done: it stays where it stands in the list.
    let is_held = remarks.iter().any(|remark| remark.goes.is_some());
    let zone = home_zone(reader)?;
    let came = sharing::origin(reader, note.id)?.map_or_else(String::new, |origin| moment(origin.since_ms, zone));
    let heard = note.coach.map(|coach| coach_note::last_heard(reader, coach)).transpose()?.flatten();
    let facts = shared_facts(reader, note.id)?;
    Ok(ReviewNote {
        reasons: reasons(&known(reader, &note, standing, &facts)?).into_iter().map(ReviewReason::from).collect(),
        last_heard: heard.map(|at_ms| moment(at_ms, zone)),
        id: note.id,
        coach: match note.coach {
            Some(coach) => named(reader, coach)?,
            None => Named { id: note.id, name: String::new() },
        },
        range: range(&note.week),
        came,
        facts,
        is_read: stored::is_read(reader, note.id, answer)?,
        is_done: !is_held && matches!(standing, NoteStanding::Asked | NoteStanding::Acknowledged),
        standing,
        remarks,
        tried: note.tried,
        will_try: note.will_try,
        question: note.question,
    })
}

/// What decides whether a note is read: what came with it, and when its coach began.
fn known(reader: &Connection, note: &CoachNote, standing: NoteStanding, facts: &[FactView]) -> Result<Known> {
    let count = |kind: &str| facts.iter().find(|fact| fact.kind == kind).map(|fact| fact.count);
    let roles = store::person::roles(reader)?;
    let is_coachs = |code: &str| matches!(code, "coach" | "teacher_leader");
    let coachs = roles.iter().filter(|role| Some(role.person) == note.coach && is_coachs(&role.code));
    let began = coachs.filter_map(|role| role.starts.parse::<NaiveDate>().ok()).min();
    let week = note.week.parse::<NaiveDate>().ok();
    Ok(Known {
        note: note.id,
        asks: standing == NoteStanding::New && !note.question.trim().is_empty(),
        answered: standing == NoteStanding::Answered,
        is_first_year: week.is_some_and(|week| is_first_year(began, week)),
        evidence_lines: count(EVIDENCE_LINES),
        without_check_date: count(NO_CHECK_DATE).unwrap_or(0),
    })
}

fn range(week: &str) -> String {
    week.parse::<NaiveDate>().map(time::school_week).unwrap_or_default()
}

/// A question that came back with a coach's own note.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ReturnedView {
    /// The Monday of the note's week.
    pub week: String,
    /// The week in words.
    pub range: String,
    /// The question.
    pub question: RemarkView,
}

/// Lists the questions to this coach that are not answered, the oldest first.
///
/// # Errors
/// When the database fails.
pub fn returned(reader: &Connection, now_ms: i64) -> Result<Vec<ReturnedView>> {
    let me = session::load(reader)?.me;
    let mut all = Vec::new();
    for note in stored::notes_spoken_of(reader, me)? {
        let Some(found) = coach_note::find(reader, note)? else { continue };
        let (_, remarks) = said(reader, now_ms, me, note)?;
        let is_answered = |question: &RemarkView| {
            remarks
                .iter()
                .any(|one| one.kind == Some(RemarkKind::Answer) && one.is_mine && one.answers == Some(question.id))
        };
        for question in remarks.iter().filter(|one| one.kind == Some(RemarkKind::Question) && !one.is_mine) {
            if !is_answered(question) {
                let (week, question) = (found.week.clone(), question.clone());
                all.push(ReturnedView { range: range(&week), week, question });
            }
        }
    }
    all.sort_by_key(|one| one.question.id);
    Ok(all)
}
