//! The coach note of a week, as its screen asks for it.

use actions::coach_note::{self, CoachNoteView, NameView, ReplaceName};
use tauri::{AppHandle, State};

use crate::{
    clock, events,
    state::{Answer, AppState},
};

/// Returns the note of the week that holds a day, or of the present week.
#[tauri::command(async)]
#[specta::specta]
pub fn coach_note(week: Option<String>, state: State<'_, AppState>) -> Answer<CoachNoteView> {
    let now = clock::read();
    state.read(|reader| coach_note::view(reader, now.wall_ms, week.as_deref()))
}

/// Begins the note of a week, so that its fields can be written in.
#[tauri::command(async)]
#[specta::specta]
pub fn begin_note(week: String, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    state.write(move |writer| coach_note::begin(writer, &week))?;
    events::changed(&app, &["coach_note"]);
    Ok(())
}

/// Writes other words in the place of names.
#[tauri::command(async)]
#[specta::specta]
#[allow(clippy::shadow_unrelated, reason = "the argument's name is part of the command")]
pub fn replace_names(
    week: String,
    replace: Vec<ReplaceName>,
    app: AppHandle,
    state: State<'_, AppState>,
) -> Answer<()> {
    state.write(move |writer| coach_note::replace_names(writer, &week, &replace))?;
    events::changed(&app, &["coach_note"]);
    Ok(())
}

/// Finds names of people in the note, on this computer.
#[tauri::command(async)]
#[specta::specta]
pub fn note_names(week: String, state: State<'_, AppState>) -> Answer<Vec<NameView>> {
    state.read(|reader| coach_note::names(reader, &week))
}

/// Shares the note with the supervisors.
#[tauri::command(async)]
#[specta::specta]
pub fn share_note(week: String, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    state.write(move |writer| coach_note::share(writer, &week))?;
    events::changed(&app, &["coach_note"]);
    Ok(())
}

/// Stops sharing it, so that it can be written on again.
#[tauri::command(async)]
#[specta::specta]
pub fn stop_sharing_note(week: String, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    state.write(move |writer| coach_note::stop(writer, &week))?;
    events::changed(&app, &["coach_note"]);
    Ok(())
}
