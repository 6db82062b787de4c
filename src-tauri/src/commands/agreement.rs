//! Sharing agreements, and who can see what, as their screens ask for them.

use actions::{
    agreement::{self, Accept, AgreementView, NextAgreement},
    who::{self, SeenByView},
};
use domain::RowId;
use store::Writer;
use tauri::{AppHandle, State};

use crate::{
    clock, events,
    state::{Answer, AppState},
};

/// Returns the agreement with somebody, every version of it.
#[tauri::command(async)]
#[specta::specta]
pub fn sharing_agreement(person: RowId, state: State<'_, AppState>) -> Answer<AgreementView> {
    let now = clock::read();
    state.read(|reader| agreement::view(reader, now.wall_ms, person))
}

/// Returns who can see a record.
#[tauri::command(async)]
#[specta::specta]
pub fn who_can_see(id: RowId, state: State<'_, AppState>) -> Answer<SeenByView> {
    let now = clock::read();
    state.read(|reader| who::view(reader, now.wall_ms, id))
}

/// Writes the next version, and returns it.
#[tauri::command(async)]
#[specta::specta]
pub fn propose_agreement(next: NextAgreement, app: AppHandle, state: State<'_, AppState>) -> Answer<RowId> {
    change(&app, &state, move |writer| agreement::propose(writer, &next))
}

/// Keeps that one of the two accepted a version.
#[tauri::command(async)]
#[specta::specta]
pub fn accept_agreement(word: Accept, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| agreement::accept(writer, &word))
}

/// Keeps that one of the two withdraws a version: from then on it opens nothing beyond the pair.
#[tauri::command(async)]
#[specta::specta]
pub fn withdraw_agreement(id: RowId, party: String, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| agreement::withdraw(writer, id, &party))
}

/// Keeps that the teacher does not consent any more to be coached by somebody who may evaluate them.
#[tauri::command(async)]
#[specta::specta]
pub fn withdraw_coaching_consent(person: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| agreement::withdraw_consent(writer, person))
}

/// Says to the service what was not said before.
#[tauri::command(async)]
#[specta::specta]
pub fn tell_agreement(person: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| agreement::tell(writer, person))
}

fn change<T: Send + 'static>(
    app: &AppHandle,
    state: &AppState,
    work: impl FnOnce(&mut Writer) -> actions::Result<T> + Send + 'static,
) -> Answer<T> {
    let done = state.write(work)?;
    events::changed(app, &["sharing_agreement", "acceptance"]);
    Ok(done)
}
