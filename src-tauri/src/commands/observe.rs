//! Observations as documents: list, begin, open, pause, finish; and their look-fors.

use actions::{
    capture::{self, HeadChange, Start},
    look_for::{self, SaveSet, SetView},
    observation::{self, ObservationView, ObservationsView},
    record,
};
use domain::RowId;
use serde::Serialize;
use store::Writer;
use tauri::{AppHandle, State, WebviewWindow};

use crate::{
    clock, events,
    state::{Answer, AppState},
};

/// An observation in this window.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct OpenedView {
    view: ObservationView,
    read_only: bool,
}

/// The clock of an open observation.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct TickView {
    elapsed_ms: u32,
    /// Whether a gap was marked meanwhile: then the script is to be loaded again.
    has_new_gap: bool,
}

/// Lists observations, the latest first.
#[tauri::command(async)]
#[specta::specta]
pub fn observations(teacher: Option<RowId>, page: u32, state: State<'_, AppState>) -> Answer<ObservationsView> {
    state.read(|reader| observation::list(reader, teacher, page))
}

/// Begins an observation, or opens the one that the visit already has.
#[tauri::command(async)]
#[specta::specta]
pub fn start_observation(
    start: Start,
    window: WebviewWindow,
    app: AppHandle,
    state: State<'_, AppState>,
) -> Answer<ObservationView> {
    let now = clock::read();
    let id = state.write(move |writer| capture::start(writer, &now, &start))?;
    events::changed(&app, &["observation", "visit"]);
    state.is_first_look(id);
    state.open()?.hold(id, window.label());
    view(&state, id)
}

/// Opens an observation in this window: to write, when no other window does.
#[tauri::command(async)]
#[specta::specta]
pub fn open_observation(id: RowId, window: WebviewWindow, state: State<'_, AppState>) -> Answer<OpenedView> {
    let is_theirs = !state.read(|reader| Ok::<_, actions::Error>(store::sharing::is_writable(reader, id)?))?;
    let read_only = is_theirs || !state.open()?.hold(id, window.label());
    if state.is_first_look(id) && !read_only {
        let now = clock::read();
        state.write(move |writer| capture::resume_after_restart(writer, &now, id))?;
    }
    Ok(OpenedView { view: view(&state, id)?, read_only })
}

/// Ends this window's hold of an observation.
#[tauri::command(async)]
#[specta::specta]
pub fn close_observation(id: RowId, window: WebviewWindow, state: State<'_, AppState>) -> Answer<()> {
    state.open()?.release(id, window.label());
    events::changed_elsewhere(&window, &["hold"]);
    Ok(())
}

/// Changes the head of an observation.
#[tauri::command(async)]
#[specta::specta]
pub fn set_observation(
    change: HeadChange,
    window: WebviewWindow,
    app: AppHandle,
    state: State<'_, AppState>,
) -> Answer<ObservationView> {
    let id = change.id;
    state.open()?.check_hold(id, window.label())?;
    state.write(move |writer| capture::set_head(writer, &change))?;
    events::changed(&app, &["observation"]);
    view(&state, id)
}

/// Removes an observation; it can be brought back for 30 days.
#[tauri::command(async)]
#[specta::specta]
pub fn remove_observation(id: RowId, window: WebviewWindow, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    state.open()?.check_hold(id, window.label())?;
    state.write(move |writer| record::remove_observation(writer, id))?;
    events::changed(&app, &["observation", "visit"]);
    Ok(())
}

/// Pauses an observation.
#[tauri::command(async)]
#[specta::specta]
pub fn pause_observation(id: RowId, window: WebviewWindow, state: State<'_, AppState>) -> Answer<ObservationView> {
    change(&state, id, &window, move |writer| capture::pause(writer, &clock::read(), id))
}

/// Goes on after a pause.
#[tauri::command(async)]
#[specta::specta]
pub fn resume_observation(id: RowId, window: WebviewWindow, state: State<'_, AppState>) -> Answer<ObservationView> {
    change(&state, id, &window, move |writer| capture::resume(writer, &clock::read(), id))
}

/// Lets an observation's clock go on, and returns it.
#[tauri::command(async)]
#[specta::specta]
pub fn tick_observation(id: RowId, window: WebviewWindow, state: State<'_, AppState>) -> Answer<TickView> {
    state.open()?.check_hold(id, window.label())?;
    let now = clock::read();
    let gaps = move |reader: &store::Connection| Ok::<_, actions::Error>(store::observation::gaps(reader, id)?.len());
    let before = state.read(gaps)?;
    state.write(move |writer| capture::tick(writer, &now, id))?;
    Ok(TickView { elapsed_ms: view(&state, id)?.elapsed_ms, has_new_gap: state.read(gaps)? != before })
}

/// Ends the lesson.
#[tauri::command(async)]
#[specta::specta]
pub fn finish_observation(
    id: RowId,
    window: WebviewWindow,
    app: AppHandle,
    state: State<'_, AppState>,
) -> Answer<ObservationView> {
    let finished = change(&state, id, &window, move |writer| capture::finish(writer, &clock::read(), id))?;
    events::changed(&app, &["observation"]);
    Ok(finished)
}

/// Opens a finished observation for writing again.
#[tauri::command(async)]
#[specta::specta]
pub fn reopen_observation(
    id: RowId,
    window: WebviewWindow,
    app: AppHandle,
    state: State<'_, AppState>,
) -> Answer<ObservationView> {
    let reopened = change(&state, id, &window, move |writer| capture::reopen(writer, &clock::read(), id))?;
    events::changed(&app, &["observation"]);
    Ok(reopened)
}

/// Lists the sets of look-fors.
#[tauri::command(async)]
#[specta::specta]
pub fn look_for_sets(state: State<'_, AppState>) -> Answer<Vec<SetView>> {
    state.read(look_for::list)
}

/// Keeps a set of look-fors as a new version, and returns all sets.
#[tauri::command(async)]
#[specta::specta]
pub fn save_look_for_set(set: SaveSet, app: AppHandle, state: State<'_, AppState>) -> Answer<Vec<SetView>> {
    state.write(move |writer| look_for::save(writer, &set))?;
    events::changed(&app, &["look_for_set"]);
    state.read(look_for::list)
}

/// Chooses the look-fors of an observation.
#[tauri::command(async)]
#[specta::specta]
pub fn choose_look_fors(
    observation: RowId,
    set: RowId,
    window: WebviewWindow,
    state: State<'_, AppState>,
) -> Answer<ObservationView> {
    change(&state, observation, &window, move |writer| look_for::choose(writer, observation, set))
}

fn change(
    state: &AppState,
    id: RowId,
    window: &WebviewWindow,
    work: impl FnOnce(&mut Writer) -> actions::Result<()> + Send + 'static,
) -> Answer<ObservationView> {
    state.open()?.check_hold(id, window.label())?;
    state.write(work)?;
    events::changed_elsewhere(window, &["line"]);
    view(state, id)
}

/// Returns an observation as it is now.
pub(super) fn view(state: &AppState, id: RowId) -> Answer<ObservationView> {
    let now = clock::read();
    state.read(|reader| observation::view(reader, id, &now))
}
