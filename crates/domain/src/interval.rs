//! Interval coding: which interval a moment lies in, and what was answered.
//!
//! Interval 1 begins with the lesson's clock. What sleep, a pause or a restart took away stays blank: an interval is
//! never guessed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::measure::Share;

/// What a letter in an interval says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// What is going on at the moment in which the interval begins: one letter.
    Momentary,
    /// What was seen at any time of the interval: several letters.
    Partial,
    /// What lasted the whole interval: several letters.
    Whole,
}

impl Method {
    /// Every method.
    pub const ALL: [Self; 3] = [Self::Momentary, Self::Partial, Self::Whole];

    /// Returns the stored code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Momentary => "momentary",
            Self::Partial => "partial",
            Self::Whole => "whole",
        }
    }

    /// Reads a stored code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.code() == code)
    }

    /// Returns the letters of an interval after this letter's key: with one letter only, the key replaces; with several,
    /// it adds, and takes away what is there. The order is that of the alphabet, so that equal answers are equal texts.
    #[must_use]
    pub fn pressed(self, letters: &str, letter: char) -> String {
        if self == Self::Momentary {
            return letter.to_string();
        }
        let mut kept: Vec<char> = letters.chars().filter(|other| *other != letter).collect();
        if !letters.contains(letter) {
            kept.push(letter);
        }
        kept.sort_unstable();
        kept.into_iter().collect()
    }
}

/// The shortest and the longest interval, in seconds.
pub const SECONDS: std::ops::RangeInclusive<u32> = 5..=300;

/// Returns the number of the interval in which a moment of the lesson lies, from 1.
#[must_use]
pub fn number_at(offset_ms: i64, seconds: u32) -> u32 {
    let length_ms = i64::from(seconds.max(1)) * 1_000;
    u32::try_from(offset_ms.max(0) / length_ms + 1).unwrap_or(u32::MAX)
}

/// Returns how many intervals a lesson of so many minutes has.
#[must_use]
pub fn planned(minutes: u32, seconds: u32) -> u32 {
    minutes.saturating_mul(60) / seconds.max(1)
}

/// The answered intervals of an observation: each one's letters, by its number.
pub type Answers = BTreeMap<u32, String>;

/// Returns how many intervals there were: those that are over, and the last one if it is answered; never more than were
/// planned, unless they are answered.
#[must_use]
pub fn held(answers: &Answers, elapsed_ms: i64, seconds: u32, planned: Option<u32>) -> u32 {
    let over = number_at(elapsed_ms, seconds) - 1;
    let counted = planned.map_or(over, |planned| over.min(planned));
    counted.max(answers.keys().next_back().copied().unwrap_or(0))
}

/// Returns in how many of the answered intervals a letter stands (INV-10).
#[must_use]
pub fn share(answers: &Answers, letter: &str) -> Share {
    let marks = answers.values().filter(|letters| letters.contains(letter)).count();
    Share::of(marks, answers.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(letters: &str) -> Answers {
        (1..).zip(letters.chars()).filter(|(_, letter)| *letter != '-').map(|(at, one)| (at, one.to_string())).collect()
    }

    #[test]
    fn an_interval_begins_with_its_first_millisecond() {
        for (offset_ms, seconds, number) in
            [(0, 60, 1), (59_999, 60, 1), (60_000, 60, 2), (-5, 60, 1), (4_999, 5, 1), (5_000, 5, 2), (300_000, 300, 2)]
        {
            assert_eq!(number_at(offset_ms, seconds), number, "{offset_ms} of {seconds}");
        }
    }

    #[test]
    fn a_missed_interval_is_counted_as_held_and_not_as_answered() {
        let answers = answers("T-S-");
        assert_eq!(held(&answers, 240_000, 60, Some(20)), 4);
        assert_eq!(share(&answers, "T"), Share::of(1, 2));
    }

    #[test]
    fn the_last_interval_counts_once_it_is_answered_or_over() {
        assert_eq!(held(&answers("TT"), 130_000, 60, None), 2);
        assert_eq!(held(&answers("TTT"), 130_000, 60, None), 3);
        assert_eq!(held(&answers("TTT"), 10_000_000, 60, Some(20)), 20);
        assert_eq!(held(&Answers::new(), 0, 60, None), 0);
    }

    #[test]
    fn a_letter_replaces_at_a_moment_and_is_added_or_taken_away_over_a_stretch() {
        assert_eq!(Method::Momentary.pressed("T", 'S'), "S");
        assert_eq!(Method::Partial.pressed("T", 'S'), "ST");
        assert_eq!(Method::Partial.pressed("ST", 'S'), "T");
        assert_eq!(Method::Whole.pressed("T", 'T'), "");
    }

    #[test]
    fn twenty_minutes_have_twenty_intervals_of_a_minute() {
        assert_eq!(planned(20, 60), 20);
        assert_eq!(planned(10, 45), 13);
    }
}
