//! Riverbend's school years. They repeat by rule, so that a demo opened in any year has a calendar.
//!
//! The day on which the demo is opened is always a school day: what would close it is left out, and a day that stays
//! closed, a Saturday, becomes a make-up day. So This week is never empty.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use domain::{
    calendar::{Calendar, DayKind},
    time::monday,
};

/// One school year of the district.
#[derive(Debug, Clone)]
pub(crate) struct Year {
    /// The calendar year in which it begins.
    pub begins_in: i32,
    pub label: String,
    pub starts: NaiveDate,
    pub ends: NaiveDate,
    /// The days that are not ordinary, with what they are called.
    pub days: BTreeMap<NaiveDate, (DayKind, &'static str)>,
}

impl Year {
    /// Returns the school year that begins in this calendar year, as it is when the demo is opened `today`.
    pub fn beginning_in(begins_in: i32, today: NaiveDate) -> Self {
        let starts = first_day(begins_in);
        let ends = last_day(begins_in, today);
        let mut days = BTreeMap::new();
        holidays(begins_in, &mut days);
        breaks(begins_in, today, &mut days);
        days.insert(nth(begins_in + 1, 6, Weekday::Fri, 1), (DayKind::Half, "Half day"));
        days.retain(|date, _| starts <= *date && *date <= ends && *date != today);
        let mut year = Self { begins_in, label: label(begins_in), starts, ends, days };
        if starts <= today && today <= ends && !year.calendar().is_instructional(today) {
            year.days.insert(today, (DayKind::Instructional, "Make-up day"));
        }
        year
    }

    /// Returns the rules by which instructional days are counted.
    pub fn calendar(&self) -> Calendar {
        let days = self.days.iter().map(|(date, (kind, _))| (*date, *kind)).collect();
        Calendar { year: Some((self.starts, self.ends)), days, letters: Vec::new() }
    }

    /// Lists the days on which lessons take place at their ordinary times, the first one first.
    pub fn lesson_days(&self) -> impl DoubleEndedIterator<Item = NaiveDate> {
        let calendar = self.calendar();
        let length = u64::try_from((self.ends - self.starts).num_days()).unwrap_or(0);
        (0..=length).map(|day| self.starts + Days::new(day)).filter(move |date| {
            let is_ordinary = !matches!(calendar.days.get(date), Some(DayKind::Half | DayKind::Testing));
            is_ordinary && calendar.is_instructional(*date)
        })
    }
}

/// Returns the calendar year in which the school year of this day began. The summer belongs to the year before it.
pub(crate) fn beginning_of(date: NaiveDate) -> i32 {
    if date < first_day(date.year()) { date.year() - 1 } else { date.year() }
}

fn first_day(begins_in: i32) -> NaiveDate {
    nth(begins_in, 8, Weekday::Mon, 4)
}

/// Returns the last day: the first Friday in June, or later when the demo is opened in the summer.
fn last_day(begins_in: i32, today: NaiveDate) -> NaiveDate {
    let usual = nth(begins_in + 1, 6, Weekday::Fri, 1);
    let next_year = first_day(begins_in + 1);
    if usual < today && today < next_year {
        (monday(today) + Days::new(11)).min(next_year - Days::new(1))
    } else {
        usual
    }
}

fn label(begins_in: i32) -> String {
    format!("{begins_in}–{:02}", (begins_in + 1) % 100)
}

/// Returns the so-many-th weekday of a month.
fn nth(year: i32, month: u32, weekday: Weekday, count: u8) -> NaiveDate {
    NaiveDate::from_weekday_of_month_opt(year, month, weekday, count).expect("every month has four of each weekday")
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("the day exists in every year")
}

fn holidays(begins_in: i32, days: &mut BTreeMap<NaiveDate, (DayKind, &'static str)>) {
    let spring = begins_in + 1;
    let thanksgiving = nth(begins_in, 11, Weekday::Thu, 4);
    let memorial_day = monday(date(spring, 5, 31));
    days.extend([
        (nth(begins_in, 9, Weekday::Mon, 1), (DayKind::Holiday, "Labor Day")),
        (nth(begins_in, 10, Weekday::Fri, 2), (DayKind::Learning, "Professional learning day")),
        (thanksgiving - Days::new(1), (DayKind::Half, "Half day")),
        (thanksgiving, (DayKind::Holiday, "Thanksgiving")),
        (thanksgiving + Days::new(1), (DayKind::Holiday, "Thanksgiving")),
        (nth(spring, 1, Weekday::Mon, 3), (DayKind::Holiday, "MLK Day")),
        (nth(spring, 2, Weekday::Tue, 2), (DayKind::Closed, "Snow day")),
        (nth(spring, 2, Weekday::Mon, 3), (DayKind::Holiday, "Presidents Day")),
        (memorial_day, (DayKind::Holiday, "Memorial Day")),
    ]);
    let testing = nth(spring, 4, Weekday::Tue, 4);
    days.extend((0..3).map(|day| (testing + Days::new(day), (DayKind::Testing, "State testing"))));
    let veterans_day = date(begins_in, 11, 11);
    if veterans_day.weekday().num_days_from_monday() < 5 {
        days.insert(veterans_day, (DayKind::Holiday, "Veterans Day"));
    }
}

/// Adds the weeks without school, other than the one in which the demo is opened.
fn breaks(begins_in: i32, today: NaiveDate, days: &mut BTreeMap<NaiveDate, (DayKind, &'static str)>) {
    let winter = monday(date(begins_in, 12, 25));
    let spring = nth(begins_in + 1, 3, Weekday::Mon, 2);
    let weeks =
        [(winter, "Winter break"), (winter + Days::new(7), "Winter break"), (spring, "Spring break")].into_iter();
    for (first, name) in weeks.filter(|(first, _)| *first != monday(today)) {
        days.extend((0..5).map(|day| (first + Days::new(day), (DayKind::Holiday, name))));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_year_2026_is_the_one_of_the_stories() {
        let year = Year::beginning_in(2026, day("2026-10-05"));
        assert_eq!((year.starts, year.ends), (day("2026-08-24"), day("2027-06-04")));
        assert_eq!(year.label, "2026–27");
        assert_eq!(year.days[&day("2026-10-09")].0, DayKind::Learning);
        for closed in ["2026-09-07", "2026-11-11", "2026-11-26", "2026-12-24", "2027-01-01", "2027-05-31"] {
            assert!(!year.calendar().is_instructional(day(closed)), "{closed}");
        }
        assert_eq!(year.calendar().after(day("2026-10-05"), 5), Some(day("2026-10-13")));
    }

    #[test]
    fn a_demo_can_be_opened_on_any_day_of_twelve_years() {
        let mut today = day("2024-01-01");
        while today < day("2036-01-01") {
            let year = Year::beginning_in(beginning_of(today), today);
            assert!(year.lesson_days().any(|lesson| lesson == today), "{today}");
            assert!(year.ends < first_day(year.begins_in + 1), "{today}");
            today = today + Days::new(1);
        }
    }

    #[test]
    fn lessons_take_place_on_about_180_days() {
        for begins_in in 2016..2030 {
            let days = Year::beginning_in(begins_in, day("2026-10-05")).lesson_days().count();
            assert!((168..=185).contains(&days), "{begins_in}: {days}");
        }
    }
}
