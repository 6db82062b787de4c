//! Bringing work from a profile that worked alone into one that belongs to an organisation.

use actions::{
    Error,
    bring::{self, Carried, Chosen, Source},
    person, record,
    session::{self, Begin},
};
use domain::RowId;
use store::{System, Writer, key::Key};

fn profile(folder: &std::path::Path, name: &str, organisation: &str) -> Writer {
    let key = Key::draw(&mut System);
    let mut writer = Writer::create(&folder.join(name), &key, Box::new(System)).unwrap();
    let begin = Begin {
        given: "Dana".into(),
        family: "Whitfield".into(),
        organisation: organisation.into(),
        school: "Juniper Middle".into(),
        zone: "America/Chicago".into(),
    };
    session::begin(&mut writer, &begin).unwrap();
    writer
}

/// Two profiles: before, alone, with some work; and now, in an organisation. And somebody whom work is about.
fn two(folder: &std::path::Path) -> (Writer, Writer, RowId) {
    let mut before = Writer::create(&folder.join("before"), &Key::draw(&mut System), Box::new(System)).unwrap();
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 19).unwrap();
    demo::fill(&mut before, &demo::Size { observations: 8, lines_each: 5, years: 1 }, 7, today).unwrap();
    let now = profile(folder, "now", "Riverbend USD");
    let source = Source::read(before.reader()).unwrap();
    let listed = bring::list(&source, before.reader(), now.reader()).unwrap();
    let person = listed.people.iter().find(|one| one.observations > 0).expect("somebody was observed").id;
    (before, now, person)
}

fn count(writer: &Writer, table: &str) -> u32 {
    writer
        .reader()
        .query_row(&format!("select count(*) from {table} where removed_ms is null"), [], |row| row.get(0))
        .unwrap()
}

fn bring(before: &Writer, now: &mut Writer, chosen: &[Chosen], rest: bool) -> Result<u32, Error> {
    let source = Source::read(before.reader())?;
    let carried = Carried::read(&source, before.reader(), now.reader(), chosen, rest)?;
    bring::carry(now, &carried)
}

#[test]
fn nothing_comes_along_before_it_is_chosen_and_then_only_what_is_about_that_person() {
    let folder = tempfile::tempdir().unwrap();
    let (before, mut now, person) = two(folder.path());
    let lessons = count(&now, "observation");

    assert_eq!(bring(&before, &mut now, &[], false).unwrap(), 0);
    assert_eq!(count(&now, "observation"), lessons);
    let made = bring(&before, &mut now, &[Chosen { person, is: None }], false).unwrap();

    assert!(made > 1, "{made}");
    assert!(count(&now, "line") > 0, "the lines come with their lesson");
    let others: u32 = now
        .reader()
        .query_row("select count(*) from observation where teacher is not ?1", [person.bytes()], |row| row.get(0))
        .unwrap();
    assert_eq!(others, 0, "nobody else's work");
}

#[test]
fn who_was_typed_by_hand_is_found_on_the_roster_and_named_by_the_roster_s_row() {
    let folder = tempfile::tempdir().unwrap();
    let (before, mut now, person) = two(folder.path());
    let there = store::person::load(before.reader(), person).unwrap();
    let typed = format!("{} {}", there.given.to_uppercase(), there.family);
    person::add_teacher(&mut now, &typed).unwrap();
    let source = Source::read(before.reader()).unwrap();
    let listed = bring::list(&source, before.reader(), now.reader()).unwrap();
    let found = listed.people.iter().find(|one| one.id == person).unwrap();
    let is = found.is.expect("the same name, which only one bears");
    assert_eq!(found.because.as_deref(), Some("same name"));
    let people = count(&now, "person");

    bring(&before, &mut now, &[Chosen { person, is: Some(is) }], false).unwrap();

    assert_eq!(count(&now, "person"), people, "nobody is added twice");
    let named: u32 = now
        .reader()
        .query_row("select count(*) from observation where teacher = ?1", [is.bytes()], |row| row.get(0))
        .unwrap();
    assert!(named > 0, "the work names the roster's row");
}

#[test]
fn bringing_it_again_does_nothing_and_undo_takes_it_back() {
    let folder = tempfile::tempdir().unwrap();
    let (before, mut now, person) = two(folder.path());
    let (people, lessons) = (count(&now, "person"), count(&now, "observation"));
    let chosen = [Chosen { person, is: None }];
    bring(&before, &mut now, &chosen, false).unwrap();

    assert_eq!(bring(&before, &mut now, &chosen, false).unwrap(), 0);
    record::undo(&mut now, None).unwrap();

    assert_eq!((count(&now, "person"), count(&now, "observation")), (people, lessons));
    assert!(bring(&before, &mut now, &chosen, false).unwrap() > 0, "and it can be brought after all");
}

#[test]
fn somebody_who_is_not_there_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (before, mut now, person) = two(folder.path());
    let nobody = RowId::new(0, [9; 10]);

    assert!(bring(&before, &mut now, &[Chosen { person: nobody, is: None }], false).is_err());
    assert!(bring(&before, &mut now, &[Chosen { person, is: Some(nobody) }], false).is_err());
}
