//! Rosters, exports and demo data by the command line: what it prints, what it stores, and how it ends.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::support::{profile, window::Desk};

const STAFF: &str = "First name,Last name,Email,School,Role,Password\n\
    Zuri,Okonkwo,zuri@riverbend.example,Juniper Middle,Teacher,hunter2\n\
    Mats,Lindgren,mats@riverbend.example,Juniper Middle,Teacher,hunter3\n";

fn desk() -> Desk {
    let desk = Desk::new(320, 200);
    profile::make_st_1(&desk.home());
    desk
}

fn file(desk: &Desk, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = desk.everything().join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

fn people(desk: &Desk) -> usize {
    store::person::all(&profile::reader(&desk.home())).unwrap().len()
}

/// Runs a command with `--json` that must end well.
fn said(desk: &Desk, arguments: &[&str]) -> Value {
    let (code, said, complaint) = desk.command(&[arguments, &["--json"]].concat());
    assert_eq!(code, 0, "{complaint}");
    assert_eq!(complaint, "");
    serde_json::from_str(&said).unwrap()
}

/// Runs a command with `--json` that must be refused, and returns its exit code and its problem.
fn refused(desk: &Desk, arguments: &[&str]) -> (i32, Value) {
    let (code, said, complaint) = desk.command(&[arguments, &["--json"]].concat());
    assert_eq!(said, "", "a refusal says nothing on standard output");
    let problem = serde_json::from_str::<Value>(&complaint).unwrap()["problem"].take();
    for part in ["code", "message", "hint"] {
        assert!(problem[part].as_str().is_some_and(|words| !words.is_empty()), "no {part}: {problem}");
    }
    (code, problem)
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn a_dry_run_says_what_would_change_and_stores_nothing() {
    let desk = desk();
    let roster = file(&desk, "staff.csv", STAFF);
    let before = people(&desk);

    let found = said(&desk, &["import-roster", text(&roster), "--dry-run"]);

    assert_eq!((&found["dryRun"], &found["kind"], &found["canImport"]), (&json!(true), &json!("csv"), &json!(true)));
    let added = found["counts"].as_array().unwrap().iter().find(|one| one["entity"] == "person").unwrap();
    assert_eq!(added["added"], 2);
    assert!(found["problems"].as_array().unwrap().iter().any(|problem| problem["code"] == "columnDropped"));
    assert!(!found.to_string().contains("hunter"), "a password is read by nobody");
    assert_eq!(people(&desk), before);
}

#[test]
fn a_roster_is_imported_after_a_backup_and_a_second_time_changes_nothing() {
    let desk = desk();
    let roster = file(&desk, "staff.csv", STAFF);
    let before = people(&desk);

    let made = said(&desk, &["import-roster", text(&roster)]);
    let again = said(&desk, &["import-roster", text(&roster)]);

    assert_eq!(made["summary"], "2 people and 2 roles were added, 1 school or district was changed.");
    assert!(made["import"].as_str().is_some_and(|id| id.len() == 36));
    assert_eq!(people(&desk), before + 2);
    assert_eq!(again["summary"], "Nothing was changed.");
    let folder = std::fs::read_dir(desk.home().join("profiles")).unwrap().next().unwrap().unwrap().path();
    let backups: Vec<_> =
        std::fs::read_dir(folder.join("backups")).unwrap().map(|one| one.unwrap().file_name()).collect();
    assert_eq!(backups.iter().filter(|name| name.to_string_lossy().contains("import")).count(), 1, "{backups:?}");
}

#[test]
fn columns_that_nobody_can_guess_are_refused_with_6_until_the_window_has_been_told() {
    let desk = desk();
    let roster = file(&desk, "staff.csv", "Col1,Col2,Col3\nZuri,Okonkwo,x\n");
    let before = people(&desk);

    let (code, problem) = refused(&desk, &["import-roster", text(&roster)]);

    assert_eq!((code, &problem["code"]), (6, &json!("file")));
    assert_eq!(people(&desk), before);
    let looked = said(&desk, &["import-roster", text(&roster), "--dry-run"]);
    assert_eq!(looked["canImport"], false);
    assert!(looked["problems"].as_array().unwrap().iter().any(|one| one["code"] == "nothingMapped"), "{looked}");
}

#[test]
fn a_file_that_is_not_there_or_is_no_roster_is_refused_with_6() {
    let desk = desk();
    let before = people(&desk);
    let broken = file(&desk, "broken.zip", b"PK\x03\x04 and then nothing");
    let bare = desk.everything().join("bare");
    std::fs::create_dir(&bare).unwrap();
    std::fs::write(bare.join("manifest.csv"), "propertyName,value\noneroster.version,1.2\nfile.classes,bulk\n")
        .unwrap();
    std::fs::write(bare.join("classes.csv"), "sourcedId,title\nc1,Math\n").unwrap();
    let missing = desk.everything().join("nowhere.csv");

    for path in [broken, bare, missing] {
        let (code, problem) = refused(&desk, &["import-roster", text(&path)]);

        assert_eq!((code, &problem["code"]), (6, &json!("file")), "{}", path.display());
    }
    assert_eq!(people(&desk), before);
}

#[test]
fn a_refusal_in_words_says_what_happened_and_what_to_do() {
    let desk = desk();

    let (code, said, complaint) = desk.command(&["import-roster", text(&desk.everything().join("nowhere.csv"))]);

    assert_eq!((code, said.as_str()), (6, ""));
    assert!(complaint.matches('.').count() >= 2 && !complaint.contains('{'), "{complaint}");
}

#[test]
fn wrong_arguments_end_with_2() {
    let desk = Desk::new(320, 200);

    for arguments in [&["import-roster"][..], &["import-roster", "a.csv", "--dry"], &["exporty"]] {
        assert_eq!(desk.command(arguments).0, 2, "{arguments:?}");
    }
}

#[test]
fn without_a_profile_a_roster_is_refused_with_1_and_demo_makes_one() {
    let desk = Desk::new(320, 200);
    let roster = file(&desk, "staff.csv", STAFF);

    let (code, problem) = refused(&desk, &["import-roster", text(&roster)]);
    assert_eq!((code, &problem["code"]), (1, &json!("invalid")));

    let made = said(&desk, &["demo", "--observations", "3", "--lines", "20", "--seed", "5"]);
    assert_eq!((&made["observations"], &made["lines"]), (&json!(3), &json!(60)));
    assert_eq!(made["passphrase"], "demo demo");
    assert!(desk.home().join("profiles").join(made["profile"].as_str().unwrap()).join("profile.db").exists());

    // The demo has a passphrase of its own. The doctor tells what it found all the same, and ends with the problem.
    let (code, report, complaint) = desk.command(&["doctor", "--json"]);
    let report: Value = serde_json::from_str(&report).unwrap();
    let complaint: Value = serde_json::from_str(&complaint).unwrap();
    assert_eq!((code, &complaint["problem"]["code"]), (3, &json!("wrong-secret")));
    assert_eq!(report["profiles"][0]["problem"]["code"], "wrong-secret");
    assert_eq!(report["profiles"][0]["keychain"], "not there");
}

#[test]
fn an_export_leaves_out_what_was_removed_with_everything_that_belongs_to_it() {
    let desk = Desk::new(320, 200);
    profile::make_term(&desk.home(), "2026-11-19".parse().unwrap());
    let (mut writer, _) = profile::open(&desk.home());
    let seen = store::observation::latest(writer.reader(), None, 0, 1).unwrap().remove(0).id;
    let of_it = seen.to_string();
    actions::record::remove_observation(&mut writer, seen).unwrap();
    drop(writer);
    let folder = desk.everything().join("out");

    let done = said(&desk, &["export", text(&folder)]);

    let lines = std::fs::read_to_string(folder.join("line.csv")).unwrap();
    assert!(!lines.contains(&of_it), "a line of the removed observation is in the export");
    let removed = done["removed"]["line"].as_u64().unwrap();
    assert!(removed > 0 && done["removed"]["observation"] == 1, "{done}");
    let codebook = std::fs::read_to_string(folder.join("codebook.csv")).unwrap();
    assert!(codebook.contains(&format!("line.csv,,\"{removed} rows are left out")), "{codebook}");
    assert!(codebook.contains("observation.csv,,\"1 row is left out"), "{codebook}");
}

#[test]
fn every_column_of_an_export_is_in_its_codebook() {
    let desk = desk();
    let folder = desk.everything().join("out");

    said(&desk, &["export", text(&folder), "--with-private"]);

    let codebook = std::fs::read_to_string(folder.join("codebook.csv")).unwrap();
    for entity in domain::schema::ENTITIES {
        let file = format!("{}.csv", entity.table);
        let header = std::fs::read_to_string(folder.join(&file)).unwrap();
        for column in header.lines().next().unwrap().trim_start_matches('\u{feff}').split(',') {
            assert!(codebook.contains(&format!("{file},{column},")), "{file} {column}");
        }
    }
    assert!(codebook.contains("line.csv,observation,The row of observation.csv,UUID"));
    assert!(codebook.contains("visit.csv,minutes,minutes,minutes"));
}
