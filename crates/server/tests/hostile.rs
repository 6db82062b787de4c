//! Input that means harm, or is damaged: it is refused, and nothing changes.

use domain::{schema, scope::Scope};
use server::hub;
use sync::{
    batch::MOST_BYTES,
    body::Body,
    exchange::{self, Brought, Taken},
};

use crate::{
    on_both,
    support::{Device, World, id, op},
};

on_both! {
    what_is_not_what_it_claims_to_be_is_refused_and_changes_nothing
    what_only_its_author_may_read_is_not_kept_even_in_custody
    a_batch_of_another_device_cannot_be_brought_again_as_ones_own
    more_batches_than_allowed_are_refused_before_one_is_unpacked
    a_cursor_from_nowhere_is_answered_from_what_is_known
    no_change_of_a_question_s_bytes_makes_the_service_stumble
    what_came_before_a_malformed_batch_is_taken
}

fn refused(world: &World, device: &Device, brought: Brought, what: &str) {
    let before = world.contents();
    let answer = device.clone().bring(world, &[brought]);
    assert_eq!(answer.taken, [Taken::Malformed], "{what}");
    assert_eq!(world.contents(), before, "{what}");
}

fn what_is_not_what_it_claims_to_be_is_refused_and_changes_nothing(world: &World) {
    let mut device = world.device(id(1));
    let own = device.own();
    device.settle(world, own, 1);
    device.drain(world);
    let good = device.clone().write(own, 3);
    let scope = own.bytes();

    let cut = good.batch[..good.batch.len() - 1].to_vec();
    refused(world, &device, device.sign(&scope, cut), "cut short");
    refused(world, &device, device.sign(&scope, Vec::new()), "empty");
    refused(world, &device, device.sign(&scope, vec![7; 3 << 20]), "enormous");
    let bomb = zstd::bulk::compress(&vec![0; 100 * MOST_BYTES], 19).unwrap();
    refused(world, &device, device.sign(&scope, bomb), "a bomb");
    refused(world, &device, Brought { signature: [0; 64], ..good.clone() }, "unsigned");
    let elsewhere = Brought { scope: Scope::Organisation.bytes(), ..good.clone() };
    refused(world, &device, elsewhere, "carried into another scope");
    let long = Brought { scope: vec![1; 65], ..good.clone() };
    refused(world, &device, device.sign(&long.scope, long.batch), "a scope too long");
    let mut stranger = device.clone();
    stranger.replica = -7;
    refused(world, &device, stranger.write(own, 1), "an impossible replica");
    let version = Body::Version(Vec::new());
    let forged = device.clone().write_with(own, 1, |ctr| op(ctr, 1, version.kind(), version.encode()));
    refused(world, &device, forged, "what only the service writes");
    let nonsense = device.clone().write_with(own, 1, |ctr| op(ctr, 1, Body::Restore.kind(), vec![0xff]));
    refused(world, &device, nonsense, "a body that cannot be read");
    let large = device.clone().write_with(own, 1, |ctr| op(ctr, 1, 99, vec![0; (256 << 10) + 1]));
    refused(world, &device, large, "a body too large");

    assert!(matches!(device.bring(world, &[good]).taken.as_slice(), [Taken::Settled(_)]), "and the good one is taken");
}

fn what_only_its_author_may_read_is_not_kept_even_in_custody(world: &World) {
    let device = world.device(id(1));
    let private: Vec<_> = schema::ENTITIES.iter().filter(|entity| entity.log == schema::Log::Private).collect();
    assert!(!private.is_empty());
    for entity in private {
        let brought = device.clone().write_on(device.own(), 1, entity.number);
        refused(world, &device, brought, entity.table);
    }
}

fn a_batch_of_another_device_cannot_be_brought_again_as_ones_own(world: &World) {
    let (mut device, thief) = (world.device(id(1)), world.device(id(2)));
    let own = device.own();
    let brought = device.write(own, 1);
    device.bring(world, std::slice::from_ref(&brought));
    refused(world, &thief, brought, "replayed by another device");
}

fn more_batches_than_allowed_are_refused_before_one_is_unpacked(world: &World) {
    let mut device = world.device(id(1));
    let own = device.own();
    let brought: Vec<_> = (0..65).map(|_| device.write(own, 1)).collect();
    let before = world.contents();

    assert_eq!(device.bring(world, &brought).taken, [Taken::Malformed]);
    assert_eq!(world.contents(), before);
}

fn a_cursor_from_nowhere_is_answered_from_what_is_known(world: &World) {
    let mut device = world.device(id(1));
    device.ask(world, 100);
    for (place, seq) in [(i64::MAX, i64::MAX), (i64::MIN, i64::MIN), (-1, 7), (0, i64::MAX)] {
        device.cursor = exchange::Cursor { place, seq };
        let answer = device.ask(world, u32::MAX);
        assert!(answer.news.is_empty());
        assert_eq!(answer.cursor, exchange::Cursor { place: 0, seq: 0 });
    }
}

fn no_change_of_a_question_s_bytes_makes_the_service_stumble(world: &World) {
    let mut device = world.device(id(1));
    let own = device.own();
    device.settle(world, own, 2);
    device.drain(world);
    let brought = device.clone().write(own, 3);
    let mut later = device.clone();
    later.head.ctr += 3;
    let whole = exchange::encode(&later.question(vec![brought], 500));
    let (before, mut read, mut taken) = (world.contents(), 0, 0);

    for at in 0..whole.len() {
        for change in [0x01, 0x80, 0xff] {
            let mut bytes = whole.clone();
            bytes[at] ^= change;
            let Ok(question) = exchange::decode::<exchange::Question>(&bytes) else { continue };
            read += 1;
            let Ok(answer) = hub::exchange(world.storage(), &device.session, 0, &question) else { continue };
            // Only what the device did not sign may be changed on the way: what it has and what it wants.
            if matches!(&answer.taken[..], [Taken::Settled(_)]) {
                taken += 1;
                let signed = exchange::decode::<exchange::Question>(&whole).unwrap().brought;
                assert_eq!(question.brought, signed);
            } else if taken == 0 {
                assert_eq!(world.contents(), before, "at {at}");
            }
        }
    }
    assert!(read > 100 && taken > 0, "{read} {taken}");
}

fn what_came_before_a_malformed_batch_is_taken(world: &World) {
    let mut device = world.device(id(1));
    let own = device.own();
    let good = device.write(own, 2);
    let bad = Brought { signature: [0; 64], ..device.clone().write(own, 2) };

    let answer = device.bring(world, &[good, bad.clone(), bad]);

    assert!(matches!(answer.taken.as_slice(), [Taken::Settled(_), Taken::Malformed]));
    assert_eq!(answer.head, device.head);
}
