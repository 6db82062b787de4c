//! The organisation's order: no gap, no operation twice, nothing lost.

use std::thread;

use sync::exchange::{Settled, Taken};

use crate::{
    on_both,
    support::{World, id},
};

on_both! {
    numbers_follow_one_another_without_a_gap_whoever_else_writes
    a_batch_that_comes_again_gets_the_same_answer_and_is_kept_once
    several_batches_of_one_question_are_taken_in_their_order
    a_batch_that_was_cut_otherwise_the_first_time_settles_what_is_here_and_then_the_rest
    what_comes_before_something_missing_waits_for_it
    what_was_acknowledged_is_there_for_another_service_on_the_same_data
}

fn numbers_follow_one_another_without_a_gap_whoever_else_writes(world: &World) {
    const WRITERS: u8 = 8;
    const BATCHES: i64 = 20;
    let mut devices: Vec<_> = (1..=WRITERS).map(|person| world.device(id(person))).collect();

    let mut runs: Vec<Settled> = thread::scope(|scope| {
        let writers: Vec<_> = devices
            .iter_mut()
            .map(|device| {
                scope.spawn(|| {
                    let own = device.own();
                    (0..BATCHES).map(|batch| device.settle(world, own, 1 + batch % 3)).collect::<Vec<_>>()
                })
            })
            .collect();
        writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect()
    });

    runs.sort_by_key(|run| run.first_seq);
    assert_eq!(runs.len(), usize::from(WRITERS) * 20);
    // Openings take numbers too; they are the only ones that no operation has.
    let opened = world.act(|tx| tx.query("select opened from reader order by opened", &[]));
    let mut taken: Vec<i64> = runs.iter().flat_map(|run| run.first_seq..run.first_seq + run.count).collect();
    taken.extend(opened.iter().map(|row| row.integer(0).unwrap()));
    taken.sort_unstable();
    assert_eq!(taken, (1..=taken.len() as i64).collect::<Vec<_>>());
}

fn a_batch_that_comes_again_gets_the_same_answer_and_is_kept_once(world: &World) {
    let mut device = world.device(id(1));
    let own = device.own();
    let brought = device.write(own, 5);
    let first = device.bring(world, std::slice::from_ref(&brought));
    device.settle(world, own, 2);
    let before = world.contents();

    let again = device.bring(world, &[brought]);

    assert_eq!(again.taken, first.taken);
    assert_eq!(again.head, device.head);
    assert_eq!(world.contents(), before);
}

fn several_batches_of_one_question_are_taken_in_their_order(world: &World) {
    let mut device = world.device(id(1));
    let own = device.own();
    let brought = [device.write(own, 2), device.write(own, 3), device.write(own, 1)];

    let answer = device.bring(world, &brought);

    let places = answer.taken.iter().map(|taken| match taken {
        Taken::Settled(runs) => (runs[0].first_ctr, runs[0].count, runs[0].first_seq),
        other => panic!("{other:?}"),
    });
    assert_eq!(places.collect::<Vec<_>>(), [(1, 2, 1), (3, 3, 3), (6, 1, 6)]);
    assert_eq!(answer.head, device.head);
}

fn a_batch_that_was_cut_otherwise_the_first_time_settles_what_is_here_and_then_the_rest(world: &World) {
    let mut device = world.device(id(1));
    let own = device.own();
    let mut other_cut = device.clone();
    let first = device.settle(world, own, 4);
    let large = other_cut.write(own, 6);

    let answer = other_cut.bring(world, &[large]);
    assert_eq!(answer.taken, [Taken::Settled(vec![first])]);
    assert_eq!(answer.head, device.head);

    let rest = device.write(own, 2);
    let answer = device.bring(world, &[rest]);
    assert!(matches!(answer.taken.as_slice(), [Taken::Settled(runs)] if runs[0].first_ctr == 5));
    assert_eq!(answer.head, other_cut.head);

    // A cut in the middle of a stored batch: part of a run, under the same numbers.
    let mut small = device.clone();
    small.head = sync::exchange::Head::default();
    let part = small.write(own, 3);
    small.head = device.head;
    let answer = small.bring(world, &[part]);
    assert_eq!(answer.taken, [Taken::Settled(vec![Settled { count: 3, ..first }])]);
}

fn what_comes_before_something_missing_waits_for_it(world: &World) {
    let mut device = world.device(id(1));
    let own = device.own();
    let (first, second) = (device.write(own, 2), device.write(own, 2));

    assert_eq!(device.bring(world, std::slice::from_ref(&second)).taken, [Taken::Gap]);
    assert!(matches!(device.bring(world, &[first, second]).taken.as_slice(), [Taken::Settled(_), Taken::Settled(_)]));
}

fn what_was_acknowledged_is_there_for_another_service_on_the_same_data(world: &World) {
    let mut device = world.device(id(1));
    let own = device.own();
    let brought = device.write(own, 5);
    let first = device.bring(world, std::slice::from_ref(&brought));

    let again = world.opened_again();
    let question = device.question(vec![brought], 0);
    let answer = server::hub::exchange(&*again, &device.session, 0, &question).unwrap();

    assert_eq!(answer.taken, first.taken);
}
