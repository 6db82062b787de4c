//! What this computer knows of everybody, in the form in which the rules of access ask for it: roster, relationships, teams
//! and agreements, and over them what the central service told of this person.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::{
    RowId,
    access::{Facts, Role, Standing},
};
use store::{Connection, person as stored, sharing};

use crate::{Result, agreement::agreed_here, session};

/// Returns what is known of everybody who is in the roster.
pub(crate) fn everybody(reader: &Connection, today: NaiveDate) -> Result<Vec<Facts>> {
    let known = Known::read(reader, today)?;
    let people = stored::all(reader)?.into_iter().map(|person| person.id);
    let people: BTreeSet<RowId> = people.chain([known.me]).chain(known.told_people()).collect();
    Ok(people
        .into_iter()
        .map(|person| {
            let facts = known.of(person);
            // Schools matter only to those whose role reaches a school's teachers; coaches and teachers are the many.
            if facts.roles.iter().any(|(role, _)| reaches_a_school(*role)) { known.with_schools(facts) } else { facts }
        })
        .collect())
}

/// Returns what is known of one person.
pub(crate) fn of(reader: &Connection, today: NaiveDate, person: RowId) -> Result<Facts> {
    let known = Known::read(reader, today)?;
    Ok(known.with_schools(known.of(person)))
}

fn reaches_a_school(role: Role) -> bool {
    !matches!(role, Role::Coach | Role::TeacherLeader | Role::Teacher | Role::Supervisor | Role::Administrator)
}

struct Known {
    me: RowId,
    roles: Vec<(RowId, Role, RowId)>,
    pairs: BTreeSet<(RowId, RowId)>,
    members: BTreeMap<RowId, BTreeSet<RowId>>,
    schools: BTreeMap<RowId, BTreeSet<RowId>>,
    agreed: BTreeSet<(RowId, RowId, domain::access::Record)>,
    supervisors: BTreeSet<RowId>,
    told: Option<Facts>,
}

impl Known {
    fn read(reader: &Connection, today: NaiveDate) -> Result<Self> {
        let session = session::load(reader)?;
        let runs = |starts: &str, ends: &str| {
            let begun = starts.parse::<NaiveDate>().map_or(true, |starts| starts <= today);
            begun && ends.parse::<NaiveDate>().map_or(true, |ends| ends >= today)
        };
        let roles = stored::roles(reader)?.into_iter().filter(|role| runs(&role.starts, &role.ends));
        let roles: Vec<_> = roles
            .map(|role| {
                let place = role.organisation.unwrap_or(session.organisation);
                (role.person, Role::from_code(&role.code), place)
            })
            .collect();
        let pairs = stored::relationships(reader)?.into_iter().filter(|one| runs("", &one.ends));
        let mut members: BTreeMap<RowId, BTreeSet<RowId>> = BTreeMap::new();
        for team in stored::teams(reader)? {
            let current = team.members.iter().filter(|member| runs(&member.starts, &member.ends));
            members.insert(team.id, current.map(|member| member.person).collect());
        }
        let told = sharing::facts(reader)?;
        // What the service said counts: its agreements are read from the same documents.
        let agreed = match &told {
            Some(told) => told.agreed.clone(),
            None => agreed_here(reader, session.me)?,
        };
        Ok(Self {
            me: session.me,
            schools: schools(reader, &roles)?,
            pairs: pairs.map(|one| (one.coach, one.teacher)).collect(),
            supervisors: sharing::supervisors(reader)?.into_iter().collect(),
            roles,
            members,
            agreed,
            told,
        })
    }

    fn told_people(&self) -> impl Iterator<Item = RowId> + '_ {
        self.supervisors.iter().copied()
    }

    fn with_schools(&self, facts: Facts) -> Facts {
        Facts { schools: self.schools.clone(), ..facts }
    }

    fn of(&self, person: RowId) -> Facts {
        let mut facts = Facts::unknown(person);
        facts.standing = Standing::Active;
        let roles = self.roles.iter().filter(|(who, ..)| *who == person);
        facts.roles = roles.map(|(_, role, place)| (*role, *place)).collect();
        facts.pairs = self.pairs.iter().copied().filter(|(one, other)| [*one, *other].contains(&person)).collect();
        let teams = self.members.iter().filter(|(_, members)| members.contains(&person));
        facts.teams = teams.map(|(team, _)| *team).collect();
        facts.agreed = self.agreed.clone();
        if self.supervisors.contains(&person) {
            facts.supervises.insert(self.me);
        }
        if let Some(told) = self.told.as_ref() {
            let with_me = |pair: &(RowId, RowId)| [pair.0, pair.1].contains(&self.me);
            facts.pairs.retain(|pair| !with_me(pair));
            let here = told.pairs.iter().copied().filter(|(one, other)| [*one, *other].contains(&person));
            facts.pairs.extend(here);
        }
        match &self.told {
            Some(told) if person == self.me => {
                facts.standing = told.standing;
                facts.supervises.extend(&told.supervises);
                facts.roles.extend(&told.roles);
                facts.links.extend(&told.links);
                facts
            }
            _ => facts,
        }
    }
}

/// Returns the schools of everybody who works at one, with the districts above them.
fn schools(reader: &Connection, roles: &[(RowId, Role, RowId)]) -> Result<BTreeMap<RowId, BTreeSet<RowId>>> {
    let parents: BTreeMap<RowId, Option<RowId>> =
        store::organisation::all(reader)?.into_iter().map(|one| (one.id, one.parent)).collect();
    let mut schools: BTreeMap<RowId, BTreeSet<RowId>> = BTreeMap::new();
    let classes = stored::sections(reader, None)?.into_iter().filter_map(|one| Some((one.teacher?, one.school?)));
    let works = roles.iter().map(|(person, _, place)| (*person, *place));
    for (person, place) in works.chain(classes) {
        let mut next = Some(place);
        // A district of districts of districts is enough; a circle of them would have no end.
        for _ in 0..8 {
            let Some(found) = next else { break };
            schools.entry(person).or_default().insert(found);
            next = parents.get(&found).copied().flatten();
        }
    }
    Ok(schools)
}
