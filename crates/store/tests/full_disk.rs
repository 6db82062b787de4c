//! A full disk is said to be full; nothing is half stored; and with room again the work goes on.

use domain::RowId;
use fault_vfs::Disk;
use store::{Checkpoint, Error, Writer, check, draft, rebuild};

use crate::support::{
    acts::{begin_observation, draft_of, keep_line, try_keep_line},
    desk::{Clock, MONDAY_MS, key},
    look::count,
};

fn begun(disk: &Disk) -> (Writer, RowId) {
    let mut writer = Writer::create(&disk.path("profile.db"), key(), Clock::at(MONDAY_MS).source(2)).unwrap();
    let observation = begin_observation(&mut writer, "talk");
    keep_line(&mut writer, observation, "the first line");
    (writer, observation)
}

#[test]
fn whenever_the_disk_runs_full_an_act_is_stored_whole_or_not_at_all() {
    let mut refused = 0;
    for room in (0..200_000).step_by(2_500) {
        let disk = Disk::default();
        let (mut writer, observation) = begun(&disk);
        let before = rebuild::fingerprint(writer.reader()).unwrap();
        disk.set_capacity(Some(disk.used() + room));

        let outcome = try_keep_line(&mut writer, observation, 1, &"many words ".repeat(500));

        match outcome {
            Ok(_) => assert_eq!(count(writer.reader(), "select count(*) from line"), 2),
            Err(error) => {
                assert!(matches!(error, Error::Disk { .. }), "{error:?}");
                assert_eq!(rebuild::fingerprint(writer.reader()).unwrap(), before);
                refused += 1;
            }
        }
        disk.set_capacity(None);
        keep_line(&mut writer, observation, "there is room again");
        check::all(&mut writer).unwrap();
    }
    assert!((5..75).contains(&refused), "{refused} of 80 were refused");
}

#[test]
fn a_draft_that_finds_no_room_is_refused_and_the_one_before_it_stays() {
    let disk = Disk::default();
    let (mut writer, observation) = begun(&disk);
    draft::save(&mut writer, &draft_of(observation, 1, "these words are safe")).unwrap();
    disk.set_capacity(Some(disk.used()));

    let outcome = draft::save(&mut writer, &draft_of(observation, 2, "these words are not"));

    assert!(matches!(outcome, Err(Error::Disk { .. })));
    assert_eq!(draft::of(writer.reader(), observation).unwrap()[0].evidence, "these words are safe");
    disk.set_capacity(None);
    assert!(draft::save(&mut writer, &draft_of(observation, 2, "these words are now")).unwrap());
}

#[test]
fn a_checkpoint_that_finds_no_room_loses_nothing() {
    let disk = Disk::default();
    let (mut writer, observation) = begun(&disk);
    writer.checkpoint(Checkpoint::Truncate).unwrap();
    for number in 0..200 {
        keep_line(&mut writer, observation, &format!("line {number} {}", "and more ".repeat(20)));
    }
    disk.set_capacity(Some(disk.used()));

    assert!(matches!(writer.checkpoint(Checkpoint::Truncate), Err(Error::Disk { .. })));

    assert_eq!(count(writer.reader(), "select count(*) from line"), 201);
    disk.set_capacity(None);
    drop(writer);
    let mut writer = Writer::open(&disk.path("profile.db"), key(), Clock::at(MONDAY_MS).source(3)).unwrap();
    assert_eq!(count(writer.reader(), "select count(*) from line"), 201);
    check::all(&mut writer).unwrap();
}
