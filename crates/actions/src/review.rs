//! Reading coach notes and what is said of them: a supervisor acknowledges, asks and comments, the coach answers.
//!
//! Only notes are read here, and only those that are on this computer: what has not come yet is not known, and is never
//! called missing.

mod list;
mod say;

use chrono_tz::Tz;
use domain::{
    RowId,
    remark::{Kind, Said, State, last_answer, state},
};
use serde::{Deserialize, Serialize};
use store::{Connection, remark as stored};

use crate::{
    Result,
    observation::{Named, home_zone, named},
    sharing::moment,
};

pub use list::{ReturnedView, ReviewNote, ReviewReason, ReviewsView, list, returned, waiting};
pub use say::{Say, mark_read, say, take_back};

/// The kind of a remark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub enum RemarkKind {
    /// A supervisor has read the note and asks nothing.
    Acknowledge,
    /// A supervisor asks the coach something.
    Question,
    /// A supervisor says something that needs no answer.
    Comment,
    /// The coach answers a question.
    Answer,
}

impl RemarkKind {
    fn of(kind: Kind) -> Self {
        match kind {
            Kind::Acknowledge => Self::Acknowledge,
            Kind::Question => Self::Question,
            Kind::Comment => Self::Comment,
            Kind::Answer => Self::Answer,
        }
    }

    fn kind(self) -> Kind {
        match self {
            Self::Acknowledge => Kind::Acknowledge,
            Self::Question => Kind::Question,
            Self::Comment => Kind::Comment,
            Self::Answer => Kind::Answer,
        }
    }
}

/// How a note stands by what was said of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub enum NoteStanding {
    /// Nobody has said anything of it yet.
    New,
    /// The coach is asked something.
    Asked,
    /// The coach has answered everything that was asked.
    Answered,
    /// A supervisor has acknowledged it, with every answer.
    Acknowledged,
}

impl From<State> for NoteStanding {
    fn from(state: State) -> Self {
        match state {
            State::New => Self::New,
            State::Asked => Self::Asked,
            State::Answered => Self::Answered,
            State::Acknowledged => Self::Acknowledged,
        }
    }
}

/// A remark as a screen shows it.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct RemarkView {
    /// The row that it is or becomes.
    pub id: RowId,
    /// Its kind; nothing for a kind of a newer version.
    pub kind: Option<RemarkKind>,
    /// The words.
    pub text: String,
    /// The words of the note that it is about.
    pub passage: String,
    /// Who said it.
    pub author: Named,
    /// Whether this person said it.
    pub is_mine: bool,
    /// When, in words.
    pub at: String,
    /// The remark that it answers.
    pub answers: Option<RowId>,
    /// While it can still be taken back: from when on it goes with the next exchange, as `16:42`.
    pub goes: Option<String>,
}

/// Returns how a note stands, and what was said of it, the oldest first.
pub(crate) fn said(
    reader: &Connection,
    now_ms: i64,
    me: RowId,
    note: RowId,
) -> Result<(NoteStanding, Vec<RemarkView>)> {
    let remarks = stored::of_note(reader, me, note)?;
    let zone = home_zone(reader)?;
    let standing = standing_of(&remarks);
    let views = remarks.into_iter().map(|remark| shown(reader, remark, me, (now_ms, zone)));
    Ok((standing, views.collect::<Result<_>>()?))
}

/// How a note stands by what was said of it.
fn standing_of(remarks: &[stored::Remark]) -> NoteStanding {
    state(&known(remarks)).into()
}

/// The remarks whose kinds this version knows.
fn known(remarks: &[stored::Remark]) -> Vec<Said> {
    let known = remarks.iter().filter_map(|remark| {
        let kind = Kind::from_code(&remark.kind)?;
        Some(Said { id: remark.id, kind, by_coach: remark.author == remark.coach, answers: remark.answers })
    });
    known.collect()
}

/// The last answer that is here.
fn last_answer_of(remarks: &[stored::Remark]) -> Option<RowId> {
    last_answer(known(remarks).iter())
}

fn shown(reader: &Connection, remark: stored::Remark, me: RowId, (now_ms, zone): (i64, Tz)) -> Result<RemarkView> {
    let goes = remark.goes_ms.map(|goes_ms| domain::time::short(goes_ms.max(now_ms), zone));
    Ok(RemarkView {
        id: remark.id,
        kind: Kind::from_code(&remark.kind).map(RemarkKind::of),
        text: remark.text,
        passage: remark.passage,
        author: named(reader, remark.author)?,
        is_mine: remark.author == me,
        at: moment(remark.said_ms, zone),
        answers: remark.answers,
        goes,
    })
}
