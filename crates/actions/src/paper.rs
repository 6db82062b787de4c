//! Entry afterwards: a lesson that was written down on paper, because there was no computer or no battery. Its times are
//! typed, it has no clock, and it says of itself that it was entered afterwards.

mod counts;
mod line;
mod talk;

use chrono::NaiveDate;
use domain::{
    Code, Problem, RowId, Value,
    afterwards::{self, LONGEST_MINUTES},
    interval::{Method, SECONDS},
    kind::{CodeLetter, Kind, Purpose, checked_codes},
    observation::State,
    schema::{code as code_row, observation},
    time,
};
use serde::Deserialize;
use store::{Connection, Writer, observation as stored};

use crate::{Error, Result, capture::Place, session};

pub use counts::{
    EnteredInterval, EnteredItem, EnteredSweep, EnteredTally, enter_interval, enter_item, enter_sweep, enter_tally,
};
pub use line::{EnteredLine, SaveEnteredLine, enter_line, save_line};
pub use talk::{EnteredStretch, enter_stretch};

/// A lesson that was written down on paper.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct FromPaper {
    /// Whose lesson it was; of a learning walk nobody's.
    pub teacher: Option<RowId>,
    /// What was recorded.
    pub kind: Kind,
    /// The day, `2026-10-05`.
    pub date: String,
    /// When it began, in minutes after midnight in the school's zone.
    pub began: u32,
    /// When it ended.
    pub ended: u32,
    /// How many students were there.
    pub students: Option<u32>,
    /// The look-fors that are on the paper; the set that was used last where it is nothing.
    pub look_for_set: Option<RowId>,
    /// The letters of a tally, of a talk timer or of interval coding; of other kinds none.
    pub codes: Vec<CodeLetter>,
    /// How intervals were coded; of other kinds nothing.
    pub method: Option<Method>,
    /// How long an interval was; of other kinds nothing.
    pub seconds: Option<u32>,
}

/// Begins to type in a lesson from paper and returns its observation, which is over already.
///
/// # Errors
/// With the field that is not possible: a day that does not exist or lies ahead, times that are none, an end before the
/// beginning, somebody in a learning walk, look-fors that are missing.
pub fn begin(writer: &mut Writer, now_ms: i64, paper: &FromPaper) -> Result<RowId> {
    let reader = writer.reader();
    let session = session::load(reader)?;
    let codes = codes(paper)?;
    let mut fields = scheme(paper)?;
    if paper.students.is_some_and(|students| students > 500) {
        return Err(Error::invalid("students", "Write how many students were there: 0 to 500."));
    }
    let (date, minutes) = day_and_length(paper)?;
    // The school's zone is known only with the class, which depends on the time: the usual one is close enough for that.
    let about_ms = time::instant(date, paper.began, session.zone);
    let whose = whose(reader, paper, now_ms, about_ms, &session)?;
    let zone = session::zone_of(reader, whose.school.or(Some(session.organisation)))?;
    let started_ms = time::instant(date, paper.began, zone);
    let lasted_ms = i64::from(minutes) * 60_000;
    if started_ms + lasted_ms > now_ms {
        return Err(Error::invalid("date", "This lesson is not over yet. Enter it when it is."));
    }
    fields.extend([
        (observation::KIND, paper.kind.code().into()),
        (observation::STATE, State::Captured.code().into()),
        (observation::STARTED_MS, started_ms.into()),
        (observation::ENDED_OFFSET_MS, lasted_ms.into()),
        (observation::ZONE, zone.name().into()),
        (observation::STUDENTS, paper.students.into()),
        (observation::OBSERVER, session.me.into()),
        (observation::ENTERED_MS, now_ms.into()),
    ]);
    fields.extend(whose.fields);
    writer.act(store::workspace(), "Enter an observation from paper", |tx| {
        let id = tx.new_id();
        tx.create(observation::ENTITY, id, fields)?;
        for (position, code) in (0_u32..).zip(&codes) {
            let row = tx.new_id();
            let fields = vec![
                (code_row::OBSERVATION, id.into()),
                (code_row::POSITION, position.into()),
                (code_row::LETTER, code.letter.as_str().into()),
                (code_row::LABEL, code.label.as_str().into()),
            ];
            tx.create(code_row::ENTITY, row, fields)?;
        }
        Ok(id)
    })
}

/// Whom the paper is about, and what was looked for.
struct Whose {
    school: Option<RowId>,
    fields: Vec<(u16, Value)>,
}

fn whose(
    reader: &Connection,
    paper: &FromPaper,
    now_ms: i64,
    about_ms: i64,
    session: &session::Session,
) -> Result<Whose> {
    if let Some(set) = paper.look_for_set {
        stored::look_for_set(reader, set)?;
    }
    if paper.kind == Kind::LearningWalk {
        return of_nobody(reader, paper);
    }
    let teacher = paper.teacher.ok_or_else(|| Error::invalid("teacher", "Choose whose lesson it was."))?;
    store::person::load(reader, teacher)?;
    crate::conflict::refuse(reader, now_ms, teacher)?;
    let place = Place::at(reader, teacher, None, about_ms, session)?;
    let set = paper.look_for_set.map_or_else(|| crate::look_for::last_used(reader, teacher), |set| Ok(Some(set)))?;
    let fields = vec![
        (observation::TEACHER, teacher.into()),
        (observation::SECTION, place.section.into()),
        (observation::SCHOOL, place.school.into()),
        (observation::LOOK_FOR_SET, set.into()),
    ];
    Ok(Whose { school: place.school, fields })
}

/// A learning walk is about rooms, and has no place for anybody.
fn of_nobody(reader: &Connection, paper: &FromPaper) -> Result<Whose> {
    if paper.teacher.is_some() {
        return Err(Error::invalid("teacher", "A learning walk is about no teacher. Leave this empty."));
    }
    let set = paper.look_for_set.map_or_else(|| crate::look_for::last_used_anywhere(reader), |set| Ok(Some(set)))?;
    let set = set.ok_or_else(|| Error::invalid("lookForSet", "Make a set of look-fors in a script first."))?;
    let fields =
        vec![(observation::PURPOSE, Purpose::LearningWalk.code().into()), (observation::LOOK_FOR_SET, set.into())];
    Ok(Whose { school: None, fields })
}

fn codes(paper: &FromPaper) -> Result<Vec<CodeLetter>> {
    if !paper.kind.has_codes() {
        return Ok(Vec::new());
    }
    checked_codes(&paper.codes).map_err(|words| Error::invalid("codes", words))
}

/// Returns how the intervals on the paper were coded; of other kinds nothing.
fn scheme(paper: &FromPaper) -> Result<Vec<(u16, Value)>> {
    if paper.kind != Kind::Interval {
        return Ok(Vec::new());
    }
    let method = paper.method.ok_or_else(|| Error::invalid("method", "Choose how intervals are coded."))?;
    let seconds = paper.seconds.filter(|seconds| SECONDS.contains(seconds));
    let seconds = seconds.ok_or_else(|| Error::invalid("seconds", "An interval lasts 5 to 300 seconds."))?;
    Ok(vec![(observation::METHOD, method.code().into()), (observation::INTERVAL_SECONDS, seconds.into())])
}

/// Returns the day, and how many minutes the lesson lasted.
fn day_and_length(paper: &FromPaper) -> Result<(NaiveDate, u32)> {
    let date = paper.date.parse();
    let date = date.map_err(|_| Error::invalid("date", "This day does not exist. Write it as 2026-10-05."))?;
    for (field, minute) in [("began", paper.began), ("ended", paper.ended)] {
        if minute >= 24 * 60 {
            return Err(Error::invalid(field, "This time does not exist. Write it as 10:05."));
        }
    }
    let minutes = paper.ended.checked_sub(paper.began).filter(|minutes| (1..=LONGEST_MINUTES).contains(minutes));
    let minutes = minutes
        .ok_or_else(|| Error::invalid("ended", "A lesson ends after it began, and lasts at most 600 minutes."))?;
    Ok((date, minutes))
}

/// Returns an observation of this kind that was entered from paper by this person.
pub(crate) fn entered(reader: &Connection, id: RowId, kind: Kind) -> Result<stored::Observation> {
    let found = stored::load(reader, id)?;
    let is_own = store::sharing::is_writable(reader, id)?;
    if found.entered_ms.is_some() && is_own && Kind::from_code(&found.kind) == Some(kind) {
        return Ok(found);
    }
    let message = "This observation was not entered from paper here, or is of another kind. Nothing was changed.";
    Err(Error::Refused(Problem::new(Code::Invalid, message)))
}

/// Reads a typed time of a lesson as milliseconds after its beginning, not before the entry before it.
fn offset_ms(found: &stored::Observation, last_ms: i64, typed: &str) -> Result<i64> {
    let offset = lesson(found, last_ms).offset(typed).map_err(|fault| Error::invalid("time", said(fault)))?;
    Ok(i64::from(offset) * 1_000)
}

/// The times between which typed ones lie.
fn lesson(found: &stored::Observation, last_ms: i64) -> afterwards::Lesson {
    let zone = crate::observation::zone(found);
    let seconds = |ms: i64| u32::try_from(ms / 1_000).unwrap_or(0);
    afterwards::Lesson {
        started: time::second_of_day(found.started_ms, zone),
        lasted: seconds(found.ended_offset_ms.unwrap_or(0)),
        last: seconds(last_ms),
    }
}

fn said(fault: afterwards::Fault) -> &'static str {
    match fault {
        afterwards::Fault::NoTime => "This is no time. Write it as 10:05, or as +3 for three minutes after the start.",
        afterwards::Fault::BeforeStart => "This is before the lesson began.",
        afterwards::Fault::AfterEnd => "This is after the lesson ended.",
        afterwards::Fault::BeforeLast => {
            "This is before the line before it. Times do not go back: enter lines in their order."
        }
        afterwards::Fault::NoLength => "A stretch ends after it began.",
    }
}
