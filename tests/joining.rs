//! Joining an organisation in the window, bringing work from before, and a new computer: by keyboard alone, with the real
//! service.

use std::{collections::BTreeSet, time::Duration};

use serde_json::json;

use crate::{
    exchange::exported,
    support::{
        driver::Driver,
        profile, recovery,
        service::Service,
        wait_for,
        window::{Desk, said},
    },
};

/// Goes from the first screen to the form and fills it in.
fn join(desk: &Desk, driver: &Driver, address: &str, code: &str) {
    desk.tab_to(driver, "Join an organisation");
    desk.keyboard.press("Enter");
    fill_in(desk, driver, address, code);
}

/// Fills in the form.
fn fill_in(desk: &Desk, driver: &Driver, address: &str, code: &str) {
    driver.wait_for_words("Invitation file");
    for (label, words) in [
        ("Address of the service", address),
        ("Code", code),
        ("Passphrase", profile::PASSPHRASE),
        ("Passphrase again", profile::PASSPHRASE),
    ] {
        desk.tab_to(driver, label);
        desk.write_into_field(driver, words);
    }
    desk.picture("join");
    desk.keyboard.press("Enter");
}

#[test]
fn an_invitation_that_is_typed_without_a_network_is_kept_and_used_at_the_first_connection() {
    let mut service = Service::start();
    let (_, code) = service.invite("Dana", "Whitfield");
    service.kill();
    let desk = Desk::new(1366, 768);
    let driver = desk.drive();
    driver.wait_for_words("Try with demo data");

    join(&desk, &driver, &service.address, &code);
    recovery::keep(&desk, &driver);
    desk.tab_to(&driver, "Continue");
    desk.keyboard.press("Enter");
    driver.wait_for_words("The service could not be reached");
    desk.picture("join-waiting");
    service.serve_again();
    desk.tab_to(&driver, "Try now");
    desk.keyboard.press("Enter");

    driver.wait_for_words("This week");
    driver.wait_for_words("Riverbend USD");
    driver.wait_for_words("Dana Whitfield");
}

#[test]
fn a_code_that_is_none_is_refused_at_its_field_and_leaves_nothing_behind() {
    let service = Service::start();
    let desk = Desk::new(1024, 600);
    let driver = desk.drive();
    driver.wait_for_words("Try with demo data");

    join(&desk, &driver, &service.address, "AAAAA-AAAAA-AAAAA-AAAAA");
    driver.wait_for_words("There is no such invitation");

    assert_eq!(driver.focused(), "Code");
    let profiles = std::fs::read_dir(desk.home().join("profiles")).unwrap().count();
    assert_eq!(profiles, 0, "nothing is left behind");
}

/// Goes to a section of the settings.
fn settings(desk: &Desk, driver: &Driver, section: &str) {
    desk.keyboard.press("Ctrl+Comma");
    driver.wait_for_words("Appearance");
    desk.tab_to(driver, section);
    desk.keyboard.press("Enter");
}

fn file_of(desk: &Desk, name: &str) -> String {
    exported(desk).into_iter().find(|(file, _)| file == name).map(|(_, text)| text).unwrap_or_default()
}

/// The teachers of an export's observations.
fn teachers(desk: &Desk) -> BTreeSet<String> {
    let text = file_of(desk, "observation.csv");
    let mut lines = text.lines();
    let columns: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    let Some(at) = columns.iter().position(|column| *column == "teacher") else { return BTreeSet::new() };
    lines.filter_map(|line| line.split(',').nth(at)).map(str::to_owned).collect()
}

#[test]
fn work_from_before_is_brought_person_by_person_and_nothing_else_travels() {
    let service = Service::start();
    let (person, code) = service.invite("Dana", "Whitfield");
    let desk = Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    profile::make(&desk.home(), |writer| {
        let size = demo::Size { observations: 12, lines_each: 4, years: 1 };
        demo::fill(writer, &size, 7, chrono::Utc::now().date_naive()).expect("the demo world");
    });
    let driver = desk.drive();
    driver.wait_for_words("This week");

    settings(&desk, &driver, "Organisation");
    driver.wait_for_words("This profile works alone");
    desk.tab_to(&driver, "Join an organisation…");
    desk.keyboard.press("Enter");
    fill_in(&desk, &driver, &service.address, &code);
    recovery::keep(&desk, &driver);
    desk.tab_to(&driver, "Go to This week");
    desk.keyboard.press("Enter");
    driver.wait_for_words("Riverbend USD");
    settings(&desk, &driver, "Organisation");
    driver.wait_for_words("Bring work from before");
    desk.tab_to(&driver, "Passphrase of that profile");
    desk.write_into_field(&driver, profile::PASSPHRASE);
    desk.keyboard.press("Enter");
    driver.wait_for_words("Nothing is chosen yet");
    let name = driver.run(
        "return [...document.querySelectorAll('input[type=checkbox]')].map((box) => box.labels[0])
            .find((label) => /observation/.test(label.innerText)).querySelector('b').innerText",
        json!([]),
    );
    desk.tab_to(&driver, name.as_str().expect("a name"));
    desk.keyboard.press("Space");
    driver.wait_for_words("1 person chosen");
    desk.picture("bring");
    desk.tab_to(&driver, "Bring what is chosen");
    desk.keyboard.press("Enter");
    driver.wait_for_words("brought.");
    desk.picture("brought");

    let other = Desk::new(320, 200);
    said(&other, &["join", &service.address, &service.invite_again(&person)]);
    let found = wait_for("the work on another computer", Duration::from_secs(60), || {
        said(&other, &["sync", "--once"]);
        let found = teachers(&other);
        (!found.is_empty()).then_some(found)
    });
    assert_eq!(found.len(), 1, "one person's work was chosen");
    assert!(file_of(&other, "line.csv").lines().count() > 1, "and their lines came along");
}

#[test]
fn a_new_computer_receives_everything_and_retires_the_old_one() {
    let service = Service::start();
    let (_, code) = service.invite("Dana", "Whitfield");
    let old = Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    said(&old, &["join", &service.address, &code]);
    let driver = old.drive();
    driver.wait_for_words("This week");
    old.keyboard.press("g");
    old.keyboard.press("y");
    driver.wait_for_words("Your computers");
    old.tab_to(&driver, "Add another computer");
    old.keyboard.press("Enter");
    driver.wait_for_words("It works once, until");
    old.picture("add-a-computer");
    let code = driver.run("return document.querySelector('dd.code').innerText", json!([]));
    drop(driver);

    let new = Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    said(&new, &["join", &service.address, code.as_str().expect("a code")]);
    let driver = new.drive();
    driver.wait_for_words("This week");
    new.keyboard.press("g");
    new.keyboard.press("y");
    driver.wait_for_words("this one");
    new.tab_to(&driver, "Retire…");
    new.keyboard.press("Enter");
    driver.wait_for_words("Retire this computer?");
    new.tab_to(&driver, "Retire it");
    new.keyboard.press("Enter");
    driver.wait_for_words("The computer is retired.");

    let (exit, _, complaint) = old.command(&["sync", "--once", "--json"]);
    assert!(exit == 7 && complaint.contains("no longer knows"), "{complaint}");
    let (exit, ..) = old.command(&["export", old.everything().join("all").to_str().expect("a path")]);
    assert_eq!(exit, 0, "what is on it can still be read");
}
