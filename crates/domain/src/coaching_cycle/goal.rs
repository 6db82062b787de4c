//! The goal of a coaching cycle, and how far towards it a measure is.

/// Whose goal it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Of students: what they can do.
    Student,
    /// Of the teacher.
    Teacher,
    /// Of a team.
    Team,
}

impl Kind {
    /// Every kind, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Student, Self::Teacher, Self::Team];

    /// Returns the stored code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Student => "student",
            Self::Teacher => "teacher",
            Self::Team => "team",
        }
    }

    /// Reads a stored code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Which way a measure should go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// More is better.
    Up,
    /// Less is better.
    Down,
}

impl Direction {
    /// Both ways.
    pub const ALL: [Self; 2] = [Self::Up, Self::Down];

    /// Returns the stored code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
        }
    }

    /// Reads a stored code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|direction| direction.code() == code)
    }

    /// Returns whether a target lies this way from a baseline.
    #[must_use]
    pub fn leads(self, baseline: f64, target: f64) -> bool {
        match self {
            Self::Up => target > baseline,
            Self::Down => target < baseline,
        }
    }
}

/// A goal as the rules need it.
#[derive(Debug, Clone, Copy)]
pub struct Goal<'a> {
    /// The kind's code.
    pub kind: &'a str,
    /// What should be so.
    pub statement: &'a str,
    /// What is measured.
    pub metric: &'a str,
}

/// What a measure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeasureKind {
    /// From before the work.
    Before,
    /// On the way.
    Between,
    /// From after the work.
    After,
}

impl MeasureKind {
    /// Every kind, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Before, Self::Between, Self::After];

    /// Returns the stored code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::Between => "between",
            Self::After => "after",
        }
    }

    /// Reads a stored code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A measure as the rules need it.
#[derive(Debug, Clone, Copy)]
pub struct Measure<'a> {
    /// The kind; nothing for one of a newer version.
    pub kind: Option<MeasureKind>,
    /// The task on which it was taken.
    pub task: &'a str,
}

/// Returns how far from a baseline to a target a value is, as a part of the way: below 0 it went the other way, above 1
/// it went further. Nothing where the target is the baseline.
#[must_use]
pub fn progress(baseline: f64, target: f64, value: f64) -> Option<f64> {
    let way = target - baseline;
    let part = (value - baseline) / way;
    part.is_finite().then_some(part)
}
