//! Words in fields that have no Save button.

use actions::typed::{self, SaveTyped, TypedView};
use domain::{RowId, time};
use tauri::{AppHandle, State};

use crate::{
    clock,
    commands::script::SavedView,
    events,
    state::{Answer, AppState},
};

/// Returns what stands in a field and is not kept yet.
#[tauri::command(async)]
#[specta::specta]
pub fn typed_words(row: RowId, column: String, state: State<'_, AppState>) -> Answer<TypedView> {
    state.read(|reader| typed::of(reader, row, &column))
}

/// Writes a state of a field, durably.
#[tauri::command(async)]
#[specta::specta]
pub fn save_typed(words: SaveTyped, state: State<'_, AppState>) -> Answer<SavedView> {
    let wall_ms = clock::read().wall_ms;
    state.note_work();
    let (written, zone) = state.write(move |writer| {
        let written = typed::save(writer, &words)?;
        Ok((written, actions::session::load(writer.reader())?.zone))
    })?;
    Ok(SavedView { written, saved: time::with_seconds(wall_ms, zone) })
}

/// Keeps what stands in a field.
#[tauri::command(async)]
#[specta::specta]
pub fn keep_typed(words: SaveTyped, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    let table = state.write(move |writer| typed::keep(writer, &words))?;
    events::changed(&app, &[table]);
    Ok(())
}
