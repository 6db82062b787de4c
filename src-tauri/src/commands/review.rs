//! Reading coach notes and saying something of them, as the review list and the coach's own note ask for it.

use actions::review::{self, ReturnedView, ReviewsView, Say};
use domain::RowId;
use tauri::{AppHandle, State, WebviewWindow};

use crate::{
    clock, events,
    state::{Answer, AppState},
};

/// Lists the coach notes that were shared with this person.
#[tauri::command(async)]
#[specta::specta]
pub fn reviews(state: State<'_, AppState>) -> Answer<ReviewsView> {
    let now = clock::read();
    state.read(|reader| review::list(reader, now.wall_ms))
}

/// Counts the notes that wait for this person; nothing for somebody who supervises nobody.
#[tauri::command(async)]
#[specta::specta]
pub fn review_count(state: State<'_, AppState>) -> Answer<Option<u32>> {
    state.read(review::waiting)
}

/// Lists the questions to this coach that are not answered.
#[tauri::command(async)]
#[specta::specta]
pub fn returned_questions(state: State<'_, AppState>) -> Answer<Vec<ReturnedView>> {
    let now = clock::read();
    state.read(|reader| review::returned(reader, now.wall_ms))
}

/// Holds a remark, which goes with the first exchange after ten minutes. Returns its row.
#[tauri::command(async)]
#[specta::specta]
#[allow(clippy::shadow_unrelated, reason = "the argument's name is part of the command")]
pub fn say_of_note(say: Say, app: AppHandle, state: State<'_, AppState>) -> Answer<RowId> {
    let now = clock::read();
    let id = state.write(move |writer| review::say(writer, now.wall_ms, &say))?;
    events::changed(&app, &["remark"]);
    Ok(id)
}

/// Takes a remark back while it is held.
#[tauri::command(async)]
#[specta::specta]
pub fn take_back_remark(id: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    state.write(move |writer| review::take_back(writer, id))?;
    events::changed(&app, &["remark"]);
    Ok(())
}

/// Remembers on this computer that a note was read.
#[tauri::command(async)]
#[specta::specta]
pub fn mark_note_read(id: RowId, window: WebviewWindow, state: State<'_, AppState>) -> Answer<()> {
    state.write(move |writer| review::mark_read(writer, id))?;
    events::changed_elsewhere(&window, &["remark"]);
    Ok(())
}
