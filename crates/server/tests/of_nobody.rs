//! What is a record of nobody: a calibration and a learning walk, whomever they name. The service brings them nowhere.

use domain::{
    access::{Record, Refusal},
    schema::observation,
    scope::Scope,
};
use server::facts::Fact;
use sync::body::Body;

use crate::{
    on_both,
    sharing::{COACH, OBSERVATION, TEACHER, observed, pair, row, said, share, told},
    support::{Change, Device, Had, World, id},
};

on_both! {
    a_calibration_is_shared_with_nobody
    a_learning_walk_is_shared_with_nobody_whomever_it_names
    an_observation_that_becomes_a_learning_walk_takes_nothing_more_to_its_readers
}

const SUPERVISOR: u8 = 7;

/// Every scope to which a coach may open an observation of this teacher.
fn everywhere() -> [Scope; 3] {
    let (author, teacher) = (id(COACH), id(TEACHER));
    let programme = Scope::Programme { author, about: Some(teacher), record: Record::Script };
    [pair(TEACHER), programme, Scope::Activity { author, teacher }]
}

/// A coach, their teacher and their supervisor: both agreed that evidence goes to supervisors.
fn three(world: &World) -> [Device; 3] {
    world.say(Fact::Pair(id(COACH), id(TEACHER)));
    world.say(Fact::Supervises(id(SUPERVISOR), id(COACH)));
    world.say(Fact::Agreed(id(COACH), id(TEACHER), Record::Script));
    [COACH, TEACHER, SUPERVISOR].map(|person| world.device(id(person)))
}

/// An observation of the teacher that says something else of itself in one field, with a line.
fn saying(at: u8, field: u16, code: &str) -> Vec<Change> {
    let (entity, root, body) = observed(row(at), TEACHER, "focus");
    let Body::Create(mut fields) = body else { panic!("it is made") };
    fields.retain(|(number, _)| *number != field);
    fields.push((field, code.into()));
    vec![(entity, root, Body::Create(fields)), said(row(at + 1), root, "numbat")]
}

fn is_shared_with_nobody(world: &World, field: u16, code: &str) {
    let [mut coach, readers @ ..] = three(world);
    coach.says(world, &saying(1, field, code));

    for scope in everywhere() {
        coach.says(world, &[share(OBSERVATION, row(1), scope)]);
        assert_eq!(told(&mut coach, world), [(scope.bytes(), Refusal::WrongAudience.number())], "{code} {scope:?}");
    }
    for mut reader in readers {
        let mut had = Had::default();
        reader.receive(world, &mut had);
        assert!(had.blocks.is_empty(), "{code}");
    }
    coach.says(world, &saying(5, observation::PURPOSE, "coaching"));
    for scope in everywhere() {
        coach.says(world, &[share(OBSERVATION, row(5), scope)]);
        assert!(told(&mut coach, world).is_empty(), "the control: a lesson may go there, {scope:?}");
    }
}

fn a_calibration_is_shared_with_nobody(world: &World) {
    is_shared_with_nobody(world, observation::PURPOSE, "calibration");
}

fn a_learning_walk_is_shared_with_nobody_whomever_it_names(world: &World) {
    is_shared_with_nobody(world, observation::KIND, "learning_walk");
}

fn an_observation_that_becomes_a_learning_walk_takes_nothing_more_to_its_readers(world: &World) {
    let [mut coach, mut teacher, _] = three(world);
    let mut had = Had::default();
    coach.says(world, &saying(1, observation::PURPOSE, "coaching"));
    coach.says(world, &[share(OBSERVATION, row(1), pair(TEACHER))]);
    teacher.receive(world, &mut had);
    assert!(had.holds("numbat"), "the control");

    let kind = Body::Set { field: observation::KIND, value: "learning_walk".into(), over: Vec::new() };
    coach.says(world, &[(OBSERVATION, row(1), kind), said(row(3), row(1), "quokka")]);

    teacher.receive(world, &mut had);
    assert!(!had.holds("quokka"));
    assert_eq!(told(&mut coach, world), [(pair(TEACHER).bytes(), Refusal::WrongAudience.number())]);
}
