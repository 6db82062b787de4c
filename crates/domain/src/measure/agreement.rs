//! How far two observers of one lesson coded alike (M-33). It says something about the codes, not about a person.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Share;
use crate::{
    interval::{Answers, Method, SECONDS},
    kind::{self, CodeLetter},
};

/// One observer's answers, as they are carried to the other one: codes and times, nobody's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coding {
    /// What a letter in an interval says.
    pub method: Method,
    /// How long an interval is.
    pub seconds: u32,
    /// When the lesson's clock began, in milliseconds since 1970.
    pub started_ms: i64,
    /// How many intervals there were.
    pub held: u32,
    /// The letters and what they stand for.
    pub codes: Vec<CodeLetter>,
    /// The answered intervals.
    pub answers: Answers,
}

/// The most intervals that a coding may have: ten hours of the shortest ones.
const MOST_INTERVALS: u32 = 7_200;

impl Coding {
    /// Returns whether a coding that came from elsewhere can be one.
    #[must_use]
    pub fn is_possible(&self) -> bool {
        let letters: BTreeSet<&str> = self.codes.iter().map(|code| code.letter.as_str()).collect();
        let is_known = |answer: &String| {
            let most = if self.method == Method::Momentary { 1 } else { letters.len() };
            !answer.is_empty()
                && answer.chars().count() <= most
                && answer.chars().is_sorted_by(|one, other| one < other)
                && answer.chars().all(|letter| letters.contains(letter.to_string().as_str()))
        };
        SECONDS.contains(&self.seconds)
            && self.held <= MOST_INTERVALS
            && kind::checked_codes(&self.codes).is_ok_and(|checked| checked == self.codes)
            && self.answers.keys().all(|number| (1..=self.held).contains(number))
            && self.answers.values().all(is_known)
    }

    /// Returns whether two codings can be compared: the same method, length of intervals and letters.
    #[must_use]
    pub fn is_alike(&self, other: &Self) -> bool {
        let letters = |coding: &Self| coding.codes.iter().map(|code| code.letter.clone()).collect::<BTreeSet<_>>();
        self.method == other.method && self.seconds == other.seconds && letters(self) == letters(other)
    }
}

/// An interval that two observers coded differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    /// The interval, from 1.
    pub number: u32,
    /// The letters of the one.
    pub mine: String,
    /// The letters of the other.
    pub theirs: String,
}

/// What a comparison found.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    /// In how many intervals both have the same letters, of those that both answered.
    pub alike: Share,
    /// Cohen's kappa; nothing where there is no data, or where both used one answer only, so that chance alone agrees.
    pub kappa: Option<f64>,
    /// What differs.
    pub disagreements: Vec<Disagreement>,
    /// How many intervals only one of the two answered.
    pub one_sided: u32,
}

/// Compares two observers' answers, interval by interval.
#[must_use]
pub fn compare(mine: &Answers, theirs: &Answers) -> Agreement {
    let both: Vec<(u32, &str, &str)> = mine
        .iter()
        .filter_map(|(number, letters)| Some((*number, letters.as_str(), theirs.get(number)?.as_str())))
        .collect();
    let disagreements: Vec<Disagreement> = both
        .iter()
        .filter(|(_, mine, theirs)| mine != theirs)
        .map(|(number, mine, theirs)| Disagreement {
            number: *number,
            mine: (*mine).to_owned(),
            theirs: (*theirs).to_owned(),
        })
        .collect();
    let alike = Share::of(both.len() - disagreements.len(), both.len());
    let one_sided = Share::of(mine.len() + theirs.len() - 2 * both.len(), 0).of;
    Agreement { alike, kappa: kappa(&both), disagreements, one_sided }
}

/// Cohen's kappa: the agreement beyond what the two observers' own frequencies would give by chance.
fn kappa(both: &[(u32, &str, &str)]) -> Option<f64> {
    if both.is_empty() {
        return None;
    }
    let among = Share::of(both.len(), both.len()).among;
    let answers: BTreeSet<&str> = both.iter().flat_map(|(_, mine, theirs)| [*mine, *theirs]).collect();
    let rate = |count: usize| f64::from(Share::of(count, 0).of) / f64::from(among);
    let by_chance: f64 = answers
        .iter()
        .map(|answer| {
            let mine = both.iter().filter(|(_, mine, _)| mine == answer).count();
            let theirs = both.iter().filter(|(_, _, theirs)| theirs == answer).count();
            rate(mine) * rate(theirs)
        })
        .sum();
    if answers.len() == 1 {
        return None;
    }
    let observed = rate(both.iter().filter(|(_, mine, theirs)| mine == theirs).count());
    Some((observed - by_chance) / (1.0 - by_chance))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DANA: &str = "TTTTSSTTISSTTTGGTTSI";
    const MARISOL: &str = "TTTTSSTTISTTTTGSTTSS";

    fn answers(letters: &str) -> Answers {
        (1..).zip(letters.chars()).filter(|(_, letter)| *letter != '-').map(|(at, one)| (at, one.to_string())).collect()
    }

    fn coding(letters: &str) -> Coding {
        let code = |letter: &str| CodeLetter { letter: letter.into(), label: letter.into() };
        Coding {
            method: Method::Momentary,
            seconds: 60,
            started_ms: 0,
            held: 20,
            codes: ["T", "S", "I", "G"].map(code).into(),
            answers: answers(letters),
        }
    }

    #[test]
    fn m_33_the_worked_example_comes_out() {
        let found = compare(&answers(DANA), &answers(MARISOL));

        assert_eq!(found.alike, Share { of: 17, among: 20 });
        assert_eq!(found.alike.tenths(), Some(850));
        assert_eq!(format!("{:.3}", found.kappa.unwrap()), "0.744");
        let differ: Vec<_> = found.disagreements.iter().map(|one| (one.number, &*one.mine, &*one.theirs)).collect();
        assert_eq!(differ, [(11, "S", "T"), (16, "G", "S"), (20, "I", "S")]);
    }

    #[test]
    fn what_only_one_answered_is_counted_and_not_compared() {
        let found = compare(&answers("TT-S"), &answers("T-IS"));
        assert_eq!((found.alike, found.one_sided), (Share { of: 2, among: 2 }, 2));
    }

    #[test]
    fn without_data_or_variety_there_is_no_kappa() {
        assert_eq!(compare(&Answers::new(), &answers("T")).kappa, None);
        assert_eq!(compare(&Answers::new(), &Answers::new()).alike.tenths(), None);
        assert_eq!(compare(&answers("TTT"), &answers("TTT")).kappa, None);
        assert_eq!(compare(&answers("TTS"), &answers("TTT")).kappa, Some(0.0));
    }

    #[test]
    fn a_coding_that_no_observer_could_have_made_is_refused() {
        assert!(coding(DANA).is_possible());
        let wrong = |change: fn(&mut Coding)| {
            let mut coding = coding(DANA);
            change(&mut coding);
            !coding.is_possible()
        };
        assert!(wrong(|coding| coding.seconds = 4));
        assert!(wrong(|coding| coding.held = 19));
        assert!(wrong(|coding| coding.held = MOST_INTERVALS + 1));
        assert!(wrong(|coding| coding.codes[0].letter = "t".into()));
        assert!(wrong(|coding| coding.codes.clear()));
        assert!(wrong(|coding| drop(coding.answers.insert(0, "T".into()))));
        assert!(wrong(|coding| drop(coding.answers.insert(3, String::new()))));
        assert!(wrong(|coding| drop(coding.answers.insert(3, "ST".into()))));
        assert!(wrong(|coding| drop(coding.answers.insert(3, "X".into()))));
    }

    #[test]
    fn other_lengths_or_letters_are_not_compared() {
        let mut other = coding(MARISOL);
        assert!(coding(DANA).is_alike(&other));
        other.seconds = 30;
        assert!(!coding(DANA).is_alike(&other));
        other = coding(MARISOL);
        other.codes.pop();
        assert!(!coding(DANA).is_alike(&other));
    }

    proptest! {
        #[test]
        fn it_does_not_matter_who_compares(one in "[TSIG-]{0,30}", other in "[TSIG-]{0,30}") {
            let (there, back) = (compare(&answers(&one), &answers(&other)), compare(&answers(&other), &answers(&one)));
            prop_assert_eq!(there.alike, back.alike);
            prop_assert_eq!(there.one_sided, back.one_sided);
            match (there.kappa, back.kappa) {
                (Some(there), Some(back)) => prop_assert!((there - back).abs() < 1e-12 && there <= 1.0 + 1e-12),
                (there, back) => prop_assert_eq!(there, back),
            }
        }
    }
}
