//! Thousands of damaged files, the same ones each time. Whatever is fed in, nothing panics, each input yields frames or
//! a problem with words, and a file that is not as it was written is never said to be complete.

mod mutator;

use std::{
    fs,
    io::{Read, Write},
};

use bundle::{
    Limits,
    error::Error,
    header::Header,
    key::{Key, Recipient},
    message::{Answered, Asked, Direction, ToDevice, ToService},
    read::{End, Reader},
};
use domain::Problem;
use sync::{
    batch::Batch,
    exchange::{Block, Brought, Cursor, News, Refused, Settled, Taken, decode, encode},
};

use crate::support::{
    answered, asked, batch, brought, organisation, read, some_work, standing, write_to_device, write_to_service,
};
use mutator::Mutator;

const FLOOR: u32 = 2_000;
/// The clear header's bytes.
const CLEAR: usize = 39;

/// Five hundred above the floor, or as many as the variable says, for a longer search by hand.
fn case_count() -> u32 {
    std::env::var("BUNDLE_FUZZ_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(FLOOR + 500)
}

/// Runs the cases, prints how many, and how many of them were still read: a fuzz that only meets refusals tests little.
fn run(name: &str, mut case: impl FnMut(&mut Mutator) -> bool) {
    let mut mutator = Mutator::seeded(0x5EED_C0AC);
    let (mut cases, mut still_read) = (0_u32, 0_u32);
    while cases < case_count() {
        still_read += u32::from(case(&mut mutator));
        cases += 1;
    }
    eprintln!("fuzz {name}: {cases} cases, {still_read} still read");
    assert!(cases >= FLOOR, "{name}: {cases} cases");
    assert!(still_read > 0, "{name}: nothing was ever read");
}

struct Files {
    service: Key,
    device: Key,
    to_service: Vec<u8>,
    to_device: Vec<u8>,
}

/// An answer with one of everything.
fn full_answer() -> Answered {
    let mut answered = answered(5, Cursor::default(), Cursor { place: 9, seq: 9 });
    answered.answer.taken = vec![
        Taken::Settled(vec![Settled { replica: 5, first_ctr: 1, count: 3, first_seq: 7, received_ms: 1 }]),
        Taken::Custody { replica: 5, first_ctr: 4, count: 1, reason: Refused::NotYours },
        Taken::Gap,
    ];
    let block = Block { scope: vec![1; 17], first_seq: 2, received_ms: 3, batch: batch(6, 1, 5).encode().unwrap() };
    answered.answer.news = vec![News::Block(block), News::Closed { scope: vec![7] }];
    answered
}

fn files() -> Files {
    let (folder, service, device) = (tempfile::tempdir().unwrap(), Key::draw(), Key::draw());
    let path = folder.path().join("a.coachlight");
    write_to_service(&path, (&service.recipient(), &device), &some_work(3), Limits::default()).unwrap();
    let to_service = fs::read(&path).unwrap();
    write_to_device(&path, (&device.recipient(), &device.proof()), &[full_answer(), full_answer()]);
    Files { service, device, to_service, to_device: fs::read(&path).unwrap() }
}

/// Reads, checks what it says, and returns whether it gave a frame.
fn is_sound<D: Direction>(bytes: &[u8], key: &Key) -> (bool, Option<End>) {
    match read::<D>(bytes, key) {
        Ok((frames, end)) => {
            let problem = end.problem(frames.len() as u64);
            assert_eq!(problem.is_none(), matches!(end, End::Complete { .. }));
            (!frames.is_empty(), Some(end))
        }
        Err(error) => {
            let problem = Problem::from(error);
            assert!(problem.message.ends_with('.') && problem.hint.is_some(), "{problem:?}");
            (false, None)
        }
    }
}

#[test]
fn damaged_files_yield_frames_or_a_problem() {
    let files = files();
    let others = [files.to_service.clone(), files.to_device.clone()];

    run("file", |mutator| {
        let to_service = mutator.damaged(&files.to_service, &others);
        let to_device = mutator.damaged(&files.to_device, &others);
        let (one, _) = is_sound::<ToService>(&to_service, &files.service);
        let (other, _) = is_sound::<ToDevice>(&to_device, &files.device);
        one || other
    });
}

fn unsealed(file: &[u8], key: &Key) -> Vec<u8> {
    let identity: age::x25519::Identity = key.secret().parse().unwrap();
    let decryptor = age::Decryptor::new(&file[CLEAR..]).unwrap();
    let mut plain = Vec::new();
    decryptor.decrypt(std::iter::once(&identity as _)).unwrap().read_to_end(&mut plain).unwrap();
    plain
}

/// As somebody would who knows the address: rightly encrypted, whatever it holds.
fn sealed(clear: &[u8], plain: &[u8], key: &Key) -> Vec<u8> {
    let recipient: age::x25519::Recipient = key.recipient().to_string().parse().unwrap();
    let mut file = clear.to_vec();
    let encryptor = age::Encryptor::with_recipients(std::iter::once(&recipient as _)).unwrap();
    let mut writer = encryptor.wrap_output(&mut file).unwrap();
    writer.write_all(plain).unwrap();
    writer.finish().unwrap();
    let length = file.len() as u64;
    file[CLEAR - 8..CLEAR].copy_from_slice(&length.to_be_bytes());
    file
}

#[test]
fn damage_that_was_encrypted_rightly_yields_frames_or_a_problem_and_is_never_complete() {
    let files = files();
    let (work, answers) = (unsealed(&files.to_service, &files.service), unsealed(&files.to_device, &files.device));
    let others = [work.clone(), answers.clone()];
    assert!(is_sound::<ToService>(&sealed(&files.to_service[..CLEAR], &work, &files.service), &files.service).0);

    run("frames", |mutator| {
        let damaged = mutator.damaged(&work, &others);
        let file = sealed(&files.to_service[..CLEAR], &damaged, &files.service);
        let (one, end) = is_sound::<ToService>(&file, &files.service);
        assert!(damaged == work || !matches!(end, Some(End::Complete { .. })));
        let damaged = mutator.damaged(&answers, &others);
        let file = sealed(&files.to_device[..CLEAR], &damaged, &files.device);
        let (other, end) = is_sound::<ToDevice>(&file, &files.device);
        assert!(damaged == answers || !matches!(end, Some(End::Complete { .. })));
        one || other
    });
}

#[test]
fn damaged_messages_are_refused_or_mean_something() {
    let work = encode(&brought(&batch(5, 1, 20)));
    let answer = encode(&full_answer());
    let others = [work.clone(), answer.clone()];

    run("messages", |mutator| {
        let work = decode::<Brought>(&mutator.damaged(&work, &others));
        let is_batch = work.as_ref().is_ok_and(|brought| Batch::decode(&brought.batch).is_ok());
        let answer = decode::<Answered>(&mutator.damaged(&answer, &others));
        let place = Cursor::default();
        let fits = answer.is_ok_and(|answered| answered.fitting(&standing(5, 3, place)).is_some());
        is_batch || fits
    });
}

#[test]
fn a_damaged_beginning_is_refused_or_says_what_stands_there() {
    let whole = files().to_service[..CLEAR].to_vec();
    run("header", |mutator| {
        let damaged = mutator.damaged(&whole, std::slice::from_ref(&whole));
        let Ok(header) = Header::read(&mut damaged.as_slice()) else { return false };
        assert_eq!(header.organisation.bytes(), damaged[15..31]);
        assert_eq!(header.length.to_be_bytes(), damaged[31..CLEAR]);
        true
    });
}

#[test]
fn a_damaged_opening_is_refused_or_is_signed_otherwise() {
    let asked = asked(&Key::draw(), &standing(5, 3, Cursor::default()));
    let (whole, signed) = (encode(&asked), asked.asking.signed(organisation()));
    run("opening", |mutator| {
        let damaged = mutator.damaged(&whole, std::slice::from_ref(&whole));
        let Ok(read) = decode::<Asked>(&damaged) else { return false };
        assert_eq!(read.asking.signed(organisation()) == signed, read.asking == asked.asking);
        // An address that is none is refused before anything is written to it.
        assert_eq!(read.asking.recipient().is_ok(), Recipient::parse(&read.asking.recipient).is_ok());
        true
    });
}

#[test]
fn a_damaged_address_or_key_is_refused_or_is_the_same() {
    let key = Key::draw();
    let (secret, address) = (key.secret().as_bytes().to_vec(), key.recipient().to_string().into_bytes());
    run("address", |mutator| {
        let damaged = mutator.damaged(&address, std::slice::from_ref(&secret));
        let read = std::str::from_utf8(&damaged).ok().and_then(|text| Recipient::parse(text).ok());
        assert!(read.is_none_or(|read| read.to_string().into_bytes() == address));
        let damaged = mutator.damaged(&secret, std::slice::from_ref(&address));
        let read = std::str::from_utf8(&damaged).ok().and_then(|text| Key::parse(text).ok());
        assert!(read.as_ref().is_none_or(|read| read.secret().as_bytes() == secret));
        read.is_some()
    });
}

#[test]
fn a_reader_that_takes_every_file_for_a_whole_one_would_be_found_guilty() {
    let files = files();
    let frames = read::<ToService>(&files.to_service, &files.service).unwrap().0.len();
    // It believes the clear length, which anybody can change, and counts what it found.
    let believing =
        |bytes: &[u8]| Header::read(&mut &bytes[..]).is_ok_and(|header| header.length == bytes.len() as u64);
    let mut guilty = 0;
    run("control", |mutator| {
        let damaged = mutator.damaged(&files.to_service, std::slice::from_ref(&files.to_device));
        let ours = matches!(read::<ToService>(&damaged, &files.service), Ok((found, End::Complete { .. })) if found.len() == frames);
        guilty += u32::from(believing(&damaged) && !ours);
        believing(&damaged)
    });
    assert!(guilty > FLOOR / 20, "{guilty}");
}

#[test]
fn a_preamble_without_end_is_not_read_to_its_end() {
    let files = files();
    let line = "-> X25519 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n";
    for endless in [line, "-> a ", "A", "-> X\n"] {
        let text = format!("age-encryption.org/v1\n{}", endless.repeat(3_000_000 / endless.len()));
        let file = [&files.to_service[..CLEAR], text.as_bytes()].concat();
        let mut source = file.as_slice();

        let opened = Reader::<ToService, _>::open(&mut source, organisation(), &files.service, Limits::default());

        assert!(matches!(opened.err(), Some(Error::Unreadable(End::Damaged))), "{endless}");
        assert!(source.len() > 2_900_000, "{} left", source.len());
    }
}

#[test]
fn a_file_larger_than_allowed_ends_there() {
    let files = files();
    let limits = Limits { file_bytes: files.to_service.len() as u64 - 1, ..Limits::default() };

    let opened = Reader::<ToService, _>::open(files.to_service.as_slice(), organisation(), &files.service, limits);

    assert!(matches!(opened.err(), Some(Error::Unreadable(End::Damaged))));
}

#[test]
fn a_stick_that_fails_while_it_is_read_is_not_taken_for_a_cut() {
    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("no such device"))
        }
    }
    let files = files();
    for at in [10, 45, 600, files.to_service.len() - 1] {
        let source = (&files.to_service[..at]).chain(Failing);

        let opened = Reader::<ToService, _>::open(source, organisation(), &files.service, Limits::default());

        assert!(matches!(opened.err(), Some(Error::Read(_))), "{at}");
    }
}
