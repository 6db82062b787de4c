//! Whether what stands in a document may be brought to a scope, as of now.

use domain::{
    RowId,
    access::{Consent, Facts, Record, Refusal, Share, may_share},
    scope::Scope,
};

use super::document::Document;
use crate::{error::Result, facts, storage::Tx};

/// Decides whether what stands may be brought to a scope now. Whom it is about is read from the rows.
pub(super) fn allowed(
    tx: &mut dyn Tx,
    org: RowId,
    facts: &Facts,
    document: &Document,
    to: Scope,
    is_new: bool,
) -> Result<std::result::Result<(), Refusal>> {
    let Some(subject) = document.head().filter(|root| root.now.is_live() || !is_new).and(document.subject()) else {
        return Ok(Err(Refusal::NoDocument));
    };
    // What a team works on together is written there; a copy would overrule what others write.
    if matches!(to, Scope::Team { .. }) {
        return Ok(Err(Refusal::WrongAudience));
    }
    let record = match (to, subject.record) {
        // That a coach was observed is no fact of a teacher's coaching, and nobody else's to know.
        (_, of_coach @ Some(Record::CoachObservation)) => of_coach,
        (Scope::Activity { .. }, _) => Some(Record::Activity),
        (_, record) => record,
    };
    let Some(record) = record else { return Ok(Err(Refusal::NoDocument)) };
    let from = Scope::Own { author: facts.person };
    let share = Share { record, root: document.root.1, teacher: subject.person, from, to };
    let facts = about_work(tx, org, facts, to)?;
    Ok(may_share(&facts, &share).map(|_| ()))
}

/// Adds to what is true of the author the consent that a teacher gave to show this work of theirs.
fn about_work(tx: &mut dyn Tx, org: RowId, facts: &Facts, to: Scope) -> Result<Facts> {
    let mut facts = facts.clone();
    if let Scope::Consented { teacher, reader, root } = to {
        let consent = Consent { teacher, reader, root };
        if facts::has_consent(tx, org, consent)? {
            facts.consents.insert(consent);
        }
    }
    Ok(facts)
}
