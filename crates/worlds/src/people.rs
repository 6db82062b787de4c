//! Who is in a world, and what is true of them: the world's own account, from which it judges what the service does.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    RowId,
    access::{Facts, Link, Record, Role, Standing},
};
use server::facts::Fact;

use crate::random::Random;

/// A district with a school, two teams and six people who have computers.
#[derive(Debug, Clone)]
pub struct People {
    /// The organisation's row.
    pub organisation: RowId,
    /// Its teams.
    pub teams: [RowId; 2],
    /// A teacher who has no computer, and of whom coaches write.
    pub teacher: RowId,
    /// Another teacher of the first coach, who signs a sharing agreement and takes it back, on a computer of her own.
    pub signing: RowId,
    /// Whether what she and the coach agreed opens coaching cycles to supervisors now. It is no fact of the service's: the
    /// service counts it from their rows.
    pub is_agreed: bool,
    /// Everybody with a computer.
    pub everybody: Vec<RowId>,
    school: RowId,
    facts: BTreeMap<String, Fact>,
}

/// The one who writes the roster.
pub const ADMINISTRATOR: usize = 3;
/// The coach who follows the first.
pub const SUCCESSOR: usize = 2;
/// The one to whom the teacher shows single documents.
pub const PRINCIPAL: usize = 4;
/// The one who reads what was agreed.
pub const SUPERVISOR: usize = 5;

impl People {
    /// Makes the people of every world.
    #[must_use]
    pub fn new() -> Self {
        let id = |name: &str| RowId::derived(&[b"world", name.as_bytes()]);
        let (school, teams, teacher) = (id("school"), [id("first team"), id("second team")], id("teacher"));
        let signing = id("signing teacher");
        let everybody: Vec<RowId> = (0..6).map(|number| id(&format!("person {number}"))).collect();
        let [coach, leader, other, administrator, principal, supervisor] = everybody[..] else {
            unreachable!("six were made")
        };
        let facts = [
            Fact::Role(coach, Role::Coach, school),
            Fact::Role(leader, Role::TeacherLeader, school),
            Fact::Role(other, Role::Coach, school),
            Fact::Role(administrator, Role::Administrator, school),
            Fact::Role(principal, Role::Principal, school),
            Fact::Role(supervisor, Role::Supervisor, school),
            Fact::Team(coach, teams[0]),
            Fact::Team(leader, teams[0]),
            Fact::Lead(leader, teams[0]),
            Fact::Team(other, teams[0]),
            Fact::Team(other, teams[1]),
            Fact::Team(coach, teams[1]),
            Fact::Pair(coach, teacher),
            Fact::Supervises(supervisor, coach),
            Fact::School(teacher, school),
            Fact::Pair(coach, signing),
            Fact::School(signing, school),
            Fact::Agreed(coach, teacher, Record::Script),
        ];
        let facts = facts.into_iter().map(|fact| (format!("{fact:?}"), fact)).collect();
        Self { organisation: id("organisation"), teams, teacher, signing, is_agreed: false, everybody, school, facts }
    }

    /// Returns what holds now.
    pub fn facts(&self) -> impl Iterator<Item = Fact> {
        self.facts.values().copied()
    }

    /// Draws a right that ends.
    pub fn ending(&self, random: &mut Random) -> Option<Fact> {
        let held: Vec<Fact> = self.changing().into_iter().filter(|fact| self.holds(*fact)).collect();
        (!held.is_empty()).then(|| *random.pick(&held))
    }

    /// Draws a right that opens.
    pub fn opening(&self, random: &mut Random) -> Option<Fact> {
        let missing: Vec<Fact> = self.changing().into_iter().filter(|fact| !self.holds(*fact)).collect();
        (!missing.is_empty()).then(|| *random.pick(&missing))
    }

    /// Takes a fact as true, or not any more.
    pub fn set(&mut self, fact: Fact, holds: bool) {
        if holds {
            self.facts.insert(format!("{fact:?}"), fact);
        } else {
            self.facts.remove(&format!("{fact:?}"));
        }
    }

    /// Returns whether a fact holds.
    pub fn holds(&self, fact: Fact) -> bool {
        self.facts.contains_key(&format!("{fact:?}"))
    }

    /// Returns what the teacher may take back or say again: the agreement, and each consent that holds.
    pub fn words(&self) -> Vec<Fact> {
        let agreed = Fact::Agreed(self.everybody[0], self.teacher, Record::Script);
        // Another teacher's consents are rows of hers, and only she changes them.
        let is_hers = |fact: &Fact| matches!(fact, Fact::Consent(consent) if consent.teacher == self.teacher);
        let consents = self.facts().filter(is_hers);
        std::iter::once(agreed).chain(consents).collect()
    }

    /// Returns the word that the supervisor evaluates the teacher.
    pub fn evaluator(&self) -> Fact {
        Fact::Link(self.everybody[SUPERVISOR], self.teacher, Link::Evaluator)
    }

    /// The rights that come and go in these worlds.
    fn changing(&self) -> Vec<Fact> {
        let members = self.everybody[..3].iter().chain(&self.everybody[5..]);
        let mut changing: Vec<Fact> =
            members.flat_map(|person| self.teams.map(|team| Fact::Team(*person, team))).collect();
        changing.push(Fact::Pair(self.everybody[0], self.teacher));
        changing.push(Fact::Supervises(self.everybody[5], self.everybody[0]));
        changing.push(Fact::Link(self.everybody[0], self.teacher, Link::Evaluator));
        changing
    }

    /// Returns what is true of a person now.
    #[must_use]
    pub fn of(&self, person: RowId) -> Facts {
        let mut facts = Facts::unknown(person);
        facts.standing = Standing::Active;
        for fact in self.facts() {
            match fact {
                Fact::Role(who, role, place) if who == person => drop(facts.roles.insert((role, place))),
                Fact::Pair(coach, teacher) if [coach, teacher].contains(&person) => {
                    facts.pairs.insert((coach, teacher));
                }
                Fact::Team(who, team) if who == person => drop(facts.teams.insert(team)),
                Fact::Lead(who, team) if who == person => drop(facts.leads.insert(team, self.members(team))),
                Fact::Supervises(who, whom) if who == person => drop(facts.supervises.insert(whom)),
                Fact::Supervises(who, whom) if whom == person => drop(facts.supervised_by.insert(who)),
                Fact::Link(who, teacher, link) if who == person => drop(facts.links.insert(teacher, link)),
                Fact::School(teacher, school) => {
                    facts.schools.entry(teacher).or_default().insert(school);
                }
                Fact::Consent(consent) if consent.reader == person => drop(facts.consents.insert(consent)),
                Fact::Agreed(author, teacher, record) => drop(facts.agreed.insert((author, teacher, record))),
                _ => {}
            }
        }
        if self.is_agreed {
            facts.agreed.insert(self.signed());
        }
        facts
    }

    /// What the agreement can open: whose, about whom, and what.
    #[must_use]
    pub fn signed(&self) -> (RowId, RowId, Record) {
        (self.everybody[0], self.signing, Record::Cycle)
    }

    fn members(&self, team: RowId) -> BTreeSet<RowId> {
        let member = |fact: Fact| match fact {
            Fact::Team(person, of) if of == team => Some(person),
            _ => None,
        };
        self.facts().filter_map(member).collect()
    }

    /// Returns the school.
    #[must_use]
    pub fn school(&self) -> RowId {
        self.school
    }
}

impl Default for People {
    fn default() -> Self {
        Self::new()
    }
}
