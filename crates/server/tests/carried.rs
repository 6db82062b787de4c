//! Work that is carried here in files.

use std::{io::Cursor as File, path::Path};

use bundle::{
    Limits,
    error::Error,
    key::{Key, Recipient},
    message::{Answered, Asked, Asking, ToDevice, ToService},
    progress,
    read::{End, Reader},
    write::{self, Envelope},
};
use domain::{RowId, schema::observation};
use ed25519_dalek::Signer;
use server::{
    carried::{self, Refused},
    people,
};
use sync::{
    batch::Batch,
    body::Body,
    engine::Standing,
    exchange::{Brought, News, Taken, signed},
    op::Content,
};

use crate::{
    on_both, served_on_both,
    support::{
        Device, World, id,
        program::{Place, guest, post, send},
    },
};

on_both! {
    a_file_is_answered_as_questions_are_and_a_second_reading_changes_nothing
    nobody_but_the_device_itself_can_ask_for_its_news
    a_file_that_was_cut_gives_what_is_whole_of_it
    words_that_were_erased_after_a_file_was_written_do_not_come_back_with_it
}

mod served {
    use super::*;
    served_on_both! { whoever_is_enrolled_brings_a_file_and_takes_the_answer_back }
}

/// What a device would write to a stick, and the key that opens the answer.
pub(crate) fn file(device: &Device, org: RowId, to: &Recipient, batches: &[Brought], key: &Key) -> Vec<u8> {
    let standing = Standing {
        epoch: device.epoch,
        replica: device.replica,
        written: device.head.ctr,
        cursor: device.cursor,
        brought: Vec::new(),
        more: false,
    };
    let asking = Asking::new(device.session.device, &standing, key);
    let signature = device.key().sign(&asking.signed(org)).to_bytes();
    let opening = Asked { asking, signature };
    written(org, to, &opening, batches)
}

fn written(org: RowId, to: &Recipient, opening: &Asked, batches: &[Brought]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.coachlight");
    let envelope = Envelope::<ToService> { organisation: org, recipient: to, opening };
    let frames = batches.iter().cloned().map(Ok);
    write::write(&path, &envelope, frames, Limits::default(), &mut progress::always).unwrap();
    std::fs::read(&path).unwrap()
}

fn address(world: &World) -> Recipient {
    world.act(|tx| carried::key(tx, world.org)).recipient()
}

fn take(world: &World, file: &[u8], key: &Key) -> Result<(Vec<Answered>, End), Refused> {
    let folder = tempfile::tempdir().unwrap();
    let answer = folder.path().join("answer.coachlight");
    let told = carried::take(world.storage(), File::new(file), &answer, || world.now_ms())?;
    Ok((answers(&answer, world.org, key), told.end))
}

fn answers(path: &Path, org: RowId, key: &Key) -> Vec<Answered> {
    let source = std::fs::File::open(path).unwrap();
    Reader::<ToDevice, _>::open(source, org, key, Limits::default()).unwrap().map(Result::unwrap).collect()
}

fn settled(answers: &[Answered]) -> i64 {
    let taken = answers.iter().flat_map(|answered| &answered.answer.taken);
    taken.map(|taken| if let Taken::Settled(runs) = taken { runs.iter().map(|run| run.count).sum() } else { 0 }).sum()
}

fn a_file_is_answered_as_questions_are_and_a_second_reading_changes_nothing(world: &World) {
    let (mut device, mut other, key) = (world.device(id(1)), world.device(id(1)), Key::draw());
    other.settle(world, other.own(), 4);
    let batches: Vec<_> = (0..3).map(|_| device.write(device.own(), 20)).collect();
    let file = file(&device, world.org, &address(world), &batches, &key);

    let (first, end) = take(world, &file, &key).unwrap();
    let after = world.contents();
    let (second, _) = take(world, &file, &key).unwrap();

    assert_eq!((settled(&first), settled(&second)), (60, 60));
    assert_eq!(end, End::Complete { part: 1, more: false });
    let news = |answers: &[Answered]| answers.iter().map(|answered| answered.answer.news.len()).sum::<usize>();
    assert!(news(&first) > 0, "and it brings what the person's other device wrote");
    assert_eq!(world.contents(), after);
    assert!(matches!(device.bring(world, &batches).taken.as_slice(), [Taken::Settled(_), ..]));
    assert_eq!(world.contents(), after, "nor does the network bring it twice");
}

fn nobody_but_the_device_itself_can_ask_for_its_news(world: &World) {
    let (mut device, thief, key) = (world.device(id(1)), world.device(id(2)), Key::draw());
    let to = address(world);
    let batch = device.write(device.own(), 5);
    let before = world.contents();
    let mut foreign = thief.clone();
    foreign.session.device = device.session.device;

    let forged = file(&foreign, world.org, &to, &[], &key);
    assert!(matches!(take(world, &forged, &key), Err(Refused::Stranger)));
    let elsewhere = file(&device, id(3), &to, std::slice::from_ref(&batch), &key);
    assert!(matches!(take(world, &elsewhere, &key), Err(Refused::File(Error::OtherOrganisation))));
    let locked = file(&device, world.org, &Key::draw().recipient(), std::slice::from_ref(&batch), &key);
    assert!(matches!(take(world, &locked, &key), Err(Refused::File(Error::NotForUs))));
    let borrowed = file(&thief, world.org, &to, std::slice::from_ref(&batch), &key);
    let (answers, _) = take(world, &borrowed, &key).unwrap();
    assert_eq!(answers[0].answer.taken, [Taken::Malformed], "another's batch is not taken from them");
    assert_eq!(world.contents(), before);

    let whole = file(&device, world.org, &to, &[batch], &key);
    world.act(|tx| people::revoke(tx, world.org, device.session.device, 1));
    assert!(matches!(take(world, &whole, &key), Err(Refused::Stranger)));
    assert_eq!(world.contents(), before);
}

fn a_file_that_was_cut_gives_what_is_whole_of_it(world: &World) {
    let (mut device, key) = (world.device(id(1)), Key::draw());
    let entity = observation::ENTITY.number;
    let noise = |ctr: i64| {
        (0..60).flat_map(move |at: i64| *blake3::hash(&[ctr.to_be_bytes(), at.to_be_bytes()].concat()).as_bytes())
    };
    let words = |ctr| noise(ctr).map(|byte| char::from(b'a' + byte % 26)).collect::<String>();
    let batches: Vec<_> = (0..4)
        .map(|_| {
            device.write_with(device.own(), 30, |ctr| {
                let body = Body::Create(vec![(observation::FOCUS, words(ctr).into())]);
                crate::support::op(ctr, entity, body.kind(), body.encode())
            })
        })
        .collect();
    let file = file(&device, world.org, &address(world), &batches, &key);
    assert!(file.len() > 100_000, "more than one piece of the encrypted part: {}", file.len());

    let (answers, end) = take(world, &file[..file.len() - 10], &key).unwrap();

    let first = settled(&answers);
    assert!(first > 0 && first < 120 && matches!(end, End::Cut { .. }), "{first} {end:?}");
    let (answers, end) = take(world, &file, &key).unwrap();
    assert_eq!((settled(&answers), end), (120, End::Complete { part: 1, more: false }));
}

fn words_that_were_erased_after_a_file_was_written_do_not_come_back_with_it(world: &World) {
    let (mut device, key) = (world.device(id(1)), Key::draw());
    let row = RowId::from_bytes([77; 16]);
    let said = Body::Create(vec![(observation::FOCUS, "a canary word".into())]);
    let early = device.put(device.own(), &[(observation::ENTITY.number, row, said)]);
    let file = file(&device, world.org, &address(world), std::slice::from_ref(&early), &key);
    // The device erases the row: what it says of it from now on has no words, and the same chain.
    let mut batch = Batch::decode(&early.batch).unwrap();
    for op in &mut batch.ops {
        op.content = Content::Erased { hash: op.content.hash() };
    }
    let bytes = batch.encode().unwrap();
    let signature = device.key().sign(&signed(&early.scope, &bytes)).to_bytes();
    let emptied = Brought { batch: bytes, signature, ..early };
    let erasing = device.put(device.own(), &[(observation::ENTITY.number, row, Body::Erase { seen: Vec::new() })]);

    let taken = device.bring(world, &[emptied, erasing]).taken;
    let (answers, _) = take(world, &file, &key).unwrap();

    assert!(matches!(taken.as_slice(), [Taken::Settled(_), Taken::Settled(_)]), "{taken:?}");
    assert_eq!(settled(&answers), 1, "it was here already");
    assert!(!world.stored(device.own()).holds("canary"));
    let given = answers.iter().flat_map(|answered| &answered.answer.news);
    assert_eq!(given.filter(|news| matches!(news, News::Block(_))).count(), 0);
}

fn whoever_is_enrolled_brings_a_file_and_takes_the_answer_back(place: &Place) {
    let code = place.organisation();
    let served = place.serve(&[]);
    let mut guest = guest(&served.address, &code, 1);
    guest.device.session.device = guest.enrolled.device;
    let bearer = format!("Authorization: Bearer {}\r\n", guest.token);
    let told = send(&served.address, "GET /v1/bundle", &bearer, b"").unwrap();
    let to = Recipient::parse(&String::from_utf8(told.body).unwrap()).unwrap();
    assert_eq!(send(&served.address, "GET /v1/bundle", "", b"").unwrap().status, 401);
    let (org, key) = (guest.device.session.org, Key::draw());
    let batch = guest.device.write(guest.device.own(), 9);
    let file = file(&guest.device, org, &to, &[batch], &key);

    let answer = post(&served.address, "/v1/bundle", &guest.token, &file).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("answer.coachlight");
    std::fs::write(&path, &answer.body).unwrap();

    assert_eq!((answer.status, settled(&answers(&path, org, &key))), (200, 9));
    let stranger = post(&served.address, "/v1/bundle", &"0".repeat(64), &file).unwrap();
    assert_eq!((stranger.status, stranger.code().as_str()), (401, "unknown-device"));
    for wrong in [b"".as_slice(), b"no such file".as_slice(), &file[..60], &[0; 70_000]] {
        let said = post(&served.address, "/v1/bundle", &guest.token, wrong).unwrap();
        assert_eq!((said.status, said.code().as_str()), (400, "malformed"), "{} bytes", wrong.len());
    }
    let metrics = send(&served.address, "GET /metrics", "", b"").unwrap();
    let text = String::from_utf8(metrics.body).unwrap();
    assert!(text.contains("coachlight_refused_total{kind=\"malformed\"} 4\n"), "{text}");
}
