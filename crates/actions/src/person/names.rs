//! Names in words that must name nobody, found on this computer (INV-18).

use store::Connection;

use crate::{Error, Result, names::Finder};

/// Refuses words in which somebody of the roster or of the list of students is named. The refusal does not repeat the
/// name: it may reach a log.
pub(crate) fn refuse_names(reader: &Connection, field: &str, words: &str) -> Result<()> {
    let found = Finder::new(reader, &[])?.find(&[words]);
    if found.into_iter().flatten().all(|name| name.is_perhaps) {
        return Ok(());
    }
    let message = "This names somebody of the roster or a student. A learning walk names nobody: write it without the name. \
                   It stays in the field and goes nowhere.";
    Err(Error::invalid(field, message))
}
