//! The sharing agreement of a coach and a teacher: its items, how its versions stand, and what it opens to whom.
//!
//! A version never changes, and what was said of one is never unsaid: how the versions stand is computed from all of it, so
//! that a device and the central service come to the same whatever came first. The service counts nothing else as agreed
//! where there is a document ([`agreed`]).

mod item;
mod standing;

pub use item::{Item, Reach};
pub use standing::{Standing, Version, agreed, in_force, is_credible, standings};

use crate::RowId;

/// The most letters of the words that a pair adds in its own words.
pub const MOST_LETTERS: usize = 2_000;

/// One of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Party {
    /// The coach.
    Coach,
    /// The teacher.
    Teacher,
}

impl Party {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Coach, Self::Teacher];

    /// Whether it is the coach.
    #[must_use]
    pub fn is_coach(self) -> bool {
        self == Self::Coach
    }

    /// Returns the stored code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Coach => "coach",
            Self::Teacher => "teacher",
        }
    }

    /// Reads a stored code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|party| party.code() == code)
    }
}

/// What is said of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// Accepted.
    Accepted,
    /// Not, or no longer.
    Withdrawn,
}

impl Said {
    /// Returns the stored code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Reads a stored code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Accepted, Self::Withdrawn].into_iter().find(|said| said.code() == code)
    }
}

/// How somebody said it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// On a device of their own.
    OwnDevice,
    /// On the coach's screen, which the coach handed over.
    CoachScreen,
    /// On signed paper, which the coach keeps.
    Paper,
}

impl Way {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::OwnDevice, Self::CoachScreen, Self::Paper];

    /// Returns the stored code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::OwnDevice => "own_device",
            Self::CoachScreen => "coach_screen",
            Self::Paper => "paper",
        }
    }

    /// Reads a stored code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.code() == code)
    }
}

/// What one of the two said of a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The version.
    pub agreement: RowId,
    /// Who.
    pub party: Party,
    /// What.
    pub said: Said,
    /// How.
    pub way: Way,
    /// The [`digest`] of what was looked at. A withdrawal needs none.
    pub digest: String,
}

/// Returns what tells one wording from every other: the version, each item in its order with its audience and words, and
/// what the pair added.
#[must_use]
pub fn digest(version: i64, items: &[(String, String, String)], text: &str) -> String {
    let mut hasher = blake3::Hasher::new_derive_key("coachlight sharing agreement, what was accepted");
    let mut add = |part: &[u8]| {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    };
    add(&version.to_le_bytes());
    add(text.as_bytes());
    for (code, audience, words) in items {
        [code, audience, words].into_iter().for_each(|part| add(part.as_bytes()));
    }
    let bytes = hasher.finalize();
    bytes.as_bytes()[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}
