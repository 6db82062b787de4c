//! Erasing for good in the window: from the database and from every backup, with its progress.

use std::path::PathBuf;

use domain::clock::Reading;
use store::backup;

use crate::support::{profile, window::Desk};

#[test]
fn a_removed_lesson_is_erased_from_the_backups_too_by_keyboard() {
    let desk = Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    with_a_removed_lesson(&desk);
    back_up(&desk);

    let driver = desk.drive();
    driver.wait_for_words("This week so far");
    desk.keyboard.press("Ctrl+Comma");
    driver.wait_for_words("Choices save at once");
    desk.tab_to(&driver, "Recently removed");
    desk.keyboard.press("Enter");
    driver.wait_for_words("Erase for good");
    desk.tab_to(&driver, "Erase for good…");
    desk.keyboard.press("Enter");
    driver.wait_for_words("It cannot be brought back");
    desk.tab_to(&driver, "Erase for good");
    desk.keyboard.press("Enter");
    driver.wait_for_words("Erased. A mark without words stays");
    desk.picture("erased");
    drop(driver);

    let (writer, _) = profile::open(&desk.home());
    assert!(store::erase::unfinished(writer.reader()).unwrap().is_empty(), "a backup may still hold it");
}

#[test]
fn a_damaged_backup_keeps_no_profile_closed_is_named_and_is_removed_by_keyboard() {
    let desk = Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    let lesson = with_a_removed_lesson(&desk);
    let whole = back_up(&desk);
    let damaged = back_up(&desk);
    std::fs::write(&damaged, b"not a backup").unwrap();
    assert!(holds(&whole, lesson));
    let (mut writer, _) = profile::open(&desk.home());
    store::erase::erase(&mut writer, lesson).unwrap();
    drop(writer);

    let driver = desk.drive();
    driver.wait_for_words("This week so far");
    desk.keyboard.press("Ctrl+Comma");
    driver.wait_for_words("Choices save at once");
    desk.tab_to(&driver, "Backups");
    desk.keyboard.press("Enter");
    driver.wait_for_words("One backup is damaged");
    desk.picture("damaged-backup");
    desk.tab_to(&driver, "Check now");
    desk.keyboard.press("Enter");
    driver.wait_for_words("Everything is whole");
    desk.picture("checked");
    let remove = "return document.querySelector('[aria-label^=\"Remove the damaged\"]').getAttribute('aria-label')";
    let remove = driver.run(remove, serde_json::json!([]));
    desk.tab_to(&driver, remove.as_str().unwrap());
    desk.keyboard.press("Enter");
    driver.wait_for_words("Its file will be deleted");
    desk.tab_to(&driver, "Remove");
    desk.keyboard.press("Enter");
    driver.wait_for_words("What you erased is in no backup any more");
    drop(driver);

    assert!(!damaged.exists());
    assert!(!holds(&whole, lesson), "the erase was cut before the backups, and goes on when the profile is opened");
    let (writer, _) = profile::open(&desk.home());
    assert!(store::erase::unfinished(writer.reader()).unwrap().is_empty(), "a backup may still hold it");
}

/// Returns whether a backup still holds the content of a lesson.
fn holds(backup: &std::path::Path, lesson: domain::RowId) -> bool {
    let elsewhere = tempfile::tempdir().unwrap();
    let home = store::profile::Home::hold(elsewhere.path()).unwrap();
    let opened = backup::open(backup).unwrap();
    let key = opened.key_file.open(profile::PASSPHRASE).unwrap();
    let (_, writer) = opened.restore(&home, &key, Box::new(store::System)).unwrap();
    let sql = "select count(*) from observation where id = ?1 and erased = 0";
    writer.reader().query_row(sql, [lesson.bytes()], |row| row.get::<_, i64>(0)).unwrap() > 0
}

/// Makes a profile with a lesson that was removed, and returns the lesson.
fn with_a_removed_lesson(desk: &Desk) -> domain::RowId {
    let mut removed = None;
    profile::make(&desk.home(), |writer| {
        let world = demo::st_1(writer).unwrap();
        let now = Reading { wall_ms: writer.now_ms(), boot_ms: 0, awake_ms: 0, boot: String::new() };
        let start = serde_json::from_value(serde_json::json!({ "visit": null, "teacher": world.amir })).unwrap();
        let lesson = actions::capture::start(writer, &now, &start).unwrap();
        actions::record::remove_observation(writer, lesson).unwrap();
        removed = Some(lesson);
    });
    removed.expect("the profile was filled")
}

fn back_up(desk: &Desk) -> PathBuf {
    let (mut writer, key) = profile::open(&desk.home());
    let folder = std::fs::read_dir(desk.home().join("profiles")).unwrap().next().unwrap().unwrap().path();
    backup::make(&store::profile::Profile { folder }, &mut writer, &key, backup::Reason::Asked).unwrap()
}
