//! Restoring and checking can be stopped at every step, and then nothing was changed.

use std::{collections::BTreeMap, fs};

use store::{
    Error, backup, check,
    progress::{Stage, Step, always},
    rebuild,
};

use crate::support::{
    Desk,
    acts::{begin_observation, keep_line},
    desk::{DAY_MS, MONDAY_MS, key},
};

/// A profile with work that a backup does not hold.
fn ahead_of_its_backup() -> (Desk, backup::Opened) {
    let mut desk = Desk::new();
    let seen = begin_observation(desk.writer(), "talk");
    for number in 0..20 {
        keep_line(desk.writer(), seen, &format!("line {number}"));
    }
    let opened = backup::open(&desk.back_up()).unwrap();
    keep_line(desk.writer(), seen, "after the backup");
    (desk, opened)
}

/// Every file below the profile's folder, and its bytes, without the index of the journal, which readers change.
fn files(desk: &Desk) -> BTreeMap<String, Vec<u8>> {
    let folders = [desk.profile.folder.clone(), desk.profile.backups()];
    let paths = folders.iter().flat_map(|folder| fs::read_dir(folder).unwrap()).map(|entry| entry.unwrap().path());
    let files = paths.filter(|path| path.is_file() && !path.to_string_lossy().ends_with("-shm"));
    files.map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap())).collect()
}

#[test]
fn a_restore_tells_its_stages_in_order_and_how_much_of_each_is_done() {
    let (mut desk, opened) = ahead_of_its_backup();
    desk.close();
    let mut steps: Vec<Step> = Vec::new();

    let checked = opened.check(&desk.home, key(), &mut |step| (steps.push(step), true).1).unwrap();
    let kept = checked.keep_present(&mut |step| (steps.push(step), true).1).unwrap();
    kept.take_place(desk.clock.source(2)).unwrap();

    let mut stages: Vec<Stage> = steps.iter().map(|step| step.stage).collect();
    stages.dedup();
    assert_eq!(stages[..4], [Stage::Unpacking, Stage::Pages, Stage::Log, Stage::Rows]);
    let last = |stage| *steps.iter().rfind(|step| step.stage == stage).unwrap();
    assert_eq!(last(Stage::Unpacking).done, last(Stage::Unpacking).total);
    assert!(last(Stage::Log).total > 20 && last(Stage::Log).done == last(Stage::Log).total - 1);
}

#[test]
fn a_restore_that_is_stopped_at_any_step_of_its_check_leaves_every_file_as_it_was() {
    let (desk, opened) = ahead_of_its_backup();
    let before = files(&desk);
    let mut steps = 0;
    drop(opened.check(&desk.home, key(), &mut |_| (steps += 1, true).1).unwrap());
    assert!(files(&desk) == before, "a check that is not gone on with changed a file");

    for stop in [0, 1, 2, 3, steps / 2, steps - 1] {
        let mut asked = 0;
        let outcome = opened.check(&desk.home, key(), &mut |_| (asked += 1, asked <= stop).1);
        assert!(matches!(outcome, Err(Error::Stopped)), "step {stop} of {steps}");
        assert!(files(&desk) == before, "stopped at step {stop}");
    }
}

#[test]
fn a_restore_that_is_stopped_while_the_present_is_copied_leaves_no_backup_and_the_same_rows() {
    let (mut desk, opened) = ahead_of_its_backup();
    let seen = begin_observation(desk.writer(), "a long talk");
    // More than one piece of the copy, which is 8 MB.
    for _ in 0..60 {
        keep_line(desk.writer(), seen, &"word ".repeat(30_000));
    }
    let before = (rebuild::fingerprint(desk.writer().reader()).unwrap(), backup::list(&desk.profile).unwrap().len());
    let checked = opened.check(&desk.home, key(), &mut always).unwrap();

    let outcome = checked.keep_present(&mut |step| step.stage != Stage::Copying);

    assert!(matches!(outcome, Err(Error::Stopped)));
    assert_eq!(rebuild::fingerprint(desk.writer().reader()).unwrap(), before.0);
    assert_eq!(backup::list(&desk.profile).unwrap().len(), before.1);
    assert!(files(&desk).keys().all(|name| !name.contains("partial")));
}

#[test]
fn a_check_beside_the_work_counts_every_operation_and_leaves_every_file_as_it_was() {
    let (desk, _) = ahead_of_its_backup();
    let before = files(&desk);
    let reader = store::store::reader(&desk.profile.database(), key()).unwrap();
    let mut total = 0;

    let checked = check::apart(&desk.profile, &reader, key(), &mut |step| (total = total.max(step.total), true).1);

    assert!(checked.unwrap().operations > 20 && total > 20);
    for stage in [Stage::Pages, Stage::Log, Stage::Rows] {
        let outcome = check::apart(&desk.profile, &reader, key(), &mut |step| step.stage != stage);
        assert!(matches!(outcome, Err(Error::Stopped)), "{stage:?}");
    }
    assert!(files(&desk) == before);
}

#[test]
fn a_line_that_is_kept_during_a_check_neither_waits_nor_disturbs_it() {
    let (mut desk, _) = ahead_of_its_backup();
    let profile = desk.profile.clone();
    let reader = store::store::reader(&profile.database(), key()).unwrap();
    let seen = begin_observation(desk.writer(), "meanwhile");

    let checked = check::apart(&profile, &reader, key(), &mut |step| {
        if step.stage == Stage::Log && step.done == 0 {
            keep_line(desk.writer(), seen, "typed during the check");
        }
        true
    });

    checked.unwrap();
    check::all(desk.writer()).unwrap();
}

#[test]
fn a_check_beside_the_work_finds_a_row_that_differs_from_the_log() {
    let (mut desk, _) = ahead_of_its_backup();
    desk.writer().reader().execute("update line set text = 'another'", []).unwrap();
    let reader = store::store::reader(&desk.profile.database(), key()).unwrap();

    assert!(matches!(check::apart(&desk.profile, &reader, key(), &mut always), Err(Error::Damaged { .. })));
}

#[test]
fn a_daily_backup_that_is_stopped_at_any_step_leaves_no_piece_of_itself() {
    let (mut desk, _) = ahead_of_its_backup();
    let profile = desk.profile.clone();
    let before: Vec<String> = files(&desk).into_keys().collect();
    let mut make = |go_on: &mut dyn FnMut(Step) -> bool| {
        let (reader, reason) = (desk.writer().reader(), backup::Reason::Daily);
        backup::make_while(&profile, reader, key(), MONDAY_MS + DAY_MS, reason, go_on)
    };
    let mut steps = 0;
    let made = make(&mut |_| (steps += 1, true).1).unwrap();
    fs::remove_file(made).unwrap();

    for stop in 0..steps {
        let mut asked = 0;
        let outcome = make(&mut |_| (asked += 1, asked <= stop).1);
        assert!(matches!(outcome, Err(Error::Stopped)), "step {stop} of {steps}");
    }

    assert!(steps > 2, "it is asked while the file is written too");
    assert_eq!(files(&desk).into_keys().collect::<Vec<_>>(), before);
}

#[test]
fn what_a_backup_left_that_was_cut_goes_with_the_next_one() {
    let (mut desk, _) = ahead_of_its_backup();
    let cut = desk.profile.backups().join("20261005-130000-daily.coachlight-backup.partial");
    fs::write(&cut, b"a piece").unwrap();

    desk.back_up();

    assert!(!cut.exists());
}
