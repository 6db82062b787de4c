//! The note of a week as its screen shows it.

use domain::{RowId, time};
use serde::Serialize;
use store::{Connection, coach_note as stored, sharing, typed};

use super::{FactView, NoteField, Week, barrier, facts};
use crate::{
    Result,
    observation::{Named, home_zone, named},
    review::{self, NoteStanding, RemarkView},
    sharing::{Barrier, SeenView, moment},
};

/// How far a note is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub enum NoteState {
    /// Only its author has it.
    Own,
    /// It goes to the supervisors with the next exchange.
    Waiting,
    /// The supervisors have it, or get it when they next connect.
    Shared,
    /// The service holds it back.
    Withheld,
}

/// The note of a week.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct CoachNoteView {
    /// The row that it has or gets.
    pub note: RowId,
    /// The Monday of its week.
    pub week: String,
    /// The week in words: `16–20 November`.
    pub range: String,
    /// The facts of the week: as they were shared, or as they are now.
    pub facts: Vec<FactView>,
    /// What I tried.
    pub tried: String,
    /// What I will try.
    pub will_try: String,
    /// A question to my supervisors.
    pub question: String,
    /// Whether it has been begun, so that its fields can be written in.
    pub is_begun: bool,
    /// Whether it is the present week's.
    pub is_now: bool,
    /// How far it is.
    pub state: NoteState,
    /// Since when it is shared, in words.
    pub since: Option<String>,
    /// Why it cannot be shared, or is held back.
    pub barrier: Option<Barrier>,
    /// Who supervises this person, as the service has told.
    pub supervisors: Vec<Named>,
    /// Who received it, the first first.
    pub seen: Vec<SeenView>,
    /// How it stands by what was said of it.
    pub standing: NoteStanding,
    /// What was said of it, the oldest first.
    pub remarks: Vec<RemarkView>,
}

/// Returns the note of the week that holds a day, or of the present one.
///
/// # Errors
/// When the day does not exist.
pub fn view(reader: &Connection, now_ms: i64, day: Option<&str>) -> Result<CoachNoteView> {
    let today = crate::session::today(reader, now_ms)?.to_string();
    let week = Week::of(reader, day.unwrap_or(&today))?;
    let zone = home_zone(reader)?;
    let shares = sharing::shares(reader, week.note)?;
    let share = shares.iter().find(|share| share.state != sharing::State::Ending);
    let (state, withheld) = match share.map(|share| share.state) {
        None | Some(sharing::State::Ending) => (NoteState::Own, None),
        Some(sharing::State::Waiting) => (NoteState::Waiting, None),
        Some(sharing::State::Open) => (NoteState::Shared, None),
        Some(sharing::State::Withheld(refusal)) => {
            (NoteState::Withheld, Some(refusal.map_or(Barrier::Refused, Barrier::from)))
        }
    };
    let facts = match state {
        NoteState::Own => facts::count(reader, &week)?.into_iter().map(FactView::from).collect(),
        NoteState::Waiting | NoteState::Shared | NoteState::Withheld => facts::shared(reader, week.note)?,
    };
    let [tried, will_try, question] = words(reader, week.note)?;
    let (standing, remarks) = review::said(reader, now_ms, week.session.me, week.note)?;
    Ok(CoachNoteView {
        note: week.note,
        week: week.monday.to_string(),
        range: time::school_week(week.monday),
        facts,
        tried,
        will_try,
        question,
        is_begun: stored::find(reader, week.note)?.is_some(),
        is_now: today.parse().is_ok_and(|today| time::monday(today) == week.monday),
        state,
        since: share.map(|share| moment(share.since_ms, zone)),
        barrier: withheld.or(barrier(reader, &week)?),
        supervisors: sharing::supervisors(reader)?.into_iter().map(|one| named(reader, one)).collect::<Result<_>>()?,
        seen: sharing::seen(reader, week.note)?
            .into_iter()
            .map(|seen| Ok(SeenView { name: named(reader, seen.reader)?.name, at: moment(seen.at_ms, zone) }))
            .collect::<Result<_>>()?,
        standing,
        remarks,
    })
}

/// Returns the words of the three fields: what is typed, and where nothing waits to be kept what the note holds.
pub(super) fn words(reader: &Connection, note: RowId) -> Result<[String; 3]> {
    let Some(kept) = stored::find(reader, note)? else { return Ok(<[String; 3]>::default()) };
    // What is typed on while the supervisors have the note waits in its field, and is not what they read.
    let is_given = super::is_shared(reader, note)?;
    let typed = |field: NoteField, kept: String| -> Result<String> {
        let typed = typed::of(reader, note, field.field())?.text.filter(|_| !is_given);
        Ok(typed.unwrap_or(kept))
    };
    Ok([
        typed(NoteField::Tried, kept.tried)?,
        typed(NoteField::WillTry, kept.will_try)?,
        typed(NoteField::Question, kept.question)?,
    ])
}
