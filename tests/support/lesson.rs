//! A lesson that is being scripted, for tests that then write without looking into the page.

use std::time::Duration;

use domain::RowId;
use serde_json::json;
use store::{Connection, draft, observation as stored};

use super::{wait_for, window::Desk};

/// Begins to script a lesson of the teacher whom these letters find, and closes the program.
pub fn begin(desk: &Desk, letters: &str, teacher: &str) {
    let driver = desk.drive();
    driver.wait_for_words("This week so far");
    desk.keyboard.press("Ctrl+n");
    driver.wait_for_words("Whose lesson");
    driver.wait_for_field();
    desk.write_into_field(&driver, letters);
    wait_for("the teacher to be the first choice", Duration::from_secs(20), || {
        let first = driver.run("return document.querySelector('[role=option]')?.innerText ?? ''", json!([]));
        first.as_str().is_some_and(|name| name.contains(teacher)).then_some(())
    });
    desk.keyboard.press("Enter");
    driver.wait_for_words("Finish");
    driver.wait_for_field();
}

/// Waits until the program that was started again takes keys into the lesson, and keeps what that took as its first line.
pub fn wait_for_keys(desk: &Desk, reader: &Connection) -> RowId {
    let lesson =
        wait_for("an open lesson", Duration::from_secs(10), || stored::capturing(reader).expect("a whole database"));
    // Longer each time: the program under test may be one that writes only when a person pauses.
    let mut pause = Duration::from_millis(400);
    wait_for("the first letter on the disk", Duration::from_secs(20), || {
        desk.keyboard.letter('x');
        std::thread::sleep(pause);
        pause *= 2;
        (!is_field_empty(reader, lesson)).then_some(())
    });
    desk.keyboard.press("Enter");
    wait_for("the first line on the disk", Duration::from_secs(20), || {
        (is_field_empty(reader, lesson) && stored::lines(reader, lesson).expect("a whole database").len() == 1)
            .then_some(())
    });
    lesson
}

fn is_field_empty(reader: &Connection, lesson: RowId) -> bool {
    draft::of(reader, lesson).expect("a whole database").iter().all(|draft| draft.evidence.is_empty())
}
