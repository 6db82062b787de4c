//! What coaches shared with a teacher: the list, a record whole, saying that it was read, and everything as an archive.

use actions::{
    acknowledgement::{self, ReadView},
    shared::{self, SharedRecord, SharedView},
};
use domain::RowId;
use tauri::{AppHandle, State};

use crate::{
    clock,
    events::{self, Announcement, LongStep},
    files,
    state::{Answer, AppState},
};

/// Lists what is shared with this person.
#[tauri::command(async)]
#[specta::specta]
pub fn shared_with_me(state: State<'_, AppState>) -> Answer<SharedView> {
    let now = clock::read();
    state.read(|reader| shared::list(reader, now.wall_ms))
}

/// Counts what waits to be read; nothing where nothing is shared with this person.
#[tauri::command(async)]
#[specta::specta]
pub fn shared_count(state: State<'_, AppState>) -> Answer<Option<u32>> {
    state.read(shared::waiting)
}

/// Returns a record that is shared with this person, whole.
#[tauri::command(async)]
#[specta::specta]
pub fn shared_record(id: RowId, state: State<'_, AppState>) -> Answer<SharedRecord> {
    let now = clock::read();
    state.read(|reader| shared::record(reader, now.wall_ms, id))
}

/// Says that this person has read a record that a coach shared.
#[tauri::command(async)]
#[specta::specta]
pub fn acknowledge_record(id: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    state.write(move |writer| acknowledgement::acknowledge(writer, id))?;
    events::changed(&app, &["acknowledgement"]);
    Ok(())
}

/// Returns that a record was read by its teacher, and when.
#[tauri::command(async)]
#[specta::specta]
pub fn read_by(id: RowId, state: State<'_, AppState>) -> Answer<Option<ReadView>> {
    state.read(|reader| acknowledgement::read(reader, id))
}

/// Writes everything about this person into one file of their choice; says whether it was not stopped.
#[tauri::command(async)]
#[specta::specta]
pub fn save_archive(path: String, app: AppHandle, state: State<'_, AppState>) -> Answer<bool> {
    let path = files::checked("path", &path)?;
    let now = clock::read();
    let _one_at_a_time = state.archiving.begin();
    let mut go_on = |done, total| {
        events::tell(&app, Announcement::ArchiveProgress(LongStep::writing(done, total)));
        state.archiving.goes_on()
    };
    let Some(bytes) = state.read(|reader| shared::archive(reader, now.wall_ms, &mut go_on))? else { return Ok(false) };
    files::write(&path, &bytes)?;
    Ok(true)
}

/// Stops the writing of an archive: no file is left.
#[tauri::command(async)]
#[specta::specta]
pub fn stop_archive(state: State<'_, AppState>) -> Answer<()> {
    state.archiving.stop();
    Ok(())
}
