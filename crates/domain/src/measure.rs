//! Measures: numbers with their numerator, their denominator and what is uncertain about them.
//!
//! Nothing here is a rating of anybody. Where the denominator is nothing there is no number.

pub mod agreement;
pub mod talk;

/// So many of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// How many.
    pub of: u32,
    /// Of how many.
    pub among: u32,
}

/// The normal quantile of a two-sided interval of 95 %.
const Z: f64 = 1.959_963_984_540_054;

impl Share {
    /// Makes a share of two counts.
    #[must_use]
    pub fn of(of: usize, among: usize) -> Self {
        let small = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Self { of: small(of), among: small(among) }
    }

    /// Returns the percentage in tenths, rounded half up; nothing where there is no data.
    #[must_use]
    pub fn tenths(self) -> Option<u32> {
        let (of, among) = (u64::from(self.of), u64::from(self.among));
        if among == 0 {
            return None;
        }
        u32::try_from((of * 2_000 + among) / (2 * among)).ok()
    }

    /// Returns Wilson's interval of 95 % in tenths of a percent; nothing where there is no data.
    #[must_use]
    pub fn wilson(self) -> Option<(u32, u32)> {
        if self.among == 0 {
            return None;
        }
        let n = f64::from(self.among);
        let p = f64::from(self.of) / n;
        let squared = Z * Z;
        let middle = p + squared / (2.0 * n);
        let half = Z * (p * (1.0 - p) / n + squared / (4.0 * n * n)).sqrt();
        let whole = 1.0 + squared / n;
        Some((in_tenths((middle - half) / whole), in_tenths((middle + half) / whole)))
    }
}

/// Returns a fraction of one as tenths of a percent, rounded half up.
#[must_use]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it lies between 0 and 1000")]
pub fn in_tenths(fraction: f64) -> u32 {
    (fraction.clamp(0.0, 1.0) * 1_000.0 + 0.5 + 1e-9).floor() as u32
}

/// Returns tenths as they are written: `35.0`.
#[must_use]
pub fn written(tenths: u32) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// Returns how often in ten minutes something was seen, in tenths, a half rounded up (measure M-30); nothing where less than
/// a minute was observed.
#[must_use]
pub fn in_ten_minutes(count: u32, observed_ms: i64) -> Option<u32> {
    let observed_ms = u64::try_from(observed_ms).ok().filter(|ms| *ms >= 60_000)?;
    let in_tenths = u64::from(count) * 6_000_000;
    u32::try_from((in_tenths + observed_ms / 2) / observed_ms).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m_31_twenty_one_of_sixty_are_35_percent_between_24_2_and_47_6() {
        let share = Share::of(21, 60);
        assert_eq!(share.tenths(), Some(350));
        assert_eq!(share.wilson(), Some((242, 476)));
    }

    #[test]
    fn m_32_ninety_five_of_a_hundred_and_twenty_are_79_2_percent() {
        assert_eq!(Share::of(95, 120).tenths().map(written), Some("79.2".to_owned()));
    }

    #[test]
    fn other_worked_intervals_of_the_reference_come_out() {
        assert_eq!(Share::of(4, 12).wilson(), Some((138, 609)));
        assert_eq!(Share::of(4, 10).wilson(), Some((168, 687)));
    }

    #[test]
    fn of_nothing_there_is_no_number() {
        assert_eq!((Share::of(0, 0).tenths(), Share::of(0, 0).wilson()), (None, None));
    }

    #[test]
    fn none_and_all_stay_within_0_and_100() {
        assert_eq!(Share::of(0, 20).wilson().map(|(from, _)| from), Some(0));
        assert_eq!(Share::of(20, 20).wilson().map(|(_, to)| to), Some(1_000));
    }

    #[test]
    fn m_30_what_was_seen_is_told_for_ten_minutes_and_for_no_time_not_at_all() {
        let rate = |count, minutes: i64| in_ten_minutes(count, minutes * 60_000).map(written);
        assert_eq!(rate(6, 43), Some("1.4".to_owned()));
        assert_eq!(rate(1, 20), Some("0.5".to_owned()));
        assert_eq!(rate(0, 20), Some("0.0".to_owned()));
        assert_eq!((rate(3, 0), in_ten_minutes(3, 59_999), in_ten_minutes(3, -60_000)), (None, None, None));
    }

    #[test]
    fn a_half_is_rounded_up() {
        assert_eq!(Share::of(1, 16).tenths(), Some(63));
        assert_eq!(in_tenths(0.0625), 63);
    }
}
