//! Coaching cycles, their goals, and the chain of what belongs to them.

use actions::{
    coaching_cycle::{
        self, AddMeasure, BeginCycle, ChainNode, CoachingCycleView, CoachingCyclesView, CycleLink, SaveDays, SaveGoal,
    },
    sharing::PreviewWords,
};
use domain::RowId;
use store::Writer;
use tauri::{AppHandle, State};

use crate::{
    clock, events,
    state::{Answer, AppState},
};

/// Lists the coaching cycles of a teacher, or of everybody.
#[tauri::command(async)]
#[specta::specta]
pub fn coaching_cycles(teacher: Option<RowId>, state: State<'_, AppState>) -> Answer<CoachingCyclesView> {
    let now = clock::read();
    state.read(|reader| coaching_cycle::list(reader, now.wall_ms, teacher))
}

/// Returns one coaching cycle, whole.
#[tauri::command(async)]
#[specta::specta]
pub fn coaching_cycle(id: RowId, state: State<'_, AppState>) -> Answer<CoachingCycleView> {
    let now = clock::read();
    state.read(|reader| actions::coaching_cycle::view(reader, now.wall_ms, id))
}

/// Returns what belongs to a coaching cycle, in the order of the days.
#[tauri::command(async)]
#[specta::specta]
pub fn coaching_chain(id: RowId, state: State<'_, AppState>) -> Answer<Vec<ChainNode>> {
    state.read(|reader| coaching_cycle::chain(reader, id))
}

/// Plans a coaching cycle, and returns the row.
#[tauri::command(async)]
#[specta::specta]
pub fn plan_coaching_cycle(cycle: BeginCycle, app: AppHandle, state: State<'_, AppState>) -> Answer<RowId> {
    change(&app, &state, move |writer| coaching_cycle::begin(writer, &cycle))
}

/// Ends a coaching cycle before its last stage is done, with the code of the reason.
#[tauri::command(async)]
#[specta::specta]
pub fn abandon_coaching_cycle(id: RowId, reason: String, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    let now = clock::read();
    change(&app, &state, move |writer| coaching_cycle::abandon(writer, now.wall_ms, id, &reason))
}

/// Plans a coaching cycle for other days.
#[tauri::command(async)]
#[specta::specta]
pub fn save_cycle_days(days: SaveDays, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| coaching_cycle::save_days(writer, &days))
}

/// Begins the work that was planned.
#[tauri::command(async)]
#[specta::specta]
pub fn start_coaching_cycle(id: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    let now = clock::read();
    change(&app, &state, move |writer| coaching_cycle::start(writer, now.wall_ms, id))
}

/// Lets a coaching cycle rest.
#[tauri::command(async)]
#[specta::specta]
pub fn pause_coaching_cycle(id: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    let now = clock::read();
    change(&app, &state, move |writer| coaching_cycle::pause(writer, now.wall_ms, id))
}

/// Goes on with a coaching cycle.
#[tauri::command(async)]
#[specta::specta]
pub fn resume_coaching_cycle(id: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    let now = clock::read();
    change(&app, &state, move |writer| coaching_cycle::resume(writer, now.wall_ms, id))
}

/// Completes a coaching cycle in its last stage.
#[tauri::command(async)]
#[specta::specta]
pub fn complete_coaching_cycle(id: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    let now = clock::read();
    change(&app, &state, move |writer| coaching_cycle::complete(writer, now.wall_ms, id))
}

/// Goes on to the next stage; says what is missing.
#[tauri::command(async)]
#[specta::specta]
pub fn next_stage(id: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| coaching_cycle::forward(writer, id))
}

/// Goes back to the stage before.
#[tauri::command(async)]
#[specta::specta]
pub fn stage_before(id: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| coaching_cycle::back(writer, id))
}

/// Removes a coaching cycle; it can be brought back for 30 days.
#[tauri::command(async)]
#[specta::specta]
pub fn remove_coaching_cycle(id: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| coaching_cycle::remove(writer, id))
}

/// Opens a coaching cycle to its teacher.
#[tauri::command(async)]
#[specta::specta]
pub fn share_coaching_cycle(id: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| coaching_cycle::share(writer, id))
}

/// Stops sharing a coaching cycle.
#[tauri::command(async)]
#[specta::specta]
pub fn stop_sharing_coaching_cycle(id: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| coaching_cycle::stop(writer, id))
}

/// Keeps what was decided in the stage that a coaching cycle is in.
#[tauri::command(async)]
#[specta::specta]
pub fn decide_stage(id: RowId, decision: String, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| coaching_cycle::decide(writer, id, &decision))
}

/// Lets words that were locked say again what they said.
#[tauri::command(async)]
#[specta::specta]
pub fn keep_locked(id: RowId, stage: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| coaching_cycle::keep_locked(writer, id, stage))
}

/// Keeps the figures of a goal.
#[tauri::command(async)]
#[specta::specta]
pub fn save_goal(goal: SaveGoal, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    let now = clock::read();
    change(&app, &state, move |writer| coaching_cycle::save_goal(writer, now.wall_ms, &goal))
}

/// Adds a measure of a goal, and returns the row.
#[tauri::command(async)]
#[specta::specta]
pub fn add_measure(measure: AddMeasure, app: AppHandle, state: State<'_, AppState>) -> Answer<RowId> {
    let now = clock::read();
    change(&app, &state, move |writer| coaching_cycle::add_measure(writer, now.wall_ms, &measure))
}

/// Removes a measure of a goal.
#[tauri::command(async)]
#[specta::specta]
pub fn remove_measure(id: RowId, measure: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| coaching_cycle::remove_measure(writer, id, measure))
}

/// Returns the coaching cycle that a lesson belongs to, and those that it could belong to.
#[tauri::command(async)]
#[specta::specta]
pub fn coaching_cycle_of(observation: RowId, state: State<'_, AppState>) -> Answer<CycleLink> {
    state.read(|reader| coaching_cycle::link(reader, observation))
}

/// Lets a lesson belong to a coaching cycle, or to none.
#[tauri::command(async)]
#[specta::specta]
pub fn set_coaching_cycle(
    observation: RowId,
    cycle: Option<RowId>,
    app: AppHandle,
    state: State<'_, AppState>,
) -> Answer<()> {
    change(&app, &state, move |writer| coaching_cycle::set_link(writer, observation, cycle))
}

/// Returns every word that goes to the teacher with a coaching cycle.
#[tauri::command(async)]
#[specta::specta]
pub fn preview_coaching_cycle(id: RowId, state: State<'_, AppState>) -> Answer<Vec<PreviewWords>> {
    state.read(|reader| coaching_cycle::preview(reader, id))
}

/// Does something to a coaching cycle and says so. Its goal and its stages are part of it.
fn change<T: Send + 'static>(
    app: &AppHandle,
    state: &AppState,
    act: impl FnOnce(&mut Writer) -> actions::Result<T> + Send + 'static,
) -> Answer<T> {
    let done = state.write(act)?;
    events::changed(app, &["coaching_cycle"]);
    Ok(done)
}
