//! What may not enter goes into custody, and what may not be read is not sent.

use domain::{
    access::{Link, Role},
    schema,
    scope::Scope,
};
use server::{error::Error, facts::Fact, leaving::MOST_HELD_BYTES, people, storage::Tx};
use sync::{
    body::Body,
    exchange::{News, Refused, Taken, VERSION},
};

use crate::{
    on_both,
    support::{Device, World, id, op},
};

on_both! {
    what_may_not_enter_its_scope_goes_into_custody_and_the_queue_goes_on
    custody_answers_alike_when_the_same_work_comes_again
    what_a_newer_version_wrote_goes_only_where_it_came_from
    a_new_row_begins_only_in_the_team_that_it_names
    a_person_who_left_brings_into_custody_and_everything_closes_to_them
    a_revoked_device_hands_in_all_that_it_has_before_everything_closes_and_is_then_answered_nothing
    a_revoked_device_gets_no_news_and_says_nothing_that_anybody_sees
    a_revoked_device_cannot_fill_custody_without_end
    a_question_of_a_later_version_is_refused
    an_evaluator_is_sent_nothing_of_a_pair_from_the_moment_that_somebody_says_so
    whoever_may_evaluate_is_presumed_to_until_an_administrator_says_otherwise
}

fn what_may_not_enter_its_scope_goes_into_custody_and_the_queue_goes_on(world: &World) {
    let mut device = world.device(id(1));
    let (own, foreign) = (device.own(), Scope::Own { author: id(9) });
    let foreign_team = Scope::Team { team: id(8) };
    let brought = [device.write(foreign, 2), device.write(own, 1), device.write(foreign_team, 1), device.write(own, 1)];

    let answer = device.bring(world, &brought);

    let replica = device.replica;
    let held = |first_ctr, count| Taken::Custody { replica, first_ctr, count, reason: Refused::NotYours };
    assert_eq!((&answer.taken[0], &answer.taken[2]), (&held(1, 2), &held(4, 1)));
    assert!(matches!((&answer.taken[1], &answer.taken[3]), (Taken::Settled(_), Taken::Settled(_))));
    assert_eq!(answer.head, device.head);
    let owner = world.device(id(9)).drain(world);
    assert!(owner.is_empty(), "custody is passed on to nobody");
}

fn custody_answers_alike_when_the_same_work_comes_again(world: &World) {
    let mut device = world.device(id(1));
    let brought = device.write(Scope::Own { author: id(9) }, 2);
    let first = device.bring(world, std::slice::from_ref(&brought));
    let own = device.own();
    device.settle(world, own, 1);
    device.drain(world);
    let before = world.contents();

    assert_eq!(device.bring(world, &[brought]).taken, first.taken);
    assert_eq!(world.contents(), before);
}

fn what_a_newer_version_wrote_goes_only_where_it_came_from(world: &World) {
    const UNKNOWN_ENTITY: u16 = 60_000;
    const UNKNOWN_KIND: i64 = 99;
    world.say(Fact::Team(id(1), id(8)));
    let mut device = world.device(id(1));
    let (own, team) = (device.own(), Scope::Team { team: id(8) });
    let known = schema::content_cycle::ENTITY.number;
    let unknown_kind = |ctr| op(ctr, known, UNKNOWN_KIND, b"of a later version".to_vec());
    let brought = [
        device.write_on(own, 1, UNKNOWN_ENTITY),
        device.write_with(own, 1, unknown_kind),
        device.write_on(team, 1, UNKNOWN_ENTITY),
        device.write_with(team, 1, unknown_kind),
        device.write_on(team, 1, known),
    ];

    let taken = device.bring(world, &brought).taken;

    let unknown = |taken: &Taken| matches!(taken, Taken::Custody { reason: Refused::Unknown, .. });
    let settled = |taken: &Taken| matches!(taken, Taken::Settled(_));
    assert!(settled(&taken[0]) && settled(&taken[1]) && settled(&taken[4]), "{taken:?}");
    assert!(unknown(&taken[2]) && unknown(&taken[3]), "{taken:?}");
}

fn a_new_row_begins_only_in_the_team_that_it_names(world: &World) {
    use schema::content_cycle::{ENTITY, TEAM};
    world.say(Fact::Team(id(1), id(8)));
    let (mut device, team) = (world.device(id(1)), Scope::Team { team: id(8) });
    let cycle = |row: u8, of: u8| (ENTITY.number, id(row), Body::Create(vec![(TEAM, id(of).into())]));
    let brought = [device.put(team, &[cycle(20, 8)]), device.put(team, &[cycle(21, 9)])];

    let taken = device.bring(world, &brought).taken;

    assert!(matches!(taken[0], Taken::Settled(_)), "{taken:?}");
    assert!(matches!(taken[1], Taken::Custody { reason: Refused::NotYours, .. }), "{taken:?}");
}

fn a_person_who_left_brings_into_custody_and_everything_closes_to_them(world: &World) {
    let (mut device, mut second) = (world.device(id(1)), world.device(id(1)));
    let own = device.own();
    device.settle(world, own, 1);
    assert_eq!(second.drain(world).len(), 1);

    world.act(|tx| people::set_active(tx, world.org, id(1), false));

    let brought = device.write(own, 1);
    assert!(matches!(device.bring(world, &[brought]).taken.as_slice(), [Taken::Custody { .. }]));
    let answer = second.ask(world, 1 << 20);
    let answer = if answer.news.is_empty() { second.ask(world, 1 << 20) } else { answer };
    assert_eq!(answer.news, [News::Closed { scope: own.bytes() }]);
}

fn a_revoked_device_hands_in_all_that_it_has_before_everything_closes_and_is_then_answered_nothing(world: &World) {
    let team = Scope::Team { team: id(8) };
    world.say(Fact::Team(id(1), id(8)));
    let mut device = world.device(id(1));
    let own = device.own();
    device.settle(world, own, 1);
    let plan = device.write_on(team, 1, schema::content_cycle::ENTITY.number);
    device.bring(world, &[plan]);
    device.drain(world);
    let (first, second) = (device.write(own, 2), device.write(own, 1));
    assert!(world.act(|tx| people::revoke(tx, world.org, device.session.device, 5)));

    let replica = device.replica;
    let answer = device.bring(world, &[first]);
    let held = |first_ctr, count| Taken::Custody { replica, first_ctr, count, reason: Refused::NotYours };
    assert_eq!(
        (answer.taken, answer.news.len(), answer.cursor),
        (vec![held(3, 2)], 0, device.cursor),
        "more waits on it"
    );
    let answer = device.bring(world, &[second]);
    assert_eq!(answer.taken, [held(5, 1)]);
    let closed: Vec<_> = [own, team].iter().map(|scope| News::Closed { scope: scope.bytes() }).collect();
    assert_eq!(answer.news, closed);
    assert!(answer.more, "it asks once more");
    device.cursor = answer.cursor;

    assert!(matches!(device.try_bring(world, &[]), Err(Error::Unknown)));
    let late = device.write(own, 1);
    let before = world.contents();
    assert!(matches!(device.try_bring(world, &[late]), Err(Error::Unknown)));
    assert_eq!(world.contents(), before);
}

fn a_revoked_device_cannot_fill_custody_without_end(world: &World) {
    let mut device = world.device(id(1));
    let own = device.own();
    assert!(world.act(|tx| people::revoke(tx, world.org, device.session.device, 5)));
    let brought = device.write(own, 1);
    let answer = device.bring(world, &[brought]);
    assert!(matches!(answer.taken[..], [Taken::Custody { .. }]), "the control: {:?}", answer.taken);
    let full = vec![0; usize::try_from(MOST_HELD_BYTES).unwrap()];
    let fill = "update custody set batch = $2 where org_id = $1";
    assert_eq!(world.act(|tx| tx.execute(fill, &[world.org.into(), full.as_slice().into()])), 1);
    let more = device.write(own, 1);
    assert!(matches!(device.try_bring(world, &[more]), Err(Error::Unknown)));
    let held = world.act(|tx| tx.query("select replica from custody where org_id = $1", &[world.org.into()]));
    assert_eq!(held.len(), 1, "nothing more was kept");
}

fn a_revoked_device_gets_no_news_and_says_nothing_that_anybody_sees(world: &World) {
    let (mut gone, mut stays) = (world.device(id(1)), world.device(id(1)));
    let own = gone.own();
    stays.settle(world, own, 1);
    assert!(world.act(|tx| people::revoke(tx, world.org, gone.session.device, 5)));
    let brought = gone.write(own, 1);

    let news = gone.bring(world, &[brought]).news;

    assert!(news.iter().all(|news| matches!(news, News::Closed { .. })), "{news:?}");
    assert!(stays.drain(world).is_empty(), "what it brought is in custody");
    stays.settle(world, own, 1);
}

fn a_question_of_a_later_version_is_refused(world: &World) {
    let device = world.device(id(1));
    let question = sync::exchange::Question { version: VERSION + 1, ..device.question(Vec::new(), 0) };
    let answer = server::hub::exchange(world.storage(), &device.session, 0, &question);
    assert!(matches!(answer, Err(Error::Newer)));
}

/// Puts the last block into the scope of a pair, where only the service writes.
fn share(tx: &mut dyn Tx, pair: Scope) -> server::error::Result<()> {
    let bytes = pair.bytes();
    tx.execute(
        "insert into scope (org_id, scope, first_seq, last_seq)
         select org_id, $1, first_seq, last_seq from block order by last_seq desc limit 1",
        &[bytes.as_slice().into()],
    )?;
    tx.execute(
        "update block set scope = $1 where last_seq = (select max(last_seq) from block)",
        &[bytes.as_slice().into()],
    )?;
    Ok(())
}

/// A coach, a teacher with a school, and something that the coach shared with the teacher.
pub(crate) fn shared(world: &World) -> (Device, Scope) {
    let (coach, teacher, school) = (id(1), id(2), id(30));
    world.say(Fact::Pair(coach, teacher));
    world.say(Fact::School(teacher, school));
    let mut device = world.device(coach);
    let own = device.own();
    device.settle(world, own, 1);
    let pair = Scope::Pair { coach, teacher };
    world.act(|tx| share(tx, pair));
    (device, pair)
}

fn an_evaluator_is_sent_nothing_of_a_pair_from_the_moment_that_somebody_says_so(world: &World) {
    let (coach, pair) = shared(world);
    let (mut before, mut teacher) = (world.device(id(1)), world.device(id(2)));
    assert!(before.drain(world).contains_key(&pair.bytes()));

    world.say(Fact::Link(coach.session.person, id(2), Link::Evaluator));

    let mut after = world.device(id(1));
    assert!(after.drain(world).is_empty());
    let closed = [before.ask(world, 1 << 20).news, before.ask(world, 1 << 20).news].concat();
    assert_eq!(closed, [News::Closed { scope: pair.bytes() }]);
    assert!(teacher.drain(world).contains_key(&pair.bytes()), "the teacher reads on");
}

fn whoever_may_evaluate_is_presumed_to_until_an_administrator_says_otherwise(world: &World) {
    let (_, pair) = shared(world);
    let (coach, teacher) = (id(1), id(2));
    world.say(Fact::Role(coach, Role::Principal, id(30)));
    let mut device = world.device(coach);
    assert!(device.drain(world).is_empty());

    world.say(Fact::Link(coach, teacher, Link::NotEvaluator));
    assert_eq!(device.drain(world).len(), 1);
    assert!(world.device(teacher).drain(world).contains_key(&pair.bytes()));
}
