//! Names of people in a note's words, found on this computer before the note is shared, with what could stand instead.

use domain::{Code, Problem};
use serde::{Deserialize, Serialize};
use store::{Connection, sharing};

use super::{NoteField, Week, view::words};
use crate::{
    Error, Result,
    names::{Finder, LONGEST_INSTEAD, Name},
    typed::{refuse_long, refuse_private},
};

/// A name that stands in a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct NameView {
    /// The field.
    pub field: NoteField,
    /// The name.
    #[serde(flatten)]
    pub found: Name,
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

/// Returns the words of a field with others in the place of its names.
pub(super) fn rewritten(before: &str, field: NoteField, replace: &[ReplaceName]) -> Result<String> {
    let gone = || Error::Refused(Problem::new(Code::Changed, "This name does not stand there any more."));
    let mut places: Vec<&ReplaceName> = replace.iter().filter(|place| place.field == field).collect();
    // From the end, so that what stands before keeps its place.
    places.sort_by_key(|place| std::cmp::Reverse(place.at));
    places.into_iter().try_fold(before.to_owned(), |words, place| {
        refuse_private("instead", &place.instead)?;
        refuse_long("instead", &place.instead, LONGEST_INSTEAD)?;
        replaced(&words, place.at, &place.name, place.instead.trim()).ok_or_else(gone)
    })
}

/// Finds names in the note of a week, as it stands in its fields: of everybody but its author and those who supervise them.
/// Nothing is changed.
///
/// # Errors
/// When the day does not exist.
pub fn names(reader: &Connection, week: &str) -> Result<Vec<NameView>> {
    let week = Week::of(reader, week)?;
    let mut left_out: Vec<_> = sharing::supervisors(reader)?.into_iter().collect();
    left_out.push(week.session.me);
    let texts = words(reader, week.note)?;
    let texts = texts.each_ref().map(String::as_str);
    let found = Finder::new(reader, &left_out)?.find(&texts);
    let named = NoteField::ALL.into_iter().zip(found);
    Ok(named.flat_map(|(field, names)| names.into_iter().map(move |found| NameView { field, found })).collect())
}
