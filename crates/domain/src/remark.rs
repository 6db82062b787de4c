//! What is said of a coach note, and how the note stands for its readers by what was said.
//!
//! A remark is said once and never changes, so how a note stands is computed from all that was said, whatever came first:
//! no order of exchanging reaches a state that nobody meant.

use crate::RowId;

/// How long a remark is kept on its author's computer before it can go: until then it can be taken back.
pub const HELD_MS: i64 = 10 * 60_000;

/// The most letters of a remark, and of the passage that it is about.
pub const MOST_LETTERS: usize = 2_000;

/// The kind of a remark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A supervisor has read the note and asks nothing.
    Acknowledge,
    /// A supervisor asks the coach something.
    Question,
    /// A supervisor says something that needs no answer.
    Comment,
    /// The coach answers a question.
    Answer,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Acknowledge, Self::Question, Self::Comment, Self::Answer];

    /// Returns the stored code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Acknowledge => "acknowledge",
            Self::Question => "question",
            Self::Comment => "comment",
            Self::Answer => "answer",
        }
    }

    /// Reads a stored code; nothing for a kind of a newer version.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Returns whether such a remark needs words.
    #[must_use]
    pub fn needs_words(self) -> bool {
        self != Self::Acknowledge
    }

    /// Returns whether this is the coach's to say, or a supervisor's.
    #[must_use]
    pub fn is_the_coachs(self) -> bool {
        self == Self::Answer
    }
}

/// A remark, as far as it decides how a note stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// The remark.
    pub id: RowId,
    /// Its kind.
    pub kind: Kind,
    /// Whether the coach said it.
    pub by_coach: bool,
    /// The remark that it answers; of an acknowledgement, the last answer that its author had read.
    pub answers: Option<RowId>,
}

/// How a note stands for its readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nobody has said anything of it yet.
    New,
    /// The coach is asked something.
    Asked,
    /// The coach has answered everything that was asked.
    Answered,
    /// A supervisor has acknowledged it, with every answer that is here.
    Acknowledged,
}

/// Computes how a note stands. What is not its author's to say counts for nothing.
#[must_use]
pub fn state(said: &[Said]) -> State {
    let said: Vec<&Said> = said.iter().filter(|one| one.kind.is_the_coachs() == one.by_coach).collect();
    let of = |kind: Kind| said.iter().filter(move |one| one.kind == kind);
    if of(Kind::Question).any(|question| !of(Kind::Answer).any(|answer| answer.answers == Some(question.id))) {
        return State::Asked;
    }
    let last = last_answer(said.iter().copied());
    if of(Kind::Acknowledge).any(|one| last.is_none() || one.answers == last) {
        return State::Acknowledged;
    }
    if of(Kind::Question).next().is_some() { State::Answered } else { State::New }
}

/// Returns the last of the coach's answers: what an acknowledgement says that its author has read.
pub fn last_answer<'a>(said: impl Iterator<Item = &'a Said>) -> Option<RowId> {
    said.filter(|one| one.kind == Kind::Answer && one.by_coach).map(|one| one.id).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u8) -> RowId {
        RowId::from_bytes([number; 16])
    }

    fn said(number: u8, kind: Kind, answers: Option<u8>) -> Said {
        Said { id: id(number), kind, by_coach: kind.is_the_coachs(), answers: answers.map(id) }
    }

    #[test]
    fn a_note_stands_as_what_was_said_makes_it_stand() {
        use Kind::{Acknowledge, Answer, Comment, Question};
        let question = said(1, Question, None);
        let answer = said(2, Answer, Some(1));
        let cases: [(&[Said], State); 9] = [
            (&[], State::New),
            (&[said(1, Comment, None)], State::New),
            (&[said(1, Acknowledge, None)], State::Acknowledged),
            (&[question], State::Asked),
            (&[question, said(3, Acknowledge, None)], State::Asked),
            (&[question, answer], State::Answered),
            (&[question, answer, said(3, Acknowledge, None)], State::Answered),
            (&[question, answer, said(3, Acknowledge, Some(2))], State::Acknowledged),
            (&[question, answer, said(3, Acknowledge, Some(2)), said(4, Question, None)], State::Asked),
        ];
        for (remarks, expected) in cases {
            assert_eq!(state(remarks), expected, "{remarks:?}");
        }
    }

    #[test]
    fn an_answer_by_anybody_else_and_an_acknowledgement_by_the_coach_count_for_nothing() {
        let question = said(1, Kind::Question, None);
        let foreign = Said { by_coach: false, ..said(2, Kind::Answer, Some(1)) };
        let own = Said { by_coach: true, ..said(3, Kind::Acknowledge, None) };

        assert_eq!(state(&[question, foreign]), State::Asked);
        assert_eq!(state(&[own]), State::New);
    }

    #[test]
    fn every_code_is_read_back_and_no_other_is() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_code(kind.code()), Some(kind));
        }
        assert_eq!(Kind::from_code("approve"), None);
    }

    proptest::proptest! {
        #[test]
        fn no_order_of_arriving_changes_how_a_note_stands(
            drawn in proptest::collection::vec((0..4_usize, proptest::bool::ANY, proptest::option::of(0..6_u8)), 0..6),
            turn in 0..6_usize,
        ) {
            let all: Vec<Said> = (0..).zip(&drawn).map(|(number, (kind, by_coach, answers))| Said {
                id: id(number),
                kind: Kind::ALL[*kind],
                by_coach: *by_coach,
                answers: answers.map(id),
            }).collect();
            let mut turned = all.clone();
            turned.reverse();
            let by = turn.min(turned.len());
            turned.rotate_left(by);
            proptest::prop_assert_eq!(state(&all), state(&turned));
        }
    }
}
