//! Copying what was chosen: one act for each person, which undo takes back.

use std::collections::{HashMap, HashSet};

use domain::{
    RowId, Value,
    schema::{self, Entity, Kind, organisation, person, relationship, role, section},
};
use store::{Connection, Writer, export};

use super::{
    Chosen, Source,
    source::{Row, is_part, whole_of},
};
use crate::{Error, Result, session};

/// What is copied in one act.
struct Load {
    rows: Vec<Row>,
}

/// What was chosen, read and with everybody's names here: ready to be written.
pub struct Carried {
    loads: Vec<Load>,
}

impl Carried {
    /// Reads what was chosen from another profile. Nothing is changed.
    ///
    /// # Errors
    /// When a database fails, or somebody is named who is not there.
    pub fn read(source: &Source, there: &Connection, here: &Connection, chosen: &[Chosen], rest: bool) -> Result<Self> {
        let mut reading = Reading::begin(source, here, chosen)?;
        let mut loads = Vec::new();
        for one in chosen {
            loads.push(reading.person(there, one)?);
        }
        if rest {
            loads.push(reading.nobody(there)?);
        }
        Ok(Self { loads })
    }
}

/// Writes what was chosen, in one act for each person. Returns how many rows were made.
///
/// # Errors
/// When the disk refuses; the people before are brought then.
pub fn carry(writer: &mut Writer, carried: &Carried) -> Result<u32> {
    let mut made = 0;
    for load in &carried.loads {
        if load.rows.is_empty() {
            continue;
        }
        made += writer.act(store::workspace(), "Bring work from another profile", |tx| {
            let mut made = HashSet::new();
            for row in &load.rows {
                let fields = row.entity.fields.iter().map(|field| (field.number, row.value(field.number).clone()));
                // A line that was removed here stays removed, unless its whole lesson comes again.
                let may_restore = row.whole().is_none_or(|whole| made.contains(&whole));
                if tx.create_missing(row.entity, row.id, fields.collect(), may_restore)? {
                    made.insert(row.id);
                }
            }
            Ok::<_, store::Error>(u32::try_from(made.len()).unwrap_or(u32::MAX))
        })?;
    }
    Ok(made)
}

struct Reading<'a> {
    source: &'a Source,
    /// What a row of there is called here, where it is another one.
    names: HashMap<RowId, RowId>,
    /// The rows of here, and those that are brought.
    known: HashSet<RowId>,
    /// Whom I coach here already.
    coached: HashSet<RowId>,
}

impl<'a> Reading<'a> {
    fn begin(source: &'a Source, here: &Connection, chosen: &[Chosen]) -> Result<Self> {
        let session = session::load(here)?;
        let mut names = HashMap::from([(source.me, session.me), (source.organisation, session.organisation)]);
        let mut known = HashSet::new();
        for entity in schema::ENTITIES.iter().copied().filter(|entity| !is_part(entity)) {
            known.extend(super::source::ids(here, entity)?);
        }
        for one in chosen {
            let is_there = source.people().any(|row| row.id == one.person);
            if !is_there || one.is.is_some_and(|is| !known.contains(&is)) {
                return Err(store::Error::NotFound { entity: "person" }.into());
            }
            if let Some(is) = one.is.filter(|is| *is != one.person) {
                names.insert(one.person, is);
            }
        }
        let schools = store::organisation::all(here)?;
        for row in source.of(organisation::ENTITY).filter(|row| row.id != source.organisation) {
            let name = roster::fold(row.words(organisation::NAME));
            if let Some(school) = schools.iter().find(|school| roster::fold(&school.name) == name) {
                names.insert(row.id, school.id);
            }
        }
        let relationships = store::person::relationships(here)?.into_iter();
        let coached = relationships.filter(|one| one.ends.is_empty()).map(|one| one.teacher).collect();
        Ok(Self { source, names, known, coached })
    }

    /// Reads what is about one person, with the lines of their lessons.
    fn person(&mut self, there: &Connection, one: &Chosen) -> Result<Load> {
        let mut load = Load { rows: Vec::new() };
        if one.is.is_none() {
            let own = |row: &&Row| row.entity.number == role::ENTITY.number && row.about() == Some(one.person);
            self.take(&mut load, one.person);
            for row in self.source.of(role::ENTITY).filter(own).map(|row| row.id).collect::<Vec<_>>() {
                self.take(&mut load, row);
            }
        }
        let is_new = |row: &&Row| row.entity.number != relationship::ENTITY.number || !self.is_coached(one);
        let about: Vec<RowId> = self.source.about(one.person).filter(is_new).map(|row| row.id).collect();
        let mut lessons = HashSet::new();
        for id in about {
            lessons.insert(id);
            self.take(&mut load, id);
        }
        self.parts(there, &lessons, &mut load)?;
        Ok(load)
    }

    fn is_coached(&self, one: &Chosen) -> bool {
        self.coached.contains(&one.is.unwrap_or(one.person))
    }

    /// Reads the lines and private lines of lessons, with their tags and gaps.
    fn parts(&self, there: &Connection, lessons: &HashSet<RowId>, load: &mut Load) -> Result<()> {
        for entity in schema::ENTITIES.iter().copied().filter(|entity| is_part(entity)) {
            export::each_to_keep::<Error>(there, entity, |row| {
                let row = Row { entity, id: row.id, values: row.values };
                if row.whole().is_some_and(|lesson| lessons.contains(&lesson)) {
                    load.rows.push(row);
                }
                Ok(())
            })?;
        }
        Ok(())
    }

    /// Reads what is about nobody.
    fn nobody(&mut self, there: &Connection) -> Result<Load> {
        let mut load = Load { rows: Vec::new() };
        let all: HashSet<RowId> = self.source.about_nobody().map(|row| row.id).collect();
        for row in self.source.rows.keys().filter(|id| all.contains(id)) {
            self.take(&mut load, *row);
        }
        self.parts(there, &all, &mut load)?;
        Ok(load)
    }

    /// Takes a row with what it names, unless it is here. Whoever was not chosen is not named.
    fn take(&mut self, load: &mut Load, id: RowId) {
        let Some(row) = self.source.rows.get(&id) else { return };
        if self.names.contains_key(&id) || !self.known.insert(id) {
            return;
        }
        let mut row = row.clone();
        for field in row.entity.fields.iter().filter(|field| field.kind == Kind::Id) {
            if let Some(named) = row.names(field.number) {
                row.values[usize::from(field.number) - 1] = self.named(load, named).map_or(Value::Null, Value::Id);
            }
        }
        // A membership of somebody who was not chosen says nothing.
        let is_member = row.entity.number == schema::membership::ENTITY.number;
        if is_member && row.names(schema::membership::PERSON).is_none() {
            return;
        }
        load.rows.push(row);
        let parts: Vec<RowId> =
            self.source.rows.values().filter(|part| whole_of(part) == Some(id)).map(|part| part.id).collect();
        for part in parts {
            self.take(load, part);
        }
    }

    /// Returns what a row of there is called here, taking it along where it belongs to the work.
    fn named(&mut self, load: &mut Load, id: RowId) -> Option<RowId> {
        if let Some(name) = self.names.get(&id) {
            return Some(*name);
        }
        let entity = self.source.rows.get(&id).map(|row| row.entity);
        if !self.known.contains(&id) && entity.is_some_and(comes_along) {
            self.take(load, id);
        }
        self.known.contains(&id).then_some(id)
    }
}

/// Returns whether a row goes where it is named: a school, a class, a team, a set of look-fors, never a person.
fn comes_along(entity: &Entity) -> bool {
    let along = [organisation::ENTITY, section::ENTITY, schema::team::ENTITY, schema::look_for_set::ENTITY];
    entity.number != person::ENTITY.number && along.iter().any(|one| one.number == entity.number)
}
