//! Who evaluates whom: what is not known is shown as not known, counts as yes, and stands until somebody says what is so.

use std::collections::BTreeMap;

use domain::{
    RowId,
    access::{Link, Role},
    scope::Scope,
};
use server::{evaluators, facts::Fact};
use sync::exchange::News;

use crate::{
    on_both,
    refused::shared,
    served_on_both,
    support::{Device, World, id, program::Place},
};

on_both! {
    whoever_may_evaluate_is_sent_nothing_of_a_pair_until_somebody_says_that_they_do_not
    a_persons_devices_are_told_whom_that_person_evaluates_and_not_who_evaluates_them
}

mod served {
    use super::*;
    served_on_both! { what_a_roster_leaves_open_is_listed_as_unknown_until_a_command_says_what_is_so }
}

const SCHOOL: u8 = 30;

/// The audiences of which a person is given something.
fn audiences(device: &mut Device, world: &World) -> Vec<String> {
    let mut given = Vec::new();
    loop {
        let answer = device.ask(world, 1 << 20);
        let audience = |scope: &[u8]| Scope::from_bytes(scope).unwrap().audience();
        given.extend(answer.news.iter().filter_map(|news| match news {
            News::Block(block) => Some(format!("opens {:?}", audience(&block.scope))),
            News::Closed { scope } => Some(format!("closes {:?}", audience(scope))),
            News::Only { .. } => None,
        }));
        if !answer.more {
            given.dedup();
            return given;
        }
    }
}

fn whoever_may_evaluate_is_sent_nothing_of_a_pair_until_somebody_says_that_they_do_not(world: &World) {
    let (coach, teacher) = (id(1), id(2));
    shared(world);
    world.say(Fact::School(teacher, id(SCHOOL)));
    world.say(Fact::Role(teacher, Role::Teacher, id(SCHOOL)));
    let mut device = world.device(coach);
    assert_eq!(audiences(&mut device, world), ["opens Pair"], "the control");
    let word = || {
        let all = evaluators::list(world.storage(), world.org, Some(teacher)).unwrap();
        all.iter().map(|one| (one.person, one.evaluates)).collect::<Vec<_>>()
    };
    assert_eq!(word(), []);

    for role in [Role::Principal, Role::AssistantPrincipal, Role::Evaluator, Role::Unknown] {
        world.say(Fact::Role(coach, role, id(SCHOOL)));
        assert_eq!((word(), audiences(&mut device, world)), (vec![(coach, "unknown")], vec!["closes Pair".into()]));

        world.say(Fact::Link(coach, teacher, Link::NotEvaluator));
        assert_eq!((word(), audiences(&mut device, world)), (vec![(coach, "no")], vec!["opens Pair".into()]));

        world.say(Fact::Link(coach, teacher, Link::Evaluator));
        assert_eq!((word(), audiences(&mut device, world)), (vec![(coach, "yes")], vec!["closes Pair".into()]));

        world.unsay(Fact::Link(coach, teacher, Link::Evaluator));
        world.unsay(Fact::Link(coach, teacher, Link::NotEvaluator));
        assert_eq!((word(), audiences(&mut device, world)), (vec![(coach, "unknown")], Vec::new()));
        world.unsay(Fact::Role(coach, role, id(SCHOOL)));
        assert_eq!(audiences(&mut device, world), ["opens Pair"]);
    }
}

fn a_persons_devices_are_told_whom_that_person_evaluates_and_not_who_evaluates_them(world: &World) {
    let (coach, teacher) = (id(1), id(2));
    shared(world);
    world.say(Fact::Link(coach, teacher, Link::Evaluator));
    let told = |person: RowId| {
        let facts = world.act(|tx| server::facts::own(tx, world.org, person));
        facts.into_iter().filter(|fact| fact.kind.ends_with("evaluator")).map(|fact| fact.object).collect::<Vec<_>>()
    };

    assert_eq!((told(coach), told(teacher)), (vec![teacher], Vec::new()));
    assert_eq!(
        audiences(&mut world.device(coach), world),
        Vec::<String>::new(),
        "and nothing of the pair is sent to her"
    );
}

const STAFF: &str = "\
Staff ID,First Name,Last Name,Email,School,Role,Evaluator
p1,Petra,Princeton,petra@x.example,Lincoln,principal,
e1,Ed,Elsewhere,ed@x.example,Washington,principal,
t1,Tomas,Teachwell,tomas@x.example,Lincoln,teacher,petra@x.example
t2,Tara,Teachwell,tara@x.example,Lincoln,teacher,
";

fn what_a_roster_leaves_open_is_listed_as_unknown_until_a_command_says_what_is_so(place: &Place) {
    place.organisation();
    let file = place.file("staff.csv");
    std::fs::write(&file, STAFF).unwrap();
    place.admin(&["import-roster", file.to_str().unwrap()]);
    let people = place.admin(&["people", "list"]);
    let people = people.as_array().unwrap().iter();
    let ids: BTreeMap<&str, &str> =
        people.map(|person| (person["name"].as_str().unwrap(), person["person"].as_str().unwrap())).collect();
    let listed = |more: &[&str]| {
        let said = place.admin(&[&["evaluators"], more].concat());
        let each = said.as_array().unwrap().iter().map(|one| {
            let word = |name: &str| one[name].as_str().unwrap().to_owned();
            [word("teacher_name"), word("name"), word("evaluates")].join(", ")
        });
        each.collect::<Vec<_>>()
    };
    let (petra, tara) = (ids["Petra Princeton"], ids["Tara Teachwell"]);

    assert_eq!(
        listed(&[]),
        ["Tara Teachwell, Petra Princeton, unknown", "Tomas Teachwell, Petra Princeton, yes"],
        "and the principal of another school evaluates neither"
    );

    place.admin(&["fact", "not_evaluator", petra, tara]);
    assert_eq!(listed(&["--teacher", tara]), ["Tara Teachwell, Petra Princeton, no"]);
    assert!(tara.parse::<RowId>().is_ok());
}
