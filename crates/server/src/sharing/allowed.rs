//! Whether what stands in a document may be brought to a scope, as of now.

use std::collections::BTreeSet;

use domain::{
    RowId,
    access::{Consent, Facts, Record, Refusal, Share, may_share},
    agreement::Party,
    document::{is_for_pair_alone, writer_in_pair},
    scope::Scope,
};

use super::{document::Document, rows};
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
    if stands_for_another(tx, org, facts.person, document, to)? {
        return Ok(Err(Refusal::NotAuthor));
    }
    let record = match (to, subject.record) {
        // A calibration or a learning walk: not even its facts are of a teacher's coaching.
        (_, None) => return Ok(Err(Refusal::WrongAudience)),
        // That a coach was observed is no fact of a teacher's coaching, and nobody else's to know.
        (_, Some(Record::CoachObservation)) => Record::CoachObservation,
        (Scope::Activity { .. }, Some(_)) => Record::Activity,
        (_, Some(record)) => record,
    };
    let from = Scope::Own { author: facts.person };
    let share = Share { record, root: document.root.1, teacher: subject.person, from, to };
    let facts = about_work(tx, org, facts, to)?;
    Ok(may_share(&facts, &share).and_then(|_| is_theirs(facts.person, document, to)))
}

/// What stands before a pair is read as the words of whoever of the two writes such records: nobody else puts it there. What
/// the two plan together goes no further.
fn is_theirs(person: RowId, document: &Document, to: Scope) -> std::result::Result<(), Refusal> {
    let Some(root) = document.head() else { return Err(Refusal::NoDocument) };
    match (to, writer_in_pair(root.entity)) {
        (Scope::Pair { coach, .. }, Some(Party::Coach)) if coach != person => Err(Refusal::NotAuthor),
        (Scope::Pair { teacher, .. }, Some(Party::Teacher)) if teacher != person => Err(Refusal::NotAuthor),
        (Scope::Programme { .. }, _) if is_for_pair_alone(root.entity) => Err(Refusal::WrongAudience),
        _ => Ok(()),
    }
}

/// Whether a row of it has the name of one that the other of a pair brought: a device reads them as one, and the words of
/// the first would be gone.
fn stands_for_another(tx: &mut dyn Tx, org: RowId, person: RowId, document: &Document, to: Scope) -> Result<bool> {
    let Scope::Pair { coach, teacher } = to else { return Ok(false) };
    let other = if coach == person { teacher } else { coach };
    let rows: BTreeSet<RowId> = document.unindexed().collect();
    Ok(!rows.is_empty() && !rows::holding(tx, org, other, &rows)?.is_empty())
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
