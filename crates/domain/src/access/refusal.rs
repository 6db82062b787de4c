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

/// Why something is not allowed, in words for the person concerned. The words name nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum Refusal {
    /// The person does not belong to the organisation.
    #[error("does not belong to this organisation at present")]
    Outside,
    /// A known evaluator asks for the records of coaching.
    #[error("evaluates this teacher")]
    Evaluator,
    /// Somebody who may evaluate asks for the records of coaching.
    #[error("counts as evaluator of this teacher until an administrator says otherwise")]
    PresumedEvaluator,
    /// Only the author may.
    #[error("is not the author")]
    NotAuthor,
    /// Neither the teacher nor a coach who works with them now.
    #[error("is not, or no longer, the coach or the teacher of this pair")]
    NotInPair,
    /// Not a member of the team now.
    #[error("is not, or no longer, in this team")]
    NotInTeam,
    /// Not a supervisor of the author now.
    #[error("is not, or no longer, a supervisor of the author")]
    NotSupervisor,
    /// The sharing agreement does not list this kind of record.
    #[error("the sharing agreement between coach and teacher does not list this")]
    NotAgreed,
    /// The teacher did not consent, or withdrew their consent.
    #[error("the teacher has not agreed to show this to this person, or no longer agrees")]
    NoConsent,
    /// Neither part of the work nor answerable for it.
    #[error("has no part in this work")]
    NoPart,
    /// Only an administrator may.
    #[error("is not an administrator of this organisation")]
    NotAdministrator,
    /// Only the service puts records there, as they are shared or counted.
    #[error("only the central service writes here, when something is shared")]
    OnlyTheService,
    /// Records of this kind are never for this audience.
    #[error("records of this kind are not for this audience")]
    WrongAudience,
    /// The document does not speak of this teacher.
    #[error("this speaks of another teacher")]
    WrongTeacher,
    /// What belongs to the private log leaves nobody's computer.
    #[error("private, and stays on the author's computer")]
    Private,
    /// Words, or something else that is no fact of the work.
    #[error("not one of the facts that others may know of this work")]
    NotAFact,
}
