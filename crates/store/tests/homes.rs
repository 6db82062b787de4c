//! The home folder: one Coachlight at a time, and a database without its key is never a first run.

use std::fs;

use store::{Error, Seeded, Writer, profile::Home};

use crate::support::{
    Desk,
    desk::{MONDAY_MS, PASSPHRASE, key},
};

#[test]
fn a_second_start_on_the_same_folder_is_held_off_until_the_first_ends() {
    let folder = tempfile::tempdir().unwrap();
    let first = Home::hold(folder.path()).unwrap();

    assert!(matches!(Home::hold(folder.path()), Err(Error::Held)));

    drop(first);
    Home::hold(folder.path()).unwrap();
}

#[test]
fn a_new_profile_opens_with_its_passphrase_and_with_its_recovery_code() {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::hold(folder.path()).unwrap();
    assert_eq!(home.profiles().unwrap(), []);

    let source = Box::new(Seeded::new(5, MONDAY_MS));
    let (profile, key, code, writer) =
        home.create("D. W., Riverbend", false, PASSPHRASE, source, |_| Ok::<_, Error>(())).unwrap();
    drop(writer);

    let file = home.profile(&profile.id()).unwrap().key_file().unwrap();
    assert_eq!(file.label, "D. W., Riverbend");
    for opened in [file.open(PASSPHRASE).unwrap(), file.recover(&code).unwrap()] {
        assert_eq!(opened.bytes(), key.bytes());
        Writer::open(&profile.database(), &opened, Box::new(Seeded::new(6, MONDAY_MS))).unwrap();
    }
}

#[test]
fn a_first_start_that_is_cut_leaves_no_profile_and_the_next_start_removes_its_folder() {
    let folder = tempfile::tempdir().unwrap();
    let cut = std::panic::catch_unwind(|| {
        let home = Home::hold(folder.path()).unwrap();
        let source = Box::new(Seeded::new(5, MONDAY_MS));
        let made = home.create("D. W.", false, PASSPHRASE, source, |_| -> Result<(), Error> { panic!("the power") });
        drop(made);
    });
    assert!(cut.is_err());
    assert_eq!(fs::read_dir(folder.path().join("profiles")).unwrap().count(), 1, "the cut left a folder");

    let home = Home::hold(folder.path()).unwrap();

    assert_eq!(home.profiles().unwrap(), []);
    assert_eq!(fs::read_dir(folder.path().join("profiles")).unwrap().count(), 0);
}

#[test]
fn a_profile_that_cannot_be_filled_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::hold(folder.path()).unwrap();
    let source = Box::new(Seeded::new(5, MONDAY_MS));

    let made = home.create("D. W.", false, PASSPHRASE, source, |_| Err(Error::Changed));

    assert!(matches!(made, Err(Error::Changed)));
    assert_eq!(fs::read_dir(folder.path().join("profiles")).unwrap().count(), 0);
}

#[test]
fn a_database_whose_key_file_is_missing_or_unreadable_is_listed_and_never_a_first_run() {
    let mut desk = Desk::new();
    desk.close();
    let whole = fs::read_to_string(desk.profile.key_path()).unwrap();
    let half = &whole[..whole.len() / 2];

    for text in [None, Some(""), Some(half), Some("{}"), Some("\u{0}\u{0}\u{0}"), Some("[1, 2]")] {
        fs::remove_file(desk.profile.key_path()).unwrap();
        if let Some(text) = text {
            fs::write(desk.profile.key_path(), text).unwrap();
        }

        assert_eq!(desk.home.profiles().unwrap(), [desk.profile.clone()]);
        assert!(matches!(desk.profile.key_file(), Err(Error::KeyMissing)), "{text:?}");

        fs::write(desk.profile.key_path(), &whole).unwrap();
    }
}

#[test]
fn a_key_file_of_a_later_version_is_said_to_be_newer() {
    let mut desk = Desk::new();
    desk.close();
    let later = fs::read_to_string(desk.profile.key_path()).unwrap().replace("\"version\": 1", "\"version\": 2");
    fs::write(desk.profile.key_path(), later).unwrap();

    assert!(matches!(desk.profile.key_file(), Err(Error::Newer)));
}

#[test]
fn a_database_that_is_gone_is_an_error_and_not_an_empty_one() {
    let mut desk = Desk::new();
    desk.close();
    fs::remove_file(desk.profile.database()).unwrap();

    assert!(matches!(Writer::open(&desk.profile.database(), key(), desk.clock.source(1)), Err(Error::Missing)));

    assert_eq!(desk.home.profiles().unwrap(), [desk.profile.clone()]);
    assert!(!desk.profile.database().exists());
}

#[cfg(unix)]
#[test]
fn other_people_of_this_computer_cannot_enter_a_profile() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();

    assert_eq!(fs::metadata(&desk.profile.folder).unwrap().permissions().mode() & 0o077, 0);
}

#[test]
fn a_profile_named_by_a_file_from_elsewhere_never_leads_out_of_the_folder() {
    let desk = Desk::new();
    for id in ["", ".", "..", "../elsewhere", "/etc", "a/b", "01A0B8C2-0000-7000-8000-000000000001", "x"] {
        assert!(matches!(desk.home.place(id), Err(Error::Damaged { .. })), "{id}");
    }
}
