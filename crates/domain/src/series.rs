//! Days on which something recurs: every week, or on every day of one letter. Days without lessons are left out.

use chrono::{Days, NaiveDate};

use crate::calendar::Calendar;

/// How often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Every {
    /// On the same weekday.
    Week,
    /// On each day of this letter: every A day.
    Letter(String),
}

/// The days of a series.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Series {
    /// On these it takes place.
    pub days: Vec<NaiveDate>,
    /// These would be its days, but have no lessons.
    pub left_out: Vec<NaiveDate>,
}

/// No series is longer: nobody plans further than a school year.
pub const MOST_DAYS: u64 = 366;

/// Returns the days from the first to the last one, both included.
#[must_use]
pub fn days(first: NaiveDate, every: &Every, last: NaiveDate, calendar: &Calendar) -> Series {
    let last = last.min(first.checked_add_days(Days::new(MOST_DAYS)).unwrap_or(last));
    let mut series = Series::default();
    for day in first.iter_days().take_while(|day| *day <= last) {
        let is_of_it = match every {
            Every::Week => (day - first).num_days() % 7 == 0,
            Every::Letter(letter) => calendar.letter(day) == Some(letter),
        };
        if is_of_it && calendar.is_instructional(day) {
            series.days.push(day);
        } else if is_of_it {
            series.left_out.push(day);
        }
    }
    series
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{DayKind, letters};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Riverbend's autumn: Friday 9 October is a professional-learning day, Thanksgiving a holiday.
    fn riverbend() -> Calendar {
        Calendar {
            year: Some((day("2026-08-24"), day("2027-06-04"))),
            days: [(day("2026-10-09"), DayKind::Learning), (day("2026-11-26"), DayKind::Holiday)].into(),
            letters: letters("A B"),
        }
    }

    #[test]
    fn every_thursday_leaves_thanksgiving_out_and_says_so() {
        let series = days(day("2026-11-12"), &Every::Week, day("2026-12-03"), &riverbend());

        assert_eq!(series.days, [day("2026-11-12"), day("2026-11-19"), day("2026-12-03")]);
        assert_eq!(series.left_out, [day("2026-11-26")]);
    }

    #[test]
    fn every_a_day_follows_the_letters_over_a_day_without_lessons() {
        let series = days(day("2026-10-07"), &Every::Letter("A".into()), day("2026-10-14"), &riverbend());

        assert_eq!(series.days, [day("2026-10-07"), day("2026-10-12"), day("2026-10-14")]);
        assert!(series.left_out.is_empty());
    }

    #[test]
    fn a_series_ends_with_the_school_year_and_has_no_day_before_it_begins() {
        let series = days(day("2027-05-28"), &Every::Week, day("2037-01-01"), &riverbend());

        assert_eq!(series.days, [day("2027-05-28"), day("2027-06-04")]);
        assert_eq!(days(day("2026-11-12"), &Every::Week, day("2026-11-11"), &riverbend()), Series::default());
    }
}
