//! Closing what others wrote when this computer had no contact with the service for too long: before anything is shown,
//! and while a profile stays open.

use domain::clock::Reading;
use store::{Writer, lease};
use tauri::{AppHandle, Manager};

use crate::{
    clock, events,
    state::{AppState, problem},
};

/// Closes or opens what others wrote before a profile is shown. One that cannot be written to, as on a full disk, opens
/// all the same: nothing keeps a person from their own work. It is tried again while it stays open.
pub fn tend(writer: &mut Writer) {
    if let Err(error) = lease::tend(writer, clock::read().wall_ms) {
        tracing::error!(code = ?problem(error).code, "what others wrote could not be closed or opened");
    }
}

/// Closes it in an open profile when it is time; asked every few seconds.
pub fn look(app: &AppHandle, now: &Reading) {
    let Ok(open) = app.state::<AppState>().open() else { return };
    // Keys are not kept waiting: it closes when the lesson is over.
    if open.is_writing() {
        return;
    }
    let wall_ms = now.wall_ms;
    let tended = open.store.read(|reader| lease::is_due(reader, wall_ms)).and_then(|is_due| {
        if is_due { open.store.write(move |writer| lease::tend(writer, wall_ms)) } else { Ok(false) }
    });
    match tended {
        Ok(true) => events::changed(app, &["all"]),
        Ok(false) => {}
        Err(error) => tracing::error!(code = ?problem(error).code, "what others wrote could not be closed or opened"),
    }
}
