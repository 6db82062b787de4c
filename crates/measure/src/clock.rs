//! A clock that stands where it is put, and random bytes of a seed.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use crate::words::Random;

/// The hand of a clock that a [`Seeded`] reads.
#[derive(Clone, Default)]
pub struct Clock(Arc<AtomicI64>);

impl Clock {
    pub fn set(&self, now_ms: i64) {
        self.0.store(now_ms, Ordering::Relaxed);
    }
}

/// What a made profile knows of time and chance.
pub struct Seeded {
    clock: Clock,
    random: Random,
}

impl Seeded {
    pub fn new(clock: Clock, seed: u64) -> Self {
        Self { clock, random: Random::new(seed ^ 0x5eed) }
    }
}

impl store::Source for Seeded {
    fn now_ms(&mut self) -> i64 {
        self.clock.0.load(Ordering::Relaxed)
    }

    fn fill(&mut self, buffer: &mut [u8]) {
        self.random.fill(buffer);
    }
}
