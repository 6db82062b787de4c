//! Rosters from files: read, compared with what is here, shown, and only then imported as one act that can be undone.
//!
//! What is wrong in a file is the file's own list of problems and part of the preview; an error of these functions means
//! that nothing was read or stored at all. Nobody is ever removed by a roster: who is missing gets a last day.

mod preview;
mod read;
mod stored;

use domain::{Code, Problem, RowId, time};
use exchange::problem::{FileProblem, Severity};
use roster::{Plan, Step, day_with_year, small};
use serde::Serialize;
use store::{Connection, Tx, Writer};

use crate::{Error, Result, session};

pub use ::roster::{ChangeKind, Ending};
pub use preview::{Change, Counted, MappingView, RoleWordView, RosterPreview};
pub use read::{Ask, Reading, RoleAnswer, read};

/// Told how many of how many pieces of work are done; an error stops the work.
pub type Progress<'a> = dyn FnMut(u32, u32) -> Result<()> + 'a;

/// An import that was made.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Imported {
    /// The id, under which it can be undone.
    pub id: RowId,
    /// What it changed, in words.
    pub summary: String,
}

/// An import in the list of earlier ones.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ImportView {
    /// The id.
    pub id: RowId,
    /// What was imported: `oneroster`, `csv`, `xlsx`, `calendar`.
    pub kind: String,
    /// When, in words.
    pub made: String,
    /// What it changed, in words.
    pub summary: String,
    /// Whether it was taken back.
    pub undone: bool,
}

/// Imports what was read, as one act. The caller makes a backup first.
///
/// Where so many are missing that the preview asks, they get a last day only with `end_many`; without it they stay as
/// they are.
///
/// # Errors
/// When a problem of the file stops it, or the rows are no longer those that the preview was compared with; then
/// nothing was changed.
pub fn import(writer: &mut Writer, reading: &Reading, end_many: bool, progress: &mut Progress<'_>) -> Result<Imported> {
    if let Some(stop) = first_stop(reading.problems()) {
        return Err(Error::Refused(Problem::new(Code::File, stop.message.clone()).hint(stop.hint.clone())));
    }
    let id = writer.new_id();
    let plan = reading.plan();
    let with_endings = end_many || !plan.ending.asks;
    let summary = ::roster::summary(plan, with_endings);
    if let Some((fingerprint, mapping)) = reading.memory() {
        // Before the act: an answer that is remembered although the import fails does no harm, the reverse would.
        store::import::remember_mapping(writer, fingerprint, mapping)?;
    }
    let now_ms = writer.now_ms();
    writer.act(id, "Import a roster", |tx| {
        if ::roster::plan(&stored::load(tx.reader(), now_ms)?, reading.draft()) != *plan {
            return Err(changed_since());
        }
        apply(tx, plan, with_endings, progress)?;
        store::import::list_in(tx, id, reading.kind(), &summary)?;
        Ok(())
    })?;
    Ok(Imported { id, summary })
}

/// Lists the imports, the latest first.
///
/// # Errors
/// When the database fails.
pub fn imports(reader: &Connection) -> Result<Vec<ImportView>> {
    let zone = session::load(reader)?.zone;
    let views = store::import::all(reader)?.into_iter().map(|import| ImportView {
        id: import.id,
        kind: import.kind,
        made: day_with_year(time::local(import.made_ms, zone).date_naive()),
        summary: import.counts,
        undone: import.undone,
    });
    Ok(views.collect())
}

/// Takes an import back, whole.
///
/// # Errors
/// When there is no such import, it was taken back already, or something it changed was changed again since; then
/// nothing is done.
pub fn undo(writer: &mut Writer, id: RowId) -> Result<()> {
    let all = store::import::all(writer.reader())?;
    let import = all.iter().find(|import| import.id == id).ok_or(store::Error::NotFound { entity: "import" })?;
    if import.undone {
        return Err(Error::Refused(Problem::new(Code::Changed, "This import is undone already. Nothing was changed.")));
    }
    match store::undo::undo(writer, id) {
        // An import that found everything as it is has nothing to take back.
        Ok(_) => Ok(store::import::mark_undone(writer, id)?),
        Err(store::Error::Changed | store::Error::ChangedBy { .. }) => Err(Error::Refused(
            Problem::new(
                Code::Changed,
                "Something that this import changed was changed again since. The import was not undone, and nothing is lost.",
            )
            .hint("Correct single things where they are shown, or restore the backup made before the import."),
        )),
        Err(error) => Err(error.into()),
    }
}

/// Makes every change of a plan inside one act.
fn apply(tx: &mut Tx<'_>, plan: &Plan, with_endings: bool, progress: &mut Progress<'_>) -> Result<()> {
    let steps: Vec<&Step> = plan.applied(with_endings).collect();
    let total = small(steps.len());
    for (done, step) in steps.into_iter().enumerate() {
        if done % 200 == 0 {
            progress(small(done), total)?;
        }
        let entity = step.kind.entity();
        if step.change == ChangeKind::Added {
            tx.create_or_restore(entity, step.row, step.fields.clone())?;
        }
        // Also after a creation: a row that was removed before comes back with its old fields.
        for (field, value) in &step.fields {
            tx.set(entity, step.row, *field, value.clone())?;
        }
    }
    progress(total, total)
}

pub(crate) fn first_stop(problems: &[FileProblem]) -> Option<&FileProblem> {
    problems.iter().find(|problem| problem.severity == Severity::Stops)
}

fn changed_since() -> Error {
    Error::Refused(
        Problem::new(
            Code::Changed,
            "People, classes or schools were changed since the file was read. Nothing was imported.",
        )
        .hint("Read the file again and look at what would change now."),
    )
}
