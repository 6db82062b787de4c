//! A teacher's summary as a sealed file: written by the coach, and opened on any computer, with a profile or without.

use domain::{Code, Problem, RowId};
use serde::Serialize;
use store::{
    key::CodeWord,
    summary_file::{self, SummaryFile},
};
use tauri::State;

use crate::{
    clock, files,
    pages::{self, Language},
    state::{Answer, AppState, problem},
};

/// A sealed summary that was written.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SummarySealed {
    /// What the teacher types to open it; it is in no file and is not kept.
    code_word: String,
    /// The file's name.
    name: String,
}

/// A sealed summary that was opened.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct OpenedSummary {
    /// The language of its headings: `en`, `es`.
    language: String,
    /// Its words.
    words: String,
}

/// Writes what a teacher takes along from a debrief to a file that a new code word opens: exactly what its PDF says.
#[tauri::command(async)]
#[specta::specta]
pub fn seal_summary(id: RowId, language: Language, path: String, state: State<'_, AppState>) -> Answer<SummarySealed> {
    let path = files::checked("path", &path)?;
    let now = clock::read();
    let page = state.read(|reader| pages::summary(reader, id, now.wall_ms, language))?;
    let words = report::summary_copy(&page).map_err(pages::problem)?.plain;
    let summary = SummaryFile {
        language: report::Language::from(language).tag().to_owned(),
        words,
        pdf: report::summary(&page).map_err(pages::problem)?,
    };
    let (bytes, word) = state.write(move |writer| {
        let word = CodeWord::draw(writer.source());
        Ok((summary.write(&word, writer.source())?, word))
    })?;
    if bytes.len() as u64 > summary_file::MOST_BYTES {
        let message = "This summary is too long for a sealed file. Nothing was written; what was shared stays shared.";
        return Err(Problem::new(Code::File, message).hint("Save it as PDF, or print it."));
    }
    files::write(&path, &bytes)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(SummarySealed { code_word: word.shown(), name })
}

/// Returns the words of a sealed summary. Nothing of it is kept, and no profile has to be open.
#[tauri::command(async)]
#[specta::specta]
pub fn open_sealed_summary(path: String, code_word: String) -> Answer<OpenedSummary> {
    let SummaryFile { language, words, .. } = opened(&path, &code_word)?;
    Ok(OpenedSummary { language, words })
}

/// Writes the page of a sealed summary as PDF.
#[tauri::command(async)]
#[specta::specta]
pub fn save_sealed_summary(path: String, code_word: String, pdf: String) -> Answer<()> {
    let to = files::checked("pdf", &pdf)?;
    if to == files::checked("path", &path)? {
        return Err(Problem::invalid("pdf", "This is the sealed summary itself. Choose another name for its page."));
    }
    files::write(&to, &opened(&path, &code_word)?.pdf)
}

/// Suggests where the page of a sealed summary is written: beside it, under its name.
#[tauri::command(async)]
#[specta::specta]
pub fn suggested_summary_page(path: String) -> Answer<String> {
    Ok(files::checked("path", &path)?.with_extension("pdf").to_string_lossy().into_owned())
}

/// Reads a sealed summary.
pub fn opened(path: &str, code_word: &str) -> Answer<SummaryFile> {
    let path = files::checked("path", path)?;
    let word = CodeWord::parse(code_word).map_err(|_| {
        Problem::invalid("codeWord", "This is not a code word: it has twelve letters and digits. Nothing was opened.")
    })?;
    SummaryFile::read(&files::read(&path, summary_file::MOST_BYTES)?, &word).map_err(refused)
}

/// Says what stands in the way of a file, which is no word about a profile.
fn refused(error: store::Error) -> Problem {
    match error {
        store::Error::WrongSecret => Problem::invalid(
            "codeWord",
            "This code word does not open the file, or the file was changed on its way. Nothing was opened.",
        ),
        store::Error::Damaged { .. } => {
            Problem::new(Code::File, "This is not a sealed summary, or it is damaged. Nothing was opened.")
                .hint("Choose the file that the coach gave you, or ask for it again.")
        }
        store::Error::Newer => {
            Problem::new(Code::Newer, "This sealed summary was made by a newer Coachlight. Nothing was opened.")
                .hint("Install the newer version, or ask the coach for a PDF.")
        }
        other => problem(other),
    }
}
