//! Somebody leaves: real processes, a service between them, and then a look into the file that stays.

use domain::schema::content_cycle;
use serde_json::Value;

use crate::{
    sharing::{joined, sync},
    st_6_readers_file::{observe, tables_with},
    support::{
        profile,
        service::Service,
        window::{Desk, said},
    },
};

/// A coach who has a colleague's content cycle, and work of their own that nobody has yet.
struct Leaver {
    service: Service,
    desk: Desk,
    person: String,
}

fn leaver() -> Leaver {
    let service = Service::start();
    let screen = Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    let (desk, person) = joined(&service, screen, ("Dana", "Whitfield"), "coach");
    let (eli, colleague) = joined(&service, Desk::new(320, 200), ("Eli", "Novak"), "coach");
    service.invite("Ola", "Berg");
    for member in [&person, &colleague] {
        service.say_fact(&["team", member, &service.organisation], "");
    }
    sync(&[&desk, &eli]);
    let team = service.organisation.parse().unwrap();
    let plan = |tx: &mut store::Tx<'_>| {
        let cycle = tx.new_id();
        let fields = vec![(content_cycle::TEAM, domain::Value::Id(team)), (content_cycle::TOPIC, "wombats".into())];
        tx.create(content_cycle::ENTITY, cycle, fields)
    };
    profile::open(&eli.home()).0.act(store::workspace(), "plan", plan).unwrap();
    sync(&[&eli, &desk]);
    assert!(!holds(&desk, "wombats").is_empty(), "it is here before");
    let lesson = (person.parse().unwrap(), colleague.parse().unwrap());
    observe(&mut profile::open(&desk.home()).0, lesson, "quokka said aloud", "bilby wondered");
    Leaver { service, desk, person }
}

fn holds(desk: &Desk, words: &str) -> Vec<String> {
    tables_with(&profile::reader(&desk.home()), words)
}

/// The kinds of what is in custody, over all that is there.
fn in_custody(service: &Service) -> Vec<Value> {
    let held = service.administer(&["custody", "list"]);
    held.as_array().unwrap().iter().flat_map(|one| one["kinds"].as_array().unwrap().clone()).collect()
}

/// What others wrote has left the file, and what is one's own can be read and names whom it names.
fn only_one_s_own_is_left(desk: &Desk) {
    for gone in ["wombats", "Berg"] {
        assert_eq!(holds(desk, gone), Vec::<String>::new(), "{gone}");
    }
    for stays in ["quokka", "bilby", "Novak"] {
        assert!(!holds(desk, stays).is_empty(), "{stays}");
    }
    let folder = desk.everything().join("all");
    let (exit, _, complaint) = desk.command(&["export", folder.to_str().unwrap()]);
    assert_eq!(exit, 0, "{complaint}");
}

#[test]
fn a_computer_that_was_ended_hands_in_what_it_wrote_and_then_takes_others_records_off() {
    let Leaver { service, desk, person } = leaver();
    let devices = service.administer(&["devices", "list"]);
    let ended = devices.as_array().unwrap().iter().find(|device| device["person"] == *person).unwrap();
    service.administer(&["devices", "revoke", ended["device"].as_str().unwrap()]);

    let (exit, _, complaint) = desk.command(&["sync", "--once", "--json"]);

    assert!(exit == 7 && complaint.contains("no longer knows"), "{complaint}");
    let kinds = in_custody(&service);
    assert!(kinds.contains(&"observation".into()) && kinds.contains(&"line".into()), "{kinds:?}");
    assert_eq!(said(&desk, &["status"])["waiting"], 0, "it was handed in first");
    only_one_s_own_is_left(&desk);
    let driver = desk.drive();
    driver.wait_for_words("This computer is not known to the service");
    desk.keyboard.press("g");
    desk.keyboard.press("o");
    driver.wait_for_words("1 observation");
    driver.wait_for_words("Eli Novak");
    desk.picture("left");
}

#[test]
fn a_person_who_left_keeps_their_own_work_readable_and_it_comes_back_with_their_right() {
    let Leaver { service, desk, person } = leaver();
    service.administer(&["people", "revoke", &person]);

    said(&desk, &["sync", "--once"]);

    assert!(in_custody(&service).contains(&"observation".into()));
    only_one_s_own_is_left(&desk);
    let driver = desk.drive();
    driver.wait_for_words("This week");
    driver.wait_for_words("Needs attention");
    drop(driver);
    service.administer(&["people", "readmit", &person]);
    sync(&[&desk, &desk]);
    assert!(!holds(&desk, "wombats").is_empty() && !holds(&desk, "Berg").is_empty(), "everything is there again");
}
