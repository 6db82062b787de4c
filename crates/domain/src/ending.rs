//! How coaching ends: why, as a code that can be counted, and of what kind the step was that is still open.

use crate::{RowId, access::Consent};

/// Why a coach no longer coaches a teacher.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// What the two set out to do is done.
    Completed,
    /// The teacher works elsewhere, or not any more.
    TeacherLeft,
    /// The coach works elsewhere, or not any more.
    CoachLeft,
    /// The teacher is away for long.
    Leave,
    /// The teacher wished it.
    TeacherAsked,
    /// The programme gave the teacher another coach.
    Reassigned,
    /// Another reason.
    Other,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 7] = [
        Self::Completed,
        Self::TeacherLeft,
        Self::CoachLeft,
        Self::Leave,
        Self::TeacherAsked,
        Self::Reassigned,
        Self::Other,
    ];

    /// The codes, in the order of [`Reason::ALL`].
    pub const CODES: [&str; 7] =
        ["completed", "teacher_left", "coach_left", "leave", "teacher_asked", "reassigned", "other"];

    /// Returns the stored code.
    #[must_use]
    pub fn code(self) -> &'static str {
        Self::CODES[self as usize]
    }

    /// Reads a stored code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// What a step is about, without its words.
pub const CATEGORIES: [&str; 8] =
    ["questioning", "discussion", "checking", "explaining", "tasks", "routines", "feedback", "other"];

/// How often a teacher can give and withdraw the same consent.
pub const MOST_TIMES: u32 = 32;

/// Returns the name of the row by which a teacher gives a consent for the time after `before` times. It follows from the
/// consent, so that the service finds what a removed row had given.
#[must_use]
pub fn consent_row(consent: &Consent, before: u32) -> RowId {
    let ids = [consent.teacher, consent.reader, consent.root].map(RowId::bytes);
    RowId::derived(&[b"handover item", &ids[0], &ids[1], &ids[2], &before.to_be_bytes()])
}

/// Returns whether a row is one by which this consent was given.
#[must_use]
pub fn is_row_of(consent: &Consent, row: RowId) -> bool {
    (0..MOST_TIMES).any(|before| consent_row(consent, before) == row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_a_consent_is_of_no_other() {
        let id = |number| RowId::from_bytes([number; 16]);
        let consent = Consent { teacher: id(1), reader: id(2), root: id(3) };
        let other = Consent { root: id(4), ..consent };

        let row = consent_row(&consent, 1);

        assert!(is_row_of(&consent, row) && !is_row_of(&other, row));
        assert_ne!(row, consent_row(&consent, 0));
        assert!(!is_row_of(&consent, consent_row(&consent, MOST_TIMES)));
    }

    #[test]
    fn codes_are_read_back() {
        assert_eq!(Reason::ALL.map(Reason::code), Reason::CODES);
        assert!(Reason::ALL.into_iter().all(|reason| Reason::from_code(reason.code()) == Some(reason)));
        assert_eq!(Reason::from_code("poor"), None);
    }
}
