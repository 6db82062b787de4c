//! Who may open what: other keys, other organisations, other ways, and files that only pretend.

use std::fs;

use bundle::{
    Limits,
    error::Error,
    header::{Header, Kind},
    key::Key,
    message::{ToDevice, ToService},
    read::{End, Reader},
};
use domain::Problem;
use sync::exchange::Cursor;

use crate::support::{answered, id, organisation, read, some_work, write_to_device, write_to_service};

struct Two {
    service: Key,
    device: Key,
    to_service: Vec<u8>,
    to_device: Vec<u8>,
}

fn two() -> Two {
    let (folder, service, device) = (tempfile::tempdir().unwrap(), Key::draw(), Key::draw());
    let path = folder.path().join("a.coachlight");
    write_to_service(&path, (&service.recipient(), &device), &some_work(2), Limits::default()).unwrap();
    let to_service = fs::read(&path).unwrap();
    let answers = [answered(5, Cursor::default(), Cursor { place: 3, seq: 3 })];
    write_to_device(&path, (&device.recipient(), &device.proof()), &answers);
    Two { service, device, to_service, to_device: fs::read(&path).unwrap() }
}

#[test]
fn each_opens_what_is_for_it() {
    let two = two();

    let opened =
        Reader::<ToService, _>::open(two.to_service.as_slice(), organisation(), &two.service, Limits::default());
    let asking = &opened.unwrap().opening().asking.clone();

    assert_eq!(asking.recipient().unwrap().to_string(), two.device.recipient().to_string());
    assert_eq!(asking.proof, two.device.proof());
    let (answers, end) = read::<ToDevice>(&two.to_device, &two.device).unwrap();
    assert_eq!((answers.len(), end), (1, End::Complete { part: 1, more: false }));
}

#[test]
fn a_colleague_can_say_where_a_file_goes_but_not_open_it() {
    let two = two();

    let header = Header::read(&mut two.to_service.as_slice()).unwrap();

    assert_eq!((header.kind, header.organisation), (Kind::ToService, organisation()));
    assert_eq!(header.length, two.to_service.len() as u64);
    for key in [&two.device, &Key::draw()] {
        let refused = read::<ToService>(&two.to_service, key).unwrap_err();
        assert!(matches!(refused, Error::NotForUs));
        assert!(Problem::from(refused).message.contains("another computer"));
    }
}

#[test]
fn nothing_that_was_written_stands_in_the_file() {
    let two = two();
    let text = String::from_utf8_lossy(&two.to_service);
    assert!(!text.contains("Students") && !text.contains(&two.device.recipient().to_string()));
}

#[test]
fn a_file_of_another_organisation_or_way_is_refused_before_it_is_opened() {
    let two = two();

    let other = Reader::<ToService, _>::open(two.to_service.as_slice(), id(8), &two.service, Limits::default());

    assert!(matches!(other.err(), Some(Error::OtherOrganisation)));
    assert!(matches!(read::<ToDevice>(&two.to_service, &two.service), Err(Error::OtherWay)));
    assert!(matches!(read::<ToService>(&two.to_device, &two.device), Err(Error::OtherWay)));
}

#[test]
fn another_organisation_or_way_in_the_clear_does_not_make_it_so() {
    let two = two();
    let mut moved = two.to_service.clone();
    moved[15..31].fill(8);
    let mut turned = two.to_service;
    turned[14] = 2;

    let other = Reader::<ToService, _>::open(moved.as_slice(), id(8), &two.service, Limits::default());

    assert!(matches!(other.err(), Some(Error::Unreadable(End::Damaged))));
    assert!(read::<ToDevice>(&turned, &two.service).is_err());
}

#[test]
fn an_answer_that_does_not_come_from_the_service_is_refused() {
    let two = two();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.coachlight");
    let answers = [answered(5, Cursor::default(), Cursor::default())];

    write_to_device(&path, (&two.device.recipient(), &Key::draw().proof()), &answers);

    let refused = read::<ToDevice>(&fs::read(&path).unwrap(), &two.device).unwrap_err();
    assert!(matches!(refused, Error::Forged));
}

#[test]
fn every_problem_says_what_happened_and_what_to_do() {
    let io = || std::io::Error::other("x");
    let all = [
        Error::Unknown,
        Error::Newer,
        Error::OtherOrganisation,
        Error::OtherWay,
        Error::NotForUs,
        Error::Forged,
        Error::Unreadable(End::Damaged),
        Error::Unreadable(End::Cut { had: 1, of: 2 }),
        Error::Key,
        Error::TooLarge,
        Error::Full(io()),
        Error::Write(io()),
        Error::Read(io()),
        Error::Unfaithful,
        Error::Stopped,
        Error::Service(sync::engine::Failure::Busy),
    ];
    for error in all {
        let problem = Problem::from(error);
        assert!(problem.message.ends_with('.') && problem.hint.is_some_and(|hint| hint.ends_with('.')));
    }
}
