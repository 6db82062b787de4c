//! Backups: what there is, making one, removing one, putting one in the place of its profile; and the check of the data.

use serde::Serialize;
use store::{System, backup, check, progress::Step, restore::Kept};
use tauri::{AppHandle, State, WebviewWindow};

use crate::{
    clock,
    events::{self, Announcement, LongStage, LongStep},
    files,
    long::{Long, News},
    state::{Answer, AppState, Opening, problem},
};

/// A backup of the profile.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct BackupView {
    path: String,
    name: String,
    made_at: String,
    reason: String,
    #[specta(type = u32)] // the page's word for any whole number
    bytes: f64,
}

/// What a check found whole.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct CheckedView {
    #[specta(type = u32)] // the page's word for any whole number
    operations: f64,
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
        name: kept.name(),
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
    let chosen = path.map(|path| files::checked("path", &path)).transpose()?;
    let _one_at_a_time = state.backing_up.keep_quiet();
    let open = state.open()?;
    let (profile, key, now_ms) = (&open.profile, open.store.key(), clock::read().wall_ms);
    // Not by the writer: what is typed meanwhile must not wait for it.
    let reader = store::store::reader(&profile.database(), key).map_err(problem)?;
    let made = match chosen {
        Some(path) => backup::write(profile, &reader, key, now_ms, &path).map(|()| path),
        None => backup::make_while(profile, &reader, key, now_ms, backup::Reason::Asked, &mut store::progress::always),
    };
    let made = made.map_err(problem)?;
    let bytes = made.metadata().map_or(0, |meta| meta.len());
    let now = chrono::DateTime::<chrono::Utc>::from_timestamp_millis(clock::read().wall_ms).unwrap_or_default();
    Ok(backup_view(&backup::Kept { path: made, made: now, reason: "asked".into(), bytes }))
}

/// Removes a backup of the profile, such as a damaged one from which nothing can be erased.
#[tauri::command(async)]
#[specta::specta]
pub fn remove_backup(name: String, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    backup::remove(&state.open()?.profile, &name).map_err(problem)?;
    events::changed(&app, &["backup", "erase"]);
    Ok(())
}

/// Puts a backup in the place of its profile, which is backed up first when it is here. Returns nothing when the person
/// stopped it: then the profile is as it was.
#[tauri::command(async)]
#[specta::specta]
pub fn restore_backup(
    path: String,
    passphrase: String,
    window: WebviewWindow,
    app: AppHandle,
    state: State<'_, AppState>,
) -> Answer<Option<super::profile::SessionView>> {
    let _one_at_a_time = state.restoring.begin();
    let opened = backup::open(&files::checked("path", &path)?).map_err(problem)?;
    let key = opened.key_file.open_with(&passphrase).map_err(problem)?;
    // All of them work on the files of the profile.
    let _no_erasing = state.erasing.keep_quiet();
    let (_no_check, _no_backup) = (state.checking.keep_quiet(), state.backing_up.keep_quiet());
    let mut news = News::default();
    let mut go_on = |step| told(&app, Announcement::RestoreProgress, &mut news, &state.restoring, step);
    let checked = opened.check(state.home()?, &key, &mut go_on);
    let opening = state.opening();
    let Some(kept) = unless_stopped(checked.and_then(|checked| keep_present(&opening, checked, &mut go_on)))? else {
        return Ok(None);
    };
    events::tell(&app, Announcement::RestoreProgress(LongStage::Opening.into()));
    state.lock();
    state.forget_looks();
    let (profile, writer) = kept.take_place(Box::new(System)).map_err(problem)?;
    opening.take(&profile, &key, writer)?.owe_house();
    events::locked_elsewhere(&window);
    events::changed(&app, &["all"]);
    super::profile::view(&state, &*state.open()?).map(Some)
}

/// Nobody writes to the profile from here on, unless its present state could not be kept: then it is open as before.
fn keep_present<'a>(
    opening: &Opening<'_>,
    checked: store::restore::Checked<'a>,
    go_on: &mut store::progress::GoOn<'_>,
) -> store::Result<Kept<'a>> {
    let open = opening.withdraw();
    let kept = checked.keep_present(go_on);
    if kept.is_err() {
        opening.put_back(open);
    }
    kept
}

/// Stops a restore, as long as nothing was put in place.
#[tauri::command(async)]
#[specta::specta]
pub fn stop_restoring(state: State<'_, AppState>) -> Answer<()> {
    state.restoring.stop();
    Ok(())
}

/// Checks pages, log and rows, beside the work that goes on. Returns nothing when the person stopped it.
#[tauri::command(async)]
#[specta::specta]
pub fn check_data(app: AppHandle, state: State<'_, AppState>) -> Answer<Option<CheckedView>> {
    let open = state.open()?;
    let (profile, key) = (open.profile.clone(), open.store.key().clone());
    drop(open);
    let _one_at_a_time = state.checking.begin();
    let reader = store::store::reader(&profile.database(), &key).map_err(problem)?;
    let mut news = News::default();
    let mut go_on = |step| told(&app, Announcement::CheckProgress, &mut news, &state.checking, step);
    let checked = unless_stopped(check::apart(&profile, &reader, &key, &mut go_on))?;
    #[expect(clippy::cast_precision_loss, reason = "shown to a person")]
    Ok(checked.map(|checked| CheckedView { operations: checked.operations as f64 }))
}

/// Stops the check. It changes nothing, stopped or not.
#[tauri::command(async)]
#[specta::specta]
pub fn stop_checking(state: State<'_, AppState>) -> Answer<()> {
    state.checking.stop();
    Ok(())
}

fn told(app: &AppHandle, announce: fn(LongStep) -> Announcement, news: &mut News, long: &Long, step: Step) -> bool {
    if news.is_new(step) {
        events::tell(app, announce(step.into()));
    }
    long.goes_on()
}

/// What a person stopped is no failure.
fn unless_stopped<T>(outcome: store::Result<T>) -> Answer<Option<T>> {
    match outcome {
        Ok(done) => Ok(Some(done)),
        Err(store::Error::Stopped) => Ok(None),
        Err(error) => Err(problem(error)),
    }
}
