//! What the shell tells the page by itself.

use domain::RowId;
use serde_json::json;
use store::progress::{Stage, Step};
use tauri::{AppHandle, Emitter, Manager, WebviewWindow};

/// Says that rows of these kinds changed: screens that show them ask again.
pub fn changed(app: &AppHandle, entities: &[&str]) {
    tell(app, "data-changed", json!({ "entities": entities }));
}

/// Says that everything is saved on this computer, and since when.
pub fn saved(app: &AppHandle, at: &str) {
    tell(app, "saved", json!({ "at": at }));
}

/// The same as [`changed`], for the windows besides the one that made the change and shows it already.
pub fn changed_elsewhere(window: &WebviewWindow, entities: &[&str]) {
    tell(window.app_handle(), "data-changed", json!({ "entities": entities, "except": window.label() }));
}

/// Says that the profile was closed, to the windows besides the one that opens another one in its place.
pub fn locked_elsewhere(window: &WebviewWindow) {
    tell(window.app_handle(), "locked", json!({ "except": window.label() }));
}

/// Says how many of the backups have been erased from.
pub fn erasing(app: &AppHandle, done: u32, total: u32) {
    tell(app, "erase-progress", json!({ "done": done, "total": total }));
}

/// Says that nothing is being erased from the backups any more.
pub fn erasing_ended(app: &AppHandle) {
    tell(app, "erase-progress", serde_json::Value::Null);
}

/// Says how far a long piece of work is.
pub fn step(app: &AppHandle, event: &str, step: Step) {
    let stage = match step.stage {
        Stage::Unpacking => "unpacking",
        Stage::Copying => "copying",
        Stage::Pages => "pages",
        Stage::Log => "log",
        Stage::Rows => "rows",
    };
    stage_at(app, event, stage, step.done, step.total);
}

/// Says which stage a long piece of work is at.
pub fn stage(app: &AppHandle, event: &str, stage: &str) {
    stage_at(app, event, stage, 0, 0);
}

fn stage_at(app: &AppHandle, event: &str, stage: &str, done: u64, total: u64) {
    tell(app, event, json!({ "stage": stage, "done": done, "total": total }));
}

/// Says whether the person is presenting.
pub fn presenting(app: &AppHandle, is_on: bool) {
    tell(app, "presenting", json!({ "isOn": is_on }));
}

/// Sends one window to an observation, or to the week.
pub fn go(app: &AppHandle, label: &str, observation: Option<RowId>) {
    tell(app, "go", json!({ "observation": observation, "only": label }));
}

/// Says that the profile was locked.
pub fn locked(app: &AppHandle) {
    tell(app, "locked", json!({}));
}

fn tell(app: &AppHandle, event: &str, payload: serde_json::Value) {
    // A window that is closing hears nothing, and needs nothing.
    if let Err(error) = app.emit(event, payload) {
        tracing::debug!(%error, "the page did not hear an event");
    }
}
