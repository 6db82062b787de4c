//! A real window, a real keyboard, a real profile: everything that a test needs to be a coach.

pub mod between;
pub mod computer;
pub mod decrypted;
pub mod display;
pub mod driver;
pub mod hand;
pub mod keyboard;
pub mod keychain;
pub mod lesson;
pub mod pace;
pub mod pretender;
pub mod process;
pub mod profile;
pub mod proxy;
pub mod recovery;
pub mod service;
pub mod story_clock;
pub mod window;

use std::time::{Duration, Instant};

/// How many times longer than on a quiet machine anything may take where others work too. Only a failing test waits.
const BUSY: u32 = 6;

/// Asks again until the answer is there. Fails loudly with what was waited for.
pub fn wait_for<T>(what: &str, limit: Duration, mut ask: impl FnMut() -> Option<T>) -> T {
    let (begun, limit) = (Instant::now(), limit * BUSY);
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(begun.elapsed() < limit, "waited {limit:?} for {what}");
        std::thread::sleep(Duration::from_millis(15));
    }
}
