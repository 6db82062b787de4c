//! Files that a coach brings: school calendars, lists of a district with words of its own, and what is kept with an
//! observation; by keyboard alone in the real web view.

use std::time::Duration;

use serde_json::json;
use store::{attachment, observation};

use crate::support::{driver::Driver, lesson, profile, wait_for, window::Desk};

const CALENDAR: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Riverbend//EN\r\nX-WR-CALNAME:Riverbend days\r\n\
    BEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20270510\r\nDTEND;VALUE=DATE:20270512\r\nSUMMARY:Founders holiday\r\nEND:VEVENT\r\n\
    BEGIN:VEVENT\r\nUID:2\r\nDTSTART;VALUE=DATE:20270514\r\nSUMMARY:Staff PD day - no school\r\nEND:VEVENT\r\n\
    BEGIN:VEVENT\r\nUID:3\r\nDTSTART;VALUE=DATE:20270230\r\nSUMMARY:A day that is not\r\nEND:VEVENT\r\n\
    END:VCALENDAR\r\n";

fn desk() -> Desk {
    let desk = Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    profile::make_st_1(&desk.home());
    desk
}

/// Goes to People with the keys G and P.
fn go_to_people(desk: &Desk, driver: &Driver) {
    driver.wait_for_words("This week");
    desk.keyboard.press("g");
    desk.keyboard.press("p");
    driver.wait_for_words("Amir Haddad");
}

fn days(desk: &Desk) -> Vec<String> {
    let reader = profile::reader(&desk.home());
    let all = actions::calendar::view(&reader).unwrap().days;
    all.into_iter()
        .filter(|day| day.date.starts_with("2027-05"))
        .map(|day| format!("{} {}", day.date, day.kind))
        .collect()
}

#[test]
fn a_school_calendar_is_looked_at_imported_without_one_day_and_taken_back() {
    let desk = desk();
    let file = desk.everything().join("riverbend.ics");
    std::fs::write(&file, CALENDAR).unwrap();
    let before = days(&desk);
    let driver = desk.drive();
    let keys = &desk.keyboard;

    go_to_people(&desk, &driver);
    choose_segment(&desk, &driver, "Calendar");
    driver.wait_for_words("Import a calendar");
    desk.tab_to(&driver, "Import a calendar…");
    keys.press("Enter");
    driver.wait_for_words("Nothing is stored until you import");
    driver.wait_for_field();
    desk.picture("calendar-1-choose");
    desk.write_into_field(&driver, file.to_str().unwrap());
    keys.press("Enter");
    driver.wait_for_words("3 days found");
    driver.wait_for_words("Staff PD day");
    desk.picture("calendar-2-days");
    assert_eq!(days(&desk), before, "looking stores nothing");
    // The second day of the holiday is no matter of lessons here; the first checkbox has the keys.
    desk.tab_to(&driver, "Take Tuesday 11 May, Founders holiday");
    keys.press("Space");
    driver.wait_for_words("Import 2 days");
    keys.press("Enter");
    driver.wait_for_words("2 days of the school calendar were imported");
    desk.picture("calendar-3-done");
    let mut with = before.clone();
    with.extend(["2027-05-10 holiday".to_owned(), "2027-05-14 pd".to_owned()]);
    with.sort();
    assert_eq!(days(&desk), with);
    desk.tab_to(&driver, "Undo");
    keys.press("Enter");
    wait_for("the days to go", Duration::from_secs(10), || (days(&desk) == before).then_some(()));
}

/// Arrows move between the four lists of People; the choice has one tab stop.
fn choose_segment(desk: &Desk, driver: &Driver, name: &str) {
    press_until(desk, driver, "Tab", "return document.activeElement.type === 'radio'");
    press_until(
        desk,
        driver,
        "Right",
        &format!("return document.activeElement.labels[0].innerText.trim() === '{name}'"),
    );
}

/// Presses a key until something holds, each time waiting until the focus has moved.
fn press_until(desk: &Desk, driver: &Driver, key: &str, holds: &str) {
    for _ in 0..40 {
        if driver.run(holds, json!([])) == json!(true) {
            return;
        }
        driver.run("window.before = document.activeElement", json!([]));
        desk.keyboard.press(key);
        wait_for("the focus to move", Duration::from_secs(10), || {
            let moved = driver.run("return document.activeElement !== window.before", json!([]));
            (moved == json!(true)).then_some(())
        });
    }
    panic!("{key} never led to where {holds}");
}

#[test]
fn a_district_s_own_columns_are_said_once_and_remembered() {
    let desk = desk();
    let first = desk.everything().join("september.csv");
    let second = desk.everything().join("october.csv");
    std::fs::write(&first, "Voornaam,Achternaam,Gebouw\nZuri,Okonkwo,Juniper Middle\n").unwrap();
    std::fs::write(&second, "Voornaam,Achternaam,Gebouw\nMats,Lindgren,Juniper Middle\n").unwrap();
    let driver = desk.drive();
    let keys = &desk.keyboard;

    go_to_people(&desk, &driver);
    keys.press("i");
    driver.wait_for_words("Nothing is stored until you import");
    desk.picture("roster-1-choose");
    read(&desk, &driver, first.to_str().unwrap());
    driver.wait_for_words("Guessed from the headers");
    // The step begins at its heading; a Tab before that would be taken back.
    wait_for("the heading to have the focus", Duration::from_secs(10), || {
        (driver.focused() == "What would change").then_some(())
    });
    desk.picture("roster-2-unknown-columns");
    for (header, field) in [("Voornaam", "Given name"), ("Achternaam", "Family name"), ("Gebouw", "School")] {
        desk.tab_to(&driver, &format!("What the column {header} is"));
        // One word says it; a space that comes late on a busy machine would open the list, and the list would keep the keys.
        keys.write(field.split(' ').next().unwrap());
        wait_for("the column to be said", Duration::from_secs(10), || {
            let chosen = "const s = document.activeElement; return s.selectedOptions ? s.selectedOptions[0].text : ''";
            (driver.run(chosen, json!([])) == json!(field)).then_some(())
        });
    }
    driver.wait_for_words("Zuri");
    desk.picture("roster-3-columns-said");
    import(&desk, &driver);
    desk.picture("roster-4-done");
    desk.tab_to(&driver, "Import another file");
    keys.press("Enter");
    driver.wait_for_words("Earlier imports");
    desk.picture("roster-5-again");
    read(&desk, &driver, second.to_str().unwrap());
    driver.wait_for_words("This is how you read a file of this kind before");
    driver.wait_for_words("Mats");
    desk.picture("roster-6-remembered");
    import(&desk, &driver);
    drop(driver);

    let people = store::person::all(&profile::reader(&desk.home())).unwrap();
    for name in ["Zuri Okonkwo", "Mats Lindgren"] {
        assert!(people.iter().any(|person| person.name() == name), "{name}");
    }
}

fn read(desk: &Desk, driver: &Driver, path: &str) {
    desk.tab_to(driver, "File or folder");
    desk.write_into_field(driver, path);
    desk.keyboard.press("Enter");
}

fn import(desk: &Desk, driver: &Driver) {
    desk.tab_to(driver, "Import");
    desk.keyboard.press("Enter");
    driver.wait_for_words("The roster is imported");
}

#[test]
fn a_file_is_kept_with_an_observation_by_keys_alone_removed_and_brought_back() {
    let desk = desk();
    let board = desk.everything().join("board.jpg");
    std::fs::write(&board, b"four tables on the board".repeat(9_000)).unwrap();
    lesson::begin(&desk, "ami", "Amir Haddad");
    let driver = desk.drive();
    let keys = &desk.keyboard;
    let kept = || {
        let reader = profile::reader(&desk.home());
        let lesson = observation::capturing(&reader).unwrap().unwrap();
        let files = attachment::of(&reader, lesson).unwrap();
        files
            .iter()
            .map(|file| (file.name.clone(), attachment::content(&reader, file.id).unwrap().len()))
            .collect::<Vec<_>>()
    };
    let whole = vec![("board.jpg".to_owned(), 216_000)];

    driver.wait_for_words("Finish");
    driver.wait_for_field();
    // In the field Tab begins a tag; F6 leads out of it.
    press_until(&desk, &driver, "F6", "return !document.activeElement.matches('textarea')");
    desk.tab_to(&driver, "Files");
    keys.press("Enter");
    driver.wait_for_words("No file is kept with this observation yet");
    desk.picture("files-1-none");
    desk.write_into_field(&driver, board.to_str().unwrap());
    keys.press("Enter");
    driver.wait_for_words("board.jpg");
    driver.wait_for_words("The file is kept with this observation");
    desk.picture("files-2-kept");
    assert_eq!(kept(), whole);
    desk.tab_to(&driver, "Remove board.jpg");
    keys.press("Enter");
    driver.wait_for_words("The file was removed");
    assert_eq!(kept(), []);
    desk.tab_to(&driver, "Undo");
    desk.picture("files-3-removed");
    keys.press("Enter");
    driver.wait_for_words("The file is there again");
    assert_eq!(kept(), whole);
}
