//! Every screen in the real web view: no violation that axe finds, no target under 24 px, in both themes and sizes.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{driver::Driver, profile, wait_for, window::Desk};

#[test]
fn no_screen_has_an_axe_violation_or_a_small_target() {
    let axe = axe();
    let mut looked_at = 0;
    for (width, height) in [(1366, 768), (1024, 600)] {
        let desk = Desk::new(width, height).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
        profile::make_term(&desk.home(), chrono::Utc::now().date_naive());
        let driver = desk.drive();
        driver.resize(width, height);
        driver.wait_for_words("This week");
        for (screen, keys, words) in SCREENS {
            for chord in *keys {
                match *chord {
                    "first row" => until(
                        &driver,
                        "const row = document.querySelector('main [data-row]'); row?.focus(); return !!row",
                    ),
                    "field" => driver.wait_for_field(),
                    chord => desk.keyboard.press(chord),
                }
                if *chord == "Escape" {
                    until(&driver, "return document.querySelector('dialog') === null");
                }
                // As fast as a person types.
                std::thread::sleep(Duration::from_millis(120));
            }
            driver.wait_for_words(words);
            for theme in ["light", "dark"] {
                driver.run("document.documentElement.dataset.theme = arguments[0]", json!([theme]));
                assert_sound(&driver, &axe, &format!("{screen}, {theme}, {width}x{height}"));
                looked_at += 1;
            }
        }
    }
    println!("{looked_at} screens looked at");
    assert!(looked_at >= 36);
}

/// Waits until this is so in the page.
fn until(driver: &Driver, is_so: &str) {
    wait_for(is_so, Duration::from_secs(20), || (driver.run(is_so, json!([])) == json!(true)).then_some(()));
}

/// How often a screen is looked at before what is found counts.
const LOOKS: usize = 5;

/// Each screen, the keys that lead to it from the one before, and words that it shows.
const SCREENS: &[(&str, &[&str], &str)] = &[
    ("this week", &[], "This week so far"),
    ("plan a visit", &["p"], "Plan a visit"),
    ("new observation", &["Escape", "Ctrl+n"], "Whose lesson"),
    ("search", &["Escape", "Ctrl+k", "field", "t", "h", "e"], "Lines"),
    ("keys", &["Escape", "F1"], "In a list"),
    ("observations", &["Escape", "g", "o"], "New observation"),
    ("a finished script", &["first row", "Enter"], "Reopen"),
    ("share", &["Ctrl+Shift+s"], "This profile works alone"),
    ("people", &["Escape", "Alt+Left", "g", "p"], "Amir Haddad"),
    ("roster", &["i"], "Import a roster"),
    ("sync centre", &["Alt+Left", "g", "y"], "This profile works alone"),
    ("settings", &["Alt+Left", "Ctrl+Comma"], "Appearance"),
];

/// Returns axe, as a script.
pub fn axe() -> String {
    std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/ui/node_modules/axe-core/axe.min.js"))
        .expect("axe-core is installed by `cargo xtask test`")
}

/// Fails when axe finds a violation on the screen, or a target is too small.
pub fn assert_sound(driver: &Driver, axe: &str, place: &str) {
    let is_loaded = driver.run("return typeof window.axe === 'object'", json!([]));
    if is_loaded != json!(true) {
        driver.run(&format!("{axe}; window.axe = axe;"), json!([]));
    }
    // What is only there while something moves or arrives is no violation: it is gone when looked at again.
    let mut found = Value::Null;
    for _ in 0..LOOKS {
        found = look(driver);
        if found == json!([]) {
            return;
        }
    }
    assert_eq!(found, json!([]), "{place}");
}

/// Returns the violations that axe finds, and the targets under 24 px.
fn look(driver: &Driver) -> Value {
    let found = driver.run_async(
        "const done = arguments[arguments.length - 1];
         // What follows a resize is there after a frame or two.
         setTimeout(() => axe.run().then((r) => done(r.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.html.slice(0, 120) + ' ' + n.failureSummary).join(' | ')))), 200);",
        json!([]),
    );
    let small = driver.run(
        "return [...document.querySelectorAll('button, a, input, select, textarea, [role=option]')]
            .filter((e) => e.checkVisibility() && !e.closest('label'))
            .map((e) => [e, e.getBoundingClientRect()])
            .filter(([, b]) => b.width > 0 && (b.width < 23.9 || b.height < 23.9))
            .map(([e, b]) => Math.round(b.width) + 'x' + Math.round(b.height) + ' ' + e.outerHTML.slice(0, 90));",
        json!([]),
    );
    let list = |found: Value| found.as_array().cloned().expect("a list of what was found");
    Value::Array([list(found), list(small)].concat())
}
