//! What a teacher takes along from a debrief. One function gives it for paper, for a copy and for its preview, so that
//! they cannot differ, and it holds only what is shared.

use chrono::NaiveDate;
use domain::{
    Code, Problem, RowId,
    access::may_enter_with,
    debrief::State,
    schema::{Entity, debrief as entity, line, observation as lesson, step},
    scope::Scope,
    time,
};
use store::{Connection, debrief as stored, observation as lessons};

use super::{DebriefLine, share, view};
use crate::{
    Error, Result, agreement,
    observation::{context, known, named, zone},
    sharing,
    step::{EvidenceView, evidence},
};

/// What a teacher takes along. Days are days: whoever prints them knows the language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The teacher's name; empty where their row is not on this computer.
    pub teacher: String,
    /// The coach's name.
    pub coach: String,
    /// The class in words.
    pub context: String,
    /// The day of the lesson, and when it began: `8:07`.
    pub lesson: Option<(NaiveDate, String)>,
    /// The day on which it was talked about; nothing before that.
    pub talked: Option<NaiveDate>,
    /// What went well.
    pub praise: String,
    /// The lines that are praised.
    pub praised: Vec<DebriefLine>,
    /// A question to think about.
    pub question: String,
    /// What the teacher said.
    pub teacher_words: String,
    /// The steps that came of the lesson, as far as they are shared.
    pub steps: Vec<SummaryStep>,
}

/// A step in a summary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SummaryStep {
    /// The words.
    pub text: String,
    /// How it is practised.
    pub practice: String,
    /// When it is checked.
    pub check: Option<NaiveDate>,
    /// The lines that show why.
    pub lines: Vec<EvidenceView>,
}

/// Returns what a teacher takes along from a debrief: what is shared with them and nothing else. In a profile that works
/// alone nothing can be shared by a service, and handing the summary over is how it is shared. So it is for a teacher who
/// accepted the sharing agreement on the coach's screen or on paper.
///
/// # Errors
/// [`Code::Changed`] when it is not shared, so that a copy never runs ahead of the person's own Share.
pub fn summary(reader: &Connection, id: RowId) -> Result<Summary> {
    let found = stored::load(reader, id)?;
    let goes = Goes::of(reader, &found)?;
    if !goes.is_open(reader, id)? {
        return Err(not_shared());
    }
    let words = |field| goes.words(reader, entity::ENTITY, id, field);
    let name = |person: Option<RowId>| person.map_or(Ok(String::new()), |id| Ok::<_, Error>(named(reader, id)?.name));
    let seen = goes.lesson(reader, &found)?;
    let talked = words(entity::DATE)?.parse().ok();
    Ok(Summary {
        teacher: name(found.teacher)?,
        coach: name(found.coach)?,
        context: context(reader, seen.as_ref().and_then(|seen| seen.section))?,
        lesson: seen.as_ref().map(begun),
        talked: talked.filter(|_| State::from_code(&found.state) == State::Held),
        praise: words(entity::PRAISE)?,
        praised: if seen.is_some() { goes.praised(reader, &found)? } else { Vec::new() },
        question: words(entity::QUESTION)?,
        teacher_words: words(entity::TEACHER_WORDS)?,
        steps: goes.steps(reader, &found, seen.is_some())?,
    })
}

fn not_shared() -> Error {
    let problem =
        Problem::new(Code::Changed, "This debrief is not shared with the teacher. Nothing was printed or copied.");
    Error::Refused(problem.hint(
        "Share it first: what is handed over is what was shared. For a teacher without an account, have them accept the sharing agreement on your screen or on paper.",
    ))
}

fn begun(seen: &lessons::Observation) -> (NaiveDate, String) {
    let zone = zone(seen);
    (time::local(seen.started_ms, zone).date_naive(), time::short(seen.started_ms, zone))
}

/// Whether a debrief goes from hand to hand: its teacher accepted the agreement that is in force on the coach's screen or
/// on paper, so no account of theirs is known that a service could open it to. A debrief that
/// was shared goes by its share, with what was shared.
fn is_handed_over(reader: &Connection, found: &stored::Debrief) -> Result<bool> {
    let (Some(coach), Some(teacher)) = (found.coach, found.teacher) else { return Ok(false) };
    Ok(agreement::is_accepted_in_person(reader, coach, teacher)? && !store::sharing::was_shared(reader, found.id)?)
}

/// What may go to the teacher, and whether this computer has to ask at all.
struct Goes {
    scope: Scope,
    /// Whether everything here is open to the teacher: it is shared with this person, or no service could share it.
    is_all: bool,
    /// Whether it goes from hand to hand. What was ever shared goes by that share all the same: what a coach ended is not
    /// handed over by the way.
    is_handed_over: bool,
}

impl Goes {
    fn of(reader: &Connection, found: &stored::Debrief) -> Result<Self> {
        let scope = Scope::Pair { coach: found.coach.unwrap_or(found.id), teacher: found.teacher.unwrap_or(found.id) };
        let is_alone = store::exchange::membership(reader)?.is_none();
        let is_all = is_alone || !store::sharing::is_own(reader, found.id)?;
        Ok(Self { scope, is_all, is_handed_over: is_handed_over(reader, found)? })
    }

    fn is_open(&self, reader: &Connection, root: RowId) -> Result<bool> {
        let goes_by_hand = || Ok::<_, Error>(self.is_handed_over && !store::sharing::was_shared(reader, root)?);
        Ok(self.is_all || sharing::is_open(reader, root, &self.scope)? || goes_by_hand()?)
    }

    /// Returns the words of a field as the service lets them enter.
    fn words(&self, reader: &Connection, of: &'static Entity, row: RowId, field: u16) -> Result<String> {
        let value = store::field::value(reader, of, row, field)?;
        let goes = may_enter_with(&self.scope, of.number, field, &value).is_ok();
        Ok(value.text().filter(|_| goes).unwrap_or_default().to_owned())
    }

    fn lesson(&self, reader: &Connection, found: &stored::Debrief) -> Result<Option<lessons::Observation>> {
        let Some(id) = found.observation else { return Ok(None) };
        let Some(seen) = known(lessons::load(reader, id))? else { return Ok(None) };
        let started = seen.started_ms.into();
        let goes = may_enter_with(&self.scope, lesson::ENTITY.number, lesson::STARTED_MS, &started).is_ok();
        Ok((goes && self.is_open(reader, id)?).then_some(seen))
    }

    fn praised(&self, reader: &Connection, found: &stored::Debrief) -> Result<Vec<DebriefLine>> {
        let mut praised = view::lines(reader, found)?;
        praised.retain(|line| line.is_praised);
        for row in &mut praised {
            row.text = self.words(reader, line::ENTITY, row.id, line::TEXT)?;
        }
        Ok(praised)
    }

    /// A step that was written after the share waits until it is shared too.
    fn steps(&self, reader: &Connection, found: &stored::Debrief, is_lesson_open: bool) -> Result<Vec<SummaryStep>> {
        let mut steps = Vec::new();
        for id in share::steps(reader, found)? {
            if !self.is_open(reader, id)? {
                continue;
            }
            let words = |field| self.words(reader, step::ENTITY, id, field);
            let mut lines = if is_lesson_open { store::step::lines(reader, id)? } else { Vec::new() };
            // A step may rest on another lesson too, which is not part of this.
            lines.retain(|line| Some(line.observation) == found.observation);
            steps.push(SummaryStep {
                text: words(step::TEXT)?,
                practice: words(step::PRACTICE)?,
                check: words(step::CHECK_DATE)?.parse().ok(),
                lines: evidence(reader, lines)?,
            });
        }
        Ok(steps)
    }
}
