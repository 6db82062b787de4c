//! What the shell tells the page by itself. The page has the same types, from `bindings.ts`.

use domain::RowId;
use serde::Serialize;
use store::progress::{Stage, Step};
use tauri::{AppHandle, Emitter, Manager, WebviewWindow};

/// One announcement: the name that the page listens to, and what it hears.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(tag = "name", content = "heard", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Announcement {
    /// Rows of these kinds changed: screens that show them ask again.
    DataChanged { entities: Vec<String> },
    /// How many rows of a roster are imported.
    ImportProgress(Count),
    /// How many of the backups have been erased from; nothing when it has ended.
    EraseProgress(Option<Count>),
    /// How far the restoring of a backup is.
    RestoreProgress(LongStep),
    /// How far the check of the data is.
    CheckProgress(LongStep),
    /// How far the writing to a stick is.
    StickProgress(LongStep),
    /// How far the writing of an archive is, in records.
    ArchiveProgress(LongStep),
    /// The profile was locked.
    Locked {},
    /// Whether the person is presenting.
    Presenting { is_on: bool },
    /// A window is asked to show an observation, or the week.
    Go { observation: Option<RowId> },
    /// Everything is saved: the time of day in words, in the school's zone, "9:16:58".
    Saved { at: String },
}

/// How much of a piece of work is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct Count {
    /// What is done.
    pub done: u32,
    /// What there is.
    pub total: u32,
}

/// How far a long piece of work is. A total of 0: nobody knows how much there is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct LongStep {
    stage: LongStage,
    #[specta(type = u32)] // the page's word for any whole number
    done: u64,
    #[specta(type = u32)]
    total: u64,
}

/// What is being done: bytes are counted while unpacking and copying, operations for log and rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "lowercase")]
pub enum LongStage {
    /// A backup is unpacked.
    Unpacking,
    /// What is here now is copied.
    Copying,
    /// The pages of the database are checked.
    Pages,
    /// The log is checked.
    Log,
    /// The rows are compared with the log.
    Rows,
    /// A file is written to a stick.
    Writing,
    /// What was written is read back from the stick.
    Verifying,
    /// The restored profile is opened; from here on nothing can be stopped.
    Opening,
}

impl From<Step> for LongStep {
    fn from(step: Step) -> Self {
        let stage = match step.stage {
            Stage::Unpacking => LongStage::Unpacking,
            Stage::Copying => LongStage::Copying,
            Stage::Pages => LongStage::Pages,
            Stage::Log => LongStage::Log,
            Stage::Rows => LongStage::Rows,
        };
        Self { stage, done: step.done, total: step.total }
    }
}

impl From<bundle::progress::Step> for LongStep {
    fn from(step: bundle::progress::Step) -> Self {
        let stage = match step.stage {
            bundle::progress::Stage::Writing => LongStage::Writing,
            bundle::progress::Stage::Verifying => LongStage::Verifying,
        };
        Self { stage, done: step.done, total: step.total }
    }
}

impl LongStep {
    /// Says how many of how many records are written.
    pub fn writing(done: u64, total: u64) -> Self {
        Self { stage: LongStage::Writing, done, total }
    }
}

impl From<LongStage> for LongStep {
    fn from(stage: LongStage) -> Self {
        Self { stage, done: 0, total: 0 }
    }
}

/// Which windows an announcement is for.
enum For<'a> {
    All,
    Only(&'a str),
    AllBut(&'a str),
}

/// Tells every window.
pub fn tell(app: &AppHandle, announcement: Announcement) {
    send(app, announcement, For::All);
}

/// Says that rows of these kinds changed.
pub fn changed(app: &AppHandle, entities: &[&str]) {
    tell(app, data_changed(entities));
}

/// The same as [`changed`], for the windows besides the one that made the change and shows it already.
pub fn changed_elsewhere(window: &WebviewWindow, entities: &[&str]) {
    send(window.app_handle(), data_changed(entities), For::AllBut(window.label()));
}

/// Says that the profile was closed, to the windows besides the one that opens another one in its place.
pub fn locked_elsewhere(window: &WebviewWindow) {
    send(window.app_handle(), Announcement::Locked {}, For::AllBut(window.label()));
}

/// Sends one window to an observation, or to the week.
pub fn go(app: &AppHandle, label: &str, observation: Option<RowId>) {
    send(app, Announcement::Go { observation }, For::Only(label));
}

fn data_changed(entities: &[&str]) -> Announcement {
    Announcement::DataChanged { entities: entities.iter().map(|&entity| entity.to_owned()).collect() }
}

fn send(app: &AppHandle, announcement: Announcement, windows: For<'_>) {
    let (name, heard) = written(announcement, windows);
    // A window that is closing hears nothing, and needs nothing.
    if let Err(error) = app.emit(&name, heard) {
        tracing::debug!(%error, "the page did not hear an event");
    }
}

/// Takes the name apart from what is heard, and writes beside that which windows it is for.
fn written(announcement: Announcement, windows: For<'_>) -> (String, serde_json::Value) {
    let mut whole = serde_json::to_value(announcement).expect("plain words and numbers can be written as JSON");
    let mut heard = whole["heard"].take();
    match windows {
        For::All => {}
        For::Only(label) => heard["only"] = label.into(),
        For::AllBut(label) => heard["except"] = label.into(),
    }
    (whole["name"].as_str().unwrap_or_default().to_owned(), heard)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Announcement, Count, For, LongStage, written};

    #[test]
    fn an_announcement_is_heard_by_its_name_and_says_which_windows_it_is_for() {
        let opening = Announcement::RestoreProgress(LongStage::Opening.into());
        let erased = Announcement::EraseProgress(Some(Count { done: 1, total: 3 }));

        assert_eq!(
            written(opening, For::All),
            ("restore-progress".into(), json!({"stage": "opening", "done": 0, "total": 0}))
        );
        assert_eq!(written(erased, For::All), ("erase-progress".into(), json!({"done": 1, "total": 3})));
        assert_eq!(written(Announcement::EraseProgress(None), For::All), ("erase-progress".into(), json!(null)));
        assert_eq!(written(Announcement::Locked {}, For::AllBut("main")), ("locked".into(), json!({"except": "main"})));
        assert_eq!(
            written(Announcement::Presenting { is_on: true }, For::All),
            ("presenting".into(), json!({"isOn": true}))
        );
    }
}
