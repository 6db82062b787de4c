//! Saying something of a coach note, taking it back while it is held, and remembering what was read.

use domain::{
    Code, Problem, RowId,
    access::may_write,
    remark::{HELD_MS, Kind, MOST_LETTERS},
    schema::remark,
    scope::Scope,
};
use serde::Deserialize;
use store::{Connection, Writer, coach_note::CoachNote, remark as stored, sharing};

use super::{RemarkKind, last_answer_of};
use crate::{Error, Result, session, session::required};

/// What somebody says of a note.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Say {
    /// The note.
    pub note: RowId,
    /// The kind.
    pub kind: RemarkKind,
    /// The words; an acknowledgement needs none.
    pub text: String,
    /// The words of the note that it is about; may be empty.
    pub passage: String,
    /// The question that it answers.
    pub answers: Option<RowId>,
}

/// Holds a remark for ten minutes, in which it can be taken back; it goes with the first exchange after them. Returns its
/// row.
///
/// # Errors
/// When words are missing or too many, the note is not here, or this person has no say in it; nothing is kept then.
pub fn say(writer: &mut Writer, now_ms: i64, say: &Say) -> Result<RowId> {
    let kind = say.kind.kind();
    let text = checked(kind, say)?;
    let me = session::load(writer.reader())?.me;
    let note = store::coach_note::find(writer.reader(), say.note)?;
    let note = note.ok_or(store::Error::NotFound { entity: "coach_note" })?;
    let coach = may_say(writer.reader(), me, &note, kind)?;
    let remarks = stored::of_note(writer.reader(), me, note.id)?;
    let answers = answered(kind, say, &remarks)?;
    if kind == Kind::Acknowledge {
        let is_said = |one: &&stored::Remark| one.author == me && one.kind == kind.code() && one.answers == answers;
        if let Some(said) = remarks.iter().find(is_said) {
            return Ok(said.id);
        }
    }
    let passage = passage(say, &note)?;
    let held = writer.transact(|tx| {
        let id = tx.new_id();
        let remark = stored::Remark {
            id,
            coach,
            teacher: note.teacher,
            note: note.id,
            author: me,
            kind: kind.code().to_owned(),
            text,
            passage,
            answers,
            said_ms: now_ms,
            goes_ms: None,
        };
        stored::hold(tx, &remark, now_ms + HELD_MS)?;
        Ok::<_, store::Error>(id)
    });
    Ok(held?)
}

/// Takes a remark back that has not gone.
///
/// # Errors
/// [`Code::Changed`] when it has gone: what was sent cannot be unsaid.
pub fn take_back(writer: &mut Writer, id: RowId) -> Result<()> {
    if stored::take_back(writer, id)? {
        return Ok(());
    }
    let problem = Problem::new(Code::Changed, "This has gone already, and stands as it was said.");
    Err(Error::Refused(problem.hint("Say something more where it needs to be put right.")))
}

/// Remembers on this computer that a note was read. Nobody is told.
///
/// # Errors
/// When the disk refuses.
pub fn mark_read(writer: &mut Writer, note: RowId) -> Result<()> {
    let me = session::load(writer.reader())?.me;
    let answer = last_answer_of(&stored::of_note(writer.reader(), me, note)?);
    Ok(stored::mark_read(writer, note, answer)?)
}

fn checked(kind: Kind, say: &Say) -> Result<String> {
    let text = say.text.trim();
    if text.chars().count() > MOST_LETTERS || say.passage.chars().count() > MOST_LETTERS {
        return Err(Error::invalid("text", "This holds 2,000 letters. Shorten it; nothing was sent."));
    }
    if kind.needs_words() {
        let message =
            if kind == Kind::Answer { "Write your answer first." } else { "Write what you want to say first." };
        required("text", text, message)?;
    }
    crate::typed::refuse_private("text", text)?;
    Ok(if kind == Kind::Acknowledge { String::new() } else { text.to_owned() })
}

/// Whether this person may say this of the note; returns its coach.
fn may_say(reader: &Connection, me: RowId, note: &CoachNote, kind: Kind) -> Result<RowId> {
    let no_say = || {
        let problem = Problem::new(Code::Changed, "You have no say in this coach note at present. Nothing was kept.");
        Error::Refused(problem.hint("Connect once, so that the service can say who supervises whom."))
    };
    let coach = note.coach.filter(|coach| (*coach == me) == kind.is_the_coachs()).ok_or_else(no_say)?;
    let facts = sharing::facts(reader)?.ok_or_else(no_say)?;
    let scope = Scope::Review { coach, about: note.teacher };
    may_write(&facts, &scope, remark::ENTITY.number).map_err(|_| no_say())?;
    Ok(coach)
}

/// What the remark answers: for an answer the question, for an acknowledgement the last answer that is here.
fn answered(kind: Kind, say: &Say, remarks: &[stored::Remark]) -> Result<Option<RowId>> {
    match kind {
        Kind::Acknowledge => Ok(last_answer_of(remarks)),
        Kind::Question | Kind::Comment => Ok(None),
        Kind::Answer => {
            let is_question = |one: &&stored::Remark| one.kind == Kind::Question.code() && Some(one.id) == say.answers;
            let question = remarks.iter().find(is_question);
            let question = question.ok_or_else(|| Error::invalid("answers", "This question is not here."))?;
            Ok(Some(question.id))
        }
    }
}

/// A passage is words of the note: what somebody else wrote is not put into its coach's mouth.
fn passage(say: &Say, note: &CoachNote) -> Result<String> {
    let passage = say.passage.trim();
    let fields = [&note.tried, &note.will_try, &note.question];
    if fields.iter().any(|field| field.contains(passage)) {
        return Ok(passage.to_owned());
    }
    Err(Error::invalid("passage", "These words are not in the coach note any more. Choose the passage again."))
}
