//! Printed pages: made in memory, written only where the person chose.

use domain::RowId;
use serde::Serialize;
use tauri::State;

use crate::{
    clock, files,
    pages::{self, Form, FormWords, Language},
    state::{Answer, AppState, held, problem},
};

/// Writes an observation as PDF, with the private wonderings only when the person asked for them.
#[tauri::command(async)]
#[specta::specta]
pub fn print_observation(id: RowId, path: String, with_private: bool, state: State<'_, AppState>) -> Answer<()> {
    let path = files::checked("path", &path)?;
    let now = clock::read();
    // Private wonderings stand beside a script only.
    let bytes = match state.read(|reader| pages::kind(reader, id, &now))? {
        Some(page) => report::kind(&page),
        None => report::observation(&state.read(|reader| pages::observation(reader, id, &now, with_private))?),
    };
    files::write(&path, &bytes.map_err(pages::problem)?)
}

/// Writes a week as PDF.
#[tauri::command(async)]
#[specta::specta]
pub fn print_week(day: Option<String>, path: String, state: State<'_, AppState>) -> Answer<()> {
    let path = files::checked("path", &path)?;
    let now = clock::read();
    let page = state.read(|reader| pages::week(reader, now.wall_ms, day.as_deref()))?;
    files::write(&path, &report::week(&page).map_err(pages::problem)?)
}

/// A summary as it goes on the clipboard, and as its preview shows it.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SummaryCopy {
    /// Formatted, with the words of people escaped.
    html: String,
    /// The same, plain.
    plain: String,
}

/// Returns what a teacher takes along from a debrief, for a copy: exactly what its PDF says.
#[tauri::command(async)]
#[specta::specta]
pub fn copy_summary(id: RowId, language: Language, state: State<'_, AppState>) -> Answer<SummaryCopy> {
    let now = clock::read();
    let page = state.read(|reader| pages::summary(reader, id, now.wall_ms, language))?;
    let report::Copied { html, plain } = report::summary_copy(&page).map_err(pages::problem)?;
    Ok(SummaryCopy { html, plain })
}

/// Writes what a teacher takes along from a debrief as PDF.
#[tauri::command(async)]
#[specta::specta]
pub fn print_summary(id: RowId, language: Language, path: String, state: State<'_, AppState>) -> Answer<()> {
    let path = files::checked("path", &path)?;
    let now = clock::read();
    let page = state.read(|reader| pages::summary(reader, id, now.wall_ms, language))?;
    files::write(&path, &report::summary(&page).map_err(pages::problem)?)
}

/// Writes a version of the sharing agreement with a person as PDF; who has not accepted it finds lines to sign on.
#[tauri::command(async)]
#[specta::specta]
pub fn print_agreement(
    person: RowId,
    agreement: RowId,
    language: Language,
    path: String,
    state: State<'_, AppState>,
) -> Answer<()> {
    let path = files::checked("path", &path)?;
    let now = clock::read();
    let page = state.read(|reader| pages::agreement(reader, person, agreement, now.wall_ms, language))?;
    files::write(&path, &report::agreement(&page).map_err(pages::problem)?)
}

/// Writes the record of a coaching cycle as PDF.
#[tauri::command(async)]
#[specta::specta]
pub fn print_coaching_cycle(id: RowId, path: String, state: State<'_, AppState>) -> Answer<()> {
    let path = files::checked("path", &path)?;
    let now = clock::read();
    let page = state.read(|reader| pages::coaching_cycle(reader, id, now.wall_ms))?;
    files::write(&path, &report::coaching_cycle(&page).map_err(pages::problem)?)
}

/// Writes a blank form as PDF, with the look-fors of a set or the rubric that is chosen.
#[tauri::command(async)]
#[specta::specta]
pub fn print_form(
    form: Form,
    words: FormWords,
    language: Language,
    path: String,
    state: State<'_, AppState>,
) -> Answer<()> {
    let path = files::checked("path", &path)?;
    let now = clock::read();
    let page = state.read(|reader| pages::form(reader, form, words, now.wall_ms, language))?;
    files::write(&path, &report::form(&page).map_err(pages::problem)?)
}

/// Writes the recovery code that was just made as PDF. The screen says that this file opens the profile.
#[tauri::command(async)]
#[specta::specta]
pub fn print_recovery(path: String, state: State<'_, AppState>) -> Answer<()> {
    let path = files::checked("path", &path)?;
    let open = state.open()?;
    let groups = held(&state.fresh_code).as_ref().map(store::key::RecoveryCode::groups);
    let groups = groups.ok_or_else(|| problem(store::Error::NotFound { entity: "recovery code" }))?;
    let page = state.read(|reader| pages::recovery_sheet(reader, clock::read().wall_ms, &groups, &open.label))?;
    files::write(&path, &report::recovery_sheet(&page).map_err(pages::problem)?)
}
