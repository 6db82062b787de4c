//! Names of people in a note's words, found on this computer before the note is shared, with what could stand instead.

use domain::names::{Known, find, initials};
use serde::{Deserialize, Serialize};
use store::{Connection, person, sharing};

use super::{NoteField, Week, view::words};
use crate::Result;

/// A name that stands in a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct NameView {
    /// The field.
    pub field: NoteField,
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
pub struct ReplaceName {
    /// The field.
    pub field: NoteField,
    /// Where the name begins, in UTF-16 units.
    pub at: u32,
    /// The name as it is written there.
    pub name: String,
    /// What to write instead.
    pub instead: String,
}

/// Returns the words with others in a name's place; nothing where the name does not stand there.
pub(crate) fn replaced(words: &str, at: u32, name: &str, instead: &str) -> Option<String> {
    let mut units = 0;
    let starts = words.char_indices().find_map(|(byte, letter)| {
        let is_here = units == at;
        units += crate::observation::small(letter.len_utf16());
        is_here.then_some(byte)
    })?;
    let rest = words[starts..].strip_prefix(name).filter(|_| !name.is_empty() && !instead.is_empty())?;
    Some(format!("{}{instead}{rest}", &words[..starts]))
}

/// Finds the names of people whom this computer knows in the note of a week: everybody but its author and those who
/// supervise them. Nothing is changed.
///
/// # Errors
/// When the day does not exist.
pub fn names(reader: &Connection, week: &str) -> Result<Vec<NameView>> {
    let week = Week::of(reader, week)?;
    let supervisors = sharing::supervisors(reader)?;
    let roles = person::roles(reader)?;
    let people = person::all(reader)?;
    let people: Vec<_> =
        people.into_iter().filter(|one| one.id != week.session.me && !supervisors.contains(&one.id)).collect();
    let known: Vec<Known> = people
        .iter()
        .map(|one| Known { names: vec![one.given.clone(), one.family.clone(), one.preferred.clone()] })
        .collect();
    let mut views = Vec::new();
    for (field, text) in NoteField::ALL.into_iter().zip(words(reader, week.note)?) {
        for found in find(&text, &known) {
            let name = text[found.place.clone()].to_owned();
            let code = roles.iter().find(|role| role.person == people[found.person].id).map(|role| role.code.as_str());
            views.push(NameView {
                field,
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
