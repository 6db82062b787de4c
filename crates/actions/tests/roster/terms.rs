//! The years and terms of a roster become those of the school calendar, and say which classes go on.

use actions::{calendar, person};

use crate::support::{Desk, Files, MANIFEST, counted, desk, district, year};

const SESSIONS: &str = "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear\n\
    y1,,,2026-2027,schoolYear,2026-08-17,2027-06-12,,2027\n\
    y1b,,,2026-2027 Cedar,schoolYear,2026-08-18,2027-06-12,,2027\n\
    t1,,,Fall,semester,2026-08-17,2027-01-16,y1,2027\n\
    t2,,,Spring,semester,2027-01-16,2027-06-12,y1,2027\n\
    t0,,,Summer,term,2026-06-15,2026-07-25,,2026\n";

/// The district with years and terms; the first class belongs to the fall, the second to the summer that is over.
fn with_terms() -> Files {
    let manifest = MANIFEST.replace("file.classes", "file.academicSessions,bulk\nfile.classes");
    district()
        .with("manifest.csv", &manifest)
        .with("academicSessions.csv", SESSIONS)
        .change("classes.csv", "Room 12,s1,", "Room 12,s1,\"y1,t1\"")
        .change("classes.csv", "Room 3,s2,", "Room 3,s2,t0")
}

fn years(desk: &Desk) -> Vec<String> {
    let years = calendar::view(desk.writer.reader()).unwrap().years;
    let words = |year: calendar::YearView| {
        let terms: Vec<String> = year.terms.iter().map(|term| format!("{} {}", term.label, term.ends)).collect();
        format!("{} {}/{}: {}", year.label, year.starts, year.ends, terms.join(", "))
    };
    years.into_iter().map(words).collect()
}

fn classes(desk: &mut Desk, name: &str) -> (Vec<String>, Vec<String>) {
    let id = desk.person(name).id;
    let now_ms = desk.writer.now_ms();
    let view = person::view(desk.writer.reader(), now_ms, id).unwrap();
    let titles = |classes: Vec<person::ClassView>| classes.into_iter().map(|class| class.title).collect();
    (titles(view.classes), titles(view.past_classes))
}

#[test]
fn academic_sessions_become_school_years_with_their_terms() {
    let mut desk = desk();

    let preview = desk.preview(&with_terms());
    desk.import(&with_terms());

    assert_eq!(counted(&preview, "school_year"), (2, 0, 0, 0), "the same year of another school is no other year");
    assert_eq!(counted(&preview, "term"), (3, 0, 0, 0));
    assert_eq!(
        years(&desk),
        [
            "2025–26 2026-06-15/2026-07-24: Summer 2026-07-24",
            "2026-2027 2026-08-17/2027-06-11: Fall 2027-01-15, Spring 2027-06-11",
        ]
    );
    assert!(desk.preview(&with_terms()).changes.is_empty());
}

#[test]
fn a_school_year_that_a_person_wrote_keeps_its_days() {
    let mut desk = desk();
    calendar::save_year(&mut desk.writer, &year("2026–27", "2026-08-24", "2027-06-04")).unwrap();

    let preview = desk.preview(&with_terms());
    desk.import(&with_terms());

    assert_eq!(counted(&preview, "school_year"), (1, 0, 0, 1));
    assert_eq!(years(&desk)[1], "2026–27 2026-08-24/2027-06-04: Fall 2027-01-15, Spring 2027-06-11");
}

#[test]
fn new_days_of_a_year_in_the_next_file_are_taken_where_a_roster_made_it() {
    let mut desk = desk();
    desk.import(&with_terms());
    let longer = with_terms().change("academicSessions.csv", "2027-06-12", "2027-06-19");

    let preview = desk.preview(&longer);
    desk.import(&longer);

    assert_eq!(counted(&preview, "school_year"), (0, 1, 0, 1));
    let year = preview.changes.iter().find(|change| change.entity == "school_year").unwrap();
    assert_eq!(year.detail, "until 18 June 2027");
    assert_eq!(years(&desk)[1], "2026-2027 2026-08-17/2027-06-18: Fall 2027-01-15, Spring 2027-06-18");
}

#[test]
fn a_class_whose_terms_are_over_is_history_and_the_preview_says_so() {
    let mut desk = desk();

    let preview = desk.preview(&with_terms());
    desk.import(&with_terms());

    let words = "1 class belongs to terms that are over. It is kept as history and not listed.";
    assert!(preview.problems.iter().any(|problem| problem.message == words), "{:#?}", preview.problems);
    assert_eq!(classes(&mut desk, "Inés Peña"), (vec![], vec!["Reading 6B".to_owned()]));
    assert_eq!(classes(&mut desk, "Mari Ortega"), (vec!["Math 5A".to_owned()], vec![]));
}

#[test]
fn a_class_ends_with_its_longest_term_without_another_import() {
    let mut desk = desk();
    desk.import(&with_terms());

    let mut desk = desk.after_days(300);

    assert_eq!(desk.section("Math 5A").ends, "2027-06-11");
    assert_eq!(classes(&mut desk, "Mari Ortega"), (vec![], vec!["Math 5A".to_owned()]));
}

#[test]
fn an_import_that_is_undone_takes_its_years_and_terms_along() {
    let mut desk = desk();
    let imported = desk.import(&with_terms());

    actions::roster::undo(&mut desk.writer, imported.id).unwrap();

    assert!(years(&desk).is_empty());
}

#[test]
fn who_teaches_no_longer_is_not_offered_for_a_new_observation() {
    let mut desk = desk();
    desk.import(&district());
    desk.import(&district().without_person("t11"));
    let mut desk = desk.after_days(1);
    let now_ms = desk.writer.now_ms();

    let offered = person::teachers(desk.writer.reader(), now_ms).unwrap();

    assert!(offered.iter().any(|teacher| teacher.name == "Given12 Family12"));
    assert!(!offered.iter().any(|teacher| teacher.name == "Given11 Family11"));
}
