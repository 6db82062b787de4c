//! The computer's clocks as a story needs them.

use std::{path::PathBuf, time::Instant};

/// Clocks that go on as the watch on the wall does, and further where the story says so.
pub struct StoryClock {
    file: PathBuf,
    begun: Instant,
    /// Added to the wall clock alone.
    wall_ms: i64,
    /// Added to every clock.
    ahead_ms: i64,
    asleep_ms: i64,
}

impl StoryClock {
    /// The story begins at this moment of the wall clock.
    pub fn at(file: PathBuf, wall_ms: i64) -> Self {
        let wall_ms = wall_ms - chrono::Utc::now().timestamp_millis();
        let clock = Self { file, begun: Instant::now(), wall_ms, ahead_ms: 0, asleep_ms: 0 };
        clock.write();
        clock
    }

    /// Milliseconds since the story began.
    pub fn now(&self) -> i64 {
        i64::try_from(self.begun.elapsed().as_millis()).expect("a story is short") + self.ahead_ms + self.asleep_ms
    }

    /// Lets the story go on to this moment.
    pub fn set(&mut self, story_ms: i64) {
        self.ahead_ms += (story_ms - self.now()).max(0);
        self.write();
    }

    /// Sets the wall clock back, and no other.
    pub fn set_wall_back(&mut self, by_ms: i64) {
        self.wall_ms -= by_ms;
        self.write();
    }

    /// Lets the computer sleep.
    pub fn sleep(&mut self, for_ms: i64) {
        self.asleep_ms += for_ms;
        self.write();
    }

    /// The program may read at any moment: it finds the clock before or the clock after.
    fn write(&self) {
        let boot_ms = self.ahead_ms + self.asleep_ms;
        let clock = serde_json::json!({
            "wall_ms": self.wall_ms + boot_ms, "boot_ms": boot_ms, "awake_ms": self.ahead_ms,
        });
        let new = self.file.with_extension("new");
        std::fs::write(&new, clock.to_string()).expect("a file that can be written");
        std::fs::rename(&new, &self.file).expect("the same folder");
    }
}
