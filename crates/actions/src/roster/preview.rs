//! A roster file as it is shown before anything is stored: what was read, and what would change.

use std::path::PathBuf;

use domain::{Code, Problem};
use exchange::{
    draft::{Mode, RosterDraft},
    mapping::{self, ColumnMapping, TargetField},
    oneroster,
    problem::{FileProblem, FileProblemCode, Severity},
    role::{RoleFound, RoleMapping, RosterRole},
    source::{self, Source},
    table::{self, Table},
};
use serde::{Deserialize, Serialize};
use store::Connection;

use super::{
    Progress, first_stop,
    plan::{self, ChangeKind, Kind, Plan, Step},
    roles,
    stored::Stored,
    words,
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

/// What a file would change.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct RosterPreview {
    /// Names what was read, for the import.
    pub token: String,
    /// `oneroster`, `csv` or `xlsx`.
    pub kind: String,
    /// The columns of a table; OneRoster says itself what a column is.
    pub mapping: Option<MappingView>,
    /// The role words of the file.
    pub roles: Vec<RoleWordView>,
    /// How many rows of each kind would change.
    pub counts: Vec<Counted>,
    /// The first of the changes: what ends, what changes, what is new.
    pub changes: Vec<Change>,
    /// How many more there are.
    pub more_changes: u32,
    /// What is wrong with the file.
    pub problems: Vec<FileProblem>,
    /// Students who were met and not taken.
    pub students_left_out: u32,
    /// How many are missing.
    pub ending: Ending,
    /// Whether there is something to import and nothing stops it.
    pub can_import: bool,
}

/// The columns of a table, and its first rows.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct MappingView {
    /// The headers.
    pub headers: Vec<String>,
    /// The first twenty rows, a cell for each header.
    pub sample: Vec<Vec<String>>,
    /// What each header means.
    pub columns: Vec<TargetField>,
    /// The meanings there are.
    pub fields: Vec<TargetField>,
    /// Whether it was remembered from an earlier file of the same kind.
    pub remembered: bool,
}

/// A role word, and what it is read as.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct RoleWordView {
    /// The file's word.
    pub source: String,
    /// How often it was met.
    pub rows: u32,
    /// The role's code; nothing where the word is kept as it is.
    pub target: Option<String>,
}

/// How many rows of a kind would change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Counted {
    /// The kind: `organisation`, `person`, `role`, `section`.
    pub entity: String,
    /// New rows.
    pub added: u32,
    /// Rows of which a field changes.
    pub changed: u32,
    /// Rows that get a last day; people whose every role does.
    pub ended: u32,
    /// Rows that are as the file has them.
    pub same: u32,
}

/// One change.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// The kind of row.
    pub entity: String,
    /// What happens to it.
    pub change: ChangeKind,
    /// What it is, in words.
    pub label: String,
    /// What changes, in words.
    pub detail: String,
}

/// How many people and classes would end, of how many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Ending {
    /// People without any role left, and classes.
    pub count: u32,
    /// The present people and classes that came from a roster.
    pub of: u32,
    /// Whether that is more than a tenth, so that it is ended only when the person says so.
    pub asks: bool,
}

/// Changes that are listed one by one.
const LISTED: usize = 500;
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
    let stored = Stored::load(reader, now_ms)?;
    let mut reading = if source.is_one_roster() {
        one_roster(reader, &source, &stored, answers)?
    } else {
        any_table(reader, &source, ask, answers)?
    };
    progress(2, 3)?;
    if !reading.draft.is_stopped() {
        reading.plan = plan::plan(&stored, &reading.draft);
    }
    reading.problems = reading.draft.problems.iter().chain(&reading.plan.problems).cloned().collect();
    reading.problems.sort_by_key(|problem| problem.severity);
    progress(3, 3)?;
    Ok(reading)
}

impl Reading {
    /// Returns what a screen shows of it.
    #[must_use]
    pub fn view(&self, token: &str) -> RosterPreview {
        let of = |change| self.plan.steps.iter().filter(move |step| step.change == change);
        let all = || self.plan.endings.iter().chain(of(ChangeKind::Changed)).chain(of(ChangeKind::Added));
        RosterPreview {
            token: token.to_owned(),
            kind: self.kind.to_owned(),
            mapping: self.mapping.clone(),
            roles: self.draft.roles_found.iter().map(role_word).collect(),
            counts: Kind::ALL.into_iter().map(|kind| counted(&self.plan, kind)).collect(),
            changes: all().take(LISTED).map(change).collect(),
            more_changes: words::small(all().count().saturating_sub(LISTED)),
            problems: self.problems.clone(),
            students_left_out: self.draft.students_left_out,
            ending: self.plan.ending,
            can_import: first_stop(&self.problems).is_none() && self.changes_something(),
        }
    }

    /// Returns whether an import would write anything.
    #[must_use]
    pub fn changes_something(&self) -> bool {
        !self.plan.is_empty()
    }

    /// Returns what an import would change, in one sentence.
    #[must_use]
    pub fn summary(&self) -> String {
        words::summary(&self.plan, true)
    }

    /// Returns whether so many are missing that a person must say what holds for them.
    #[must_use]
    pub fn asks(&self) -> bool {
        self.plan.ending.asks
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

fn mapping_view(table: &Table, chosen: &ColumnMapping, remembered: bool) -> MappingView {
    use TargetField::{Email, ExternalId, Family, FullName, Given, Grade, Ignore, Period, Role, Room, School, Subject};
    let meaning = |header: &String| {
        let column = chosen.columns.iter().find(|column| column.header.trim().eq_ignore_ascii_case(header.trim()));
        column.map_or(Ignore, |column| column.target)
    };
    MappingView {
        columns: table.headers.iter().map(meaning).collect(),
        sample: table.preview().rows.into_iter().map(|row| row.cells).collect(),
        headers: table.headers.clone(),
        fields: vec![Given, Family, FullName, Email, ExternalId, School, Role, Subject, Grade, Period, Room, Ignore],
        remembered,
    }
}

fn role_word(found: &RoleFound) -> RoleWordView {
    let target = match &found.role {
        RosterRole::Other(_) => None,
        role => Some(roles::code(role)),
    };
    RoleWordView { source: found.source_role.clone(), rows: found.count, target }
}

fn counted(plan: &Plan, kind: Kind) -> Counted {
    let count =
        |change| words::small(plan.applied(true).filter(|step| step.kind == kind && step.change == change).count());
    Counted {
        entity: kind.entity().table.to_owned(),
        added: count(ChangeKind::Added),
        changed: count(ChangeKind::Changed),
        // A person has no last day of their own: they left when their last role ended.
        ended: if kind == Kind::Person { plan.leaving } else { count(ChangeKind::Ended) },
        same: plan.same.get(&kind).copied().unwrap_or_default(),
    }
}

fn change(step: &Step) -> Change {
    Change {
        entity: step.kind.entity().table.to_owned(),
        change: step.change,
        label: step.label.clone(),
        detail: step.detail.clone(),
    }
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
