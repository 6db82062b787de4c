//! Lessons that a coach and a teacher prepare together: planned by both, or taught by the coach for the teacher to watch.

use crate::log::Activity;

/// What a coach and a teacher do with a lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// They plan it together.
    CoPlan,
    /// The coach teaches it, and the teacher watches.
    Model,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::CoPlan, Self::Model];

    /// Returns what the log counts it as.
    #[must_use]
    pub fn activity(self) -> Activity {
        match self {
            Self::CoPlan => Activity::CoPlan,
            Self::Model => Activity::Model,
        }
    }

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
}

/// The longest that planning or teaching a lesson can last, in minutes.
pub const LONGEST_MINUTES: u32 = 240;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_log_and_are_read_back() {
        assert_eq!(Kind::ALL.map(Kind::code), ["coplan", "model"]);
        assert!(Kind::ALL.into_iter().all(|kind| Kind::from_code(kind.code()) == Some(kind)));
        assert_eq!(Kind::from_code("observe"), None);
    }
}
