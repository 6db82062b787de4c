//! Reading a roster file: the same readers as in the app, with the answers of whoever imports it.

use std::{collections::HashSet, path::Path};

use exchange::{
    draft::{ExternalId, Mode, RosterDraft},
    mapping::{self, ColumnMapping, LinkColumn},
    oneroster,
    problem::{FileProblem, FileProblemCode, Severity},
    source, table,
};
use serde::{Deserialize, Serialize};

/// What the columns of a file mean.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Mapping {
    /// People, schools and classes, as in the app.
    #[serde(flatten)]
    pub columns: ColumnMapping,
    /// Columns that name a coach, an evaluator or a supervisor of the row's person.
    #[serde(default)]
    pub links: Vec<LinkColumn>,
}

/// A file that was read.
#[derive(Debug)]
pub struct Reading {
    /// `oneroster`, `csv` or `xlsx`.
    pub kind: &'static str,
    /// What it proposes.
    pub draft: RosterDraft,
    /// How its columns were understood; nothing of OneRoster's, which say it themselves.
    pub mapping: Option<Mapping>,
}

/// Reads a file or folder. A table is complete, so that who is missing has left, only when its sender says so.
///
/// # Errors
/// The problems with which nothing can be read at all.
pub fn read(
    path: &Path,
    known_people: HashSet<ExternalId>,
    mapping: Option<Mapping>,
    is_complete: bool,
) -> Result<Reading, Vec<FileProblem>> {
    let source = source::open(path)?;
    if source.is_one_roster() {
        let role_mapping = mapping.map(|mapping| mapping.columns.role_mapping).unwrap_or_default();
        let draft = oneroster::read(&source, &oneroster::Options { role_mapping, known_people });
        return Ok(Reading { kind: "oneroster", draft, mapping: None });
    }
    let [file] = source.files.as_slice() else { return Err(vec![several_tables(&source.name)]) };
    let table = table::read(file)?;
    let mapping = mapping.unwrap_or_else(|| Mapping {
        columns: mapping::suggest(&table.headers),
        links: mapping::suggest_links(&table.headers),
    });
    let mut draft = mapping::apply_with(&table, &mapping.columns, &mapping.links);
    draft.problems.extend(source.problems.iter().cloned());
    if is_complete {
        draft.mode = Mode::Bulk;
    }
    let kind = if table.sheet.is_some() { "xlsx" } else { "csv" };
    Ok(Reading { kind, draft, mapping: Some(mapping) })
}

fn several_tables(name: &str) -> FileProblem {
    FileProblem::new(
        name,
        Severity::Stops,
        FileProblemCode::FormatUnknown,
        format!("{name} holds several tables and is no OneRoster export. Nothing was changed."),
        "Choose the one table with the people in it.",
    )
}
