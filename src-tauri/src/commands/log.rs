//! The log: its days and weeks, and confirming, changing and resolving its lines.

use actions::log::{self as action, Confirmed, LogDayView, LogKey, LogWaiting, LogWeekView, SaveLogLine, Saved, Way};
use domain::RowId;
use store::Writer;
use tauri::{AppHandle, State};

use crate::{
    clock, events,
    state::{Answer, AppState},
};

/// Returns a day of the log, or today.
#[tauri::command(async)]
#[specta::specta]
pub fn log_day(day: Option<String>, state: State<'_, AppState>) -> Answer<LogDayView> {
    let now = clock::read();
    state.read(|reader| action::day(reader, now.wall_ms, day.as_deref()))
}

/// Returns the week of the log that holds a day, or the present one.
#[tauri::command(async)]
#[specta::specta]
pub fn log_week(day: Option<String>, state: State<'_, AppState>) -> Answer<LogWeekView> {
    let now = clock::read();
    state.read(|reader| action::week(reader, now.wall_ms, day.as_deref()))
}

/// Returns how many lines of today wait to be confirmed.
#[tauri::command(async)]
#[specta::specta]
pub fn log_waiting(state: State<'_, AppState>) -> Answer<LogWaiting> {
    let now = clock::read();
    state.read(|reader| action::waiting(reader, now.wall_ms))
}

/// Confirms one proposal as it stands.
#[tauri::command(async)]
#[specta::specta]
pub fn confirm_log_line(date: String, key: LogKey, app: AppHandle, state: State<'_, AppState>) -> Answer<RowId> {
    change(&app, &state, move |writer| action::confirm(writer, &date, key))
}

/// Confirms everything of a day that overlaps nothing.
#[tauri::command(async)]
#[specta::specta]
pub fn confirm_log_day(date: String, app: AppHandle, state: State<'_, AppState>) -> Answer<Confirmed> {
    change(&app, &state, move |writer| action::confirm_day(writer, &date))
}

/// Leaves a proposal out of the log.
#[tauri::command(async)]
#[specta::specta]
pub fn leave_out_log_line(date: String, key: LogKey, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| action::leave_out(writer, &date, key))
}

/// Gives a line the time that its origin says now.
#[tauri::command(async)]
#[specta::specta]
pub fn take_log_time(id: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| action::take_time(writer, id))
}

/// Keeps the time of a line although its origin says another one now.
#[tauri::command(async)]
#[specta::specta]
pub fn keep_log_time(id: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| action::keep_time(writer, id))
}

/// Keeps a line: a new one, a changed one, or a proposal with another time.
#[tauri::command(async)]
#[specta::specta]
pub fn save_log_line(line: SaveLogLine, app: AppHandle, state: State<'_, AppState>) -> Answer<Saved> {
    change(&app, &state, move |writer| action::save(writer, &line))
}

/// Splits a line at a minute after midnight, and returns the second part.
#[tauri::command(async)]
#[specta::specta]
pub fn split_log_line(id: RowId, at_minute: u32, app: AppHandle, state: State<'_, AppState>) -> Answer<RowId> {
    change(&app, &state, move |writer| action::split(writer, id, at_minute))
}

/// Takes a line out of the log.
#[tauri::command(async)]
#[specta::specta]
pub fn remove_log_line(id: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| action::remove(writer, id))
}

/// Gives the time that two lines share to one of them.
#[tauri::command(async)]
#[specta::specta]
pub fn resolve_log_overlap(
    date: String,
    one: LogKey,
    other: LogKey,
    way: Way,
    app: AppHandle,
    state: State<'_, AppState>,
) -> Answer<()> {
    change(&app, &state, move |writer| action::resolve(writer, &date, one, other, way))
}

fn change<T: Send + 'static>(
    app: &AppHandle,
    state: &AppState,
    work: impl FnOnce(&mut Writer) -> actions::Result<T> + Send + 'static,
) -> Answer<T> {
    let done = state.write(work)?;
    events::changed(app, &["log_entry"]);
    Ok(done)
}
