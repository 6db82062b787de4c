//! Names of people in words that are about to be shared, found on this computer, with what could stand instead (INV-18).
//!
//! There is one finder for every kind of share. It knows the people of the roster and the list of students' names, and it
//! asks about what looks like a name and is in no list. It changes nothing: its author does, or shares it as it is.

pub mod students;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    RowId,
    names::{Found, Known, Sought, called, folded, initials, likely},
};
use serde::Serialize;
use store::{Connection, person, student_name};

use crate::{Result, observation::small};

pub use words::{TextName, in_texts};

/// The longest words in the place of a name, in characters.
pub(crate) const LONGEST_INSTEAD: usize = 100;

/// A name that stands in words which would go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Name {
    /// The name as it is written there.
    pub name: String,
    /// The sentence in which it stands.
    pub sentence: String,
    /// Where it begins, in UTF-16 units, as the page counts.
    pub at: u32,
    /// A role that could stand instead: `the teacher`, `a student`.
    pub role: String,
    /// Initials that could stand instead: `A. H.`
    pub initials: String,
    /// A number that could stand instead of a student, everywhere the same: `S1`.
    pub number: Option<String>,
    /// Whether it is in no list and only looks like a name.
    pub is_perhaps: bool,
}

/// Whom this computer knows by name.
pub(crate) struct Finder {
    sought: Sought,
    /// For each person who is sought, the role in words; nothing for a student.
    roles: Vec<Option<String>>,
    /// Words that are no names, or names of those who may stand there.
    known: BTreeSet<String>,
}

impl Finder {
    /// Gets ready to look for everybody but those whose record it is.
    pub(crate) fn new(reader: &Connection, left_out: &[RowId]) -> Result<Self> {
        let (left_out, sought): (Vec<_>, Vec<_>) =
            person::all(reader)?.into_iter().partition(|one| left_out.contains(&one.id));
        let codes: BTreeMap<RowId, String> =
            person::roles(reader)?.into_iter().rev().map(|role| (role.person, role.code)).collect();
        let names = |one: &person::Person| vec![one.given.clone(), one.family.clone(), one.preferred.clone()];
        let mut people: Vec<Known> = sought.iter().map(|one| Known { names: names(one) }).collect();
        let role = |one: &person::Person| codes.get(&one.id).map_or("teacher", String::as_str);
        let in_words = |code: &str| format!("the {}", domain::person::role_label(code).to_lowercase());
        let mut roles: Vec<Option<String>> = sought.iter().map(|one| Some(in_words(role(one)))).collect();
        for (_, student) in student_name::all(reader)? {
            people.push(Known { names: called(&student) });
            roles.push(None);
        }
        let mut known = student_name::no_names(reader)?;
        let schools = student_name::words_of_schools(reader)?;
        let spoken = left_out.iter().flat_map(names).chain(schools);
        known.extend(spoken.flat_map(|words| split(&words).collect::<Vec<_>>()));
        Ok(Self { sought: Sought::new(&people), roles, known })
    }

    /// Finds the names in the texts of one document, for each text by itself.
    pub(crate) fn find(&self, texts: &[&str]) -> Vec<Vec<Name>> {
        let mut numbers = Numbers::beside(texts);
        let likely = likely::find(texts, &self.known);
        let in_text = |(text, likely): (&&str, Vec<likely::Likely>)| {
            let listed = self.sought.find(text);
            let is_new = |one: &likely::Likely| {
                listed.iter().all(|found| found.place.end <= one.place.start || one.place.end <= found.place.start)
            };
            let perhaps = likely.into_iter().filter(is_new).map(|one| Found {
                // Nobody's place in the list.
                person: self.roles.len(),
                place: one.place,
                sentence: one.sentence,
            });
            let mut found: Vec<Found> = perhaps.chain(listed.iter().cloned()).collect();
            found.sort_by_key(|found| found.place.start);
            found.into_iter().map(|found| self.name(text, found, &mut numbers)).collect()
        };
        texts.iter().zip(likely).map(in_text).collect()
    }

    fn name(&self, text: &str, found: Found, numbers: &mut Numbers) -> Name {
        let name = text[found.place.clone()].to_owned();
        let listed = self.roles.get(found.person);
        let role = listed.cloned().flatten();
        let who = if listed.is_some() { format!("{}", found.person) } else { folded(&name) };
        Name {
            sentence: text[found.sentence].to_owned(),
            at: small(text[..found.place.start].encode_utf16().count()),
            number: role.is_none().then(|| numbers.of(who)),
            role: role.unwrap_or_else(|| "a student".to_owned()),
            initials: initials(&name),
            is_perhaps: listed.is_none(),
            name,
        }
    }
}

/// The words of a text, folded.
fn split(words: &str) -> impl Iterator<Item = String> + '_ {
    words.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).map(folded)
}

/// Numbers of students: one for each, and none that stands in the texts already.
struct Numbers {
    given: BTreeMap<String, u32>,
    taken: BTreeSet<u32>,
}

impl Numbers {
    fn beside(texts: &[&str]) -> Self {
        let spoken = texts.iter().flat_map(|text| split(text));
        let taken = spoken.filter_map(|word| word.strip_prefix('s').and_then(|number| number.parse().ok()));
        Self { given: BTreeMap::new(), taken: taken.collect() }
    }

    fn of(&mut self, who: String) -> String {
        let free = (1..).find(|number| !self.taken.contains(number)).expect("there are more numbers than students");
        let number = *self.given.entry(who).or_insert(free);
        self.taken.insert(number);
        format!("S{number}")
    }
}
