//! From when to when a coaching cycle is planned, and when that is past. Days are counted as school days.

use chrono::NaiveDate;

use super::{State, usual_days};
use crate::{calendar::Calendar, debrief::Model};

/// What is late about a coaching cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Late {
    /// It was planned to begin before today, and is still being planned.
    NotBegun,
    /// It is under way or rests, this many school days after the day by which it was planned to be over.
    PastEnd(u32),
}

/// Returns the last of the school days that a model usually takes from a day on, where that is a school day the first of
/// them; nothing where its stages are its own or the school year ends before.
#[must_use]
pub fn planned_end(model: Model, starts: NaiveDate, calendar: &Calendar) -> Option<NaiveDate> {
    let before = if calendar.is_instructional(starts) { 1 } else { 0 };
    calendar.after(starts, usual_days(model)?.saturating_sub(before))
}

/// Returns what is late about a coaching cycle in a state, by the days between which it was planned.
#[must_use]
pub fn late(
    state: State,
    (starts, ends): (Option<NaiveDate>, Option<NaiveDate>),
    today: NaiveDate,
    calendar: &Calendar,
) -> Option<Late> {
    // A day later with no school between is not late.
    let school_days = |from: NaiveDate| {
        let days = from.iter_days().skip(1).take_while(|day| *day <= today);
        let taught = days.filter(|day| calendar.is_instructional(*day)).count();
        u32::try_from(taught).ok().filter(|days| *days > 0)
    };
    match state {
        State::Draft => starts.and_then(school_days).map(|_| Late::NotBegun),
        State::Active | State::Paused => ends.and_then(school_days).map(Late::PastEnd),
        State::Completed | State::Abandoned => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::DayKind;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn autumn() -> Calendar {
        let days = [(day("2026-10-09"), DayKind::Learning), (day("2026-11-26"), DayKind::Holiday)];
        Calendar { year: Some((day("2026-08-24"), day("2027-06-04"))), days: days.into(), letters: Vec::new() }
    }

    #[test]
    fn a_model_is_planned_over_as_many_school_days_as_its_stages_usually_take() {
        // Seven school days from Monday 5 October, for none is on the ninth: 5, 6, 7, 8, 12, 13, 14.
        assert_eq!(planned_end(Model::ActionStep, day("2026-10-05"), &autumn()), Some(day("2026-10-14")));
        assert_eq!(planned_end(Model::ActionStep, day("2026-10-04"), &autumn()), Some(day("2026-10-14")), "a Sunday");
        assert_eq!(usual_days(Model::StudentCentred), Some(24), "between four and six weeks");
        assert_eq!(planned_end(Model::Blank, day("2026-10-05"), &autumn()), None);
        assert_eq!(planned_end(Model::Partnership, day("2027-06-01"), &autumn()), None, "the school year ends before");
    }

    #[test]
    fn it_is_late_by_school_days_alone_and_by_what_its_state_waits_for() {
        let planned = (Some(day("2026-10-05")), Some(day("2026-10-08")));
        let late = |state, today| late(state, planned, day(today), &autumn());
        assert_eq!(late(State::Draft, "2026-10-05"), None);
        assert_eq!(late(State::Draft, "2026-10-06"), Some(Late::NotBegun));
        assert_eq!(late(State::Active, "2026-10-08"), None);
        assert_eq!(late(State::Active, "2026-10-11"), None, "no lesson was taught since");
        assert_eq!(late(State::Active, "2026-10-12"), Some(Late::PastEnd(1)));
        assert_eq!(late(State::Paused, "2026-10-14"), Some(Late::PastEnd(3)));
        for state in [State::Completed, State::Abandoned] {
            assert_eq!(late(state, "2026-12-01"), None);
        }
        assert_eq!(super::late(State::Active, (None, None), day("2026-12-01"), &autumn()), None);
    }
}
