//! A teacher's consent to show one document to the coach who follows, as she writes it on her own computer.
//!
//! The row is her own work, and only she can have written it there: nobody's consent is taken from anybody else. It only
//! opens what the document's author then shares.

use domain::{RowId, Value, access::Consent, ending::is_row_of, schema::handover_item as entity, scope::Scope};
use sync::{body::Body, op::Op};

use crate::{
    error::{Error, Result},
    facts::{self, Fact},
    storage::Tx,
    taking::Decided,
};

/// Writes down the consents that a person gave, and those that they withdrew.
///
/// # Errors
/// The database's.
pub fn take(tx: &mut dyn Tx, org: RowId, person: RowId, decided: &Decided<'_>) -> Result<()> {
    let own = Scope::Own { author: person }.bytes();
    for entering in decided.entering().iter().filter(|entering| entering.scope == own) {
        for op in entering.batch.ops.iter().filter(|op| op.entity == entity::ENTITY.number) {
            weigh(tx, org, person, op)?;
        }
    }
    Ok(())
}

fn weigh(tx: &mut dyn Tx, org: RowId, person: RowId, op: &Op) -> Result<()> {
    match op.body().map_err(|_| Error::Damaged { what: "a consent" })? {
        Some(Body::Create(fields)) => match given(person, op.row, &fields) {
            Some(consent) => facts::write(tx, org, Fact::Consent(consent), true),
            None => Ok(()),
        },
        Some(Body::Remove { .. } | Body::Erase { .. }) => withdraw(tx, org, person, op.row),
        _ => Ok(()),
    }
}

/// Returns the consent that a row gives: only of its own writer, and only under a name that follows from it.
fn given(person: RowId, row: RowId, fields: &[(u16, Value)]) -> Option<Consent> {
    let id = |number| {
        fields.iter().find_map(|(field, value)| match value {
            Value::Id(id) if *field == number => Some(*id),
            _ => None,
        })
    };
    let consent = Consent { teacher: person, reader: id(entity::SUCCESSOR)?, root: id(entity::DOCUMENT)? };
    (id(entity::TEACHER) == Some(person) && is_row_of(&consent, row)).then_some(consent)
}

/// Takes back the consent that a row gave. It is found by its name, which follows from the consent.
fn withdraw(tx: &mut dyn Tx, org: RowId, person: RowId, row: RowId) -> Result<()> {
    let consents = facts::read(tx, org, person)?.consents;
    match consents.into_iter().find(|consent| consent.teacher == person && is_row_of(consent, row)) {
        Some(consent) => facts::write(tx, org, Fact::Consent(consent), false),
        None => Ok(()),
    }
}
