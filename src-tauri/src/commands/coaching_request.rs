//! What teachers ask coaches for, and the answers.

use actions::coaching_request::{self, AskCoach, RequestsView};
use domain::RowId;
use store::Writer;
use tauri::{AppHandle, State};

use crate::{
    clock, events,
    state::{Answer, AppState},
};

/// Lists the requests of this person, and those for this person.
#[tauri::command(async)]
#[specta::specta]
pub fn coaching_requests(state: State<'_, AppState>) -> Answer<RequestsView> {
    state.read(coaching_request::list)
}

/// Asks a coach, and returns the row.
#[tauri::command(async)]
#[specta::specta]
pub fn ask_coach(request: AskCoach, app: AppHandle, state: State<'_, AppState>) -> Answer<RowId> {
    let now = clock::read();
    change(&app, &state, move |writer| coaching_request::ask(writer, now.wall_ms, &request))
}

/// Plans a coaching cycle out of a request, and returns it.
#[tauri::command(async)]
#[specta::specta]
pub fn accept_request(id: RowId, model: String, app: AppHandle, state: State<'_, AppState>) -> Answer<RowId> {
    change(&app, &state, move |writer| coaching_request::accept(writer, id, &model))
}

/// Declines a request with a reason that the teacher reads.
#[tauri::command(async)]
#[specta::specta]
pub fn decline_request(id: RowId, reason: String, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| coaching_request::decline(writer, id, &reason))
}

fn change<T: Send + 'static>(
    app: &AppHandle,
    state: &AppState,
    act: impl FnOnce(&mut Writer) -> actions::Result<T> + Send + 'static,
) -> Answer<T> {
    let done = state.write(act)?;
    events::changed(app, &["coaching_request", "coaching_cycle"]);
    Ok(done)
}
