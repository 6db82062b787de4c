//! Where a step stands and what a check found, in the words of the interface.

use domain::step::{Attention, Beside, Found, State};
use serde::{Deserialize, Serialize};

use super::Loaded;

/// Where a step stands, as the screens show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// The teacher has not agreed yet.
    Proposed,
    /// Both agreed on it.
    Agreed,
    /// The teacher tries it.
    Practising,
    /// It was seen in a later lesson.
    Mastered,
    /// It was dropped.
    Retired,
    /// Another step took its place.
    Superseded,
    /// What is kept of it does not fit together; somebody has to look.
    NeedsAttention,
}

/// Returns how a student result stands beside a step. Never that the one brought about the other.
pub(crate) fn beside_words(beside: Beside) -> &'static str {
    match beside {
        Beside::Intended => "The step aims at this",
        Beside::Observed => "Measured since the step was proposed",
    }
}

/// What a check found, as the screens offer it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "kebab-case")]
pub enum CheckResult {
    /// The step was seen.
    Seen,
    /// Some of it was seen.
    Partly,
    /// It was looked for and not seen.
    NotSeen,
    /// The lesson had no occasion for it.
    NotObserved,
}

impl CheckResult {
    /// Returns it within a sentence.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Seen => "seen",
            Self::Partly => "partly",
            Self::NotSeen => "not seen",
            Self::NotObserved => "not observed",
        }
    }

    pub(super) fn known(self) -> Found {
        match self {
            Self::Seen => Found::Seen,
            Self::Partly => Found::Partly,
            Self::NotSeen => Found::NotSeen,
            Self::NotObserved => Found::NotObserved,
        }
    }

    pub(super) fn of(found: Found) -> Self {
        match found {
            Found::Seen => Self::Seen,
            Found::Partly => Self::Partly,
            Found::NotSeen => Self::NotSeen,
            Found::NotObserved => Self::NotObserved,
        }
    }
}

impl Standing {
    pub(super) fn of(loaded: &Loaded) -> Self {
        match loaded.rows().state() {
            Ok(State::Proposed) => Self::Proposed,
            Ok(State::Agreed) => Self::Agreed,
            Ok(State::Practising) => Self::Practising,
            Ok(State::Mastered) => Self::Mastered,
            Ok(State::Retired) => Self::Retired,
            Ok(State::Superseded) => Self::Superseded,
            Err(_) => Self::NeedsAttention,
        }
    }
}

/// Says what a stored state is called, whatever its rows support; of a newer version's, its code.
pub(crate) fn state_words(code: &str) -> String {
    let known = State::from_code(code).map(|state| match state {
        State::Proposed => "Proposed",
        State::Agreed => "Agreed",
        State::Practising => "Being practised",
        State::Mastered => "Part of practice",
        State::Retired => "Dropped",
        State::Superseded => "Replaced by another step",
    });
    known.unwrap_or(code).to_owned()
}

/// Says where a step stands: `Being practised`, `Dropped: the unit is over`.
pub(super) fn standing(loaded: &Loaded) -> String {
    match loaded.rows().state() {
        Ok(State::Retired) => format!("{}: {}", state_words(&loaded.step.state), loaded.step.reason),
        Ok(_) => state_words(&loaded.step.state),
        Err(attention) => attention_words(attention).to_owned(),
    }
}

fn attention_words(attention: Attention) -> &'static str {
    match attention {
        Attention::Newer => "Needs attention: a newer version of Coachlight changed this step",
        Attention::NotSeen => "Needs attention: called part of practice, and no check saw it",
        Attention::ChecksDisagree => "Needs attention: its checks do not agree. Check it once more, or remove one",
        Attention::NoReason => "Needs attention: dropped, and no reason is kept",
        Attention::NotFollowed => "Needs attention: replaced by a step that is not here",
    }
}
