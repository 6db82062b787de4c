//! Windows: a second one beside the first, and presenting in all of them.

use domain::{Code, Problem, RowId};
use tauri::{AppHandle, State, WebviewWindow};

use crate::{
    app,
    events::{self, Announcement},
    state::{Answer, AppState},
};

/// Opens a second window, at an observation or at the week.
#[tauri::command(async)]
#[specta::specta]
pub fn open_window(
    observation: Option<RowId>,
    window: WebviewWindow,
    handle: AppHandle,
    state: State<'_, AppState>,
) -> Answer<()> {
    state.open()?;
    app::open_beside(&handle, window.label(), observation).map_err(|error| {
        tracing::error!(%error, "a second window could not be opened");
        Problem::new(Code::Internal, "A second window could not be opened. Nothing was changed.")
            .hint("Close other programs, then try again.")
    })
}

/// Begins or ends presenting, in every window.
#[tauri::command(async)]
#[specta::specta]
pub fn set_presenting(on: bool, handle: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    state.open()?;
    state.set_presenting(on);
    events::tell(&handle, Announcement::Presenting { is_on: on });
    Ok(())
}
