//! Two windows: one writes a record, the other reads it until the first has closed it.

use std::time::Duration;

use serde_json::json;

use crate::support::{driver::Driver, profile, wait_for, window::Desk};

const READS: &str = "being written in another window";

#[test]
fn a_second_window_shows_its_page_also_when_nobody_looks_into_it() {
    let desk = Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    profile::make_st_1(&desk.home());
    let mut program = desk.start();
    desk.forget_ready();
    desk.keyboard.press("Ctrl+Shift+N");
    desk.wait_until_ready();
    assert!(program.is_running());
}

#[test]
fn a_second_window_reads_the_open_lesson_and_writes_it_once_the_first_has_closed_it() {
    let desk = Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    profile::make_st_1(&desk.home());
    let driver = desk.drive();
    begin_lesson(&desk, &driver);
    let first = driver.windows().remove(0);

    desk.keyboard.press("Ctrl+Shift+N");
    let second = wait_for("a second window", Duration::from_secs(20), || {
        driver.windows().into_iter().find(|window| *window != first)
    });
    driver.look_into(&second);
    driver.wait_for_words(READS);
    driver.wait_for_words("the first line");
    desk.picture("second-reads");
    assert_eq!(driver.run("return document.title", json!([])), json!("Observation"), "the title names a person");
    assert_eq!(fields(&driver), 0, "what cannot be written has no field");

    // What the first writes is read in the second.
    driver.look_into(&first);
    desk.keyboard.focus_program();
    driver.wait_for_field();
    desk.keyboard.write("the second line\nwords of the third");
    driver.wait_for_words("2 lines saved on this computer");
    driver.look_into(&second);
    driver.wait_for_words("the second line");
    assert!(driver.screen().contains(READS));

    // Closed in the first: written in the second, with the words that stood in the field.
    driver.look_into(&first);
    desk.keyboard.press("Alt+Left");
    driver.wait_for_words("This week so far");
    driver.look_into(&second);
    wait_for("the field in the second window", Duration::from_secs(20), || (fields(&driver) > 0).then_some(()));
    assert!(!driver.screen().contains(READS));
    wait_for("the keys to go to the second window", Duration::from_secs(10), || {
        desk.keyboard.focus_second().then_some(())
    });
    driver.wait_for_field();
    desk.keyboard.write(" go on\n");
    driver.wait_for_words("words of the third go on");
    driver.wait_for_words("3 lines saved on this computer");
    desk.picture("second-writes");

    // And now the first one only reads.
    driver.look_into(&first);
    desk.keyboard.focus_program();
    desk.keyboard.press("g");
    desk.keyboard.press("o");
    wait_for("the list of observations", Duration::from_secs(10), || {
        let focus = "const row = document.querySelector('main ul [data-row]'); row?.focus(); return row !== null && document.title";
        (driver.run(focus, json!([])) == json!("Observe")).then_some(())
    });
    desk.keyboard.press("Enter");
    driver.wait_for_words(READS);
}

#[test]
fn what_is_locked_or_hidden_in_one_window_is_locked_or_hidden_in_both() {
    let desk = Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    profile::make_st_1(&desk.home());
    let driver = desk.drive();
    begin_lesson(&desk, &driver);
    let first = driver.windows().remove(0);
    desk.keyboard.press("Ctrl+Shift+N");
    let second = wait_for("a second window", Duration::from_secs(20), || {
        driver.windows().into_iter().find(|window| *window != first)
    });
    driver.look_into(&second);
    driver.wait_for_words("Amir Haddad");
    driver.look_into(&first);
    desk.keyboard.focus_program();

    desk.keyboard.press("Ctrl+Shift+P");
    driver.look_into(&second);
    driver.wait_for_words("Presenting");
    assert!(!driver.screen().contains("Amir"), "a name is on the wall:\n{}", driver.screen());
    desk.keyboard.press("Ctrl+Shift+P");
    driver.wait_for_words("Amir Haddad");

    desk.keyboard.press("Ctrl+l");
    driver.wait_for_words("Locked");
    assert!(!driver.screen().contains("Amir"));
}

fn fields(driver: &Driver) -> u64 {
    driver.run("return document.querySelectorAll('main textarea').length", json!([])).as_u64().unwrap()
}

fn begin_lesson(desk: &Desk, driver: &Driver) {
    driver.wait_for_words("This week so far");
    desk.keyboard.press("Ctrl+n");
    driver.wait_for_words("Whose lesson");
    driver.wait_for_field();
    desk.write_into_field(driver, "ami");
    driver.wait_for_words("Amir Haddad");
    desk.keyboard.press("Enter");
    driver.wait_for_words("Finish");
    driver.wait_for_field();
    desk.keyboard.write("the first line\n");
    driver.wait_for_words("1 line saved on this computer");
}
