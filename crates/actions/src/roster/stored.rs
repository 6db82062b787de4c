//! What is here already, as a plan compares it: whole rows, read once.

use std::collections::HashSet;

use chrono::NaiveDate;
use domain::{
    RowId, Value,
    schema::{self, Entity, person},
    time,
};
use exchange::draft::ExternalId;
use store::Connection;

use crate::{Result, school, session};

/// The live rows that a roster can change.
pub(super) struct Stored {
    pub organisations: Vec<Row>,
    pub people: Vec<Row>,
    pub roles: Vec<Row>,
    pub sections: Vec<Row>,
    pub school_years: Vec<Row>,
    pub terms: Vec<Row>,
    /// The person whose profile this is: no roster ends their work.
    pub me: RowId,
    /// The organisation of the profile: it stays the root of all others.
    pub root: RowId,
    /// Where somebody works whose row names no school.
    pub own: RowId,
    /// Today in the organisation's zone.
    pub today: NaiveDate,
}

/// One row.
#[derive(Debug)]
pub(super) struct Row {
    pub id: RowId,
    entity: &'static Entity,
    values: Vec<Value>,
}

impl Stored {
    /// Reads everything that a roster can change.
    pub fn load(reader: &Connection, now_ms: i64) -> Result<Self> {
        let session = session::load(reader)?;
        Ok(Self {
            organisations: rows(reader, schema::organisation::ENTITY)?,
            people: rows(reader, schema::person::ENTITY)?,
            roles: rows(reader, schema::role::ENTITY)?,
            sections: rows(reader, schema::section::ENTITY)?,
            school_years: rows(reader, schema::school_year::ENTITY)?,
            terms: rows(reader, schema::term::ENTITY)?,
            me: session.me,
            root: session.organisation,
            own: school::only(reader)?.unwrap_or(session.organisation),
            today: time::local(now_ms, session.zone).date_naive(),
        })
    }

    /// Returns the one id that every device of this organisation gives to what a roster names so.
    pub fn derived(&self, kind: &str, parts: &[&[u8]]) -> RowId {
        let root = self.root.bytes();
        let mut all: Vec<&[u8]> = vec![b"roster", kind.as_bytes(), &root];
        all.extend(parts);
        RowId::derived(&all)
    }

    /// Returns the roster's ids of the people who are here.
    pub fn known_people(&self) -> HashSet<ExternalId> {
        self.people
            .iter()
            .map(|row| row.text(person::EXTERNAL_ID))
            .filter(|id| !id.is_empty())
            .map(Into::into)
            .collect()
    }

    /// Returns whether something with this last day goes on after today.
    pub fn is_open(&self, ends: &str) -> bool {
        ends.parse::<NaiveDate>().map_or(true, |ends| ends > self.today)
    }
}

impl Row {
    /// Returns a field's value.
    pub fn value(&self, field: u16) -> &Value {
        let at = self.entity.fields.iter().position(|known| known.number == field);
        &self.values[at.expect("the field belongs to the entity")]
    }

    /// Returns a field's words; none where it is empty.
    pub fn text(&self, field: u16) -> &str {
        self.value(field).text().unwrap_or_default()
    }

    /// Returns the row that a field names.
    pub fn id_in(&self, field: u16) -> Option<RowId> {
        match self.value(field) {
            Value::Id(id) => Some(*id),
            Value::Null | Value::Integer(_) | Value::Real(_) | Value::Text(_) => None,
        }
    }
}

fn rows(reader: &Connection, entity: &'static Entity) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    store::export::each::<store::Error>(reader, entity, |row| {
        rows.push(Row { id: row.id, entity, values: row.values });
        Ok(())
    })?;
    Ok(rows)
}
