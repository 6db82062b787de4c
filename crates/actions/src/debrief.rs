//! Debriefs: preparing one from a finished lesson, holding it, and what it holds.
//!
//! A debrief is a document of its own beside its observation and its step. All three are opened to the teacher by one act
//! ([`share`]), and nothing of them is seen before that.

mod late;
mod share;
mod summary;
mod view;

use chrono::{NaiveDate, Timelike};
use domain::{
    RowId,
    clock::{self, Anchor, Reading},
    debrief::{LONGEST_MINUTES, Model, State, minutes},
    kind::Purpose,
    observation::State as Seen,
    schema::{debrief as entity, praise_line, step},
    time,
};
use serde::Deserialize;
use store::{
    Connection, Writer,
    debrief::{self as stored, Timer},
    observation, sharing,
};

use crate::{Error, Result, session};

pub(crate) use late::late;
pub use share::{DebriefPreview, preview, share, stop};
pub(crate) use share::{opened, words_of};
pub use summary::{Summary, SummaryStep, summary};
pub use view::{DebriefLine, DebriefView, view};

/// Prepares the debrief of a finished lesson, or finds the one that is there. Two computers make the same one.
///
/// # Errors
/// When the lesson is still being written, has no teacher, is an exercise of two observers, or is somebody else's.
pub fn prepare(writer: &mut Writer, lesson: RowId) -> Result<RowId> {
    if let Some(found) = stored::of_observation(writer.reader(), lesson)? {
        return Ok(found.id);
    }
    let found = observation::load(writer.reader(), lesson)?;
    if Seen::from_code(&found.state) == Seen::Capturing {
        return Err(Error::invalid("observation", "Finish the observation first. Nothing was changed."));
    }
    if Purpose::from_code(&found.purpose) == Purpose::Calibration {
        return Err(Error::invalid(
            "observation",
            "A calibration is an exercise of two observers: no debrief comes of it. Nothing was changed.",
        ));
    }
    let Some(teacher) = found.teacher else {
        return Err(Error::invalid("teacher", "Say first whose lesson it was. Nothing was changed."));
    };
    if !sharing::is_own(writer.reader(), lesson)? {
        return Err(Error::invalid("observation", "Somebody else observed this lesson. They prepare its debrief."));
    }
    let now_ms = writer.now_ms();
    crate::conflict::refuse(writer.reader(), now_ms, teacher)?;
    let me = session::load(writer.reader())?.me;
    let id = RowId::derived(&[b"debrief", &lesson.bytes()]);
    let fields = vec![
        (entity::TEACHER, teacher.into()),
        (entity::COACH, me.into()),
        (entity::OBSERVATION, lesson.into()),
        (entity::MODEL, Model::ActionStep.code().into()),
        (entity::STATE, State::Planned.code().into()),
    ];
    writer.act(id, "Prepare a debrief", |tx| tx.create_or_restore(entity::ENTITY, id, fields))?;
    Ok(id)
}

/// Chooses the way of a debrief.
///
/// # Errors
/// When there is no such way, or the debrief is somebody else's.
pub fn set_model(writer: &mut Writer, id: RowId, model: &str) -> Result<()> {
    own(writer, id)?;
    let model = Model::from_code(model).ok_or_else(|| Error::invalid("model", "There is no such way."))?;
    Ok(writer.act(id, "Choose the way", |tx| tx.set(entity::ENTITY, id, entity::MODEL, model.code().into()))?)
}

/// Praises a line, or does not any more.
///
/// # Errors
/// When the line is not one of the lesson, was removed, or the debrief is somebody else's.
pub fn praise(writer: &mut Writer, id: RowId, line: RowId, is_praised: bool) -> Result<()> {
    let found = own(writer, id)?;
    let lesson = found.observation.unwrap_or(id);
    let row = RowId::derived(&[b"praise_line", &id.bytes(), &line.bytes()]);
    if !is_praised {
        return Ok(writer.act(id, "Do not praise a line", |tx| tx.remove(praise_line::ENTITY, row))?);
    }
    if !observation::lines(writer.reader(), lesson)?.iter().any(|known| known.id == line && !known.marker) {
        return Err(Error::invalid("line", "This line was removed, or is of another lesson. Nothing was changed."));
    }
    let fields = vec![(praise_line::DEBRIEF, id.into()), (praise_line::LINE, line.into())];
    Ok(writer.act(id, "Praise a line", |tx| tx.create_or_restore(praise_line::ENTITY, row, fields))?)
}

/// Begins to talk: the day and the time are those of now. A talk that was begun goes on.
///
/// # Errors
/// When it was held already, or is somebody else's.
pub fn begin(writer: &mut Writer, id: RowId, now: &Reading) -> Result<()> {
    let found = planned(writer, id)?;
    if talk(writer.reader(), &found)?.is_some() {
        return Ok(());
    }
    let at = time::local(now.wall_ms, session::load(writer.reader())?.zone);
    let minute = at.hour() * 60 + at.minute();
    writer.act(id, "Begin a debrief", |tx| {
        tx.set(entity::ENTITY, id, entity::DATE, at.date_naive().into())?;
        tx.set(entity::ENTITY, id, entity::STARTS_MINUTE, minute.into())?;
        // One whose beginning was taken back would count from then.
        stored::end_timer(tx, id, Timer::Talk)?;
        stored::start_timer(tx, id, Timer::Talk, now)
    })?;
    Ok(())
}

/// Ends the talk. Its length is what the clock that counts sleep says.
///
/// # Errors
/// When it was not begun, or is somebody else's.
pub fn end(writer: &mut Writer, id: RowId, now: &Reading) -> Result<()> {
    let found = planned(writer, id)?;
    let Some(begun) = talk(writer.reader(), &found)? else {
        return Err(Error::invalid("state", "This debrief was not begun. Begin it, or write down when it was."));
    };
    let practised = practised(writer, id, now)?;
    let lasted = minutes(clock::offset(&begun, now));
    writer.act(id, "End a debrief", |tx| {
        tx.set(entity::ENTITY, id, entity::MINUTES, lasted.into())?;
        tx.set(entity::ENTITY, id, entity::STATE, State::Held.code().into())?;
        tx.set(entity::ENTITY, id, entity::PRACTICE_SECONDS, practised.into())?;
        stored::end_timer(tx, id, Timer::Talk)?;
        stored::end_timer(tx, id, Timer::Practice)
    })?;
    Ok(())
}

/// When a debrief was, as somebody writes it down.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct DebriefTimes {
    /// The day, `2026-10-05`.
    pub date: String,
    /// When it began, in minutes after midnight in the school's zone.
    pub starts_minute: u32,
    /// How long it lasted.
    pub minutes: u32,
    /// How long the step was practised, in minutes.
    pub practice_minutes: u32,
}

/// Writes down when a debrief was held, also one that no timer knew, or corrects it.
///
/// # Errors
/// When the day does not exist or lies ahead, or a length is not possible.
pub fn set_times(writer: &mut Writer, id: RowId, times: &DebriefTimes) -> Result<()> {
    own(writer, id)?;
    let now_ms = writer.now_ms();
    let today = session::today(writer.reader(), now_ms)?;
    let date: NaiveDate =
        times.date.parse().map_err(|_| Error::invalid("date", "This day does not exist. Write it as 2026-10-05."))?;
    if date > today {
        return Err(Error::invalid("date", "This day lies ahead. A debrief is written down once it was held."));
    }
    if times.starts_minute >= 24 * 60 {
        return Err(Error::invalid("startsMinute", "This time does not exist. Write it as 8:05."));
    }
    if !(1..=LONGEST_MINUTES).contains(&times.minutes) {
        return Err(Error::invalid("minutes", "A debrief lasts 1 to 240 minutes."));
    }
    if times.practice_minutes > times.minutes {
        return Err(Error::invalid("practiceMinutes", "The practice is part of the debrief: it cannot be longer."));
    }
    writer.act(id, "Write down when a debrief was", |tx| {
        tx.set(entity::ENTITY, id, entity::DATE, date.into())?;
        tx.set(entity::ENTITY, id, entity::STARTS_MINUTE, times.starts_minute.into())?;
        tx.set(entity::ENTITY, id, entity::MINUTES, times.minutes.into())?;
        tx.set(entity::ENTITY, id, entity::PRACTICE_SECONDS, (times.practice_minutes * 60).into())?;
        tx.set(entity::ENTITY, id, entity::STATE, State::Held.code().into())?;
        stored::end_timer(tx, id, Timer::Talk)?;
        stored::end_timer(tx, id, Timer::Practice)
    })?;
    Ok(())
}

/// Starts the timer of the practice, or stops it and adds what it says.
///
/// # Errors
/// When the debrief is somebody else's.
pub fn practise(writer: &mut Writer, id: RowId, is_on: bool, now: &Reading) -> Result<()> {
    own(writer, id)?;
    if is_on {
        return Ok(writer.transact(|tx| stored::start_timer(tx, id, Timer::Practice, now))?);
    }
    let seconds = practised(writer, id, now)?;
    writer.act(id, "Practise the step", |tx| {
        tx.set(entity::ENTITY, id, entity::PRACTICE_SECONDS, seconds.into())?;
        stored::end_timer(tx, id, Timer::Practice)
    })?;
    Ok(())
}

/// Calls off a debrief that was prepared and is not held: nobody waits for it any more. What was prepared can be brought back
/// for 30 days, and is there again when the debrief is prepared anew.
///
/// # Errors
/// When it was held, the talk is under way, somebody else can read it, or it is somebody else's.
pub fn call_off(writer: &mut Writer, id: RowId) -> Result<()> {
    let found = planned(writer, id)?;
    if talk(writer.reader(), &found)?.is_some() {
        return Err(Error::invalid("state", "The talk is under way. End it first, or undo its beginning."));
    }
    let goes = |share: &sharing::Share| matches!(share.state, sharing::State::Waiting | sharing::State::Open);
    if sharing::shares(writer.reader(), id)?.iter().any(goes) {
        return Err(Error::invalid("state", "It is shared. Stop sharing it first, so that nobody waits for it."));
    }
    Ok(writer.act(store::workspace(), "Call off a debrief", |tx| tx.remove(entity::ENTITY, id))?)
}

/// Notes that the teacher agreed, also to the steps that were proposed from this lesson, or takes the mark back.
///
/// # Errors
/// When the debrief is somebody else's.
pub fn agree(writer: &mut Writer, id: RowId, is_agreed: bool) -> Result<()> {
    let found = own(writer, id)?;
    let proposed = if is_agreed { proposed(writer, &found)? } else { Vec::new() };
    let label = if is_agreed { "Keep the teacher's agreement" } else { "Take the teacher's agreement back" };
    writer.act(id, label, |tx| {
        let agreed_ms = is_agreed.then_some(tx.now_ms());
        let agreed = domain::step::State::Agreed.code();
        proposed.iter().try_for_each(|made| tx.set(step::ENTITY, *made, step::STATE, agreed.into()))?;
        tx.set(entity::ENTITY, id, entity::AGREED_MS, agreed_ms.into())
    })?;
    Ok(())
}

/// Lists the steps of the lesson that have words and to which nobody agreed yet.
fn proposed(writer: &Writer, found: &stored::Debrief) -> Result<Vec<RowId>> {
    let Some(lesson) = found.observation else { return Ok(Vec::new()) };
    let made = store::step::made_in(writer.reader(), lesson)?;
    let is_proposed = |made: &store::step::Step| made.state == domain::step::State::Proposed.code();
    Ok(made.into_iter().filter(|made| is_proposed(made) && !made.text.is_empty()).map(|made| made.id).collect())
}

/// Returns how long the step was practised, with what the running timer says.
fn practised(writer: &Writer, id: RowId, now: &Reading) -> Result<u32> {
    let before = stored::load(writer.reader(), id)?.practice_seconds;
    let running = stored::timer(writer.reader(), id, Timer::Practice)?;
    let passed = running.map_or(0, |begun| clock::offset(&begun, now) / 1_000);
    Ok(before.saturating_add(u32::try_from(passed).unwrap_or(0)).min(LONGEST_MINUTES * 60))
}

/// Returns the moment at which the talk began that still runs. The timer is state of this computer and no part of undo: it
/// counts only while the debrief says that it was begun.
fn talk(reader: &Connection, found: &stored::Debrief) -> Result<Option<Anchor>> {
    let is_begun = !found.date.is_empty() && found.starts_minute.is_some();
    if State::from_code(&found.state) != State::Planned || !is_begun {
        return Ok(None);
    }
    Ok(stored::timer(reader, found.id, Timer::Talk)?)
}

fn planned(writer: &Writer, id: RowId) -> Result<stored::Debrief> {
    let found = own(writer, id)?;
    match State::from_code(&found.state) {
        State::Planned => Ok(found),
        State::Held => Err(Error::invalid("state", "This debrief was held already. Nothing was changed.")),
    }
}

/// Returns a debrief that this person may write on.
fn own(writer: &Writer, id: RowId) -> Result<stored::Debrief> {
    let found = stored::load(writer.reader(), id)?;
    if sharing::is_writable(writer.reader(), id)? {
        return Ok(found);
    }
    Err(Error::invalid("debrief", "Somebody else wrote this debrief. Only they can change it."))
}
