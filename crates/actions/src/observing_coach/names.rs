//! Names of people in what was written while observing a coach, found on this computer before it is shared (INV-18).

use domain::{
    RowId,
    names::{Known, find, initials},
    schema::{Entity, line, observation},
};
use serde::{Deserialize, Serialize};
use store::{Connection, Writer, observation as stored, person};

use crate::{Error, Result, coach_note::replaced, session};

/// A name that stands in a line, or in what was to be looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct NameInLine {
    /// The line, or the observation itself.
    pub row: RowId,
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
pub struct ReplaceNameInLine {
    /// The observation.
    pub observation: RowId,
    /// The line, or the observation itself.
    pub row: RowId,
    /// Where the name begins, in UTF-16 units.
    pub at: u32,
    /// The name as it is written there.
    pub name: String,
    /// What to write instead.
    pub instead: String,
}

/// Finds the names of people whom this computer knows in an observation of a coach: everybody but the two of whom it is.
/// Nothing is changed. Of a teacher's lesson it finds nothing: there a name is the teacher's own.
///
/// # Errors
/// When it is not there.
pub fn names(reader: &Connection, id: RowId) -> Result<Vec<NameInLine>> {
    let found = stored::load(reader, id)?;
    let Some(coach) = found.coach else { return Ok(Vec::new()) };
    let pair = [coach, session::load(reader)?.me];
    let roles = person::roles(reader)?;
    let people: Vec<_> = person::all(reader)?.into_iter().filter(|one| !pair.contains(&one.id)).collect();
    let known: Vec<Known> = people
        .iter()
        .map(|one| Known { names: vec![one.given.clone(), one.family.clone(), one.preferred.clone()] })
        .collect();
    let mut views = Vec::new();
    for Words { row, text, .. } in words(reader, &found)? {
        for found in find(&text, &known) {
            let name = text[found.place.clone()].to_owned();
            let code = roles.iter().find(|role| role.person == people[found.person].id).map(|role| role.code.as_str());
            views.push(NameInLine {
                row,
                sentence: text[found.sentence].to_owned(),
                at: crate::observation::small(text[..found.place.start].encode_utf16().count()),
                role: format!("the {}", domain::person::role_label(code.unwrap_or("teacher")).to_lowercase()),
                initials: initials(&name),
                name,
            });
        }
    }
    Ok(views)
}

/// Puts other words in the place of a name. Its time and everything else of the line stay.
///
/// # Errors
/// When the name does not stand there any more; nothing is changed then.
pub fn replace_name(writer: &mut Writer, replace: &ReplaceNameInLine) -> Result<()> {
    let ReplaceNameInLine { observation, row, at, name, instead } = replace;
    let found = stored::load(writer.reader(), *observation)?;
    crate::typed::refuse_private("instead", instead)?;
    crate::typed::refuse_long("instead", instead, LONGEST_INSTEAD)?;
    let mut words = words(writer.reader(), &found)?.into_iter().filter(|words| words.row == *row);
    let changed = words.find_map(|words| Some((replaced(&words.text, *at, name, instead.trim())?, words)));
    let Some((text, Words { entity, field, .. })) = changed.filter(|_| found.coach.is_some()) else {
        return Err(Error::invalid("name", "This name does not stand there any more. Nothing was changed."));
    };
    Ok(writer.act(*observation, "Write a name otherwise", |tx| tx.set(entity, *row, field, text.into()))?)
}

/// The longest words in the place of a name, in characters.
const LONGEST_INSTEAD: usize = 100;

/// Words that would go, and where they stand.
struct Words {
    entity: &'static Entity,
    row: RowId,
    field: u16,
    text: String,
}

fn words(reader: &Connection, found: &stored::Observation) -> Result<Vec<Words>> {
    let head = [(observation::FOCUS, &found.focus), (observation::NOTE, &found.note)];
    let head =
        head.map(|(field, text)| Words { entity: observation::ENTITY, row: found.id, field, text: text.clone() });
    let lines = stored::lines(reader, found.id)?.into_iter();
    let lines = lines.map(|one| Words { entity: line::ENTITY, row: one.id, field: line::TEXT, text: one.text });
    Ok(head.into_iter().chain(lines).collect())
}
