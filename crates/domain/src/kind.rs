//! The kinds of observation besides the script: how each is recorded, with which letters, and for what.

use serde::{Deserialize, Serialize};

/// What an observation records. A kind that a newer version added reads as nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Lines of what is said and done.
    Scripted,
    /// A few look-for items, each seen or not.
    Walkthrough,
    /// Letters for each interval of the lesson.
    Interval,
    /// When who talks, to the second.
    TalkTimer,
    /// How many are on task, sweep by sweep.
    Scan,
    /// Events that are counted.
    Tally,
    /// Several rooms in one sitting, each by subject and grade only, and which items were seen there. It names nobody.
    LearningWalk,
}

impl Kind {
    /// Every kind, the one that is chosen without a further key first.
    pub const ALL: [Self; 7] = [
        Self::Scripted,
        Self::Walkthrough,
        Self::Interval,
        Self::TalkTimer,
        Self::Scan,
        Self::Tally,
        Self::LearningWalk,
    ];

    /// Returns the stored code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Scripted => "scripted",
            Self::Walkthrough => "walkthrough",
            Self::Interval => "interval",
            Self::TalkTimer => "talk_timer",
            Self::Scan => "scan",
            Self::Tally => "tally",
            Self::LearningWalk => "learning_walk",
        }
    }

    /// Reads a stored code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Returns whether its entries carry letters of the observer's own.
    #[must_use]
    pub fn has_codes(self) -> bool {
        matches!(self, Self::Interval | Self::TalkTimer | Self::Tally)
    }
}

/// What an observation is for. There is none for evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Coaching; also what was begun before purposes were written down.
    Coaching,
    /// Two observers of one lesson compare how they code. It is left out of counts of observations.
    Calibration,
    /// A pattern over several rooms. It is about no teacher, and is left out of counts of observations.
    LearningWalk,
    /// A supervisor watches a coach at work. It is about no teacher, and is left out of counts of observations.
    ObservingCoach,
}

impl Purpose {
    /// Returns the stored code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Coaching => "coaching",
            Self::Calibration => "calibration",
            Self::LearningWalk => "learning_walk",
            Self::ObservingCoach => "observing_coach",
        }
    }

    /// Reads a stored code; everything that is not named here counts as an observation.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        let all = [Self::Calibration, Self::LearningWalk, Self::ObservingCoach];
        let named = all.into_iter().find(|purpose| purpose.code() == code);
        named.unwrap_or(Self::Coaching)
    }
}

/// A letter and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct CodeLetter {
    /// One letter, A to Z.
    pub letter: String,
    /// What it stands for.
    pub label: String,
}

/// The most codes of an observation: more cannot be told apart while a lesson runs.
pub const MOST_CODES: usize = 8;

/// The longest label of a code, in characters.
pub const LONGEST_LABEL: usize = 60;

/// The most strokes of one letter in one group of seats that are typed in at once from paper.
pub const LONGEST_TALLY: u32 = 500;

/// The most items of a walkthrough.
pub const MOST_ITEMS: usize = 12;

/// Returns the codes as they are kept: capital letters, trimmed labels.
///
/// # Errors
/// The words for the person when there is none, there are more than eight, a letter is no letter or comes twice, or a
/// label is empty or too long.
pub fn checked_codes(codes: &[CodeLetter]) -> Result<Vec<CodeLetter>, &'static str> {
    if codes.is_empty() || codes.len() > MOST_CODES {
        return Err("Give one to eight codes.");
    }
    let mut checked: Vec<CodeLetter> = Vec::new();
    for code in codes {
        let letter = code.letter.trim().to_ascii_uppercase();
        let label = code.label.trim();
        if letter.len() != 1 || !letter.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Err("Each code has one letter, A to Z.");
        }
        if label.is_empty() || label.chars().count() > LONGEST_LABEL {
            return Err("Say in one to sixty characters what each letter stands for.");
        }
        if checked.iter().any(|other| other.letter == letter) {
            return Err("Each letter stands for one thing only.");
        }
        checked.push(CodeLetter { letter, label: label.to_owned() });
    }
    Ok(checked)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(letter: &str, label: &str) -> CodeLetter {
        CodeLetter { letter: letter.into(), label: label.into() }
    }

    #[test]
    fn a_kind_is_read_as_it_was_stored() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_code(kind.code()), Some(kind));
        }
        assert_eq!(Kind::from_code("evaluation"), None);
        assert_eq!(Purpose::from_code("evaluation"), Purpose::Coaching);
        for purpose in [Purpose::Coaching, Purpose::Calibration, Purpose::LearningWalk, Purpose::ObservingCoach] {
            assert_eq!(Purpose::from_code(purpose.code()), purpose);
        }
    }

    #[test]
    fn codes_are_kept_as_capital_letters_with_trimmed_labels() {
        let kept = checked_codes(&[code(" t ", " Teacher talks "), code("S", "Students")]).unwrap();
        assert_eq!(kept, [code("T", "Teacher talks"), code("S", "Students")]);
    }

    #[test]
    fn codes_that_cannot_be_told_apart_are_refused() {
        let long = "x".repeat(LONGEST_LABEL + 1);
        let nine: Vec<CodeLetter> = "ABCDEFGHI".chars().map(|letter| code(&letter.to_string(), "x")).collect();
        for wrong in [
            vec![],
            nine,
            vec![code("T", "one"), code("t", "two")],
            vec![code("", "one")],
            vec![code("TS", "one")],
            vec![code("é", "one")],
            vec![code("1", "one")],
            vec![code("T", " ")],
            vec![code("T", &long)],
        ] {
            assert!(checked_codes(&wrong).is_err(), "{wrong:?}");
        }
    }
}
