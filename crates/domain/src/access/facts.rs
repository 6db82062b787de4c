//! What is true of one person at the moment of a decision, as the central service's rows say it.

use std::collections::{BTreeMap, BTreeSet};

use crate::{RowId, access::Record, person};

/// What a person does at a school or with one, now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Coaches teachers.
    Coach,
    /// Teaches, and leads a team.
    TeacherLeader,
    /// Teaches.
    Teacher,
    /// Supervises coaches.
    Supervisor,
    /// Leads a school, and may evaluate.
    Principal,
    /// Helps to lead a school, and may evaluate.
    AssistantPrincipal,
    /// Evaluates teachers.
    Evaluator,
    /// Answers for a district's data.
    DataLead,
    /// Works with the organisation from outside.
    Partner,
    /// Administers the organisation's service.
    Administrator,
    /// Studies the programme.
    Researcher,
    /// A role of a newer version. It grants nothing, and may evaluate for all that is known here.
    Unknown,
}

impl Role {
    /// Every role that a row can name, in the order of [`person::ROLES`].
    pub const ALL: [Self; 11] = [
        Self::Coach,
        Self::TeacherLeader,
        Self::Teacher,
        Self::Supervisor,
        Self::Principal,
        Self::AssistantPrincipal,
        Self::Evaluator,
        Self::DataLead,
        Self::Partner,
        Self::Administrator,
        Self::Researcher,
    ];

    /// Reads a stored code.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        let position = person::ROLES.iter().position(|known| *known == code);
        position.map_or(Self::Unknown, |position| Self::ALL[position])
    }

    /// Returns whether people with this role evaluate teachers, unless an administrator says otherwise of one of them.
    #[must_use]
    pub fn may_evaluate(self) -> bool {
        match self {
            Self::Principal | Self::AssistantPrincipal | Self::Evaluator | Self::Unknown => true,
            Self::Coach
            | Self::TeacherLeader
            | Self::Teacher
            | Self::Supervisor
            | Self::DataLead
            | Self::Partner
            | Self::Administrator
            | Self::Researcher => false,
        }
    }
}

/// What an administrator, a roster or a file says of a person and a teacher. Where nobody speaks, there is no link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// The person evaluates the teacher.
    Evaluator,
    /// The person does not.
    NotEvaluator,
}

/// Whether a person evaluates a teacher, as far as is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evaluates {
    /// An administrator, a roster or a file says so.
    Yes,
    /// An administrator says that they do not, or no role of theirs evaluates.
    No,
    /// A role of theirs may evaluate at the teacher's school, or the teacher's school is not known, and nobody has
    /// said otherwise. Shown as unknown, and counted as yes.
    Presumed,
}

/// Whether somebody belongs to the organisation at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Standing {
    /// They left, were never enrolled, or it is not known.
    #[default]
    Outside,
    /// They belong to it.
    Active,
}

/// What is true of one person now. Rows with dates are already reduced to those in force; what is not here is not so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The person.
    pub person: RowId,
    /// Whether they belong to the organisation.
    pub standing: Standing,
    /// Their roles, each with the school or district where they hold it.
    pub roles: BTreeSet<(Role, RowId)>,
    /// The coaching relationships that they are part of, as coach and teacher.
    pub pairs: BTreeSet<(RowId, RowId)>,
    /// The teams that they belong to.
    pub teams: BTreeSet<RowId>,
    /// The teams that they lead, each with its members.
    pub leads: BTreeMap<RowId, BTreeSet<RowId>>,
    /// The people whom they supervise.
    pub supervises: BTreeSet<RowId>,
    /// The people who supervise them.
    pub supervised_by: BTreeSet<RowId>,
    /// What was said of whether they evaluate a teacher.
    pub links: BTreeMap<RowId, Link>,
    /// The schools of each teacher in question, with the districts above them.
    pub schools: BTreeMap<RowId, BTreeSet<RowId>>,
    /// The items of sharing agreements that widen a kind of record to the supervisors of its author, as author,
    /// teacher and kind: signed by both, and not superseded.
    pub agreed: BTreeSet<(RowId, RowId, Record)>,
    /// The consents that teachers gave in writing and have not withdrawn, to this person or about this person's work.
    pub consents: BTreeSet<Consent>,
}

/// A teacher's consent to show one document to one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Consent {
    /// The teacher who gave it.
    pub teacher: RowId,
    /// The person who may read.
    pub reader: RowId,
    /// The document's root row.
    pub root: RowId,
}

impl Facts {
    /// Returns what is true of a person of whom nothing is known: enough for no access at all.
    #[must_use]
    pub fn unknown(person: RowId) -> Self {
        Self {
            person,
            standing: Standing::Outside,
            roles: BTreeSet::new(),
            pairs: BTreeSet::new(),
            teams: BTreeSet::new(),
            leads: BTreeMap::new(),
            supervises: BTreeSet::new(),
            supervised_by: BTreeSet::new(),
            links: BTreeMap::new(),
            schools: BTreeMap::new(),
            agreed: BTreeSet::new(),
            consents: BTreeSet::new(),
        }
    }

    /// Returns whether the person evaluates this teacher. Nobody evaluates themselves.
    #[must_use]
    pub fn evaluates(&self, teacher: RowId) -> Evaluates {
        match self.links.get(&teacher) {
            _ if teacher == self.person => Evaluates::No,
            Some(Link::Evaluator) => Evaluates::Yes,
            Some(Link::NotEvaluator) => Evaluates::No,
            None if self.could_evaluate(teacher) => Evaluates::Presumed,
            None => Evaluates::No,
        }
    }

    /// Returns whether a role of theirs could reach the teacher. Of a teacher without a school, any role could.
    fn could_evaluate(&self, teacher: RowId) -> bool {
        let schools = self.schools.get(&teacher).filter(|schools| !schools.is_empty());
        let evaluating = self.roles.iter().filter(|(role, _)| role.may_evaluate());
        evaluating.into_iter().any(|(_, school)| schools.is_none_or(|schools| schools.contains(school)))
    }

    /// Returns whether the person holds this role at a known school of the teacher, or above it.
    pub(super) fn holds_at_school_of(&self, teacher: RowId, role: Role) -> bool {
        self.schools
            .get(&teacher)
            .is_some_and(|schools| schools.iter().any(|school| self.roles.contains(&(role, *school))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u8) -> RowId {
        RowId::from_bytes([number; 16])
    }

    const PERSON: u8 = 1;
    const TEACHER: u8 = 2;
    const SCHOOL: u8 = 3;

    fn person_with(role: Role, school: u8) -> Facts {
        let mut facts = Facts::unknown(id(PERSON));
        facts.roles.insert((role, id(school)));
        facts.schools.insert(id(TEACHER), [id(SCHOOL)].into());
        facts
    }

    #[test]
    fn roles_are_read_by_the_codes_that_rows_carry() {
        let roles = "Coach TeacherLeader Teacher Supervisor Principal AssistantPrincipal Evaluator DataLead Partner \
                     Administrator Researcher";
        for (code, role) in person::ROLES.into_iter().zip(roles.split(' ')) {
            assert_eq!(format!("{:?}", Role::from_code(code)), role);
            let spelled = role.to_lowercase().starts_with(&code.replace('_', ""));
            assert!(spelled, "{code} is {role}");
        }
        assert_eq!(Role::from_code("inspector"), Role::Unknown);
    }

    #[test]
    fn a_role_that_may_evaluate_is_presumed_to_at_that_school_until_somebody_speaks() {
        for role in [Role::Principal, Role::AssistantPrincipal, Role::Evaluator, Role::Unknown] {
            let mut facts = person_with(role, SCHOOL);
            assert_eq!(facts.evaluates(id(TEACHER)), Evaluates::Presumed);
            assert_eq!(person_with(role, 9).evaluates(id(TEACHER)), Evaluates::No, "at another school");

            facts.links.insert(id(TEACHER), Link::NotEvaluator);
            assert_eq!(facts.evaluates(id(TEACHER)), Evaluates::No);
            facts.links.insert(id(TEACHER), Link::Evaluator);
            assert_eq!(facts.evaluates(id(TEACHER)), Evaluates::Yes);
        }
    }

    #[test]
    fn a_teacher_without_a_known_school_may_be_evaluated_by_any_of_them() {
        let mut facts = person_with(Role::Principal, 9);
        facts.schools.clear();
        assert_eq!(facts.evaluates(id(TEACHER)), Evaluates::Presumed);
        facts.schools.insert(id(TEACHER), BTreeSet::new());
        assert_eq!(facts.evaluates(id(TEACHER)), Evaluates::Presumed);
    }

    #[test]
    fn a_coach_evaluates_nobody_unless_somebody_says_so() {
        let mut facts = person_with(Role::Coach, SCHOOL);
        assert_eq!(facts.evaluates(id(TEACHER)), Evaluates::No);
        facts.links.insert(id(TEACHER), Link::Evaluator);
        assert_eq!(facts.evaluates(id(TEACHER)), Evaluates::Yes);
    }

    #[test]
    fn nobody_evaluates_themselves() {
        let mut facts = person_with(Role::Principal, SCHOOL);
        facts.schools.insert(id(PERSON), [id(SCHOOL)].into());
        assert_eq!(facts.evaluates(id(PERSON)), Evaluates::No);
    }
}
