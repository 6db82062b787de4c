//! Files beside an observation: listed, added, written elsewhere, removed.

use std::{fs, path::Path};

use actions::attachment::{self, AttachmentView};
use domain::{Code, Problem, RowId};
use tauri::{AppHandle, State};

use crate::{
    events, files,
    state::{Answer, AppState, problem},
};

/// Lists the files of an observation, in the order in which they were added.
#[tauri::command(async)]
#[specta::specta]
pub fn attachments(observation: RowId, state: State<'_, AppState>) -> Answer<Vec<AttachmentView>> {
    let refused = state.exchange.refused_files();
    state.read(|reader| attachment::list(reader, observation, &refused))
}

/// Keeps a copy of a file beside an observation. The file itself stays where it is.
#[tauri::command(async)]
#[specta::specta]
pub fn add_attachment(observation: RowId, path: String, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    let path = files::checked("path", &path)?;
    let (name, content) = read(&path)?;
    state.write(move |writer| attachment::add(writer, observation, &name, &content).map(drop))?;
    events::changed(&app, &["attachment"]);
    Ok(())
}

/// Writes a file where the person chose.
#[tauri::command(async)]
#[specta::specta]
pub fn save_attachment(id: RowId, path: String, state: State<'_, AppState>) -> Answer<()> {
    let path = files::checked("path", &path)?;
    let content = state.read(|reader| Ok(store::attachment::content(reader, id)?))?;
    files::write(&path, &content)
}

/// Removes a file; undo brings it back.
#[tauri::command(async)]
#[specta::specta]
pub fn remove_attachment(observation: RowId, id: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    state.write(move |writer| attachment::remove(writer, observation, id))?;
    events::changed(&app, &["attachment"]);
    Ok(())
}

/// Reads a file and its name. One that is too large is refused before it is read.
fn read(path: &Path) -> Answer<(String, Vec<u8>)> {
    let unreadable = |_| {
        Problem::new(Code::File, "The file could not be read. Nothing was changed.")
            .hint("Check the path, and whether the file is on a stick that was taken out.")
    };
    let known = fs::metadata(path).map_err(unreadable)?;
    if !known.is_file() {
        return Err(Problem::invalid("path", "This is not a file."));
    }
    if known.len() > sync::attachment::MOST_BYTES {
        return Err(problem(store::Error::TooLarge { most: sync::attachment::MOST_BYTES }));
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok((name, fs::read(path).map_err(unreadable)?))
}
