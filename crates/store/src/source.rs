//! Where time and randomness come from: the only way in which they reach the store.

/// A clock and a source of random bytes.
pub trait Source: Send {
    /// Returns the wall clock in milliseconds since 1970.
    fn now_ms(&mut self) -> i64;
    /// Fills a buffer with random bytes.
    fn fill(&mut self, buffer: &mut [u8]);
}

/// The computer's own clock and random numbers.
#[derive(Debug, Default)]
pub struct System;

impl Source for System {
    fn now_ms(&mut self) -> i64 {
        chrono::Utc::now().timestamp_millis()
    }

    fn fill(&mut self, buffer: &mut [u8]) {
        getrandom::fill(buffer).expect("the operating system gives random bytes");
    }
}

/// A clock that stands where it was put, and random bytes that follow from a seed: for demo data and tests.
#[derive(Debug)]
pub struct Seeded {
    now_ms: i64,
    seed: u64,
    drawn: u64,
}

impl Seeded {
    /// Makes a source whose every answer follows from the seed and the moment.
    #[must_use]
    pub fn new(seed: u64, now_ms: i64) -> Self {
        Self { now_ms, seed, drawn: 0 }
    }

    /// Puts the clock to another moment.
    pub fn set(&mut self, now_ms: i64) {
        self.now_ms = now_ms;
    }
}

impl Source for Seeded {
    fn now_ms(&mut self) -> i64 {
        self.now_ms
    }

    fn fill(&mut self, buffer: &mut [u8]) {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&self.seed.to_le_bytes()).update(&self.drawn.to_le_bytes());
        hasher.finalize_xof().fill(buffer);
        self.drawn += 1;
    }
}
