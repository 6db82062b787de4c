//! The keys of a script: drafts, lines, tags.

use actions::{
    capture::{self, EditLine, KeepLine, Kept, SaveDraft},
    observation::ObservationView,
};
use domain::{RowId, time};
use serde::Serialize;
use store::Writer;
use tauri::{AppHandle, State, WebviewWindow};

use crate::{
    clock,
    events::{self, Announcement},
    state::{Answer, AppState},
};

/// What became of a state of the draft.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SavedView {
    /// Whether it was written; a later one may have been.
    pub(super) written: bool,
    /// When it was durable, as `9:12:20` in the profile's zone.
    pub(super) saved: String,
}

/// What a pasted script became.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct PastedView {
    added: u32,
    view: ObservationView,
}

/// Writes a state of the draft, durably.
#[tauri::command(async)]
#[specta::specta]
pub fn save_draft(draft: SaveDraft, window: WebviewWindow, state: State<'_, AppState>) -> Answer<SavedView> {
    // The clock is read first: what waits behind another commit must not make the line later.
    let now = clock::read();
    state.open()?.check_hold(draft.observation, window.label())?;
    state.note_work();
    let wall_ms = now.wall_ms;
    #[cfg(debug_assertions)]
    if let Some(wait) = crate::slow_journal::wanted() {
        crate::slow_journal::save_later(tauri::Manager::app_handle(&window).clone(), now, draft, wait);
        return Ok(SavedView { written: true, saved: String::new() });
    }
    let (written, zone) = state.write(move |writer| {
        let written = capture::save_draft(writer, &now, &draft)?;
        Ok((written, actions::session::load(writer.reader())?.zone))
    })?;
    Ok(SavedView { written, saved: time::with_seconds(wall_ms, zone) })
}

/// Keeps what was typed as a line.
#[tauri::command(async)]
#[specta::specta]
pub fn keep_line(line: KeepLine, window: WebviewWindow, app: AppHandle, state: State<'_, AppState>) -> Answer<Kept> {
    let now = clock::read();
    state.open()?.check_hold(line.observation, window.label())?;
    let kept = state.write(move |writer| capture::keep_line(writer, &now, &line))?;
    events::tell(&app, Announcement::Saved { at: kept.saved.clone() });
    events::changed_elsewhere(&window, &["line"]);
    Ok(kept)
}

/// Gives a kept line other words.
#[tauri::command(async)]
#[specta::specta]
pub fn edit_line(edit: EditLine, window: WebviewWindow, state: State<'_, AppState>) -> Answer<Kept> {
    let id = edit.id;
    change(&state, id, &window, move |writer| capture::edit_line(writer, &clock::read(), &edit))
}

/// Removes a line or a wondering.
#[tauri::command(async)]
#[specta::specta]
pub fn remove_entry(id: RowId, window: WebviewWindow, state: State<'_, AppState>) -> Answer<Kept> {
    change(&state, id, &window, move |writer| capture::remove_entry(writer, &clock::read(), id))
}

/// Stars a line, or takes the star away.
#[tauri::command(async)]
#[specta::specta]
pub fn star_line(id: RowId, starred: bool, window: WebviewWindow, state: State<'_, AppState>) -> Answer<Kept> {
    change(&state, id, &window, move |writer| capture::star(writer, &clock::read(), id, starred))
}

/// Tags a line to a look-for, or takes the tag away.
#[tauri::command(async)]
#[specta::specta]
pub fn tag_line(
    id: RowId,
    position: u32,
    tagged: capture::Tagged,
    window: WebviewWindow,
    state: State<'_, AppState>,
) -> Answer<Kept> {
    change(&state, id, &window, move |writer| capture::tag(writer, &clock::read(), id, position, tagged))
}

/// Marks a moment of the lesson.
#[tauri::command(async)]
#[specta::specta]
pub fn mark_moment(id: RowId, window: WebviewWindow, state: State<'_, AppState>) -> Answer<Kept> {
    state.open()?.check_hold(id, window.label())?;
    let kept = state.write(move |writer| capture::mark(writer, &clock::read(), id))?;
    events::changed_elsewhere(&window, &["line"]);
    Ok(kept)
}

/// Takes in a script that was written elsewhere, with its times.
#[tauri::command(async)]
#[specta::specta]
pub fn paste_script(
    observation: RowId,
    text: String,
    window: WebviewWindow,
    state: State<'_, AppState>,
) -> Answer<PastedView> {
    state.open()?.check_hold(observation, window.label())?;
    let added = state.write(move |writer| actions::paste::paste(writer, &clock::read(), observation, &text))?;
    Ok(PastedView { added, view: super::observe::view(&state, observation)? })
}

/// Changes a line, unless another window writes its observation.
fn change(
    state: &AppState,
    id: RowId,
    window: &WebviewWindow,
    work: impl FnOnce(&mut Writer) -> actions::Result<Kept> + Send + 'static,
) -> Answer<Kept> {
    let document = state.read(|reader| capture::observation_of(reader, id))?;
    state.open()?.check_hold(document, window.label())?;
    state.note_work();
    let kept = state.write(work)?;
    events::changed_elsewhere(window, &["line"]);
    Ok(kept)
}
