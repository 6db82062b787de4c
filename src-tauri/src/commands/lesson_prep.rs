//! Co-plan and model lesson.

use actions::lesson_prep::{self, LessonPrepView, SaveLessonPrep};
use domain::RowId;
use store::Writer;
use tauri::{AppHandle, State};

use crate::{
    events,
    state::{Answer, AppState},
};

/// Lists the lessons that are planned with a teacher, or taught for them to watch.
#[tauri::command(async)]
#[specta::specta]
pub fn lesson_preps(teacher: RowId, state: State<'_, AppState>) -> Answer<Vec<LessonPrepView>> {
    state.read(|reader| lesson_prep::list(reader, teacher))
}

/// Writes one down, or corrects its day, time and class; returns the row.
#[tauri::command(async)]
#[specta::specta]
pub fn save_lesson_prep(save: SaveLessonPrep, app: AppHandle, state: State<'_, AppState>) -> Answer<RowId> {
    change(&app, &state, move |writer| lesson_prep::save(writer, &save))
}

/// Says that one took place, or did not.
#[tauri::command(async)]
#[specta::specta]
pub fn hold_lesson_prep(id: RowId, is_held: bool, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| lesson_prep::hold(writer, id, is_held))
}

/// Opens one to the teacher.
#[tauri::command(async)]
#[specta::specta]
pub fn share_lesson_prep(id: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| lesson_prep::share(writer, id))
}

/// Stops sharing one.
#[tauri::command(async)]
#[specta::specta]
pub fn stop_sharing_lesson_prep(id: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| lesson_prep::stop(writer, id))
}

/// Removes one.
#[tauri::command(async)]
#[specta::specta]
pub fn remove_lesson_prep(id: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| lesson_prep::remove(writer, id))
}

fn change<T: Send + 'static>(
    app: &AppHandle,
    state: &AppState,
    act: impl FnOnce(&mut Writer) -> actions::Result<T> + Send + 'static,
) -> Answer<T> {
    let done = state.write(act)?;
    events::changed(app, &["lesson_prep"]);
    Ok(done)
}
