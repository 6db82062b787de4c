//! From intervals that were coded to a debrief, by keyboard alone: what went well, one step, the debrief with what was
//! recorded, and the way back.

use std::time::Duration;

use domain::RowId;
use serde_json::json;
use store::{debrief, observation as stored, step};

use crate::support::{driver::Driver, profile, wait_for, window::Desk};

const TEACHER: &str = "Bea Amidala";
const PRAISE: &str = "Pairs began at once";
const STEP: &str = "Ask each pair for one reason";
const LONG: Duration = Duration::from_secs(20);

#[test]
fn intervals_go_on_to_praise_a_step_and_the_debrief_by_key() {
    let desk = Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    profile::make_st_1(&desk.home());
    let driver = desk.drive();
    let reader = profile::reader(&desk.home());
    begin(&desk, &driver);
    let lesson = wait_for("an open lesson", LONG, || stored::capturing(&reader).unwrap());
    desk.keyboard.letter('t');
    driver.wait_for_words("Interval 1: T");

    desk.keyboard.press("Ctrl+Enter");
    driver.wait_for_words("Write praise");
    desk.keyboard.press("y");
    wait_for_field(&driver, "Praise, for the debrief");
    desk.write_into_field(&driver, PRAISE);
    let talk = wait_for("the debrief", LONG, || debrief::of_observation(&reader, lesson).unwrap()).id;
    // Out of the words, so that a letter is a key again.
    desk.keyboard.press("Tab");
    wait_for("the praise on the disk", LONG, || (debrief::load(&reader, talk).unwrap().praise == PRAISE).then_some(()));
    desk.keyboard.press("w");
    wait_for_field(&driver, "What the teacher will do");
    desk.write_into_field(&driver, STEP);
    desk.keyboard.press("Tab");
    let made = || step::made_in(&reader, lesson).unwrap().into_iter().map(|made| made.text).collect::<Vec<_>>();
    wait_for("the step on the disk", LONG, || (made() == [STEP]).then_some(()));
    desk.picture("kind-after");

    desk.keyboard.press("Ctrl+d");
    driver.wait_for_words(&format!("Debrief with {TEACHER}"));
    for words in ["1 of 1 intervals answered", STEP] {
        driver.wait_for_words(words);
    }
    let praise = driver.run("return document.querySelector('textarea').value", json!([]));
    assert_eq!(praise, PRAISE);
    desk.picture("kind-debrief");

    desk.tab_to(&driver, "Open the observation");
    desk.keyboard.press("Enter");
    driver.wait_for_words("What went well");
    assert_eq!(debriefs_of(&reader, lesson), 1);
}

/// Ctrl N, the kind, the name, Enter.
fn begin(desk: &Desk, driver: &Driver) {
    driver.wait_for_words("This week");
    desk.keyboard.press("Ctrl+n");
    driver.wait_for_words("Whose lesson");
    driver.wait_for_field();
    desk.keyboard.press("Alt+3");
    driver.wait_for_words("One letter for each interval of the lesson");
    desk.write_into_field(driver, TEACHER);
    driver.wait_for_words(&format!("Add {TEACHER} as a teacher"));
    desk.keyboard.press("Enter");
    wait_for("the codes", LONG, || (driver.focused() == "Begin the observation").then_some(()));
    desk.keyboard.press("Enter");
    driver.wait_for_words("Interval 1 of 20");
}

fn wait_for_field(driver: &Driver, label: &str) {
    wait_for("the field", LONG, || (driver.focused() == label).then_some(()));
}

fn debriefs_of(reader: &store::Connection, lesson: RowId) -> i64 {
    let sql = "select count(*) from debrief where observation = ?1 and removed_ms is null";
    reader.query_row(sql, [lesson.bytes()], |row| row.get(0)).unwrap()
}
