//! For how long a computer without contact goes on showing what others wrote.
//!
//! The service says for how many days. How much of it has passed is counted on this computer, from one look at its clock
//! to the next, so that a clock that was always wrong does no harm, and one that is set back gives nothing back.

use crate::told::Fact;

/// What a fact is called that says for how many days.
pub const KIND: &str = "lease";
/// How many days, where an organisation said nothing else.
pub const USUAL_DAYS: i64 = 30;
/// The fewest days: the week of warning is not all of it.
pub const LEAST_DAYS: i64 = 14;
/// The most days.
pub const MOST_DAYS: i64 = 365;
/// How long before its end somebody is warned, in milliseconds.
pub const WARNING_MS: i64 = 7 * DAY_MS;
const DAY_MS: i64 = 86_400_000;

/// The last word of the service, and how long ago that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lease {
    /// The service's clock at its last word, in milliseconds since 1970.
    pub said_ms: i64,
    /// How many milliseconds have passed since then.
    pub passed_ms: i64,
    /// This computer's clock when that was counted.
    pub clock_ms: i64,
}

impl Lease {
    /// Begins anew: the service speaks at this very moment.
    #[must_use]
    pub fn begin(said_ms: i64, clock_ms: i64) -> Self {
        Self { said_ms, passed_ms: 0, clock_ms }
    }

    /// Counts what has passed up to now. A clock that went back counts from where it is.
    #[must_use]
    pub fn counted(self, clock_ms: i64) -> Self {
        let since = clock_ms.saturating_sub(self.clock_ms).max(0);
        Self { passed_ms: self.passed_ms.saturating_add(since), clock_ms, ..self }
    }

    /// Takes in a word of the service that may have been on its way for a while, as on a stick: it counts from when it
    /// was said, and one that is older than the last changes nothing.
    #[must_use]
    pub fn heard(self, said_ms: i64) -> Self {
        let later = said_ms.saturating_sub(self.said_ms).max(0);
        Self { said_ms: self.said_ms.max(said_ms), passed_ms: self.passed_ms.saturating_sub(later).max(0), ..self }
    }

    /// Returns how much is left of so many days, in milliseconds; 0 when they are over.
    #[must_use]
    pub fn left_ms(&self, days: i64) -> i64 {
        days.saturating_mul(DAY_MS).saturating_sub(self.passed_ms).max(0)
    }
}

/// Returns how many days a fact gives; nothing where it is another kind of fact, or no number.
#[must_use]
pub fn days(fact: &Fact) -> Option<i64> {
    let days = (fact.kind == KIND).then(|| fact.detail.parse().ok())?;
    days.filter(|days| *days > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MONDAY_MS: i64 = 1_791_205_200_000;

    /// A computer whose clock shows this when the service speaks on Monday.
    fn told_at(clock_ms: i64) -> Lease {
        Lease::begin(MONDAY_MS, clock_ms)
    }

    fn days_left(lease: Lease) -> i64 {
        lease.left_ms(30) / DAY_MS
    }

    #[test]
    fn days_pass_alike_on_a_clock_that_is_right_and_on_one_that_is_years_off() {
        for clock_ms in [MONDAY_MS, 0, MONDAY_MS + 4_000 * DAY_MS] {
            let lease = told_at(clock_ms);
            assert_eq!(days_left(lease.counted(clock_ms + 10 * DAY_MS)), 20);
            assert_eq!(days_left(lease.counted(clock_ms + 31 * DAY_MS)), 0);
        }
    }

    #[test]
    fn a_clock_that_is_set_back_gives_nothing_back() {
        let lease = told_at(MONDAY_MS).counted(MONDAY_MS + 29 * DAY_MS);
        let set_back = lease.counted(MONDAY_MS - 300 * DAY_MS);
        assert_eq!(days_left(set_back), 1);
        assert_eq!(days_left(set_back.counted(MONDAY_MS - 299 * DAY_MS)), 0, "and time passes on");
    }

    #[test]
    fn a_word_that_was_carried_counts_from_when_it_was_said() {
        let lease = told_at(MONDAY_MS).counted(MONDAY_MS + 29 * DAY_MS);
        let heard = lease.heard(MONDAY_MS + 20 * DAY_MS);
        assert_eq!(days_left(heard), 21);
        assert_eq!(heard.heard(MONDAY_MS + 20 * DAY_MS), heard, "the same stick again");
        assert_eq!(heard.heard(MONDAY_MS), heard, "an older one");
    }

    #[test]
    fn a_word_from_beyond_what_this_computer_counted_gives_no_more_than_all() {
        assert_eq!(days_left(told_at(MONDAY_MS).heard(MONDAY_MS + 90 * DAY_MS)), 30);
    }

    #[test]
    fn numbers_at_the_end_of_all_numbers_do_no_harm() {
        let far = told_at(i64::MIN).counted(i64::MAX).heard(i64::MAX).heard(i64::MIN);
        assert!(far.left_ms(i64::MAX) >= 0);
    }

    #[test]
    fn only_a_number_of_days_is_a_lease() {
        let fact = |kind: &str, detail: &str| {
            let id = domain::RowId::derived(&[b"somebody"]);
            days(&Fact { kind: kind.into(), subject: id, object: id, detail: detail.into() })
        };
        assert_eq!(fact("lease", "21"), Some(21));
        assert_eq!([fact("lease", "soon"), fact("lease", "0"), fact("lease", "-4"), fact("role", "21")], [None; 4]);
    }
}
