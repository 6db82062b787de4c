//! This week and its visits.

use actions::{
    last_time::LastTime,
    visit::{self, Plan, Repeat, SeriesView},
    week::{self as action, WeekView},
};
use domain::RowId;
use store::Writer;
use tauri::{AppHandle, State};

use crate::{
    clock, events,
    state::{Answer, AppState},
};

/// Returns the week that holds a day, or the present one.
#[tauri::command(async)]
#[specta::specta]
pub fn week(day: Option<String>, state: State<'_, AppState>) -> Answer<WeekView> {
    let now = clock::read();
    state.read(|reader| action::view(reader, now.wall_ms, day.as_deref()))
}

/// Plans a visit and returns its id.
#[tauri::command(async)]
#[specta::specta]
pub fn plan_visit(plan: Plan, app: AppHandle, state: State<'_, AppState>) -> Answer<RowId> {
    change(&app, &state, move |writer| visit::plan(writer, &plan))
}

/// Returns on which days a visit would recur.
#[tauri::command(async)]
#[specta::specta]
pub fn visit_series(first: String, repeat: Repeat, state: State<'_, AppState>) -> Answer<SeriesView> {
    state.read(|reader| visit::series(reader, &first, &repeat))
}

/// Plans a visit on each day of a series.
#[tauri::command(async)]
#[specta::specta]
pub fn plan_visit_series(plan: Plan, repeat: Repeat, app: AppHandle, state: State<'_, AppState>) -> Answer<SeriesView> {
    change(&app, &state, move |writer| visit::plan_series(writer, &plan, &repeat))
}

/// Returns what was last time with a teacher.
#[tauri::command(async)]
#[specta::specta]
pub fn last_time(teacher: RowId, state: State<'_, AppState>) -> Answer<Option<LastTime>> {
    let now = clock::read();
    state.read(|reader| actions::last_time::of(reader, now.wall_ms, teacher))
}

/// Changes or moves a visit.
#[tauri::command(async)]
#[specta::specta]
pub fn change_visit(id: RowId, plan: Plan, reason: String, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| visit::change(writer, id, &plan, &reason))
}

/// Says that a visit took place.
#[tauri::command(async)]
#[specta::specta]
pub fn hold_visit(id: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| visit::hold(writer, id))
}

/// Cancels a visit, with the reason.
#[tauri::command(async)]
#[specta::specta]
pub fn cancel_visit(id: RowId, reason: String, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| visit::cancel(writer, id, &reason))
}

/// Cancels a visit for a usual reason, named by its code.
#[tauri::command(async)]
#[specta::specta]
pub fn cancel_visit_for(id: RowId, reason: String, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| visit::cancel_for(writer, id, &reason))
}

/// Puts an open visit on the same weekday of the next week, and returns the day.
#[tauri::command(async)]
#[specta::specta]
pub fn carry_visit_over(id: RowId, reason: String, app: AppHandle, state: State<'_, AppState>) -> Answer<String> {
    change(&app, &state, move |writer| visit::carry_over(writer, id, &reason).map(|day| day.to_string()))
}

/// Plans a cancelled visit again.
#[tauri::command(async)]
#[specta::specta]
pub fn plan_visit_again(id: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| visit::plan_again(writer, id))
}

/// Removes a visit; it can be brought back for 30 days.
#[tauri::command(async)]
#[specta::specta]
pub fn remove_visit(id: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| visit::remove(writer, id))
}

fn change<T: Send + 'static>(
    app: &AppHandle,
    state: &AppState,
    work: impl FnOnce(&mut Writer) -> actions::Result<T> + Send + 'static,
) -> Answer<T> {
    let done = state.write(work)?;
    events::changed(app, &["visit"]);
    Ok(done)
}
