//! The keychain only saves typing: it is asked, it is made to forget, and it may be absent. A real gnome-keyring.

use serde_json::Value;

use crate::support::{driver::Driver, profile, window::Desk};

#[test]
fn the_keychain_opens_the_profile_without_typing_until_it_is_told_to_forget() {
    let (desk, mut keychain) = Desk::new(1366, 768).with_keychain();
    profile::make_st_1(&desk.home());

    let driver = desk.drive();
    unlock(&desk, &driver, profile::PASSPHRASE);
    switch(&desk, &driver);
    driver.wait_for_words("The keychain of this computer opens your profile now");
    desk.picture("keychain-remembers");
    drop(driver);
    assert_eq!(doctor(&desk), "holds the key");

    // From now on nothing is typed.
    let driver = desk.drive();
    driver.wait_for_words("This week so far");
    switch(&desk, &driver);
    driver.wait_for_words("From the next start the passphrase is asked for");
    drop(driver);
    assert!(doctor(&desk).starts_with("there, holds nothing"));

    // A keychain that is locked is said calmly, and nothing changes.
    keychain.lock();
    let driver = desk.drive();
    unlock(&desk, &driver, profile::PASSPHRASE);
    switch(&desk, &driver);
    driver.wait_for_words("The keychain of this computer could not be used. Nothing was changed.");
    desk.picture("keychain-locked");
    drop(driver);

    // Without a keychain the passphrase opens the profile as ever, and the settings say calmly that there is none.
    keychain.remove();
    let driver = desk.drive();
    unlock(&desk, &driver, profile::PASSPHRASE);
    open_privacy(&desk, &driver);
    driver.wait_for_words("This computer has no keychain that could keep it");
    desk.picture("keychain-none");
    drop(driver);
    assert_eq!(doctor(&desk), "not there");
}

#[test]
fn a_demo_that_is_removed_leaves_nothing_in_the_keychain() {
    let (desk, _keychain) = Desk::new(1366, 768).with_keychain();
    assert_eq!(desk.command(&["demo"]).0, 0);
    let profiles = desk.home().join("profiles");
    let demo = std::fs::read_dir(&profiles).unwrap().next().unwrap().unwrap().path();
    let kept = ["key.json", "profile.db"].map(|name| (name, std::fs::read(demo.join(name)).unwrap()));
    let driver = desk.drive();
    unlock(&desk, &driver, "demo demo");
    switch(&desk, &driver);
    driver.wait_for_words("The keychain of this computer opens your profile now");

    go_to(&desk, &driver, "About", "Remove the demo data");
    desk.tab_to(&driver, "Remove the demo data…");
    desk.keyboard.press("Enter");
    driver.wait_for_words("will be removed from this computer");
    desk.tab_to(&driver, "Remove the demo data");
    desk.keyboard.press("Enter");
    driver.wait_for_words("Try with demo data");
    drop(driver);

    // Were the same profile here again, the keychain would not open it.
    assert!(!demo.exists());
    std::fs::create_dir(&demo).unwrap();
    for (name, bytes) in kept {
        std::fs::write(demo.join(name), bytes).unwrap();
    }
    let driver = desk.drive();
    driver.wait_for_words("Unlock");
}

fn unlock(desk: &Desk, driver: &Driver, passphrase: &str) {
    driver.wait_for_words("Unlock");
    driver.wait_for_field();
    desk.write_into_field(driver, passphrase);
    desk.keyboard.press("Enter");
    driver.wait_for_words("This week so far");
}

/// Turns the switch of the keychain to its other side.
fn switch(desk: &Desk, driver: &Driver) {
    open_privacy(desk, driver);
    desk.tab_to(driver, "The keychain opens my profile");
    desk.keyboard.press("Space");
}

fn open_privacy(desk: &Desk, driver: &Driver) {
    go_to(desk, driver, "Privacy", "Where private words are");
}

/// Goes to a section of the settings, and waits for these words.
fn go_to(desk: &Desk, driver: &Driver, section: &str, words: &str) {
    desk.keyboard.press("Ctrl+Comma");
    driver.wait_for_words("Choices save at once");
    desk.tab_to(driver, section);
    desk.keyboard.press("Enter");
    driver.wait_for_words(words);
}

/// Returns what `doctor` says of the keychain.
fn doctor(desk: &Desk) -> String {
    let (_, out, err) = desk.command(&["--json", "doctor"]);
    let answer: Value = serde_json::from_str(if out.is_empty() { &err } else { &out }).expect("JSON");
    answer["profiles"][0]["keychain"].as_str().expect("doctor names the keychain").to_owned()
}
