//! Action steps and their checks.

use actions::step::{self, CheckDay, CheckStep, PrepView, Propose, Replacement, ResultBeside, StepDetail, StepsView};
use domain::RowId;
use store::Writer;
use tauri::{AppHandle, State};

use crate::{
    clock, events,
    state::{Answer, AppState},
};

/// Lists the steps of a teacher, or of everybody.
#[tauri::command(async)]
#[specta::specta]
pub fn steps(teacher: Option<RowId>, state: State<'_, AppState>) -> Answer<StepsView> {
    let now = clock::read();
    state.read(|reader| step::list(reader, now.wall_ms, teacher))
}

/// Returns one step, whole.
#[tauri::command(async)]
#[specta::specta]
pub fn step(id: RowId, state: State<'_, AppState>) -> Answer<StepDetail> {
    let now = clock::read();
    state.read(|reader| actions::step::view(reader, now.wall_ms, id))
}

/// Returns what a coach prepares after a lesson.
#[tauri::command(async)]
#[specta::specta]
pub fn prep(observation: RowId, state: State<'_, AppState>) -> Answer<PrepView> {
    let now = clock::read();
    state.read(|reader| step::prep(reader, now.wall_ms, observation))
}

/// Says what the school calendar has against a day for the check of a step that was proposed on another, or today.
#[tauri::command(async)]
#[specta::specta]
pub fn check_day(assigned: Option<String>, day: String, state: State<'_, AppState>) -> Answer<CheckDay> {
    let now = clock::read();
    state.read(|reader| step::check_day(reader, now.wall_ms, assigned.as_deref(), &day))
}

/// Proposes a step, and returns the row.
#[tauri::command(async)]
#[specta::specta]
#[allow(clippy::shadow_unrelated, reason = "the argument's name is part of the command")]
pub fn propose_step(step: Propose, app: AppHandle, state: State<'_, AppState>) -> Answer<RowId> {
    let now = clock::read();
    change(&app, &state, move |writer| actions::step::propose(writer, now.wall_ms, &step))
}

/// Says which look-for a step belongs to.
#[tauri::command(async)]
#[specta::specta]
pub fn set_step_look_for(
    id: RowId,
    look_for: Option<RowId>,
    place: Option<RowId>,
    app: AppHandle,
    state: State<'_, AppState>,
) -> Answer<()> {
    change(&app, &state, move |writer| step::set_look_for(writer, place, id, look_for))
}

/// Says what a step is about, by a code; with an empty one, nothing.
#[tauri::command(async)]
#[specta::specta]
pub fn set_step_category(
    id: RowId,
    category: String,
    place: Option<RowId>,
    app: AppHandle,
    state: State<'_, AppState>,
) -> Answer<()> {
    change(&app, &state, move |writer| step::set_category(writer, place, id, &category))
}

/// Puts the check of a step on another day.
#[tauri::command(async)]
#[specta::specta]
pub fn set_step_check_date(
    id: RowId,
    day: String,
    place: Option<RowId>,
    app: AppHandle,
    state: State<'_, AppState>,
) -> Answer<()> {
    let now = clock::read();
    change(&app, &state, move |writer| step::set_check_date(writer, now.wall_ms, place, id, &day))
}

/// Takes a line as a reason for a step, or says that it is none.
#[tauri::command(async)]
#[specta::specta]
pub fn set_step_line(
    id: RowId,
    line: RowId,
    is_evidence: bool,
    place: Option<RowId>,
    app: AppHandle,
    state: State<'_, AppState>,
) -> Answer<()> {
    change(&app, &state, move |writer| step::set_line(writer, place, id, line, is_evidence))
}

/// Keeps that the teacher agreed on a step.
#[tauri::command(async)]
#[specta::specta]
pub fn agree_on_step(id: RowId, place: Option<RowId>, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| step::agree(writer, place, id))
}

/// Keeps that the teacher began to try a step.
#[tauri::command(async)]
#[specta::specta]
pub fn practise_step(id: RowId, place: Option<RowId>, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| step::practise(writer, place, id))
}

/// Drops a step, with the reason.
#[tauri::command(async)]
#[specta::specta]
pub fn drop_step(
    id: RowId,
    reason: String,
    place: Option<RowId>,
    app: AppHandle,
    state: State<'_, AppState>,
) -> Answer<()> {
    change(&app, &state, move |writer| step::retire(writer, place, id, &reason))
}

/// Lets another step take the place of one.
#[tauri::command(async)]
#[specta::specta]
pub fn replace_step(
    id: RowId,
    by: RowId,
    place: Option<RowId>,
    app: AppHandle,
    state: State<'_, AppState>,
) -> Answer<()> {
    change(&app, &state, move |writer| step::supersede(writer, place, id, by))
}

/// Proposes a step that takes the place of one, and returns the new one's row.
#[tauri::command(async)]
#[specta::specta]
pub fn replace_step_with(
    id: RowId,
    replacement: Replacement,
    app: AppHandle,
    state: State<'_, AppState>,
) -> Answer<RowId> {
    let now = clock::read();
    change(&app, &state, move |writer| step::replace(writer, now.wall_ms, id, &replacement))
}

/// Removes a step; it can be brought back for 30 days.
#[tauri::command(async)]
#[specta::specta]
pub fn remove_step(id: RowId, place: Option<RowId>, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| step::remove(writer, place, id))
}

/// Checks a step, and returns the check's row.
#[tauri::command(async)]
#[specta::specta]
pub fn check_step(check: CheckStep, app: AppHandle, state: State<'_, AppState>) -> Answer<RowId> {
    let now = clock::read();
    change(&app, &state, move |writer| step::check(writer, now.wall_ms, &check))
}

/// Takes a line as evidence of a check, or says that it is none.
#[tauri::command(async)]
#[specta::specta]
#[expect(clippy::too_many_arguments, reason = "a command's arguments are named on the page, one by one")]
pub fn set_check_line(
    id: RowId,
    check: RowId,
    line: RowId,
    is_evidence: bool,
    place: Option<RowId>,
    app: AppHandle,
    state: State<'_, AppState>,
) -> Answer<()> {
    change(&app, &state, move |writer| step::set_check_line(writer, place, id, check, line, is_evidence))
}

/// Removes a check of a step.
#[tauri::command(async)]
#[specta::specta]
pub fn remove_check(
    id: RowId,
    check: RowId,
    place: Option<RowId>,
    app: AppHandle,
    state: State<'_, AppState>,
) -> Answer<()> {
    change(&app, &state, move |writer| step::remove_check(writer, place, id, check))
}

/// Puts a student result beside a step, or takes it from there.
#[tauri::command(async)]
#[specta::specta]
pub fn set_step_result(
    id: RowId,
    measure: RowId,
    beside: Option<ResultBeside>,
    place: Option<RowId>,
    app: AppHandle,
    state: State<'_, AppState>,
) -> Answer<()> {
    change(&app, &state, move |writer| step::set_result(writer, place, id, measure, beside))
}

fn change<T: Send + 'static>(
    app: &AppHandle,
    state: &AppState,
    work: impl FnOnce(&mut Writer) -> actions::Result<T> + Send + 'static,
) -> Answer<T> {
    let done = state.write(work)?;
    events::changed(app, &["step"]);
    Ok(done)
}
