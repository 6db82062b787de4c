//! Names of people in words that are about to be sent, and the list of students' names, as their screens ask for them.

use actions::names::{
    self, TextName,
    students::{self, StudentName},
};
use domain::RowId;
use tauri::{AppHandle, State};

use crate::{
    events,
    state::{Answer, AppState},
};

/// Finds names in texts that somebody is about to send, on this computer.
#[tauri::command(async)]
#[specta::specta]
pub fn names_in_texts(texts: Vec<String>, about: Vec<RowId>, state: State<'_, AppState>) -> Answer<Vec<TextName>> {
    state.read(|reader| names::in_texts(reader, &texts, &about))
}

/// Remembers on this computer whether a word that looks like a name is none.
#[tauri::command(async)]
#[specta::specta]
pub fn mark_no_name(name: String, is_no_name: bool, state: State<'_, AppState>) -> Answer<()> {
    state.write(move |writer| students::mark_no_name(writer, &name, is_no_name))
}

/// Lists the students' names of this computer.
#[tauri::command(async)]
#[specta::specta]
pub fn student_names(state: State<'_, AppState>) -> Answer<Vec<StudentName>> {
    state.read(students::list)
}

/// Adds names to it, one a line.
#[tauri::command(async)]
#[specta::specta]
pub fn add_student_names(names: String, app: AppHandle, state: State<'_, AppState>) -> Answer<u32> {
    let added = state.write(move |writer| students::add(writer, &names))?;
    events::changed(&app, &["student_name"]);
    Ok(added)
}

/// Removes a name from it.
#[tauri::command(async)]
#[specta::specta]
pub fn remove_student_name(id: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    state.write(move |writer| students::remove(writer, id))?;
    events::changed(&app, &["student_name"]);
    Ok(())
}
