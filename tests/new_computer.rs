//! A new computer, whole: everything of a coach's own, private lines from the old one's backup, and the old one retired. Real
//! processes, the real service, and the real window by keyboard alone.

use domain::{
    RowId,
    schema::{abbreviation, line, observation, wondering},
};
use serde_json::{Value, json};
use store::{Tx, Writer};

use crate::{
    exchange::exported,
    support::{
        driver::Driver,
        profile,
        service::Service,
        window::{Desk, said},
    },
};

const THOUGHT: &str = "is she afraid of the long pause";

/// A lesson of one line, with a private line beside it where one is given.
fn lesson(desk: &Desk, words: &str, private: Option<&str>) {
    let (mut writer, _) = profile::open(&desk.home());
    let document = writer.new_id();
    let made = writer.act(document, "A lesson", |tx| {
        tx.create(observation::ENTITY, document, vec![(observation::STATE, "open".into())])?;
        let id = tx.new_id();
        tx.create(line::ENTITY, id, vec![(line::OBSERVATION, document.into()), (line::TEXT, words.into())])?;
        private.map_or(Ok(()), |private| wonder(tx, document, id, private))
    });
    made.unwrap();
    close(writer);
}

fn wonder(tx: &mut Tx<'_>, document: RowId, line: RowId, words: &str) -> store::Result<()> {
    let id = tx.new_id();
    let fields = vec![
        (wondering::OBSERVATION, document.into()),
        (wondering::LINE, line.into()),
        (wondering::TEXT, words.into()),
    ];
    tx.create(wondering::ENTITY, id, fields)
}

fn abbreviate(desk: &Desk, short: &str, long: &str) {
    let (mut writer, _) = profile::open(&desk.home());
    let made = writer.act(store::workspace(), "An abbreviation", |tx| {
        let id = tx.new_id();
        tx.create(
            abbreviation::ENTITY,
            id,
            vec![(abbreviation::SHORT, short.into()), (abbreviation::LONG, long.into())],
        )
    });
    made.unwrap();
    close(writer);
}

fn close(writer: Writer) {
    drop(writer.close().unwrap());
}

/// Backs a computer up to a file as its person would, and returns the file's path.
fn backed_up(desk: &Desk) -> String {
    let path = desk.everything().join("old computer.coachlight-backup").to_string_lossy().into_owned();
    said(desk, &["backup", &path]);
    path
}

/// Everything that a computer has to export, private lines included.
fn everything(desk: &Desk) -> String {
    let folder = tempfile::tempdir().unwrap();
    let all = folder.path().join("all");
    said(desk, &["export", all.to_str().unwrap(), "--with-private"]);
    let files = std::fs::read_dir(all).unwrap();
    files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap()).collect()
}

fn shared(desk: &Desk) -> String {
    exported(desk).into_iter().map(|(_, text)| text).collect()
}

/// A desk at which the program opens without being asked for the passphrase.
fn desk() -> Desk {
    Desk::new(1366, 768)
        .with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE)
        .with("COACHLIGHT_BACKUP_PASSPHRASE", profile::PASSPHRASE)
}

fn go_to_organisation(desk: &Desk, driver: &Driver) {
    driver.wait_for_words("This week");
    desk.keyboard.press("Ctrl+Comma");
    driver.wait_for_words("Appearance");
    desk.tab_to(driver, "Organisation");
    desk.keyboard.press("Enter");
    driver.wait_for_words("Bring private lines");
}

/// Not by the pair of keys: it has to be pressed within a moment, and this machine may be busy.
fn go_to_sync(desk: &Desk, driver: &Driver) {
    driver.wait_for_words("This week");
    desk.tab_to(driver, "Sync centre");
    desk.keyboard.press("Enter");
    driver.wait_for_words("Your computers");
}

#[test]
fn private_lines_come_to_a_new_computer_from_the_old_one_s_backup_and_nowhere_else() {
    let service = Service::start();
    let (person, code) = service.invite("Dana", "Whitfield");
    let (old, new) = (Desk::new(320, 200), desk());
    said(&old, &["join", &service.address, &code]);
    lesson(&old, "The graphs are compared.", Some(THOUGHT));
    abbreviate(&old, "tt", "turn and talk");
    said(&old, &["sync", "--once"]);
    // What this one belongs to has not left the old computer.
    lesson(&old, "A lesson that waits.", Some("and one beside what waits"));
    let backup = backed_up(&old);
    said(&new, &["join", &service.address, &service.invite_again(&person)]);

    let found = said(&new, &["bring-private", &backup, "--dry-run"]);
    let counts =
        json!({ "wonderings": 1, "lessons": 1, "abbreviations": 1, "studentNames": 0, "here": 0, "elsewhere": 1 });
    assert_eq!(found, json!({ "found": counts, "brought": 0 }));
    assert!(!everything(&new).contains(THOUGHT), "a look changes nothing");

    let driver = new.drive();
    go_to_organisation(&new, &driver);
    new.tab_to(&driver, "Backup of your other computer");
    new.write_into_field(&driver, &backup);
    new.tab_to(&driver, "Its passphrase or recovery code");
    new.write_into_field(&driver, profile::PASSPHRASE);
    new.keyboard.press("Enter");
    driver.wait_for_words("To bring: 1 private line in 1 lesson and 1 abbreviation.");
    driver.wait_for_words("1 private line is of a lesson that is not on this computer yet");
    new.picture("bring-private");
    new.tab_to(&driver, "Bring them");
    new.keyboard.press("Enter");
    driver.wait_for_words("2 private lines and abbreviations brought.");
    new.picture("brought-private");
    drop(driver);

    let here = everything(&new);
    assert!(here.contains(THOUGHT) && here.contains("turn and talk") && !here.contains("beside what waits"));
    assert_eq!(said(&new, &["sync", "--once"])["sent"], 0, "nothing of it is sent");
    said(&old, &["sync", "--once"]);
    said(&new, &["sync", "--once"]);
    let again = said(&new, &["bring-private", &backup]);
    let counts =
        json!({ "wonderings": 1, "lessons": 1, "abbreviations": 0, "studentNames": 0, "here": 2, "elsewhere": 0 });
    assert_eq!(again, json!({ "found": counts, "brought": 1 }), "what came meanwhile, and nothing twice");
    let profile = std::fs::read_dir(new.home().join("profiles")).unwrap().next().unwrap().unwrap();
    let left =
        std::fs::read_dir(profile.path()).unwrap().filter_map(|file| file.unwrap().file_name().into_string().ok());
    assert_eq!(left.filter(|name| name.contains("partial")).count(), 0, "no copy is left behind");
}

#[test]
fn private_lines_of_somebody_else_are_not_brought() {
    let service = Service::start();
    let (dana, ruth) = (Desk::new(320, 200), Desk::new(320, 200));
    for (desk, (_, code)) in [(&dana, service.invite("Dana", "Whitfield")), (&ruth, service.invite("Ruth", "Amsel"))] {
        said(desk, &["join", &service.address, &code]);
    }
    lesson(&dana, "The graphs are compared.", Some(THOUGHT));
    let backup = backed_up(&dana);
    let ruth = ruth.with("COACHLIGHT_BACKUP_PASSPHRASE", profile::PASSPHRASE);

    let (exit, _, complaint) = ruth.command(&["bring-private", &backup, "--json"]);

    let problem = &serde_json::from_str::<Value>(&complaint).unwrap()["problem"];
    assert_eq!((exit, problem["field"].as_str()), (1, Some("path")), "{complaint}");
    assert!(!everything(&ruth).contains(THOUGHT));
}

#[test]
fn a_restored_backup_becomes_a_device_of_its_own_and_outlives_the_old_computer() {
    let service = Service::start();
    let (person, code) = service.invite("Dana", "Whitfield");
    let (old, new) = (desk(), desk());
    said(&old, &["join", &service.address, &code]);
    lesson(&old, "Before the backup.", Some(THOUGHT));
    said(&old, &["sync", "--once"]);
    let backup = backed_up(&old);
    lesson(&old, "After the backup.", None);
    said(&old, &["sync", "--once"]);

    said(&new, &["restore", &backup]);
    lesson(&new, "On the new computer.", None);
    said(&new, &["sync", "--once"]);
    let all = everything(&new);
    assert!(all.contains("After the backup.") && all.contains(THOUGHT), "nothing of one's own is missing");
    lesson(&old, "Not sent before it was retired.", None);
    let driver = new.drive();
    go_to_sync(&new, &driver);
    driver.wait_for_words("this one");
    new.tab_to(&driver, "Retire…");
    new.picture("restored-two-computers");
    new.keyboard.press("Enter");
    driver.wait_for_words("Retire this computer?");
    new.tab_to(&driver, "Retire it");
    new.keyboard.press("Enter");
    driver.wait_for_words("The computer is retired.");
    drop(driver);
    let (exit, _, complaint) = old.command(&["sync", "--once", "--json"]);
    assert!(exit == 7 && complaint.contains("no longer knows"), "{complaint}");
    lesson(&new, "After the old one was retired.", None);
    said(&new, &["sync", "--once"]);

    let driver = old.drive();
    go_to_sync(&old, &driver);
    driver.wait_for_words("The service no longer knows this computer.");
    old.tab_to(&driver, "Code for this computer");
    old.write_into_field(&driver, &service.invite_again(&person));
    old.picture("no-longer-known");
    old.keyboard.press("Enter");
    driver.wait_for_words("The service knows this computer again.");
    old.picture("known-again");
    drop(driver);
    said(&old, &["sync", "--once"]);
    said(&new, &["sync", "--once"]);
    let ours = shared(&new);
    assert!(ours.contains("Not sent before it was retired.") && shared(&old) == ours, "the two have the same");
    service.administer(&["verify"]);
}

#[test]
fn a_retired_computer_is_let_in_again_by_a_code_of_its_person_alone() {
    let service = Service::start();
    let (person, code) = service.invite("Dana", "Whitfield");
    let (_, ruths) = service.invite("Ruth", "Amsel");
    let old = Desk::new(320, 200);
    said(&old, &["join", &service.address, &code]);
    let device = said_device(&old);
    service.administer(&["devices", "revoke", &device]);
    lesson(&old, "It waits.", None);

    for wrong in ["AAAAA-AAAAA-AAAAA-AAAAA", &ruths] {
        let (exit, _, complaint) = old.command(&["sync", "--once", "--json", "--code", wrong]);
        let problem = &serde_json::from_str::<Value>(&complaint).unwrap()["problem"];
        assert_eq!((exit, problem["field"].as_str()), (1, Some("code")), "{complaint}");
    }
    let sent = said(&old, &["sync", "--once", "--code", &service.invite_again(&person)]);

    assert!(sent["sent"].as_u64().unwrap() >= 2, "what waited went out: {sent}");
    assert_ne!(said_device(&old), device);
}

/// The device that a computer is.
fn said_device(desk: &Desk) -> String {
    let (writer, _) = profile::open(&desk.home());
    store::exchange::membership(writer.reader()).unwrap().unwrap().device.to_string()
}
