//! The sharing agreement in the real window, by keys alone: written, accepted by both, in force at the service, withdrawn.

use serde_json::json;

use crate::{
    screens::assert_sound_in_all_lights,
    sharing::{joined, sync},
    support::{driver::Driver, profile, service::Service, window::Desk},
};

/// Goes to Amir's page and from there to the agreement.
fn to_agreement(desk: &Desk, driver: &Driver) {
    let keys = &desk.keyboard;
    driver.wait_for_words("This week");
    keys.press("g");
    keys.press("p");
    driver.wait_for_words("Amir Haddad");
    driver.run(
        "[...document.querySelectorAll('main [data-row]')].find((row) => row.textContent.includes('Amir')).focus()",
        json!([]),
    );
    keys.press("Enter");
    driver.wait_for_words("Observe now");
    keys.press("s");
    driver.wait_for_words("Sharing agreement with Amir Haddad");
}

/// Chooses from the list with this label by value, as its keys do in some system or other.
fn choose(driver: &Driver, label: &str, value: &str) {
    let script = "const list = [...document.querySelectorAll('dialog select')].find((one) => one.labels[0].textContent.includes(arguments[0]));
                  list.value = arguments[1]; list.dispatchEvent(new Event('change', { bubbles: true }))";
    driver.run(script, json!([label, value]));
}

#[test]
fn an_agreement_is_written_accepted_by_both_on_one_screen_and_withdrawn_by_keys() {
    let service = Service::start();
    let screen = Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    let (desk, dana) = joined(&service, screen, ("Dana", "Whitfield"), "coach");
    let other = Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    let (_hers, amir) = joined(&service, other, ("Amir", "Haddad"), "teacher");
    service.say_fact(&["pair", &dana, &amir], "");
    sync(&[&desk]);
    let driver = desk.drive();
    let keys = &desk.keyboard;
    to_agreement(&desk, &driver);
    driver.wait_for_words("There is no sharing agreement with Amir Haddad yet");
    desk.picture("agreement-empty");

    keys.press("e");
    driver.wait_for_words("Write this version");
    choose(&driver, "Script and evidence", "supervisors");
    assert_sound_in_all_lights(&driver, "writing an agreement");
    desk.tab_to(&driver, "Write this version");
    keys.press("Enter");
    driver.wait_for_words("Waits to be accepted");
    driver.wait_for_words("supervisors read more than facts");
    keys.press("a");
    driver.wait_for_words("Dana Whitfield accepted on");
    desk.picture("agreement-waits");
    keys.press("Ctrl+p");
    driver.wait_for_words("Who has not accepted it finds a place to sign");
    desk.picture("agreement-print");
    desk.save_pdf(&driver, "agreement-to-sign");

    keys.press("h");
    driver.wait_for_words("Amir Haddad, please read this");
    keys.press("g");
    keys.press("p");
    driver.wait_for_words("Amir Haddad, please read this");
    desk.picture("agreement-hand-over");
    desk.tab_to(&driver, "I have read it and I accept");
    keys.press("Enter");
    driver.wait_for_words("on the coach's screen");
    driver.wait_for_words("In force");
    assert_sound_in_all_lights(&driver, "an agreement in force");
    keys.press("Ctrl+p");
    driver.wait_for_words("Who has not accepted it finds a place to sign");
    desk.tab_to(&driver, "English");
    keys.press("Right");
    desk.save_pdf(&driver, "agreement-in-force");

    keys.press("x");
    driver.wait_for_words("Withdraw this version?");
    choose(&driver, "Who withdraws", "teacher");
    desk.tab_to(&driver, "Withdraw");
    keys.press("Enter");
    driver.wait_for_words("Amir Haddad withdrew on");
    assert_sound_in_all_lights(&driver, "a withdrawn agreement");
}

#[test]
fn who_can_see_a_lesson_is_said_in_its_head_and_by_a_key() {
    let desk = Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    profile::make_st_1(&desk.home());
    let driver = desk.drive();
    let keys = &desk.keyboard;
    driver.wait_for_words("This week");
    keys.press("g");
    keys.press("o");
    driver.wait_for_words("New observation");
    keys.press("Ctrl+n");
    driver.wait_for_words("Whose lesson");
    driver.wait_for_field();
    desk.write_into_field(&driver, "amir");
    driver.wait_for_words("Amir Haddad");
    keys.press("Enter");
    driver.wait_for_words("only you, on your devices");

    keys.press("Ctrl+i");

    driver.wait_for_words("Who can see this");
    driver.wait_for_words("Nobody else.");
    desk.picture("who-can-see-this");
    keys.press("Escape");
}
