//! Action steps: from proposed to part of practice, by what is seen in later lessons.
//!
//! A step's rows are its own, with a stored state, and its checks. Its attempt is read from the checks, so that two
//! computers cannot disagree about it. What the rows do not support is said to need [`Attention`]; nothing is invented.

mod check_date;

pub use check_date::{DAYS_TO_CHECK, NotADay, Size, check_date, proposed_check_date};

use chrono::NaiveDate;

/// The longest words of a step, in characters.
pub const LONGEST: usize = 240;

/// How many open steps a teacher has at most; one more is asked about and not refused.
pub const MOST_OPEN: usize = 2;

/// Where a step stands. `not yet` is a passage and no place: a check that finds it leads on to the next attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The coach thought of it; the teacher has not agreed.
    Proposed,
    /// Both agreed on it.
    Agreed,
    /// The teacher tries it.
    Practising,
    /// It was seen in a later lesson.
    Mastered,
    /// It was dropped; the reason is kept.
    Retired,
    /// Another step took its place.
    Superseded,
}

impl State {
    /// Every state, in the order of a step's life.
    pub const ALL: [Self; 6] =
        [Self::Proposed, Self::Agreed, Self::Practising, Self::Mastered, Self::Retired, Self::Superseded];

    /// Returns the stored code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Agreed => "agreed",
            Self::Practising => "practising",
            Self::Mastered => "mastered",
            Self::Retired => "retired",
            Self::Superseded => "superseded",
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
        match self {
            Self::Proposed | Self::Agreed | Self::Practising => true,
            Self::Mastered | Self::Retired | Self::Superseded => false,
        }
    }

    /// Returns the state that an act leads to, or why the act is not possible.
    ///
    /// # Errors
    /// When a step that is over is changed, or one is checked or practised that nobody agreed on.
    pub fn after(self, act: Act) -> Result<Self, Refusal> {
        match (self, act) {
            (Self::Mastered | Self::Retired | Self::Superseded, _) => Err(Refusal::Over),
            (_, Act::Retire) => Ok(Self::Retired),
            (_, Act::Supersede) => Ok(Self::Superseded),
            (Self::Proposed, Act::Agree) => Ok(Self::Agreed),
            (Self::Proposed, Act::Practise | Act::Check(_)) => Err(Refusal::NotAgreed),
            (Self::Agreed | Self::Practising, Act::Agree) => Err(Refusal::Agreed),
            (Self::Agreed | Self::Practising, Act::Practise | Act::Check(Found::Partly | Found::NotSeen)) => {
                Ok(Self::Practising)
            }
            (Self::Agreed | Self::Practising, Act::Check(Found::Seen)) => Ok(Self::Mastered),
            (Self::Agreed | Self::Practising, Act::Check(Found::NotObserved)) => Ok(self),
        }
    }
}

/// How a student result stands beside a step. There is no third: that one came of the other is said nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    /// The step aims at it.
    Intended,
    /// It was measured since the step was proposed.
    Observed,
}

impl Beside {
    /// Returns the stored code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Intended => "intended",
            Self::Observed => "observed",
        }
    }

    /// Reads a stored code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Intended, Self::Observed].into_iter().find(|beside| beside.code() == code)
    }
}

/// What a person does with a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// The teacher agrees.
    Agree,
    /// The teacher began to try it.
    Practise,
    /// Somebody looked for it in a lesson.
    Check(Found),
    /// It is dropped.
    Retire,
    /// Another one takes its place.
    Supersede,
}

/// Why an act is not possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is mastered, retired or superseded.
    Over,
    /// Nobody agreed on it yet.
    NotAgreed,
    /// It is agreed on already.
    Agreed,
}

/// What a check found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// The step was seen.
    Seen,
    /// Some of it was seen.
    Partly,
    /// It was looked for and not seen.
    NotSeen,
    /// The lesson had no occasion for it.
    NotObserved,
}

impl Found {
    /// Every result, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Seen, Self::Partly, Self::NotSeen, Self::NotObserved];

    /// Returns the stored code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Seen => "seen",
            Self::Partly => "partly",
            Self::NotSeen => "not_seen",
            Self::NotObserved => "not_observed",
        }
    }

    /// Reads a stored code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|found| found.code() == code)
    }

    /// Returns whether the teacher tries once more after it.
    #[must_use]
    pub fn is_not_yet(self) -> bool {
        matches!(self, Self::Partly | Self::NotSeen)
    }
}

/// A check as the rules need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Check {
    /// The day of the lesson.
    pub date: NaiveDate,
    /// What it found.
    pub found: Found,
    /// The attempt that it looked at, from 1.
    pub attempt: u32,
}

/// Returns which attempt a step is in, from 1: each check that found it not yet leads to the next.
#[must_use]
pub fn attempt(checks: &[Check]) -> u32 {
    let tried = checks.iter().filter(|check| check.found.is_not_yet()).map(|check| check.attempt);
    tried.max().unwrap_or(0).saturating_add(1)
}

/// What a step's rows say, whatever order they came in.
#[derive(Debug, Clone, Copy)]
pub struct Rows<'a> {
    /// The stored state's code.
    pub state: &'a str,
    /// The day on which it was proposed.
    pub assigned: Option<NaiveDate>,
    /// Whether a reason for dropping it is kept.
    pub has_reason: bool,
    /// Whether the step that took its place is named, and was not removed.
    pub is_followed: bool,
    /// Its checks that were not removed.
    pub checks: &'a [Check],
}

/// What somebody has to look at, because the rows do not support the stored state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attention {
    /// A newer version wrote a state that is not known here.
    Newer,
    /// It is said to be part of practice, and no check saw it after the day on which it was proposed.
    NotSeen,
    /// One check saw it, and another one of the same attempt or a later one did not.
    ChecksDisagree,
    /// It was dropped, and nobody says why.
    NoReason,
    /// Another step took its place, and that one is not there.
    NotFollowed,
}

impl Rows<'_> {
    /// Returns the stored state where the rows support it.
    ///
    /// # Errors
    /// What needs attention, where they do not.
    pub fn state(&self) -> Result<State, Attention> {
        match State::from_code(self.state) {
            None => Err(Attention::Newer),
            Some(State::Mastered) => self.mastered(),
            Some(State::Retired) if !self.has_reason => Err(Attention::NoReason),
            Some(State::Superseded) if !self.is_followed => Err(Attention::NotFollowed),
            Some(state) => Ok(state),
        }
    }

    /// Returns the state after an act. Where attention is needed, the step is open again for whoever gives it.
    ///
    /// # Errors
    /// When the act is not possible.
    pub fn after(&self, act: Act) -> Result<State, Refusal> {
        match self.state() {
            Ok(state) => state.after(act),
            Err(Attention::Newer) => Err(Refusal::Over),
            Err(_) => State::Practising.after(act),
        }
    }

    fn mastered(&self) -> Result<State, Attention> {
        let seen = self.checks.iter().filter(|check| check.found == Found::Seen);
        let seen = seen.filter(|check| self.assigned.is_some_and(|assigned| check.date > assigned));
        let Some(latest) = seen.map(|check| check.attempt).max() else { return Err(Attention::NotSeen) };
        if attempt(self.checks) > latest { Err(Attention::ChecksDisagree) } else { Ok(State::Mastered) }
    }
}

#[cfg(test)]
mod tests;
