//! Private lines, abbreviations and students' names from a backup of the same person's other computer: their log never travels, so they come
//! to a new computer this way alone.

use std::collections::{BTreeSet, HashSet};

use domain::{
    RowId,
    names::folded,
    schema::{self, Entity, Kind, Log, abbreviation, line, observation, student_name, wondering},
};
use serde::Serialize;
use store::{
    Connection, Writer, export,
    removed::{State, state},
};

use super::source::Row;
use crate::{Error, Result, session};

/// What a backup has that stays on one computer, and what of it can come here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct PrivateView {
    /// Private lines that can be brought.
    pub wonderings: u32,
    /// Of how many lessons these are.
    pub lessons: u32,
    /// Abbreviations that can be brought.
    pub abbreviations: u32,
    /// Students' names that can be brought.
    pub student_names: u32,
    /// What is here already, or was removed here.
    pub here: u32,
    /// Private lines of lessons that are not here: they stay in the backup.
    pub elsewhere: u32,
}

/// What is private in a backup and not here yet: ready to be written.
pub struct Private {
    rows: Vec<Row>,
    view: PrivateView,
}

impl Private {
    /// Reads what a backup has that stays on one computer. Nothing is changed.
    ///
    /// # Errors
    /// When the backup is of another person or organisation, or a database fails.
    pub fn read(there: &Connection, here: &Connection) -> Result<Self> {
        let (theirs, ours) = (session::load(there)?, session::load(here)?);
        if (theirs.me, theirs.organisation) != (ours.me, ours.organisation) {
            return Err(Error::invalid("path", "This backup is not of your own work in this organisation."));
        }
        let (shorts, students) = (shorts(here)?, students(here)?);
        let mut reading = Reading { here, shorts, students, rows: Vec::new(), view: PrivateView::default() };
        for entity in schema::ENTITIES.iter().copied().filter(|entity| entity.log == Log::Private) {
            export::each_to_keep::<Error>(there, entity, |row| {
                reading.take(Row { entity, id: row.id, values: row.values })
            })?;
        }
        Ok(reading.done())
    }

    /// Returns what there is, in numbers.
    #[must_use]
    pub fn view(&self) -> PrivateView {
        self.view
    }
}

/// Writes what is private and not here yet, in one act. Returns how many rows were made.
///
/// # Errors
/// When the disk refuses; then nothing was brought.
pub fn carry_private(writer: &mut Writer, private: &Private) -> Result<u32> {
    Ok(writer.act(store::workspace(), "Bring private lines from a backup", |tx| {
        let mut made = 0;
        for row in &private.rows {
            let fields = row.entity.fields.iter().map(|field| (field.number, row.value(field.number).clone()));
            // What was removed here stays removed.
            made += u32::from(tx.create_missing(row.entity, row.id, fields.collect(), false)?);
        }
        Ok::<_, store::Error>(made)
    })?)
}

struct Reading<'a> {
    here: &'a Connection,
    /// The abbreviations of here: each stands there once.
    shorts: HashSet<String>,
    /// The students' names of here, folded: each stands there once.
    students: HashSet<String>,
    rows: Vec<Row>,
    view: PrivateView,
}

impl Reading<'_> {
    fn take(&mut self, row: Row) -> Result<()> {
        if self.is_taken(&row) || state(self.here, row.entity, row.id)? != State::Absent {
            self.view.here += 1;
        } else if self.is_whole(&row)? {
            self.rows.push(row);
        } else {
            self.view.elsewhere += 1;
        }
        Ok(())
    }

    fn is_taken(&self, row: &Row) -> bool {
        is(row, abbreviation::ENTITY) && self.shorts.contains(row.words(abbreviation::SHORT))
            || is(row, student_name::ENTITY) && self.students.contains(&folded(row.words(student_name::NAME)))
    }

    /// Returns whether everything that a row names is here. A lesson that was removed here may be brought back, and then
    /// has its private lines.
    fn is_whole(&self, row: &Row) -> Result<bool> {
        for field in row.entity.fields.iter().filter(|field| field.kind == Kind::Id) {
            let Some(named) = row.names(field.number) else { continue };
            let entity = if field.column == "line" { line::ENTITY } else { observation::ENTITY };
            if matches!(state(self.here, entity, named)?, State::Absent | State::Erased) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn done(self) -> Private {
        let small = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let count = |entity| small(self.rows.iter().filter(|row| is(row, entity)).count());
        let (wonderings, abbreviations) = (count(wondering::ENTITY), count(abbreviation::ENTITY));
        let lessons: BTreeSet<RowId> = self.rows.iter().filter_map(Row::whole).collect();
        let student_names = count(student_name::ENTITY);
        let view = PrivateView { wonderings, abbreviations, student_names, lessons: small(lessons.len()), ..self.view };
        Private { rows: self.rows, view }
    }
}

fn is(row: &Row, entity: &Entity) -> bool {
    row.entity.number == entity.number
}

fn students(here: &Connection) -> Result<HashSet<String>> {
    Ok(store::student_name::all(here)?.into_iter().map(|(_, name)| folded(&name)).collect())
}

fn shorts(here: &Connection) -> Result<HashSet<String>> {
    Ok(store::observation::abbreviations(here)?.into_iter().map(|(_, short, _)| short).collect())
}
