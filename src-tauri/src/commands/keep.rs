//! Finding, taking back, bringing back, backups, and the files that a person chooses.

use std::sync::atomic::Ordering;

use actions::{record::RemovedView, search::SearchView};
use domain::{Code, Problem, RowId};
use serde::Serialize;
use store::{System, backup};
use tauri::{AppHandle, State, WebviewWindow};

use crate::{
    clock, events, files,
    state::{Answer, AppState, problem},
};

/// What was taken back, or done again.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct UndoneView {
    label: String,
}

/// A backup of the profile.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct BackupView {
    path: String,
    made_at: String,
    reason: String,
    #[specta(type = u32)] // the page's word for any whole number
    bytes: f64,
}

/// Finds what has all of these words.
#[tauri::command(async)]
#[specta::specta]
pub fn search(query: String, state: State<'_, AppState>) -> Answer<SearchView> {
    state.read(|reader| actions::search::search(reader, &query))
}

/// Takes back the last act of a document, or of everything else.
#[tauri::command(async)]
#[specta::specta]
pub fn undo(
    document: Option<RowId>,
    window: WebviewWindow,
    app: AppHandle,
    state: State<'_, AppState>,
) -> Answer<Option<UndoneView>> {
    check_hold(&state, document, &window)?;
    let label = state.write(move |writer| actions::record::undo(writer, document))?;
    events::changed(&app, &["all"]);
    Ok(label.map(|label| UndoneView { label }))
}

/// Does again what was last taken back.
#[tauri::command(async)]
#[specta::specta]
pub fn redo(
    document: Option<RowId>,
    window: WebviewWindow,
    app: AppHandle,
    state: State<'_, AppState>,
) -> Answer<Option<UndoneView>> {
    check_hold(&state, document, &window)?;
    let label = state.write(move |writer| actions::record::redo(writer, document))?;
    events::changed(&app, &["all"]);
    Ok(label.map(|label| UndoneView { label }))
}

/// An act of an observation that another window writes is that window's to take back.
fn check_hold(state: &AppState, document: Option<RowId>, window: &WebviewWindow) -> Answer<()> {
    document.map_or(Ok(()), |document| state.open()?.check_hold(document, window.label()))
}

/// Lists what was removed in the last 30 days.
#[tauri::command(async)]
#[specta::specta]
pub fn recently_removed(state: State<'_, AppState>) -> Answer<Vec<RemovedView>> {
    let now = clock::read();
    state.read(|reader| actions::record::recently_removed(reader, now.wall_ms))
}

/// Brings a removed record back.
#[tauri::command(async)]
#[specta::specta]
pub fn bring_back(id: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    state.write(move |writer| actions::record::bring_back(writer, id))?;
    events::changed(&app, &["all"]);
    Ok(())
}

/// Erases a record for good: from rows, log, index, undo and this profile's backups. Returns how many backups are left,
/// because the person stopped it.
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
pub fn is_erasing_unfinished(state: State<'_, AppState>) -> Answer<bool> {
    state.read(|reader| Ok(!store::erase::unfinished(reader)?.is_empty()))
}

/// Goes on erasing from the backups. Returns how many are left.
#[tauri::command(async)]
#[specta::specta]
pub fn finish_erasing(app: AppHandle, state: State<'_, AppState>) -> Answer<u32> {
    erase_from_backups(&app, &state)
}

/// Stops erasing after the backup that is being rewritten. What is left is remembered.
#[tauri::command(async)]
#[specta::specta]
pub fn stop_erasing(state: State<'_, AppState>) -> Answer<()> {
    state.stops_erasing.store(true, Ordering::SeqCst);
    Ok(())
}

/// Not on the write thread: many backups take a while, and what is typed meanwhile must not wait for them.
fn erase_from_backups(app: &AppHandle, state: &AppState) -> Answer<u32> {
    let open = state.open()?;
    state.stops_erasing.store(false, Ordering::SeqCst);
    let rows = state.read(|reader| Ok(store::erase::unfinished(reader)?))?;
    let listed: Vec<RowId> = rows.iter().copied().collect();
    let erased = backup::erase_while(&open.profile, open.store.key(), &listed, &mut |done, total| {
        events::erasing(app, done, total);
        !state.stops_erasing.load(Ordering::SeqCst)
    })
    .map_err(problem)?;
    if erased.left == 0 {
        state.write(move |writer| Ok(store::erase::finished(writer, &rows)?))?;
    }
    Ok(erased.left)
}

/// Lists the backups of the profile.
#[tauri::command(async)]
#[specta::specta]
pub fn backups(state: State<'_, AppState>) -> Answer<Vec<BackupView>> {
    let kept = backup::list(&state.open()?.profile).map_err(problem)?;
    Ok(kept.iter().map(backup_view).collect())
}

/// A backup of some profile of this computer, as it can be named before anything is unlocked.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct FoundBackup {
    /// What the chooser calls its profile.
    label: String,
    backup: BackupView,
}

/// How many backups of each profile are offered where it cannot be opened.
const OFFERED: usize = 5;

/// Lists the latest backups of every profile of this computer, whether or not the profile can be opened.
#[tauri::command(async)]
#[specta::specta]
pub fn backups_here(state: State<'_, AppState>) -> Answer<Vec<FoundBackup>> {
    let mut found = Vec::new();
    for profile in state.home()?.every_folder().map_err(problem)? {
        for kept in backup::list(&profile).map_err(problem)?.iter().take(OFFERED) {
            // What is not a whole backup cannot help here; chosen by its path, it says so.
            let Ok(opened) = backup::open(&kept.path) else { continue };
            found.push(FoundBackup { label: opened.key_file.label, backup: backup_view(kept) });
        }
    }
    found.sort_by(|one, other| other.backup.made_at.cmp(&one.backup.made_at));
    Ok(found)
}

fn backup_view(kept: &backup::Kept) -> BackupView {
    #[expect(clippy::cast_precision_loss, reason = "a file's size is shown in rounded units")]
    let bytes = kept.bytes as f64;
    BackupView {
        path: kept.path.to_string_lossy().into_owned(),
        made_at: kept.made.to_rfc3339(),
        reason: kept.reason.clone(),
        bytes,
    }
}

/// Makes a backup: in the profile's folder, or in a file of the person's choice.
#[tauri::command(async)]
#[specta::specta]
pub fn back_up(path: Option<String>, state: State<'_, AppState>) -> Answer<BackupView> {
    let open = state.open()?;
    let chosen = path.map(|path| files::checked("path", &path)).transpose()?;
    let (profile, key) = (open.profile.clone(), open.store.key().clone());
    let made = state.write(move |writer| match chosen {
        Some(path) => {
            let now_ms = writer.now_ms();
            backup::write(&profile, writer, &key, now_ms, &path)?;
            Ok(path)
        }
        None => Ok(backup::make(&profile, writer, &key, backup::Reason::Asked)?),
    })?;
    let bytes = made.metadata().map_or(0, |meta| meta.len());
    let now = chrono::DateTime::<chrono::Utc>::from_timestamp_millis(clock::read().wall_ms).unwrap_or_default();
    Ok(backup_view(&backup::Kept { path: made, made: now, reason: "asked".into(), bytes }))
}

/// Puts a backup in the place of its profile, which is backed up first when it is here.
#[tauri::command(async)]
#[specta::specta]
pub fn restore_backup(
    path: String,
    passphrase: String,
    window: WebviewWindow,
    app: AppHandle,
    state: State<'_, AppState>,
) -> Answer<super::profile::SessionView> {
    let opened = backup::open(&files::checked("path", &path)?).map_err(problem)?;
    let key = match store::key::RecoveryCode::parse(&passphrase) {
        Ok(code) => opened.key_file.recover(&code),
        Err(_) => opened.key_file.open(&passphrase),
    };
    let key = key.map_err(problem)?;
    state.lock();
    let (profile, writer) = opened.restore(state.home()?, &key, Box::new(System)).map_err(problem)?;
    state.take(&profile, &key, writer)?;
    events::locked_elsewhere(&window);
    events::changed(&app, &["all"]);
    super::profile::session(state)
}

/// Lets the person choose a file or a folder to read.
#[tauri::command(async)]
#[specta::specta]
pub fn choose_file(kind: String) -> Answer<Option<String>> {
    let dialog = rfd::FileDialog::new();
    let chosen = match kind.as_str() {
        "roster" => dialog.add_filter("Rosters", &["zip", "csv", "xlsx", "txt"]).pick_file(),
        "roster-folder" => dialog.pick_folder(),
        "calendar" => dialog.add_filter("Calendars", &["ics"]).pick_file(),
        "backup" => dialog.add_filter("Coachlight backups", &["coachlight-backup"]).pick_file(),
        _ => return Err(Problem::invalid("kind", "This kind of file is not known.")),
    };
    Ok(chosen.map(|path| path.to_string_lossy().into_owned()))
}

/// Lets the person choose where a file is written.
#[tauri::command(async)]
#[specta::specta]
pub fn choose_save(kind: String, suggested: String) -> Answer<Option<String>> {
    let extension = match kind.as_str() {
        "pdf" => "pdf",
        "backup" => "coachlight-backup",
        _ => return Err(Problem::invalid("kind", "This kind of file is not known.")),
    };
    let dialog = rfd::FileDialog::new().add_filter(kind, &[extension]).set_file_name(suggested);
    Ok(dialog.save_file().map(|path| path.to_string_lossy().into_owned()))
}

/// Suggests a file name: the kind and the date, never a name. It lies in the person's documents.
#[tauri::command(async)]
#[specta::specta]
pub fn suggested_file(kind: String, state: State<'_, AppState>) -> Answer<String> {
    let zone = state.read(|reader| Ok(actions::session::load(reader)?.zone))?;
    let today = domain::time::local(clock::read().wall_ms, zone).date_naive();
    let name = match kind.as_str() {
        "observation" => report::file_name(report::PageKind::Observation, today),
        "week" => report::file_name(report::PageKind::Week, today),
        "recovery" => report::file_name(report::PageKind::RecoverySheet, today),
        "backup" => format!("coachlight-{today}.coachlight-backup"),
        _ => return Err(Problem::new(Code::Invalid, "This kind of file is not known.")),
    };
    let folder = dirs::document_dir().or_else(dirs::home_dir).unwrap_or_default();
    Ok(folder.join(name).to_string_lossy().into_owned())
}
