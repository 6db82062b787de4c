//! What a person does where, and from when to when.

use domain::{RowId, person::ROLES, schema::role};
use serde::{Deserialize, Serialize};
use store::Writer;

use super::day;
use crate::{
    Error, Result,
    conflict::{self, Settle},
    session,
};

/// A role of a person.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct RoleView {
    /// The row.
    pub id: RowId,
    /// The code.
    pub code: String,
    /// The role in words.
    pub label: String,
    /// The school or other organisation, where the role names one.
    pub school_id: Option<RowId>,
    /// Its name.
    pub school: String,
    /// The first day.
    pub starts: String,
    /// The last day.
    pub ends: String,
}

/// A role as it is written.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SaveRole {
    /// The role; nothing for a new one.
    pub id: Option<RowId>,
    /// The person.
    pub person: RowId,
    /// The school.
    pub school: Option<RowId>,
    /// The code.
    pub code: String,
    /// The first day; empty when unknown.
    pub starts: String,
    /// The last day; empty while it lasts.
    pub ends: String,
    /// What becomes of the coaching of those whom this person would then evaluate; empty where there is nobody.
    #[serde(default)]
    pub settle: Vec<Settle>,
}

/// Keeps a role of a person, with what was chosen where they would coach and evaluate the same teacher.
///
/// # Errors
/// When the role is unknown, a day does not exist, or a conflict has no choice: then nothing is stored.
pub fn save_role(writer: &mut Writer, save: &SaveRole) -> Result<()> {
    if !ROLES.contains(&save.code.as_str()) {
        return Err(Error::invalid("code", "Choose one of the roles."));
    }
    let (starts, ends) = (day("starts", &save.starts)?, day("ends", &save.ends)?);
    if starts.zip(ends).is_some_and(|(starts, ends)| ends < starts) {
        return Err(Error::invalid("ends", "The last day lies before the first."));
    }
    let now_ms = writer.now_ms();
    let today = session::today(writer.reader(), now_ms)?;
    let conflicts = conflict::of_role(writer.reader(), now_ms, save)?;
    conflict::check(writer.reader(), today, &conflicts, &save.settle)?;
    writer.act(store::workspace(), "Change a role", |tx| {
        conflict::settle(tx, today, &conflicts, &save.settle)?;
        let id = match save.id {
            Some(id) => id,
            None => {
                let id = tx.new_id();
                tx.create(
                    role::ENTITY,
                    id,
                    vec![(role::PERSON, save.person.into()), (role::ORGANISATION, save.school.into())],
                )?;
                id
            }
        };
        tx.set(role::ENTITY, id, role::CODE, save.code.as_str().into())?;
        tx.set(role::ENTITY, id, role::STARTS, starts.into())?;
        Ok(tx.set(role::ENTITY, id, role::ENDS, ends.into())?)
    })
}
