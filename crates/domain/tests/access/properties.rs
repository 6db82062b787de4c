//! What holds of any facts and any scope.

use std::collections::BTreeSet;

use domain::{
    RowId,
    access::{
        Consent, Facts, Grant, Link, Record, Role, Share, Standing, audience, may_read, may_share, may_write, readers,
    },
    schema::{ENTITIES, Log, entity},
    scope::{Audience, Scope},
};
use proptest::{collection::btree_map, collection::btree_set, prelude::*};

use crate::world::id;

/// The numbers of every entity, and two that a newer version may have.
const NUMBERS: std::ops::Range<u16> = 1..ENTITIES.len() as u16 + 3;

/// Few enough people and places that they meet.
fn any_id() -> impl Strategy<Value = RowId> {
    (1..5_u8).prop_map(id)
}

fn any_record() -> impl Strategy<Value = Record> {
    prop::sample::select(Record::ALL.to_vec())
}

fn any_role() -> impl Strategy<Value = Role> {
    prop::sample::select([&Role::ALL[..], &[Role::Unknown]].concat())
}

fn any_link() -> impl Strategy<Value = Link> {
    prop_oneof![Just(Link::Evaluator), Just(Link::NotEvaluator)]
}

fn any_consent() -> impl Strategy<Value = Consent> {
    (any_id(), any_id(), any_id()).prop_map(|(teacher, reader, root)| Consent { teacher, reader, root })
}

prop_compose! {
    fn any_facts()(
        person in any_id(),
        outside in prop::bool::weighted(0.05),
        roles in btree_set((any_role(), any_id()), 0..3),
        pairs in btree_set((any_id(), any_id()), 0..6),
        teams in btree_set(any_id(), 0..3),
        leads in btree_map(any_id(), btree_set(any_id(), 0..3), 0..3),
        supervises in btree_set(any_id(), 0..4),
        supervised_by in btree_set(any_id(), 0..4),
        links in btree_map(any_id(), any_link(), 0..3),
        schools in btree_map(any_id(), btree_set(any_id(), 0..3), 0..5),
        agreed in btree_set((any_id(), any_id(), any_record()), 0..40),
        consents in btree_set(any_consent(), 0..20),
    ) -> Facts {
        let standing = if outside { Standing::Outside } else { Standing::Active };
        Facts { person, standing, roles, pairs, teams, leads, supervises, supervised_by, links, schools, agreed, consents }
    }
}

fn any_scope() -> impl Strategy<Value = Scope> {
    prop_oneof![
        any_id().prop_map(|author| Scope::Own { author }),
        (any_id(), any_id()).prop_map(|(coach, teacher)| Scope::Pair { coach, teacher }),
        any_id().prop_map(|team| Scope::Team { team }),
        (any_id(), prop::option::weighted(0.8, any_id()), any_record())
            .prop_map(|(author, about, record)| Scope::Programme { author, about, record }),
        (any_id(), any_id()).prop_map(|(author, teacher)| Scope::Activity { author, teacher }),
        any_id().prop_map(|organisation| Scope::Aggregate { organisation }),
        Just(Scope::Organisation),
        (any_id(), any_id(), any_id()).prop_map(|(teacher, reader, root)| Scope::Consented { teacher, reader, root }),
        (any_id(), prop::option::of(any_id())).prop_map(|(coach, about)| Scope::Review { coach, about }),
    ]
}

prop_compose! {
    /// A share that is mostly consistent: of one author, one teacher and one kind.
    fn any_share()(
        record in any_record(),
        (author, teacher, reader, root, team) in (any_id(), any_id(), any_id(), any_id(), any_id()),
        about in any::<bool>(),
        from in 0..2_usize,
        to in 0..7_usize,
        stray in prop::option::weighted(0.2, (any_scope(), any_scope())),
    ) -> Share {
        let about = about.then_some(teacher);
        let pair = Scope::Pair { coach: author, teacher };
        let programme = Scope::Programme { author, about, record };
        let consented = Scope::Consented { teacher, reader, root };
        let activity = Scope::Activity { author, teacher };
        let targets = [pair, programme, consented, activity, Scope::Team { team }, Scope::Organisation, programme];
        let (from, to) = stray.unwrap_or(([Scope::Own { author }, pair][from], targets[to]));
        let teacher = if matches!(to, Scope::Programme { .. }) { about } else { Some(teacher) };
        Share { record, root, teacher, from, to }
    }
}

/// Every way of taking one fact away that says nothing of who evaluates whom.
fn with_one_fact_less(facts: &Facts) -> Vec<Facts> {
    let harmless = facts.roles.iter().filter(|(role, _)| !role.may_evaluate());
    let members = facts.leads.iter().flat_map(|(team, members)| members.iter().map(move |one| (team, one)));
    let mut fewer = vec![Facts { standing: Standing::Outside, ..facts.clone() }];
    fewer.extend(harmless.map(|role| Facts { roles: without(&facts.roles, role), ..facts.clone() }));
    fewer.extend(facts.pairs.iter().map(|pair| Facts { pairs: without(&facts.pairs, pair), ..facts.clone() }));
    fewer.extend(facts.teams.iter().map(|team| Facts { teams: without(&facts.teams, team), ..facts.clone() }));
    fewer.extend(facts.agreed.iter().map(|item| Facts { agreed: without(&facts.agreed, item), ..facts.clone() }));
    fewer.extend(
        facts.supervises.iter().map(|author| Facts { supervises: without(&facts.supervises, author), ..facts.clone() }),
    );
    fewer.extend(
        facts
            .supervised_by
            .iter()
            .map(|supervisor| Facts { supervised_by: without(&facts.supervised_by, supervisor), ..facts.clone() }),
    );
    fewer.extend(
        facts.consents.iter().map(|consent| Facts { consents: without(&facts.consents, consent), ..facts.clone() }),
    );
    // All schools of a teacher: then the school is not known. One of two would say that they left it.
    fewer.extend(facts.schools.keys().map(|teacher| {
        let mut schools = facts.schools.clone();
        schools.remove(teacher);
        Facts { schools, ..facts.clone() }
    }));
    fewer.extend(members.map(|(team, one)| {
        let mut leads = facts.leads.clone();
        leads.insert(*team, without(&facts.leads[team], one));
        Facts { leads, ..facts.clone() }
    }));
    fewer.extend(facts.leads.keys().map(|team| {
        let mut leads = facts.leads.clone();
        leads.remove(team);
        Facts { leads, ..facts.clone() }
    }));
    fewer
}

fn without<T: Ord + Clone>(all: &BTreeSet<T>, one: &T) -> BTreeSet<T> {
    all.iter().filter(|other| *other != one).cloned().collect()
}

/// Says it as the product's text does: by a link, or by a role where nobody said otherwise.
fn evaluates(facts: &Facts, teacher: RowId) -> bool {
    let evaluating = [Role::Principal, Role::AssistantPrincipal, Role::Evaluator, Role::Unknown];
    let schools = facts.schools.get(&teacher).cloned().unwrap_or_default();
    let by_role = facts
        .roles
        .iter()
        .any(|(role, school)| evaluating.contains(role) && (schools.is_empty() || schools.contains(school)));
    teacher != facts.person && facts.links.get(&teacher).map_or(by_role, |link| *link == Link::Evaluator)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn who_is_said_to_see_a_document_is_exactly_who_is_sent_it(
        people in prop::collection::vec(any_facts(), 0..5),
        scopes in prop::collection::vec(any_scope(), 0..4),
    ) {
        let said = audience(&scopes, &people);
        for facts in &people {
            let of_person = people.iter().filter(|other| other.person == facts.person);
            let is_sent = of_person.flat_map(|facts| scopes.iter().map(move |scope| may_read(facts, scope)));
            let met: BTreeSet<_> = is_sent.filter_map(|sent| match sent {
                Ok(Grant::Reads(reader)) => Some(reader),
                _ => None,
            }).collect();
            prop_assert_eq!(said.get(&facts.person).cloned().unwrap_or_default(), met);
        }
        prop_assert!(said.keys().all(|person| people.iter().any(|facts| facts.person == *person)));
    }

    #[test]
    fn nobody_meets_a_scope_as_a_reader_whom_the_dialog_leaves_out(facts in any_facts(), scope in any_scope()) {
        if let Ok(Grant::Reads(reader)) = may_read(&facts, &scope) {
            prop_assert!(readers(&scope, &facts).contains(&reader));
        }
    }

    #[test]
    fn a_role_more_opens_facts_and_figures_and_never_words(
        facts in any_facts(), role in any_role(), school in any_id(), scope in any_scope(),
    ) {
        let mut more = facts.clone();
        more.roles.insert((role, school));
        let opened = may_read(&facts, &scope).is_err() && may_read(&more, &scope).is_ok();
        prop_assert!(!opened || matches!(scope.audience(), Audience::Activity | Audience::Aggregate));
    }

    #[test]
    fn whoever_evaluates_a_teacher_or_is_presumed_to_reads_nothing_of_their_coaching(
        facts in any_facts(), role in any_role(), teacher in any_id(), other in any_id(), record in any_record(),
    ) {
        let mut facts = facts;
        let schools = facts.schools.get(&teacher).and_then(|schools| schools.first().copied());
        facts.roles.insert((role, schools.unwrap_or(other)));
        if !evaluates(&facts, teacher) {
            return Ok(());
        }
        let pair = Scope::Pair { coach: other, teacher };
        let programme = Scope::Programme { author: other, about: Some(teacher), record };
        let review = Scope::Review { coach: other, about: Some(teacher) };
        prop_assert!(may_read(&facts, &pair).is_err() && may_read(&facts, &programme).is_err());
        prop_assert!(may_read(&facts, &review).is_err());
    }

    #[test]
    fn nobody_but_the_author_reads_or_writes_what_was_not_shared(
        facts in any_facts(), author in any_id(), number in NUMBERS,
    ) {
        let scope = Scope::Own { author };
        prop_assert!(author == facts.person || may_read(&facts, &scope).is_err());
        prop_assert!(author == facts.person || may_write(&facts, &scope, number).is_err());
    }

    #[test]
    fn a_fact_less_never_opens_anything(facts in any_facts(), scope in any_scope(), number in NUMBERS, share in any_share()) {
        for less in with_one_fact_less(&facts) {
            prop_assert!(may_read(&less, &scope).is_err() || may_read(&facts, &scope).is_ok(), "{less:?}");
            prop_assert!(may_write(&less, &scope, number).is_err() || may_write(&facts, &scope, number).is_ok());
            prop_assert!(may_share(&less, &share).is_err() || may_share(&facts, &share).is_ok());
        }
    }

    #[test]
    fn an_administrators_no_taken_back_opens_no_words(facts in any_facts(), scope in any_scope()) {
        for teacher in facts.links.iter().filter(|(_, link)| **link == Link::NotEvaluator).map(|(teacher, _)| *teacher) {
            let mut less = facts.clone();
            less.links.remove(&teacher);
            let opened = may_read(&less, &scope).is_ok() && may_read(&facts, &scope).is_err();
            prop_assert!(!opened || scope.audience() == Audience::Activity);
        }
    }

    #[test]
    fn a_supervisor_reads_of_a_teacher_only_what_the_agreement_lists(
        facts in any_facts(), author in any_id(), teacher in any_id(), record in any_record(),
    ) {
        let scope = Scope::Programme { author, about: Some(teacher), record };
        let listed = facts.agreed.contains(&(author, teacher, record));
        prop_assert!(author == facts.person || listed || may_read(&facts, &scope).is_err());
    }

    #[test]
    fn only_the_author_shares_and_past_the_pair_only_with_the_teachers_word(facts in any_facts(), share in any_share()) {
        if may_share(&facts, &share).is_err() {
            return Ok(());
        }
        prop_assert_eq!(share.from.author(), Some(facts.person));
        if matches!(share.record, Record::Script | Record::Debrief | Record::Step | Record::Cycle) {
            match share.to {
                Scope::Pair { teacher, .. } => prop_assert_eq!(Some(teacher), share.teacher),
                Scope::Programme { author, about: Some(teacher), record } => {
                    prop_assert!(facts.agreed.contains(&(author, teacher, record)));
                }
                Scope::Consented { teacher, reader, root } => {
                    let consent = Consent { teacher, reader, root };
                    prop_assert!(facts.consents.contains(&consent));
                }
                other => prop_assert!(false, "{other:?}"),
            }
        }
    }

    #[test]
    fn what_is_seen_of_a_coach_goes_from_their_supervisor_to_that_coach_and_to_nobody_else(
        facts in any_facts(), share in any_share(), coach in any_id(),
    ) {
        let pair = Scope::Pair { coach: facts.person, teacher: coach };
        let own = Scope::Own { author: facts.person };
        let of_coach = Share { record: Record::CoachObservation, teacher: Some(coach), from: own, ..share };
        let to_the_coach = may_share(&facts, &Share { to: pair, ..of_coach });
        let is_theirs = facts.standing == Standing::Active && facts.supervises.contains(&coach);
        prop_assert_eq!(to_the_coach.is_ok(), is_theirs);
        prop_assert!(share.to == pair || may_share(&facts, &of_coach).is_err());
    }

    #[test]
    fn supervising_somebody_opens_no_script_debrief_or_step_of_theirs(
        facts in any_facts(), coach in any_id(), record in any_record(),
    ) {
        let mut facts = facts;
        facts.pairs.remove(&(facts.person, coach));
        facts.agreed.clear();
        facts.supervises.insert(coach);
        let pair = Scope::Pair { coach: facts.person, teacher: coach };
        let own = Scope::Own { author: facts.person };
        let share = Share { record, root: id(9), teacher: Some(coach), from: own, to: pair };
        // Look-fors speak of nobody: they go with what is seen of the coach.
        let of_this_kind = matches!(record, Record::CoachObservation | Record::LookFors)
            || (record == Record::Acknowledgement && facts.supervised_by.contains(&facts.person));
        prop_assert!(may_share(&facts, &share).is_err() || of_this_kind);
    }

    #[test]
    fn what_is_written_is_not_private_and_stands_where_people_write(
        facts in any_facts(), scope in any_scope(), number in NUMBERS,
    ) {
        if may_write(&facts, &scope, number).is_ok() {
            prop_assert!(entity(number).is_none_or(|entity| entity.log == Log::Shared));
            prop_assert!(matches!(scope.audience(), Audience::Author | Audience::Team | Audience::Organisation | Audience::Review));
        }
    }

    #[test]
    fn outside_the_organisation_nothing_is_allowed(facts in any_facts(), scope in any_scope(), share in any_share()) {
        let facts = Facts { standing: Standing::Outside, ..facts };
        prop_assert!(may_read(&facts, &scope).is_err() && may_share(&facts, &share).is_err());
        prop_assert!(NUMBERS.into_iter().all(|number| may_write(&facts, &scope, number).is_err()));
    }
}
