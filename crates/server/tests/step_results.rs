//! What a coach notes of students' results beside a step reaches the step's teacher with the step, and nobody else.

use domain::{
    access::{Link, Role},
    schema::{step, step_check, step_result},
    scope::Scope,
};
use server::facts::Fact;
use sync::body::Body;

use crate::{
    on_both,
    sharing::{row, share, told},
    support::{Had, World, id},
};

on_both! {
    a_result_and_a_check_go_with_the_step_to_its_teacher_and_to_nobody_else
}

const COACH: u8 = 1;
const TEACHER: u8 = 2;
const OTHER_TEACHER: u8 = 3;
const SUPERVISOR: u8 = 4;
const PRINCIPAL: u8 = 5;
const ADMINISTRATOR: u8 = 6;
const OTHER_COACH: u8 = 7;
const EVALUATOR: u8 = 8;
const SCHOOL: u8 = 30;
const OTHERS: [u8; 6] = [OTHER_TEACHER, SUPERVISOR, PRINCIPAL, ADMINISTRATOR, OTHER_COACH, EVALUATOR];

fn received(world: &World, person: u8) -> Had {
    let mut had = Had::default();
    world.device(id(person)).receive(world, &mut had);
    had
}

fn a_result_and_a_check_go_with_the_step_to_its_teacher_and_to_nobody_else(world: &World) {
    for teacher in [TEACHER, OTHER_TEACHER] {
        world.say(Fact::Pair(id(COACH), id(teacher)));
    }
    world.say(Fact::Pair(id(OTHER_COACH), id(OTHER_TEACHER)));
    world.say(Fact::Supervises(id(SUPERVISOR), id(COACH)));
    world.say(Fact::School(id(TEACHER), id(SCHOOL)));
    world.say(Fact::Role(id(PRINCIPAL), Role::Principal, id(SCHOOL)));
    world.say(Fact::Role(id(ADMINISTRATOR), Role::Administrator, id(SCHOOL)));
    world.say(Fact::Link(id(EVALUATOR), id(TEACHER), Link::Evaluator));
    let mut coach = world.device(id(COACH));
    let own = vec![
        (step::TEACHER, id(TEACHER).into()),
        (step::COACH, id(COACH).into()),
        (step::TEXT, "Call on a different row each time".into()),
        (step::STATE, "agreed".into()),
    ];
    let check = vec![
        (step_check::STEP, row(1).into()),
        (step_check::DATE, "2026-11-19".into()),
        (step_check::RESULT, "seen".into()),
    ];
    let result = vec![
        (step_result::STEP, row(1).into()),
        (step_result::GOAL_MEASURE, row(9).into()),
        (step_result::KIND, "observed".into()),
    ];
    coach.says(
        world,
        &[
            (step::ENTITY.number, row(1), Body::Create(own)),
            (step_check::ENTITY.number, row(2), Body::Create(check)),
            (step_result::ENTITY.number, row(3), Body::Create(result)),
        ],
    );
    for person in [[TEACHER].as_slice(), &OTHERS].concat() {
        assert!(received(world, person).blocks.is_empty(), "{person} before it is shared");
    }

    let pair = Scope::Pair { coach: id(COACH), teacher: id(TEACHER) };
    coach.says(world, &[share(step::ENTITY.number, row(1), pair)]);
    assert_eq!(told(&mut coach, world), []);

    let had = received(world, TEACHER);
    assert_eq!(had.scopes(), [pair]);
    let rows = had.rows();
    assert_eq!(rows[&(step_result::ENTITY.number, row(3))][&step_result::KIND], "observed".into());
    assert_eq!(rows[&(step_check::ENTITY.number, row(2))][&step_check::RESULT], "seen".into());
    for person in OTHERS {
        assert!(received(world, person).blocks.is_empty(), "{person} after it was shared");
    }
}
