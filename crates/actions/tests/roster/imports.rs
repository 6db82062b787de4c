//! The way of a file: dry run, import, undo, and again.

use actions::{Error, calendar, person, record, roster};
use domain::{Code, Problem};
use exchange::problem::Severity;

use crate::support::{Files, counted, desk, district, year};

fn problem(error: Error) -> Problem {
    Problem::from(error)
}

#[test]
fn a_dry_run_says_everything_and_changes_nothing() {
    let mut desk = desk();
    let before = desk.fingerprint();

    let preview = desk.preview(&district());

    assert_eq!(counted(&preview, "organisation"), (2, 1, 0, 0), "the district merges with the profile's own");
    assert_eq!(counted(&preview, "person"), (12, 0, 0, 0));
    assert_eq!(counted(&preview, "role"), (13, 0, 0, 0));
    assert_eq!(counted(&preview, "section"), (2, 0, 0, 0));
    assert_eq!((preview.kind.as_str(), preview.students_left_out, preview.can_import), ("oneroster", 1, true));
    assert_eq!(preview.changes.len(), 30);
    assert_eq!(desk.fingerprint(), before);
    assert!(roster::imports(desk.writer.reader()).unwrap().is_empty());
}

#[test]
fn an_import_makes_what_the_file_says_and_the_log_says_the_same() {
    let mut desk = desk();

    let imported = desk.import(&district());

    assert_eq!(
        imported.summary,
        "2 schools and districts, 12 people, 13 roles and 2 classes were added, 1 school or district was changed."
    );
    assert_eq!(
        desk.roles("Dana Whitfield"),
        ["coach at Birch Elementary 2026-08-17–2027-06-04", "coach at Cedar Middle 2026-08-17–"]
    );
    assert_eq!(desk.roles("Paul Renner"), ["admin at Birch Elementary –"]);
    let math = desk.section("Math 5A");
    assert_eq!(math.teacher, Some(desk.person("Mari Ortega").id));
    assert_eq!((math.period.as_str(), math.room.as_str(), math.grade.as_str()), ("1, 2", "Room 12", "05"));
    store::check::all(&mut desk.writer).unwrap();
}

#[test]
fn no_student_parent_or_password_is_stored_or_shown() {
    let mut desk = desk();

    let shown = serde_json::to_string(&desk.preview(&district())).unwrap();
    desk.import(&district());

    let mut stored = String::new();
    for entity in domain::schema::ENTITIES {
        store::export::each::<store::Error>(desk.writer.reader(), entity, |row| {
            stored.push_str(&format!("{:?}", row.values));
            Ok(())
        })
        .unwrap();
    }
    assert!(stored.contains("Whitfield") && shown.contains("Whitfield"));
    for word in ["Pupilmark", "Parentmark", "S3cretOne", "Hidden8"] {
        assert!(!stored.contains(word) && !shown.contains(word), "{word}");
    }
}

#[test]
fn undo_takes_the_whole_import_back_and_redo_brings_it_again() {
    let mut desk = desk();
    let before = desk.names();
    let imported = desk.import(&district());
    let (after, rows_after) = (desk.names(), live_rows(&desk));

    roster::undo(&mut desk.writer, imported.id).unwrap();

    assert_eq!(desk.names(), before);
    assert_eq!(live_rows(&desk), [1, 1, 1, 0]);
    assert!(roster::imports(desk.writer.reader()).unwrap()[0].undone);
    let again = problem(roster::undo(&mut desk.writer, imported.id).unwrap_err());
    assert_eq!(again.code, Code::Changed);

    record::redo(&mut desk.writer, Some(imported.id)).unwrap();

    assert_eq!((desk.names(), live_rows(&desk)), (after, rows_after));
    store::check::all(&mut desk.writer).unwrap();
}

/// How many organisations, people, roles and classes there are.
fn live_rows(desk: &crate::support::Desk) -> [usize; 4] {
    use domain::schema::{organisation, person, role, section};
    [organisation::ENTITY, person::ENTITY, role::ENTITY, section::ENTITY].map(|entity| {
        let mut count = 0;
        store::export::each::<store::Error>(desk.writer.reader(), entity, |_| {
            count += 1;
            Ok(())
        })
        .unwrap();
        count
    })
}

#[test]
fn the_same_file_again_finds_everything_as_it_is() {
    let mut desk = desk();
    desk.import(&district());
    let before = desk.fingerprint();

    let preview = desk.preview(&district());
    let imported = desk.import(&district());

    assert!(!preview.can_import);
    assert!(preview.changes.is_empty(), "{:#?}", preview.changes);
    assert_eq!(counted(&preview, "person"), (0, 0, 0, 12));
    assert_eq!(counted(&preview, "role"), (0, 0, 0, 13));
    assert_eq!(imported.summary, "Nothing was changed.");
    assert_eq!(desk.fingerprint(), before);
}

#[test]
fn an_import_after_its_undo_brings_the_same_rows_back_with_what_the_file_says_now() {
    let mut desk = desk();
    let first = desk.import(&district());
    let dana = desk.person("Dana Whitfield").id;
    roster::undo(&mut desk.writer, first.id).unwrap();

    desk.import(&district().change("users.csv", "Dana,Whitfield", "Dana,Fielding"));

    assert_eq!(desk.person("Dana Fielding").id, dana);
    assert_eq!(desk.roles("Dana Fielding").len(), 2);
}

#[test]
fn two_devices_make_the_same_row_of_one_person() {
    let (mut one, mut other) = (desk(), desk());
    other.add_person("Somebody", "Else", "");

    one.import(&district());
    other.import(&district());

    assert_eq!(one.person("Inés Peña").id, other.person("Inés Peña").id);
    assert_eq!(one.section("Math 5A").id, other.section("Math 5A").id);
}

#[test]
fn what_fails_in_the_middle_leaves_nothing_half_stored() {
    let mut desk = desk();
    let before = desk.fingerprint();
    let path = desk.one_roster(&large(300));
    let reading = desk.read(&path);

    for failing_at in [0, 1, 2] {
        let mut told = 0;
        let failed = roster::import(&mut desk.writer, &reading, false, &mut |_, _| {
            told += 1;
            if told > failing_at { Err(Error::invalid("test", "stopped")) } else { Ok(()) }
        });

        assert!(failed.is_err());
        assert_eq!(desk.fingerprint(), before);
        assert!(roster::imports(desk.writer.reader()).unwrap().is_empty());
    }
    desk.import_reading(&reading, false).unwrap();
    assert_ne!(desk.fingerprint(), before);
}

#[test]
fn an_import_is_refused_when_the_rows_are_no_longer_those_that_were_shown() {
    let mut desk = desk();
    let path = desk.one_roster(&district());
    let reading = desk.read(&path);
    person::add_teacher(&mut desk.writer, "Paul Renner").unwrap();
    let before = desk.fingerprint();

    let refused = problem(desk.import_reading(&reading, true).unwrap_err());

    assert_eq!(refused.code, Code::Changed);
    assert_eq!(desk.fingerprint(), before);
}

#[test]
fn work_on_something_else_does_not_disturb_an_import() {
    let mut desk = desk();
    let path = desk.one_roster(&district());
    let reading = desk.read(&path);
    calendar::save_year(&mut desk.writer, &year("2026–27", "2026-08-17", "2027-06-04")).unwrap();

    desk.import_reading(&reading, false).unwrap();

    assert_eq!(desk.roles("Mari Ortega"), ["teacher at Birch Elementary –"]);
}

#[test]
fn an_import_cannot_be_undone_over_a_later_change_of_the_same_field() {
    let mut desk = desk();
    let id = desk.add_person("Paul", "Renner", "");
    let imported = desk.import(&district());
    let save = person::SavePerson {
        id: Some(id),
        given: "Paul".into(),
        family: "Renner".into(),
        preferred: String::new(),
        pronouns: String::new(),
        email: "other@alder.example".into(),
    };
    person::save(&mut desk.writer, &save).unwrap();
    let before = desk.fingerprint();

    let refused = problem(roster::undo(&mut desk.writer, imported.id).unwrap_err());

    assert_eq!(refused.code, Code::Changed);
    assert!(refused.hint.is_some());
    assert_eq!(desk.fingerprint(), before);
    assert!(!roster::imports(desk.writer.reader()).unwrap()[0].undone);
}

#[test]
fn a_file_that_cannot_be_read_is_a_problem_with_a_way_out() {
    let mut desk = desk();
    let before = desk.fingerprint();
    let nowhere = desk.file("gone.csv", "").with_file_name("not-here.csv");

    let missing = problem(desk.try_read(&nowhere, None, &[]).unwrap_err());

    assert_eq!((missing.code, missing.field.as_deref()), (Code::File, Some("path")));
    assert!(!missing.message.contains('/') && missing.hint.is_some());
    for (name, bytes) in [
        ("broken.zip", b"PK\x03\x04nonsense".as_slice()),
        ("empty.csv", b""),
        ("open.csv", b"Name,School\n\"Anna,Birch\nBen,Cedar\n"),
        ("rated.csv", b"Name,Overall Rating\nAnna Roy,4\n"),
        ("users.csv", b"sourcedId,givenName,familyName\nu1,Anna,Roy\n"),
    ] {
        let path = desk.file(name, bytes);
        let reading = desk.read(&path);
        let view = reading.view("token");

        let refused = desk.import_reading(&reading, true);

        let stops = view.problems.iter().any(|one| one.severity == Severity::Stops && !one.hint.is_empty());
        match name {
            // A rating is not taken for anything by itself: the list can be imported without it.
            "rated.csv" => assert!(!stops && view.can_import, "{name}"),
            _ => {
                assert!(stops && !view.can_import, "{name}");
                assert_eq!(problem(refused.unwrap_err()).code, Code::File, "{name}");
                assert_eq!(desk.fingerprint(), before, "{name}");
                continue;
            }
        }
        roster::undo(&mut desk.writer, refused.unwrap().id).unwrap();
        assert_eq!(desk.names(), ["Robin Vale"]);
        return_to(&mut desk);
    }

    fn return_to(desk: &mut crate::support::Desk) {
        *desk = crate::support::desk();
    }
}

#[test]
fn a_roster_of_2_400_teachers_is_read_and_imported_in_seconds() {
    let mut desk = desk();
    let path = desk.one_roster(&large(2_400));

    let began = std::time::Instant::now();
    let reading = desk.read(&path);
    let read = began.elapsed();
    let imported = desk.import_reading(&reading, false).unwrap();
    let all = began.elapsed();
    let again = std::time::Instant::now();
    let same = desk.read(&path).changes_something();

    println!(
        "2,400 teachers with 4,800 classes: read and compared in {read:?}, imported in {:?}, compared again in {:?}",
        all - read,
        again.elapsed()
    );
    assert_eq!(imported.summary.split(',').nth(1), Some(" 2400 people"));
    assert!(!same);
    assert!(all.as_secs() < 60, "{all:?}");
}

/// A district with this many teachers in twelve schools, with two classes each.
fn large(teachers: usize) -> Files {
    let mut files = district();
    let mut add = |name: &str, rows: String| {
        let text = files.0[name].lines().next().unwrap().to_owned();
        files.0.insert(name.to_owned(), format!("{text}\n{rows}"));
    };
    let schools = 1..=12;
    add(
        "orgs.csv",
        format!(
            "d1,,,Alder County,district,,\n{}",
            schools.map(|at| format!("s{at},,,School {at},school,,d1\n")).collect::<String>()
        ),
    );
    let each = |row: &dyn Fn(usize) -> String| (0..teachers).map(row).collect::<String>();
    add("users.csv", each(&|at| format!("u{at},,,true,Given{at},Family{at},u{at}@alder.example,,\n")));
    add("roles.csv", each(&|at| format!("r{at},,,u{at},primary,teacher,2026-08-17,,s{}\n", at % 12 + 1)));
    add(
        "classes.csv",
        each(&|at| {
            (0..2)
                .map(|class| {
                    format!(
                        "c{at}-{class},,,Math {at}{class},05,,5A,scheduled,{at},s{},,Mathematics,,{class}\n",
                        at % 12 + 1
                    )
                })
                .collect()
        }),
    );
    add(
        "enrollments.csv",
        each(&|at| {
            (0..2)
                .map(|class| format!("e{at}-{class},,,c{at}-{class},s{},u{at},teacher,true,,\n", at % 12 + 1))
                .collect()
        }),
    );
    files
}
