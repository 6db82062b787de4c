//! Calibration: a coding goes to the other observer as a file with a code word, and theirs is compared. Nothing of it is
//! stored here.

use actions::calibration::{self, ComparisonView};
use domain::{Code, Problem, RowId};
use serde::Serialize;
use store::{coding, key::CodeWord};
use tauri::State;

use crate::{
    clock, files,
    state::{Answer, AppState, problem},
};

/// A file of codes that was written.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct CodesSaved {
    /// What the other observer types to open it; it is in no file and is not kept.
    code_word: String,
    /// The file's name.
    name: String,
}

/// Writes the codes of an observation to a file that a new code word opens.
#[tauri::command(async)]
#[specta::specta]
pub fn save_codes(id: RowId, path: String, state: State<'_, AppState>) -> Answer<CodesSaved> {
    let path = files::checked("path", &path)?;
    let now = clock::read();
    let (bytes, word) = state.write(move |writer| {
        let found = calibration::coding(writer.reader(), id, &now)?;
        let word = CodeWord::draw(writer.source());
        Ok((coding::write(&found, &word, writer.source())?, word))
    })?;
    files::write(&path, &bytes)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(CodesSaved { code_word: word.shown(), name })
}

/// Compares one's own observation with the other observer's file. Nothing is stored.
#[tauri::command(async)]
#[specta::specta]
pub fn compare_codes(id: RowId, path: String, code_word: String, state: State<'_, AppState>) -> Answer<ComparisonView> {
    let path = files::checked("path", &path)?;
    let word = CodeWord::parse(&code_word).map_err(|_| {
        Problem::invalid("codeWord", "This is not a code word: it has twelve letters and digits. Nothing was stored.")
    })?;
    let text = files::read_text(&path, coding::MOST_BYTES)?;
    let theirs = coding::read(text.as_bytes(), &word).map_err(refused)?;
    let now = clock::read();
    state.read(|reader| calibration::compare(reader, id, &theirs, &now))
}

/// Says what stands in the way of a file, which is no word about the profile.
fn refused(error: store::Error) -> Problem {
    match error {
        store::Error::WrongSecret => Problem::invalid(
            "codeWord",
            "This code word does not open the file, or the file was changed on its way. Nothing was stored.",
        ),
        store::Error::Damaged { .. } => {
            Problem::new(Code::File, "This is not a file of codes, or it is damaged. Nothing was stored.")
                .hint("Choose the file that the other observer saved, or ask for it again.")
        }
        other => problem(other),
    }
}
