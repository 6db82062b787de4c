//! Entry afterwards: lessons that were written down on paper.

use actions::paper::{
    self, EnteredInterval, EnteredItem, EnteredLine, EnteredStretch, EnteredSweep, EnteredTally, FromPaper,
    SaveEnteredLine,
};
use domain::{RowId, time};
use store::Writer;
use tauri::{AppHandle, State, WebviewWindow};

use super::script::SavedView;
use crate::{
    clock, events,
    state::{Answer, AppState},
};

/// Begins to type in a lesson from paper; returns its observation.
#[tauri::command(async)]
#[specta::specta]
pub fn begin_from_paper(paper: FromPaper, app: AppHandle, state: State<'_, AppState>) -> Answer<RowId> {
    let now = clock::read();
    let id = state.write(move |writer| paper::begin(writer, now.wall_ms, &paper))?;
    events::changed(&app, &["observation"]);
    Ok(id)
}

/// Writes a state of the fields of a line from paper, durably.
#[tauri::command(async)]
#[specta::specta]
pub fn save_entered_line(
    line: SaveEnteredLine,
    window: WebviewWindow,
    state: State<'_, AppState>,
) -> Answer<SavedView> {
    let wall_ms = clock::read().wall_ms;
    state.open()?.check_hold(line.observation, window.label())?;
    state.note_work();
    let (written, zone) = state.write(move |writer| {
        let written = paper::save_line(writer, &line)?;
        Ok((written, actions::session::load(writer.reader())?.zone))
    })?;
    Ok(SavedView { written, saved: time::with_seconds(wall_ms, zone) })
}

/// Keeps a line from paper at its typed time.
#[tauri::command(async)]
#[specta::specta]
pub fn enter_line(line: EnteredLine, window: WebviewWindow, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    enter(&state, &app, &window, line.observation, "line", move |writer| paper::enter_line(writer, &line))
}

/// Keeps a sweep from paper.
#[tauri::command(async)]
#[specta::specta]
pub fn enter_sweep(
    sweep: EnteredSweep,
    window: WebviewWindow,
    app: AppHandle,
    state: State<'_, AppState>,
) -> Answer<()> {
    enter(&state, &app, &window, sweep.observation, "sweep", move |writer| paper::enter_sweep(writer, &sweep))
}

/// Gives an interval from paper its letters.
#[tauri::command(async)]
#[specta::specta]
pub fn enter_interval(
    interval: EnteredInterval,
    window: WebviewWindow,
    app: AppHandle,
    state: State<'_, AppState>,
) -> Answer<()> {
    let id = interval.observation;
    enter(&state, &app, &window, id, "interval_mark", move |writer| paper::enter_interval(writer, &interval))
}

/// Adds the strokes of a tally from paper.
#[tauri::command(async)]
#[specta::specta]
pub fn enter_tally(
    tally: EnteredTally,
    window: WebviewWindow,
    app: AppHandle,
    state: State<'_, AppState>,
) -> Answer<()> {
    enter(&state, &app, &window, tally.observation, "tally", move |writer| paper::enter_tally(writer, &tally))
}

/// Keeps a stretch of talk from paper.
#[tauri::command(async)]
#[specta::specta]
pub fn enter_stretch(
    stretch: EnteredStretch,
    window: WebviewWindow,
    app: AppHandle,
    state: State<'_, AppState>,
) -> Answer<()> {
    let id = stretch.observation;
    enter(&state, &app, &window, id, "talk_span", move |writer| paper::enter_stretch(writer, &stretch))
}

/// Answers an item of a walkthrough from paper.
#[tauri::command(async)]
#[specta::specta]
pub fn enter_item(item: EnteredItem, window: WebviewWindow, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    enter(&state, &app, &window, item.observation, "walk_item", move |writer| paper::enter_item(writer, &item))
}

/// Enters something, unless another window writes the observation.
fn enter(
    state: &AppState,
    app: &AppHandle,
    window: &WebviewWindow,
    id: RowId,
    table: &str,
    work: impl FnOnce(&mut Writer) -> actions::Result<()> + Send + 'static,
) -> Answer<()> {
    state.open()?.check_hold(id, window.label())?;
    state.note_work();
    state.write(work)?;
    events::changed(app, &[table]);
    Ok(())
}
