//! Coaching cycles: what one coach and one teacher work on for some weeks, by the stages of a model.
//!
//! A cycle's rows are its stored state and stage, and what is written in its stages. Where they do not fit together,
//! because two computers went on without each other, somebody has to look ([`Attention`]); nothing is invented.

mod goal;
mod model;
mod need;
mod planned;

use chrono::NaiveDate;

pub use goal::{Direction, Goal, Kind, Measure, MeasureKind, progress};
pub use model::{DECISIONS, Need, Stage, stage, stages, usual_days};
pub use need::{Evidence, Missing, Written, missing};
pub use planned::{Late, late, planned_end};

/// How many stages of their own two people can name.
pub const MOST_STAGES: usize = 12;

/// Where a coaching cycle stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// It is being planned.
    Draft,
    /// The two work on it.
    Active,
    /// It rests.
    Paused,
    /// It went through its stages.
    Completed,
    /// It ended before; the reason is kept.
    Abandoned,
}

impl State {
    /// Every state, in the order of a life.
    pub const ALL: [Self; 5] = [Self::Draft, Self::Active, Self::Paused, Self::Completed, Self::Abandoned];

    /// Returns the stored code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Completed => "completed",
            Self::Abandoned => "abandoned",
        }
    }

    /// Reads a stored code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Returns whether something is still to be done.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Active | Self::Paused)
    }

    /// Returns the state that an act leads to.
    ///
    /// # Errors
    /// Why the act is not possible.
    pub fn after(self, act: Act) -> Result<Self, Refusal> {
        match (self, act) {
            (Self::Completed | Self::Abandoned, _) => Err(Refusal::Over),
            (_, Act::Abandon(_)) => Ok(Self::Abandoned),
            (Self::Draft, Act::Begin) | (Self::Paused, Act::Resume) => Ok(Self::Active),
            (Self::Active, Act::Pause) => Ok(Self::Paused),
            (Self::Active, Act::Complete) => Ok(Self::Completed),
            (Self::Active | Self::Paused, Act::Begin) => Err(Refusal::Begun),
            (Self::Draft, Act::Pause | Act::Resume | Act::Complete) => Err(Refusal::NotBegun),
            (Self::Active, Act::Resume) => Err(Refusal::NotPaused),
            (Self::Paused, Act::Pause | Act::Complete) => Err(Refusal::Paused),
        }
    }
}

/// What a person does with a coaching cycle as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// The work begins.
    Begin,
    /// It rests.
    Pause,
    /// It goes on.
    Resume,
    /// It went through its stages.
    Complete,
    /// It ends before.
    Abandon(Reason),
}

/// Why an act is not possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is completed or ended.
    Over,
    /// It is still being planned.
    NotBegun,
    /// It was begun already.
    Begun,
    /// It rests.
    Paused,
    /// It does not rest.
    NotPaused,
}

/// Why a coaching cycle ended before its last stage was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The teacher left.
    TeacherLeft,
    /// The coach left.
    CoachLeft,
    /// There was no time that suited both.
    Schedule,
    /// Something else mattered more.
    PriorityChange,
    /// The goal was met before.
    GoalMetEarly,
    /// Something else.
    Other,
}

impl Reason {
    /// Every reason, in the order in which they are offered.
    pub const ALL: [Self; 6] =
        [Self::TeacherLeft, Self::CoachLeft, Self::Schedule, Self::PriorityChange, Self::GoalMetEarly, Self::Other];

    /// Returns the stored code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::TeacherLeft => "teacher_left",
            Self::CoachLeft => "coach_left",
            Self::Schedule => "schedule",
            Self::PriorityChange => "priority_change",
            Self::GoalMetEarly => "goal_met_early",
            Self::Other => "other",
        }
    }

    /// Reads a stored code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// What the rows of a coaching cycle say, whatever order they came in.
#[derive(Debug, Clone, Copy)]
pub struct Rows<'a> {
    /// The stored state's code.
    pub state: &'a str,
    /// The place of the stage that it is in, from 0; nothing for a stage that it does not have.
    pub stage: Option<usize>,
    /// How many stages it has.
    pub stages: usize,
    /// The day on which it began.
    pub started: Option<NaiveDate>,
    /// The day on which it ended.
    pub ended: Option<NaiveDate>,
    /// The code of the reason for which it ended before; empty where there is none.
    pub reason: &'a str,
    /// Whether words that were locked when their stage was left still say what they said.
    pub keeps_locked: bool,
    /// Whether something of one's own is missing in a stage that was left.
    pub left_too_soon: bool,
}

/// What somebody has to look at, because the rows do not support the stored state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attention {
    /// A newer version wrote a state or a stage that is not known here.
    Newer,
    /// It goes on, and nobody says since when, or it is being planned and was begun.
    Start,
    /// It goes on here, and was ended on another computer.
    EndedElsewhere,
    /// It was completed here, and ended for a reason on another computer; or nobody says why it ended.
    EndedTwice,
    /// It is said to be completed, and stands before its last stage.
    NotThroughItsStages,
    /// Words that were locked say something else now.
    Locked,
    /// What a stage needs before one leaves it is not there any more.
    LeftTooSoon,
}

/// What an act writes. All of it is written together, so that what needed attention is settled by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Writes {
    /// The state.
    pub state: State,
    /// The day on which it began.
    pub started: Option<NaiveDate>,
    /// The day on which it ended.
    pub ended: Option<NaiveDate>,
    /// Why it ended before.
    pub reason: Option<Reason>,
}

impl Rows<'_> {
    /// Returns the stored state where the rows support it.
    ///
    /// # Errors
    /// What needs attention, where they do not.
    pub fn state(&self) -> Result<State, Attention> {
        let (Some(state), Some(stage)) = (State::from_code(self.state), self.stage) else {
            return Err(Attention::Newer);
        };
        let has_reason = !self.reason.is_empty();
        match state {
            State::Draft if self.started.is_some() || stage > 0 => return Err(Attention::Start),
            State::Draft | State::Active | State::Paused if self.ended.is_some() || has_reason => {
                return Err(Attention::EndedElsewhere);
            }
            State::Active | State::Paused | State::Completed if self.started.is_none() => return Err(Attention::Start),
            State::Completed if has_reason => return Err(Attention::EndedTwice),
            State::Abandoned if !has_reason => return Err(Attention::EndedTwice),
            State::Completed | State::Abandoned if self.ended.is_none() => return Err(Attention::EndedElsewhere),
            State::Completed if stage + 1 < self.stages => return Err(Attention::NotThroughItsStages),
            _ => {}
        }
        match (self.keeps_locked, self.left_too_soon) {
            (false, _) => Err(Attention::Locked),
            (true, true) => Err(Attention::LeftTooSoon),
            (true, false) => Ok(state),
        }
    }

    /// Returns the state from which an act goes on. Where attention is needed for how it ended, it rests until somebody
    /// says what is so.
    ///
    /// # Errors
    /// That nothing can be done with what a newer version wrote.
    pub fn stands(&self) -> Result<State, Refusal> {
        match self.state() {
            Ok(state) => Ok(state),
            Err(Attention::Newer) => Err(Refusal::Over),
            Err(Attention::Locked | Attention::LeftTooSoon) => State::from_code(self.state).ok_or(Refusal::Over),
            Err(_) => Ok(State::Paused),
        }
    }

    /// Returns what an act writes.
    ///
    /// # Errors
    /// When the act is not possible.
    pub fn after(&self, act: Act, today: NaiveDate) -> Result<Writes, Refusal> {
        let state = self.stands()?.after(act)?;
        let reason = if let Act::Abandon(reason) = act { Some(reason) } else { None };
        let started = if state == State::Abandoned { self.started } else { self.started.or(Some(today)) };
        Ok(Writes { state, started, ended: (!state.is_open()).then_some(today), reason })
    }

    /// Returns whether one can go on to another stage, or back.
    ///
    /// # Errors
    /// When it is being planned, rests or is over.
    pub fn may_move(&self) -> Result<(), Refusal> {
        match self.stands()? {
            State::Active => Ok(()),
            State::Draft => Err(Refusal::NotBegun),
            State::Paused => Err(Refusal::Paused),
            State::Completed | State::Abandoned => Err(Refusal::Over),
        }
    }
}

#[cfg(test)]
mod tests;
