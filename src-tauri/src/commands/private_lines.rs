//! Bringing private lines and abbreviations from a backup of the person's other computer.

use actions::bring::{self, Private, PrivateView};
use domain::{Code, Problem};
use tauri::{AppHandle, State};

use super::bring::BroughtView;
use crate::{
    events, files,
    state::{Answer, AppState, held, problem},
};

/// Opens a backup beside the profile and says in numbers what it has that stays on one computer. Nothing is changed.
#[tauri::command(async)]
#[specta::specta]
pub fn look_at_private_lines(path: String, secret: String, state: State<'_, AppState>) -> Answer<PrivateView> {
    let open = state.open()?;
    let opened = store::backup::open(&files::checked("path", &path)?).map_err(problem)?;
    let key = opened.key_file.open_with(&secret);
    let key = key.map_err(|error| Problem { field: Some("secret".into()), ..problem(error) })?;
    let beside = opened.beside(&open.profile, &key).map_err(problem)?;
    let private = state.read(|here| Private::read(beside.reader(), here))?;
    let view = private.view();
    *held(&state.private_lines) = Some(private);
    Ok(view)
}

/// Writes what was found, in one act. It can be undone.
#[tauri::command(async)]
#[specta::specta]
pub fn bring_private_lines(app: AppHandle, state: State<'_, AppState>) -> Answer<BroughtView> {
    let Some(private) = held(&state.private_lines).take() else {
        return Err(Problem::new(Code::NotFound, "The backup is closed. Nothing was changed."));
    };
    let rows = state.write(move |writer| bring::carry_private(writer, &private))?;
    events::changed(&app, &["all"]);
    Ok(BroughtView { rows })
}

/// Forgets what was found.
#[tauri::command(async)]
#[specta::specta]
pub fn leave_private_lines(state: State<'_, AppState>) -> Answer<()> {
    *held(&state.private_lines) = None;
    Ok(())
}
