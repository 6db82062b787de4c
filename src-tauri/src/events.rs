//! What the shell tells the page by itself.

use serde_json::json;
use tauri::{AppHandle, Emitter};

/// Says that rows of these kinds changed: screens that show them ask again.
pub fn changed(app: &AppHandle, entities: &[&str]) {
    tell(app, "data-changed", json!({ "entities": entities }));
}

/// Says that everything is saved on this computer, and since when.
pub fn saved(app: &AppHandle, at: &str) {
    tell(app, "saved", json!({ "at": at }));
}

/// Says that the profile was locked.
pub fn locked(app: &AppHandle) {
    tell(app, "locked", json!(null));
}

fn tell(app: &AppHandle, event: &str, payload: serde_json::Value) {
    // A window that is closing hears nothing, and needs nothing.
    if let Err(error) = app.emit(event, payload) {
        tracing::debug!(%error, "the page did not hear an event");
    }
}
