//! What is looked at every few seconds: what is to be done behind the work, reminders, and the idle lock, which locks after
//! a while without work, and after sleep; never while an observation takes keys.

use std::time::Duration;

use tauri::{AppHandle, Manager};

use crate::{
    clock,
    events::{self, Announcement},
    house, lease, reminders,
    state::AppState,
};

/// How often the guard looks, and what counts as sleep between two looks.
const EVERY: Duration = Duration::from_secs(5);
const SLEEP_MS: i64 = 30_000;
/// While an observation is open, a person who typed within this time is still typing.
const TAKES_KEYS_MS: i64 = 15 * 60_000;

/// Starts the guard's thread.
pub fn watch(app: AppHandle) {
    std::thread::Builder::new()
        .name("guard".into())
        .spawn(move || {
            let mut last = clock::read();
            let shown = reminders::Shown::default();
            loop {
                std::thread::sleep(EVERY);
                let now = clock::read();
                let slept = (now.boot_ms - last.boot_ms) - (now.awake_ms - last.awake_ms) > SLEEP_MS;
                last = now.clone();
                let state = app.state::<AppState>();
                if should_lock(&state, &now, slept) {
                    state.lock();
                    events::tell(&app, Announcement::Locked {});
                }
                house::look(&app, &now);
                lease::look(&app, &now);
                reminders::look(&state, &now, &shown, reminders::notify);
            }
        })
        .expect("a thread can be started");
}

fn should_lock(state: &AppState, now: &domain::clock::Reading, slept: bool) -> bool {
    let Ok(open) = state.open() else { return false };
    let Ok(settings) = open.store.read(actions::setting::load) else { return false };
    let last = state.last_work();
    // By the clock that stands still during sleep: four minutes with the lid closed are not four minutes without work.
    let idle_awake = now.awake_ms - last.awake_ms;
    if open.is_writing() && idle_awake < TAKES_KEYS_MS {
        return false;
    }
    let is_idle = settings.lock_minutes > 0 && idle_awake >= i64::from(settings.lock_minutes) * 60_000;
    // A demo holds no work worth guarding, and a lock there would only puzzle.
    !open.demo && settings.lock_minutes > 0 && (is_idle || slept)
}
