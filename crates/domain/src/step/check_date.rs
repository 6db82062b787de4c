//! The day on which a step is checked: proposed by the school calendar, and held against it.

use chrono::{Days, NaiveDate};

use crate::calendar::Calendar;

/// After how many instructional days a check is proposed.
pub const DAYS_TO_CHECK: u32 = 5;

/// The usual days between a step and its check.
const USUAL: std::ops::RangeInclusive<i64> = 3..=15;

/// How far a school day is looked for beside one that is none.
const FAR: u64 = 120;

/// How much time a step has until its check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// Fewer than 3 days.
    Short,
    /// 3 to 15 days.
    Usual,
    /// More than 15 days.
    Long,
}

impl Size {
    /// Returns the size of the time between two days.
    #[must_use]
    pub fn between(assigned: NaiveDate, check: NaiveDate) -> Self {
        match (check - assigned).num_days() {
            days if USUAL.contains(&days) => Self::Usual,
            days if days < *USUAL.start() => Self::Short,
            _ => Self::Long,
        }
    }
}

/// Why a step cannot be checked on a day. Each has the nearest school day that can be offered, if there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotADay {
    /// The day is over, or it is the one on which the step was proposed.
    NotAfter(Option<NaiveDate>),
    /// No lessons are taught on it.
    NoSchool(Option<NaiveDate>),
}

/// Returns the day on which a step is checked that is proposed today; nothing when the school year ends before.
#[must_use]
pub fn proposed_check_date(calendar: &Calendar, today: NaiveDate) -> Option<NaiveDate> {
    calendar.after(today, DAYS_TO_CHECK)
}

/// Says whether a step can be checked on a day.
///
/// # Errors
/// When the day is no school day, or not after today and the day on which the step was proposed.
pub fn check_date(calendar: &Calendar, assigned: NaiveDate, today: NaiveDate, day: NaiveDate) -> Result<(), NotADay> {
    let earliest = after(assigned).max(today);
    if day < earliest {
        return Err(NotADay::NotAfter(nearest(calendar, earliest, earliest)));
    }
    if calendar.is_instructional(day) { Ok(()) } else { Err(NotADay::NoSchool(nearest(calendar, earliest, day))) }
}

/// Returns the school day nearest to a day, the later of two, and none before `earliest`.
fn nearest(calendar: &Calendar, earliest: NaiveDate, day: NaiveDate) -> Option<NaiveDate> {
    let is_offered = |day: &NaiveDate| *day >= earliest && calendar.is_instructional(*day);
    (0..=FAR).find_map(|distance| {
        let later = day.checked_add_days(Days::new(distance)).filter(is_offered);
        later.or_else(|| day.checked_sub_days(Days::new(distance)).filter(is_offered))
    })
}

fn after(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(day)
}
