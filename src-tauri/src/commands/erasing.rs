//! Erasing for good: from the database at once, from the backups one after the other.

use std::sync::Arc;

use domain::{Code, Problem, RowId};
use serde::Serialize;
use store::backup;
use tauri::{AppHandle, Manager, State};

use crate::{
    events::{self, Announcement, Count},
    state::{Answer, AppState, problem},
};

/// What may still hold something that was erased.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ErasingView {
    /// Some backups may still hold it.
    is_unfinished: bool,
    /// The damaged backups among them, by their names: nothing can be taken out of those.
    damaged: Vec<String>,
}

/// Erases a record for good: from rows, log, index, undo and this profile's backups. Returns how many backups may still
/// hold it, because the person stopped it or because they are damaged.
#[tauri::command(async)]
#[specta::specta]
pub fn erase(id: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<u32> {
    state.write(move |writer| actions::record::erase(writer, id))?;
    events::changed(&app, &["all"]);
    erase_from_backups(&app, &state)
}

/// Says whether backups may still hold what was erased.
#[tauri::command(async)]
#[specta::specta]
pub fn erasing(state: State<'_, AppState>) -> Answer<ErasingView> {
    let here: Vec<String> =
        backup::list(&state.open()?.profile).map_err(problem)?.iter().map(backup::Kept::name).collect();
    state.read(|reader| {
        let is_unfinished = !store::erase::unfinished(reader)?.is_empty();
        let damaged = store::erase::damaged(reader)?.into_iter();
        Ok(ErasingView {
            is_unfinished,
            damaged: damaged.filter(|name| is_unfinished && here.contains(name)).collect(),
        })
    })
}

/// Goes on erasing from the backups. Returns how many may still hold it.
#[tauri::command(async)]
#[specta::specta]
pub fn finish_erasing(app: AppHandle, state: State<'_, AppState>) -> Answer<u32> {
    erase_from_backups(&app, &state)
}

/// Stops erasing after the backup that is being rewritten. What is left is remembered.
#[tauri::command(async)]
#[specta::specta]
pub fn stop_erasing(state: State<'_, AppState>) -> Answer<()> {
    state.erasing.stop();
    Ok(())
}

/// Goes on with an erase that was cut or stopped, where that is of use.
pub fn go_on(app: &AppHandle) {
    let state = app.state::<AppState>();
    let is_due = state
        .open()
        .and_then(|open| open.store.read(|reader| backup::is_erasing_due(&open.profile, reader)).map_err(problem));
    let outcome = is_due.and_then(|is_due| if is_due { erase_from_backups(app, &state).map(drop) } else { Ok(()) });
    if let Err(problem) = outcome {
        tracing::warn!(code = ?problem.code, "what is to be erased has to wait");
    }
}

/// Not on the write thread: many backups take a while, and what is typed meanwhile must not wait for them.
///
/// It does not hold the profile open either: locking stops it after the backup that is being rewritten.
fn erase_from_backups(app: &AppHandle, state: &AppState) -> Answer<u32> {
    let open = state.open()?;
    let (profile, key, opened) = (open.profile.clone(), open.store.key().clone(), Arc::downgrade(&open));
    drop(open);
    let still_open = || opened.upgrade().ok_or_else(|| Problem::new(Code::Locked, "The profile is locked."));
    let _one_at_a_time = state.erasing.begin();
    let rows = still_open()?.store.read(store::erase::unfinished).map_err(problem)?;
    // A backup that is being made may have begun before the erase: it is looked at with the others.
    state.backing_up.wait();
    let listed: Vec<RowId> = rows.iter().copied().collect();
    let erased = backup::erase_while(&profile, &key, &listed, &mut |done, total| {
        events::tell(app, Announcement::EraseProgress(Some(Count { done, total })));
        state.erasing.goes_on() && opened.strong_count() > 0
    });
    events::tell(app, Announcement::EraseProgress(None));
    let erased = erased.map_err(problem)?;
    let erased = still_open()?
        .store
        .write(move |writer| backup::note_erased(writer, &rows, &erased).map(|()| erased))
        .map_err(problem)?;
    events::changed(app, &["erase", "backup"]);
    Ok(erased.left + u32::try_from(erased.damaged.len()).unwrap_or(u32::MAX))
}
