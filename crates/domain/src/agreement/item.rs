//! What an agreement speaks of, and for whom each thing can be.

use crate::access::Record;

/// For whom something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// The coach alone.
    Coach,
    /// The two of them.
    Pair,
    /// The two of them, and the coach's supervisors.
    Supervisors,
    /// The team, without names.
    Team,
    /// Principal and supervisors, as facts without a word.
    Facts,
    /// Nothing is shown to anybody by it: a promise.
    Promise,
}

impl Reach {
    /// Every one.
    pub const ALL: [Self; 6] = [Self::Coach, Self::Pair, Self::Supervisors, Self::Team, Self::Facts, Self::Promise];

    /// Returns the stored code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Coach => "coach",
            Self::Pair => "pair",
            Self::Supervisors => "supervisors",
            Self::Team => "team",
            Self::Facts => "facts",
            Self::Promise => "promise",
        }
    }

    /// Reads a stored code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reach| reach.code() == code)
    }
}

/// What an agreement speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    /// That the two work together, when, for how long, on what.
    Work,
    /// Script and evidence of the lessons.
    Evidence,
    /// The words of debriefs.
    Debrief,
    /// The wording of steps.
    Step,
    /// The words of coaching cycles, with their goals.
    CoachingCycle,
    /// Coach notes that name the teacher.
    CoachNote,
    /// Student work and results.
    Students,
    /// The coach's wonderings.
    Wonderings,
    /// That nothing is used to rate the teacher.
    NoRating,
    /// Safety and the law.
    Exceptions,
    /// A copy of everything at any time.
    Copy,
}

impl Item {
    /// Every item, in the order in which an agreement lists them.
    pub const ALL: [Self; 11] = [
        Self::Work,
        Self::Evidence,
        Self::Debrief,
        Self::Step,
        Self::CoachingCycle,
        Self::CoachNote,
        Self::Students,
        Self::Wonderings,
        Self::NoRating,
        Self::Exceptions,
        Self::Copy,
    ];

    /// Returns the stored code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Work => "work",
            Self::Evidence => "evidence",
            Self::Debrief => "debrief",
            Self::Step => "step",
            Self::CoachingCycle => "coaching_cycle",
            Self::CoachNote => "coach_note",
            Self::Students => "students",
            Self::Wonderings => "wonderings",
            Self::NoRating => "no_rating",
            Self::Exceptions => "exceptions",
            Self::Copy => "copy",
        }
    }

    /// Reads a stored code; nothing for an item of a newer version.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|item| item.code() == code)
    }

    /// Returns for whom it can be, the default first. An item with one answer is not asked about.
    #[must_use]
    pub fn choices(self) -> &'static [Reach] {
        match self {
            Self::Work => &[Reach::Facts],
            Self::Evidence | Self::Debrief | Self::Step | Self::CoachingCycle | Self::CoachNote => {
                &[Reach::Pair, Reach::Supervisors]
            }
            Self::Students => &[Reach::Team],
            Self::Wonderings => &[Reach::Coach],
            Self::NoRating | Self::Exceptions | Self::Copy => &[Reach::Promise],
        }
    }

    /// Returns the kind of record that this item opens to the coach's supervisors, where it can.
    #[must_use]
    pub fn record(self) -> Option<Record> {
        match self {
            Self::Evidence => Some(Record::Script),
            Self::Debrief => Some(Record::Debrief),
            Self::Step => Some(Record::Step),
            Self::CoachingCycle => Some(Record::Cycle),
            Self::CoachNote => Some(Record::CoachNote),
            Self::Work | Self::Students | Self::Wonderings | Self::NoRating | Self::Exceptions | Self::Copy => None,
        }
    }

    /// Returns the words of the item, as the teacher would say them.
    #[must_use]
    pub fn words(self, reach: Reach) -> &'static str {
        let wider = reach == Reach::Supervisors;
        match self {
            Self::Work => {
                "That we work together, when, for how long and on what topic: our principal and the coach's \
                 supervisors may know it."
            }
            Self::Evidence if wider => {
                "The script of my lessons and what in it is evidence: the two of us, and the coach's supervisors."
            }
            Self::Evidence => "The script of my lessons and what in it is evidence: only the two of us.",
            Self::Debrief if wider => "What we say in a debrief: the two of us, and the coach's supervisors.",
            Self::Debrief => "What we say in a debrief: only the two of us.",
            Self::Step if wider => "The words of my next step: the two of us, and the coach's supervisors.",
            Self::Step => {
                "The words of my next step: only the two of us. Its category and its dates: the coach's supervisors, \
                 too."
            }
            Self::CoachingCycle if wider => {
                "The words of our coaching cycle and its goal: the two of us, and the coach's supervisors."
            }
            Self::CoachingCycle => "The words of our coaching cycle and its goal: only the two of us.",
            Self::CoachNote if wider => {
                "What the coach writes about their own week for their supervisors may say that it is about me."
            }
            Self::CoachNote => "What the coach writes about their own week for their supervisors does not name me.",
            Self::Students => "Student work and results: the team, with the students' names taken out.",
            Self::Wonderings => "What the coach wonders about in private: the coach alone.",
            Self::NoRating => "Nothing here is used to rate me.",
            Self::Exceptions => {
                "Two exceptions: when somebody's safety is at risk, and when the law asks for it. Then I am told first, \
                 if that may be."
            }
            Self::Copy => "I can ask for a copy of everything about me at any time.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        access::{Cell, Reader, TABLE},
        scope::Audience,
    };

    #[test]
    fn codes_are_read_back_and_every_item_has_words_for_each_choice() {
        for item in Item::ALL {
            assert_eq!(Item::from_code(item.code()), Some(item));
            let words: Vec<_> = item.choices().iter().map(|reach| item.words(*reach)).collect();
            assert!(words.iter().all(|words| words.ends_with('.')));
            assert!(words.windows(2).all(|two| two[0] != two[1]), "{item:?}");
        }
        assert!(Reach::ALL.into_iter().all(|reach| Reach::from_code(reach.code()) == Some(reach)));
        assert_eq!((Item::from_code("rating"), Reach::from_code("everyone")), (None, None));
    }

    #[test]
    fn an_item_opens_a_kind_to_supervisors_just_where_the_table_asks_for_the_agreement() {
        for (record, cells) in TABLE {
            let supervisor = cells[Reader::Supervisor as usize];
            let asks =
                supervisor == Cell::IfAgreed(Audience::Programme) || supervisor == Cell::Via(Audience::Programme);
            let has = Item::ALL.into_iter().any(|item| item.record() == Some(record));
            // A session plan speaks of a team and of no teacher.
            assert_eq!(has, asks && record != Record::SessionPlan, "{record:?}");
        }
        for item in Item::ALL {
            assert_eq!(item.record().is_some(), item.choices().contains(&Reach::Supervisors), "{item:?}");
        }
    }

    #[test]
    fn by_default_nothing_goes_beyond_the_pair_but_facts() {
        for item in Item::ALL {
            assert_ne!(item.choices()[0], Reach::Supervisors, "{item:?}");
        }
    }
}
