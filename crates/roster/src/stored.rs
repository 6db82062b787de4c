//! What is here already, as a plan compares it: whole rows, read once.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use domain::{
    RowId, Value,
    schema::{Entity, person},
};
use exchange::draft::ExternalId;

/// The live rows that a roster can change.
#[derive(Debug)]
pub struct Stored {
    /// Districts and schools.
    pub organisations: Vec<Row>,
    /// People.
    pub people: Vec<Row>,
    /// What they do, and where.
    pub roles: Vec<Row>,
    /// Classes.
    pub sections: Vec<Row>,
    /// School years.
    pub school_years: Vec<Row>,
    /// Their parts.
    pub terms: Vec<Row>,
    /// The person whose profile this is: no roster ends their work.
    pub me: RowId,
    /// The organisation of the profile: it stays the root of all others.
    pub root: RowId,
    /// Where somebody works whose row names no school.
    pub own: RowId,
    /// Today in the organisation's zone.
    pub today: NaiveDate,
    /// When a person of a file is somebody who is here, where their ids do not say it.
    pub joins: Joins,
}

/// When a person of a file is somebody who is here, where their ids do not say it.
#[derive(Debug, Clone, Default)]
pub enum Joins {
    /// When name and address can only be theirs.
    #[default]
    ByName,
    /// When somebody said so: for the sender's id the person, or nobody. Others are offered, and new until then.
    Asked(HashMap<String, Option<RowId>>),
}

/// One row.
#[derive(Debug)]
pub struct Row {
    /// Its id.
    pub id: RowId,
    entity: &'static Entity,
    values: Vec<Value>,
}

impl Stored {
    /// Returns the one id that every device of this organisation gives to what a roster names so.
    #[must_use]
    pub fn derived(&self, kind: &str, parts: &[&[u8]]) -> RowId {
        let root = self.root.bytes();
        let mut all: Vec<&[u8]> = vec![b"roster", kind.as_bytes(), &root];
        all.extend(parts);
        RowId::derived(&all)
    }

    /// Returns the roster's ids of the people who are here.
    #[must_use]
    pub fn known_people(&self) -> HashSet<ExternalId> {
        self.people
            .iter()
            .map(|row| row.text(person::EXTERNAL_ID))
            .filter(|id| !id.is_empty())
            .map(Into::into)
            .collect()
    }

    /// Returns whether something with this last day goes on after today.
    #[must_use]
    pub fn is_open(&self, ends: &str) -> bool {
        ends.parse::<NaiveDate>().map_or(true, |ends| ends > self.today)
    }
}

impl Row {
    /// Makes a row of its values, one for each field of the entity in the order of their numbers.
    #[must_use]
    pub fn new(id: RowId, entity: &'static Entity, values: Vec<Value>) -> Self {
        Self { id, entity, values }
    }

    /// Returns a field's value.
    #[must_use]
    pub fn value(&self, field: u16) -> &Value {
        let at = self.entity.fields.iter().position(|known| known.number == field);
        &self.values[at.expect("the field belongs to the entity")]
    }

    /// Returns a field's words; none where it is empty.
    #[must_use]
    pub fn text(&self, field: u16) -> &str {
        self.value(field).text().unwrap_or_default()
    }

    /// Returns the row that a field names.
    #[must_use]
    pub fn id_in(&self, field: u16) -> Option<RowId> {
        match self.value(field) {
            Value::Id(id) => Some(*id),
            Value::Null | Value::Integer(_) | Value::Real(_) | Value::Text(_) => None,
        }
    }
}
