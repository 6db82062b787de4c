//! Who in another profile is whom here: by the district's id, by email, or by a name that only one bears on either side.

use std::collections::HashMap;

use domain::{RowId, schema::person};
use store::person::Person;

use super::source::{Row, Source};

/// Suggests for each person of another profile who that is here, and how it was found.
pub(super) fn suggest(source: &Source, here: &[Person]) -> HashMap<RowId, (RowId, &'static str)> {
    let mut found = HashMap::new();
    let others: Vec<&Row> = source.people().collect();
    for (how, key_there, key_here) in KEYS {
        let (there, here) = (alone(&others, |row| key_there(row)), alone(here, key_here));
        for (key, row) in there {
            if let Some(person) = here.get(&key) {
                found.entry(row.id).or_insert((person.id, *how));
            }
        }
    }
    found
}

type Key = (&'static str, fn(&Row) -> String, fn(&Person) -> String);

/// What two rows of one person have in common, the surest first.
const KEYS: &[Key] = &[
    ("same row", |row| row.id.to_string(), |person| person.id.to_string()),
    (
        "same id in the district's system",
        |row| row.words(person::EXTERNAL_ID).to_owned(),
        |person| person.external_id.clone(),
    ),
    ("same email", |row| row.words(person::EMAIL).to_lowercase(), |person| person.email.to_lowercase()),
    (
        "same name",
        |row| roster::fold(&format!("{}{}", row.words(person::GIVEN), row.words(person::FAMILY))),
        |person| roster::fold(&format!("{}{}", person.given, person.family)),
    ),
];

/// Returns what only one bears, by what it is.
fn alone<T>(all: &[T], key: impl Fn(&T) -> String) -> HashMap<String, &T> {
    let mut by_key: HashMap<String, Option<&T>> = HashMap::new();
    for one in all {
        by_key.entry(key(one)).and_modify(|found| *found = None).or_insert(Some(one));
    }
    by_key.into_iter().filter(|(key, _)| !key.is_empty()).filter_map(|(key, one)| Some((key, one?))).collect()
}
