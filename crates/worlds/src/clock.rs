//! Clocks: the world's own, which is right, and those of devices, which need not be.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use crate::random::Random;

/// Milliseconds of a day.
pub const DAY_MS: i64 = 86_400_000;
const YEAR_MS: i64 = 365 * DAY_MS;
/// Monday, 5 October 2026, 08:00 UTC: when every world begins.
pub const BEGINNING_MS: i64 = 1_791_187_200_000;

/// How a device's clock differs from the true one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// It runs with the true one, ahead or behind by so much.
    Ahead(i64),
    /// It stands at this moment.
    Stands(i64),
}

impl Clock {
    /// Draws the clock of a new device: most are nearly right.
    pub fn draw(random: &mut Random) -> Self {
        Self::Ahead(random.between(-90_000, 90_000))
    }

    /// Draws what a clock becomes that is set wrong, or right again.
    pub fn jump(random: &mut Random, now_ms: i64) -> Self {
        match random.below(10) {
            0 => Self::Stands(now_ms + random.between(-YEAR_MS, YEAR_MS)),
            1..=3 => Self::Ahead(random.between(YEAR_MS, 20 * YEAR_MS)),
            4..=6 => Self::Ahead(-random.between(YEAR_MS, 20 * YEAR_MS)),
            7 => Self::Ahead(random.between(-2 * DAY_MS, 2 * DAY_MS)),
            _ => Self::Ahead(0),
        }
    }

    /// Returns what the clock shows.
    #[must_use]
    pub fn shows(self, now_ms: i64) -> i64 {
        match self {
            Self::Ahead(by) => now_ms + by,
            Self::Stands(at) => at,
        }
    }
}

/// Time and chance as a device's store asks for them.
#[derive(Debug)]
pub struct Source {
    shown_ms: Arc<AtomicI64>,
    random: Random,
}

impl Source {
    /// Makes a source over a clock that the world sets before each step of its device.
    #[must_use]
    pub fn new(shown_ms: Arc<AtomicI64>, random: Random) -> Self {
        Self { shown_ms, random }
    }
}

impl store::Source for Source {
    fn now_ms(&mut self) -> i64 {
        self.shown_ms.load(Ordering::Relaxed)
    }

    fn fill(&mut self, buffer: &mut [u8]) {
        self.random.fill(buffer);
    }
}
