//! Coaching cycles: planned with a teacher, taken from stage to stage, completed or ended with a reason.
//!
//! Undo of an act belongs to the coaching cycle. Its words are typed into their fields (`typed`); what a model needs before
//! a stage is left is decided by `domain`.

mod begin;
mod chain;
mod days;
mod goal;
mod link;
mod list;
mod share;
mod stage;
mod state;
mod view;
mod words;

pub(crate) use begin::usual_days;
pub use begin::{BeginCycle, Planned, begin, plan};
pub use chain::{ChainNode, NodeKind, chain};
pub use days::{SaveDays, save_days};
pub use goal::{AddMeasure, SaveGoal, add_measure, remove_measure, save_goal};
pub use link::{CycleLink, link, set_link};
pub(crate) use link::{named, proposed};
pub(crate) use list::about;
pub use list::{CoachingCycleRow, CoachingCyclesView, list};
pub(crate) use share::goes;
pub use share::{preview, share, stop};
pub use stage::{back, decide, forward, keep_locked};
pub use state::{abandon, complete, pause, remove, resume, start};
pub use view::{CoachingCycleView, GoalView, MeasureView, MissingView, StageView, view};
pub use words::CycleStanding;
pub(crate) use words::{measure_words, state_words};

use domain::{
    RowId, Value,
    coaching_cycle::{Evidence, Goal, Measure, MeasureKind, Missing, Refusal, Rows, Stage, State, Written, missing},
    debrief::Model,
    schema::{Entity, cycle_stage},
    step::State as StepState,
};
use store::{Connection, Writer, coaching_cycle as stored};

use crate::{Error, Result};

/// A coaching cycle with everything that its rules ask for.
pub(crate) struct Loaded {
    pub cycle: stored::CoachingCycle,
    pub stages: Vec<stored::Stage>,
    pub goal: Option<stored::Goal>,
    pub measures: Vec<stored::Measure>,
    evidence: Evidence,
}

impl Loaded {
    pub fn read(reader: &Connection, id: RowId) -> Result<Self> {
        Self::of(reader, stored::load(reader, id)?)
    }

    pub fn of(reader: &Connection, cycle: stored::CoachingCycle) -> Result<Self> {
        let mut stages = stored::stages(reader, cycle.id)?;
        // Two computers that accepted one request by two models left the stages of both: those of the model that stands count.
        if let Some(own) =
            Model::from_code(&cycle.model).map(domain::coaching_cycle::stages).filter(|own| !own.is_empty())
        {
            stages.retain(|stage| own.iter().any(|known| known.code == stage.code));
        }
        Ok(Self {
            stages,
            goal: stored::goal(reader, cycle.id)?,
            measures: stored::measures(reader, cycle.id)?,
            evidence: evidence(reader, cycle.id)?,
            cycle,
        })
    }

    pub fn model(&self) -> Option<Model> {
        Model::from_code(&self.cycle.model)
    }

    /// The place of the stage that it is in, from 0. What is still planned is at its first one.
    pub fn at(&self) -> Option<usize> {
        let stored = self.stages.iter().position(|stage| stage.code == self.cycle.stage);
        let is_planned = State::from_code(&self.cycle.state) == Some(State::Draft) && !self.stages.is_empty();
        stored.or(is_planned.then_some(0))
    }

    /// What the model says of a stage; nothing for a model of a newer version.
    pub fn template(&self, place: usize) -> Option<&'static Stage> {
        self.model().and_then(|model| domain::coaching_cycle::stage(model, place))
    }

    /// What a stage still needs before one leaves it.
    pub fn missing(&self, place: usize) -> Vec<Missing> {
        let (Some(template), Some(stage)) = (self.template(place), self.stages.get(place)) else { return Vec::new() };
        let goal = self.goal.as_ref();
        let measures: Vec<_> = self.measures.iter().map(known).collect();
        let written = Written {
            subject: &self.cycle.subject,
            standards: &self.cycle.standards,
            curriculum: &self.cycle.curriculum,
            text: &stage.text,
            plan: &stage.plan,
            decision: &stage.decision,
            goal: Goal {
                kind: goal.map_or("", |goal| &goal.kind),
                statement: goal.map_or("", |goal| &goal.statement),
                metric: goal.map_or("", |goal| &goal.metric),
            },
            measures: &measures,
        };
        missing(template, &written, &self.evidence)
    }

    /// What is not there any more of what stages needed that were left.
    pub fn missing_before(&self) -> Vec<Missing> {
        let left = (0..self.at().unwrap_or(0)).flat_map(|place| self.missing(place));
        left.filter(|missing| missing.is_written).collect()
    }

    pub fn rows(&self) -> Rows<'_> {
        let is_kept = |stage: &stored::Stage| stage.locked.as_ref().is_none_or(|locked| *locked == stage.text);
        Rows {
            state: &self.cycle.state,
            stage: self.at().filter(|_| self.model().is_some()),
            stages: self.stages.len(),
            started: self.cycle.started.parse().ok(),
            ended: self.cycle.ended.parse().ok(),
            reason: &self.cycle.reason,
            keeps_locked: self.stages.iter().all(is_kept),
            left_too_soon: !self.missing_before().is_empty(),
        }
    }
}

fn known(measure: &stored::Measure) -> Measure<'_> {
    Measure { kind: MeasureKind::from_code(&measure.kind), task: &measure.task }
}

/// Reads what took place in a coaching cycle.
fn evidence(reader: &Connection, id: RowId) -> Result<Evidence> {
    let lessons = stored::lessons(reader, id)?;
    let mut evidence = Evidence { observations: lessons.len(), ..Evidence::default() };
    for lesson in lessons {
        let debrief = store::debrief::of_observation(reader, lesson)?;
        let practised = debrief.map_or(0, |debrief| debrief.practice_seconds);
        evidence.practised_seconds = evidence.practised_seconds.max(practised);
        for step in store::step::made_in(reader, lesson)?.iter().filter(|step| stands(step)) {
            evidence.steps += 1;
            evidence.checks += store::step::checks(reader, Some(step.id))?.len();
        }
    }
    Ok(evidence)
}

/// Whether a step is agreed on and still stands.
fn stands(step: &store::step::Step) -> bool {
    let is_agreed = match StepState::from_code(&step.state) {
        Some(StepState::Agreed | StepState::Practising | StepState::Mastered) => true,
        Some(StepState::Proposed | StepState::Retired | StepState::Superseded) | None => false,
    };
    is_agreed && !step.text.is_empty() && !step.check_date.is_empty()
}

/// Returns a coaching cycle that this person may write on.
pub(crate) fn own(writer: &Writer, id: RowId) -> Result<Loaded> {
    let loaded = Loaded::read(writer.reader(), id)?;
    if store::sharing::is_writable(writer.reader(), id)? {
        return Ok(loaded);
    }
    Err(Error::invalid("coachingCycle", "Somebody else wrote this coaching cycle. Only they can change it."))
}

/// Returns a coaching cycle that this person may write on and that is not over.
fn own_open(writer: &Writer, id: RowId) -> Result<Loaded> {
    let loaded = own(writer, id)?;
    if loaded.rows().stands().map_err(refused)?.is_open() { Ok(loaded) } else { Err(refused(Refusal::Over)) }
}

/// Words that were locked when their stage was left do not change any more.
pub(crate) fn refuse_locked(reader: &Connection, entity: &'static Entity, row: RowId, field: u16) -> Result<()> {
    if (entity.number, field) != (cycle_stage::ENTITY.number, cycle_stage::TEXT) {
        return Ok(());
    }
    if store::field::value(reader, entity, row, cycle_stage::LOCKED)? == Value::Null {
        return Ok(());
    }
    let message =
        "This was written before anything was done, and stays as it was. Write what came of it in a later stage.";
    Err(Error::invalid("text", message))
}

fn refused(refusal: Refusal) -> Error {
    Error::invalid(
        "state",
        match refusal {
            Refusal::Over => "This coaching cycle is over. It stays as it is; undo takes back what ended it.",
            Refusal::NotBegun => "This coaching cycle is being planned. Begin it first. Nothing was changed.",
            Refusal::Begun => "This coaching cycle was begun already. Nothing was changed.",
            Refusal::Paused => "This coaching cycle rests. Go on with it first. Nothing was changed.",
            Refusal::NotPaused => "This coaching cycle does not rest. Nothing was changed.",
        },
    )
}

/// Returns trimmed words that are not too long and hold nothing private.
fn bounded<'a>(field: &str, text: &'a str, most: usize) -> Result<&'a str> {
    let text = text.trim();
    if text.chars().count() > most {
        return Err(Error::invalid(field, &format!("At most {most} characters. Nothing was changed.")));
    }
    crate::typed::refuse_private(field, text)?;
    Ok(text)
}
