//! How the versions of one pair's agreement stand, and what they open.

use std::collections::BTreeSet;

use super::{Item, Party, Reach, Said, Way, Word};
use crate::{RowId, access::Record};

/// A version, as far as it decides anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The version's row.
    pub id: RowId,
    /// Its number. Of two with the same one, the greater row counts as the later.
    pub number: i64,
    /// Its [`super::digest`].
    pub digest: String,
    /// What, and for whom, by their codes.
    pub items: Vec<(String, String)>,
}

/// How a version stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It waits for one of the two, or both.
    Proposed,
    /// Both accepted it, and nothing came after.
    InForce,
    /// Both accepted a later one.
    Superseded,
    /// One of the two withdrew it.
    Withdrawn,
    /// It was never accepted by both, and there is a later one.
    Passed,
}

/// Returns how each version stands, in the order given.
#[must_use]
pub fn standings(versions: &[Version], words: &[Word]) -> Vec<Standing> {
    let latest = latest(versions.iter());
    let accepted = accepted_last(versions, words);
    let standing = |version: &Version| {
        let is_accepted = is_accepted(version, words);
        match () {
            () if is_accepted && accepted.is_some_and(|last| last.id != version.id) => Standing::Superseded,
            () if is_withdrawn(version, words) => Standing::Withdrawn,
            () if is_accepted => Standing::InForce,
            () if latest.is_some_and(|last| last.id != version.id) => Standing::Passed,
            () => Standing::Proposed,
        }
    };
    versions.iter().map(standing).collect()
}

/// Returns the version that counts now. One that was withdrawn, or that was changed after it was accepted, opens nothing
/// and brings no earlier one back.
#[must_use]
pub fn in_force<'a>(versions: &'a [Version], words: &[Word]) -> Option<&'a Version> {
    accepted_last(versions, words).filter(|version| is_accepted(version, words) && !is_withdrawn(version, words))
}

/// Returns the kinds of record that the pair opened to the coach's supervisors.
#[must_use]
pub fn agreed(versions: &[Version], words: &[Word]) -> BTreeSet<Record> {
    let items = in_force(versions, words).into_iter().flat_map(|version| &version.items);
    let wider = items.filter(|(_, audience)| Reach::from_code(audience) == Some(Reach::Supervisors));
    wider.filter_map(|(code, _)| Item::from_code(code)?.record()).collect()
}

/// Returns whether it counts that somebody wrote this word down: each says their own, and the coach records what the
/// teacher said on the coach's screen or on paper.
#[must_use]
pub fn is_credible(word: &Word, writer: Party) -> bool {
    match (word.party, word.said, word.way) {
        (party, _, Way::OwnDevice) => party == writer,
        (Party::Teacher, _, Way::CoachScreen | Way::Paper) => writer == Party::Coach,
        (Party::Coach, _, Way::CoachScreen | Way::Paper) => false,
    }
}

fn accepted_last<'a>(versions: &'a [Version], words: &[Word]) -> Option<&'a Version> {
    latest(versions.iter().filter(|version| is_by_both(words, |word| word.agreement == version.id)))
}

fn latest<'a>(versions: impl Iterator<Item = &'a Version>) -> Option<&'a Version> {
    versions.max_by_key(|version| (version.number, version.id))
}

fn is_accepted(version: &Version, words: &[Word]) -> bool {
    is_by_both(words, |word| word.agreement == version.id && word.digest == version.digest)
}

fn is_by_both(words: &[Word], is_of: impl Fn(&Word) -> bool) -> bool {
    let has_said = |party| words.iter().any(|word| is_of(word) && word.party == party && word.said == Said::Accepted);
    Party::ALL.into_iter().all(has_said)
}

fn is_withdrawn(version: &Version, words: &[Word]) -> bool {
    words.iter().any(|word| word.agreement == version.id && word.said == Said::Withdrawn)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn version(number: u8, evidence: Reach) -> Version {
        let items = Item::ALL.map(|item| {
            let reach = if item == Item::Evidence { evidence } else { item.choices()[0] };
            (item.code().to_owned(), reach.code().to_owned())
        });
        let id = RowId::from_bytes([number; 16]);
        Version { id, number: number.into(), digest: format!("digest {number}"), items: items.to_vec() }
    }

    fn word(number: u8, party: Party, said: Said) -> Word {
        let digest = format!("digest {number}");
        Word { agreement: RowId::from_bytes([number; 16]), party, said, way: Way::OwnDevice, digest }
    }

    fn accepted(number: u8) -> Vec<Word> {
        Party::ALL.map(|party| word(number, party, Said::Accepted)).to_vec()
    }

    #[test]
    fn a_version_that_is_changed_after_it_was_accepted_opens_nothing_and_brings_no_earlier_one_back() {
        let mut versions = [version(1, Reach::Supervisors), version(2, Reach::Pair)];
        versions[1].digest = "other words".into();
        assert!(agreed(&versions, &[accepted(1), accepted(2)].concat()).is_empty());
        assert_eq!(agreed(&versions, &accepted(1)), [Record::Script].into(), "the control");
    }

    #[test]
    fn an_item_is_opened_when_both_accepted_and_not_before() {
        let versions = [version(1, Reach::Supervisors)];
        let words = accepted(1);
        assert!(agreed(&versions, &[]).is_empty());
        assert!(agreed(&versions, &words[..1]).is_empty() && agreed(&versions, &words[1..]).is_empty());
        assert_eq!(standings(&versions, &words[..1]), [Standing::Proposed]);
        assert_eq!(agreed(&versions, &words), [Record::Script].into());
        assert_eq!(standings(&versions, &words), [Standing::InForce]);
    }

    #[test]
    fn either_closes_it_at_once_and_no_earlier_version_comes_back() {
        let versions = [version(1, Reach::Supervisors), version(2, Reach::Supervisors)];
        for party in Party::ALL {
            let mut words = [accepted(1), accepted(2)].concat();
            assert_eq!(standings(&versions, &words), [Standing::Superseded, Standing::InForce]);
            words.push(word(2, party, Said::Withdrawn));
            assert!(agreed(&versions, &words).is_empty());
            assert_eq!(standings(&versions, &words), [Standing::Superseded, Standing::Withdrawn]);
        }
    }

    #[test]
    fn a_version_that_waits_changes_nothing_of_the_one_in_force() {
        let versions = [version(1, Reach::Pair), version(2, Reach::Supervisors)];
        let mut words = accepted(1);
        words.push(word(2, Party::Coach, Said::Accepted));
        assert!(agreed(&versions, &words).is_empty());
        assert_eq!(in_force(&versions, &words), Some(&versions[0]));
        assert_eq!(standings(&versions, &words), [Standing::InForce, Standing::Proposed]);
        assert_eq!(standings(&versions, &[]), [Standing::Passed, Standing::Proposed]);
    }

    #[test]
    fn an_acceptance_of_other_words_is_none() {
        let versions = [version(1, Reach::Supervisors)];
        let mut words = accepted(1);
        words[1].digest = "digest of what she was shown".into();
        assert!(agreed(&versions, &words).is_empty());
    }

    #[test]
    fn nobody_says_on_their_own_device_what_the_other_says() {
        let on = |party, way| Word { way, ..word(1, party, Said::Accepted) };
        let ways = [Way::OwnDevice, Way::CoachScreen, Way::Paper];
        assert_eq!(ways.map(|way| is_credible(&on(Party::Teacher, way), Party::Coach)), [false, true, true]);
        assert_eq!(ways.map(|way| is_credible(&on(Party::Teacher, way), Party::Teacher)), [true, false, false]);
        assert_eq!(ways.map(|way| is_credible(&on(Party::Coach, way), Party::Coach)), [true, false, false]);
        assert_eq!(ways.map(|way| is_credible(&on(Party::Coach, way), Party::Teacher)), [false, false, false]);
    }

    proptest! {
        #[test]
        fn whatever_came_first_the_same_is_agreed_and_only_with_both_words(
            said in prop::collection::vec((1_u8..4, 0_usize..2, any::<bool>()), 0..9),
        ) {
            let versions: Vec<_> = (1..4).map(|number| version(number, Reach::Supervisors)).collect();
            let word = |(number, party, accepts): &(u8, usize, bool)| {
                word(*number, Party::ALL[*party], if *accepts { Said::Accepted } else { Said::Withdrawn })
            };
            let words: Vec<_> = said.iter().map(word).collect();
            let backwards: Vec<_> = said.iter().rev().map(word).collect();
            prop_assert_eq!(agreed(&versions, &words), agreed(&versions, &backwards));
            if let Some(found) = in_force(&versions, &words) {
                let number = found.number;
                let has = |party, accepts| said.contains(&(u8::try_from(number).unwrap(), party, accepts));
                prop_assert!(has(0, true) && has(1, true) && !has(0, false) && !has(1, false));
            }
            let forces = standings(&versions, &words).into_iter().filter(|one| *one == Standing::InForce).count();
            prop_assert!(forces <= 1);
        }
    }
}
