//! What happened in a world, line by line. Two runs of one seed write the same.

use std::fmt::{self, Write};

use crate::clock::{BEGINNING_MS, DAY_MS};

/// The lines of one world. They name devices by number and rows by their first letters, and hold no wall clock.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    lines: Vec<String>,
    hasher: blake3::Hasher,
}

impl Trace {
    /// Writes a line.
    ///
    /// # Panics
    /// Never: writing to memory cannot fail.
    pub fn say(&mut self, now_ms: i64, what: fmt::Arguments<'_>) {
        let since = now_ms - BEGINNING_MS;
        let mut line = format!("{:>2} {:>8} ", since / DAY_MS, since % DAY_MS);
        line.write_fmt(what).expect("writing to memory cannot fail");
        self.hasher.update(line.as_bytes()).update(b"\n");
        self.lines.push(line);
    }

    /// Returns the hash of everything that was written.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        *self.hasher.finalize().as_bytes()
    }

    /// Returns the last lines.
    #[must_use]
    pub fn last(&self, count: usize) -> &[String] {
        &self.lines[self.lines.len().saturating_sub(count)..]
    }
}
