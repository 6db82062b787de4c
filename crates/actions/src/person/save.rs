//! A person's names: written, removed.

use domain::{RowId, Value, schema::person};
use serde::Deserialize;
use store::Writer;

use crate::{Error, Result, session};

/// A person as they are written.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SavePerson {
    /// The person; nothing for a new one.
    pub id: Option<RowId>,
    /// The given name.
    pub given: String,
    /// The family name.
    pub family: String,
    /// The name by which the person is called.
    pub preferred: String,
    /// The pronouns.
    pub pronouns: String,
    /// The address.
    pub email: String,
}

/// Keeps a person's names, and returns the row.
///
/// # Errors
/// When there is no name.
pub fn save(writer: &mut Writer, save: &SavePerson) -> Result<RowId> {
    if save.given.trim().is_empty() && save.family.trim().is_empty() {
        return Err(Error::invalid("given", "Please write a name."));
    }
    let fields: [(u16, &str); 5] = [
        (person::GIVEN, &save.given),
        (person::FAMILY, &save.family),
        (person::PREFERRED, &save.preferred),
        (person::PRONOUNS, &save.pronouns),
        (person::EMAIL, &save.email),
    ];
    let fields = fields.map(|(field, text)| (field, optional(text)));
    writer.act(store::workspace(), "Change a person", |tx| match save.id {
        Some(id) => {
            for (field, value) in fields {
                tx.set(person::ENTITY, id, field, value)?;
            }
            Ok(id)
        }
        None => {
            let id = tx.new_id();
            tx.create(person::ENTITY, id, fields.to_vec())?;
            Ok(id)
        }
    })
}

/// Words as a field's value; none as nothing.
pub(super) fn optional(text: &str) -> Value {
    Some(text.trim()).filter(|text| !text.is_empty()).into()
}

/// Removes a person; they can be brought back for 30 days. Their observations stay.
///
/// # Errors
/// When there is no such person, or it is the person whose profile this is.
pub fn remove(writer: &mut Writer, id: RowId) -> Result<()> {
    if session::load(writer.reader())?.me == id {
        return Err(Error::invalid("id", "This is you. The profile cannot be without its person."));
    }
    Ok(writer.act(store::workspace(), "Remove a person", |tx| tx.remove(person::ENTITY, id))?)
}
