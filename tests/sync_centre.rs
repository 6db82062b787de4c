//! The Sync centre in the real window: what met on two computers is seen, chosen by key, and both come to the same.

use std::time::Duration;

use domain::{
    RowId,
    schema::{line, observation, person},
};
use serde_json::json;
use store::{Connection, Error, exchange};

use crate::{
    screens,
    support::{
        driver::Driver,
        profile,
        service::Service,
        wait_for,
        window::{Desk, said},
    },
};

/// Changes the profile of a computer whose window is closed.
fn write(desk: &Desk, document: RowId, act: impl FnOnce(&mut store::Tx<'_>) -> Result<(), Error>) {
    let (mut writer, _) = profile::open(&desk.home());
    writer.act(document, "A test writes", act).unwrap();
}

/// A lesson of one line on two computers of one person. Returns them with the lesson and the line.
fn two_computers_with_a_line(service: &Service) -> (Desk, Desk, RowId, RowId) {
    let (laptop, desktop) = (Desk::new(1366, 768), Desk::new(320, 200));
    let (who, code) = service.invite("Dana", "Whitfield");
    said(&laptop, &["join", &service.address, &code]);
    said(&desktop, &["join", &service.address, &service.invite_again(&who)]);
    let [teacher, lesson, row] = ["teacher", "lesson", "line"].map(|name| RowId::derived(&[name.as_bytes()]));
    write(&laptop, lesson, |tx| {
        tx.create(person::ENTITY, teacher, vec![(person::GIVEN, "Amir".into()), (person::FAMILY, "Haddad".into())])?;
        let fields = vec![
            (observation::TEACHER, teacher.into()),
            (observation::KIND, "scripted".into()),
            (observation::STATE, "captured".into()),
            (observation::STARTED_MS, 1_794_496_440_000_i64.into()),
            (observation::ENDED_OFFSET_MS, 1_200_000_i64.into()),
            (observation::ZONE, "America/Chicago".into()),
        ];
        tx.create(observation::ENTITY, lesson, fields)?;
        let fields = vec![
            (line::OBSERVATION, lesson.into()),
            (line::OFFSET_MS, 60_000_i64.into()),
            (line::WALL_MS, 1_794_496_500_000_i64.into()),
            (line::SPEAKER, "T".into()),
            (line::TEXT, "Four students explain the graph.".into()),
        ];
        tx.create(line::ENTITY, row, fields)
    });
    for desk in [&laptop, &desktop] {
        said(desk, &["sync", "--once"]);
    }
    (laptop, desktop, lesson, row)
}

/// Both computers change the line without knowing of each other; the desktop's changes are with the service.
fn let_them_meet(laptop: &Desk, desktop: &Desk, lesson: RowId, row: RowId) {
    let change = |desk: &Desk, speaker: &'static str, words: &'static str| {
        write(desk, lesson, |tx| {
            tx.set(line::ENTITY, row, line::SPEAKER, speaker.into())?;
            tx.set(line::ENTITY, row, line::TEXT, words.into())
        });
    };
    change(laptop, "S", "Five students explain the graph.");
    change(desktop, "A", "Six students explain the graph.");
    said(desktop, &["sync", "--once"]);
}

/// The words and the speaker of the line, and how much met, as a computer has them.
fn stands(reader: &Connection, row: RowId) -> (String, String, usize) {
    let (_, line) = store::observation::line(reader, row).unwrap();
    (line.text, line.speaker, exchange::conflicts(reader).unwrap().len())
}

#[test]
fn what_met_on_two_computers_is_chosen_by_key_and_the_other_computer_follows() {
    let service = Service::start();
    let (laptop, desktop, lesson, row) = two_computers_with_a_line(&service);
    let_them_meet(&laptop, &desktop, lesson, row);
    let laptop = laptop.with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    let driver = laptop.drive();
    let keys = &laptop.keyboard;

    driver.wait_for_words("Needs attention (2)");
    driver.wait_for_words("This week");
    keys.press("g");
    keys.press("y");
    driver.wait_for_words("Keep the other computer’s");
    driver.wait_for_words("Line in the observation of Amir Haddad, Thu 12 Nov, 9:15");
    laptop.picture("sync-met");
    look(&laptop, &driver);
    keys.press("Down");
    laptop.tab_to(&driver, "Keep the other computer’s");
    keys.press("Enter");
    driver.wait_for_words("Needs attention (1)");
    laptop.tab_to(&driver, "Keep both");
    keys.press("Enter");
    driver.wait_for_words("Nothing needs your attention.");

    let (words, speaker) = wait_for("both computers to have the same", Duration::from_secs(60), || {
        said(&desktop, &["sync", "--once"]);
        let (words, speaker, met) = stands(&profile::reader(&desktop.home()), row);
        (met == 0).then_some((words, speaker))
    });
    assert_eq!(speaker, "A", "theirs was kept");
    assert!(words.contains("Five students") && words.contains("Six students"), "both were kept: {words}");
    assert_eq!(stands(&profile::reader(&laptop.home()), row), (words, speaker, 0));
    driver.wait_for_words("Nothing waits. Everything you wrote here is with the service since");
    laptop.picture("sync-settled");
}

/// Looks at the screen in both themes and sizes, as every other screen is looked at.
fn look(desk: &Desk, driver: &Driver) {
    for (width, height) in [(1366, 768), (1024, 600)] {
        driver.resize(width, height);
        for theme in ["light", "dark"] {
            driver.run("document.documentElement.dataset.theme = arguments[0]", json!([theme]));
            screens::assert_sound(driver, &screens::axe(), &format!("sync centre, {theme}, {width}x{height}"));
            desk.picture(&format!("sync-met-{theme}-{width}"));
        }
    }
    driver.run("document.documentElement.dataset.theme = 'light'", json!([]));
    driver.resize(1366, 768);
}

#[test]
fn an_earlier_version_of_a_line_is_found_in_its_history_and_restored_by_key() {
    let service = Service::start();
    let (laptop, _, lesson, row) = two_computers_with_a_line(&service);
    write(&laptop, lesson, |tx| tx.set(line::ENTITY, row, line::TEXT, "Four students point at it.".into()));
    let laptop = laptop.with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    let driver = laptop.drive();
    let keys = &laptop.keyboard;
    driver.wait_for_words("This week");
    keys.press("g");
    keys.press("o");
    driver.wait_for_words("Amir Haddad");
    keys.press("Down");
    wait_for("the row to have the keys", Duration::from_secs(20), || {
        let is_row = driver.run("return document.activeElement.matches('[data-row]')", json!([]));
        (is_row == json!(true)).then_some(())
    });
    keys.press("Enter");
    driver.wait_for_words("Four students point at it.");
    wait_for("the line to have the keys", Duration::from_secs(20), || {
        let at = driver.run("return document.activeElement.dataset.id ?? ''", json!([]));
        (at == json!(row.to_string())).then_some(())
    });

    keys.press("v");
    driver.wait_for_words("explain the graph.");
    laptop.picture("history");
    let name = driver.run("return document.querySelector('dialog [data-row]').getAttribute('aria-label')", json!([]));
    laptop.tab_to(&driver, name.as_str().unwrap());
    keys.press("Enter");
    driver.wait_for_words("Four students explain the graph.");

    let words = || stands(&profile::reader(&laptop.home()), row).0;
    assert_eq!(words(), "Four students explain the graph.");
    keys.press("Ctrl+z");
    driver.wait_for_words("Four students point at it.");
    assert_eq!(words(), "Four students point at it.");
}

#[test]
fn without_the_service_the_window_says_what_waits_and_sending_by_key_takes_it_there() {
    let mut service = Service::start();
    let (laptop, _, lesson, row) = two_computers_with_a_line(&service);
    write(&laptop, lesson, |tx| tx.set(line::ENTITY, row, line::TEXT, "Four students point at it.".into()));
    service.kill();
    let laptop = laptop.with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    let driver = laptop.drive();
    let keys = &laptop.keyboard;

    driver.wait_for_words("Waiting to send (1)");
    driver.wait_for_words("it is tried again");
    driver.wait_for_words("This week");
    keys.press("g");
    keys.press("y");
    driver.wait_for_words("Line, 9:15");
    driver.wait_for_words("Observation of Amir Haddad, Thu 12 Nov");
    driver.wait_for_words("1 change of yours is still on the way.");
    laptop.picture("sync-waiting");
    service.serve_again();
    laptop.tab_to(&driver, "Send now");
    keys.press("Enter");
    driver.wait_for_words("Nothing waits. Everything you wrote here is with the service since");
    driver.wait_for_words("Nothing of yours is still on its way.");
    laptop.tab_to(&driver, "Find a receipt by its hash");
    let hash = driver.run("return document.querySelector('code').innerText", json!([]));
    laptop.write_into_field(&driver, hash.as_str().unwrap());
    keys.press("Enter");
    wait_for("the receipt to be found", Duration::from_secs(20), || {
        let found = driver.run(
            "return document.querySelector('form + * code, form ~ [role=status] code')?.innerText ?? ''",
            json!([]),
        );
        (found == hash).then_some(())
    });
}
