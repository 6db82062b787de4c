//! The control of the kill test: a journal that waits for two quiet seconds, as other programs do, and calls it saved.
//!
//! It exists only with debug assertions and only when `COACHLIGHT_TEST_DEBOUNCE_MS` asks for it, so that a test can show
//! that losing words is noticed.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use actions::capture::{self, SaveDraft};
use domain::clock::Reading;
use tauri::{AppHandle, Manager};

use crate::state::AppState;

static LATEST: AtomicU64 = AtomicU64::new(0);

/// Returns how long to wait, when a test asks for it.
pub fn wanted() -> Option<Duration> {
    let wait = std::env::var("COACHLIGHT_TEST_DEBOUNCE_MS").ok()?.parse().ok()?;
    Some(Duration::from_millis(wait))
}

/// Writes a draft after a while, unless another one came meanwhile.
pub fn save_later(app: AppHandle, now: Reading, draft: SaveDraft, wait: Duration) {
    let mine = LATEST.fetch_add(1, Ordering::SeqCst) + 1;
    std::thread::spawn(move || {
        std::thread::sleep(wait);
        if LATEST.load(Ordering::SeqCst) == mine {
            let written = app.state::<AppState>().write(move |writer| capture::save_draft(writer, &now, &draft));
            if written.is_err() {
                tracing::warn!("the slow journal of the control did not write");
            }
        }
    });
}
