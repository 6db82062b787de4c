//! From when to when the demo reaches: the school years and the lesson days that it fills.

use chrono::{Days, NaiveDate};
use domain::time::monday;

use crate::{
    Size,
    calendar::{self, Year},
};

/// School years and lesson days, from the first observed one to the end of next week.
#[derive(Debug)]
pub(crate) struct Span {
    pub today: NaiveDate,
    pub years: Vec<Year>,
    /// The lesson days of these years, in order; today is one of them.
    pub days: Vec<NaiveDate>,
    /// Where the first day lies on which something takes place.
    first: usize,
}

/// A school year has about so many lesson days.
const DAYS_OF_A_YEAR: u32 = 176;
/// A coach visits at most about so many lessons a day, and in the long run about one.
const MOST_A_DAY: u32 = 3;

impl Span {
    /// Reaches back as far as the observations need, but not further than the years that were asked for, unless the days
    /// of those years are too few.
    pub fn of(size: &Size, today: NaiveDate) -> Self {
        let at_one_a_day = size.observations.saturating_mul(9) / 10;
        let asked = size.years.saturating_mul(DAYS_OF_A_YEAR);
        let reach = at_one_a_day.min(asked).max(size.observations.div_ceil(MOST_A_DAY)).max(15) as usize;
        let last = monday(today) + Days::new(13);
        let mut begins_in = calendar::beginning_of(last);
        let mut years = Vec::new();
        let mut days: Vec<NaiveDate> = Vec::new();
        while days.iter().filter(|day| **day <= today).count() < reach {
            let year = Year::beginning_in(begins_in, today);
            days.splice(0..0, year.lesson_days().filter(|day| *day <= last));
            years.insert(0, year);
            begins_in -= 1;
        }
        let past = days.iter().filter(|day| **day <= today).count();
        Self { today, years, days, first: past - reach }
    }

    /// Lists the days on which visits took place or could have, the first one first; today is the last.
    pub fn past(&self) -> &[NaiveDate] {
        &self.days[self.first..self.coming_from()]
    }

    /// Lists the days after today, to the end of next week.
    pub fn coming(&self) -> &[NaiveDate] {
        &self.days[self.coming_from()..]
    }

    /// Returns the day so many lesson days after this one, or the last one there is.
    pub fn after(&self, date: NaiveDate, lesson_days: usize) -> NaiveDate {
        let later = self.days.partition_point(|day| *day <= date) + lesson_days.saturating_sub(1);
        self.days.get(later).or(self.days.last()).copied().unwrap_or(date)
    }

    /// Returns the calendar year in which the school year of a day began.
    pub fn year_of(&self, date: NaiveDate) -> i32 {
        self.years
            .iter()
            .rev()
            .find(|year| year.starts <= date)
            .map_or_else(|| calendar::beginning_of(date), |year| year.begins_in)
    }

    /// Returns the calendar year in which the present school year began.
    pub fn present_year(&self) -> i32 {
        self.year_of(self.today)
    }

    /// Returns the day after which the second versions of the look-for sets are in use.
    pub fn middle(&self) -> NaiveDate {
        let past = self.past();
        past[past.len() / 2]
    }

    fn coming_from(&self) -> usize {
        self.days.partition_point(|day| *day <= self.today)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(size: &Size) -> Span {
        Span::of(size, "2026-11-18".parse().unwrap())
    }

    #[test]
    fn a_term_reaches_back_some_weeks_and_a_decade_ten_years() {
        let term = span(&Size::term());
        assert_eq!(term.years.len(), 1);
        assert_eq!(term.past().len(), 36);
        let decade = span(&Size::decade());
        assert_eq!(decade.past()[0].to_string()[..4], *"2016");
        assert_eq!(decade.past().last(), Some(&decade.today));
    }

    #[test]
    fn many_observations_in_one_year_reach_further_back_than_a_year() {
        let span = span(&Size { observations: 2_000, lines_each: 1, years: 1 });
        assert!(span.past().len() > 600);
    }

    #[test]
    fn days_are_counted_over_weekends_and_closed_days() {
        let span = span(&Size::term());
        assert_eq!(span.after("2026-10-05".parse().unwrap(), 5).to_string(), "2026-10-13");
    }
}
