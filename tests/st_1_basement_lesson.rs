//! Story ST-1, the basement lesson that survives, by keyboard alone in the real web view.

use std::time::Duration;

use store::{draft, observation as stored};

use crate::support::{profile, wait_for, window::Desk};

#[test]
fn st_1_a_lesson_is_scripted_killed_and_finished_with_every_word() {
    let desk = Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    profile::make_st_1(&desk.home());
    let monday_8_07 = 1_791_205_624_000;
    let shift = monday_8_07 - chrono::Utc::now().timestamp_millis();
    std::fs::write(desk.clock_file(), format!(r#"{{"wall_ms": {shift}}}"#)).unwrap();

    write_and_be_killed(&desk);

    let reader = profile::reader(&desk.home());
    let observation = stored::capturing(&reader).unwrap().unwrap();
    let lines = stored::lines(&reader, observation).unwrap();
    assert_eq!(lines.len(), 62);
    assert_eq!((lines[0].speaker.as_str(), lines[1].speaker.as_str()), ("T", "S3"));
    assert!(lines.is_sorted_by_key(|line| line.offset_ms));
    assert!(lines.iter().all(|line| !line.text.contains("front row")));
    assert_eq!(stored::wonderings(&reader, observation).unwrap()[0].text, "calls on front row only");
    assert_eq!(draft::of(&reader, observation).unwrap()[0].evidence, "t an unfinished thou");

    // The wall clock is set back an hour and the lid was closed for four minutes.
    let set_back = shift - 3_600_000;
    std::fs::write(desk.clock_file(), format!(r#"{{"wall_ms": {set_back}, "boot_ms": 240000}}"#)).unwrap();
    let keys = &desk.keyboard;
    let driver = desk.drive();
    driver.wait_for_words("question number 59 about the tables");
    wait_for("the words in the field again", Duration::from_secs(10), || {
        let field = driver.run(
            "return [...document.querySelectorAll('textarea')].map((f) => f.value).join('|')",
            serde_json::json!([]),
        );
        field.as_str().unwrap_or_default().contains("an unfinished thou").then_some(())
    });
    keys.write("ght\n");
    driver.wait_for_words("an unfinished thought");
    keys.press("Ctrl+Enter");
    driver.wait_for_words("Reopen");
    drop(driver);

    let (writer, _) = profile::open(&desk.home());
    let found = stored::load(writer.reader(), observation).unwrap();
    let lines = stored::lines(writer.reader(), observation).unwrap();
    let gaps = stored::gaps(writer.reader(), observation).unwrap();
    assert_eq!(found.state, "captured");
    assert_eq!(lines.len(), 63);
    assert!(lines.is_sorted_by_key(|line| line.offset_ms), "offsets go on rising when the wall clock is set back");
    assert!(!gaps.is_empty(), "the time in between is a gap");
    assert!(found.ended_offset_ms.unwrap() >= lines.last().unwrap().offset_ms);
}

/// Writes the story's lines, and is cut off in the middle of a word.
fn write_and_be_killed(desk: &Desk) {
    // 412 lines would take the typing alone minutes: a seventh of them by key, the story's own among them.
    let driver = desk.drive();
    let keys = &desk.keyboard;
    driver.wait_for_words("This week");
    keys.press("Ctrl+n");
    driver.wait_for_words("Whose lesson");
    driver.wait_for_field();
    keys.write("ami");
    driver.wait_for_words("Amir Haddad");
    keys.press("Enter");
    driver.wait_for_words("after each question, wait 3 s before calling a name");
    driver.wait_for_words("Period 2 · Math 7");
    driver.wait_for_field();

    keys.write("T What do you notice about the two tables?\n");
    driver.wait_for_words("What do you notice about the two tables?");
    keys.write("s3 they go up by the same\n");
    keys.write("// calls on front row only\n");
    for line in 0..60 {
        keys.write(&format!("t question number {line} about the tables\n"));
    }
    driver.wait_for_words("question number 59 about the tables");
    keys.write("t an unfinished thou");
    std::thread::sleep(Duration::from_millis(500));
    drop(driver);
}
