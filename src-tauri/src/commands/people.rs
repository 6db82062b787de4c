//! People, classes, teams and schools.

use actions::{
    conflict::{self, CoachingConflict, Settle},
    observation::Named,
    person::{
        self, AddPerson, LookForTrend, PeopleView, PersonView, SaveClass, SavePerson, SaveRole, SaveTeam, TeacherView,
    },
    school::{self, SaveSchool, SchoolView},
    team_goal::{self, AddTeamMeasure, SaveTeamGoal},
};
use domain::RowId;
use store::Writer;
use tauri::{AppHandle, State};

use crate::{
    clock, events,
    state::{Answer, AppState},
};

/// Lists everybody, with what is due.
#[tauri::command(async)]
#[specta::specta]
pub fn people(state: State<'_, AppState>) -> Answer<PeopleView> {
    let now = clock::read();
    state.read(|reader| person::list(reader, now.wall_ms))
}

/// Returns one person, whole.
#[tauri::command(async)]
#[specta::specta]
pub fn person(id: RowId, state: State<'_, AppState>) -> Answer<PersonView> {
    let now = clock::read();
    state.read(|reader| person::view(reader, now.wall_ms, id))
}

/// Returns what was tagged in the latest lessons of a teacher, look-for by look-for.
#[tauri::command(async)]
#[specta::specta]
pub fn look_for_trend(teacher: RowId, state: State<'_, AppState>) -> Answer<LookForTrend> {
    state.read(|reader| person::look_for_trend(reader, teacher))
}

/// Lists those whose lessons can be observed.
#[tauri::command(async)]
#[specta::specta]
pub fn teachers(state: State<'_, AppState>) -> Answer<Vec<TeacherView>> {
    let now = clock::read();
    state.read(|reader| person::teachers(reader, now.wall_ms))
}

/// Adds a teacher by a typed name.
#[tauri::command(async)]
#[specta::specta]
pub fn add_teacher(name: String, app: AppHandle, state: State<'_, AppState>) -> Answer<Named> {
    change(&app, &state, move |writer| {
        let id = person::add_teacher(writer, &name)?;
        Ok(Named { id, name: store::person::load(writer.reader(), id)?.name() })
    })
}

/// Adds a person with a role, and perhaps with my coaching, as one act; returns the row.
#[tauri::command(async)]
#[specta::specta]
#[allow(clippy::shadow_unrelated, reason = "the argument's name is part of the command")]
pub fn add_person(person: AddPerson, app: AppHandle, state: State<'_, AppState>) -> Answer<RowId> {
    change(&app, &state, move |writer| actions::person::add(writer, &person))
}

/// Keeps a person's names, and returns the row.
#[tauri::command(async)]
#[specta::specta]
#[allow(clippy::shadow_unrelated, reason = "the argument's name is part of the command")]
pub fn save_person(person: SavePerson, app: AppHandle, state: State<'_, AppState>) -> Answer<RowId> {
    change(&app, &state, move |writer| actions::person::save(writer, &person))
}

/// Removes a person; they can be brought back for 30 days.
#[tauri::command(async)]
#[specta::specta]
pub fn remove_person(id: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| person::remove(writer, id))
}

/// Keeps a role of a person.
#[tauri::command(async)]
#[specta::specta]
pub fn save_role(role: SaveRole, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| person::save_role(writer, &role))
}

/// Keeps a class of a teacher.
#[tauri::command(async)]
#[specta::specta]
pub fn save_class(section: SaveClass, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| person::save_class(writer, &section))
}

/// Removes a class; it can be brought back for 30 days.
#[tauri::command(async)]
#[specta::specta]
pub fn remove_class(id: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| person::remove_class(writer, id))
}

/// Keeps a team and who belongs to it.
#[tauri::command(async)]
#[specta::specta]
pub fn save_team(team: SaveTeam, app: AppHandle, state: State<'_, AppState>) -> Answer<RowId> {
    change(&app, &state, move |writer| person::save_team(writer, &team))
}

/// Removes a team; it can be brought back for 30 days.
#[tauri::command(async)]
#[specta::specta]
pub fn remove_team(id: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| person::remove_team(writer, id))
}

/// Keeps a goal of a team.
#[tauri::command(async)]
#[specta::specta]
pub fn save_team_goal(save: SaveTeamGoal, app: AppHandle, state: State<'_, AppState>) -> Answer<RowId> {
    let now = clock::read();
    change(&app, &state, move |writer| team_goal::save(writer, now.wall_ms, &save))
}

/// Removes a goal of a team; it can be brought back for 30 days.
#[tauri::command(async)]
#[specta::specta]
pub fn remove_team_goal(id: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| team_goal::remove(writer, id))
}

/// Adds a measure of a team's goal.
#[tauri::command(async)]
#[specta::specta]
pub fn add_team_measure(add: AddTeamMeasure, app: AppHandle, state: State<'_, AppState>) -> Answer<RowId> {
    let now = clock::read();
    change(&app, &state, move |writer| team_goal::add_measure(writer, now.wall_ms, &add))
}

/// Removes a measure of a team's goal.
#[tauri::command(async)]
#[specta::specta]
pub fn remove_team_measure(goal: RowId, measure: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| team_goal::remove_measure(writer, goal, measure))
}

/// Begins, changes or ends my coaching of a teacher.
#[tauri::command(async)]
#[specta::specta]
pub fn set_coaching(
    teacher: RowId,
    coached: bool,
    cadence_days: Option<u32>,
    settle: Vec<Settle>,
    app: AppHandle,
    state: State<'_, AppState>,
) -> Answer<()> {
    change(&app, &state, move |writer| person::coach_settled(writer, teacher, (coached, cadence_days), &settle))
}

/// Returns the conflicts that a role would bring: who would coach and evaluate the same teacher. Nothing is stored.
#[tauri::command(async)]
#[specta::specta]
pub fn role_conflicts(role: SaveRole, state: State<'_, AppState>) -> Answer<Vec<CoachingConflict>> {
    let now = clock::read();
    state.read(|reader| conflict::of_role(reader, now.wall_ms, &role))
}

/// Returns the conflict that my coaching of a teacher would bring, or brings.
#[tauri::command(async)]
#[specta::specta]
pub fn coaching_conflicts(teacher: RowId, state: State<'_, AppState>) -> Answer<Vec<CoachingConflict>> {
    let now = clock::read();
    state.read(|reader| conflict::of_coaching(reader, now.wall_ms, teacher))
}

/// Settles the conflict of a coaching that is there already.
#[tauri::command(async)]
#[specta::specta]
pub fn settle_coaching(settle: Settle, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| conflict::settle_coaching(writer, &settle))
}

/// Says how I work with somebody whom I coach.
#[tauri::command(async)]
#[specta::specta]
pub fn set_coaching_kind(teacher: RowId, kind: String, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    change(&app, &state, move |writer| person::set_kind(writer, teacher, &kind))
}

/// Lists the schools.
#[tauri::command(async)]
#[specta::specta]
pub fn schools(state: State<'_, AppState>) -> Answer<Vec<SchoolView>> {
    state.read(school::list)
}

/// Keeps a school with its lesson times, and returns the row.
#[tauri::command(async)]
#[specta::specta]
pub fn save_school(school: SaveSchool, app: AppHandle, state: State<'_, AppState>) -> Answer<RowId> {
    change(&app, &state, move |writer| actions::school::save(writer, &school))
}

fn change<T: Send + 'static>(
    app: &AppHandle,
    state: &AppState,
    work: impl FnOnce(&mut Writer) -> actions::Result<T> + Send + 'static,
) -> Answer<T> {
    let done = state.write(work)?;
    events::changed(app, &["person", "team", "team_goal", "section", "organisation", "relationship", "role"]);
    Ok(done)
}
