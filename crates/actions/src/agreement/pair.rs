//! The agreement of one pair, whole: its versions with their items, and the words that count.

use std::collections::BTreeSet;

use domain::{
    RowId,
    access::Record,
    agreement::{self, Party, Said, Standing, Version, Way, Word, digest, is_credible},
};
use store::{Connection, agreement as stored, sharing};

use crate::Result;

/// Who agrees with whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Parties {
    pub(crate) coach: RowId,
    pub(crate) teacher: RowId,
}

impl Parties {
    /// Returns which of the two somebody is.
    pub(crate) fn party(self, person: RowId) -> Option<Party> {
        match person {
            person if person == self.coach => Some(Party::Coach),
            person if person == self.teacher => Some(Party::Teacher),
            _ => None,
        }
    }
}

/// A version with its items.
pub(crate) struct Written {
    pub(crate) row: stored::Agreement,
    pub(crate) items: Vec<stored::Item>,
    pub(crate) version: Version,
    /// What was said of it, and counts.
    pub(crate) said: Vec<(stored::Word, Word)>,
}

impl Written {
    fn read(reader: &Connection, row: stored::Agreement, me: Option<Party>) -> Result<Self> {
        let items = stored::items(reader, row.id)?;
        let parts: Vec<_> =
            items.iter().map(|item| (item.code.clone(), item.audience.clone(), item.text.clone())).collect();
        let version = Version {
            id: row.id,
            number: row.version,
            digest: digest(row.version, &parts, &row.text),
            items: parts.into_iter().map(|(code, audience, _)| (code, audience)).collect(),
        };
        let mut said = Vec::new();
        for word in stored::words(reader, row.id)? {
            let Some(known) = known(&word) else { continue };
            let Some(me) = me else { continue };
            let writer = if sharing::is_own(reader, word.id)? { me } else { other(me) };
            if is_credible(&known, writer) {
                said.push((word, known));
            }
        }
        Ok(Self { row, items, version, said })
    }

    /// Whether it says the same.
    pub(crate) fn same(&self, items: &[stored::Item], text: &str) -> bool {
        self.items == items && self.row.text == text
    }

    /// Whether one of the two accepted it.
    pub(crate) fn is_accepted_by(&self, party: Party) -> bool {
        let accepts =
            |word: &Word| word.party == party && word.said == Said::Accepted && word.digest == self.version.digest;
        self.said.iter().any(|(_, word)| accepts(word))
    }
}

/// The agreement of one pair.
pub(crate) struct Pair {
    parties: Parties,
    /// The first first.
    pub(crate) versions: Vec<Written>,
    pub(crate) standings: Vec<Standing>,
}

impl Pair {
    /// Reads the agreement of a pair, as far as it is on this computer.
    pub(crate) fn read(reader: &Connection, coach: RowId, teacher: RowId) -> Result<Self> {
        let parties = Parties { coach, teacher };
        let me = parties.party(crate::session::load(reader)?.me);
        let versions: Vec<Written> = stored::versions(reader, coach, teacher)?
            .into_iter()
            .map(|row| Written::read(reader, row, me))
            .collect::<Result<_>>()?;
        let (plain, words) = plain(&versions);
        Ok(Self { parties, standings: agreement::standings(&plain, &words), versions })
    }

    pub(crate) fn parties(&self) -> Parties {
        self.parties
    }

    pub(crate) fn standing(&self, id: RowId) -> Option<Standing> {
        self.find(id).map(|(_, standing)| standing)
    }

    pub(crate) fn find(&self, id: RowId) -> Option<(&Written, Standing)> {
        let found = self.versions.iter().position(|version| version.row.id == id)?;
        Some((&self.versions[found], self.standings[found]))
    }

    /// Whether a version waits or counts.
    pub(crate) fn is_open(&self, version: &Written) -> bool {
        matches!(self.standing(version.row.id), Some(Standing::Proposed | Standing::InForce))
    }
}

/// Returns what the documents on this computer open to coaches' supervisors, of every pair that somebody is one of.
pub(crate) fn agreed_here(reader: &Connection, person: RowId) -> Result<BTreeSet<(RowId, RowId, Record)>> {
    let pairs: BTreeSet<_> =
        stored::of_person(reader, person)?.into_iter().map(|version| (version.coach, version.teacher)).collect();
    let mut agreed = BTreeSet::new();
    for (coach, teacher) in pairs {
        let (versions, words) = plain(&Pair::read(reader, coach, teacher)?.versions);
        let records = agreement::agreed(&versions, &words);
        agreed.extend(records.into_iter().map(|record| (coach, teacher, record)));
    }
    Ok(agreed)
}

/// Whether the teacher accepted the version in force on the coach's screen or on signed paper, and in no account of theirs.
pub(crate) fn is_accepted_in_person(reader: &Connection, coach: RowId, teacher: RowId) -> Result<bool> {
    let pair = Pair::read(reader, coach, teacher)?;
    let in_force = pair.versions.iter().find(|version| pair.standing(version.row.id) == Some(Standing::InForce));
    let Some(written) = in_force else { return Ok(false) };
    let accepted = |word: &&Word| {
        word.party == Party::Teacher && word.said == Said::Accepted && word.digest == written.version.digest
    };
    let ways: Vec<Way> = written.said.iter().map(|(_, word)| word).filter(accepted).map(|word| word.way).collect();
    Ok(!ways.is_empty() && !ways.contains(&Way::OwnDevice))
}

fn plain(versions: &[Written]) -> (Vec<Version>, Vec<Word>) {
    let words = versions.iter().flat_map(|version| version.said.iter().map(|(_, word)| word.clone()));
    (versions.iter().map(|version| version.version.clone()).collect(), words.collect())
}

fn known(word: &stored::Word) -> Option<Word> {
    Some(Word {
        agreement: word.agreement,
        party: Party::from_code(&word.party)?,
        said: Said::from_code(&word.said)?,
        way: Way::from_code(&word.way)?,
        digest: word.digest.clone(),
    })
}

fn other(party: Party) -> Party {
    match party {
        Party::Coach => Party::Teacher,
        Party::Teacher => Party::Coach,
    }
}

/// Whether somebody coaches a teacher now, by a row of this computer or as the service told.
pub(super) fn coaches(reader: &Connection, coach: RowId, teacher: RowId) -> Result<bool> {
    let relationships = store::person::relationships(reader)?;
    if relationships.iter().any(|one| one.coach == coach && one.teacher == teacher && one.ends.is_empty()) {
        return Ok(true);
    }
    Ok(sharing::facts(reader)?.is_some_and(|facts| facts.pairs.contains(&(coach, teacher))))
}
