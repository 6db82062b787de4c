//! Finding, taking back, bringing back, and the files that a person chooses.

use std::path::{Path, PathBuf};

use actions::{record::RemovedView, search::SearchView};
use domain::{Code, Problem, RowId};
use serde::Serialize;
use tauri::{AppHandle, State, WebviewWindow};

use crate::{
    clock, events,
    state::{Answer, AppState},
};

/// What was taken back, or done again.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct UndoneView {
    label: String,
}

/// Finds what has all of these words.
#[tauri::command(async)]
#[specta::specta]
pub fn search(query: String, state: State<'_, AppState>) -> Answer<SearchView> {
    state.read(|reader| actions::search::search(reader, &query))
}

/// Takes back the last act of a document, or of everything else.
#[tauri::command(async)]
#[specta::specta]
pub fn undo(
    document: Option<RowId>,
    window: WebviewWindow,
    app: AppHandle,
    state: State<'_, AppState>,
) -> Answer<Option<UndoneView>> {
    check_hold(&state, document, &window)?;
    let label = state.write(move |writer| actions::record::undo(writer, document))?;
    events::changed(&app, &["all"]);
    Ok(label.map(|label| UndoneView { label }))
}

/// Does again what was last taken back.
#[tauri::command(async)]
#[specta::specta]
pub fn redo(
    document: Option<RowId>,
    window: WebviewWindow,
    app: AppHandle,
    state: State<'_, AppState>,
) -> Answer<Option<UndoneView>> {
    check_hold(&state, document, &window)?;
    let label = state.write(move |writer| actions::record::redo(writer, document))?;
    events::changed(&app, &["all"]);
    Ok(label.map(|label| UndoneView { label }))
}

/// An act of an observation that another window writes is that window's to take back.
fn check_hold(state: &AppState, document: Option<RowId>, window: &WebviewWindow) -> Answer<()> {
    document.map_or(Ok(()), |document| state.open()?.check_hold(document, window.label()))
}

/// Lists what was removed in the last 30 days.
#[tauri::command(async)]
#[specta::specta]
pub fn recently_removed(state: State<'_, AppState>) -> Answer<Vec<RemovedView>> {
    let now = clock::read();
    state.read(|reader| actions::record::recently_removed(reader, now.wall_ms))
}

/// Brings a removed record back.
#[tauri::command(async)]
#[specta::specta]
pub fn bring_back(id: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    state.write(move |writer| actions::record::bring_back(writer, id))?;
    events::changed(&app, &["all"]);
    Ok(())
}

/// Lets the person choose a file or a folder to read.
#[tauri::command(async)]
#[specta::specta]
pub fn choose_file(kind: String) -> Answer<Option<String>> {
    let dialog = rfd::FileDialog::new();
    let chosen = match kind.as_str() {
        "roster" => dialog.add_filter("Rosters", &["zip", "csv", "xlsx", "txt"]).pick_file(),
        "attachment" => dialog.pick_file(),
        "roster-folder" => dialog.pick_folder(),
        "calendar" => dialog.add_filter("Calendars", &["ics"]).pick_file(),
        "backup" => dialog.add_filter("Coachlight backups", &["coachlight-backup"]).pick_file(),
        "stick" => dialog.add_filter("Carried work", &[bundle::name::EXTENSION]).pick_file(),
        "codes" => dialog.add_filter("Interval codes", &["coachlight-codes"]).pick_file(),
        "sealed" => dialog.add_filter("Sealed summaries", &[store::summary_file::EXTENSION]).pick_file(),
        "invitation" => dialog.pick_file(),
        "certificate" => dialog.add_filter("Certificates", &["pem", "crt", "cer"]).pick_file(),
        _ => return Err(Problem::invalid("kind", "This kind of file is not known.")),
    };
    Ok(chosen.map(|path| path.to_string_lossy().into_owned()))
}

/// Lets the person choose where a file is written.
#[tauri::command(async)]
#[specta::specta]
pub fn choose_save(kind: String, suggested: String) -> Answer<Option<String>> {
    if kind == "attachment" {
        let (folder, name) = folder_and_name(&suggested);
        let dialog = rfd::FileDialog::new().set_directory(folder).set_file_name(name);
        return Ok(dialog.save_file().map(|path| path.to_string_lossy().into_owned()));
    }
    let extension = match kind.as_str() {
        "pdf" => "pdf",
        "archive" => "zip",
        "backup" => "coachlight-backup",
        "stick" => bundle::name::EXTENSION,
        "invitation" => "coachlight-invite",
        "codes" => "coachlight-codes",
        "sealed" => store::summary_file::EXTENSION,
        _ => return Err(Problem::invalid("kind", "This kind of file is not known.")),
    };
    let (folder, name) = folder_and_name(&suggested);
    let dialog = rfd::FileDialog::new().add_filter(kind, &[extension]).set_directory(folder).set_file_name(name);
    Ok(dialog.save_file().map(|path| path.to_string_lossy().into_owned()))
}

/// The dialog has a field for the name and a list of folders: a whole path would stand in the first.
fn folder_and_name(suggested: &str) -> (PathBuf, String) {
    let path = Path::new(suggested);
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    (path.parent().unwrap_or(Path::new("")).to_owned(), name)
}

/// Suggests a file name: the kind and the date, never a name. It lies in the person's documents.
#[tauri::command(async)]
#[specta::specta]
pub fn suggested_file(kind: String, state: State<'_, AppState>) -> Answer<String> {
    let zone = state.read(|reader| Ok(actions::session::load(reader)?.zone))?;
    let today = domain::time::local(clock::read().wall_ms, zone).date_naive();
    let name = match kind.as_str() {
        "observation" => report::file_name(report::PageKind::Observation, today),
        "week" => report::file_name(report::PageKind::Week, today),
        "form" => report::file_name(report::PageKind::Form, today),
        "summary" => report::file_name(report::PageKind::Summary, today),
        "agreement" => report::file_name(report::PageKind::Agreement, today),
        "coaching-cycle" => report::file_name(report::PageKind::CoachingCycle, today),
        "recovery" => report::file_name(report::PageKind::RecoverySheet, today),
        "backup" => format!("coachlight-{today}.coachlight-backup"),
        "stick" => bundle::name::suggested(bundle::header::Kind::ToService, today),
        "invitation" => format!("coachlight-{today}.coachlight-invite"),
        "codes" => format!("coachlight-{today}.coachlight-codes"),
        "archive" => format!("coachlight-{today}.zip"),
        "sealed" => format!("lesson-summary-{today}.{}", store::summary_file::EXTENSION),
        _ => return Err(Problem::new(Code::Invalid, "This kind of file is not known.")),
    };
    let folder = dirs::document_dir().or_else(dirs::home_dir).unwrap_or_default();
    Ok(folder.join(name).to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    #[test]
    fn the_dialog_shows_the_name_of_a_suggested_file_apart_from_its_folder() {
        let shown = ["/home/maya/Documents/week.pdf", "week.pdf"].map(super::folder_and_name);

        let expected = [("/home/maya/Documents", "week.pdf"), ("", "week.pdf")];
        assert_eq!(shown, expected.map(|(folder, name)| (PathBuf::from(folder), name.to_owned())));
    }
}
