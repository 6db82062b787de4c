//! A debrief in the real window, by keys alone: held by the coach, shared, and read by the teacher on her computer.

use serde_json::json;

use crate::{
    screens::assert_sound_in_all_lights,
    sharing::{joined, sync},
    support::{driver::Driver, profile, service::Service, window::Desk},
};

/// Scripts a lesson of Amir's by keys, and finishes it.
fn script(desk: &Desk, driver: &Driver, lines: &[&str]) {
    let keys = &desk.keyboard;
    driver.wait_for_words("This week");
    keys.press("Ctrl+n");
    driver.wait_for_words("Whose lesson");
    driver.wait_for_field();
    desk.write_into_field(driver, "amir");
    driver.wait_for_words("Amir Haddad");
    keys.press("Enter");
    driver.wait_for_words("Finish");
    for line in lines {
        driver.wait_for_field();
        desk.write_into_field(driver, line);
        keys.press("Enter");
        driver.wait_for_words(line.split(" //").next().unwrap());
    }
    keys.press("Ctrl+Enter");
    driver.wait_for_words("Reopen");
}

#[test]
fn a_debrief_is_held_and_shared_by_keys_and_the_teacher_reads_it_without_a_wondering() {
    let service = Service::start();
    let screen = || Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    let (laptop, dana) = joined(&service, screen(), ("Dana", "Whitfield"), "coach");
    let (hers, amir) = joined(&service, screen(), ("Amir", "Haddad"), "teacher");
    service.say_fact(&["pair", &dana, &amir], "");
    sync(&[&laptop]);
    let driver = laptop.drive();
    let keys = &laptop.keyboard;
    script(&laptop, &driver, &["What do you notice?", "They go up by the same // front row only"]);
    // The last line is starred: it shows something.
    keys.press("s");

    keys.press("Ctrl+d");
    driver.wait_for_words("Debrief with Amir Haddad");
    driver.wait_for_words("1 line");
    driver.run("document.querySelector('[data-line]').focus()", json!([]));
    keys.press("e");
    driver.wait_for_words("Praised");
    laptop.tab_to(&driver, "What went well");
    laptop.write_into_field(&driver, "Students said the rule themselves");
    laptop.tab_to(&driver, "In the teacher’s words");
    laptop.write_into_field(&driver, "I will wait longer");
    keys.press("Ctrl+Enter");
    driver.wait_for_words("Since ");
    keys.press("Alt+p");
    driver.wait_for_words("Stop practice");
    keys.press("Alt+a");
    driver.wait_for_words("agreed ");
    assert_sound_in_all_lights(&driver, "a debrief under way");
    keys.press("Ctrl+Enter");
    driver.wait_for_words("Held ");
    keys.press("Ctrl+Shift+s");
    driver.wait_for_words("will be able to read this debrief");
    driver.wait_for_words("1 private wondering stays");
    assert_sound_in_all_lights(&driver, "what goes with a debrief");
    laptop.tab_to(&driver, "Share with Amir Haddad");
    keys.press("Enter");
    driver.wait_for_words("Shared since");
    assert_sound_in_all_lights(&driver, "a shared debrief");

    let reader = hers.drive();
    let her_keys = &hers.keyboard;
    reader.wait_for_words("This week");
    her_keys.press("g");
    her_keys.press("o");
    reader.wait_for_words("1 observation");
    reader.run("document.querySelector('main [data-row]').focus()", json!([]));
    her_keys.press("Enter");
    reader.wait_for_words("They go up by the same");
    her_keys.press("Ctrl+d");
    reader.wait_for_words("Students said the rule themselves");
    reader.wait_for_words("Dana Whitfield shared this with you");
    reader.wait_for_words("I will wait longer");
    assert_sound_in_all_lights(&reader, "a debrief that a teacher reads");
    assert!(!reader.screen().contains("front row"));
}
