//! Planned visits: the states they go through, what they are for, and why they did not take place.

use crate::log::Activity;

/// Where a planned visit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It will take place.
    Planned,
    /// It was put on another day or time, and will take place then.
    Moved,
    /// It took place.
    Held,
    /// It will not take place; the reason is kept.
    Cancelled,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Planned, Self::Moved, Self::Held, Self::Cancelled];

    /// Returns the stored code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Moved => "moved",
            Self::Held => "held",
            Self::Cancelled => "cancelled",
        }
    }

    /// Reads a stored code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Returns whether a visit may go from this state to the next.
    ///
    /// A held visit is a fact; a cancelled one can be planned again.
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        match (self, next) {
            (Self::Planned | Self::Moved, Self::Moved | Self::Held | Self::Cancelled)
            | (Self::Cancelled, Self::Planned | Self::Moved) => true,
            (Self::Planned | Self::Moved, Self::Planned)
            | (Self::Cancelled, Self::Cancelled | Self::Held)
            | (Self::Held, _) => false,
        }
    }
}

/// What a visit is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// A lesson is observed.
    #[default]
    Observe,
    /// A lesson is planned together.
    CoPlan,
    /// The coach teaches, the teacher looks on.
    Model,
    /// Both teach.
    CoTeach,
    /// A talk about a lesson.
    Debrief,
    /// A team meets.
    TeamMeeting,
    /// The coach leads a team's session.
    Facilitate,
    /// A team looks at data.
    DataMeeting,
    /// A team looks at student work.
    StudentWork,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Observe,
        Self::CoPlan,
        Self::Model,
        Self::CoTeach,
        Self::Debrief,
        Self::TeamMeeting,
        Self::Facilitate,
        Self::DataMeeting,
        Self::StudentWork,
    ];

    /// Returns the stored code, which is that of the activity in the log.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.activity().code()
    }

    /// Reads a stored code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Returns what a visit of a stored code is for. Visits of earlier versions have none: to a teacher they were
    /// observations, to a team its meetings.
    #[must_use]
    pub fn of(code: &str, is_to_a_team: bool) -> Self {
        let usual = if is_to_a_team { Self::TeamMeeting } else { Self::Observe };
        Self::from_code(code).unwrap_or(usual)
    }

    /// Returns what the log counts it as.
    #[must_use]
    pub fn activity(self) -> Activity {
        match self {
            Self::Observe => Activity::Observe,
            Self::CoPlan => Activity::CoPlan,
            Self::Model => Activity::Model,
            Self::CoTeach => Activity::CoTeach,
            Self::Debrief => Activity::Debrief,
            Self::TeamMeeting => Activity::TeamMeeting,
            Self::Facilitate => Activity::Facilitate,
            Self::DataMeeting => Activity::DataMeeting,
            Self::StudentWork => Activity::StudentWork,
        }
    }
}

/// Why a visit was moved or cancelled, as a code that can be counted. Words of one's own stand beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The teacher was not there.
    TeacherAbsent,
    /// Somebody else taught.
    Substitute,
    /// Students were tested.
    Testing,
    /// The coach or the teacher had to cover another class.
    Coverage,
    /// The class was elsewhere: an assembly, a field trip.
    Assembly,
    /// The coach was called away.
    CalledAway,
    /// There was no time for it.
    NoTime,
}

impl Reason {
    /// Every reason, as they are offered.
    pub const ALL: [Self; 7] = [
        Self::TeacherAbsent,
        Self::Substitute,
        Self::Testing,
        Self::Coverage,
        Self::Assembly,
        Self::CalledAway,
        Self::NoTime,
    ];

    /// Returns the stored code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::TeacherAbsent => "teacher_absent",
            Self::Substitute => "substitute",
            Self::Testing => "testing",
            Self::Coverage => "coverage",
            Self::Assembly => "assembly",
            Self::CalledAway => "called_away",
            Self::NoTime => "no_time",
        }
    }

    /// Reads a stored code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// Returns the reason in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::TeacherAbsent => "Teacher absent",
            Self::Substitute => "Substitute",
            Self::Testing => "Testing",
            Self::Coverage => "Coverage",
            Self::Assembly => "Assembly",
            Self::CalledAway => "I was called away",
            Self::NoTime => "No time",
        }
    }

    /// Returns whether the teacher was not there to be visited: such a visit is not a missed one.
    #[must_use]
    pub fn is_away(self) -> bool {
        match self {
            Self::TeacherAbsent | Self::Substitute => true,
            Self::Testing | Self::Coverage | Self::Assembly | Self::CalledAway | Self::NoTime => false,
        }
    }
}

/// How a planned visit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// It took place.
    Held,
    /// It can still take place.
    Open,
    /// Its day is over, and nobody said what became of it.
    Missed,
    /// It did not take place because the teacher was not there.
    Away,
    /// It was cancelled for another reason.
    Cancelled,
}

/// Says how a visit counts. One of an unknown state counts as open: it is a newer version's.
#[must_use]
pub fn counted(state: Option<State>, reason: Option<Reason>, is_day_over: bool) -> Counted {
    match state {
        Some(State::Held) => Counted::Held,
        Some(State::Cancelled) if reason.is_some_and(Reason::is_away) => Counted::Away,
        Some(State::Cancelled) => Counted::Cancelled,
        Some(State::Planned | State::Moved) if is_day_over => Counted::Missed,
        Some(State::Planned | State::Moved) | None => Counted::Open,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_back_and_a_visit_without_a_kind_is_an_observation_or_a_meeting() {
        assert!(Kind::ALL.into_iter().all(|kind| Kind::from_code(kind.code()) == Some(kind)));
        assert!(Reason::ALL.into_iter().all(|reason| Reason::from_code(reason.code()) == Some(reason)));
        assert_eq!((Kind::of("", false), Kind::of("", true)), (Kind::Observe, Kind::TeamMeeting));
        assert_eq!(Kind::of("model", true), Kind::Model);
    }

    #[test]
    fn a_visit_to_an_absent_teacher_is_counted_apart_from_missed_and_cancelled() {
        let cancelled = Some(State::Cancelled);
        assert_eq!(counted(cancelled, Some(Reason::TeacherAbsent), true), Counted::Away);
        assert_eq!(counted(cancelled, Some(Reason::Substitute), true), Counted::Away);
        assert_eq!(counted(cancelled, Some(Reason::Testing), true), Counted::Cancelled);
        assert_eq!(counted(cancelled, None, true), Counted::Cancelled);
        assert_eq!(counted(Some(State::Planned), None, true), Counted::Missed);
        assert_eq!(counted(Some(State::Moved), Some(Reason::TeacherAbsent), false), Counted::Open);
        assert_eq!(counted(Some(State::Held), None, true), Counted::Held);
    }

    #[test]
    fn a_held_visit_stays_held_and_a_cancelled_one_can_be_planned_again() {
        for next in State::ALL {
            assert!(!State::Held.may_become(next));
        }
        assert!(State::Cancelled.may_become(State::Planned));
        assert!(State::Planned.may_become(State::Cancelled));
        assert!(!State::Cancelled.may_become(State::Held));
    }
}
