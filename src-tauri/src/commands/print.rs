//! Printed pages: made in memory, written only where the person chose.

use domain::RowId;
use tauri::State;

use crate::{
    clock, files, pages,
    state::{Answer, AppState, held, problem},
};

/// Writes an observation as PDF, with the private wonderings only when the person asked for them.
#[tauri::command(async)]
#[specta::specta]
pub fn print_observation(id: RowId, path: String, with_private: bool, state: State<'_, AppState>) -> Answer<()> {
    let path = files::checked("path", &path)?;
    let now = clock::read();
    let page = state.read(|reader| pages::observation(reader, id, &now, with_private))?;
    files::write(&path, &report::observation(&page).map_err(pages::problem)?)
}

/// Writes a week as PDF.
#[tauri::command(async)]
#[specta::specta]
pub fn print_week(day: Option<String>, path: String, state: State<'_, AppState>) -> Answer<()> {
    let path = files::checked("path", &path)?;
    let now = clock::read();
    let page = state.read(|reader| pages::week(reader, now.wall_ms, day.as_deref()))?;
    files::write(&path, &report::week(&page).map_err(pages::problem)?)
}

/// Writes the recovery code that was just made as PDF. The screen says that this file opens the profile.
#[tauri::command(async)]
#[specta::specta]
pub fn print_recovery(path: String, state: State<'_, AppState>) -> Answer<()> {
    let path = files::checked("path", &path)?;
    let open = state.open()?;
    let groups = held(&state.fresh_code).as_ref().map(store::key::RecoveryCode::groups);
    let groups = groups.ok_or_else(|| problem(store::Error::NotFound { entity: "recovery code" }))?;
    let page = state.read(|reader| pages::recovery_sheet(reader, clock::read().wall_ms, &groups, &open.label))?;
    files::write(&path, &report::recovery_sheet(&page).map_err(pages::problem)?)
}
