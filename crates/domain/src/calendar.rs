//! School years, days that are not ordinary, and counting in instructional days.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::time;

/// What a day of the school calendar is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayKind {
    /// An ordinary school day, or one that the calendar adds (a Saturday).
    Instructional,
    /// School for half the day.
    Half,
    /// No school for anyone.
    Holiday,
    /// Professional learning: teachers are there, students are not.
    Learning,
    /// Students are tested.
    Testing,
    /// Closed for another reason, snow for example.
    Closed,
}

impl DayKind {
    /// Every kind, as it is offered.
    pub const ALL: [Self; 6] =
        [Self::Instructional, Self::Half, Self::Holiday, Self::Learning, Self::Testing, Self::Closed];

    /// Returns the stored code (`pd` is the field's own word for a professional-learning day).
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Instructional => "instructional",
            Self::Half => "half",
            Self::Holiday => "holiday",
            Self::Learning => "pd",
            Self::Testing => "testing",
            Self::Closed => "closed",
        }
    }

    /// Reads a stored code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Returns whether lessons are taught on such a day.
    #[must_use]
    pub fn is_instructional(self) -> bool {
        match self {
            Self::Instructional | Self::Half | Self::Testing => true,
            Self::Holiday | Self::Learning | Self::Closed => false,
        }
    }
}

/// A school calendar: its year and the days that are not ordinary.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    /// First and last day of the school year, when known.
    pub year: Option<(NaiveDate, NaiveDate)>,
    /// The days that are not ordinary.
    pub days: std::collections::BTreeMap<NaiveDate, DayKind>,
    /// The letters that school days have in turn, A and B; none when every day is alike.
    pub letters: Vec<String>,
}

impl Calendar {
    /// Returns whether lessons are taught on this day. Outside the known school year there are none.
    #[must_use]
    pub fn is_instructional(&self, date: NaiveDate) -> bool {
        if self.year.is_some_and(|(first, last)| date < first || date > last) {
            return false;
        }
        match self.days.get(&date) {
            Some(kind) => kind.is_instructional(),
            None => !matches!(date.weekday(), Weekday::Sat | Weekday::Sun),
        }
    }

    /// Returns the day that lies this many instructional days after `date`; `date` itself is not counted.
    ///
    /// Returns nothing when the school year ends before.
    #[must_use]
    pub fn after(&self, date: NaiveDate, instructional_days: u32) -> Option<NaiveDate> {
        let mut left = instructional_days;
        let mut day = date;
        for _ in 0..730 {
            if left == 0 {
                return Some(day);
            }
            day = day.checked_add_days(Days::new(1))?;
            if self.is_instructional(day) {
                left -= 1;
            }
        }
        None
    }

    /// Returns the letter of a school day: the days with lessons have them in turn from the first day of the year on, so
    /// that a holiday puts the letters off.
    #[must_use]
    pub fn letter(&self, date: NaiveDate) -> Option<&str> {
        let (first, _) = self.year?;
        if self.letters.is_empty() || !self.is_instructional(date) {
            return None;
        }
        let before = first.iter_days().take_while(|day| *day < date).filter(|day| self.is_instructional(*day)).count();
        self.letters.get(before % self.letters.len()).map(String::as_str)
    }

    /// Returns the number of the school week that holds this day, counting the first week with a lesson as 1.
    #[must_use]
    pub fn week_number(&self, date: NaiveDate) -> Option<u32> {
        let (first, last) = self.year?;
        if date < time::monday(first) || date > last {
            return None;
        }
        let weeks = (time::monday(date) - time::monday(first)).num_weeks();
        u32::try_from(weeks + 1).ok()
    }
}

/// Reads letters as they are written, `A B` or `A, B`: each once, at most ten.
#[must_use]
pub fn letters(text: &str) -> Vec<String> {
    let mut letters: Vec<String> = Vec::new();
    for letter in text.split(|character: char| character.is_whitespace() || character == ',') {
        if !letter.is_empty() && !letters.iter().any(|known| known == letter) && letters.len() < 10 {
            letters.push(letter.to_owned());
        }
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Riverbend's autumn: Friday 9 October is a professional-learning day.
    fn riverbend() -> Calendar {
        Calendar {
            year: Some((day("2026-08-24"), day("2027-06-04"))),
            days: [(day("2026-10-09"), DayKind::Learning), (day("2026-11-26"), DayKind::Holiday)].into(),
            letters: letters("A, B B"),
        }
    }

    #[test]
    fn a_and_b_days_alternate_over_days_with_lessons_and_a_holiday_puts_them_off() {
        let calendar = riverbend();
        let letters = |dates: &[&str]| dates.iter().map(|date| calendar.letter(day(date))).collect::<Vec<_>>();

        assert_eq!(letters(&["2026-08-24", "2026-08-25", "2026-08-26"]), [Some("A"), Some("B"), Some("A")]);
        // Friday 9 October has no lessons: Thursday is followed by Monday.
        assert_eq!(
            letters(&["2026-10-08", "2026-10-09", "2026-10-10", "2026-10-12"]),
            [Some("B"), None, None, Some("A")]
        );
        assert_eq!(Calendar { letters: Vec::new(), ..calendar.clone() }.letter(day("2026-10-08")), None);
    }

    #[test]
    fn st_2_five_instructional_days_after_monday_5_october_are_tuesday_13_october() {
        assert_eq!(riverbend().after(day("2026-10-05"), 5), Some(day("2026-10-13")));
    }

    #[test]
    fn weekends_holidays_and_the_summer_are_not_instructional() {
        let calendar = riverbend();
        assert!(calendar.is_instructional(day("2026-10-05")));
        for date in ["2026-10-09", "2026-10-10", "2026-11-26", "2027-07-01"] {
            assert!(!calendar.is_instructional(day(date)), "{date}");
        }
    }

    #[test]
    fn a_date_after_the_school_year_has_no_instructional_day_after_it() {
        assert_eq!(riverbend().after(day("2027-06-04"), 1), None);
    }

    #[test]
    fn school_weeks_count_from_the_first_day_of_school() {
        assert_eq!(riverbend().week_number(day("2026-08-24")), Some(1));
        assert_eq!(riverbend().week_number(day("2026-11-19")), Some(13));
        assert_eq!(riverbend().week_number(day("2026-07-01")), None);
    }
}
