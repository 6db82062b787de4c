//! After a restore of the service, what somebody did to a row may come before the row is brought again.

use domain::schema::{line, observation};
use sync::{body::Body, op::OpRef};

use crate::{
    on_both,
    sharing::{COACH, LINE, OBSERVATION, TEACHER, coach, observed, pair, row, said, share},
    support::{Change, Device, Had, World, id, rewrite},
};

on_both! {
    an_erasing_that_comes_before_its_row_leaves_its_words_nowhere
    a_change_that_comes_before_its_row_is_what_the_readers_have
    what_came_before_its_row_counts_for_a_share_that_begins_later
    a_row_that_is_made_again_after_an_erasing_keeps_its_words_when_the_first_one_comes_late
}

/// The last operation of a device.
fn last(device: &Device) -> OpRef {
    OpRef { replica: device.replica, ctr: device.head.ctr }
}

/// What the teacher of the document has in the end.
fn read(world: &World) -> Had {
    let mut had = Had::default();
    world.device(id(TEACHER)).receive(world, &mut had);
    had
}

/// Two computers of a coach, a document of theirs, and the service as its backup knows it.
fn restored(world: &World, begun: &[Change]) -> (Device, Device, World) {
    let (mut first, second) = (coach(world), world.device(id(COACH)));
    first.says(world, begun);
    (first, second, world.restored())
}

fn shared() -> [Change; 2] {
    [observed(row(1), TEACHER, "wait time"), share(OBSERVATION, row(1), pair(TEACHER))]
}

fn text(had: &Had, line: u8) -> String {
    had.rows()[&(LINE, row(line))][&line::TEXT].text().unwrap().to_owned()
}

fn an_erasing_that_comes_before_its_row_leaves_its_words_nowhere(world: &World) {
    let (mut first, mut second, world) = restored(world, &shared());
    let (own, world) = (first.own(), &world);
    let forgotten = first.put(own, &[said(row(2), row(1), "a name"), said(row(3), row(1), "what stays")]);
    let before = OpRef { ctr: first.head.ctr - 1, ..last(&first) };

    second.says(world, &[(LINE, row(2), Body::Erase { seen: vec![before] })]);
    first.bring(world, &[forgotten]);

    let had = read(world);
    assert!(!had.holds("a name") && had.holds("what stays"));
    assert!(!world.stored(own).holds("a name") && world.stored(own).holds("what stays"));
    assert!(server::verify::organisation(world.storage(), world.org).is_ok());
    first.says(world, &[said(row(4), row(1), "one more")]);
    assert_eq!(read(world).rows().into_keys().map(|(_, row)| row).collect::<Vec<_>>(), [row(1), row(3), row(4)]);
}

fn a_change_that_comes_before_its_row_is_what_the_readers_have(world: &World) {
    let (mut first, mut second, world) = restored(world, &shared());
    let (own, world) = (first.own(), &world);
    let lines = [2, 3, 4].map(|number| said(row(number), row(1), "first words"));
    let forgotten = first.put(own, &lines);

    let set = Body::Set { field: line::TEXT, value: "set".into(), over: vec![last(&first)] };
    let changes = [
        (LINE, row(2), rewrite(&begun("first words"), line::TEXT, "first words, and more")),
        (LINE, row(3), Body::Remove { seen: vec![last(&first)] }),
        (LINE, row(4), set),
    ];
    second.says(world, &changes);
    first.bring(world, &[forgotten]);

    let had = read(world);
    assert_eq!(had.rows(), world.stored(own).rows());
    assert!(!had.rows().contains_key(&(LINE, row(3))));
    assert_eq!(text(&had, 2), "first words, and more");
    first.says(world, &[(LINE, row(2), Body::Set { field: line::STARRED, value: 1_i64.into(), over: Vec::new() })]);
    assert_eq!(read(world).rows(), world.stored(own).rows(), "also when it is read from its index");
}

/// A line as its creation makes it.
fn begun(words: &str) -> sync::fold::Row {
    let (_, _, body) = said(row(2), row(1), words);
    let reference = OpRef { replica: 1, ctr: 1 };
    sync::fold::Row::fold(
        line::ENTITY,
        [sync::fold::Placed { reference, hlc: 1 << 16, ord: 1 << 16, body: Some(&body) }],
    )
}

fn what_came_before_its_row_counts_for_a_share_that_begins_later(world: &World) {
    let (mut first, mut second, world) = restored(world, &[observed(row(9), TEACHER, "another")]);
    let (own, world) = (first.own(), &world);
    let forgotten = first.put(own, &[observed(row(1), TEACHER, "hasty"), said(row(2), row(1), "a name")]);
    let erase = Body::Erase { seen: vec![last(&first)] };
    let made = OpRef { ctr: first.head.ctr - 1, ..last(&first) };
    let calm = Body::Set { field: observation::FOCUS, value: "calm".into(), over: vec![made] };

    second.says(world, &[(LINE, row(2), erase), (OBSERVATION, row(1), calm)]);
    first.bring(world, &[forgotten]);
    first.says(world, &[share(OBSERVATION, row(1), pair(TEACHER))]);

    let had = read(world);
    assert_eq!(had.rows(), of_document(&world.stored(own)));
    assert!(!had.holds("a name") && !had.holds("hasty") && had.holds("calm"));
}

/// The author's living rows of the document that is shared.
fn of_document(own: &Had) -> crate::support::Rows {
    own.rows().into_iter().filter(|((_, key), _)| *key != row(9)).collect()
}

fn a_row_that_is_made_again_after_an_erasing_keeps_its_words_when_the_first_one_comes_late(world: &World) {
    let (mut first, mut second, world) = restored(world, &shared());
    let (own, world) = (first.own(), &world);
    let forgotten = first.put(own, &[said(row(2), row(1), "a name")]);
    let erase = Body::Erase { seen: vec![last(&first)] };

    second.says(world, &[(LINE, row(2), erase), said(row(2), row(1), "said again")]);
    first.bring(world, &[forgotten]);

    let had = read(world);
    assert!(!had.holds("a name") && !world.stored(own).holds("a name"));
    assert_eq!(text(&had, 2), "said again");
    assert_eq!(had.rows(), world.stored(own).rows());
}
