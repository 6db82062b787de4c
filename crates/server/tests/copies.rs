//! Copied folders, and a service that was restored from a backup.

use server::organisation;
use sync::exchange::{Cursor, News, Taken};

use crate::{
    on_both,
    support::{World, id},
};

on_both! {
    a_copied_folder_that_writes_on_is_told_and_changes_nothing
    a_copied_folder_that_only_asks_is_told_before_its_cursor_moves
    nobody_writes_under_the_replica_of_another_device
    what_a_restored_file_wrote_before_comes_under_its_old_replica
    after_a_restore_a_device_learns_what_is_common_and_is_given_what_follows
}

fn a_copied_folder_that_writes_on_is_told_and_changes_nothing(world: &World) {
    let mut device = world.device(id(1));
    let own = device.own();
    device.settle(world, own, 3);
    let mut copy = device.clone();
    device.settle(world, own, 3);
    let before = world.contents();

    let other = copy.write_on(own, 4, domain::schema::line::ENTITY.number);
    let answer = copy.bring(world, &[other]);

    assert_eq!(answer.taken, [Taken::Forked]);
    assert!(answer.news.is_empty());
    assert_eq!(world.contents(), before);
}

fn a_copied_folder_that_only_asks_is_told_before_its_cursor_moves(world: &World) {
    let mut device = world.device(id(1));
    let own = device.own();
    let first = device.settle(world, own, 3).first_seq;
    let mut copy = device.clone();
    let second = device.settle(world, own, 3).first_seq;

    let answer = copy.ask(world, 1 << 20);
    assert_eq!((answer.taken, answer.cursor), (vec![Taken::Forked], Cursor::default()));

    // Under its new name it is given what the original wrote.
    copy.replica += 1_000;
    copy.head = sync::exchange::Head::default();
    assert_eq!(copy.drain(world).remove(&own.bytes()), Some(vec![first, second]));
}

fn nobody_writes_under_the_replica_of_another_device(world: &World) {
    let mut device = world.device(id(1));
    let own = device.own();
    device.settle(world, own, 3);
    let mut other = world.device(id(2));
    other.replica = device.replica;
    let before = world.contents();

    let brought = other.write(other.own(), 1);
    assert_eq!(other.bring(world, &[brought]).taken, [Taken::Forked]);
    assert_eq!(world.contents(), before);
}

fn what_a_restored_file_wrote_before_comes_under_its_old_replica(world: &World) {
    let (mut old, mut new, mut stranger) = (world.device(id(1)), world.device(id(1)), world.device(id(2)));
    let own = old.own();
    old.settle(world, own, 2);
    // The new computer has the old one's backup, with work that was never brought.
    let (key, replica) = (new.clone(), new.replica);
    new.head = old.head;
    new.replica = old.replica;
    let waiting = new.write(own, 3);
    let (head, old_replica) = (new.head, new.replica);
    (new.head, new.replica) = (key.head, replica);

    let answer = new.bring(world, std::slice::from_ref(&waiting));
    assert!(
        matches!(&answer.taken[..], [Taken::Settled(runs)] if runs[0].replica == old_replica && runs[0].count == 3)
    );
    assert_eq!(answer.head, key.head, "the head is that of the new replica");
    assert_eq!(new.drain(world)[&own.bytes()].len(), 2, "and all of the old one's is given");

    let before = world.contents();
    stranger.replica = old_replica;
    stranger.head = head;
    let foreign = stranger.write(stranger.own(), 1);
    (stranger.head, stranger.replica) = (key.head, 4_712);
    assert_eq!(stranger.bring(world, &[foreign]).taken, [Taken::Malformed], "not for another person");
    assert_eq!(world.contents(), before);
}

fn after_a_restore_a_device_learns_what_is_common_and_is_given_what_follows(world: &World) {
    let (mut writer, mut reader) = (world.device(id(1)), world.device(id(1)));
    let own = writer.own();
    writer.settle(world, own, 3);
    reader.drain(world);
    let common = reader.cursor.place;
    // The reader was given more than the backup has: its cursor is beyond it.
    reader.cursor = Cursor { place: common + 50, seq: common + 50 };
    world.act(|tx| organisation::begin_epoch(tx, world.org, 78));

    let mut later = writer.settle(world, own, 2).first_seq;
    let answer = reader.ask(world, 1 << 20);
    assert_eq!((answer.epoch, answer.epoch_began), (78, common));
    let open = News::Only { scopes: vec![own.bytes()] };
    assert_eq!((&answer.news[0], answer.news.len()), (&open, 2), "what is open, and only what follows");

    // A device of an epoch that the backup did not know begins anew.
    reader.epoch = 99;
    reader.cursor = Cursor { place: common, seq: common };
    later += 1;
    let answer = reader.ask(world, 1 << 20);
    assert_eq!((answer.epoch_began, &answer.news[0], answer.news.len()), (0, &open, 3), "{later}");
    assert!(!reader.ask(world, 1 << 20).news.contains(&open), "it is said once");
}
