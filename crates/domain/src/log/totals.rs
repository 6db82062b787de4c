//! Minutes by activity and class (M-12), and the part of them that is direct coaching (M-13).

use std::collections::BTreeMap;

use super::{Activity, Class};

/// Confirmed minutes by activity.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals {
    /// The minutes of each activity that has any.
    pub by_activity: BTreeMap<Activity, u32>,
}

impl Totals {
    /// Returns the minutes of one class.
    #[must_use]
    pub fn of(&self, class: Class) -> u32 {
        self.by_activity.iter().filter(|(activity, _)| activity.class() == class).map(|(_, minutes)| minutes).sum()
    }

    /// Returns all minutes.
    #[must_use]
    pub fn logged(&self) -> u32 {
        self.by_activity.values().sum()
    }

    /// Returns direct minutes of all minutes in tenths of a percent; nothing when nothing is logged.
    #[must_use]
    pub fn direct_share(&self) -> Option<u32> {
        let (direct, logged) = (u64::from(self.of(Class::Direct)), u64::from(self.logged()));
        u32::try_from((direct * 1_000 + logged / 2).checked_div(logged)?).ok()
    }
}

impl FromIterator<(Activity, u32)> for Totals {
    fn from_iter<Entries: IntoIterator<Item = (Activity, u32)>>(entries: Entries) -> Self {
        let mut by_activity = BTreeMap::new();
        for (activity, minutes) in entries {
            *by_activity.entry(activity).or_default() += minutes;
        }
        Self { by_activity }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m_13_the_week_of_2150_minutes_is_direct_coaching_for_39_3_percent() {
        let week = Totals::from_iter([
            (Activity::Observe, 265),
            (Activity::Debrief, 180),
            (Activity::CoPlan, 135),
            (Activity::Model, 60),
            (Activity::CoTeach, 30),
            (Activity::Facilitate, 75),
            (Activity::DataMeeting, 100),
            (Activity::Prep, 240),
            (Activity::DataPrep, 120),
            (Activity::Admin, 280),
            (Activity::Travel, 210),
            (Activity::CoverageDuty, 185),
            (Activity::OwnLearning, 120),
            (Activity::Communication, 150),
        ]);

        assert_eq!((week.of(Class::Direct), week.logged(), week.direct_share()), (845, 2_150, Some(393)));
    }

    #[test]
    fn without_a_logged_minute_there_is_no_share() {
        assert_eq!(Totals::default().direct_share(), None);
    }
}
