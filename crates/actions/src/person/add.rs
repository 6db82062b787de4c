//! Adding a person with what they do, as one act.

use domain::{
    RowId,
    person::ROLES,
    schema::{person, relationship, role},
};
use serde::Deserialize;
use store::Writer;

use super::{save::optional, teacher::is_teaching};
use crate::{Error, Result, conflict, session};

/// A person as they are added.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct AddPerson {
    /// The given name.
    pub given: String,
    /// The family name.
    pub family: String,
    /// The address.
    pub email: String,
    /// The role's code.
    pub code: String,
    /// The school.
    pub school: Option<RowId>,
    /// Whether I coach this person. Only who teaches is coached.
    pub coached: bool,
}

/// Adds a person with a role, and perhaps with my coaching, and returns the row.
///
/// # Errors
/// When there is no name, or the role is unknown.
pub fn add(writer: &mut Writer, added: &AddPerson) -> Result<RowId> {
    if added.given.trim().is_empty() && added.family.trim().is_empty() {
        return Err(Error::invalid("given", "Please write a name."));
    }
    if !ROLES.contains(&added.code.as_str()) {
        return Err(Error::invalid("code", "Choose one of the roles."));
    }
    let me = session::load(writer.reader())?.me;
    // Whom I may evaluate I do not coach unawares: it is begun on the person's page, which asks.
    let now_ms = writer.now_ms();
    let is_coached = added.coached && !conflict::may_evaluate_at(writer.reader(), now_ms, added.school)?;
    writer.act(store::workspace(), "Add a person", |tx| {
        let id = tx.new_id();
        let names = [(person::GIVEN, &added.given), (person::FAMILY, &added.family), (person::EMAIL, &added.email)];
        tx.create(person::ENTITY, id, names.map(|(field, text)| (field, optional(text))).to_vec())?;
        let role_id = tx.new_id();
        tx.create(
            role::ENTITY,
            role_id,
            vec![
                (role::PERSON, id.into()),
                (role::ORGANISATION, added.school.into()),
                (role::CODE, added.code.as_str().into()),
            ],
        )?;
        if is_coached && is_teaching(&added.code) {
            let relationship_id = tx.new_id();
            tx.create(
                relationship::ENTITY,
                relationship_id,
                vec![
                    (relationship::COACH, me.into()),
                    (relationship::TEACHER, id.into()),
                    (relationship::KIND, "one_to_one".into()),
                ],
            )?;
        }
        Ok(id)
    })
}
