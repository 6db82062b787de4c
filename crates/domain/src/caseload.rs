//! When a visit to a coached teacher is due: by the rhythm that was agreed on, on a day with lessons.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use crate::{calendar::Calendar, time::monday};

/// How it stands with the next visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// One is planned for this day.
    Planned(NaiveDate),
    /// There was none yet.
    NotYet,
    /// By the rhythm it is due on this day, which has come or lies ahead.
    Due(NaiveDate),
    /// It was due on this day, which is over.
    DueSince(NaiveDate),
}

/// How two people work together, as it is stored.
pub const KINDS: [&str; 2] = ["one_to_one", MENTOR];

/// The code of a mentor and who is mentored.
pub const MENTOR: &str = "mentor";

/// Over how many weeks it is counted whether two people met.
pub const WEEKS: u64 = 4;

/// In how many of the last four weeks two people met, of those in which they had planned to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Met {
    /// Weeks with a meeting that took place.
    pub kept: usize,
    /// Weeks with a meeting that was planned or took place.
    pub planned: usize,
}

/// Counts the weeks in which two people met. `meetings` are days, and whether what was planned took place; what lies ahead
/// of today does not count yet.
#[must_use]
pub fn met(meetings: &[(NaiveDate, bool)], today: NaiveDate) -> Met {
    let first = monday(today).checked_sub_days(Days::new(7 * (WEEKS - 1))).unwrap_or(today);
    let counted = meetings.iter().filter(|(day, _)| (first..=today).contains(day));
    let (mut planned, mut kept) = (BTreeSet::new(), BTreeSet::new());
    for (day, is_held) in counted {
        planned.insert(monday(*day));
        if *is_held {
            kept.insert(monday(*day));
        }
    }
    Met { kept: kept.len(), planned: planned.len() }
}

/// Says how it stands with the next visit; nothing where no rhythm was agreed on and none is planned.
///
/// A planned visit counts more than a day that has gone by: it has been seen to. Where the rhythm falls on a day without
/// lessons, the visit is due on the next one with lessons.
#[must_use]
pub fn standing(
    cadence_days: Option<u32>,
    last: Option<NaiveDate>,
    planned: Option<NaiveDate>,
    today: NaiveDate,
    calendar: &Calendar,
) -> Option<Standing> {
    if let Some(planned) = planned {
        return Some(Standing::Planned(planned));
    }
    let cadence_days = cadence_days?;
    let Some(last) = last else { return Some(Standing::NotYet) };
    let day = last.checked_add_days(Days::new(cadence_days.into()))?;
    let due = if calendar.is_instructional(day) { day } else { calendar.after(day, 1).unwrap_or(day) };
    Some(if due < today { Standing::DueSince(due) } else { Standing::Due(due) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::DayKind;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn sd_31_a_pair_that_met_in_three_of_four_planned_weeks_kept_three_of_four() {
        let meetings = [("2026-10-26", true), ("2026-11-03", true), ("2026-11-05", false), ("2026-11-10", false)]
            .map(|(date, is_held)| (day(date), is_held));
        let with_this_week = [&meetings[..], &[(day("2026-11-17"), true), (day("2026-11-20"), false)]].concat();

        assert_eq!(met(&with_this_week, day("2026-11-19")), Met { kept: 3, planned: 4 });
        assert_eq!(met(&meetings, day("2026-11-19")), Met { kept: 2, planned: 3 });
        assert_eq!(met(&[], day("2026-11-19")), Met { kept: 0, planned: 0 });
        assert_eq!(met(&[(day("2026-10-25"), true)], day("2026-11-19")), Met { kept: 0, planned: 0 });
    }

    #[test]
    fn a_visit_is_due_by_its_rhythm_on_a_day_with_lessons_and_a_planned_one_counts_more() {
        let calendar = Calendar {
            year: Some((day("2026-08-24"), day("2027-06-04"))),
            days: [(day("2026-11-26"), DayKind::Holiday), (day("2026-11-27"), DayKind::Holiday)].into(),
            letters: Vec::new(),
        };
        let stands = |cadence, last: Option<&str>, planned: Option<&str>, today| {
            standing(cadence, last.map(day), planned.map(day), day(today), &calendar)
        };

        assert_eq!(stands(None, Some("2026-11-12"), None, "2026-11-19"), None);
        assert_eq!(stands(Some(14), None, None, "2026-11-19"), Some(Standing::NotYet));
        // Two weeks after Thursday 12 November is Thanksgiving; the next lessons are on Monday.
        let monday = day("2026-11-30");
        assert_eq!(stands(Some(14), Some("2026-11-12"), None, "2026-11-30"), Some(Standing::Due(monday)));
        assert_eq!(stands(Some(14), Some("2026-11-12"), None, "2026-12-01"), Some(Standing::DueSince(monday)));
        let planned = stands(Some(14), Some("2026-11-12"), Some("2026-12-02"), "2026-12-01");
        assert_eq!(planned, Some(Standing::Planned(day("2026-12-02"))));
    }
}
