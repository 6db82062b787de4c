//! Debriefs: preparing, holding and sharing them.

use actions::debrief::{self, DebriefPreview, DebriefTimes, DebriefView};
use domain::RowId;
use store::Writer;
use tauri::{AppHandle, State};

use crate::{
    clock, events,
    state::{Answer, AppState},
};

/// Returns a debrief, whole.
#[tauri::command(async)]
#[specta::specta]
pub fn debrief(id: RowId, state: State<'_, AppState>) -> Answer<DebriefView> {
    let now = clock::read();
    state.read(|reader| debrief::view(reader, id, &now))
}

/// Prepares the debrief of a finished lesson, or finds the one that is there; returns the row.
#[tauri::command(async)]
#[specta::specta]
pub fn prepare_debrief(observation: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<RowId> {
    let id = state.write(move |writer| debrief::prepare(writer, observation))?;
    events::changed(&app, &["debrief"]);
    Ok(id)
}

/// Chooses the way of a debrief.
#[tauri::command(async)]
#[specta::specta]
pub fn set_debrief_model(id: RowId, model: String, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| debrief::set_model(writer, id, &model))
}

/// Praises a line, or does not any more.
#[tauri::command(async)]
#[specta::specta]
pub fn praise_line(id: RowId, line: RowId, is_praised: bool, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| debrief::praise(writer, id, line, is_praised))
}

/// Begins to talk.
#[tauri::command(async)]
#[specta::specta]
pub fn begin_debrief(id: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    let now = clock::read();
    change(&app, &state, move |writer| debrief::begin(writer, id, &now))
}

/// Ends the talk.
#[tauri::command(async)]
#[specta::specta]
pub fn end_debrief(id: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    let now = clock::read();
    change(&app, &state, move |writer| debrief::end(writer, id, &now))
}

/// Calls off a debrief that is not held.
#[tauri::command(async)]
#[specta::specta]
pub fn call_off_debrief(id: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| debrief::call_off(writer, id))
}

/// Writes down when a debrief was held.
#[tauri::command(async)]
#[specta::specta]
pub fn set_debrief_times(id: RowId, times: DebriefTimes, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| debrief::set_times(writer, id, &times))
}

/// Starts or stops the timer of the practice.
#[tauri::command(async)]
#[specta::specta]
pub fn time_practice(id: RowId, is_on: bool, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    let now = clock::read();
    change(&app, &state, move |writer| debrief::practise(writer, id, is_on, &now))
}

/// Notes that the teacher agreed to the step, or takes that back.
#[tauri::command(async)]
#[specta::specta]
pub fn agree_to_step(id: RowId, is_agreed: bool, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| debrief::agree(writer, id, is_agreed))
}

/// Returns exactly the text that a share would bring to the teacher.
#[tauri::command(async)]
#[specta::specta]
pub fn preview_debrief(id: RowId, state: State<'_, AppState>) -> Answer<DebriefPreview> {
    state.read(|reader| debrief::preview(reader, id))
}

/// Opens a debrief to the teacher, with its lesson and its steps.
#[tauri::command(async)]
#[specta::specta]
pub fn share_debrief(id: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| debrief::share(writer, id))
}

/// Stops sharing a debrief, its steps and its lesson.
#[tauri::command(async)]
#[specta::specta]
pub fn stop_sharing_debrief(id: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| debrief::stop(writer, id))
}

/// Does something to a debrief and says so. Its steps and its lesson are part of what a share changes.
fn change<T: Send + 'static>(
    app: &AppHandle,
    state: &AppState,
    act: impl FnOnce(&mut Writer) -> actions::Result<T> + Send + 'static,
) -> Answer<T> {
    let done = state.write(act)?;
    events::changed(app, &["debrief", "step", "observation"]);
    Ok(done)
}
