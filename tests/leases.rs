//! A computer that stays without contact, in the window: a warning, then others' records are closed, then they are back.

use actions::sharing::{self as shares, With};
use serde_json::json;
use store::Checkpoint;

use crate::{
    sharing::{joined, sync},
    st_6_readers_file::observe,
    support::{
        profile,
        service::Service,
        window::{Desk, said},
    },
};

const DAY_MS: i64 = 86_400_000;

/// Shows the list of observations.
fn observations(desk: &Desk) {
    desk.keyboard.press("g");
    desk.keyboard.press("o");
}

fn days_later(desk: &Desk, days: i64) {
    std::fs::write(desk.clock_file(), json!({ "wall_ms": days * DAY_MS }).to_string()).unwrap();
}

#[test]
fn what_others_shared_is_announced_closed_and_open_again_after_one_contact() {
    let mut service = Service::start();
    let screen = Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    let (laptop, dana) = joined(&service, Desk::new(320, 200), ("Dana", "Whitfield"), "coach");
    let (hers, amir) = joined(&service, screen, ("Amir", "Haddad"), "teacher");
    service.administer(&["lease", "21"]);
    service.say_fact(&["pair", &dana, &amir], "");
    sync(&[&laptop]);
    let (mut writer, _) = profile::open(&laptop.home());
    let (root, _) =
        observe(&mut writer, (dana.parse().unwrap(), amir.parse().unwrap()), "wait time was long", "is he bored");
    shares::share(&mut writer, root, With::Teacher).unwrap();
    writer.checkpoint(Checkpoint::Truncate).unwrap();
    drop(writer);
    sync(&[&laptop, &hers]);
    service.kill();

    days_later(&hers, 16);
    let driver = hers.drive();
    driver.wait_for_words("Connect by");
    observations(&hers);
    driver.wait_for_words("From Dana Whitfield");
    hers.keyboard.press("g");
    hers.keyboard.press("y");
    driver.wait_for_words("to go on seeing what others share.");
    hers.picture("lease-near");

    days_later(&hers, 22);
    driver.wait_for_words("What others shared is closed");
    hers.picture("lease-closed-sync");
    observations(&hers);
    driver.wait_for_words("Nothing is lost.");
    assert!(!driver.screen().contains("From Dana Whitfield"));
    hers.picture("lease-closed-list");
    drop(driver);
    assert_eq!(said(&hers, &["status"])["othersLeftMs"], 0);

    std::fs::remove_file(hers.clock_file()).unwrap();
    service.serve_again();
    sync(&[&hers]);
    let driver = hers.drive();
    driver.wait_for_words("This week");
    observations(&hers);
    driver.wait_for_words("From Dana Whitfield");
    assert!(!driver.screen().contains("is closed"));
}
