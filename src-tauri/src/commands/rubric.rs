//! Rubrics, and the levels that the evidence of a lesson shows.

use actions::rubric::{self, EvidenceLine, GiveLevel, LessonRubricView, RubricView, SaveRubric};
use domain::RowId;
use tauri::{AppHandle, State};

use crate::{
    clock, events,
    state::{Answer, AppState},
};

/// Lists the latest version of each rubric.
#[tauri::command(async)]
#[specta::specta]
pub fn rubrics(state: State<'_, AppState>) -> Answer<Vec<RubricView>> {
    state.read(rubric::list)
}

/// Keeps a rubric as a new version, and returns its row.
#[tauri::command(async)]
#[specta::specta]
#[allow(clippy::shadow_unrelated, reason = "the argument's name is part of the command")]
pub fn save_rubric(rubric: SaveRubric, app: AppHandle, state: State<'_, AppState>) -> Answer<RowId> {
    let id = state.write(move |writer| actions::rubric::save(writer, &rubric))?;
    events::changed(&app, &["rubric"]);
    Ok(id)
}

/// Returns a rubric beside a lesson.
#[tauri::command(async)]
#[specta::specta]
#[allow(clippy::shadow_unrelated, reason = "the argument's name is part of the command")]
pub fn lesson_rubric(
    observation: RowId,
    rubric: Option<RowId>,
    state: State<'_, AppState>,
) -> Answer<LessonRubricView> {
    let now = clock::read();
    state.read(|reader| actions::rubric::lesson(reader, now.wall_ms, observation, rubric))
}

/// Takes a line as evidence for an indicator, or leaves it out.
#[tauri::command(async)]
#[specta::specta]
pub fn mark_rubric_line(mark: EvidenceLine, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    let now = clock::read();
    state.write(move |writer| rubric::mark_line(writer, now.wall_ms, &mark))?;
    events::changed(&app, &["score"]);
    Ok(())
}

/// Says which level the marked lines show, or takes it away.
#[tauri::command(async)]
#[specta::specta]
pub fn give_level(give: GiveLevel, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    let now = clock::read();
    state.write(move |writer| rubric::give_level(writer, now.wall_ms, &give))?;
    events::changed(&app, &["score"]);
    Ok(())
}
