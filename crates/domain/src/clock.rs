//! What the device's clocks say at one moment, and how a line's time follows from it.

/// One reading of the device's clocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Milliseconds since 1970 by the wall clock, which a person or a network can set.
    pub wall_ms: i64,
    /// Milliseconds by a clock that never goes back and counts sleep.
    pub boot_ms: i64,
    /// Milliseconds by a clock that never goes back and stands still during sleep.
    pub awake_ms: i64,
    /// Names the run of the operating system for which `boot_ms` means anything.
    pub boot: String,
}

/// The last moment that is known of an observation: its latest line, draft or gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// Milliseconds since the observation's start.
    pub offset_ms: i64,
    /// The clocks at that moment.
    pub reading: Reading,
}

/// Why nothing could be written for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The person paused.
    Pause,
    /// The computer slept.
    Sleep,
    /// Coachlight or the computer was stopped and started again.
    Restart,
}

impl Cause {
    /// Returns the stored code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Pause => "pause",
            Self::Sleep => "sleep",
            Self::Restart => "restart",
        }
    }
}

/// A stretch of sleep shorter than this is not worth a mark in the script, in milliseconds.
pub const SHORTEST_GAP_MS: i64 = 2_000;

/// Returns the offset of a moment, in milliseconds since the observation's start.
///
/// Within one run of the operating system the clock that counts sleep decides, so a changed wall clock moves nothing.
/// After a restart of the computer only the wall clock is left; it may have been set back, so the offset never falls
/// below the last one (INV-6).
#[must_use]
pub fn offset(anchor: &Anchor, now: &Reading) -> i64 {
    let passed = if anchor.reading.boot == now.boot {
        now.boot_ms - anchor.reading.boot_ms
    } else {
        now.wall_ms - anchor.reading.wall_ms
    };
    anchor.offset_ms + passed.max(0)
}

/// Returns how long the computer slept between two readings of one run, in milliseconds, if it is worth a mark.
#[must_use]
pub fn slept(earlier: &Reading, now: &Reading) -> Option<i64> {
    if earlier.boot != now.boot {
        return None;
    }
    let asleep = (now.boot_ms - earlier.boot_ms) - (now.awake_ms - earlier.awake_ms);
    (asleep >= SHORTEST_GAP_MS).then_some(asleep)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(wall_ms: i64, boot_ms: i64, awake_ms: i64, boot: &str) -> Reading {
        Reading { wall_ms, boot_ms, awake_ms, boot: boot.to_owned() }
    }

    fn anchor(offset_ms: i64) -> Anchor {
        Anchor { offset_ms, reading: reading(1_000_000, 500, 400, "one") }
    }

    #[test]
    fn a_wall_clock_set_back_an_hour_does_not_move_the_offset() {
        let now = reading(1_000_000 - 3_600_000, 2_500, 2_400, "one");
        assert_eq!(offset(&anchor(10_000), &now), 12_000);
    }

    #[test]
    fn after_another_boot_the_wall_clock_goes_on() {
        let now = reading(1_060_000, 7, 7, "two");
        assert_eq!(offset(&anchor(10_000), &now), 70_000);
    }

    #[test]
    fn after_another_boot_with_the_clock_set_back_the_offset_stays() {
        let now = reading(10, 7, 7, "two");
        assert_eq!(offset(&anchor(10_000), &now), 10_000);
    }

    #[test]
    fn four_minutes_with_the_lid_closed_are_a_gap_of_four_minutes() {
        let earlier = reading(0, 0, 0, "one");
        assert_eq!(slept(&earlier, &reading(300_000, 300_000, 60_000, "one")), Some(240_000));
        assert_eq!(slept(&earlier, &reading(300_000, 300_000, 299_000, "one")), None);
        assert_eq!(slept(&earlier, &reading(300_000, 300_000, 0, "two")), None);
    }
}
