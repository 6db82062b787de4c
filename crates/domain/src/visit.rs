//! Planned visits and the states they go through.

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

#[cfg(test)]
mod tests {
    use super::*;

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
