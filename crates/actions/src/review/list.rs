//! The review list of a supervisor, and what came back to a coach with a question.

use std::collections::HashMap;

use chrono::NaiveDate;
use chrono_tz::Tz;
use domain::{
    RowId,
    review::{EVIDENCE_LINES, Known, NO_CHECK_DATE, Reason, is_first_year, reasons},
    time,
};
use serde::Serialize;
use store::{Connection, coach_note, coach_note::CoachNote, person::Role, remark as stored, sharing};

use super::{NoteStanding, RemarkKind, RemarkView, last_answer_of, said, standing_of};
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
    let roles = store::person::roles(reader)?;
    let mut placed = Vec::new();
    for note in coach_note::of_others(reader, me)? {
        placed.push(Placed::of(reader, me, &roles, note)?);
    }
    placed.sort_by(|one, other| {
        let order = |placed: &Placed| (placed.note.week.clone(), placed.note.id);
        let (before, after) = (order(one), order(other));
        one.rank.cmp(&other.rank).then_with(|| if one.rank.is_done { after.cmp(&before) } else { before.cmp(&after) })
    });
    let mut shown = Shown { reader, now_ms, me, zone: home_zone(reader)?, heard: HashMap::new() };
    let notes = placed.into_iter().take(MOST).map(|placed| shown.note(&roles, placed)).collect::<Result<_>>()?;
    let as_of = crate::exchange::summary(reader, now_ms)?.and_then(|summary| summary.received);
    Ok(ReviewsView { is_supervisor, as_of, notes })
}

/// Counts the notes that wait for this person; nothing for somebody who supervises nobody, as the service has told.
///
/// # Errors
/// When the database fails.
pub fn waiting(reader: &Connection) -> Result<Option<u32>> {
    if sharing::facts(reader)?.is_none_or(|facts| facts.supervises.is_empty()) {
        return Ok(None);
    }
    let me = session::load(reader)?.me;
    let mut waiting = 0;
    for note in coach_note::of_others(reader, me)? {
        let standing = standing_of(&stored::of_note(reader, me, note.id)?);
        waiting += usize::from(matches!(standing, NoteStanding::New | NoteStanding::Answered));
    }
    Ok(Some(crate::observation::small(waiting)))
}

/// The place of a note in the list: by this every note is sorted before the first of them are read as a whole.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    is_done: bool,
    is_of_the_rest: bool,
    asks_nothing: bool,
}

/// A note with its place.
struct Placed {
    rank: Rank,
    note: CoachNote,
}

impl Placed {
    fn of(reader: &Connection, me: RowId, roles: &[Role], note: CoachNote) -> Result<Self> {
        let remarks = stored::of_note(reader, me, note.id)?;
        let standing = standing_of(&remarks);
        // What can still be taken back is not done: it stays where it stands in the list.
        let is_held = remarks.iter().any(|remark| remark.goes_ms.is_some());
        let is_done = !is_held && matches!(standing, NoteStanding::Asked | NoteStanding::Acknowledged);
        // What is done is sorted by its week alone, so that nothing more is read of it.
        let reasons =
            if is_done { Vec::new() } else { reasons(&known(roles, &note, standing, &shared_facts(reader, note.id)?)) };
        let rank = Rank { is_done, is_of_the_rest: reasons.is_empty(), asks_nothing: !reasons.contains(&Reason::Asks) };
        Ok(Self { rank, note })
    }
}

/// What the notes of one list are shown with.
struct Shown<'a> {
    reader: &'a Connection,
    now_ms: i64,
    me: RowId,
    zone: Tz,
    /// When each coach was last heard of: asked once, however many notes a coach has.
    heard: HashMap<RowId, Option<i64>>,
}

impl Shown<'_> {
    fn note(&mut self, roles: &[Role], Placed { rank, note }: Placed) -> Result<ReviewNote> {
        let reader = self.reader;
        let (standing, remarks) = said(reader, self.now_ms, self.me, note.id)?;
        let answer = last_answer_of(&stored::of_note(reader, self.me, note.id)?);
        let came = sharing::origin(reader, note.id)?;
        let facts = shared_facts(reader, note.id)?;
        Ok(ReviewNote {
            reasons: reasons(&known(roles, &note, standing, &facts)).into_iter().map(ReviewReason::from).collect(),
            last_heard: self.last_heard(note.coach)?.map(|at_ms| moment(at_ms, self.zone)),
            id: note.id,
            coach: match note.coach {
                Some(coach) => named(reader, coach)?,
                None => Named { id: note.id, name: String::new() },
            },
            range: range(&note.week),
            came: came.map_or_else(String::new, |origin| moment(origin.since_ms, self.zone)),
            facts,
            is_read: stored::is_read(reader, note.id, answer)?,
            is_done: rank.is_done,
            standing,
            remarks,
            tried: note.tried,
            will_try: note.will_try,
            question: note.question,
        })
    }

    fn last_heard(&mut self, coach: Option<RowId>) -> Result<Option<i64>> {
        let Some(coach) = coach else { return Ok(None) };
        if let Some(heard) = self.heard.get(&coach) {
            return Ok(*heard);
        }
        let heard = coach_note::last_heard(self.reader, coach)?;
        self.heard.insert(coach, heard);
        Ok(heard)
    }
}

/// What decides whether a note is read: what came with it, and when its coach began.
fn known(roles: &[Role], note: &CoachNote, standing: NoteStanding, facts: &[FactView]) -> Known {
    let count = |kind: &str| facts.iter().find(|fact| fact.kind == kind).map(|fact| fact.count);
    let is_coachs = |code: &str| matches!(code, "coach" | "teacher_leader");
    let coachs = roles.iter().filter(|role| Some(role.person) == note.coach && is_coachs(&role.code));
    let began = coachs.filter_map(|role| role.starts.parse::<NaiveDate>().ok()).min();
    let week = note.week.parse::<NaiveDate>().ok();
    Known {
        note: note.id,
        asks: standing == NoteStanding::New && !note.question.trim().is_empty(),
        answered: standing == NoteStanding::Answered,
        is_first_year: week.is_some_and(|week| is_first_year(began, week)),
        evidence_lines: count(EVIDENCE_LINES),
        without_check_date: count(NO_CHECK_DATE).unwrap_or(0),
    }
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
