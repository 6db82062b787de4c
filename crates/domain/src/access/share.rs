//! Who may share what, with whom: the only act by which an audience widens (INV-3).

use crate::{
    RowId,
    access::{
        Consent, Facts, Grant, Reader, Record, Refusal, Standing,
        read::opens,
        table::{cell, enters, holds},
        write::belongs,
    },
    scope::Scope,
};

/// A document that its author wants to share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// The kind of record: that of the document's [`crate::document::subject`], or [`Record::Activity`] for its facts alone, of which
    /// only [`super::may_be_a_fact`] says which they are.
    pub record: Record,
    /// The document's root row.
    pub root: RowId,
    /// The teacher of whom the document speaks, or the coach who is observed, as its rows say it, never as the request
    /// does: a document that hides its teacher would pass the firewall.
    pub teacher: Option<RowId>,
    /// Where it is: the author's own scope, or the pair's.
    pub from: Scope,
    /// Where it should be as well.
    pub to: Scope,
}

/// Decides whether a person may share a document. The facts are the author's.
///
/// What is for the pair goes further only with the teacher's word: a sharing agreement that lists the kind, or a
/// consent for this one document. Sharing from one's own scope past the pair needs the same word.
///
/// # Errors
/// A [`Refusal`] that says why not.
pub fn may_share(facts: &Facts, share: &Share) -> Result<Grant, Refusal> {
    if facts.standing == Standing::Outside {
        return Err(Refusal::Outside);
    }
    authored(facts, share)?;
    same_teacher(share)?;
    fits(facts, share)?;
    reaches(facts, share)?;
    Ok(Grant::Shares)
}

/// The document is where it is said to be, and the person wrote it.
fn authored(facts: &Facts, share: &Share) -> Result<(), Refusal> {
    match share.from {
        Scope::Own { author } | Scope::Pair { coach: author, .. } if author == facts.person => {}
        _ => return Err(Refusal::NotAuthor),
    }
    if holds(&share.from, share.record) { Ok(()) } else { Err(Refusal::WrongAudience) }
}

/// Both scopes speak of the teacher of whom the document speaks. Look-fors and rubrics speak of nobody: their words may
/// stand beside any teacher's lesson.
fn same_teacher(share: &Share) -> Result<(), Refusal> {
    if share.record == Record::LookFors && share.teacher.is_none() {
        return Ok(());
    }
    let speaks_of_another = |scope: &Scope| match scope {
        Scope::Pair { .. } | Scope::Programme { .. } | Scope::Activity { .. } | Scope::Consented { .. } => {
            scope.teacher() != share.teacher
        }
        Scope::Own { .. }
        | Scope::Team { .. }
        | Scope::Aggregate { .. }
        | Scope::Organisation
        | Scope::Review { .. } => false,
    };
    if speaks_of_another(&share.from) || speaks_of_another(&share.to) {
        return Err(Refusal::WrongTeacher);
    }
    Ok(())
}

/// The table lets somebody read records of this kind there, and the agreement, where it is asked, says so too.
fn fits(facts: &Facts, share: &Share) -> Result<(), Refusal> {
    if !holds(&share.to, share.record) || !enters(share.record, share.to.audience()) {
        return Err(Refusal::WrongAudience);
    }
    let mut others = Reader::ALL.into_iter().filter(|reader| *reader != Reader::Author);
    let opened = others.any(|reader| opens(facts, &share.to, cell(share.record, reader)));
    if opened { Ok(()) } else { Err(Refusal::NotAgreed) }
}

/// The person may share there: it is their own pair, team or supervisor, or the teacher's consent names the reader.
fn reaches(facts: &Facts, share: &Share) -> Result<(), Refusal> {
    let person = facts.person;
    match share.to {
        Scope::Pair { coach, teacher } => {
            // What still counts can be taken back by either of the two, also when they no longer work together.
            let still_counts = share.record == Record::Agreement
                && facts.agreed.iter().any(|(author, about, _)| (*author, *about) == (coach, teacher));
            let is_pair = match share.record {
                // Of a supervisor and a coach; that somebody coaches the coach too opens nothing of it.
                Record::CoachObservation => facts.supervises.contains(&teacher) && coach == person,
                Record::Acknowledgement if facts.supervised_by.contains(&coach) => true,
                // They speak of nobody, and a tag says nothing without the words of its look-for.
                Record::LookFors if facts.supervises.contains(&teacher) => true,
                _ => facts.pairs.contains(&(coach, teacher)) || still_counts,
            };
            if (coach == person || teacher == person) && is_pair { Ok(()) } else { Err(Refusal::NotInPair) }
        }
        Scope::Programme { author, .. } | Scope::Activity { author, .. } => {
            if author == person {
                Ok(())
            } else {
                Err(Refusal::NotAuthor)
            }
        }
        Scope::Consented { teacher, reader, root } => {
            let given = facts.consents.contains(&Consent { teacher, reader, root }) && root == share.root;
            if given { Ok(()) } else { Err(Refusal::NoConsent) }
        }
        Scope::Team { .. } | Scope::Organisation => belongs(facts, &share.to),
        Scope::Own { .. } | Scope::Aggregate { .. } | Scope::Review { .. } => Err(Refusal::WrongAudience),
    }
}
