//! Erasing for good in the window: from the database and from every backup, with its progress.

use domain::clock::Reading;
use store::backup;

use crate::support::{profile, window::Desk};

#[test]
fn a_removed_lesson_is_erased_from_the_backups_too_by_keyboard() {
    let desk = Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    profile::make(&desk.home(), |writer| {
        let world = demo::st_1(writer).unwrap();
        let now = Reading { wall_ms: writer.now_ms(), boot_ms: 0, awake_ms: 0, boot: String::new() };
        let start = serde_json::from_value(serde_json::json!({ "visit": null, "teacher": world.amir })).unwrap();
        let lesson = actions::capture::start(writer, &now, &start).unwrap();
        actions::record::remove_observation(writer, lesson).unwrap();
    });
    let (mut writer, key) = profile::open(&desk.home());
    let folder = std::fs::read_dir(desk.home().join("profiles")).unwrap().next().unwrap().unwrap().path();
    let profile = store::profile::Profile { folder };
    backup::make(&profile, &mut writer, &key, backup::Reason::Asked).unwrap();
    drop(writer);

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
