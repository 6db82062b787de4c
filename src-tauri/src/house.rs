//! What is done behind the work of a profile that was opened: what was removed 30 days ago is erased, the daily backup is
//! made, and an erase that was cut goes on in the backups. None of it may keep a person from their work, so it begins when
//! the first screen has been there for a moment, and reads beside whoever writes.

use std::sync::Arc;

use domain::clock::Reading;
use store::{backup, backup::Reason, removed};
use tauri::{AppHandle, Manager};

use crate::{
    clock,
    commands::erasing,
    events,
    state::{Answer, AppState, Behind, problem},
};

/// How long a profile has been open before it begins.
const AFTER_MS: i64 = 4_000;
/// The next daily backup is due this long after the last one.
const DAY_MS: i64 = 20 * 3_600_000;

/// Begins what is due; asked every few seconds.
pub fn look(app: &AppHandle, now: &Reading) {
    let Ok(open) = app.state::<AppState>().open() else { return };
    if now.awake_ms - open.since.awake_ms < AFTER_MS {
        return;
    }
    // Erasing keeps the writer for up to a second, and a key must not wait so long.
    let is_erasing = !open.is_writing() && open.takes(Behind::Erasing);
    let is_backing_up = open.takes(Behind::Backup);
    if is_erasing || is_backing_up {
        let app = app.clone();
        let keep = move || keep(&app, is_erasing, is_backing_up);
        std::thread::Builder::new().name("house".into()).spawn(keep).expect("a thread can be started");
    }
}

fn keep(app: &AppHandle, is_erasing: bool, is_backing_up: bool) {
    let state = app.state::<AppState>();
    let now_ms = clock::read().wall_ms;
    if is_erasing {
        tell(app, erase_expired(&state, now_ms), "all", "what is to be erased has to wait");
    }
    if is_backing_up {
        tell(app, back_up_daily(&state, now_ms), "backup", "the daily backup has to wait");
    }
    if is_erasing {
        erasing::go_on(app);
    }
}

/// Tells the windows what has changed, or the log what has to wait.
fn tell(app: &AppHandle, outcome: Answer<bool>, changed: &str, waits: &'static str) {
    match outcome {
        Ok(true) => events::changed(app, &[changed]),
        Ok(false) => {}
        Err(problem) => tracing::warn!(code = ?problem.code, "{waits}"),
    }
}

/// Erases what was removed 30 days ago. Returns whether there was anything.
fn erase_expired(state: &AppState, now_ms: i64) -> Answer<bool> {
    // Looking for it reads every table: the writer need not wait for that.
    if state.read(|reader| Ok(removed::expired(reader, now_ms)?.is_empty()))? {
        return Ok(false);
    }
    state.write(actions::record::erase_expired).map(|erased| !erased.is_empty())
}

/// Makes the daily backup when it is due. Returns whether there is a new one.
fn back_up_daily(state: &AppState, now_ms: i64) -> Answer<bool> {
    let _one_at_a_time = state.backing_up.begin();
    let open = state.open()?;
    let (profile, key, opened) = (open.profile.clone(), open.store.key().clone(), Arc::downgrade(&open));
    drop(open);
    let kept = backup::list(&profile).map_err(problem)?;
    if kept.first().is_some_and(|last| now_ms - last.made.timestamp_millis() <= DAY_MS) {
        return Ok(false);
    }
    let reader = store::store::reader(&profile.database(), &key).map_err(problem)?;
    let mut go_on = |_| state.backing_up.goes_on() && opened.strong_count() > 0;
    match backup::make_while(&profile, &reader, &key, now_ms, Reason::Daily, &mut go_on) {
        Ok(_) => Ok(true),
        // The profile was closed meanwhile, or another backup was asked for.
        Err(store::Error::Stopped) => Ok(false),
        Err(error) => Err(problem(error)),
    }
}

#[cfg(test)]
mod tests {
    use store::{System, profile::Home};

    use super::*;

    #[test]
    fn the_daily_backup_is_made_when_the_last_one_is_a_day_old() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::hold(folder.path()).unwrap();
        let (profile, key, _, writer) =
            home.create("D. W.", false, "four plain words", Box::new(System), |_| Ok::<_, store::Error>(())).unwrap();
        let state = AppState::new();
        state.opening().take(&profile, &key, writer).unwrap();
        let (monday, hour) = (1_791_205_200_000, 3_600_000);

        let made = [0, 1, 19, 21, 40, 42].map(|after| back_up_daily(&state, monday + after * hour).unwrap());

        assert_eq!(made, [true, false, false, true, false, true]);
        assert_eq!(backup::list(&profile).unwrap().len(), 3);
    }
}
