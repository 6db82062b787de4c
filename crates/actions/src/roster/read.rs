//! Reading a roster file: opened, understood with the answers of before, and compared with the rows.

use std::path::PathBuf;

use domain::{Code, Problem};
use exchange::{
    draft::{Mode, RosterDraft},
    mapping::{self, ColumnMapping},
    oneroster,
    problem::{FileProblem, FileProblemCode, Severity},
    role::{RoleMapping, RosterRole},
    source::{self, Source},
    table,
};
use roster::{Plan, Stored};
use serde::{Deserialize, Serialize};
use store::Connection;

use super::{
    Progress,
    preview::{MappingView, mapping_view},
    stored,
};
use crate::{Error, Result};

/// Which file is read, and what the person said of it.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The file or folder.
    pub path: PathBuf,
    /// What the columns of a table mean; nothing for a first reading.
    pub mapping: Option<ColumnMapping>,
    /// What role words mean.
    pub roles: Vec<RoleAnswer>,
}

/// What a role word of the file means.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct RoleAnswer {
    /// The file's word.
    pub source: String,
    /// The role's code.
    pub target: String,
}

/// A file that was read and compared, and not imported yet.
#[derive(Debug)]
pub struct Reading {
    kind: &'static str,
    draft: RosterDraft,
    mapping: Option<MappingView>,
    /// The name and words under which the answers are remembered once the file is imported.
    memory: Option<(String, String)>,
    plan: Plan,
    problems: Vec<FileProblem>,
}

/// The name under which the role words of OneRoster files are remembered.
const ONE_ROSTER: &str = "one-roster";

/// Reads a file and compares it with the rows. Nothing is stored.
///
/// # Errors
/// When the file cannot be opened, an answer names no role, or `progress` stops the work.
pub fn read(reader: &Connection, now_ms: i64, ask: &Ask, progress: &mut Progress<'_>) -> Result<Reading> {
    progress(0, 3)?;
    let answers = answers(&ask.roles)?;
    let source = match source::open(&ask.path) {
        Ok(source) => source,
        Err(problems) => return unopened(problems),
    };
    progress(1, 3)?;
    let stored = stored::load(reader, now_ms)?;
    let mut reading = if source.is_one_roster() {
        one_roster(reader, &source, &stored, answers)?
    } else {
        any_table(reader, &source, ask, answers)?
    };
    progress(2, 3)?;
    if !reading.draft.is_stopped() {
        reading.plan = roster::plan(&stored, &reading.draft);
    }
    reading.problems = reading.draft.problems.iter().chain(&reading.plan.problems).cloned().collect();
    reading.problems.sort_by_key(|problem| problem.severity);
    progress(3, 3)?;
    Ok(reading)
}

impl Reading {
    /// Returns whether an import would write anything.
    #[must_use]
    pub fn changes_something(&self) -> bool {
        !self.plan.is_empty()
    }

    /// Returns what an import would change, in one sentence.
    #[must_use]
    pub fn summary(&self) -> String {
        roster::summary(&self.plan, true)
    }

    /// Returns whether so many are missing that a person must say what holds for them.
    #[must_use]
    pub fn asks(&self) -> bool {
        self.plan.ending.asks
    }

    pub(super) fn mapping(&self) -> Option<&MappingView> {
        self.mapping.as_ref()
    }

    pub(super) fn plan(&self) -> &Plan {
        &self.plan
    }

    pub(super) fn draft(&self) -> &RosterDraft {
        &self.draft
    }

    pub(super) fn problems(&self) -> &[FileProblem] {
        &self.problems
    }

    pub(super) fn kind(&self) -> &'static str {
        self.kind
    }

    pub(super) fn memory(&self) -> Option<(&str, &str)> {
        self.memory.as_ref().map(|(name, words)| (name.as_str(), words.as_str()))
    }

    fn new(kind: &'static str, draft: RosterDraft) -> Self {
        Self { kind, draft, mapping: None, memory: None, plan: Plan::default(), problems: Vec::new() }
    }
}

/// A path that leads nowhere is the person's to correct; everything else is a reading with a problem that stops.
fn unopened(problems: Vec<FileProblem>) -> Result<Reading> {
    if let Some(problem) = problems.iter().find(|problem| problem.code == FileProblemCode::FileUnreadable) {
        let words = Problem::new(Code::File, problem.message.clone()).hint(problem.hint.clone());
        return Err(Error::Refused(Problem { field: Some("path".to_owned()), ..words }));
    }
    Ok(stopped("table", problems))
}

fn stopped(kind: &'static str, problems: Vec<FileProblem>) -> Reading {
    let mut reading = Reading::new(kind, RosterDraft::empty(Mode::Delta));
    reading.draft.problems.clone_from(&problems);
    reading.problems = problems;
    reading
}

fn one_roster(reader: &Connection, source: &Source, stored: &Stored, answers: RoleMapping) -> Result<Reading> {
    let known: RoleMapping = remembered(reader, ONE_ROSTER)?.unwrap_or_default();
    let role_mapping = layered([answers, known]);
    let memory = (!role_mapping.0.is_empty()).then(|| (ONE_ROSTER.to_owned(), json(&role_mapping)));
    let options = oneroster::Options { role_mapping, known_people: stored.known_people() };
    let draft = oneroster::read(source, &options);
    Ok(Reading { memory, ..Reading::new("oneroster", draft) })
}

fn any_table(reader: &Connection, source: &Source, ask: &Ask, answers: RoleMapping) -> Result<Reading> {
    let [file] = source.files.as_slice() else {
        return Ok(stopped("table", vec![several_tables(source)]));
    };
    let table = match table::read(file) {
        Ok(table) => table,
        Err(problems) => return Ok(stopped("table", problems)),
    };
    let fingerprint = mapping::fingerprint(&table.headers);
    let known: Option<ColumnMapping> = remembered(reader, &fingerprint)?;
    let is_remembered = ask.mapping.is_none() && known.is_some();
    let known_roles = known.as_ref().map(|known| known.role_mapping.clone()).unwrap_or_default();
    let mut chosen = ask.mapping.clone().or(known).unwrap_or_else(|| mapping::suggest(&table.headers));
    chosen.role_mapping = layered([answers, chosen.role_mapping, known_roles]);
    let mut draft = mapping::apply(&table, &chosen);
    draft.problems.extend(source.problems.iter().cloned());
    Ok(Reading {
        mapping: Some(mapping_view(&table, &chosen, is_remembered)),
        memory: Some((fingerprint, json(&chosen))),
        ..Reading::new(if table.sheet.is_some() { "xlsx" } else { "csv" }, draft)
    })
}

fn answers(roles: &[RoleAnswer]) -> Result<RoleMapping> {
    let answer = |answer: &RoleAnswer| {
        // Only the names of roles are accepted; a word of the file's own is what no answer leaves anyway.
        let target: Option<RosterRole> = serde_json::from_value(answer.target.clone().into()).ok();
        let target = target.ok_or_else(|| Error::invalid("roles", "Choose one of the roles."))?;
        Ok((answer.source.clone(), target))
    };
    roles.iter().map(answer).collect::<Result<_>>().map(RoleMapping)
}

/// Puts answers over each other: of two for one word the first counts.
fn layered(layers: impl IntoIterator<Item = RoleMapping>) -> RoleMapping {
    let mut all: Vec<(String, RosterRole)> = Vec::new();
    for (word, role) in layers.into_iter().flat_map(|layer| layer.0) {
        if !all.iter().any(|(known, _)| known.eq_ignore_ascii_case(&word)) {
            all.push((word, role));
        }
    }
    RoleMapping(all)
}

/// Returns what was remembered; what another version wrote and this one cannot read is asked again.
fn remembered<T: for<'de> Deserialize<'de>>(reader: &Connection, name: &str) -> Result<Option<T>> {
    Ok(store::import::mapping(reader, name)?.and_then(|words| serde_json::from_str(&words).ok()))
}

fn json(answers: &impl Serialize) -> String {
    serde_json::to_string(answers).expect("words and codes can be written")
}

fn several_tables(source: &Source) -> FileProblem {
    FileProblem::new(
        source.name.clone(),
        Severity::Stops,
        FileProblemCode::FormatUnknown,
        format!("{} holds several tables and is no OneRoster export. Nothing was changed.", source.name),
        "Choose the one table with the people in it.",
    )
}
