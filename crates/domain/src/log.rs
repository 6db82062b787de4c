//! The log: what a person spent their time on, in words that a programme can count.

pub mod grant;
pub mod span;
pub mod took_place;
pub mod totals;

/// What time was spent on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)] // each is named after its code
pub enum Activity {
    Observe,
    Debrief,
    CoPlan,
    Model,
    CoTeach,
    Facilitate,
    DataMeeting,
    StudentWork,
    TeamMeeting,
    Prep,
    DataPrep,
    Resource,
    Communication,
    OwnLearning,
    Admin,
    Travel,
    Testing,
    CoverageDuty,
    Other,
}

/// What an activity is to coaching.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// With teachers.
    Direct,
    /// For it, without them.
    Indirect,
    /// Neither.
    NonCoaching,
}

/// How an entry came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Proposed from what took place, and confirmed.
    Derived,
    /// Written by hand.
    Manual,
    /// Proposed, and left out: it is no time of the log, and is not proposed again.
    LeftOut,
}

impl Activity {
    /// Every activity, the direct ones first.
    pub const ALL: [Self; 19] = [
        Self::Observe,
        Self::Debrief,
        Self::CoPlan,
        Self::Model,
        Self::CoTeach,
        Self::Facilitate,
        Self::DataMeeting,
        Self::StudentWork,
        Self::TeamMeeting,
        Self::Prep,
        Self::DataPrep,
        Self::Resource,
        Self::Communication,
        Self::OwnLearning,
        Self::Admin,
        Self::Travel,
        Self::Testing,
        Self::CoverageDuty,
        Self::Other,
    ];

    /// Returns the stored code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Observe => "observe",
            Self::Debrief => "debrief",
            Self::CoPlan => "coplan",
            Self::Model => "model",
            Self::CoTeach => "coteach",
            Self::Facilitate => "facilitate",
            Self::DataMeeting => "data_meeting",
            Self::StudentWork => "student_work",
            Self::TeamMeeting => "team_meeting",
            Self::Prep => "prep",
            Self::DataPrep => "data_prep",
            Self::Resource => "resource",
            Self::Communication => "communication",
            Self::OwnLearning => "own_learning",
            Self::Admin => "admin",
            Self::Travel => "travel",
            Self::Testing => "testing",
            Self::CoverageDuty => "coverage_duty",
            Self::Other => "other",
        }
    }

    /// Reads a stored code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|activity| activity.code() == code)
    }

    /// Returns what it is to coaching.
    #[must_use]
    pub fn class(self) -> Class {
        match self {
            Self::Observe
            | Self::Debrief
            | Self::CoPlan
            | Self::Model
            | Self::CoTeach
            | Self::Facilitate
            | Self::DataMeeting
            | Self::StudentWork
            | Self::TeamMeeting => Class::Direct,
            Self::Prep | Self::DataPrep | Self::Resource | Self::Communication | Self::OwnLearning | Self::Travel => {
                Class::Indirect
            }
            Self::Admin | Self::Testing | Self::CoverageDuty | Self::Other => Class::NonCoaching,
        }
    }
}

impl Class {
    /// Every class.
    pub const ALL: [Self; 3] = [Self::Direct, Self::Indirect, Self::NonCoaching];

    /// Returns its code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Indirect => "indirect",
            Self::NonCoaching => "non_coaching",
        }
    }
}

impl Source {
    /// Every source.
    pub const ALL: [Self; 3] = [Self::Derived, Self::Manual, Self::LeftOut];

    /// Returns the stored code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Derived => "derived",
            Self::Manual => "manual",
            Self::LeftOut => "left_out",
        }
    }

    /// Reads a stored code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_back_and_nine_activities_are_direct() {
        assert!(Activity::ALL.into_iter().all(|activity| Activity::from_code(activity.code()) == Some(activity)));
        assert!(Source::ALL.into_iter().all(|source| Source::from_code(source.code()) == Some(source)));
        assert_eq!(Activity::from_code("evaluate"), None);
        assert_eq!(Activity::ALL.into_iter().filter(|activity| activity.class() == Class::Direct).count(), 9);
    }
}
