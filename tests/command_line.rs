//! The same program as a command line.

use crate::support::{profile, window::Desk};

#[test]
fn the_doctor_finds_a_sound_profile_sound_and_shows_no_word_of_it() {
    let desk = Desk::new(320, 200);
    profile::make_st_1(&desk.home());

    let (code, said, complaint) = desk.command(&["doctor", "--json"]);

    assert_eq!(code, 0, "{complaint}");
    let found: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(found["profiles"][0]["database"], "whole");
    assert!(found["profiles"][0]["operations"].as_u64().unwrap() > 50);
    assert!(!said.contains("Amir") && !said.contains("wait 3 s"));
}

#[test]
fn a_doctor_who_finds_a_problem_still_says_the_rest() {
    let desk = Desk::new(320, 200);
    profile::make_st_1(&desk.home());
    let folder = std::fs::read_dir(desk.home().join("profiles")).unwrap().next().unwrap().unwrap().path();
    std::fs::remove_file(folder.join("profile.db")).unwrap();

    let (code, said, complaint) = desk.command(&["doctor", "--json"]);

    assert_eq!(code, 4, "{complaint}");
    let found: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(found["profiles"][0]["database"], "not checked");
    assert!(found["profiles"][0]["keychain"].is_string(), "{said}");
    assert!(complaint.contains("Its key is here"), "{complaint}");
}

#[test]
fn a_backup_opens_on_a_new_computer_with_the_passphrase() {
    let (old, new) = (Desk::new(320, 200), Desk::new(320, 200));
    profile::make_st_1(&old.home());
    let file = old.everything().join("b.coachlight-backup");
    let name = file.to_str().unwrap();

    assert_eq!(old.command(&["backup", name]).0, 0);
    let (code, _, complaint) = new.command(&["restore", name]);

    assert_eq!(code, 0, "{complaint}");
    let people = store::person::all(&profile::reader(&new.home())).unwrap();
    assert!(people.iter().any(|person| person.name() == "Amir Haddad"));
}

#[test]
fn an_export_leaves_private_lines_out_unless_told() {
    let desk = Desk::new(320, 200);
    profile::make_term(&desk.home(), "2026-11-19".parse().unwrap());
    let (without, with) = (desk.everything().join("without"), desk.everything().join("with"));

    let (code, said, complaint) = desk.command(&["export", without.to_str().unwrap(), "--json"]);
    assert_eq!(code, 0, "{complaint}");
    assert!(said.contains("not protected"));
    assert_eq!(desk.command(&["export", with.to_str().unwrap(), "--with-private"]).0, 0);

    assert!(!without.join("wondering.csv").exists());
    assert!(std::fs::read_to_string(with.join("wondering.csv")).unwrap().lines().count() > 1);
    assert!(std::fs::read_to_string(without.join("line.csv")).unwrap().lines().count() > 1_000);
    let codebook = std::fs::read_to_string(without.join("codebook.csv")).unwrap();
    assert!(codebook.contains("line.csv,offset_ms"));
}

#[test]
fn a_wrong_passphrase_ends_with_3_and_a_damaged_backup_with_4() {
    let desk = Desk::new(320, 200);
    profile::make_st_1(&desk.home());
    let file = desk.everything().join("no.coachlight-backup");
    std::fs::write(&file, b"not a backup").unwrap();

    assert_eq!(desk.command(&["restore", file.to_str().unwrap()]).0, 4);

    let home = store::profile::Home::hold(&desk.home()).unwrap();
    let one = home.profiles().unwrap().remove(0);
    let mut key_file = one.key_file().unwrap();
    let key = key_file.open(profile::PASSPHRASE).unwrap();
    key_file.set_passphrase(&key, "another passphrase", &mut store::System).unwrap();
    key_file.write(&one.key_path()).unwrap();
    drop(home);
    assert_eq!(desk.command(&["backup"]).0, 3);
}

#[test]
fn a_second_start_is_refused_while_the_first_one_runs() {
    let desk = Desk::new(320, 200);
    profile::make_st_1(&desk.home());
    let _held = store::profile::Home::hold(&desk.home()).unwrap();

    let (code, _, complaint) = desk.command(&["doctor"]);

    assert_eq!(code, 5);
    assert!(complaint.contains("already running"));
}
