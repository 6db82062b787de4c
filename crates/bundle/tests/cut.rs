//! Files that did not arrive as they left: cut at every place, damaged at every place.

use std::fs;

use bundle::{Limits, error::Error, key::Key, message::ToService, read::End};
use domain::Problem;

use crate::support::{read, some_work, write_to_service};

/// The library encrypts pieces of 64 KiB; this is a file of more than three.
fn large() -> (Vec<u8>, Key, usize) {
    let (folder, service, device) = (tempfile::tempdir().unwrap(), Key::draw(), Key::draw());
    let path = folder.path().join("a.coachlight");
    let work = some_work(220);
    write_to_service(&path, (&service.recipient(), &device), &work, Limits::default()).unwrap();
    let bytes = fs::read(&path).unwrap();
    assert!(bytes.len() > 3 * 65_552, "{}", bytes.len());
    (bytes, service, work.len())
}

#[test]
fn a_file_cut_anywhere_gives_its_whole_pieces_and_says_how_much_was_there() {
    let (bytes, service, all) = large();
    let whole = read::<ToService>(&bytes, &service).unwrap().0;
    let mut most = 0;

    let places = (0..bytes.len()).step_by(997).chain((0..1_000).step_by(7)).chain(bytes.len() - 60..bytes.len());
    for at in places {
        match read::<ToService>(&bytes[..at], &service) {
            Ok((frames, end)) => {
                assert_eq!(end, End::Cut { had: at as u64, of: bytes.len() as u64 });
                assert_eq!(frames, whole[..frames.len()]);
                // All of every segment that is there, but the frame that goes beyond it.
                let least = (at.saturating_sub(1_500) / 65_552 * 65_536 / 1_100).min(all);
                assert!(frames.len() + 2 >= least, "{at}: {} of {least}", frames.len());
                most = most.max(frames.len());
                assert!(end.problem(frames.len() as u64).is_some());
            }
            Err(Error::Unknown) => assert!(at < 39),
            Err(Error::Unreadable(end)) => assert_eq!(end, End::Cut { had: at as u64, of: bytes.len() as u64 }),
            Err(other) => panic!("{at}: {other:?}"),
        }
    }

    assert!(most > all / 2 && most < all, "{most} of {all}");
}

#[test]
fn a_damaged_byte_ends_the_reading_before_it_and_nothing_damaged_is_given() {
    let (bytes, service, all) = large();
    let whole = read::<ToService>(&bytes, &service).unwrap().0;

    for at in (0..bytes.len()).step_by(1_499).chain(0..800) {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x10;
        match read::<ToService>(&damaged, &service) {
            // The length in the clear header only serves the words.
            Ok((frames, End::Complete { .. })) => assert!((31..39).contains(&at) && frames.len() == all, "{at}"),
            Ok((frames, _)) => {
                assert_eq!(frames, whole[..frames.len()]);
                assert!(frames.len() < all);
            }
            Err(error) => assert!(at < 1_000 + 65_552, "{at}: {error:?}"),
        }
    }
}

#[test]
fn a_cut_file_says_what_is_there_and_that_reading_again_is_safe() {
    let problem: Problem = End::Cut { had: 70_000, of: 200_000 }.problem(12).unwrap();

    assert_eq!(
        problem.message,
        "The file is cut short: 70000 of 200000 bytes are there. 12 pieces were whole and were read. The rest is safe \
         where it was written."
    );
    assert!(problem.hint.unwrap().contains("Reading it twice does no harm"));
    assert_eq!(End::Complete { part: 1, more: false }.problem(3), None);
}

#[test]
fn bytes_behind_the_end_are_noticed() {
    let (mut bytes, service, _) = large();
    bytes.push(0);
    assert_eq!(read::<ToService>(&bytes, &service).unwrap().1, End::Damaged);
}
