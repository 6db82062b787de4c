//! The order of a review list (ST-8): why a coach note is read, by facts that came with it. Nothing here ranks a coach.

use chrono::{Months, NaiveDate};

use crate::RowId;

/// Why a note stands among those that are read. The first reason is the one that is said first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The coach asks the supervisors something, and nobody has said anything yet.
    Asks,
    /// The coach has answered a question.
    Answered,
    /// The coach is in their first year: every note is read.
    FirstYear,
    /// Lessons were scripted in the week, and no line of them is evidence of anything.
    NoEvidence,
    /// A step of the week has no day on which it is looked at again.
    NoCheckDate,
    /// One of five of the rest, always the same ones.
    Sample,
}

/// The kind of the fact that counts the lines which are evidence, of the lessons that were scripted in a week.
pub const EVIDENCE_LINES: &str = "evidence_lines";

/// The kind of the fact that counts the steps of a week without a check date.
pub const NO_CHECK_DATE: &str = "steps_without_check_date";

/// What is known of a note when its place is decided.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    /// The note.
    pub note: RowId,
    /// Whether a question of the coach waits.
    pub asks: bool,
    /// Whether an answer of the coach waits.
    pub answered: bool,
    /// Whether the coach is in their first year.
    pub is_first_year: bool,
    /// How many lines are evidence; nothing where no lesson was scripted, or the coach's version does not count them.
    pub evidence_lines: Option<u32>,
    /// How many steps have no check date.
    pub without_check_date: u32,
}

/// Returns why a note is read; nothing for the rest, which nobody has to read.
#[must_use]
pub fn reasons(known: &Known) -> Vec<Reason> {
    let all = [
        (known.asks, Reason::Asks),
        (known.answered, Reason::Answered),
        (known.is_first_year, Reason::FirstYear),
        (known.evidence_lines == Some(0), Reason::NoEvidence),
        (known.without_check_date > 0, Reason::NoCheckDate),
    ];
    let reasons: Vec<Reason> = all.into_iter().filter(|(holds, _)| *holds).map(|(_, reason)| reason).collect();
    if reasons.is_empty() && is_sampled(known.note) { vec![Reason::Sample] } else { reasons }
}

/// Whether a note is one of the fifth that is read without another reason. It follows from the note alone: neither what
/// comes later nor another computer changes it.
#[must_use]
pub fn is_sampled(note: RowId) -> bool {
    let drawn = RowId::derived(&[b"review sample", &note.bytes()]).bytes();
    u16::from_be_bytes([drawn[0], drawn[1]]) < 65_535 / 5
}

/// Whether a week lies in the first year of somebody who began on this day. Where nobody wrote down when they began, it
/// does not.
#[must_use]
pub fn is_first_year(began: Option<NaiveDate>, week: NaiveDate) -> bool {
    began.is_some_and(|began| began.checked_add_months(Months::new(12)).is_none_or(|over| week < over))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(number: u32) -> RowId {
        RowId::derived(&[b"note", &number.to_be_bytes()])
    }

    fn known(note: RowId) -> Known {
        Known {
            note,
            asks: false,
            answered: false,
            is_first_year: false,
            evidence_lines: Some(9),
            without_check_date: 0,
        }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_fifth_of_the_rest_is_drawn_and_always_the_same_fifth() {
        let drawn: Vec<u32> = (0..10_000).filter(|number| is_sampled(note(*number))).collect();
        assert!((1_900..=2_100).contains(&drawn.len()), "{}", drawn.len());
        let again: Vec<u32> = (0..10_000).rev().filter(|number| is_sampled(note(*number))).collect();
        assert!(drawn.iter().eq(again.iter().rev()));
    }

    #[test]
    fn every_reason_is_said_and_the_sample_only_where_there_is_no_other() {
        let drawn = (0..).map(note).find(|one| is_sampled(*one)).unwrap();
        let rest = (0..).map(note).find(|one| !is_sampled(*one)).unwrap();
        assert_eq!(reasons(&known(drawn)), [Reason::Sample]);
        assert_eq!(reasons(&known(rest)), []);
        assert_eq!(reasons(&Known { is_first_year: true, ..known(drawn) }), [Reason::FirstYear]);
        let flagged = Known { asks: true, evidence_lines: Some(0), without_check_date: 2, ..known(rest) };
        assert_eq!(reasons(&flagged), [Reason::Asks, Reason::NoEvidence, Reason::NoCheckDate]);
        assert_eq!(reasons(&Known { answered: true, ..known(rest) }), [Reason::Answered]);
    }

    #[test]
    fn what_was_not_counted_flags_nothing() {
        let rest = (0..).map(note).find(|one| !is_sampled(*one)).unwrap();
        assert_eq!(reasons(&Known { evidence_lines: None, ..known(rest) }), []);
    }

    #[test]
    fn a_first_year_ends_with_the_day_on_which_it_began() {
        for (began, week, is_first) in [
            (Some("2025-11-17"), "2026-11-16", true),
            (Some("2025-11-16"), "2026-11-16", false),
            (Some("2024-02-29"), "2025-02-28", false),
            (Some("2026-12-01"), "2026-11-16", true),
            (None, "2026-11-16", false),
        ] {
            assert_eq!(is_first_year(began.map(day), day(week)), is_first, "{began:?} {week}");
        }
    }
}
