//! Within a pair each writes their own part: what stands in its scope stands in the name of whoever of the two writes such
//! records, so the other one's modified device puts nothing there.

use domain::{
    RowId,
    access::{Record, Refusal},
    document::{teacher_field, writer_in_pair},
    schema::{
        ENTITIES, Entity, acceptance, acknowledgement, coaching_request, debrief, handover_item, lesson_prep, line,
        observation, step,
    },
    scope::Scope,
};
use server::facts::Fact;
use sync::body::Body;

use crate::{
    on_both,
    sharing::{LINE, row, said, share},
    support::{Change, Device, Had, World, id},
};

on_both! {
    a_teacher_puts_nothing_before_the_pair_in_the_coachs_name
    a_coach_puts_nothing_before_the_pair_in_the_teachers_name
    each_puts_there_what_is_theirs
    no_line_of_a_lesson_rides_on_what_is_the_teachers_to_say
    nobody_brings_a_row_under_the_name_of_one_that_the_other_brought
    what_the_two_plan_together_reaches_no_supervisor_though_debriefs_are_agreed
}

const COACH: u8 = 1;
const TEACHER: u8 = 2;
const SUPERVISOR: u8 = 3;

fn pair() -> Scope {
    Scope::Pair { coach: id(COACH), teacher: id(TEACHER) }
}

/// A coach and a teacher who work together; the coach is supervised, and they agreed to everything.
fn together(world: &World) {
    world.say(Fact::Pair(id(COACH), id(TEACHER)));
    world.say(Fact::Supervises(id(SUPERVISOR), id(COACH)));
    for record in [Record::Script, Record::Debrief, Record::Step, Record::Cycle] {
        world.say(Fact::Agreed(id(COACH), id(TEACHER), record));
    }
}

/// A row of an entity that says of whom it is and by whom, as a modified device would write it.
fn made(entity: &Entity, root: RowId) -> Change {
    let mut fields: Vec<_> = teacher_field(entity).map(|field| (field, id(TEACHER).into())).into_iter().collect();
    let coach =
        entity.fields.iter().find(|field| field.column == "coach" && entity.number != observation::ENTITY.number);
    fields.extend(coach.map(|field| (field.number, id(COACH).into())));
    fields.sort_by_key(|(field, _)| *field);
    (entity.number, root, Body::Create(fields))
}

/// What the service says to somebody who writes each of these and opens it to the pair.
fn refusals(
    world: &World,
    device: &mut Device,
    (first, entities): (u8, &[&'static Entity]),
) -> Vec<(&'static str, bool)> {
    let mut refused = Vec::new();
    for (number, entity) in (first..).zip(entities) {
        device.says(world, &[made(entity, row(number)), share(entity.number, row(number), pair())]);
        let words = told(device, world);
        assert!(words.iter().all(|word| *word == (pair().bytes(), Refusal::NotAuthor.number())), "{words:?}");
        refused.push((entity.table, !words.is_empty()));
    }
    refused
}

/// The kinds of documents about a teacher that can stand before a pair.
fn of_pairs() -> Vec<&'static Entity> {
    let stands =
        |entity: &&Entity| teacher_field(entity).is_some() && domain::access::may_enter(&pair(), entity.number).is_ok();
    ENTITIES.iter().copied().filter(stands).collect()
}

/// What the service told this device of what it does not take to others; what others shared with it comes beside that.
fn told(device: &mut Device, world: &World) -> Vec<(Vec<u8>, u8)> {
    let mut had = Had::default();
    device.receive(world, &mut had);
    let withheld = |body| match body {
        Body::Withheld { scope, reason } => Some((scope, reason)),
        _ => None,
    };
    had.ops().into_iter().filter_map(|(op, _)| op.body().unwrap().and_then(withheld)).collect()
}

fn received(world: &World, person: u8) -> Had {
    let mut had = Had::default();
    world.device(id(person)).receive(world, &mut had);
    had
}

fn a_teacher_puts_nothing_before_the_pair_in_the_coachs_name(world: &World) {
    together(world);
    let mut teacher = world.device(id(TEACHER));
    let coachs: Vec<_> = of_pairs()
        .into_iter()
        .filter(|entity| writer_in_pair(entity).is_some_and(domain::agreement::Party::is_coach))
        .collect();
    let named: Vec<_> = coachs.iter().map(|entity| entity.table).collect();
    assert!(
        ["observation", "debrief", "step", "coaching_cycle", "lesson_prep"].iter().all(|one| named.contains(one)),
        "{named:?}"
    );

    let refused = refusals(world, &mut teacher, (1, &coachs));

    assert!(refused.iter().all(|(_, is_refused)| *is_refused), "{refused:?}");
    assert!(received(world, COACH).blocks.is_empty());
}

fn a_coach_puts_nothing_before_the_pair_in_the_teachers_name(world: &World) {
    together(world);
    let mut coach = world.device(id(COACH));

    let refused =
        refusals(world, &mut coach, (1, &[acknowledgement::ENTITY, handover_item::ENTITY, coaching_request::ENTITY]));

    assert!(refused.iter().all(|(_, is_refused)| *is_refused), "{refused:?}");
    assert!(received(world, TEACHER).blocks.is_empty());
}

fn each_puts_there_what_is_theirs(world: &World) {
    together(world);
    let mut coach = world.device(id(COACH));
    let mut teacher = world.device(id(TEACHER));

    let of_coach =
        refusals(world, &mut coach, (1, &[observation::ENTITY, debrief::ENTITY, step::ENTITY, acceptance::ENTITY]));
    let of_teacher = refusals(world, &mut teacher, (11, &[acknowledgement::ENTITY, coaching_request::ENTITY]));

    assert!(of_coach.iter().chain(&of_teacher).all(|(_, is_refused)| !is_refused), "{of_coach:?} {of_teacher:?}");
    assert!(received(world, TEACHER).of(pair()).rows().contains_key(&(debrief::ENTITY.number, row(2))));
}

fn no_line_of_a_lesson_rides_on_what_is_the_teachers_to_say(world: &World) {
    together(world);
    let mut teacher = world.device(id(TEACHER));
    let read = acknowledgement::ENTITY.number;

    teacher.says(
        world,
        &[
            made(acknowledgement::ENTITY, row(1)),
            said(row(2), row(1), "I am a poor coach"),
            share(read, row(1), pair()),
        ],
    );

    let rows = received(world, COACH).of(pair()).rows();
    assert_eq!(rows.into_keys().collect::<Vec<_>>(), [(read, row(1))]);
}

fn nobody_brings_a_row_under_the_name_of_one_that_the_other_brought(world: &World) {
    together(world);
    let (mut coach, mut teacher) = (world.device(id(COACH)), world.device(id(TEACHER)));
    coach.says(
        world,
        &[
            made(observation::ENTITY, row(1)),
            said(row(2), row(1), "What do you notice?"),
            share(observation::ENTITY.number, row(1), pair()),
        ],
    );

    for taken in [row(1), row(2)] {
        let entity = acceptance::ENTITY;
        teacher.says(world, &[made(entity, taken), share(entity.number, taken, pair())]);
        assert_eq!(told(&mut teacher, world), [(pair().bytes(), Refusal::NotAuthor.number())], "{taken:?}");
    }

    let rows = received(world, TEACHER).of(pair()).rows();
    assert_eq!(rows[&(LINE, row(2))][&line::TEXT], "What do you notice?".into());
    assert!(rows.keys().all(|(entity, _)| *entity != acceptance::ENTITY.number));
    // What the coach writes later of the same lesson still comes.
    coach.says(world, &[said(row(3), row(1), "Tell me more")]);
    assert!(received(world, TEACHER).of(pair()).rows().contains_key(&(LINE, row(3))));
}

fn what_the_two_plan_together_reaches_no_supervisor_though_debriefs_are_agreed(world: &World) {
    together(world);
    let mut coach = world.device(id(COACH));
    let supervisors = Scope::Programme { author: id(COACH), about: Some(id(TEACHER)), record: Record::Debrief };
    let entity = lesson_prep::ENTITY;

    coach.says(world, &[made(entity, row(1)), share(entity.number, row(1), supervisors)]);
    assert_eq!(told(&mut coach, world), [(supervisors.bytes(), Refusal::WrongAudience.number())]);
    assert!(received(world, SUPERVISOR).blocks.is_empty());

    coach.says(world, &[share(entity.number, row(1), pair())]);
    assert!(received(world, TEACHER).of(pair()).rows().contains_key(&(entity.number, row(1))));
}
