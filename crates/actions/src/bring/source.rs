//! What another profile holds, as far as it can be brought: everything but the lines, which are read when they are wanted.

use std::collections::{BTreeMap, HashSet};

use domain::{
    RowId, Value,
    document::{coach_field, root_field, teacher_field},
    schema::{self, Entity, look_for, membership, observation, organisation, person, role, section},
};
use store::{Connection, export};

use crate::{Error, Result, session};

/// The rows of another profile.
pub struct Source {
    /// The person whose profile it is.
    pub(super) me: RowId,
    /// Its organisation.
    pub(super) organisation: RowId,
    /// Every live row that is no part of an observation.
    pub(super) rows: BTreeMap<RowId, Row>,
}

/// A row of another profile.
#[derive(Clone)]
pub(super) struct Row {
    pub entity: &'static Entity,
    pub id: RowId,
    pub values: Vec<Value>,
}

impl Row {
    /// Returns a field's value.
    pub fn value(&self, field: u16) -> &Value {
        self.values.get(usize::from(field) - 1).unwrap_or(&Value::Null)
    }

    /// Returns the row that a field names.
    pub fn names(&self, field: u16) -> Option<RowId> {
        match self.value(field) {
            Value::Id(id) => Some(*id),
            Value::Null | Value::Integer(_) | Value::Real(_) | Value::Text(_) => None,
        }
    }

    /// Returns a field's words.
    pub fn words(&self, field: u16) -> &str {
        self.value(field).text().unwrap_or_default()
    }

    /// Returns the lesson that the row is a part of.
    pub fn whole(&self) -> Option<RowId> {
        let field = self.entity.fields.iter().find(|field| field.column == "observation")?;
        if is_part(self.entity) { self.names(field.number) } else { None }
    }

    /// Returns the person whom the row is about; nobody where it is about none.
    pub fn about(&self) -> Option<RowId> {
        let whom = |field_of: fn(&Entity) -> Option<u16>| field_of(self.entity).and_then(|field| self.names(field));
        let field = match self.entity.number {
            number if number == section::ENTITY.number => section::TEACHER,
            number if number == role::ENTITY.number => role::PERSON,
            _ => return whom(teacher_field).or_else(|| whom(coach_field)),
        };
        self.names(field)
    }
}

impl Source {
    /// Reads another profile.
    ///
    /// # Errors
    /// When its database fails, or it was never begun.
    pub fn read(reader: &Connection) -> Result<Self> {
        let session = session::load(reader)?;
        let mut rows = BTreeMap::new();
        for entity in schema::ENTITIES.iter().copied().filter(|entity| !is_part(entity)) {
            export::each_to_keep::<Error>(reader, entity, |row| {
                let row = Row { entity, id: row.id, values: row.values };
                // What is still being written is brought when it is finished.
                if entity.number != observation::ENTITY.number || row.words(observation::STATE) != "capturing" {
                    rows.insert(row.id, row);
                }
                Ok(())
            })?;
        }
        Ok(Self { me: session.me, organisation: session.organisation, rows })
    }

    /// Returns the rows of an entity, in the order of their ids.
    pub(super) fn of(&self, entity: &Entity) -> impl Iterator<Item = &Row> {
        let number = entity.number;
        self.rows.values().filter(move |row| row.entity.number == number)
    }

    /// Returns the people other than the one whose profile it is.
    pub(super) fn people(&self) -> impl Iterator<Item = &Row> {
        self.of(person::ENTITY).filter(|row| row.id != self.me)
    }

    /// Returns the rows that are about a person, their own row and roles not among them.
    pub(super) fn about(&self, person: RowId) -> impl Iterator<Item = &Row> {
        let is_work = |row: &&Row| row.entity.number != role::ENTITY.number;
        self.rows.values().filter(is_work).filter(move |row| row.about() == Some(person))
    }

    /// Returns the rows that are about nobody and belong to the person whose profile it is.
    pub(super) fn about_nobody(&self) -> impl Iterator<Item = &Row> {
        const OF_THE_ORGANISATION: [&Entity; 3] = [person::ENTITY, role::ENTITY, organisation::ENTITY];
        self.rows.values().filter(|row| {
            row.about().is_none()
                && !OF_THE_ORGANISATION.iter().any(|entity| entity.number == row.entity.number)
                && !is_calendar(row.entity)
        })
    }
}

/// Returns whether an entity's rows are parts of an observation.
pub(super) fn is_part(entity: &Entity) -> bool {
    let is_line = root_field(entity).is_some() && entity.number != look_for::ENTITY.number;
    is_line || entity.number == schema::wondering::ENTITY.number
}

/// The school's calendar comes from the organisation.
fn is_calendar(entity: &Entity) -> bool {
    matches!(entity.table, "school_year" | "calendar_day" | "period" | "term")
}

/// Returns whether a row of another profile is here already and was not removed.
pub(super) fn is_here(here: &HashSet<RowId>, row: &Row) -> bool {
    here.contains(&row.id)
}

/// Returns the ids of every live row of an entity.
pub(super) fn ids(reader: &Connection, entity: &'static Entity) -> Result<HashSet<RowId>> {
    let mut found = HashSet::new();
    export::each_to_keep::<Error>(reader, entity, |row| {
        found.insert(row.id);
        Ok(())
    })?;
    Ok(found)
}

/// Memberships go with their team, and look-fors with their set.
pub(super) fn whole_of(row: &Row) -> Option<RowId> {
    match row.entity.number {
        number if number == membership::ENTITY.number => row.names(membership::TEAM),
        number if number == look_for::ENTITY.number => row.names(look_for::SET),
        _ => None,
    }
}
