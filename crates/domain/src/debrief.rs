//! Debriefs: what a coach and a teacher say to each other after a lesson.

use chrono::NaiveDate;

use crate::calendar::Calendar;

/// Where a debrief stands. That it is shared is a share of its document, and no state of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It will take place.
    Planned,
    /// It took place.
    Held,
}

impl State {
    /// Returns the stored code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Held => "held",
        }
    }

    /// Reads a stored code. A state that a newer version added reads as held: it is not prepared any more.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        if code == Self::Planned.code() { Self::Planned } else { Self::Held }
    }
}

/// The way of a debrief: which prompts it shows. The names are our own words for common methods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Model {
    /// See it, name it, do it: one step, practised before it is used.
    ActionStep,
    /// Identify, learn, improve: two partners think about one goal.
    Partnership,
    /// What students did decides.
    StudentCentred,
    /// A question, and what the evidence says of it.
    Inquiry,
    /// A prediction, and what came of it.
    PlanDoStudyAct,
    /// No prompts.
    Blank,
}

impl Model {
    /// Every way, in the order in which they are offered.
    pub const ALL: [Self; 6] =
        [Self::ActionStep, Self::Partnership, Self::StudentCentred, Self::Inquiry, Self::PlanDoStudyAct, Self::Blank];

    /// Returns the stored code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::ActionStep => "action_step",
            Self::Partnership => "partnership",
            Self::StudentCentred => "student_centred",
            Self::Inquiry => "inquiry",
            Self::PlanDoStudyAct => "plan_do_study_act",
            Self::Blank => "blank",
        }
    }

    /// Reads a stored code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|model| model.code() == code)
    }
}

/// The longest debrief, in minutes.
pub const LONGEST_MINUTES: u32 = 240;

/// How long a step is practised at least before it counts as practised, in seconds.
pub const SHORTEST_PRACTICE_SECONDS: u32 = 60;

/// How many school days after its lesson a debrief that was not held is late.
pub const LATE_AFTER_SCHOOL_DAYS: u32 = 5;

/// How many school days after its lesson a debrief that was not held is late no more: it will not take place, and a list that
/// only grows is not read.
pub const GIVEN_UP_AFTER_SCHOOL_DAYS: u32 = 20;

/// Returns whether a debrief that was not held is late. Of a lesson of another school year, none is.
#[must_use]
pub fn is_late(lesson: NaiveDate, today: NaiveDate, calendar: &Calendar) -> bool {
    let is_of_this_year = calendar.year.is_none_or(|(first, last)| (first..=last).contains(&lesson));
    let is_over = |days| calendar.after(lesson, days).is_some_and(|last| last < today);
    is_of_this_year && is_over(LATE_AFTER_SCHOOL_DAYS) && !is_over(GIVEN_UP_AFTER_SCHOOL_DAYS)
}

/// Returns a length in whole minutes, a begun half minute rounded up, at least one.
#[must_use]
pub fn minutes(ms: i64) -> u32 {
    let rounded = (ms.max(0) + 30_000) / 60_000;
    u32::try_from(rounded).unwrap_or(LONGEST_MINUTES).clamp(1, LONGEST_MINUTES)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::DayKind;

    #[test]
    fn twenty_minutes_and_a_few_seconds_are_twenty_minutes() {
        assert_eq!(minutes(20 * 60_000), 20);
        assert_eq!((minutes(20 * 60_000 + 29_999), minutes(20 * 60_000 + 30_000)), (20, 21));
    }

    #[test]
    fn a_debrief_lasts_a_minute_at_least_and_four_hours_at_most() {
        assert_eq!((minutes(-5), minutes(0), minutes(i64::MAX / 2)), (1, 1, LONGEST_MINUTES));
    }

    #[test]
    fn codes_are_read_back() {
        assert!(Model::ALL.into_iter().all(|model| Model::from_code(model.code()) == Some(model)));
        assert_eq!(Model::from_code("evaluation"), None);
        assert!([State::Planned, State::Held].into_iter().all(|state| State::from_code(state.code()) == state));
    }

    #[test]
    fn a_debrief_is_late_from_the_sixth_school_day_to_the_twentieth_and_not_over_the_summer() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let calendar = Calendar {
            year: Some((day("2026-08-24"), day("2027-06-04"))),
            days: [(day("2026-10-09"), DayKind::Holiday)].into(),
            letters: Vec::new(),
        };
        let late = |lesson, today| is_late(day(lesson), day(today), &calendar);

        assert!(!late("2026-10-05", "2026-10-13"), "the fifth day with lessons, for none are taught on the ninth");
        assert!(late("2026-10-05", "2026-10-14"));
        assert!(late("2026-10-05", "2026-11-03"), "the twentieth");
        assert!(!late("2026-10-05", "2026-11-04"));
        assert!(!late("2027-06-02", "2027-06-20"), "the year ended before");
        assert!(!late("2026-05-20", "2026-09-10"), "of the year before");
    }
}
