//! Showing one record to one person, between four computers and the real service: the teacher consents, the coach shows, the
//! person reads it, and each of the two can stop it.

use std::time::Duration;

use actions::{
    consent, debrief, person, record,
    shared::{self, SharedKind},
    sharing::{ShareState, consented},
    typed::{self, SaveTyped},
};
use domain::{Problem, RowId};
use store::{Connection, Writer};

use serde_json::json;

use crate::{
    screens::assert_sound_in_all_lights,
    sharing::{joined, sync},
    st_6_readers_file::observe,
    support::{driver::Driver, profile, service::Service, wait_for, window::Desk},
};

fn write<T>(desk: &Desk, act: impl FnOnce(&mut Writer) -> T) -> T {
    act(&mut profile::open(&desk.home()).0)
}

fn read<T>(desk: &Desk, look: impl FnOnce(&Connection) -> T) -> T {
    look(&profile::reader(&desk.home()))
}

/// The words of every debrief that a computer has.
fn praise(desk: &Desk) -> Vec<String> {
    let sql = "select coalesce(praise, '') from debrief where removed_ms is null and erased = 0 order by id";
    read(desk, |reader| {
        let mut statement = reader.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    })
}

fn field(error: actions::Error) -> Option<String> {
    Problem::from(error).field
}

/// A lesson's debrief with a word of praise, shared with the teacher, and the lesson.
fn debriefed(writer: &mut Writer, ids: (RowId, RowId)) -> (RowId, RowId) {
    let (lesson, _) = observe(writer, ids, "quokkascript", "bilbyprivate");
    let row = debrief::prepare(writer, lesson).unwrap();
    let words = SaveTyped { row, column: "praise".into(), number: 1.0, text: "wombat praise".into() };
    typed::keep(writer, &words).unwrap();
    debrief::share(writer, row).unwrap();
    actions::sharing::share(writer, lesson, actions::sharing::With::Teacher).unwrap();
    (row, lesson)
}

#[test]
fn one_person_reads_one_record_from_when_the_teacher_consents_and_the_coach_shows_it_until_she_withdraws() {
    let service = Service::start();
    let small = || Desk::new(320, 200);
    let (dana, dana_id) = joined(&service, small(), ("Dana", "Whitfield"), "coach");
    let (amir, amir_id) = joined(&service, small(), ("Amir", "Haddad"), "teacher");
    let (ruth, ruth_id) = joined(&service, small(), ("Ruth", "Alvarez"), "principal");
    let (eli, _) = joined(&service, small(), ("Eli", "Novak"), "coach");
    service.say_fact(&["pair", &dana_id, &amir_id], "");
    sync(&[&dana, &amir, &ruth, &eli]);
    let [dana_row, amir_row, ruth_row]: [RowId; 3] = [&dana_id, &amir_id, &ruth_id].map(|id| id.parse().unwrap());
    let (row, lesson) = write(&dana, |writer| {
        person::coach(writer, amir_row, true, Some(7)).unwrap();
        debriefed(writer, (dana_row, amir_row))
    });
    sync(&[&dana, &amir, &ruth]);

    // Before: the coach is offered nobody, and is refused; no script is ever asked about.
    let before = read(&dana, |reader| consented::view(reader, row).unwrap());
    assert!(before.people.is_empty() && before.goes.is_empty() && before.barrier.is_none(), "{before:?}");
    assert!(write(&dana, |writer| consented::share(writer, row, ruth_row)).is_err());
    assert_eq!(read(&amir, |reader| consent::view(reader, lesson).unwrap()), None, "a script goes no further");
    let wrong =
        |document, person| field(write(&amir, |writer| consent::say(writer, document, person, true)).unwrap_err());
    assert_eq!(wrong(lesson, ruth_row).as_deref(), Some("document"));
    assert_eq!(wrong(row, dana_row).as_deref(), Some("person"));

    // The teacher consents, twice to the same effect; his word alone opens nothing.
    let asked = read(&amir, |reader| consent::view(reader, row).unwrap()).unwrap();
    assert!(asked.given.is_empty() && asked.people.iter().any(|one| one.id == ruth_row), "{asked:?}");
    for _ in 0..2 {
        write(&amir, |writer| consent::say(writer, row, ruth_row, true).unwrap());
    }
    let given = read(&amir, |reader| consent::list(reader).unwrap());
    let given: Vec<_> = given.iter().map(|one| (one.document, one.kind, one.reader.name.as_str())).collect();
    assert_eq!(given, [(row, SharedKind::Debrief, "Ruth Alvarez")]);
    sync(&[&amir, &dana, &ruth]);
    assert!(praise(&ruth).is_empty(), "only the author's own act shows it");

    // The coach sees exactly what goes, and shows it.
    let offered = read(&dana, |reader| consented::view(reader, row).unwrap());
    assert!(offered.people.len() == 1 && offered.people[0].is_offered, "{offered:?}");
    assert!(offered.goes.iter().any(|words| words.text == "wombat praise"), "{offered:?}");
    write(&dana, |writer| consented::share(writer, row, ruth_row).unwrap());
    write(&dana, |writer| record::undo(writer, Some(row)).unwrap());
    sync(&[&dana, &ruth]);
    assert!(praise(&ruth).is_empty(), "undone before it was sent");
    write(&dana, |writer| consented::share(writer, row, ruth_row).unwrap());
    sync(&[&dana, &ruth, &eli, &dana]);

    // During: that person, that record, nothing else of the lesson, and nobody else.
    assert_eq!(praise(&ruth), ["wombat praise"]);
    assert!(praise(&eli).is_empty());
    has_one_record(&ruth, row, (dana_row, amir_row));
    let open = read(&dana, |reader| consented::view(reader, row).unwrap());
    assert_eq!(open.people[0].state, Some(ShareState::Open));
    assert!(open.people[0].seen.is_some() && !open.people[0].is_offered, "{open:?}");

    ends([&dana, &amir, &ruth], row, ruth_row);
}

/// The person has that record and nothing else of the lesson, with whose it is and of whom it speaks.
fn has_one_record(ruth: &Desk, row: RowId, (coach, teacher): (RowId, RowId)) {
    for table in ["line", "observation", "wondering", "step", "handover_item"] {
        let sql = format!("select count(*) from {table} where erased = 0 and removed_ms is null");
        let count = read(ruth, |reader| reader.query_row(&sql, [], |row| row.get::<_, i64>(0)).unwrap());
        assert_eq!(count, 0, "{table}");
    }
    let now_ms = write(ruth, |writer| writer.now_ms());
    let list = read(ruth, |reader| shared::list(reader, now_ms).unwrap());
    let [shown] = list.records.as_slice() else { panic!("one record: {list:?}") };
    assert_eq!((shown.id, shown.coach.id, shown.teacher.as_ref().map(|one| one.id)), (row, coach, Some(teacher)));
}

/// After: it leaves when the teacher withdraws, and given again it is shown again only as long as the coach shows it.
fn ends([dana, amir, ruth]: [&Desk; 3], row: RowId, ruth_row: RowId) {
    write(amir, |writer| consent::say(writer, row, ruth_row, false).unwrap());
    sync(&[amir, ruth, dana]);
    assert!(praise(ruth).is_empty(), "withdrawn, it closes");
    assert!(read(amir, |reader| consent::list(reader).unwrap()).is_empty());
    let after = read(dana, |reader| consented::view(reader, row).unwrap());
    assert!(!after.people[0].is_consented && !after.people[0].is_offered, "{after:?}");
    write(amir, |writer| consent::say(writer, row, ruth_row, true).unwrap());
    sync(&[amir, dana, ruth]);
    write(dana, |writer| consented::stop(writer, row, ruth_row).unwrap());
    sync(&[dana, ruth]);
    assert!(praise(ruth).is_empty(), "stopped by the coach, whatever the teacher consents to");
}

/// Waits until this is so in the page.
fn until(driver: &Driver, is_so: &str) {
    wait_for(is_so, Duration::from_secs(20), || (driver.run(is_so, json!([])) == json!(true)).then_some(()));
}

#[test]
fn a_consent_is_asked_for_given_shown_and_withdrawn_on_both_screens_by_keys() {
    let service = Service::start();
    let screen = || Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    let (dana, dana_id) = joined(&service, screen(), ("Dana", "Whitfield"), "coach");
    let (amir, amir_id) = joined(&service, screen(), ("Amir", "Haddad"), "teacher");
    let (ruth, ruth_id) = joined(&service, Desk::new(320, 200), ("Ruth", "Alvarez"), "principal");
    service.say_fact(&["pair", &dana_id, &amir_id], "");
    sync(&[&dana, &amir, &ruth]);
    let [dana_row, amir_row, _]: [RowId; 3] = [&dana_id, &amir_id, &ruth_id].map(|id| id.parse().unwrap());
    write(&dana, |writer| {
        person::coach(writer, amir_row, true, Some(7)).unwrap();
        debriefed(writer, (dana_row, amir_row))
    });
    sync(&[&dana, &amir]);

    coach_shows_to_one_person(&dana, |driver| {
        driver.wait_for_words("did not consent to show this to anybody");
        assert_sound_in_all_lights(driver, "nobody consented");
    });
    teacher_consents(&amir);
    sync(&[&amir, &dana]);
    coach_shows_to_one_person(&dana, |driver| {
        driver.wait_for_words("may read it, not shown yet");
        assert_sound_in_all_lights(driver, "a consent that was given");
        // What goes is looked through for names before it goes.
        until(
            driver,
            "return [...document.querySelectorAll('dialog button')].some((one) => one.innerText.startsWith('Show to Ruth') && !one.disabled)",
        );
        dana.tab_to(driver, "Show to Ruth Alvarez");
        dana.keyboard.press("Enter");
        driver.wait_for_words("Stop showing to Ruth Alvarez");
        assert_sound_in_all_lights(driver, "shown to one person");
    });
    sync(&[&dana, &ruth]);
    assert_eq!(praise(&ruth), ["wombat praise"]);
    teacher_withdraws(&amir);
    sync(&[&amir, &ruth]);
    assert!(praise(&ruth).is_empty(), "withdrawn, it closes");
}

/// Goes to the debrief's sharing with one person, by keys as far as there are some.
fn coach_shows_to_one_person(dana: &Desk, then: impl FnOnce(&Driver)) {
    let driver = dana.drive();
    driver.wait_for_words("This week");
    for key in ["g", "o"] {
        dana.keyboard.press(key);
    }
    driver.wait_for_words("1 observation");
    until(&driver, "const row = document.querySelector('main [data-row]'); row?.focus(); return !!row");
    dana.keyboard.press("Enter");
    driver.wait_for_words("quokkascript");
    dana.keyboard.press("Ctrl+d");
    driver.wait_for_words("Debrief with Amir Haddad");
    dana.keyboard.press("Ctrl+Shift+s");
    driver.wait_for_words("One person");
    until(&driver, "const one = document.querySelector('dialog input[value=person]'); one?.click(); return !!one");
    driver.wait_for_words("decides to whom this is shown");
    then(&driver);
    drop(driver);
    dana.wait_for_end();
}

/// Goes to what was shared with the teacher, where the debrief has the keys.
fn shared_with_me(amir: &Desk) -> Driver {
    let driver = amir.drive();
    driver.wait_for_words("Shared with me");
    for key in ["g", "e"] {
        amir.keyboard.press(key);
    }
    driver.wait_for_words("Who can read this");
    until(
        &driver,
        "const row = [...document.querySelectorAll('main [data-row]')].find((one) => one.innerText.includes('Debrief')); row?.focus(); return !!row",
    );
    driver.wait_for_words("wombat praise");
    driver
}

fn teacher_consents(amir: &Desk) {
    let driver = shared_with_me(amir);
    amir.keyboard.press("c");
    driver.wait_for_words("Who else may read this");
    driver.wait_for_words("You can choose anybody");
    assert_sound_in_all_lights(&driver, "to whom to consent");
    driver.run(
        "const list = document.querySelector('dialog select');
         list.value = [...list.options].find((one) => one.text === 'Ruth Alvarez').value;
         list.dispatchEvent(new Event('change', { bubbles: true }));",
        json!([]),
    );
    amir.tab_to(&driver, "Consent");
    amir.keyboard.press("Enter");
    driver.wait_for_words("Ruth Alvarez, since");
    assert_sound_in_all_lights(&driver, "consented");
    drop(driver);
    amir.wait_for_end();
}

fn teacher_withdraws(amir: &Desk) {
    let driver = shared_with_me(amir);
    amir.keyboard.press("Shift+c");
    driver.wait_for_words("What you consented to show");
    driver.wait_for_words("Ruth Alvarez, since");
    assert_sound_in_all_lights(&driver, "everything consented to");
    amir.tab_to(&driver, "Withdraw the consent to show it to Ruth Alvarez");
    amir.keyboard.press("Enter");
    driver.wait_for_words("You consented to show nothing to anybody");
    assert_sound_in_all_lights(&driver, "a consent withdrawn");
    drop(driver);
    amir.wait_for_end();
}
