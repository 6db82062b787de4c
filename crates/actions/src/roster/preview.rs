//! A roster file as it is shown before anything is stored: what was read, and what would change.

use exchange::{
    mapping::{ColumnMapping, TargetField},
    problem::FileProblem,
    role::{RoleFound, RosterRole},
    table::Table,
};
use roster::{ChangeKind, Ending, Kind, Plan, Step, role_code, small};
use serde::Serialize;

use super::{first_stop, read::Reading};

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

/// Changes that are listed one by one.
const LISTED: usize = 500;
impl Reading {
    /// Returns what a screen shows of it.
    #[must_use]
    pub fn view(&self, token: &str) -> RosterPreview {
        let of = |change| self.plan().steps.iter().filter(move |step| step.change == change);
        let all = || self.plan().endings.iter().chain(of(ChangeKind::Changed)).chain(of(ChangeKind::Added));
        RosterPreview {
            token: token.to_owned(),
            kind: self.kind().to_owned(),
            mapping: self.mapping().cloned(),
            roles: self.draft().roles_found.iter().map(role_word).collect(),
            counts: Kind::ALL.into_iter().map(|kind| counted(self.plan(), kind)).collect(),
            changes: all().take(LISTED).map(change).collect(),
            more_changes: small(all().count().saturating_sub(LISTED)),
            problems: self.problems().to_vec(),
            students_left_out: self.draft().students_left_out,
            ending: self.plan().ending,
            can_import: first_stop(self.problems()).is_none() && self.changes_something(),
        }
    }
}

/// Returns the columns of a table with what they were taken for.
pub(super) fn mapping_view(table: &Table, chosen: &ColumnMapping, remembered: bool) -> MappingView {
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
        role => Some(role_code(role)),
    };
    RoleWordView { source: found.source_role.clone(), rows: found.count, target }
}

fn counted(plan: &Plan, kind: Kind) -> Counted {
    let count = |change| small(plan.applied(true).filter(|step| step.kind == kind && step.change == change).count());
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
