//! The log: what happened, never what was written and never who. It lies in the home folder and is kept small.

use std::{
    fs::{self, File, OpenOptions},
    path::Path,
    sync::Mutex,
};

use tracing_subscriber::EnvFilter;

/// A log larger than this, in bytes, begins anew at the next start; the one before is kept once.
const LARGEST: u64 = 1024 * 1024;

/// Begins to log. Where the folder cannot be written, the program runs without a log: its work does not depend on one.
pub fn begin(home: &Path) {
    let Some(file) = open(home) else { return };
    let filter = EnvFilter::new(filter(std::env::var("COACHLIGHT_LOG").ok().as_deref()));
    let subscriber =
        tracing_subscriber::fmt().with_writer(Mutex::new(file)).with_ansi(false).with_env_filter(filter).finish();
    if tracing::subscriber::set_global_default(subscriber).is_ok() {
        quiet_panics();
    }
}

/// Returns what is logged: at most the wanted level, and only by ourselves. What a library says at its finest level can
/// quote what passes through it.
fn filter(wanted: Option<&str>) -> String {
    let level = wanted.filter(|level| ["error", "warn", "info", "debug", "trace"].contains(level)).unwrap_or("info");
    let own = ["coachlight_app", "actions", "store", "exchange", "report", "demo"];
    own.map(|name| format!("{name}={level}")).join(",")
}

fn open(home: &Path) -> Option<File> {
    let path = home.join("coachlight.log");
    fs::create_dir_all(home).ok()?;
    if path.metadata().is_ok_and(|meta| meta.len() > LARGEST) {
        fs::rename(&path, home.join("coachlight.log.1")).ok()?;
    }
    OpenOptions::new().create(true).append(true).open(path).ok()
}

/// A panic's message can quote what it was working on: only its place is written down.
fn quiet_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a defect stopped a piece of work");
        eprintln!("coachlight: a defect stopped a piece of work at {place}");
    }));
}

#[cfg(test)]
mod tests {
    #[test]
    fn only_our_own_words_are_logged_whatever_is_asked() {
        assert!(super::filter(Some("trace")).starts_with("coachlight_app=trace,"));
        assert!(super::filter(Some("tauri=trace")).starts_with("coachlight_app=info,"));
        assert!(!super::filter(Some("trace")).contains("tauri"));
    }
}
