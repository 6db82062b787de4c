//! Two computers of one coach, and the central service between them: real processes, a real network, a real window.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{
    profile,
    service::Service,
    wait_for,
    window::{Desk, said},
};

const STAFF: &str = "First name,Last name,Email,School,Role\n\
    Zuri,Okonkwo,zuri@riverbend.example,Juniper Middle,Teacher\n\
    Mats,Lindgren,mats@riverbend.example,Juniper Middle,Teacher\n";

/// Two computers of one person, joined.
fn two_computers(service: &Service, width: u32, height: u32) -> (Desk, Desk) {
    let (laptop, desktop) = (Desk::new(width, height), Desk::new(320, 200));
    let (person, code) = service.invite("Dana", "Whitfield");
    said(&laptop, &["join", &service.address, &code]);
    said(&desktop, &["join", &service.address, &service.invite_again(&person)]);
    (laptop, desktop)
}

/// Everything that an export has, but for its list of settings of one computer.
pub fn exported(desk: &Desk) -> Vec<(String, String)> {
    let folder = tempfile::tempdir().unwrap();
    said(desk, &["export", folder.path().join("all").to_str().unwrap()]);
    let mut files: Vec<_> = std::fs::read_dir(folder.path().join("all")).unwrap().map(|file| file.unwrap()).collect();
    files.sort_by_key(std::fs::DirEntry::file_name);
    let read = |file: &std::fs::DirEntry| {
        (file.file_name().to_string_lossy().into_owned(), std::fs::read_to_string(file.path()).unwrap())
    };
    files.iter().map(read).collect()
}

#[test]
fn what_one_computer_writes_the_other_has_after_both_have_exchanged() {
    let mut service = Service::start();
    let (laptop, desktop) = two_computers(&service, 320, 200);
    let roster = laptop.everything().join("staff.csv");
    std::fs::write(&roster, STAFF).unwrap();
    said(&laptop, &["import-roster", roster.to_str().unwrap()]);
    let waiting = said(&laptop, &["status"])["waiting"].as_u64().unwrap();
    assert!(waiting >= 5, "a school, two people and two roles wait, and it says {waiting}");

    service.kill();
    let (code, _, complaint) = laptop.command(&["sync", "--once", "--json"]);
    let problem = &serde_json::from_str::<Value>(&complaint).unwrap()["problem"];
    assert_eq!((code, &problem["code"]), (7, &json!("link")));
    assert_eq!(said(&laptop, &["status"])["waiting"], waiting, "what could not be sent still waits");
    service.serve_again();

    assert_eq!(said(&laptop, &["sync", "--once"])["sent"], waiting);
    assert_eq!(said(&laptop, &["status"])["waiting"], 0);
    assert_eq!(said(&desktop, &["sync", "--once"])["received"], waiting);
    assert_eq!(exported(&laptop), exported(&desktop));
    let again = said(&desktop, &["sync", "--once"]);
    assert_eq!((&again["received"], &again["sent"]), (&json!(0), &json!(0)));
    for desk in [&laptop, &desktop] {
        assert_eq!(said(desk, &["doctor"])["profiles"][0]["database"], "whole");
    }
}

#[test]
fn the_organisations_roster_arrives_on_a_computer_and_leaves_it_when_it_is_taken_back() {
    let service = Service::start();
    let desk = Desk::new(320, 200);
    let (_, code) = service.invite("Dana", "Whitfield");
    said(&desk, &["join", &service.address, &code]);
    let is_here = |words: &str| {
        said(&desk, &["sync", "--once"]);
        exported(&desk).iter().any(|(_, text)| text.contains(words))
    };
    assert!(!is_here("Okonkwo"));

    let import = service.import_roster(STAFF);
    assert!(is_here("Okonkwo") && is_here("Juniper Middle"));

    service.undo_roster(&import);
    assert!(!is_here("Okonkwo") && !is_here("Juniper Middle"));
    assert!(is_here("Whitfield"), "who was invited stays");
}

#[test]
fn a_code_lets_one_computer_in_once_and_a_wrong_one_none() {
    let service = Service::start();
    let (desk, other) = (Desk::new(320, 200), Desk::new(320, 200));
    let (_, code) = service.invite("Dana", "Whitfield");
    for wrong in ["AAAAA-AAAAA-AAAAA-AAAAA", ""] {
        let (exit, _, complaint) = desk.command(&["join", &service.address, wrong, "--json"]);
        let problem = &serde_json::from_str::<Value>(&complaint).unwrap()["problem"];
        assert!(exit == 1 && problem["message"].as_str().is_some_and(|words| !words.is_empty()), "{complaint}");
    }
    said(&desk, &["join", &service.address, &code]);
    let (exit, ..) = other.command(&["join", &service.address, &code]);
    assert_eq!(exit, 1, "the code was used");
    assert_eq!(said(&other, &["doctor"])["profiles"], json!([]), "nothing half made is left behind");
}

#[test]
fn a_line_that_is_kept_in_the_window_reaches_the_other_computer_by_itself() {
    let service = Service::start();
    let (laptop, desktop) = two_computers(&service, 1366, 768);
    let laptop = laptop.with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    let driver = laptop.drive();
    let keys = &laptop.keyboard;
    driver.wait_for_words("This week");
    keys.press("Ctrl+n");
    driver.wait_for_words("Whose lesson");
    driver.wait_for_field();
    laptop.write_into_field(&driver, "amir haddad");
    driver.wait_for_words("Add");
    keys.press("Enter");
    driver.wait_for_words("Finish");
    driver.wait_for_field();
    laptop.write_into_field(&driver, "What do you notice about the two graphs?");
    keys.press("Enter");
    driver.wait_for_words("What do you notice about the two graphs?");
    laptop.write_into_field(&driver, "Priya points. // did the others see it?");
    keys.press("Enter");
    driver.wait_for_words("Priya points.");

    let lines = wait_for("the lines on the other computer", Duration::from_secs(60), || {
        said(&desktop, &["sync", "--once"]);
        let files = exported(&desktop);
        let lines = files.into_iter().find(|(name, _)| name == "line.csv").unwrap().1;
        (lines.contains("two graphs") && lines.contains("Priya points.")).then_some(lines)
    });

    assert!(!lines.contains("did the others"), "a wondering stays on its computer");
    let all = exported(&desktop).into_iter().map(|(_, text)| text).collect::<String>();
    assert!(!all.contains("did the others"), "a wondering stays on its computer");
    assert!(all.to_lowercase().contains("haddad"), "the teacher came with the lines");
}
