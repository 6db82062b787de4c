//! Names of the roster in words that must name nobody, found on this computer (INV-18).

use domain::names::{Known, find};
use store::Connection;

use crate::{Error, Result};

/// Refuses words in which somebody of the roster is named. The refusal does not repeat the name: it may reach a log.
pub(crate) fn refuse_names(reader: &Connection, field: &str, words: &str) -> Result<()> {
    let people = store::person::all(reader)?;
    let known: Vec<Known> =
        people.into_iter().map(|person| Known { names: vec![person.given, person.family, person.preferred] }).collect();
    if find(words, &known).is_empty() {
        return Ok(());
    }
    let message = "This names somebody of the roster. A learning walk names nobody: write it without the name. It stays in \
                   the field and goes nowhere.";
    Err(Error::invalid(field, message))
}
