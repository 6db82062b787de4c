//! Hostile batches and files, brought to the running service by somebody whom it knows: each is refused and counted, and
//! changes no row.

use bundle::key::{Key, Recipient};
use domain::{RowId, scope::Scope};
use sync::{
    batch,
    exchange::{Brought, Head, Question, Taken},
};

use crate::{
    carried, served_on_both,
    support::{
        known::{Count, Known, assert_problem, bring, own},
        program::{Guest, Place, post},
        rows::{changed, contents, unchanged},
    },
};

served_on_both! {
    whatever_batch_is_wrong_is_refused_is_counted_and_changes_no_row
    what_one_may_not_write_is_kept_apart_and_reaches_nobody
    whatever_file_is_wrong_is_refused_is_counted_and_changes_no_row
}

/// Two devices of which the service knows the end of the news, and what the first one brought.
fn two(place: &Place) -> (Guest, Guest, Brought) {
    let Known { mut guest, code, .. } = Known::new(place);
    let served = place.serve(&[]);
    let mut thief = crate::support::program::guest(&served.address, &code, 2);
    let brought = guest.device.write(own(&guest), 3);
    guest.ask(&served.address, vec![brought.clone()]);
    guest.ask(&served.address, Vec::new());
    thief.ask(&served.address, Vec::new());
    (guest, thief, brought)
}

/// A way in which a batch is wrong: who brings it in which question, and what becomes of it.
type Wrong<'a> = (&'static str, &'a Guest, Question, Taken);

/// Batches that are not what they claim to be.
fn forged<'a>(known: &'a Guest, thief: &'a Guest, brought: &Brought) -> Vec<Wrong<'a>> {
    let next = known.device.clone().write(own(known), 2);
    let sign = |batch: Vec<u8>| bring(known, known.device.sign(&own(known).bytes(), batch));
    let bomb = zstd::bulk::compress(&vec![0; 20 * batch::MOST_BYTES], 19).unwrap();
    let unsigned = Brought { signature: [9; 64], ..next.clone() };
    let elsewhere = Brought { scope: Scope::Organisation.bytes(), ..next.clone() };
    let crowd = Question { brought: vec![next.clone(); 65], ..bring(known, next.clone()) };
    vec![
        ("empty", known, sign(Vec::new()), Taken::Malformed),
        ("cut", known, sign(next.batch[..next.batch.len() - 1].to_vec()), Taken::Malformed),
        ("garbage", known, sign(vec![0xA5; 3_000]), Taken::Malformed),
        ("enormous", known, sign(vec![7; 3 << 20]), Taken::Malformed),
        ("a bomb", known, sign(bomb), Taken::Malformed),
        ("signed by nobody", known, bring(known, unsigned), Taken::Malformed),
        ("signed for another scope", known, bring(known, elsewhere), Taken::Malformed),
        ("a crowd", known, crowd, Taken::Malformed),
        ("another's, again", thief, bring(thief, brought.clone()), Taken::Malformed),
    ]
}

/// Batches that do not follow on what the service has of their replica.
fn out_of_place<'a>(known: &'a Guest, thief: &'a Guest) -> Vec<Wrong<'a>> {
    let mut ahead = known.device.clone();
    ahead.write(own(known), 1);
    let later = ahead.write(own(known), 1);
    let mut other = known.device.clone();
    other.head = Head { ctr: other.head.ctr - 1, chain: [9; 16] };
    let other_past = other.write(own(known), 1);
    let next = known.device.clone().write(own(known), 2);
    let as_the_other = Question { replica: known.device.replica, ..bring(thief, next) };
    vec![
        ("with a gap before", known, bring(known, later), Taken::Gap),
        ("another past", known, bring(known, other_past), Taken::Forked),
        ("another's replica", thief, as_the_other, Taken::Forked),
    ]
}

fn whatever_batch_is_wrong_is_refused_is_counted_and_changes_no_row(place: &Place) {
    let (known, thief, brought) = two(place);
    let served = place.serve(&[]);
    let address = &served.address;
    let (before, mut count) = (contents(place), Count::new(address));

    for (what, guest, question, taken) in [forged(&known, &thief, &brought), out_of_place(&known, &thief)].concat() {
        let answer = guest.try_ask(address, &question).unwrap_or_else(|| panic!("{what}: no answer"));
        count.one(match &taken {
            Taken::Gap => "gap",
            Taken::Forked => "forked",
            _ => "malformed",
        });
        assert_eq!(answer.taken, [taken], "{what}");
        count.holds(address);
        unchanged(place, &before, what);
    }

    assert_eq!(count.cases, 12);
    let again = known.try_ask(address, &bring(&known, brought)).unwrap();
    assert!(matches!(again.taken.as_slice(), [Taken::Settled(_)]), "one's own again is settled already");
    assert_eq!(changed(&before, &contents(place)), ["replica"], "only when it last brought something");
}

fn what_one_may_not_write_is_kept_apart_and_reaches_nobody(place: &Place) {
    let (known, other, _) = two(place);
    let served = place.serve(&[]);
    let before = contents(place);
    let foreign = known.device.clone().write(Scope::Own { author: other.enrolled.person }, 1);

    let answer = known.try_ask(&served.address, &bring(&known, foreign)).unwrap();

    assert!(matches!(answer.taken.as_slice(), [Taken::Custody { .. }]), "{:?}", answer.taken);
    assert_eq!(changed(&before, &contents(place)), ["custody", "replica"]);
}

fn whatever_file_is_wrong_is_refused_is_counted_and_changes_no_row(place: &Place) {
    let known = Known::new(place);
    let served = place.serve(&[]);
    let address = &served.address;
    let (org, device) = (known.guest.enrolled.organisation, &known.guest.device);
    let next = device.clone().write(own(&known.guest), 3);
    let whole = known.file(next.clone());
    let mut strange = device.clone();
    strange.session.device = RowId::from_bytes([3; 16]);
    let file = |device, org, to: &Recipient| carried::file(device, org, to, std::slice::from_ref(&next), &Key::draw());
    let bomb = zstd::bulk::compress(&vec![0; 20 * batch::MOST_BYTES], 19).unwrap();
    let (before, mut count) = (contents(place), Count::new(address));

    for (what, bytes, code) in [
        ("nothing", Vec::new(), "malformed"),
        ("no such file", b"no such file".to_vec(), "malformed"),
        ("garbage", vec![0xA5; 70_000], "malformed"),
        ("the beginning", whole[..60].to_vec(), "malformed"),
        ("of another organisation", file(device, RowId::from_bytes([3; 16]), &known.to), "malformed"),
        ("for somebody else", file(device, org, &Key::draw().recipient()), "malformed"),
        ("of a strange device", file(&strange, org, &known.to), "unknown-device"),
    ] {
        let said = post(address, "/v1/bundle", &known.guest.token, &bytes).unwrap();
        assert_problem(&said, 400, code, what);
        count.one(code);
    }
    // Only the batch in it is wrong: the file is answered, and the answer says so to its device.
    for wrong in [device.sign(&own(&known.guest).bytes(), bomb), Brought { signature: [9; 64], ..next.clone() }] {
        let said = post(address, "/v1/bundle", &known.guest.token, &known.file(wrong)).unwrap();
        assert_eq!((said.status, said.header("coachlight-batches")), (200, Some("1")));
        count.one("malformed");
    }

    count.holds(address);
    unchanged(place, &before, "");
    assert_eq!(post(address, "/v1/bundle", &known.guest.token, &whole).unwrap().status, 200);
    assert!(!changed(&before, &contents(place)).is_empty(), "and the whole file is taken");
}
