//! The world keeps the rules of schools: lessons on school days, inside the bells, and nobody real.

use std::collections::{HashMap, HashSet};

use chrono::Timelike;
use domain::{
    RowId,
    schema::{observation, person, role, section, visit},
    time,
};

use crate::support::{Profile, Row, SMALL, filled, rows, small};

const CHICAGO: chrono_tz::Tz = chrono_tz::America::Chicago;

/// Everybody who may be named, whatever the size. Each of them is invented.
const NAMES: [&str; 26] = [
    "Dana Whitfield",
    "Amir Haddad",
    "Beatrice Kowalski",
    "Tobias Mensah",
    "Rosalind Achterberg",
    "Lena Torres",
    "Inés Belmonte",
    "Yuna Tanimori",
    "Hana Novotná",
    "Chidi Obi",
    "Femi Adeyanju",
    "Calvin Duarte",
    "Marisol Vega",
    "Theo Lindqvist",
    "Priya Nair",
    "Ruth Alvarez",
    "Monique Baptiste",
    "Sam Oyelaran",
    "Owen Bracewell",
    "Emeka Nwafor",
    "Lucinda Farrow",
    "Petra Lindqvist-Moore",
    "Gwen Tillery",
    "Silas Okonjo",
    "Marguerite Sandell",
    "Ottilie Brandvold",
];

fn check_days(profile: &Profile) {
    let reader = profile.writer.reader();
    let organisation = actions::session::load(reader).unwrap().organisation;
    let mut calendars = HashMap::new();
    let mut is_lesson_day = |date: chrono::NaiveDate| {
        *calendars
            .entry(date)
            .or_insert_with(|| store::calendar::around(reader, organisation, date).unwrap().is_instructional(date))
    };

    for visit in rows(reader, visit::ENTITY) {
        assert!(is_lesson_day(visit.date("date")), "{}", visit.text("date"));
    }
    for observation in rows(reader, observation::ENTITY) {
        let started = time::local(observation.number("started_ms").unwrap(), CHICAGO);
        assert!(is_lesson_day(started.date_naive()), "{started}");
    }
}

#[test]
fn no_lesson_takes_place_on_a_day_without_school() {
    for today in ["2026-10-09", "2026-11-26", "2026-11-21", "2026-12-25", "2027-03-10", "2027-07-14", "2027-08-22"] {
        check_days(&filled(&demo::Size { lines_each: 1, ..SMALL }, 3, today));
    }
    check_days(&filled(&demo::Size { observations: 300, lines_each: 1, years: 10 }, 3, "2026-11-18"));
}

#[test]
fn every_lesson_lies_inside_its_period_in_the_school_s_zone() {
    let profile = small();
    let reader = profile.writer.reader();
    let sections: HashMap<RowId, Row> = rows(reader, section::ENTITY).into_iter().map(|row| (row.id, row)).collect();

    for observation in rows(reader, observation::ENTITY) {
        let section = &sections[&observation.link("section").unwrap()];
        assert_eq!(section.link("school"), observation.link("school"));
        assert_eq!(section.link("teacher"), observation.link("teacher"));
        let periods = store::calendar::periods(reader, observation.link("school").unwrap()).unwrap();
        let period = periods.into_iter().find(|period| period.code == section.text("period")).unwrap();
        let started = observation.number("started_ms").unwrap();
        let ended = started + observation.number("ended_offset_ms").unwrap();
        let minute = |ms| time::local(ms, CHICAGO).hour() * 60 + time::local(ms, CHICAGO).minute();
        assert!(period.starts_minute <= minute(started) && minute(ended) < period.ends_minute);
        assert_eq!(observation.text("zone"), "America/Chicago");
    }
}

#[test]
fn a_held_lesson_and_its_visit_point_to_each_other() {
    let profile = small();
    let reader = profile.writer.reader();
    let visits: HashMap<RowId, Row> = rows(reader, visit::ENTITY).into_iter().map(|row| (row.id, row)).collect();
    let observations = rows(reader, observation::ENTITY);

    for observation in observations.iter().filter(|row| row.link("visit").is_some()) {
        let visit = &visits[&observation.link("visit").unwrap()];
        assert_eq!(visit.link("observation"), Some(observation.id));
        assert_eq!((visit.text("state"), visit.link("teacher")), ("held", observation.link("teacher")));
    }
    for visit in visits.values() {
        let needs_reason = ["cancelled", "moved"].contains(&visit.text("state"));
        assert!(!needs_reason || !visit.text("reason").is_empty(), "{}", visit.text("state"));
        assert!(visit.link("teacher").is_some() != visit.link("team").is_some());
    }
    assert!(observations.iter().any(|row| row.link("visit").is_none()), "one was not planned");
}

#[test]
fn everybody_is_invented_and_reachable_only_under_a_name_for_examples() {
    let known: HashSet<&str> = NAMES.into_iter().collect();
    let decade = demo::Size { lines_each: 1, ..demo::Size::decade() };
    for profile in [small(), filled(&decade, 9, "2026-11-18")] {
        for person in rows(profile.writer.reader(), person::ENTITY) {
            let name = format!("{} {}", person.text("given"), person.text("family"));
            assert!(known.contains(name.as_str()), "{name}");
            let address = person.text("email");
            assert!(address.is_ascii() && (address.is_empty() || address.ends_with("@riverbend.example")), "{address}");
        }
    }
}

#[test]
fn the_coach_works_at_three_schools_and_every_role_is_a_known_one() {
    let profile = small();
    let reader = profile.writer.reader();
    let me = actions::session::load(reader).unwrap().me;
    let who = actions::session::who(reader, crate::support::NOW_MS).unwrap();
    let roles = rows(reader, role::ENTITY);

    assert_eq!((who.name.as_str(), who.organisation.as_str(), who.school), ("Dana Whitfield", "Riverbend USD", None));
    assert_eq!(roles.iter().filter(|row| row.link("person") == Some(me)).count(), 3);
    assert!(roles.iter().all(|row| domain::person::ROLES.contains(&row.text("code"))));
    let leaders: Vec<&Row> = roles.iter().filter(|row| row.text("code") == "teacher_leader").collect();
    assert_eq!(leaders.len(), 3);
}
