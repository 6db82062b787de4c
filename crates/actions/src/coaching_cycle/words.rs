//! Where a coaching cycle stands and what is in it, in the words of the interface.

use domain::coaching_cycle::{Attention, MeasureKind, Reason, State};
use serde::Serialize;

use super::Loaded;
use crate::figures;

/// Where a coaching cycle stands, as the screens show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "kebab-case")]
pub enum CycleStanding {
    /// It is being planned.
    Draft,
    /// The two work on it.
    Active,
    /// It rests.
    Paused,
    /// It went through its stages.
    Completed,
    /// It ended before.
    Abandoned,
    /// What is kept of it does not fit together; somebody has to look.
    NeedsAttention,
}

impl CycleStanding {
    pub(super) fn of(loaded: &Loaded) -> Self {
        loaded.rows().state().map_or(Self::NeedsAttention, Self::in_state)
    }

    /// Where acts go on from, whatever needs attention; of a newer version's coaching cycle none does.
    pub(super) fn acted_on(loaded: &Loaded) -> Self {
        loaded.rows().stands().map_or(Self::NeedsAttention, Self::in_state)
    }

    fn in_state(state: State) -> Self {
        match state {
            State::Draft => Self::Draft,
            State::Active => Self::Active,
            State::Paused => Self::Paused,
            State::Completed => Self::Completed,
            State::Abandoned => Self::Abandoned,
        }
    }
}

/// Says what a stored state is called; of a newer version's, its code.
pub(crate) fn state_words(code: &str) -> String {
    let known = State::from_code(code).map(|state| match state {
        State::Draft => "Being planned",
        State::Active => "Under way",
        State::Paused => "Resting",
        State::Completed => "Completed",
        State::Abandoned => "Ended before its last stage",
    });
    known.unwrap_or(code).to_owned()
}

/// Says where a coaching cycle stands: `Under way`, `Ended before its last stage: the goal was met early`.
pub(super) fn standing(loaded: &Loaded) -> String {
    match loaded.rows().state() {
        Ok(State::Abandoned) => format!("{}: {}", state_words("abandoned"), reason_words(&loaded.cycle.reason)),
        Ok(_) => state_words(&loaded.cycle.state),
        Err(attention) => attention_words(attention).to_owned(),
    }
}

fn attention_words(attention: Attention) -> &'static str {
    match attention {
        Attention::Newer => "Needs attention: a newer version of Coachlight changed this coaching cycle",
        Attention::Start => "Needs attention: it is not clear since when it is under way. Go on with it, or end it",
        Attention::EndedElsewhere => {
            "Needs attention: it was ended on one computer and went on at another. Go on with it, or end it"
        }
        Attention::EndedTwice => {
            "Needs attention: two computers ended it in different ways. Go on with it and end it once more"
        }
        Attention::NotThroughItsStages => {
            "Needs attention: called completed, and it is not in its last stage. Go on with it, or end it"
        }
        Attention::Locked => {
            "Needs attention: a prediction was changed on another computer after the work began. Both are shown below: keep \
             it as it was locked"
        }
        Attention::LeftTooSoon => "Needs attention: something that an earlier stage needs is not there any more",
    }
}

/// Says why a coaching cycle ended; of a newer version's reason, its code.
pub(super) fn reason_words(code: &str) -> String {
    let known = Reason::from_code(code).map(|reason| match reason {
        Reason::TeacherLeft => "the teacher left",
        Reason::CoachLeft => "the coach left",
        Reason::Schedule => "no time that suited both",
        Reason::PriorityChange => "something else mattered more",
        Reason::GoalMetEarly => "the goal was met early",
        Reason::Other => "another reason",
    });
    known.unwrap_or(code).to_owned()
}

pub(super) fn kind_words(code: &str) -> String {
    let known = MeasureKind::from_code(code).map(|kind| match kind {
        MeasureKind::Before => "Before",
        MeasureKind::Between => "On the way",
        MeasureKind::After => "After",
    });
    known.unwrap_or(code).to_owned()
}

/// Returns what was measured: `On the way 63 of 28 exit ticket`.
pub(crate) fn measure_words(measure: &store::coaching_cycle::Measure) -> String {
    let said =
        [kind_words(&measure.kind), measure.value.to_string(), figures::over(measure.count), measure.task.clone()];
    said.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
