//! The log by keyboard alone in the real web view: a day that writes itself is closed, and a week.

use std::time::Duration;

use domain::{RowId, schema::observation, time};
use serde_json::json;
use store::Writer;

use crate::{
    screens::assert_sound_in_all_lights,
    support::{driver::Driver, profile, wait_for, window::Desk},
};

const MINUTE: i64 = 60_000;
const MONDAY: &str = "2026-10-05";
/// Monday 5 October 2026, 2 in the afternoon in Riverbend.
const TWO_PM_MS: i64 = 1_791_226_800_000;

fn desk(fill: impl FnOnce(&mut Writer, &demo::St1)) -> Desk {
    let desk = Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    profile::make(&desk.home(), |writer| {
        let world = demo::st_1(writer).expect("the demo world");
        fill(writer, &world);
    });
    let ahead_ms = TWO_PM_MS - chrono::Utc::now().timestamp_millis();
    let clock = json!({"wall_ms": ahead_ms, "boot_ms": 0, "awake_ms": 0});
    std::fs::write(desk.clock_file(), clock.to_string()).unwrap();
    desk
}

/// A lesson of Amir's that was observed on this Monday.
fn observed(writer: &mut Writer, world: &demo::St1, starts_minute: u32, minutes: i64) {
    let started_ms = time::instant(MONDAY.parse().unwrap(), starts_minute, world.session.zone);
    let school = actions::person::school_of(writer.reader(), world.amir, MONDAY.parse().unwrap()).unwrap();
    let fields = vec![
        (observation::TEACHER, world.amir.into()),
        (observation::STATE, "captured".into()),
        (observation::KIND, "scripted".into()),
        (observation::STARTED_MS, started_ms.into()),
        (observation::ENDED_OFFSET_MS, (minutes * MINUTE).into()),
        (observation::ZONE, world.session.zone.name().into()),
        (observation::SCHOOL, school.into()),
    ];
    writer
        .transact(|tx| {
            let id = tx.new_id();
            tx.create(observation::ENTITY, id, fields)
        })
        .unwrap();
}

/// A planned visit to Amir on this Monday.
fn planned(writer: &mut Writer, world: &demo::St1, starts_minute: u32) -> RowId {
    let plan = actions::visit::Plan {
        teacher: Some(world.amir),
        team: None,
        coach: None,
        section: Some(world.section),
        date: MONDAY.into(),
        starts_minute: Some(starts_minute),
        period: String::new(),
        minutes: Some(45),
        purpose: "Wait time".into(),
        kind: String::new(),
    };
    actions::visit::plan(writer, &plan).unwrap()
}

#[test]
fn a_day_with_three_observations_and_an_overlap_is_closed_in_four_keys() {
    let desk = desk(|writer, world| {
        for (starts, minutes) in [(487, 43), (545, 45), (580, 30)] {
            observed(writer, world, starts, minutes);
        }
    });
    let driver = desk.drive();
    let keys = &desk.keyboard;

    driver.wait_for_words("3 lines to confirm");
    desk.picture("log-week-line");
    keys.press("g");
    keys.press("l");
    driver.wait_for_words("Two lines share 9:40 to 9:50");
    desk.picture("log-day-overlap");
    keys.press("Ctrl+Enter");
    driver.wait_for_words("1 line is confirmed. 2 overlap");
    keys.press("2");
    driver.wait_for_words("Closed: 108 minutes.");
    driver.wait_for_words("100.0 %");
    desk.picture("log-day-closed");
    drop(driver);

    let reader = profile::reader(&desk.home());
    let (me, day) = (actions::session::load(&reader).unwrap().me, MONDAY.parse().unwrap());
    let entries = store::log::between(&reader, me, day, day).unwrap();
    let times: Vec<_> = entries.iter().map(|entry| (entry.starts_minute, entry.minutes)).collect();
    assert_eq!(times, [(Some(487), 43), (Some(545), 35), (Some(580), 30)]);
}

#[test]
fn a_visit_to_an_absent_teacher_is_cancelled_by_one_key_and_is_not_missed_and_an_open_one_is_carried_over() {
    let mut visits = Vec::new();
    let desk = desk(|writer, world| visits.extend([planned(writer, world, 600), planned(writer, world, 700)]));
    let driver = desk.drive();
    let keys = &desk.keyboard;

    driver.wait_for_words("10:00");
    keys.press("Down");
    keys.press("a");
    driver.wait_for_words("It does not count as missed");
    driver.wait_for_words("Teacher absent or substitute");
    desk.picture("log-absent");

    keys.press("g");
    keys.press("l");
    driver.wait_for_words("Confirmed minutes");
    keys.press("w");
    driver.wait_for_words("Carry over to next week");
    assert_sound_in_all_lights(&driver, "a week with open visits");
    desk.tab_to(&driver, "Amir Haddad");
    keys.press("5");
    driver.wait_for_words("No visit is left open.");
    drop(driver);

    let reader = profile::reader(&desk.home());
    let [absent, carried] = [visits[0], visits[1]].map(|id| store::visit::load(&reader, id).unwrap());
    assert_eq!((absent.state.as_str(), absent.reason_code.as_str()), ("cancelled", "teacher_absent"));
    assert_eq!((carried.state.as_str(), carried.reason_code.as_str()), ("moved", "assembly"));
    assert_eq!(carried.date, "2026-10-12");
    let week = actions::log::week(&reader, TWO_PM_MS + 7 * 24 * 60 * MINUTE, Some(MONDAY)).unwrap().visits;
    assert_eq!((week.planned, week.away, week.missed), (1, 1, 0));
}

/// Presses Tab until the element with this name has the keys. A field for a day takes several, one for each of its parts,
/// so what is waited for is the key and not the focus.
pub fn tab_over_dates_to(desk: &Desk, driver: &Driver, name: &str) {
    let count =
        "window.tabs = 0; addEventListener('keyup', (event) => { if (event.key === 'Tab') window.tabs++; }, true)";
    driver.run(count, json!([]));
    for pressed in 1..40 {
        if driver.focused() == name {
            return;
        }
        desk.keyboard.press("Tab");
        wait_for("the page to have the key", Duration::from_secs(10), || {
            (driver.run("return window.tabs", json!([])) == json!(pressed)).then_some(())
        });
    }
    panic!("Tab never reached {name:?}");
}

#[test]
fn a_visit_of_every_week_is_planned_by_keyboard_and_one_undo_takes_the_series_back() {
    let desk = desk(|writer, world| observed(writer, world, 487, 43));
    let driver = desk.drive();
    let keys = &desk.keyboard;
    let count = || {
        let (first, last) = ("2026-10-05".parse().unwrap(), "2027-06-30".parse().unwrap());
        store::visit::between(&profile::reader(&desk.home()), first, last).unwrap().len()
    };

    driver.wait_for_words("This week so far");
    keys.press("p");
    driver.wait_for_words("Teacher or team");
    driver.wait_for_field();
    desk.write_into_field(&driver, "amir");
    driver.wait_for_words("Amir Haddad");
    keys.press("Enter");
    driver.wait_for_words("What for");
    tab_over_dates_to(&desk, &driver, "How often");
    keys.write("Every");
    wait_for("every week to be chosen", Duration::from_secs(10), || {
        let chosen = "const s = document.activeElement; return s.selectedOptions ? s.selectedOptions[0].text : ''";
        (driver.run(chosen, json!([])) == json!("Every week")).then_some(())
    });
    driver.wait_for_words("6 visits: Tue 6 Oct");
    assert_sound_in_all_lights(&driver, "planning every week");
    desk.tab_to(&driver, "For weeks");
    keys.press("Enter");
    driver.wait_for_words("6 visits to Amir Haddad planned");
    assert_eq!(count(), 6);
    desk.picture("week-after-series");
    keys.press("Ctrl+z");
    driver.wait_for_words("Undone: Plan 6 visits");
    assert_eq!(count(), 0);
}

#[test]
fn what_was_last_time_stands_beside_the_name_before_a_lesson_begins() {
    let desk = desk(|writer, world| observed(writer, world, 487, 43));
    let driver = desk.drive();

    driver.wait_for_words("This week so far");
    desk.keyboard.press("Ctrl+n");
    driver.wait_for_words("Whose lesson");
    driver.wait_for_field();
    desk.write_into_field(&driver, "amir");
    driver.wait_for_words("Last time Mon 5 Oct");
    driver.wait_for_words("Open step, check Tue 6 Oct: after each question, wait 3 s before calling a name");
    assert_sound_in_all_lights(&driver, "what was last time");
}

#[test]
fn the_log_of_the_demo_district_is_not_empty() {
    let desk = Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    profile::make_term(&desk.home(), chrono::Utc::now().date_naive());
    let driver = desk.drive();

    driver.wait_for_words("This week");
    desk.keyboard.press("g");
    desk.keyboard.press("l");
    driver.wait_for_words("Confirmed minutes");
    desk.picture("demo-log-day");
    desk.keyboard.press("w");
    driver.wait_for_words("Carry over to next week");
    desk.keyboard.press("[");
    driver.wait_for_words("Direct share");
    desk.picture("demo-log-week");
    driver.resize(1024, 600);
    desk.picture("demo-log-week-small");
    desk.keyboard.press("w");
    driver.wait_for_words("Add a line");
    desk.picture("demo-log-day-small");
    desk.keyboard.press("v");
    driver.wait_for_words("Keep the line");
    desk.picture("demo-log-travel-small");
}
