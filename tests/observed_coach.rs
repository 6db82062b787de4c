//! A supervisor observes a coach at work and shares it, by keys alone; the coach reads it, and nobody else has a row of it.

use std::time::Duration;

use domain::RowId;
use serde_json::json;

use crate::{
    screens::{assert_sound, axe},
    sharing::{joined, sync},
    st_6_readers_file::tables_with,
    support::{decrypted, driver::Driver, profile, service::Service, wait_for, window::Desk},
};

fn count(desk: &Desk, sql: &str) -> i64 {
    profile::open(&desk.home()).0.reader().query_row(sql, [], |row| row.get(0)).unwrap()
}

/// Plans it as a visit of today, as This week plans any visit, and starts it there.
fn monique_plans_and_starts(monique: &Desk, driver: &Driver, today: chrono::NaiveDate) {
    let keys = &monique.keyboard;
    driver.wait_for_words("This week");
    keys.press("p");
    driver.wait_for_words("Teacher or team");
    driver.wait_for_field();
    monique.write_into_field(driver, "dana w");
    driver.wait_for_words("Coaches whom you supervise");
    keys.press("Enter");
    driver.wait_for_words("The visit is yours alone");
    assert!(!driver.screen().contains("What for"), "a coach is observed, and nothing else is planned with them here");
    wait_for("the day", Duration::from_secs(20), || (driver.focused() == "Day").then_some(()));
    keys.press("Ctrl+a");
    monique.write_into_field(driver, &today.to_string());
    assert_sound(driver, &axe(), "planning to observe a coach");
    monique.picture("coach-plan-light");
    monique.tab_to(driver, "Time");
    monique.write_into_field(driver, "11:30 pm");
    monique.tab_to(driver, "What to look at");
    monique.write_into_field(driver, "who talks first");
    keys.press("Enter");
    driver.wait_for_words("Visit to Dana Whitfield planned");
    driver.wait_for_words("Observe the coaching of Dana Whitfield");
    monique.picture("coach-planned-light");
    keys.press("Down");
    wait_for("the visit to have the keys", Duration::from_secs(20), || {
        (driver.focused() == "Observe the coaching of Dana Whitfield").then_some(())
    });
    keys.press("Enter");
    driver.wait_for_words("who talks first");
}

/// Begins from New observation, as far as the choice of the coach, and leaves it.
fn monique_could_begin_at_once(monique: &Desk, driver: &Driver) {
    let keys = &monique.keyboard;
    driver.wait_for_words("This week");
    keys.press("Ctrl+n");
    driver.wait_for_words("Whose lesson");
    driver.wait_for_field();
    let is_offered = "return [...document.querySelectorAll('dialog option')].some((one) => one.value === 'coach')";
    wait_for("a coach to be offered", Duration::from_secs(20), || {
        (driver.run(is_offered, json!([])) == json!(true)).then_some(())
    });
    keys.press("Alt+9");
    driver.wait_for_words("Which coach?");
    let is_there = "return document.activeElement.labels?.[0]?.innerText.includes('Which coach?') ?? false";
    wait_for("the field for a coach", Duration::from_secs(20), || {
        (driver.run(is_there, json!([])) == json!(true)).then_some(())
    });
    monique.write_into_field(driver, "dan");
    driver.wait_for_words("Dana Whitfield");
    assert_sound(driver, &axe(), "which coach is observed");
    monique.picture("coach-choice-light");
    let is_closed = "return document.querySelector('[aria-expanded=true]') === null";
    let is_left = "return document.querySelector('dialog') === null";
    for left in [is_closed, is_left] {
        keys.press("Escape");
        wait_for(left, Duration::from_secs(20), || (driver.run(left, json!([])) == json!(true)).then_some(()));
    }
}

/// Writes two lines, tags the first, and finishes.
fn monique_observes(monique: &Desk, driver: &Driver) {
    let keys = &monique.keyboard;
    driver.wait_for_words("Asks before telling");
    driver.wait_for_field();
    monique.write_into_field(driver, "What did Amir notice? // she hurries");
    keys.press("Tab");
    driver.wait_for_words("keep line");
    keys.press("a");
    keys.press("Enter");
    driver.wait_for_words("What did Amir notice?");
    driver.wait_for_field();
    monique.write_into_field(driver, "quokkaline, then one step");
    keys.press("Enter");
    driver.wait_for_words("quokkaline, then one step");
    assert_sound(driver, &axe(), "observing a coach");
    monique.picture("coach-observed-light");
    keys.press("Ctrl+Enter");
    driver.wait_for_words("Reopen");
}

/// Finds the teacher's name before sharing, writes the role in its place, and shares with the coach.
fn monique_shares(monique: &Desk, driver: &Driver) {
    let keys = &monique.keyboard;
    keys.press("Ctrl+Shift+s");
    driver.wait_for_words("Share this observation");
    driver.wait_for_words("Dana Whitfield will be able to read it, and you");
    driver.wait_for_words("Names in it");
    driver.wait_for_words("1 private wondering stays");
    for nobody in ["My supervisors", "Only that it took place"] {
        assert!(!driver.screen().contains(nobody), "it is offered to the coach only");
    }
    assert_sound(driver, &axe(), "names before an observation of a coach is shared");
    monique.picture("coach-share-light");
    monique.tab_to(driver, "Write “the teacher”");
    keys.press("r");
    driver.wait_for_words("No name that this computer knows");
    driver.wait_for_words("What did the teacher notice?");
    driver.run("document.documentElement.dataset.theme = 'dark'", json!([]));
    monique.picture("coach-share-dark");
    monique.tab_to(driver, "Share with Dana Whitfield");
    keys.press("Enter");
    driver.wait_for_words("not on their computer yet");
    driver.wait_for_words("Dana Whitfield (coach)");
    let screen = driver.screen();
    assert!(screen.contains("What did the teacher notice?") && !screen.contains("Amir"), "{screen}");
    monique.picture("coach-shared-dark");
}

fn dana_reads(dana: &Desk) {
    let driver = dana.drive();
    let keys = &dana.keyboard;
    driver.wait_for_words("This week");
    keys.press("g");
    keys.press("e");
    driver.wait_for_words("Observation of your coaching");
    driver.wait_for_words("Monique Tran");
    driver.wait_for_words("I have read this");
    assert_sound(&driver, &axe(), "what a supervisor shared");
    dana.picture("coach-reads-light");
    keys.press("a");
    driver.wait_for_words("You read it");
    keys.press("Enter");
    driver.wait_for_words("Monique Tran shared this with you");
    driver.wait_for_words("What did the teacher notice?");
    driver.wait_for_words("quokkaline");
    // The tag and the words that it stands for.
    driver.wait_for_words("Asks before telling");
    let counted = "return [...document.querySelectorAll('aside li')].find((one) => one.innerText.includes('Asks before telling'))?.innerText ?? ''";
    assert!(
        driver.run(counted, json!([])).as_str().is_some_and(|count| count.contains("1 line")),
        "{}",
        driver.screen()
    );
    let screen = driver.screen();
    assert!(!screen.contains("hurries") && !screen.contains("Amir") && !screen.contains("Reopen"), "{screen}");
    assert_sound(&driver, &axe(), "an observation that a supervisor shared");
    dana.picture("coach-reads-script-light");
}

#[test]
fn a_supervisor_observes_a_coach_and_shares_it_by_keys_and_that_coach_alone_reads_it() {
    let service = Service::start();
    let screen = || Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    let small = || Desk::new(320, 200);
    let (monique, monique_id) = joined(&service, screen(), ("Monique", "Tran"), "supervisor");
    let (dana, dana_id) = joined(&service, screen(), ("Dana", "Whitfield"), "coach");
    let (ola, ola_id) = joined(&service, small(), ("Ola", "Berg"), "coach");
    let (amir, amir_id) = joined(&service, small(), ("Amir", "Haddad"), "teacher");
    let (ruth, _) = joined(&service, small(), ("Ruth", "Okoro"), "principal");
    let (second, second_id) = joined(&service, small(), ("Sam", "Ilic"), "supervisor");
    for (supervisor, coach) in [(&monique_id, &dana_id), (&monique_id, &ola_id), (&second_id, &dana_id)] {
        service.say_fact(&["supervises", supervisor, coach], "");
    }
    service.say_fact(&["pair", &dana_id, &amir_id], "");
    sync(&[&monique, &dana, &ola, &amir, &ruth, &second]);

    let today = {
        let mut writer = profile::open(&monique.home()).0;
        let now_ms = writer.now_ms();
        actions::session::today(writer.reader(), now_ms).unwrap()
    };
    let driver = monique.drive();
    monique_could_begin_at_once(&monique, &driver);
    monique_plans_and_starts(&monique, &driver, today);
    monique_observes(&monique, &driver);
    sync_after(driver, &[&monique, &dana]);
    assert_eq!(count(&dana, "select count(*) from observation"), 0, "before it is shared nobody has it");
    let driver = monique.drive();
    open_it(&monique, &driver);
    monique_shares(&monique, &driver);
    sync_after(driver, &[&monique, &dana, &ola, &amir, &ruth, &second]);

    dana_reads(&dana);
    sync(&[&dana, &monique]);
    let names_dana = profile::open(&dana.home())
        .0
        .reader()
        .query_row("select coach from observation", [], |row| row.get::<_, Vec<u8>>(0));
    assert_eq!(names_dana.unwrap(), dana_id.parse::<RowId>().unwrap().bytes());
    assert_eq!(count(&dana, "select count(*) from tag"), 1);
    assert_eq!(count(&dana, "select count(*) from visit"), 0, "that it was planned is the supervisor's own");
    for other in [&ola, &amir, &ruth, &second] {
        has_nothing(other);
    }
    monique_sees_that_it_was_read(&monique);
}

/// Closes the window, whose program holds the profile, and exchanges.
fn sync_after(driver: Driver, desks: &[&Desk]) {
    drop(driver);
    sync(desks);
}

/// Opens the one observation of the list.
fn open_it(desk: &Desk, driver: &Driver) {
    driver.wait_for_words("This week");
    desk.keyboard.press("g");
    desk.keyboard.press("o");
    driver.wait_for_words("1 observation");
    driver.run("document.querySelector('main [data-row]').focus()", json!([]));
    desk.picture("coach-listed-light");
    desk.keyboard.press("Enter");
    driver.wait_for_words("Reopen");
}

/// No row, and no word in any table or page of the file.
fn has_nothing(desk: &Desk) {
    for table in ["observation", "line", "tag", "look_for_set", "look_for", "visit", "acknowledgement"] {
        assert_eq!(count(desk, &format!("select count(*) from {table}")), 0, "{table}");
    }
    let (writer, key) = profile::open(&desk.home());
    assert!(tables_with(writer.reader(), "quokkaline").is_empty());
    let pages = decrypted::everything(&desk.home(), key.bytes());
    assert!(!pages.windows(10).any(|bytes| bytes == b"quokkaline"));
}

fn monique_sees_that_it_was_read(monique: &Desk) {
    let (writer, _) = profile::open(&monique.home());
    assert!(!tables_with(writer.reader(), "quokkaline").is_empty(), "the search finds it where it was written");
    drop(writer);
    let driver = monique.drive();
    open_it(monique, &driver);
    driver.wait_for_words("Read by Dana Whitfield");
    monique.picture("coach-read-by-light");
}
