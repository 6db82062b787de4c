//! Reading: every role, relation and word of an administrator, in every scope, against two texts.

use std::collections::BTreeSet;

use domain::access::{Facts, Grant, Link, Record, Refusal, may_read};

use crate::world::{
    ANOTHER_SCHOOL, COACH, SCHOOL, SOMEBODY, TEACHER, TEAM, consent, id, named, related_to_others, scope, somebody,
    text_table,
};

/// What each relation reads, whatever the role. `y` reads, `-` does not.
const BY_RELATION: &str = "
                    stranger author former teacher member lead supervisor named  others observer
    own             -        y      y      -       -      -    -          -          -      y
    pair            -        y      -      y       -      -    -          -          -      y
    team            -        -      -      -       y      y    -          -          -      -
    note            -        y      y      -       -      -    y          -          -      y
    note-agreed     -        y      y      -       -      -    y          -          -      y
    script-agreed   -        y      y      -       -      -    y          -          -      y
    step-unagreed   -        y      y      -       -      -    -          -          -      y
    plan-unagreed   -        y      y      -       -      -    -          -          -      y
    script-of-nobody -       y      y      -       -      -    -          -          -      y
    roster-programme -       -      -      -       -      -    -          -          -      -
    activity        -        y      y      y       -      y    y          -          -      y
    aggregate       -        -      -      -       -      -    -          -          -      -
    organisation    y        y      y      y       y      y    y          y          y      y
    consented       -        -      -      -       -      -    -          y          -      -
    review          -        y      y      -       -      -    y          -          -      y
    review-about    -        y      y      -       -      -    y          -          -      y
";

/// What each role at the teacher's school reads, whatever the relation. `e` only while they count as evaluator.
const BY_ROLE: &str = "
              coach teacher_leader teacher supervisor principal assistant_principal evaluator data_lead partner admin researcher
    activity  -     -              -       -          y         y                   e         -         -       -     -
    aggregate -     -              -       y          y         y                   y         y         y       -     -
";

/// The roles that close a pair's records, and a programme's about the teacher, as long as nobody says otherwise.
const MAY_EVALUATE: [&str; 3] = ["principal", "assistant_principal", "evaluator"];

/// The scopes that the firewall closes.
const ABOUT_THE_TEACHER: [&str; 6] =
    ["pair", "note-agreed", "script-agreed", "step-unagreed", "plan-unagreed", "review-about"];

fn related(relation: &str) -> Facts {
    if relation == "others" {
        return related_to_others();
    }
    let mut facts = somebody(match relation {
        "author" | "former" | "observer" => COACH,
        "teacher" => TEACHER,
        _ => SOMEBODY,
    });
    facts.agreed = [Record::Script, Record::CoachNote].map(|record| (id(COACH), id(TEACHER), record)).into();
    match relation {
        "author" => facts.pairs = [(id(COACH), id(TEACHER))].into(),
        "member" => facts.teams = [id(TEAM)].into(),
        "lead" => facts.leads = [(id(TEAM), [id(TEACHER)].into())].into(),
        "supervisor" => facts.supervises = [id(COACH)].into(),
        // The teacher of these scopes is a coach here, and the coach is who supervises them.
        "observer" => facts.supervises = [id(TEACHER)].into(),
        "named" => facts.consents = [consent()].into(),
        _ => {}
    }
    facts
}

/// What the texts say of a person with these roles at the teacher's school.
fn expected(relation: &str, here: &[&str], link: Option<Link>, scope: &str) -> bool {
    let evaluator = relation != "teacher"
        && match link {
            Some(Link::Evaluator) => true,
            Some(Link::NotEvaluator) => false,
            None => here.iter().any(|role| MAY_EVALUATE.contains(role)),
        };
    if evaluator && ABOUT_THE_TEACHER.contains(&scope) {
        return false;
    }
    let by_role = text_table(BY_ROLE);
    let opens = |role: &&str| match by_role.get(&(scope, *role)) {
        Some(&"y") => true,
        Some(&"e") => evaluator,
        _ => false,
    };
    let named_evaluator = link == Some(Link::Evaluator) && relation != "teacher" && scope == "activity";
    text_table(BY_RELATION)[&(scope, relation)] == "y" || here.iter().any(opens) || named_evaluator
}

fn columns(text: &'static str) -> BTreeSet<&'static str> {
    text_table(text).into_keys().map(|(_, column)| column).collect()
}

fn rows(text: &'static str) -> BTreeSet<&'static str> {
    text_table(text).into_keys().map(|(row, _)| row).collect()
}

/// Every set of none, one or two roles.
fn sets_of_roles() -> Vec<Vec<&'static str>> {
    let roles = columns(BY_ROLE);
    let pairs = roles
        .iter()
        .flat_map(|one| roles.iter().filter(move |other| one < *other).map(move |other| vec![*one, *other]));
    let alone = roles.iter().map(|role| vec![*role]);
    std::iter::once(vec![]).chain(alone).chain(pairs).collect()
}

#[test]
fn every_role_relation_and_link_reads_what_the_texts_say_and_nothing_else() {
    let mut asked = 0;
    for roles in sets_of_roles() {
        for relation in columns(BY_RELATION) {
            for link in [None, Some(Link::Evaluator), Some(Link::NotEvaluator)] {
                for school in [SCHOOL, ANOTHER_SCHOOL] {
                    let mut facts = related(relation);
                    facts.roles = roles.iter().map(|role| (named(role), id(school))).collect();
                    facts.links.extend(link.map(|link| (id(TEACHER), link)));
                    let here = if school == SCHOOL { roles.as_slice() } else { &[] };
                    for name in rows(BY_RELATION) {
                        let answer = may_read(&facts, &scope(name));
                        let expected = expected(relation, here, link, name);
                        assert_eq!(
                            answer.is_ok(),
                            expected,
                            "{roles:?} {relation} {link:?} {school} {name}: {answer:?}"
                        );
                        asked += 1;
                    }
                }
            }
        }
    }
    assert_eq!(asked, (1 + 11 + 55) * 10 * 3 * 2 * 16);
}

#[test]
fn whoever_left_the_organisation_reads_nothing() {
    for relation in columns(BY_RELATION) {
        for name in rows(BY_RELATION) {
            let mut facts = related(relation);
            facts.standing = domain::access::Standing::Outside;
            assert_eq!(may_read(&facts, &scope(name)), Err(Refusal::Outside));
        }
    }
}

#[test]
fn a_refusal_says_what_stands_in_the_way() {
    let reasons = [
        ("stranger", "own", Refusal::NotAuthor),
        ("former", "pair", Refusal::NotInPair),
        ("supervisor", "pair", Refusal::NotInPair),
        ("stranger", "team", Refusal::NotInTeam),
        ("stranger", "note", Refusal::NotSupervisor),
        ("supervisor", "step-unagreed", Refusal::NotAgreed),
        ("supervisor", "script-of-nobody", Refusal::NotAgreed),
        ("supervisor", "roster-programme", Refusal::WrongAudience),
        ("stranger", "activity", Refusal::NoPart),
        ("stranger", "aggregate", Refusal::NoPart),
        ("stranger", "consented", Refusal::NoConsent),
    ];
    for (relation, name, reason) in reasons {
        assert_eq!(may_read(&related(relation), &scope(name)), Err(reason), "{relation} {name}");
    }
}

#[test]
fn the_firewall_says_whether_somebody_spoke() {
    let mut facts = related("supervisor");
    facts.roles = [(named("principal"), id(SCHOOL))].into();
    assert_eq!(may_read(&facts, &scope("script-agreed")), Err(Refusal::PresumedEvaluator));

    facts.links.insert(id(TEACHER), Link::Evaluator);
    assert_eq!(may_read(&facts, &scope("script-agreed")), Err(Refusal::Evaluator));

    facts.links.insert(id(TEACHER), Link::NotEvaluator);
    assert_eq!(may_read(&facts, &scope("script-agreed")), Ok(Grant::Reads(domain::access::Reader::Supervisor)));
}

#[test]
fn the_coach_who_evaluates_the_teacher_is_sent_nothing_of_the_pair_but_keeps_their_own() {
    let mut coach = related("author");
    coach.links.insert(id(TEACHER), Link::Evaluator);

    assert_eq!(may_read(&coach, &scope("pair")), Err(Refusal::Evaluator));
    assert!(may_read(&coach, &scope("own")).is_ok());
}

#[test]
fn of_a_teacher_without_a_known_school_a_principal_reads_neither_words_nor_facts() {
    let mut principal = related("supervisor");
    principal.supervises.clear();
    principal.schools.clear();
    principal.roles = [(named("principal"), id(SCHOOL)), (named("evaluator"), id(SCHOOL))].into();

    assert_eq!(may_read(&principal, &scope("pair")), Err(Refusal::PresumedEvaluator));
    assert_eq!(may_read(&principal, &scope("activity")), Err(Refusal::NoPart));
}
