//! The plan of an import: every row it would make, change or end, from the file and the rows alone.
//!
//! Planning again with the same rows gives the same plan: so an import knows whether what it was shown for still holds.

use std::collections::{HashMap, HashSet};

use domain::{
    RowId, Value,
    schema::{self, Entity},
};
use exchange::{
    draft::{ExternalId, OWN_ORG, RosterDraft},
    problem::{FileProblem, FileProblemCode, Severity},
};
use serde::Serialize;

use crate::{
    endings::{self, Ending},
    organisations, people, roles, sections,
    stored::{Row, Stored},
    terms, words,
};

/// What kind of row a step is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // each is named after its entity
pub enum Kind {
    Organisation,
    Person,
    Role,
    Section,
    SchoolYear,
    Term,
}

/// What happens to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub enum ChangeKind {
    /// It is made, or comes back.
    Added,
    /// Some of its fields get another value.
    Changed,
    /// It gets a last day.
    Ended,
}

/// One row that an import writes.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What kind of row.
    pub kind: Kind,
    /// What happens to it.
    pub change: ChangeKind,
    /// The row.
    pub row: RowId,
    /// The fields that get a value.
    pub fields: Vec<(u16, Value)>,
    /// What the row is, in words.
    pub label: String,
    /// What happens to it, in words.
    pub detail: String,
}

/// Everything that an import would do.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    /// What the file says. Schools come before people, and people before their roles and classes.
    pub steps: Vec<Step>,
    /// What follows from somebody or something being gone.
    pub endings: Vec<Step>,
    /// How many rows of each kind are as the file has them.
    pub same: HashMap<Kind, u32>,
    /// How many people would have no role any more.
    pub leaving: u32,
    /// How many are missing, and whether that is a question.
    pub ending: Ending,
    /// What to know beside the problems of the file itself.
    pub problems: Vec<FileProblem>,
    /// People who could be somebody who is here, where nobody has said so: see [`crate::Joins::Asked`].
    pub offers: Vec<Offer>,
    /// The row of each person of the file, by the sender's id.
    pub people: HashMap<String, RowId>,
}

/// A person of the file who could be somebody who is here.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Offer {
    /// The sender's id.
    pub external_id: String,
    /// The name in the file.
    pub name: String,
    /// Who it could be.
    pub person: RowId,
    /// Their name.
    pub known_as: String,
    /// Whether their e-mail addresses are the same; otherwise only their names are.
    pub same_email: bool,
}

impl Kind {
    /// Every kind, in the order in which they are planned.
    pub const ALL: [Self; 6] =
        [Self::Organisation, Self::Person, Self::Role, Self::Section, Self::SchoolYear, Self::Term];

    /// Returns the entity of such rows.
    #[must_use]
    pub fn entity(self) -> &'static Entity {
        match self {
            Self::Organisation => schema::organisation::ENTITY,
            Self::Person => schema::person::ENTITY,
            Self::Role => schema::role::ENTITY,
            Self::Section => schema::section::ENTITY,
            Self::SchoolYear => schema::school_year::ENTITY,
            Self::Term => schema::term::ENTITY,
        }
    }
}

impl Plan {
    /// Returns the steps that an import makes.
    pub fn applied(&self, with_endings: bool) -> impl Iterator<Item = &Step> {
        self.steps.iter().chain(self.endings.iter().filter(move |_| with_endings))
    }

    /// Returns whether nothing would change.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty() && self.endings.is_empty()
    }
}

/// Compares a draft with the rows.
#[must_use]
pub fn plan(stored: &Stored, draft: &RosterDraft) -> Plan {
    let mut planning = Planning::new(stored, draft);
    organisations::plan(&mut planning);
    people::plan(&mut planning);
    roles::plan(&mut planning);
    sections::plan(&mut planning);
    terms::plan(&mut planning);
    endings::plan(&mut planning);
    planning.plan
}

/// A plan in the making.
pub(crate) struct Planning<'a> {
    pub stored: &'a Stored,
    pub draft: &'a RosterDraft,
    pub plan: Plan,
    /// The rows of the file's organisations and people, by the sender's ids.
    pub places: HashMap<&'a str, RowId>,
    pub people: HashMap<&'a str, RowId>,
    /// Names for the words of the plan.
    pub names: HashMap<RowId, String>,
    /// The rows that the file speaks of.
    pub met: HashSet<RowId>,
    /// People who have a role after the import that they do not have now.
    pub arriving: HashSet<RowId>,
}

impl<'a> Planning<'a> {
    fn new(stored: &'a Stored, draft: &'a RosterDraft) -> Self {
        let mut planning = Self {
            stored,
            draft,
            plan: Plan::default(),
            places: HashMap::from([(OWN_ORG, stored.own)]),
            people: HashMap::new(),
            names: HashMap::new(),
            met: HashSet::new(),
            arriving: HashSet::new(),
        };
        for row in &stored.organisations {
            planning.names.insert(row.id, row.text(schema::organisation::NAME).to_owned());
            known(&mut planning.places, row.text(schema::organisation::EXTERNAL_ID), row.id);
        }
        for row in &stored.people {
            planning.names.insert(row.id, people::name_of(row));
            known(&mut planning.people, row.text(schema::person::EXTERNAL_ID), row.id);
        }
        planning
    }

    /// Returns the row of an organisation that the file names.
    pub fn place(&self, id: &ExternalId) -> Option<RowId> {
        self.places.get(id.as_str()).copied()
    }

    /// Returns the row of a person whom the file names.
    pub fn person(&self, id: &ExternalId) -> Option<RowId> {
        self.people.get(id.as_str()).copied()
    }

    /// Returns the name of a person or organisation.
    pub fn name(&self, row: RowId) -> &str {
        self.names.get(&row).map_or("", String::as_str)
    }

    /// Plans a new row.
    pub fn add(&mut self, kind: Kind, row: RowId, fields: Vec<(u16, Value)>, label: String, detail: String) {
        self.met.insert(row);
        self.plan.steps.push(Step { kind, change: ChangeKind::Added, row, fields, label, detail });
    }

    /// Plans what differs in a row that is here; where nothing differs, it is counted as the same.
    pub fn meet(&mut self, kind: Kind, row: &Row, wanted: Vec<(u16, Value)>, label: String) {
        self.met.insert(row.id);
        let fields: Vec<(u16, Value)> =
            wanted.into_iter().filter(|(field, value)| !is_same(row.value(*field), value)).collect();
        if fields.is_empty() {
            *self.plan.same.entry(kind).or_default() += 1;
            return;
        }
        let detail = words::fields(kind, &fields);
        self.plan.steps.push(Step { kind, change: ChangeKind::Changed, row: row.id, fields, label, detail });
    }

    /// Adds something to know to the file's own problems.
    pub fn tell(&mut self, severity: Severity, code: FileProblemCode, message: String, hint: &str) {
        let file = self.draft.files.first().map_or("", |file| file.name.as_str());
        self.plan.problems.push(FileProblem::new(file, severity, code, message, hint));
    }

    /// Returns whether a file of this name was read.
    pub fn has_file(&self, name: &str) -> bool {
        self.draft.files.iter().any(|file| file.name.eq_ignore_ascii_case(name))
    }
}

fn known<'a>(rows: &mut HashMap<&'a str, RowId>, external_id: &'a str, row: RowId) {
    if !external_id.is_empty() {
        rows.insert(external_id, row);
    }
}

/// Empty words and no words are the same.
fn is_same(stored: &Value, wanted: &Value) -> bool {
    let is_empty = |value: &Value| matches!(value, Value::Null) || value.text() == Some("");
    stored == wanted || (is_empty(stored) && is_empty(wanted))
}

/// Returns words as a field's value; none as nothing.
pub(crate) fn words_or_nothing(text: &str) -> Value {
    Some(text.trim()).filter(|text| !text.is_empty()).into()
}

/// Returns what a person wrote where the file differs only in capital letters: many systems know no small ones.
pub(crate) fn kept_or_new<'a>(stored: &'a str, drafted: &'a str) -> &'a str {
    if stored.to_lowercase() == drafted.trim().to_lowercase() { stored } else { drafted }
}
