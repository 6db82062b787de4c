//! Zips, folders and single files, the friendly and the hostile.

use std::fs;

use exchange::oneroster::{self, Options};
use exchange::problem::{FileProblem, FileProblemCode as Code, Severity};
use exchange::source::{self, Limits, Source};

use crate::support::{district, has, zip_of};

fn open(bytes: Vec<u8>) -> Result<Source, Vec<FileProblem>> {
    source::from_bytes("roster.zip", bytes, &Limits::default())
}

fn stops(result: Result<Source, Vec<FileProblem>>) -> FileProblem {
    let problems = result.expect_err("does not open");
    problems.into_iter().find(|p| p.severity == Severity::Stops).expect("one stops")
}

#[test]
fn a_zip_a_folder_and_a_folder_in_a_zip_hold_the_same_roster() {
    let folder = tempfile::tempdir().expect("a folder");
    let nested = tempfile::tempdir().expect("a folder");
    fs::create_dir(nested.path().join("export")).expect("created");
    for (name, bytes) in district().0 {
        fs::write(folder.path().join(&name), &bytes).expect("written");
        fs::write(nested.path().join("export").join(&name), &bytes).expect("written");
    }
    let zip = folder.path().join("roster.zip");
    fs::write(&zip, district().zip()).expect("written");

    let at_root = source::open(&zip).expect("opens");
    let in_folder = open(district().zip_under("export/")).expect("opens");
    fs::remove_file(&zip).expect("removed");
    let plain = source::open(folder.path()).expect("opens");
    let within = source::open(nested.path()).expect("opens");

    for source in [&at_root, &in_folder, &plain, &within] {
        assert!(source.is_one_roster());
        assert_eq!(oneroster::read(source, &Options::default()).people.len(), 4);
    }
    assert!(!has(&at_root.problems, Code::TopFolder));
    assert!(has(&in_folder.problems, Code::TopFolder) && has(&within.problems, Code::TopFolder));
}

#[test]
fn names_that_point_outside_are_reported_and_not_read() {
    for name in ["../users.csv", "a/../../users.csv", "/etc/users.csv", "..\\users.csv", "C:\\users.csv"] {
        let zip = zip_of(&[(name.to_owned(), b"x"), ("staff.csv".to_owned(), b"Name\nA B\n")]);

        let source = open(zip).expect("opens");

        assert_eq!(source.files.len(), 1, "{name}");
        assert!(has(&source.problems, Code::NameUnsafe), "{name}");
    }
}

#[test]
fn an_archive_made_to_fill_the_memory_is_refused_while_it_is_unpacked() {
    let zeros = vec![b'a'; 8 << 20];
    let zip = zip_of(&[("users.csv".to_owned(), &zeros)]);

    assert!(zip.len() < 100_000, "the control: it is small while packed");
    assert_eq!(stops(open(zip)).code, Code::TooLarge);
}

#[test]
fn each_limit_holds_by_itself() {
    let wide = Limits { ratio: u64::MAX, ..Limits::default() };
    let text = vec![b'a'; 100_000];
    let zip = zip_of(&[("a.csv".to_owned(), &text), ("b.csv".to_owned(), &text), ("c.csv".to_owned(), &text)]);
    let with = |limits: Limits| source::from_bytes("roster.zip", zip.clone(), &limits);

    assert_eq!(with(wide.clone()).expect("opens").files.len(), 3);
    assert_eq!(stops(with(Limits { entries: 2, ..wide.clone() })).code, Code::TooLarge);
    assert_eq!(stops(with(Limits { entry_bytes: 99_999, ..wide.clone() })).code, Code::TooLarge);
    assert_eq!(stops(with(Limits { total_bytes: 250_000, ..wide })).code, Code::TooLarge);
}

#[test]
fn a_damaged_zip_and_a_zip_without_tables_say_so() {
    let mut cut = district().zip();
    cut.truncate(cut.len() / 2);
    let pictures = zip_of(&[("photo.png".to_owned(), b"x")]);

    assert_eq!(stops(open(cut)).code, Code::ZipUnreadable);
    assert_eq!(stops(open(pictures)).code, Code::NothingToRead);
}

#[test]
fn a_file_that_is_not_there_is_named_without_its_folder() {
    let folder = tempfile::tempdir().expect("a folder");

    let problem = stops(source::open(&folder.path().join("gone.csv")));

    assert_eq!((problem.file.as_str(), problem.code), ("gone.csv", Code::FileUnreadable));
    assert!(!problem.message.contains('/'), "no path in a message");
    assert_eq!(stops(source::open(folder.path())).code, Code::NothingToRead);
}
