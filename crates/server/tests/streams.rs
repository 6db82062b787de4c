//! What a device is given: everything that is meant for it, each once, wherever its cursor was cut.

use std::collections::BTreeMap;

use domain::{RowId, scope::Scope};
use proptest::{prelude::*, test_runner::TestRunner};
use server::facts::Fact;
use sync::exchange::News;

use crate::{
    on_both,
    support::{Device, Drained, GivenTo, World, id},
};

on_both! {
    a_second_device_is_given_what_the_first_wrote_and_the_first_is_not
    a_scope_that_opens_later_brings_its_older_blocks_once
    devices_of_one_person_that_ask_at_the_same_moment_open_a_scope_once
    a_scope_that_closes_is_told_and_sends_nothing_more
    an_answer_holds_at_least_one_block_and_no_more_than_was_asked_for
    nothing_new_moves_the_cursor_to_the_head_and_writes_nothing
    every_cut_of_the_stream_gives_everything_exactly_once
}

const READER: u8 = 50;

fn team(number: u8) -> Scope {
    Scope::Team { team: id(100 + number) }
}

fn is_member(person: u8, number: u8) -> Fact {
    Fact::Team(id(person), id(100 + number))
}

/// A person who writes in the team.
fn member(world: &World, person: u8, number: u8) -> Device {
    world.say(is_member(person, number));
    world.device(id(person))
}

/// Writes a plan in the team and returns its place.
fn plan(world: &World, writer: &mut Device, number: u8) -> i64 {
    let brought = writer.write_on(team(number), 1, domain::schema::content_cycle::ENTITY.number);
    let answer = writer.bring(world, &[brought]);
    match &answer.taken[0] {
        sync::exchange::Taken::Settled(runs) => runs[0].first_seq,
        other => panic!("{other:?}"),
    }
}

fn a_second_device_is_given_what_the_first_wrote_and_the_first_is_not(world: &World) {
    let (mut first, mut second) = (world.device(id(1)), world.device(id(1)));
    let own = first.own();
    let places: Vec<_> = (0..3).map(|_| first.settle(world, own, 2).first_seq).collect();

    assert_eq!(second.drain(world), Drained::from([(own.bytes(), places)]));
    assert!(first.drain(world).is_empty());
    assert!(world.device(id(2)).drain(world).is_empty(), "and nobody else");
}

fn a_scope_that_opens_later_brings_its_older_blocks_once(world: &World) {
    let mut writer = member(world, 1, 0);
    let older: Vec<_> = (0..40).map(|_| plan(world, &mut writer, 0)).collect();
    let mut reader = world.device(id(READER));
    assert!(reader.drain(world).is_empty());

    world.say(is_member(READER, 0));
    let mut all = Drained::new();
    while reader.ask(world, 300).given_to(&mut all) {}
    let newer = plan(world, &mut writer, 0);
    while reader.ask(world, 300).given_to(&mut all) {}

    assert_eq!(all, Drained::from([(team(0).bytes(), [older, vec![newer]].concat())]));
}

fn devices_of_one_person_that_ask_at_the_same_moment_open_a_scope_once(world: &World) {
    let mut writer = member(world, 1, 0);
    plan(world, &mut writer, 0);
    world.say(is_member(READER, 0));
    let mut devices: Vec<_> = (0..8).map(|_| world.device(id(READER))).collect();

    let given: Vec<Drained> = std::thread::scope(|scope| {
        let asking: Vec<_> = devices.iter_mut().map(|device| scope.spawn(|| device.drain(world))).collect();
        asking.into_iter().map(|device| device.join().unwrap()).collect()
    });

    assert!(given.iter().all(|drained| drained[&team(0).bytes()].len() == 1));
    let openings = world.act(|tx| tx.query("select opened from reader where person = $1", &[id(READER).into()]));
    let head = world.act(|tx| tx.query("select head from organisation", &[]))[0].integer(0).unwrap();
    assert_eq!((openings.len(), openings[0].integer(0).unwrap()), (1, head), "one number, and the last");
}

fn a_scope_that_closes_is_told_and_sends_nothing_more(world: &World) {
    let mut writer = member(world, 1, 0);
    let mut reader = member(world, READER, 0);
    plan(world, &mut writer, 0);
    assert_eq!(reader.drain(world).len(), 1);

    world.unsay(is_member(READER, 0));
    plan(world, &mut writer, 0);
    let first = reader.ask(world, 1 << 20);
    assert!(first.news.is_empty() && first.more);
    assert_eq!(reader.ask(world, 1 << 20).news, [News::Closed { scope: team(0).bytes() }]);
    plan(world, &mut writer, 0);
    assert!(reader.ask(world, 1 << 20).news.is_empty());

    let mut second = world.device(id(READER));
    second.drain(world);
    world.say(is_member(READER, 0));
    assert_eq!(reader.drain(world)[&team(0).bytes()].len(), 3, "all of it again when it opens again");
    assert_eq!(second.drain(world)[&team(0).bytes()].len(), 3);
}

fn an_answer_holds_at_least_one_block_and_no_more_than_was_asked_for(world: &World) {
    let (mut first, mut second) = (world.device(id(1)), world.device(id(1)));
    let own = first.own();
    for _ in 0..30 {
        first.settle(world, own, 1);
    }
    second.ask(world, 0);

    assert_eq!(second.clone().ask(world, 0).news.len(), 1);
    let answer = second.ask(world, 2_000);
    assert!(answer.more && answer.news.len() > 3 && answer.news.len() < 30);
    assert!(sync::exchange::encode(&answer).len() < 2_000);
}

fn nothing_new_moves_the_cursor_to_the_head_and_writes_nothing(world: &World) {
    let (mut writer, mut other) = (world.device(id(1)), world.device(id(2)));
    let own = writer.own();
    other.drain(world);
    writer.settle(world, own, 5);
    let before = world.contents();

    let answer = other.ask(world, 1 << 20);

    assert_eq!((answer.cursor.place, answer.cursor.seq, answer.more), (5, 5, false));
    assert_eq!(world.contents(), before);
}

/// One step of a random life.
#[derive(Debug, Clone)]
enum Step {
    Plan { team: u8 },
    Join { team: u8 },
    Leave { team: u8 },
    Ask { most_bytes: u32 },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..3_u8).prop_map(|team| Step::Plan { team }),
        1 => (0..3_u8).prop_map(|team| Step::Join { team }),
        1 => (0..3_u8).prop_map(|team| Step::Leave { team }),
        4 => (0..500_u32).prop_map(|most_bytes| Step::Ask { most_bytes }),
    ]
}

fn every_cut_of_the_stream_gives_everything_exactly_once(world: &World) {
    let writers = std::cell::RefCell::new([0, 1, 2].map(|number| member(world, 1 + number, number)));
    let people = std::cell::Cell::new(0_u32);
    let planned = std::cell::RefCell::new(BTreeMap::<u8, Vec<i64>>::new());
    let config = ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() };
    let life = prop::collection::vec(step(), 1..60);
    // Each case is the life of a new person in the same organisation.
    let ran = TestRunner::new_with_rng(config, prop::test_runner::TestRng::deterministic_rng(Default::default())).run(
        &life,
        |steps| {
            people.set(people.get() + 1);
            let person = RowId::derived(&[&people.get().to_be_bytes()]);
            let mut life =
                Life { world, device: world.device(person), person, given: Drained::new(), in_teams: [false; 3] };
            for step in steps {
                life.take(&step, &mut writers.borrow_mut(), &mut planned.borrow_mut());
            }
            while life.ask(1_000) {}
            let expected: Drained = (0..3_u8)
                .filter(|team| life.in_teams[usize::from(*team)])
                .filter_map(|number| Some((team(number).bytes(), planned.borrow().get(&number)?.clone())))
                .collect();
            prop_assert_eq!(life.given, expected);
            Ok(())
        },
    );
    if let Err(failure) = ran {
        panic!("{failure}");
    }
}

struct Life<'a> {
    world: &'a World,
    device: Device,
    person: RowId,
    given: Drained,
    in_teams: [bool; 3],
}

impl Life<'_> {
    fn take(&mut self, step: &Step, writers: &mut [Device; 3], planned: &mut BTreeMap<u8, Vec<i64>>) {
        match *step {
            Step::Plan { team } => {
                let place = plan(self.world, &mut writers[usize::from(team)], team);
                planned.entry(team).or_default().push(place);
            }
            Step::Join { team } => {
                self.world.say(Fact::Team(self.person, id(100 + team)));
                self.in_teams[usize::from(team)] = true;
            }
            Step::Leave { team } => {
                self.world.unsay(Fact::Team(self.person, id(100 + team)));
                self.in_teams[usize::from(team)] = false;
            }
            Step::Ask { most_bytes } => drop(self.ask(most_bytes)),
        }
    }

    fn ask(&mut self, most_bytes: u32) -> bool {
        let before = self.device.cursor;
        let answer = self.device.ask(self.world, most_bytes);
        assert!(answer.cursor >= before);
        // A scope that opens again brings everything again: what came before it left is gone with the closing, and
        // where opening and closing met between two questions, the device has it already.
        for news in &answer.news {
            if let News::Block(block) = news {
                let places = self.given.entry(block.scope.clone()).or_default();
                if block.first_seq <= places.last().copied().unwrap_or(0) {
                    assert_eq!(places.first(), Some(&block.first_seq), "twice, and not from the beginning");
                    places.clear();
                }
                places.push(block.first_seq);
            } else if let News::Closed { scope } = news {
                self.given.remove(scope);
            }
        }
        answer.more
    }
}
