//! Names of people in the words of a lesson, found on this computer before it is shared, with what could stand instead.
//!
//! Whom the record is about is left out: it is theirs. Nothing is changed before the author asks for it.

use domain::{
    Code, Problem, RowId,
    access::Record,
    names::{Known, find, initials},
    schema::{Entity, Merge, attachment, observation},
};
use serde::{Deserialize, Serialize};
use store::{Connection, Writer, field, person, typed};

use super::{Barrier, refused};
use crate::{
    Error, Result,
    coach_note::replaced,
    observation::small,
    typed::{refuse_long, refuse_private},
};

/// A name that stands in words which would go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SharedName {
    /// The row in which it stands.
    pub row: RowId,
    /// The number of the row's entity.
    pub entity: u16,
    /// The number of the field.
    pub field: u16,
    /// The name as it is written there.
    pub name: String,
    /// The sentence in which it stands.
    pub sentence: String,
    /// Where it begins, in UTF-16 units, as the page counts.
    pub at: u32,
    /// A role that could stand instead: `the teacher`.
    pub role: String,
    /// Initials that could stand instead: `A. H.`
    pub initials: String,
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

/// Finds the names of people whom this computer knows in the words of a lesson: everybody but its author and whom it is
/// about.
///
/// # Errors
/// When it is not there.
pub fn names(reader: &Connection, id: RowId) -> Result<Vec<SharedName>> {
    let found = store::observation::load(reader, id)?;
    let me = crate::session::load(reader)?.me;
    let roles = person::roles(reader)?;
    let people = person::all(reader)?;
    let people: Vec<_> = people
        .into_iter()
        .filter(|one| one.id != me && ![found.teacher, found.coach].contains(&Some(one.id)))
        .collect();
    let names = |one: &person::Person| vec![one.given.clone(), one.family.clone(), one.preferred.clone()];
    let known: Vec<Known> = people.iter().map(|one| Known { names: names(one) }).collect();
    let mut views = Vec::new();
    for (entity, row) in field::document(reader, observation::ENTITY, id)? {
        for number in replaceable(entity) {
            let value = field::value(reader, entity, row, number)?;
            let Some(text) = value.text() else { continue };
            for found in find(text, &known) {
                let name = text[found.place.clone()].to_owned();
                let role = roles.iter().find(|role| role.person == people[found.person].id);
                let code = role.map_or("teacher", |role| role.code.as_str());
                views.push(SharedName {
                    row,
                    entity: entity.number,
                    field: number,
                    sentence: text[found.sentence].to_owned(),
                    at: small(text[..found.place.start].encode_utf16().count()),
                    role: format!("the {}", domain::person::role_label(code).to_lowercase()),
                    initials: initials(&name),
                    name,
                });
            }
        }
    }
    Ok(views)
}

/// The longest words in the place of a name, in characters.
const LONGEST_INSTEAD: usize = 100;

/// Writes a role or initials in the place of one name: one act, that undo takes back.
///
/// # Errors
/// When the other words are too long or private, [`Code::Changed`] when the name does not stand there any more, and where somebody else wrote the lesson.
pub fn replace_name(writer: &mut Writer, id: RowId, replace: &ReplaceSharedName) -> Result<()> {
    refuse_private("instead", &replace.instead)?;
    refuse_long("instead", &replace.instead, LONGEST_INSTEAD)?;
    let reader = writer.reader();
    if !store::sharing::is_own(reader, id)? {
        return Err(refused(Barrier::NotYours));
    }
    let gone = || Error::Refused(Problem::new(Code::Changed, "This name does not stand there any more."));
    let is_meant = |(entity, row): &(&Entity, RowId)| entity.number == replace.entity && *row == replace.row;
    let (entity, row) =
        field::document(reader, observation::ENTITY, id)?.into_iter().find(is_meant).ok_or_else(gone)?;
    let number = replaceable(entity).find(|number| *number == replace.field).ok_or_else(gone)?;
    let known = entity.field(number).expect("it is one of the entity's fields");
    let before = field::value(reader, entity, row, number)?;
    let instead = replace.instead.trim();
    let after =
        before.text().and_then(|before| replaced(before, replace.at, &replace.name, instead)).ok_or_else(gone)?;
    let state = typed::of(reader, row, known)?;
    if state.text.is_some() {
        let problem = Problem::new(Code::Changed, "Other words are being written in this field. Nothing was changed.");
        return Err(Error::Refused(problem.hint("Leave the field first.")));
    }
    Ok(writer.act(id, "Write a role in a name's place", |tx| {
        typed::keep(tx, entity, row, known, state.number + 1, &after)
    })?)
}

/// Lists the fields of words that may be written again: prose, and no label that stands for good.
fn replaceable(entity: &'static Entity) -> impl Iterator<Item = u16> {
    // A wondering hangs on the lesson too, and never goes.
    let is_there = Record::of(entity.number) == Some(Record::Script) && entity.number != attachment::ENTITY.number;
    let fields = entity.fields.iter().filter(move |field| is_there && field.words && field.merge != Merge::Fixed);
    fields.map(|field| field.number)
}
