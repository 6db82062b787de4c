//! Names in the words of a record, found before it is shared, and other words in their place.
//!
//! One way for every kind of record: what goes with it is searched field by field, as the schema says which hold words.
//! Whom the record is about is left out: it is theirs. Nothing is changed before the author asks for it.

use domain::{
    Code, Problem, RowId, Value,
    access::Record,
    document::{coach_field, teacher_field},
    schema::{Entity, Merge, attachment, cycle_stage, debrief, observation},
};
use serde::{Deserialize, Serialize};
use store::{Connection, Tx, Writer, field, typed};

use super::{Barrier, refused};
use crate::{
    Error, Result,
    coach_note::{refuse_shared, replaced},
    coaching_cycle::refuse_locked,
    names::{Finder, LONGEST_INSTEAD, Name},
    typed::{check_length, refuse_long, refuse_private},
};

/// A name that stands in a record which would go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SharedName {
    /// The row in which it stands.
    pub row: RowId,
    /// The number of the row's entity.
    pub entity: u16,
    /// The number of the field.
    pub field: u16,
    /// Whether the words stand for good, so that nothing can be written instead.
    pub is_fixed: bool,
    /// The name.
    #[serde(flatten)]
    pub found: Name,
}

/// Other words for a name that was found.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ReplaceSharedName {
    /// The row.
    pub row: RowId,
    /// The number of the row's entity.
    pub entity: u16,
    /// The number of the field.
    pub field: u16,
    /// Where the name begins, in UTF-16 units.
    pub at: u32,
    /// The name as it is written there.
    pub name: String,
    /// What to write instead.
    pub instead: String,
}

/// Finds names in the words of a record and of what goes with it: of everybody but its author and whom it is about.
///
/// # Errors
/// When it is not there.
pub fn names(reader: &Connection, id: RowId) -> Result<Vec<SharedName>> {
    let documents = documents(reader, id)?;
    let mut left_out = vec![crate::session::load(reader)?.me];
    for (root, row) in &documents {
        left_out.extend(about(reader, root, *row)?);
    }
    let mut fields = Vec::new();
    for (entity, row) in rows(reader, &documents)? {
        for number in searched(entity) {
            if let Value::Text(text) = field::value(reader, entity, row, number)? {
                fields.push((entity, row, number, text));
            }
        }
    }
    let texts: Vec<&str> = fields.iter().map(|(_, _, _, text)| text.as_str()).collect();
    let found = Finder::new(reader, &left_out)?.find(&texts);
    let mut shared = Vec::new();
    for ((entity, row, number, _), names) in fields.iter().zip(found) {
        let is_fixed = is_fixed(reader, entity, *row, *number)?;
        let here = names.into_iter().filter(|name| !(name.is_perhaps && is_published(entity)));
        shared.extend(here.map(|found| SharedName {
            row: *row,
            entity: entity.number,
            field: *number,
            is_fixed,
            found,
        }));
    }
    Ok(shared)
}

/// Writes other words in the place of names: one act, that undo takes back. The earlier words stay in the history of the
/// record.
///
/// # Errors
/// When the other words are too long or private, or a field does not hold them; [`Code::Changed`] when a name does not stand
/// there any more, and where somebody else wrote the record. Nothing is changed then.
pub fn replace_names(writer: &mut Writer, id: RowId, replace: &[ReplaceSharedName]) -> Result<()> {
    let documents = documents(writer.reader(), id)?;
    let rows = rows(writer.reader(), &documents)?;
    let mut places: Vec<&ReplaceSharedName> = replace.iter().collect();
    // From the end, so that what stands before keeps its place.
    places.sort_by_key(|place| std::cmp::Reverse((place.row, place.field, place.at)));
    writer.act(id, "Write other words in a name's place", |tx| {
        places.iter().try_for_each(|place| replace_one(tx, &rows, place))
    })
}

fn replace_one(tx: &mut Tx<'_>, rows: &[(&'static Entity, RowId)], replace: &ReplaceSharedName) -> Result<()> {
    refuse_private("instead", &replace.instead)?;
    refuse_long("instead", &replace.instead, LONGEST_INSTEAD)?;
    let gone = || Error::Refused(Problem::new(Code::Changed, "This name does not stand there any more."));
    let is_meant = |(entity, row): &&(&Entity, RowId)| entity.number == replace.entity && *row == replace.row;
    let (entity, row) = *rows.iter().find(is_meant).ok_or_else(gone)?;
    let known = searched(entity).find(|number| *number == replace.field).and_then(|number| entity.field(number));
    let known = known.ok_or_else(gone)?;
    if !store::sharing::is_writable(tx.reader(), row)? {
        return Err(refused(Barrier::NotYours));
    }
    refuse_shared(tx.reader(), entity, row)?;
    refuse_locked(tx.reader(), entity, row, known.number)?;
    if is_fixed(tx.reader(), entity, row, known.number)? {
        return Err(gone());
    }
    let before = field::value(tx.reader(), entity, row, known.number)?;
    let instead = replace.instead.trim();
    let after =
        before.text().and_then(|before| replaced(before, replace.at, &replace.name, instead)).ok_or_else(gone)?;
    check_length(entity, known, &after)?;
    let state = typed::of(tx.reader(), row, known)?;
    if state.text.is_some() {
        let problem = Problem::new(Code::Changed, "Other words are being written in this field. Nothing was changed.");
        return Err(Error::Refused(problem.hint("Leave the field first.")));
    }
    Ok(typed::keep(tx, entity, row, known, state.number + 1, &after)?)
}

/// Lists the documents that go together when this one is shared.
fn documents(reader: &Connection, id: RowId) -> Result<Vec<(&'static Entity, RowId)>> {
    let entity = store::removed::entity_of(reader, id)?;
    let mut documents = match entity.number {
        number if number == debrief::ENTITY.number => crate::debrief::opened(reader, id)?,
        _ => vec![(entity, id)],
    };
    let lesson = documents.iter().find(|(document, _)| document.number == observation::ENTITY.number).copied();
    if let Some((_, lesson)) = lesson {
        documents.extend(super::along(reader, lesson)?);
    }
    Ok(documents)
}

fn rows(reader: &Connection, documents: &[(&'static Entity, RowId)]) -> Result<Vec<(&'static Entity, RowId)>> {
    let mut rows = Vec::new();
    for (entity, root) in documents {
        rows.extend(field::document(reader, entity, *root)?);
    }
    Ok(rows)
}

/// Whom a document is about.
fn about(reader: &Connection, root: &'static Entity, row: RowId) -> Result<Vec<RowId>> {
    let mut people = Vec::new();
    for number in [teacher_field(root), coach_field(root)].into_iter().flatten() {
        if let Value::Id(person) = field::value(reader, root, row, number)? {
            people.push(person);
        }
    }
    Ok(people)
}

/// Lists the fields of words. A wondering hangs on a lesson too, and never goes; nor does a file's name.
fn searched(entity: &'static Entity) -> impl Iterator<Item = u16> {
    let goes = Record::of(entity.number).is_some() && entity.number != attachment::ENTITY.number;
    entity.fields.iter().filter(move |field| goes && field.words).map(|field| field.number)
}

/// Whether words stand for good: they were said once, or locked when their stage was left.
fn is_fixed(reader: &Connection, entity: &'static Entity, row: RowId, number: u16) -> Result<bool> {
    let is_copy = (entity.number, number) == (cycle_stage::ENTITY.number, cycle_stage::LOCKED);
    let said_once = entity.field(number).is_some_and(|field| field.merge == Merge::Fixed);
    if said_once || is_copy {
        return Ok(true);
    }
    if (entity.number, number) == (cycle_stage::ENTITY.number, cycle_stage::TEXT) {
        return Ok(field::value(reader, entity, row, cycle_stage::LOCKED)? != Value::Null);
    }
    Ok(false)
}

/// A rubric and a set of look-fors are texts for many lessons, full of headings: only names that are in a list are looked for
/// in them.
fn is_published(entity: &Entity) -> bool {
    Record::of(entity.number) == Some(Record::LookFors)
}
