//! Rubrics: what is described in levels, and what a level must rest on.
//!
//! A level says what the evidence of one lesson shows, for coaching. It is no rating: nothing here adds levels up, takes
//! their mean or compares people, and no level stands without a line of the lesson.

use crate::access::Role;

/// The most indicators of a rubric.
pub const MOST_INDICATORS: usize = 12;

/// How many levels an indicator has.
pub const LEVELS: std::ops::RangeInclusive<usize> = 2..=5;

/// The longest title or licence, in characters.
pub const LONGEST_TITLE: usize = 80;

/// The longest words of an indicator or of one of its levels, in characters.
pub const LONGEST_WORDS: usize = 400;

/// Why a level cannot stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfounded {
    /// No line of the lesson shows it.
    NoEvidence,
    /// The indicator has no such level.
    NoSuchLevel,
}

/// Checks that a level may be given to an indicator with so many levels, on so many lines of evidence.
///
/// # Errors
/// When no line shows it, or the indicator has no such level.
pub fn founded(level: u32, levels: usize, lines: usize) -> Result<(), Unfounded> {
    if lines == 0 {
        return Err(Unfounded::NoEvidence);
    }
    let is_there = usize::try_from(level).is_ok_and(|level| (1..=levels).contains(&level));
    if is_there { Ok(()) } else { Err(Unfounded::NoSuchLevel) }
}

/// Whether somebody with one of these roles evaluates, so that no rubric is open to them. A role that this version does
/// not know counts as one that does.
#[must_use]
pub fn is_closed_to<'a>(roles: impl IntoIterator<Item = &'a str>) -> bool {
    roles.into_iter().any(|code| Role::from_code(code).may_evaluate())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_level_stands_without_a_line_of_the_lesson() {
        assert_eq!(founded(2, 4, 0), Err(Unfounded::NoEvidence));
        assert_eq!(founded(2, 4, 1), Ok(()));
    }

    #[test]
    fn a_level_is_one_that_the_indicator_describes() {
        for (level, is_there) in [(0, false), (1, true), (4, true), (5, false), (u32::MAX, false)] {
            assert_eq!(founded(level, 4, 1).is_ok(), is_there, "{level}");
        }
    }

    #[test]
    fn whoever_evaluates_has_no_rubric_and_an_unknown_role_counts_as_one_that_does() {
        for (role, is_closed) in
            [("coach", false), ("teacher_leader", false), ("principal", true), ("evaluator", true), ("of 2031", true)]
        {
            assert_eq!(is_closed_to([role]), is_closed, "{role}");
        }
        assert!(!is_closed_to([]));
    }
}
