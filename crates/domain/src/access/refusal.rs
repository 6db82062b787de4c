//! The answer to a question of access: as what somebody may, or why they may not.

use crate::access::Reader;

/// That something is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grant {
    /// May read, as this reader.
    Reads(Reader),
    /// May put operations there.
    Writes,
    /// May share it, so that the service writes it there.
    Shares,
    /// May stand among the facts of the work.
    Fact,
}

/// Why something is not allowed, in words for the person concerned. The words name nobody. The number is carried by
/// operations and never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
#[repr(u8)]
pub enum Refusal {
    /// The person does not belong to the organisation.
    #[error("does not belong to this organisation at present")]
    Outside = 1,
    /// A known evaluator asks for the records of coaching.
    #[error("evaluates this teacher")]
    Evaluator = 2,
    /// Somebody who may evaluate asks for the records of coaching.
    #[error("counts as evaluator of this teacher until an administrator says otherwise")]
    PresumedEvaluator = 3,
    /// Only the author may.
    #[error("is not the author")]
    NotAuthor = 4,
    /// Neither the teacher nor a coach who works with them now.
    #[error("is not, or no longer, the coach or the teacher of this pair")]
    NotInPair = 5,
    /// Not a member of the team now.
    #[error("is not, or no longer, in this team")]
    NotInTeam = 6,
    /// Not a supervisor of the author now.
    #[error("is not, or no longer, a supervisor of the author")]
    NotSupervisor = 7,
    /// The sharing agreement does not list this kind of record.
    #[error("the sharing agreement between coach and teacher does not list this")]
    NotAgreed = 8,
    /// The teacher did not consent, or withdrew their consent.
    #[error("the teacher has not agreed to show this to this person, or no longer agrees")]
    NoConsent = 9,
    /// Neither part of the work nor answerable for it.
    #[error("has no part in this work")]
    NoPart = 10,
    /// Only an administrator may.
    #[error("is not an administrator of this organisation")]
    NotAdministrator = 11,
    /// Only the service puts records there, as they are shared or counted.
    #[error("only the central service writes here, when something is shared")]
    OnlyTheService = 12,
    /// Records of this kind are never for this audience.
    #[error("records of this kind are not for this audience")]
    WrongAudience = 13,
    /// The document does not speak of this teacher.
    #[error("this speaks of another teacher")]
    WrongTeacher = 14,
    /// What belongs to the private log leaves nobody's computer.
    #[error("private, and stays on the author's computer")]
    Private = 15,
    /// Words, or something else that is no fact of the work.
    #[error("not one of the facts that others may know of this work")]
    NotAFact = 16,
    /// No such document lives among the person's own work: it is not there, removed, or a part of another.
    #[error("no such document is among this person's own work")]
    NoDocument = 17,
    /// A row of the document is larger than the service passes on.
    #[error("too long to be shared")]
    TooLong = 18,
}

impl Refusal {
    /// Every refusal, in the order of their numbers.
    pub const ALL: [Self; 18] = [
        Self::Outside,
        Self::Evaluator,
        Self::PresumedEvaluator,
        Self::NotAuthor,
        Self::NotInPair,
        Self::NotInTeam,
        Self::NotSupervisor,
        Self::NotAgreed,
        Self::NoConsent,
        Self::NoPart,
        Self::NotAdministrator,
        Self::OnlyTheService,
        Self::WrongAudience,
        Self::WrongTeacher,
        Self::Private,
        Self::NotAFact,
        Self::NoDocument,
        Self::TooLong,
    ];

    /// Returns the number by which operations carry the refusal.
    #[must_use]
    pub fn number(self) -> u8 {
        self as u8
    }

    /// Returns the refusal with this number.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|refusal| refusal.number() == number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_back_and_nothing_has_the_number_of_no_refusal() {
        for (number, refusal) in (1..).zip(Refusal::ALL) {
            assert_eq!((refusal.number(), Refusal::from_number(number)), (number, Some(refusal)));
        }
        assert_eq!((Refusal::from_number(0), Refusal::from_number(19)), (None, None));
    }
}
