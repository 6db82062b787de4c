//! What a coach and their supervisors say to each other about a coach note: who reads it, who writes it, and that it stands.

use domain::{
    RowId,
    access::{Link, Record},
    schema::{coach_note, remark},
    scope::Scope,
};
use server::facts::{self, Fact};
use sync::{
    body::Body,
    exchange::{Refused, Taken},
};

use crate::{
    on_both,
    sharing::{row, share},
    support::{Change, Device, World, id},
};

on_both! {
    what_a_supervisor_says_of_a_note_reaches_the_coach_and_the_answer_every_supervisor
    nobody_else_says_or_reads_anything_there_whatever_else_they_are
    a_remark_stands_in_its_writers_name_and_is_never_changed
    whoever_evaluates_the_teacher_of_a_note_is_sent_nothing_that_is_said_of_it
    a_supervisor_of_yesterday_says_nothing_more_and_everything_closes_to_them
    a_persons_devices_are_told_whom_they_supervise_and_who_supervises_them
}

const COACH: u8 = 1;
const SUPERVISOR: u8 = 2;
const SECOND: u8 = 3;
const STRANGER: u8 = 4;
const TEACHER: u8 = 5;
const ADMINISTRATOR: u8 = 6;

fn review(about: Option<u8>) -> Scope {
    Scope::Review { coach: id(COACH), about: about.map(id) }
}

/// The roster's facts: two supervisors of a coach, who coaches a teacher; the agreement lists notes.
fn programme(world: &World) {
    world.say(Fact::Supervises(id(SUPERVISOR), id(COACH)));
    world.say(Fact::Supervises(id(SECOND), id(COACH)));
    world.say(Fact::Pair(id(COACH), id(TEACHER)));
    world.say(Fact::School(id(TEACHER), id(30)));
    world.say(Fact::Agreed(id(COACH), id(TEACHER), Record::CoachNote));
    world.say(Fact::Role(id(ADMINISTRATOR), domain::access::Role::Administrator, id(30)));
}

fn said(number: u8, author: u8, about: Option<u8>) -> Change {
    let fields = vec![
        (remark::COACH, id(COACH).into()),
        (remark::NOTE, row(100).into()),
        (remark::AUTHOR, id(author).into()),
        (remark::KIND, "question".into()),
        (remark::TEXT, "What would you try first?".into()),
        (remark::TEACHER, about.map(id).into()),
    ];
    let fields = fields.into_iter().filter(|(_, value)| *value != domain::Value::Null).collect();
    (remark::ENTITY.number, row(number), Body::Create(fields))
}

fn bring(world: &World, device: &mut Device, scope: Scope, change: Change) -> Taken {
    let brought = device.put(scope, &[change]);
    device.bring(world, &[brought]).taken.remove(0)
}

fn is_settled(taken: &Taken) -> bool {
    matches!(taken, Taken::Settled(_))
}

fn is_refused(taken: &Taken) -> bool {
    matches!(taken, Taken::Custody { reason: Refused::NotYours, .. })
}

fn reads(world: &World, person: u8, scope: Scope) -> bool {
    world.device(id(person)).drain(world).contains_key(&scope.bytes())
}

fn what_a_supervisor_says_of_a_note_reaches_the_coach_and_the_answer_every_supervisor(world: &World) {
    programme(world);
    let (mut coach, mut supervisor) = (world.device(id(COACH)), world.device(id(SUPERVISOR)));
    let own = coach.own();
    let to = Scope::Programme { author: id(COACH), about: None, record: Record::CoachNote };
    let fields = vec![(coach_note::COACH, id(COACH).into()), (coach_note::TRIED, "More wait time.".into())];
    let note = (coach_note::ENTITY.number, row(100), Body::Create(fields));
    let brought = coach.put(own, &[note, share(coach_note::ENTITY.number, row(100), to)]);
    assert!(is_settled(&coach.bring(world, &[brought]).taken[0]));
    assert!(supervisor.drain(world).contains_key(&to.bytes()), "the note");

    assert!(is_settled(&bring(world, &mut supervisor, review(None), said(1, SUPERVISOR, None))));
    assert!(coach.drain(world).contains_key(&review(None).bytes()), "the question");
    assert!(is_settled(&bring(world, &mut coach, review(None), said(2, COACH, None))));

    for person in [SUPERVISOR, SECOND] {
        assert!(reads(world, person, review(None)), "{person}");
    }
}

fn nobody_else_says_or_reads_anything_there_whatever_else_they_are(world: &World) {
    programme(world);
    world.say(Fact::Supervises(id(STRANGER), id(9)));
    let mut supervisor = world.device(id(SUPERVISOR));
    assert!(is_settled(&bring(world, &mut supervisor, review(None), said(1, SUPERVISOR, None))));
    assert!(is_settled(&bring(world, &mut supervisor, review(Some(TEACHER)), said(2, SUPERVISOR, Some(TEACHER)))));

    for person in [STRANGER, TEACHER, ADMINISTRATOR] {
        for about in [None, Some(TEACHER)] {
            let mut device = world.device(id(person));
            let taken = bring(world, &mut device, review(about), said(person + 10, person, about));
            assert!(is_refused(&taken), "{person} {about:?}: {taken:?}");
            assert!(!reads(world, person, review(about)), "{person} {about:?}");
        }
    }
}

fn a_remark_stands_in_its_writers_name_and_is_never_changed(world: &World) {
    programme(world);
    let mut supervisor = world.device(id(SUPERVISOR));
    let mut second = world.device(id(SECOND));
    let mut coach = world.device(id(COACH));
    assert!(is_settled(&bring(world, &mut supervisor, review(None), said(1, SUPERVISOR, None))));
    let entity = remark::ENTITY.number;

    assert!(is_refused(&bring(world, &mut second, review(None), said(2, SUPERVISOR, None))), "in another's name");
    assert!(is_refused(&bring(world, &mut second, review(None), said(3, SECOND, Some(TEACHER)))), "it names a teacher");
    let other = Body::Set { field: remark::TEXT, value: "You did well.".into(), over: Vec::new() };
    assert!(is_refused(&bring(world, &mut coach, review(None), (entity, row(1), other))));
    let removes = Body::Remove { seen: Vec::new() };
    assert!(is_refused(&bring(world, &mut coach, review(None), (entity, row(1), removes.clone()))));
    assert!(is_refused(&bring(world, &mut supervisor, review(None), (entity, row(1), removes))), "its own too");
    assert!(is_refused(&bring(world, &mut supervisor, review(None), (entity, row(1), Body::Erase { seen: vec![] }))));
}

fn whoever_evaluates_the_teacher_of_a_note_is_sent_nothing_that_is_said_of_it(world: &World) {
    programme(world);
    world.say(Fact::Link(id(SECOND), id(TEACHER), Link::Evaluator));
    let (mut supervisor, mut evaluator) = (world.device(id(SUPERVISOR)), world.device(id(SECOND)));
    assert!(is_settled(&bring(world, &mut supervisor, review(Some(TEACHER)), said(1, SUPERVISOR, Some(TEACHER)))));
    assert!(is_settled(&bring(world, &mut supervisor, review(None), said(2, SUPERVISOR, None))));

    let refused = bring(world, &mut evaluator, review(Some(TEACHER)), said(3, SECOND, Some(TEACHER)));

    assert!(is_refused(&refused));
    assert!(!reads(world, SECOND, review(Some(TEACHER))));
    assert!(reads(world, SECOND, review(None)), "what names no teacher goes on");
    assert!(reads(world, COACH, review(Some(TEACHER))));
}

fn a_supervisor_of_yesterday_says_nothing_more_and_everything_closes_to_them(world: &World) {
    programme(world);
    let mut supervisor = world.device(id(SUPERVISOR));
    assert!(is_settled(&bring(world, &mut supervisor, review(None), said(1, SUPERVISOR, None))));
    assert!(reads(world, SUPERVISOR, review(None)));

    world.unsay(Fact::Supervises(id(SUPERVISOR), id(COACH)));

    assert!(is_refused(&bring(world, &mut supervisor, review(None), said(2, SUPERVISOR, None))));
    assert!(!reads(world, SUPERVISOR, review(None)));
}

fn a_persons_devices_are_told_whom_they_supervise_and_who_supervises_them(world: &World) {
    programme(world);
    let told = |person: RowId| {
        let facts = world.act(|tx| facts::own(tx, world.org, person));
        let said = facts.into_iter().filter(|fact| fact.kind == "supervises");
        said.map(|fact| (fact.subject, fact.object)).collect::<Vec<_>>()
    };

    assert_eq!(told(id(SUPERVISOR)), [(id(SUPERVISOR), id(COACH))]);
    assert_eq!(told(id(COACH)), [(id(SUPERVISOR), id(COACH)), (id(SECOND), id(COACH))]);
    assert!(told(id(TEACHER)).is_empty() && told(id(STRANGER)).is_empty());
}
