//! Sharing a finished observation, and a record with supervisors, as their screens ask for it.

use actions::sharing::{
    self, PreviewView, ReplaceSharedName, SharedName, SharingView, With,
    consented::{self, ConsentedView},
    supervisors::{self, SupervisorsView},
};
use domain::RowId;
use tauri::{AppHandle, State, WebviewWindow};

use crate::{
    events,
    state::{Answer, AppState},
};

/// Returns how the sharing of an observation stands.
#[tauri::command(async)]
#[specta::specta]
pub fn observation_sharing(id: RowId, state: State<'_, AppState>) -> Answer<SharingView> {
    state.read(|reader| sharing::view(reader, id))
}

/// Returns exactly the text that a share would bring.
#[tauri::command(async)]
#[specta::specta]
pub fn preview_share(id: RowId, audience: With, state: State<'_, AppState>) -> Answer<PreviewView> {
    state.read(|reader| sharing::preview(reader, id, audience))
}

/// Finds names of people in what would go, on this computer.
#[tauri::command(async)]
#[specta::specta]
pub fn shared_names(id: RowId, state: State<'_, AppState>) -> Answer<Vec<SharedName>> {
    state.read(|reader| sharing::names(reader, id))
}

/// Writes other words in the place of some of them.
#[tauri::command(async)]
#[specta::specta]
pub fn replace_shared_names(
    id: RowId,
    replace: Vec<ReplaceSharedName>,
    window: WebviewWindow,
    app: AppHandle,
    state: State<'_, AppState>,
) -> Answer<()> {
    state.open()?.check_hold(id, window.label())?;
    state.write(move |writer| sharing::replace_names(writer, id, &replace))?;
    events::changed(&app, &REWRITTEN);
    Ok(())
}

/// Opens a finished observation to somebody.
#[tauri::command(async)]
#[specta::specta]
pub fn share_observation(
    id: RowId,
    audience: With,
    window: WebviewWindow,
    app: AppHandle,
    state: State<'_, AppState>,
) -> Answer<SharingView> {
    state.open()?.check_hold(id, window.label())?;
    state.write(move |writer| sharing::share(writer, id, audience))?;
    events::changed(&app, &["observation"]);
    state.read(|reader| sharing::view(reader, id))
}

/// Stops sharing it with them.
#[tauri::command(async)]
#[specta::specta]
pub fn stop_sharing(
    id: RowId,
    audience: With,
    window: WebviewWindow,
    app: AppHandle,
    state: State<'_, AppState>,
) -> Answer<SharingView> {
    state.open()?.check_hold(id, window.label())?;
    state.write(move |writer| sharing::stop(writer, id, audience))?;
    events::changed(&app, &["observation"]);
    state.read(|reader| sharing::view(reader, id))
}

/// Returns how sharing a debrief, a step or a coaching cycle with supervisors stands, and exactly what goes.
#[tauri::command(async)]
#[specta::specta]
pub fn supervisor_sharing(id: RowId, state: State<'_, AppState>) -> Answer<SupervisorsView> {
    state.read(|reader| supervisors::view(reader, id))
}

/// Opens it to the supervisors of its author.
#[tauri::command(async)]
#[specta::specta]
pub fn share_with_supervisors(id: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<SupervisorsView> {
    state.write(move |writer| supervisors::share(writer, id))?;
    events::changed(&app, &OPENED);
    state.read(|reader| supervisors::view(reader, id))
}

/// Stops sharing it with them.
#[tauri::command(async)]
#[specta::specta]
pub fn stop_sharing_with_supervisors(id: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<SupervisorsView> {
    state.write(move |writer| supervisors::stop(writer, id))?;
    events::changed(&app, &OPENED);
    state.read(|reader| supervisors::view(reader, id))
}

/// Returns to whom a record can be shown one by one, by its teacher's consent, and exactly what goes.
#[tauri::command(async)]
#[specta::specta]
pub fn consented_sharing(id: RowId, state: State<'_, AppState>) -> Answer<ConsentedView> {
    state.read(|reader| consented::view(reader, id))
}

/// Shows it to one person to whom the teacher consented.
#[tauri::command(async)]
#[specta::specta]
pub fn show_to_person(id: RowId, person: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<ConsentedView> {
    state.write(move |writer| consented::share(writer, id, person))?;
    events::changed(&app, &OPENED);
    state.read(|reader| consented::view(reader, id))
}

/// Stops showing it to that person.
#[tauri::command(async)]
#[specta::specta]
pub fn stop_showing(id: RowId, person: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<ConsentedView> {
    state.write(move |writer| consented::stop(writer, id, person))?;
    events::changed(&app, &OPENED);
    state.read(|reader| consented::view(reader, id))
}

/// The records in which other words can have come in a name's place.
const REWRITTEN: [&str; 8] =
    ["observation", "line", "debrief", "step", "coaching_cycle", "cycle_stage", "goal", "lesson_prep"];

/// What is shown anew: whose screens say with whom a record is shared.
const OPENED: [&str; 3] = ["debrief", "step", "coaching_cycle"];
