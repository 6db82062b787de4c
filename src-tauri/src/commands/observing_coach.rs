//! Observing a coach, as the page asks for it. Writing and finishing are those of every script (`observe`, `script`),
//! sharing is that of every observation (`sharing`).

use actions::{observation::Named, observing_coach};
use domain::RowId;
use tauri::{AppHandle, State, WebviewWindow};

use crate::{
    clock, events,
    state::{Answer, AppState},
};

/// Lists the coaches whom this person may observe.
#[tauri::command(async)]
#[specta::specta]
pub fn observable_coaches(state: State<'_, AppState>) -> Answer<Vec<Named>> {
    state.read(observing_coach::coaches)
}

/// Begins to observe a coach.
#[tauri::command(async)]
#[specta::specta]
pub fn observe_coach(coach: RowId, window: WebviewWindow, app: AppHandle, state: State<'_, AppState>) -> Answer<RowId> {
    let now = clock::read();
    let id = state.write(move |writer| observing_coach::start(writer, &now, coach))?;
    events::changed(&app, &["observation", "look_for_set"]);
    state.is_first_look(id);
    state.open()?.hold(id, window.label());
    Ok(id)
}
