//! What a roster file proposes, before anything is stored. References go by external id, dates are plain dates.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::problem::{FileProblem, any_stops};
use crate::role::{RoleFound, RosterRole};

/// The id that the sending system gave to something.
///
/// Rows of a plain table without an id column get one made from their words (`email:…`, `name:…`, `school:…`), so
/// that reading the same list again meets the same people.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(transparent)]
pub struct ExternalId(pub String);

/// Stands for the organisation that the import is made into, where a table names no school.
pub const OWN_ORG: &str = "own:";

/// Everything a roster source proposes.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RosterDraft {
    /// Districts, schools and departments.
    pub orgs: Vec<OrgDraft>,
    /// Adults who work there. Never students or families.
    pub people: Vec<PersonDraft>,
    /// What they do, where and when.
    pub roles: Vec<RoleDraft>,
    /// Classes.
    pub sections: Vec<SectionDraft>,
    /// Who teaches which class; also for a class that is not itself in a delta.
    pub teachings: Vec<TeachingDraft>,
    /// Who coaches, evaluates or supervises whom, where a column says it.
    pub links: Vec<LinkDraft>,
    /// School years, semesters, terms, grading periods.
    pub terms: Vec<TermDraft>,
    /// Whether a missing record means that it ended.
    pub mode: Mode,
    /// What a delta says is gone. Empty for a full file.
    pub removed: Vec<Removed>,
    /// What is in the files but could not be taken. A full file does not end these: they are not missing.
    pub left_out: Vec<RecordRef>,
    /// The role words met, for the mapping screen.
    pub roles_found: Vec<RoleFound>,
    /// Student users that were met and not taken.
    pub students_left_out: u32,
    /// Parents, guardians and relatives that were met and not taken.
    pub relatives_left_out: u32,
    /// What to know about the files.
    pub problems: Vec<FileProblem>,
    /// The files that were read, with their rows.
    pub files: Vec<FileCount>,
}

/// How complete a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Mode {
    /// The complete truth: what is missing is no longer there.
    Bulk,
    /// Only what changed: what is missing stays as it is.
    Delta,
}

/// A file and how many rows it has below its header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FileCount {
    /// The file's own name.
    pub name: String,
    /// Rows below the header, taken or not.
    pub rows: u32,
}

/// A district, school or department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OrgDraft {
    /// The sending system's id.
    pub external_id: ExternalId,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: OrgKind,
    /// A public identifier, in the United States the NCES id.
    pub identifier: Option<String>,
    /// The org it belongs to.
    pub parent: Option<ExternalId>,
}

/// What an org is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Type)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)] // the names are those of OneRoster
pub enum OrgKind {
    School,
    District,
    Department,
    Local,
    State,
    National,
    Other,
}

/// An adult who works in an org.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PersonDraft {
    /// The sending system's id.
    pub external_id: ExternalId,
    /// Given name; may be empty when the file has none.
    pub given: String,
    /// Family name; may be empty when the file has none.
    pub family: String,
    /// The name the person goes by.
    pub preferred_given: Option<String>,
    /// The person's pronouns.
    pub pronouns: Option<String>,
    /// One address; its shape is checked, not its existence.
    pub email: Option<String>,
    /// The orgs the person belongs to; the primary one first.
    pub org_external_ids: Vec<ExternalId>,
    /// False when the sending system has switched the person's account off.
    pub is_enabled: bool,
}

/// A role of a person in an org.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RoleDraft {
    /// The sending system's id of this role; only OneRoster 1.2 has one.
    pub external_id: Option<ExternalId>,
    /// Whose role it is.
    pub person: ExternalId,
    /// Where.
    pub org: ExternalId,
    /// What, after the mapping.
    pub role: RosterRole,
    /// What, in the file's own word.
    pub source_role: String,
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The first day without it.
    pub to: Option<NaiveDate>,
}

/// A class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SectionDraft {
    /// The sending system's id.
    pub external_id: ExternalId,
    /// The school it is held at.
    pub school: ExternalId,
    /// Its teachers, the primary one first.
    pub teachers: Vec<ExternalId>,
    /// Its name.
    pub title: String,
    /// Its subject, from the class or its course.
    pub subject: Option<String>,
    /// Its grades, as the file writes them.
    pub grades: Vec<String>,
    /// Its periods, as the file writes them.
    pub periods: Vec<String>,
    /// Its room.
    pub location: Option<String>,
    /// The terms it runs in.
    pub terms: Vec<ExternalId>,
}

/// That a person teaches a class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TeachingDraft {
    /// The sending system's id of the enrolment.
    pub external_id: ExternalId,
    /// The class.
    pub section: ExternalId,
    /// The teacher.
    pub person: ExternalId,
    /// Whether this is the class's main teacher.
    pub is_primary: bool,
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The first day without it.
    pub to: Option<NaiveDate>,
}

/// Who has a link to a person, as a cell names them; nobody where the cell is empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LinkDraft {
    /// The row as a spreadsheet counts it.
    pub row: u32,
    /// What the link is.
    pub kind: LinkKind,
    /// The person of the row.
    pub person: ExternalId,
    /// Who has the link to them: ids, e-mail addresses or names.
    pub named: Vec<String>,
}

/// What somebody is to the person of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum LinkKind {
    /// Coaches them.
    Coach,
    /// Evaluates them.
    Evaluator,
    /// Supervises them.
    Supervisor,
}

/// A school year, semester, term or grading period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TermDraft {
    /// The sending system's id.
    pub external_id: ExternalId,
    /// Its name.
    pub title: String,
    /// What it is.
    pub kind: TermKind,
    /// The first day.
    pub start: NaiveDate,
    /// The first day after it, as OneRoster defines it.
    pub end_exclusive: NaiveDate,
    /// The longer term it is part of.
    pub parent: Option<ExternalId>,
    /// The year in which the school year ends.
    pub school_year: Option<u16>,
}

/// What a term is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Type)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)] // the names are those of OneRoster
pub enum TermKind {
    SchoolYear,
    Semester,
    Term,
    GradingPeriod,
    Other,
}

/// Something a delta says is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Removed {
    /// What it was; ids are only unique within a kind.
    pub kind: RecordKind,
    /// Its id.
    pub external_id: ExternalId,
    /// Whose role or teaching it was, where the file says so.
    pub person: Option<ExternalId>,
    /// The org of the role, or the section of the teaching, where the file says so.
    pub place: Option<ExternalId>,
}

/// A record by its kind and id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RecordRef {
    /// What it is; ids are only unique within a kind.
    pub kind: RecordKind,
    /// Its id.
    pub external_id: ExternalId,
}

/// What kind of thing a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Type)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)] // each is named after its draft
pub enum RecordKind {
    Org,
    Person,
    Role,
    Section,
    Teaching,
    Term,
}

impl RosterDraft {
    /// A draft that proposes nothing.
    pub fn empty(mode: Mode) -> Self {
        Self {
            orgs: Vec::new(),
            people: Vec::new(),
            roles: Vec::new(),
            sections: Vec::new(),
            teachings: Vec::new(),
            links: Vec::new(),
            terms: Vec::new(),
            mode,
            removed: Vec::new(),
            left_out: Vec::new(),
            roles_found: Vec::new(),
            students_left_out: 0,
            relatives_left_out: 0,
            problems: Vec::new(),
            files: Vec::new(),
        }
    }

    /// Says whether this draft must not be imported.
    pub fn is_stopped(&self) -> bool {
        any_stops(&self.problems)
    }
}

impl ExternalId {
    /// The id as the file wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for ExternalId {
    fn from(id: &str) -> Self {
        Self(id.to_owned())
    }
}
