//! The demo as somebody meets it who looks around: what the coach and single teachers have with each other is on its
//! screens, each is reached and used by keys alone, and each is sound.

use std::time::Duration;

use serde_json::json;

use crate::{
    screens::{assert_sound, axe},
    support::{driver::Driver, wait_for, window::Desk},
};

/// Each screen, the keys that lead to it from the one before, and words that it shows.
const SCREENS: &[(&str, &[&str], &str)] = &[
    ("this week", &[], "Discussions in which students answer each other"),
    ("coaching cycles", &["g", "c"], "Reasons in writing"),
    ("a request", &["j"], "A first lesson with the new books"),
    ("accepting it", &["y"], "Accept a request"),
    ("declining another", &["Escape", "j", "n"], "The teacher reads this"),
    ("shared with me", &["Escape", "g", "e"], "Shared with me"),
    ("a teacher", &["g", "p"], "confirmed in the log"),
];

#[test]
fn what_a_coach_and_a_teacher_have_with_each_other_is_in_the_demo_and_each_screen_of_it_is_sound() {
    let axe = axe();
    let desk = Desk::new(1366, 768);
    let made = desk.command(&["demo"]);
    assert_eq!(made.0, 0, "{}", made.2);
    let desk = desk.with("COACHLIGHT_PASSPHRASE", "demo demo");
    let driver = desk.drive();
    driver.resize(1366, 768);
    for (screen, keys, words) in SCREENS {
        for key in *keys {
            desk.keyboard.press(key);
            if *key == "Escape" {
                wait_until(&driver, "return document.querySelector('dialog') === null");
            }
            std::thread::sleep(Duration::from_millis(250));
        }
        driver.wait_for_words(words);
        desk.picture(&format!("demo-{screen}").replace(' ', "-"));
        for theme in ["light", "dark"] {
            driver.run("document.documentElement.dataset.theme = arguments[0]", json!([theme]));
            assert_sound(&driver, &axe, &format!("{screen}, {theme}"));
        }
        driver.run("document.documentElement.dataset.theme = 'light'", json!([]));
    }
}

/// Waits until this is so in the page.
fn wait_until(driver: &Driver, is_so: &str) {
    wait_for(is_so, Duration::from_secs(20), || (driver.run(is_so, json!([])) == json!(true)).then_some(()));
}
