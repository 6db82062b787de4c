//! What a supervisor writes of a coach at work: it goes to that coach when it is shared, and to nobody else at any time.

use domain::{
    RowId,
    access::{Record, Refusal, Role},
    schema::{acknowledgement, line, look_for, look_for_set, observation, tag, visit},
    scope::Scope,
};
use server::facts::Fact;
use sync::body::Body;

use crate::{
    on_both,
    sharing::{LINE, OBSERVATION, row, said, share, told},
    support::{Change, Device, Had, World, id, rewrite},
};

on_both! {
    the_coach_receives_it_once_it_is_shared_and_nobody_else_ever_does
    its_tags_and_look_fors_reach_that_coach_and_nobody_else
    a_visit_that_plans_it_reaches_nobody_whatever_is_asked
    it_goes_to_no_programme_no_activity_no_consent_and_no_other_coach
    whoever_coaches_the_coach_without_supervising_them_shares_nothing_of_it
    what_names_a_teacher_beside_the_coach_goes_nowhere
    when_the_supervision_ends_nothing_further_is_written
    that_the_coach_read_it_reaches_that_supervisor_only
    supervising_a_coach_opens_no_script_of_a_lesson
}

const SUPERVISOR: u8 = 1;
const COACH: u8 = 2;
const OTHER_COACH: u8 = 3;
const SECOND_SUPERVISOR: u8 = 4;
const PRINCIPAL: u8 = 5;
const TEACHER: u8 = 6;
const ADMINISTRATOR: u8 = 7;
const ABOVE: u8 = 8;
const SCHOOL: u8 = 30;

fn with_coach(coach: u8) -> Scope {
    Scope::Pair { coach: id(SUPERVISOR), teacher: id(coach) }
}

/// A supervisor of two coaches, a second one of the first, the first coach's teacher and school, and everybody who might
/// come upon it.
fn programme(world: &World) -> Device {
    world.say(Fact::Supervises(id(SUPERVISOR), id(COACH)));
    world.say(Fact::Supervises(id(SUPERVISOR), id(OTHER_COACH)));
    world.say(Fact::Supervises(id(SECOND_SUPERVISOR), id(COACH)));
    world.say(Fact::Supervises(id(ABOVE), id(SUPERVISOR)));
    world.say(Fact::Pair(id(COACH), id(TEACHER)));
    world.say(Fact::School(id(TEACHER), id(SCHOOL)));
    world.say(Fact::School(id(COACH), id(SCHOOL)));
    world.say(Fact::Role(id(PRINCIPAL), Role::Principal, id(SCHOOL)));
    world.say(Fact::Role(id(ADMINISTRATOR), Role::Administrator, id(SCHOOL)));
    world.device(id(SUPERVISOR))
}

fn of_coach(root: RowId, coach: u8) -> Change {
    let fields = vec![
        (observation::COACH, id(coach).into()),
        (observation::OBSERVER, id(SUPERVISOR).into()),
        (observation::KIND, "scripted".into()),
        (observation::PURPOSE, "observing_coach".into()),
        (observation::STATE, "captured".into()),
        (observation::STARTED_MS, 1_000_i64.into()),
        (observation::ENDED_OFFSET_MS, 2_580_000_i64.into()),
    ];
    (OBSERVATION, root, Body::Create(fields))
}

fn written(world: &World, supervisor: &mut Device) {
    supervisor.says(world, &[of_coach(row(1), COACH), said(row(2), row(1), "asks before telling")]);
}

fn received(world: &World, person: u8) -> Had {
    let mut had = Had::default();
    world.device(id(person)).receive(world, &mut had);
    had
}

fn has_nothing(world: &World, people: &[u8]) {
    for person in people {
        let had = received(world, *person);
        assert!(had.blocks.is_empty(), "{person} has {:?}", had.scopes());
    }
}

const OTHERS: [u8; 6] = [OTHER_COACH, SECOND_SUPERVISOR, PRINCIPAL, TEACHER, ADMINISTRATOR, ABOVE];

fn the_coach_receives_it_once_it_is_shared_and_nobody_else_ever_does(world: &World) {
    let mut supervisor = programme(world);
    written(world, &mut supervisor);
    has_nothing(world, &[COACH]);
    has_nothing(world, &OTHERS);

    supervisor.says(world, &[share(OBSERVATION, row(1), with_coach(COACH))]);

    let had = received(world, COACH);
    assert_eq!(had.scopes(), [with_coach(COACH)]);
    assert_eq!(had.rows().into_keys().collect::<Vec<_>>(), [(OBSERVATION, row(1)), (LINE, row(2))]);
    assert_eq!(had.rows()[&(OBSERVATION, row(1))][&observation::COACH], id(COACH).into());
    assert_eq!(had.rows()[&(LINE, row(2))][&line::TEXT], "asks before telling".into());
    has_nothing(world, &OTHERS);
    // Whatever else they become: a role or a link of today opens nothing of it.
    world.say(Fact::Role(id(PRINCIPAL), Role::Evaluator, id(SCHOOL)));
    world.say(Fact::Pair(id(OTHER_COACH), id(COACH)));
    world.say(Fact::Agreed(id(SUPERVISOR), id(COACH), Record::Script));
    has_nothing(world, &OTHERS);
}

fn its_tags_and_look_fors_reach_that_coach_and_nobody_else(world: &World) {
    let mut supervisor = programme(world);
    let (set, one) = (look_for_set::ENTITY.number, look_for::ENTITY.number);
    let (entity, root, Body::Create(mut fields)) = of_coach(row(1), COACH) else { panic!() };
    fields.push((observation::LOOK_FOR_SET, row(20).into()));
    let tagged = vec![(tag::OBSERVATION, row(1).into()), (tag::LINE, row(2).into()), (tag::LOOK_FOR, row(21).into())];
    let words = vec![(look_for::SET, row(20).into()), (look_for::TEXT, "leaves time to think".into())];
    supervisor.says(
        world,
        &[
            (set, row(20), Body::Create(vec![(look_for_set::TITLE, "A coaching conversation".into())])),
            (one, row(21), Body::Create(words)),
            (entity, root, Body::Create(fields)),
            said(row(2), row(1), "asks before telling"),
            (tag::ENTITY.number, row(3), Body::Create(tagged)),
        ],
    );
    has_nothing(world, &[COACH]);

    // As the app does it: the observation and its words in one go. The words go to no other coach of hers for that.
    supervisor.says(world, &[share(OBSERVATION, row(1), with_coach(COACH)), share(set, row(20), with_coach(COACH))]);
    assert_eq!(told(&mut supervisor, world), []);

    let had = received(world, COACH);
    let rows = had.rows();
    assert_eq!(had.scopes(), [with_coach(COACH)]);
    assert_eq!(rows[&(tag::ENTITY.number, row(3))][&tag::LOOK_FOR], row(21).into());
    assert_eq!(rows[&(one, row(21))][&look_for::TEXT], "leaves time to think".into());
    has_nothing(world, &OTHERS);

    // Whoever neither supervises nor coaches the coach puts no look-fors before them.
    let mut stranger = world.device(id(ABOVE));
    stranger.says(world, &[(set, row(30), Body::Create(vec![(look_for_set::TITLE, "Mine".into())]))]);
    let to = Scope::Pair { coach: id(ABOVE), teacher: id(COACH) };
    stranger.says(world, &[share(set, row(30), to)]);
    assert_eq!(told(&mut stranger, world), [(to.bytes(), Refusal::NotInPair.number())]);
}

fn a_visit_that_plans_it_reaches_nobody_whatever_is_asked(world: &World) {
    let mut supervisor = programme(world);
    let entity = visit::ENTITY.number;
    let fields = vec![
        (visit::COACH, id(COACH).into()),
        (visit::DATE, "2026-11-19".into()),
        (visit::STATE, "planned".into()),
        (visit::PURPOSE, "who talks first".into()),
    ];
    supervisor.says(world, &[(entity, row(1), Body::Create(fields))]);
    has_nothing(world, &[COACH]);
    has_nothing(world, &OTHERS);

    let refused = [
        (Scope::Activity { author: id(SUPERVISOR), teacher: id(COACH) }, Refusal::WrongAudience),
        (Scope::Organisation, Refusal::WrongAudience),
        (with_coach(OTHER_COACH), Refusal::WrongTeacher),
    ];
    for (scope, refusal) in refused {
        supervisor.says(world, &[share(entity, row(1), scope)]);
        assert_eq!(told(&mut supervisor, world), [(scope.bytes(), refusal.number())], "{scope:?}");
    }
    has_nothing(world, &[COACH]);
    has_nothing(world, &OTHERS);
}

fn it_goes_to_no_programme_no_activity_no_consent_and_no_other_coach(world: &World) {
    let mut supervisor = programme(world);
    written(world, &mut supervisor);
    for record in [Record::Script, Record::CoachObservation] {
        world.say(Fact::Agreed(id(SUPERVISOR), id(COACH), record));
    }
    world.say(Fact::Consent(domain::access::Consent { teacher: id(COACH), reader: id(ABOVE), root: row(1) }));
    let programme = |record, about| Scope::Programme { author: id(SUPERVISOR), about, record };
    let asked = [
        (programme(Record::Script, Some(id(COACH))), Refusal::WrongAudience),
        (programme(Record::CoachObservation, Some(id(COACH))), Refusal::WrongAudience),
        (programme(Record::Script, None), Refusal::WrongTeacher),
        (Scope::Activity { author: id(SUPERVISOR), teacher: id(COACH) }, Refusal::WrongAudience),
        (Scope::Consented { teacher: id(COACH), reader: id(ABOVE), root: row(1) }, Refusal::WrongAudience),
        (Scope::Organisation, Refusal::WrongAudience),
        (with_coach(OTHER_COACH), Refusal::WrongTeacher),
        (Scope::Pair { coach: id(COACH), teacher: id(TEACHER) }, Refusal::WrongTeacher),
    ];

    for (scope, refusal) in asked {
        let before = world.scopes();
        supervisor.says(world, &[share(OBSERVATION, row(1), scope)]);
        assert_eq!(told(&mut supervisor, world), [(scope.bytes(), refusal.number())], "{scope:?}");
        assert_eq!(world.scopes(), before, "{scope:?}");
    }
    has_nothing(world, &[COACH]);
    has_nothing(world, &OTHERS);
}

fn whoever_coaches_the_coach_without_supervising_them_shares_nothing_of_it(world: &World) {
    let mut supervisor = programme(world);
    world.unsay(Fact::Supervises(id(SUPERVISOR), id(COACH)));
    world.say(Fact::Pair(id(SUPERVISOR), id(COACH)));
    written(world, &mut supervisor);

    supervisor.says(world, &[share(OBSERVATION, row(1), with_coach(COACH))]);

    let refused = (with_coach(COACH).bytes(), Refusal::NotInPair.number());
    assert_eq!(told(&mut supervisor, world), [refused]);
    has_nothing(world, &[COACH]);
}

fn what_names_a_teacher_beside_the_coach_goes_nowhere(world: &World) {
    let mut supervisor = programme(world);
    world.say(Fact::Pair(id(SUPERVISOR), id(TEACHER)));
    let (entity, root, Body::Create(mut fields)) = of_coach(row(1), COACH) else { panic!() };
    fields.push((observation::TEACHER, id(TEACHER).into()));
    supervisor.says(world, &[(entity, root, Body::Create(fields)), said(row(2), row(1), "asks before telling")]);

    for person in [COACH, TEACHER] {
        supervisor.says(world, &[share(OBSERVATION, row(1), with_coach(person))]);
        let refused = (with_coach(person).bytes(), Refusal::WrongTeacher.number());
        assert_eq!(told(&mut supervisor, world), [refused], "{person}");
    }
    has_nothing(world, &[COACH, TEACHER]);
}

fn when_the_supervision_ends_nothing_further_is_written(world: &World) {
    let mut supervisor = programme(world);
    written(world, &mut supervisor);
    supervisor.says(world, &[share(OBSERVATION, row(1), with_coach(COACH))]);
    let own = world.stored(supervisor.own()).folded();
    world.unsay(Fact::Supervises(id(SUPERVISOR), id(COACH)));

    let later = rewrite(&own[&(LINE, row(2))], line::TEXT, "afterthought");
    supervisor.says(world, &[(LINE, row(2), later), said(row(3), row(1), "one more line")]);

    let refused = (with_coach(COACH).bytes(), Refusal::NotInPair.number());
    assert_eq!(told(&mut supervisor, world), [refused]);
    let had = received(world, COACH);
    assert_eq!(had.rows().len(), 2, "what was shared stays readable");
    assert!(!had.holds("afterthought") && !had.holds("one more line"));

    supervisor.says(world, &[of_coach(row(4), COACH), share(OBSERVATION, row(4), with_coach(COACH))]);
    assert_eq!(received(world, COACH).rows().len(), 2, "nor is a new one");

    world.say(Fact::Supervises(id(SUPERVISOR), id(COACH)));
    supervisor.says(world, &[said(row(5), row(1), "together again")]);
    assert!(received(world, COACH).holds("afterthought"), "it goes on when it may again");
}

fn that_the_coach_read_it_reaches_that_supervisor_only(world: &World) {
    let mut supervisor = programme(world);
    written(world, &mut supervisor);
    supervisor.says(world, &[share(OBSERVATION, row(1), with_coach(COACH))]);
    let mut coach = world.device(id(COACH));
    let read = |supervisor: u8| {
        vec![
            (acknowledgement::TEACHER, id(COACH).into()),
            (acknowledgement::COACH, id(supervisor).into()),
            (acknowledgement::DOCUMENT, row(1).into()),
            (acknowledgement::READ_MS, 2_000_i64.into()),
        ]
    };
    let entity = acknowledgement::ENTITY.number;
    coach.says(world, &[(entity, row(10), Body::Create(read(SUPERVISOR))), share(entity, row(10), with_coach(COACH))]);

    let mut had = Had::default();
    supervisor.receive(world, &mut had);
    let rows = had.of(with_coach(COACH)).rows();
    assert!(rows.contains_key(&(entity, row(10))), "{:?}", rows.keys());
    has_nothing(world, &OTHERS);

    let strange = Scope::Pair { coach: id(ABOVE), teacher: id(COACH) };
    coach.says(world, &[(entity, row(11), Body::Create(read(ABOVE))), share(entity, row(11), strange)]);
    has_nothing(world, &OTHERS);
}

fn supervising_a_coach_opens_no_script_of_a_lesson(world: &World) {
    let mut supervisor = programme(world);
    let (entity, root, Body::Create(mut fields)) = of_coach(row(1), COACH) else { panic!() };
    fields.retain(|(field, _)| *field != observation::COACH);
    fields.push((observation::TEACHER, id(COACH).into()));

    supervisor.says(world, &[(entity, root, Body::Create(fields)), share(OBSERVATION, row(1), with_coach(COACH))]);

    let refused = (with_coach(COACH).bytes(), Refusal::NotInPair.number());
    assert_eq!(told(&mut supervisor, world), [refused], "the coach is not the supervisor's teacher");
    has_nothing(world, &[COACH]);
}
