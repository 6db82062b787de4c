//! Backups open elsewhere with the passphrase or the recovery code alone, and a bad one changes nothing.

use std::{collections::BTreeSet, fs, path::Path};

use store::{
    Error, Writer,
    backup::{self, Reason},
    check,
    exchange::{self, OwnDevice},
    key::Key,
    profile::Home,
    rebuild,
};

use crate::support::{
    Desk,
    acts::{begin_observation, keep_line, wonder},
    desk::{Clock, DAY_MS, MONDAY_MS, PASSPHRASE, key, recovery_code},
    look::{count, names},
    older,
    service::membership,
};

fn worked_on(lines: usize) -> Desk {
    let mut desk = Desk::new();
    let seen = begin_observation(desk.writer(), "talk");
    for number in 0..lines {
        keep_line(desk.writer(), seen, &format!("line {number}"));
    }
    desk
}

fn lines(writer: &Writer) -> i64 {
    count(writer.reader(), "select count(*) from line")
}

fn new_computer() -> (tempfile::TempDir, Home) {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::hold(folder.path()).unwrap();
    (folder, home)
}

#[test]
fn a_backup_opens_on_a_new_computer_with_the_passphrase_or_with_the_recovery_code() {
    let mut desk = worked_on(20);
    let path = desk.back_up();
    let before = rebuild::fingerprint(desk.writer().reader()).unwrap();

    let opened = backup::open(&path).unwrap();
    let keys: [Key; 2] = [opened.key_file.open(PASSPHRASE).unwrap(), opened.key_file.recover(recovery_code()).unwrap()];
    for key in keys {
        let (_folder, home) = new_computer();
        let (profile, mut writer) = opened.restore(&home, &key, desk.clock.source(1)).unwrap();

        assert_eq!(rebuild::fingerprint(writer.reader()).unwrap(), before);
        check::all(&mut writer).unwrap();
        assert_eq!(home.profiles().unwrap(), std::slice::from_ref(&profile));
        assert_eq!(profile.key_file().unwrap().label, "D. W., Riverbend");
        assert_eq!(fs::read_dir(&profile.folder).unwrap().count(), 4, "key file, database, journal and its index");
    }
}

/// Returns the names of the operations of a file: their replica and number.
fn operations(writer: &Writer) -> BTreeSet<String> {
    names(writer.reader(), "select replica || ' ' || ctr from op").into_iter().collect()
}

#[test]
fn what_is_written_after_a_restore_has_names_that_nothing_else_has() {
    let mut desk = worked_on(3);
    let first = begin_observation(desk.writer(), "talk");
    let line = keep_line(desk.writer(), first, "said");
    wonder(desk.writer(), first, line, "why?");
    let path = desk.back_up();
    let before = operations(desk.writer());
    let (_folder, home) = new_computer();
    let (_, mut restored) = backup::open(&path).unwrap().restore(&home, key(), desk.clock.source(1)).unwrap();

    for writer in [desk.writer(), &mut restored] {
        let line = keep_line(writer, first, "after the backup");
        wonder(writer, first, line, "and why this?");
    }

    let (present, elsewhere) = (operations(desk.writer()), operations(&restored));
    assert_eq!(present.intersection(&elsewhere).cloned().collect::<BTreeSet<_>>(), before);
    assert_eq!(elsewhere.len(), before.len() + 2);
    check::all(&mut restored).unwrap();
    let rows = rebuild::fingerprint(restored.reader()).unwrap();
    rebuild::rebuild(&mut restored).unwrap();
    assert_eq!(rebuild::fingerprint(restored.reader()).unwrap(), rows);
}

#[test]
fn a_backup_that_something_was_erased_from_names_its_erasure_as_nothing_else_is_named() {
    let mut desk = worked_on(3);
    let seen = begin_observation(desk.writer(), "talk");
    let path = desk.back_up();
    let rows = store::erase::erase(desk.writer(), seen).unwrap();
    backup::erase_while(&desk.profile, key(), &rows, &mut |_, _| true).unwrap();
    let (_folder, home) = new_computer();

    let (_, mut restored) = backup::open(&path).unwrap().restore(&home, key(), desk.clock.source(1)).unwrap();

    let (present, elsewhere) = (operations(desk.writer()), operations(&restored));
    assert_eq!(present.len() - present.intersection(&elsewhere).count(), 1, "the erasure here");
    assert_eq!(elsewhere.len() - present.intersection(&elsewhere).count(), 1, "the erasure there");
    check::all(&mut restored).unwrap();
}

#[test]
fn a_restore_brings_back_what_was_there_with_the_key_file_of_then() {
    let mut desk = worked_on(3);
    let path = desk.back_up();
    let seen = begin_observation(desk.writer(), "later");
    keep_line(desk.writer(), seen, "after the backup");
    desk.close();
    let mut changed = desk.profile.key_file().unwrap();
    changed.set_passphrase(key(), "another passphrase", &mut *desk.clock.source(5)).unwrap();
    changed.write(&desk.profile.key_path()).unwrap();

    let opened = backup::open(&path).unwrap();
    let (profile, writer) = opened.restore(&desk.home, key(), desk.clock.source(2)).unwrap();

    assert_eq!(lines(&writer), 3);
    assert!(profile.key_file().unwrap().open(PASSPHRASE).is_ok());
    let kept = backup::list(&profile).unwrap();
    assert_eq!(kept.len(), 2, "the backups stay, and what was replaced is one of them");
    assert!(kept.iter().any(|kept| kept.reason == "restore"));
}

#[test]
fn a_journal_of_the_present_database_is_never_read_into_the_restored_one() {
    let mut desk = worked_on(3);
    let path = desk.back_up();
    let seen = begin_observation(desk.writer(), "later");
    for number in 0..30 {
        keep_line(desk.writer(), seen, &format!("after the backup {number}"));
    }
    let journal = desk.profile.folder.join("profile.db-wal");
    let left_behind = fs::read(&journal).unwrap();
    desk.close();
    fs::write(&journal, left_behind).unwrap();

    let (_, mut writer) = backup::open(&path).unwrap().restore(&desk.home, key(), desk.clock.source(2)).unwrap();

    assert_eq!(lines(&writer), 3);
    check::all(&mut writer).unwrap();
}

#[test]
fn backups_are_listed_the_latest_first_with_their_reasons() {
    let mut desk = worked_on(1);
    for reason in [Reason::Daily, Reason::Import, Reason::Asked, Reason::Restore] {
        let profile = desk.profile.clone();
        backup::make(&profile, desk.writer(), key(), reason).unwrap();
    }
    fs::write(desk.profile.backups().join("holiday.jpg"), b"x").unwrap();
    fs::write(desk.profile.backups().join("half.coachlight-backup.partial"), b"x").unwrap();

    let kept = backup::list(&desk.profile).unwrap();

    let reasons: Vec<&str> = kept.iter().map(|kept| kept.reason.as_str()).collect();
    assert_eq!(reasons, ["restore", "asked", "import", "daily"]);
    assert!(kept.iter().all(|kept| kept.bytes > 10_000 && kept.made.timestamp_millis() >= MONDAY_MS));
}

#[test]
fn two_years_of_daily_backups_are_thinned_to_days_weeks_and_months() {
    let mut desk = worked_on(1);
    let path = desk.folder().join("one of them");
    fs::rename(desk.back_up(), &path).unwrap();
    let backups = desk.profile.backups();
    for day in 1..730 {
        desk.clock.pass(DAY_MS);
        // Files of earlier days; making each in full would only take longer.
        let made = chrono::DateTime::from_timestamp_millis(MONDAY_MS + day * DAY_MS).unwrap();
        fs::copy(&path, backups.join(format!("{}-daily.coachlight-backup", made.format("%Y%m%d-%H%M%S")))).unwrap();
        if day % 30 == 0 {
            desk.back_up();
        }
    }
    desk.back_up();

    let now = MONDAY_MS + 729 * DAY_MS;
    let ages: Vec<i64> = backup::list(&desk.profile)
        .unwrap()
        .iter()
        .map(|kept| (now - kept.made.timestamp_millis() + DAY_MS / 2) / DAY_MS)
        .collect();
    let between =
        |from: i64, to: i64| ages.iter().copied().filter(|age| (from..=to).contains(age)).collect::<BTreeSet<_>>();
    assert_eq!(between(0, 13).len(), 14, "every day of two weeks");
    assert!((7..=8).contains(&between(14, 61).len()), "every week of two months: {ages:?}");
    assert!((10..=12).contains(&between(62, 366).len()), "every month of a year: {ages:?}");
    assert_eq!(between(367, 1_000).len(), 0, "{ages:?}");
}

#[test]
fn a_backup_to_a_chosen_place_leaves_the_files_beside_it_alone() {
    let mut desk = worked_on(1);
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("work.partial"), b"somebody's own").unwrap();
    let path = folder.path().join("work.coachlight-backup");

    let profile = desk.profile.clone();
    backup::write(&profile, desk.writer().reader(), key(), MONDAY_MS, &path).unwrap();

    assert!(backup::open(&path).is_ok());
    assert_eq!(fs::read(folder.path().join("work.partial")).unwrap(), b"somebody's own");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn an_older_database_is_backed_up_before_it_is_brought_up_and_a_present_one_is_not() {
    let mut desk = worked_on(1);
    let profile = desk.profile.clone();
    desk.close();
    backup::before_upgrade(&profile, key(), MONDAY_MS).unwrap();
    assert_eq!(backup::list(&profile).unwrap().len(), 0);
    fs::remove_file(profile.database()).unwrap();
    older::make(&profile.database());
    assert!(Writer::is_outdated(&profile.database(), key()).unwrap());

    backup::before_upgrade(&profile, key(), MONDAY_MS).unwrap();
    desk.reopen();

    let kept = backup::list(&profile).unwrap();
    assert_eq!(kept.iter().map(|kept| kept.reason.as_str()).collect::<Vec<_>>(), ["upgrade"]);
    assert_eq!(older::draft(desk.writer().reader()).as_deref(), Some(older::WORDS));
    assert!(!Writer::is_outdated(&profile.database(), key()).unwrap());
    check::all(desk.writer()).unwrap();
    let (_folder, home) = new_computer();
    let (_, writer) =
        backup::open(&kept[0].path).unwrap().restore(&home, key(), Clock::at(MONDAY_MS).source(1)).unwrap();
    assert_eq!(older::draft(writer.reader()).as_deref(), Some(older::WORDS));
}

#[test]
fn a_restore_with_a_key_that_does_not_fit_leaves_the_profile_as_it_was() {
    let mut desk = worked_on(3);
    let path = desk.back_up();
    let wrong = Key::draw(&mut *desk.clock.source(55));

    let outcome = backup::open(&path).unwrap().restore(&desk.home, &wrong, desk.clock.source(2));

    assert!(matches!(outcome, Err(Error::Damaged { .. })));
    assert_eq!(lines(desk.writer()), 3);
    desk.reopen();
    check::all(desk.writer()).unwrap();
}

#[test]
fn a_failed_restore_keeps_the_other_backups_of_a_profile_whose_database_is_gone() {
    let mut desk = worked_on(3);
    let good = desk.back_up();
    desk.clock.pass(DAY_MS);
    let bad = desk.back_up();
    spoil(&bad);
    desk.close();
    fs::remove_file(desk.profile.database()).unwrap();

    let outcome = backup::open(&bad).unwrap().restore(&desk.home, key(), desk.clock.source(2));
    assert!(matches!(outcome, Err(Error::Damaged { .. })));

    let (_, writer) = backup::open(&good).unwrap().restore(&desk.home, key(), desk.clock.source(2)).unwrap();
    assert_eq!(lines(&writer), 3);
}

#[test]
fn a_failed_restore_on_a_new_computer_leaves_no_folder_behind() {
    let mut desk = worked_on(3);
    let path = desk.back_up();
    spoil(&path);
    let (_folder, home) = new_computer();

    assert!(backup::open(&path).unwrap().restore(&home, key(), desk.clock.source(2)).is_err());

    assert_eq!(home.profiles().unwrap(), []);
}

/// Turns one bit over in the database inside a backup.
fn spoil(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(path, bytes).unwrap();
}

#[test]
fn a_backup_that_is_restored_on_another_computer_wants_a_device_of_its_own_and_at_home_it_stays_what_it_was() {
    let mut desk = worked_on(2);
    exchange::join(desk.writer(), &membership(1)).unwrap();
    exchange::keep_code(desk.writer(), "AAAAA-AAAAA").unwrap();
    let path = desk.back_up();
    let opened = backup::open(&path).unwrap();
    let (_folder, home) = new_computer();

    let (_, elsewhere) = opened.restore(&home, key(), desk.clock.source(1)).unwrap();
    let state = exchange::own_device(elsewhere.reader()).unwrap();
    assert_eq!(state, OwnDevice::Wanted, "a code and key of the old computer are not the new one's");
    drop(elsewhere);
    let (_, at_home) = opened.restore(&home, key(), desk.clock.source(2)).unwrap();
    assert!(matches!(exchange::own_device(at_home.reader()).unwrap(), OwnDevice::Under(_)));
}

#[test]
fn a_profile_that_works_alone_wants_no_device_wherever_it_is_restored() {
    let mut desk = worked_on(2);
    let path = desk.back_up();
    let (_folder, home) = new_computer();

    let (_, restored) = backup::open(&path).unwrap().restore(&home, key(), desk.clock.source(1)).unwrap();

    assert_eq!(exchange::own_device(restored.reader()).unwrap(), OwnDevice::Is);
}

#[test]
fn a_code_keeps_its_key_until_it_is_another_one_and_becoming_a_device_keeps_what_waits() {
    let mut desk = worked_on(2);
    exchange::join(desk.writer(), &membership(1)).unwrap();
    let waiting = exchange::counts(desk.writer().reader()).unwrap().waiting;
    let ticket = |writer: &Writer| match exchange::own_device(writer.reader()).unwrap() {
        OwnDevice::Under(ticket) => ticket,
        other => panic!("{other:?}"),
    };
    exchange::keep_code(desk.writer(), "AAAAA-AAAAA").unwrap();
    let first = ticket(desk.writer());
    exchange::keep_code(desk.writer(), "AAAAA-AAAAA").unwrap();
    assert_eq!(ticket(desk.writer()), first, "an answer that was lost is asked for again with the same key");
    exchange::keep_code(desk.writer(), "BBBBB-BBBBB").unwrap();
    assert_ne!(ticket(desk.writer()).signing_key, first.signing_key);
    let names = operations(desk.writer());

    exchange::become_own_device(desk.writer(), &membership(2)).unwrap();
    begin_observation(desk.writer(), "later");

    assert_eq!(exchange::own_device(desk.writer().reader()).unwrap(), OwnDevice::Is);
    assert_eq!(exchange::membership(desk.writer().reader()).unwrap(), Some(membership(2)));
    assert_eq!(exchange::counts(desk.writer().reader()).unwrap().waiting, waiting + 1);
    assert!(operations(desk.writer()).is_superset(&names), "what waits keeps its names");
    check::all(desk.writer()).unwrap();
}
