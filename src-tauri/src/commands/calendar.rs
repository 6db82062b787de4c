//! The school calendar.

use actions::calendar::{self as action, CalendarDay, CalendarView, SaveYear};
use store::Writer;
use tauri::{AppHandle, State};

use crate::{
    events,
    state::{Answer, AppState},
};

/// Returns the calendar.
#[tauri::command(async)]
#[specta::specta]
pub fn calendar(state: State<'_, AppState>) -> Answer<CalendarView> {
    state.read(action::view)
}

/// Keeps a school year.
#[tauri::command(async)]
#[specta::specta]
pub fn save_school_year(year: SaveYear, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| action::save_year(writer, &year))
}

/// Keeps a day that is not ordinary.
#[tauri::command(async)]
#[specta::specta]
pub fn save_calendar_day(day: CalendarDay, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| action::save_day(writer, &day))
}

/// Takes the mark of a day away.
#[tauri::command(async)]
#[specta::specta]
pub fn clear_calendar_day(date: String, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| action::clear_day(writer, &date))
}

fn change(
    app: &AppHandle,
    state: &AppState,
    work: impl FnOnce(&mut Writer) -> actions::Result<()> + Send + 'static,
) -> Answer<()> {
    state.write(work)?;
    events::changed(app, &["calendar_day", "school_year"]);
    Ok(())
}
