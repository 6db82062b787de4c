//! Walkthroughs and learning walks: a few items, each seen or not, in one room or in several; and the groups of seats
//! in which events are counted.

use serde::{Deserialize, Serialize};

use crate::measure::Share;

/// Whether an item of a walkthrough was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ItemValue {
    /// It was seen.
    Seen,
    /// Part of it was seen.
    Partial,
    /// It was not seen.
    NotSeen,
    /// This lesson had no place for it.
    NotApplicable,
}

impl ItemValue {
    /// Every value.
    pub const ALL: [Self; 4] = [Self::Seen, Self::Partial, Self::NotSeen, Self::NotApplicable];

    /// Returns the stored code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Seen => "seen",
            Self::Partial => "partial",
            Self::NotSeen => "not_seen",
            Self::NotApplicable => "not_applicable",
        }
    }

    /// Reads a stored code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|value| value.code() == code)
    }
}

/// Returns how many of the applicable items were seen. What was seen in part is applicable and not seen.
#[must_use]
pub fn seen(values: &[ItemValue]) -> Share {
    let count = |wanted: fn(&ItemValue) -> bool| values.iter().filter(|value| wanted(value)).count();
    Share::of(count(|value| *value == ItemValue::Seen), count(|value| *value != ItemValue::NotApplicable))
}

/// The most rooms of a learning walk.
pub const MOST_ROOMS: usize = 40;

/// The longest subject or grade of a room, in characters.
pub const LONGEST_ROOM: usize = 60;

/// In how many rooms an item was seen: what a learning walk comes to. It is about no room by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pattern {
    /// Seen, over the rooms in which the item was answered and had a place.
    pub seen: Share,
    /// In how many of them it was seen in part; these do not count as seen.
    pub partial: u32,
}

/// Returns the pattern of one item over its answers, one a room.
#[must_use]
pub fn pattern(values: &[ItemValue]) -> Pattern {
    let partial = values.iter().filter(|value| **value == ItemValue::Partial).count();
    Pattern { seen: seen(values), partial: u32::try_from(partial).unwrap_or(u32::MAX) }
}

/// A part of the room, as the observer sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum SeatGroup {
    /// The front, on the left.
    FrontLeft,
    /// The front, on the right.
    FrontRight,
    /// The back, on the left.
    BackLeft,
    /// The back, on the right.
    BackRight,
}

impl SeatGroup {
    /// Every group, in the order of their keys.
    pub const ALL: [Self; 4] = [Self::FrontLeft, Self::FrontRight, Self::BackLeft, Self::BackRight];

    /// Returns the stored code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::FrontLeft => "front_left",
            Self::FrontRight => "front_right",
            Self::BackLeft => "back_left",
            Self::BackRight => "back_right",
        }
    }
}

/// Returns how often something happened in ten minutes, in tenths, rounded half up; nothing where no time has passed.
#[must_use]
pub fn per_ten_minutes(count: u32, elapsed_ms: i64) -> Option<u32> {
    let elapsed_ms = u64::try_from(elapsed_ms).ok().filter(|ms| *ms > 0)?;
    let tenths = (u64::from(count) * 2 * 6_000_000 + elapsed_ms) / (2 * elapsed_ms);
    u32::try_from(tenths).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_seen_is_over_the_applicable_items() {
        use ItemValue::{NotApplicable, NotSeen, Partial, Seen};
        assert_eq!(seen(&[Seen, Seen, Partial, NotSeen, NotApplicable]), Share { of: 2, among: 4 });
        assert_eq!(seen(&[NotApplicable]).tenths(), None);
    }

    #[test]
    fn a_pattern_is_over_the_rooms_in_which_the_item_had_a_place() {
        use ItemValue::{NotApplicable, NotSeen, Partial, Seen};
        let walk =
            pattern(&[Seen, Seen, Seen, Seen, NotSeen, Partial, NotSeen, NotSeen, Partial, NotSeen, NotApplicable]);
        assert_eq!(walk, Pattern { seen: Share { of: 4, among: 10 }, partial: 2 });
        assert_eq!(walk.seen.wilson(), Some((168, 687)));
        assert_eq!(pattern(&[NotApplicable]).seen.wilson(), None);
        assert_eq!(pattern(&[]).seen.tenths(), None);
    }

    #[test]
    fn a_rate_is_over_ten_minutes_and_needs_time() {
        assert_eq!(per_ten_minutes(12, 20 * 60_000), Some(60));
        assert_eq!(per_ten_minutes(1, 45 * 60_000), Some(2));
        assert_eq!(per_ten_minutes(3, 0), None);
    }

    #[test]
    fn values_are_read_as_they_were_stored() {
        for value in ItemValue::ALL {
            assert_eq!(ItemValue::from_code(value.code()), Some(value));
        }
    }
}
