//! A marker word is written everywhere a person can write; no file outside the encrypted database may hold it.

use std::{path::Path, time::Duration};

use store::observation as stored;

use crate::support::{lesson, profile, wait_for, window::Desk};

const MARKER: &str = "quetzalmark";

#[test]
fn a_word_that_a_person_wrote_is_in_no_readable_file() {
    let desk = Desk::new(1366, 768).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE).with("COACHLIGHT_LOG", "trace");
    profile::make(&desk.home(), |writer| {
        demo::st_1(writer).unwrap();
        actions::person::add_teacher(writer, &format!("Zed {MARKER}")).unwrap();
    });

    // As a person starts it: no driver, no folder of the web view's own.
    lesson::begin(&desk, "zed", "Zed");
    let mut program = desk.start();
    let keys = &desk.keyboard;
    let reader = profile::reader(&desk.home());
    let observation = lesson::wait_for_keys(&desk, &reader);
    keys.write(&format!("t {MARKER} on the board // {MARKER} privately\n"));
    keys.write(&format!("t {MARKER} half"));
    wait_for("the words on the disk", Duration::from_secs(30), || {
        let lines = stored::lines(&reader, observation).unwrap();
        let drafts = store::draft::of(&reader, observation).unwrap();
        (lines.iter().any(|line| line.text.contains(MARKER))
            && drafts.iter().any(|draft| draft.evidence.contains(MARKER)))
        .then_some(())
    });
    drop(reader);
    let running = search(desk.everything());
    program.kill();
    assert_eq!(desk.command(&["backup"]).0, 0);
    let (_, said, complained) = desk.command(&["doctor"]);
    let after = search(desk.everything());

    assert!(running.1 >= 5 && after.1 >= 5, "only {} and {} files were searched", running.1, after.1);
    assert_eq!((running.0, after.0), (Vec::new(), Vec::new()), "files that hold the marker");
    assert!(!said.contains(MARKER) && !complained.contains(MARKER));
    println!("{} files searched, none holds a word that was written", after.1);
}

#[test]
fn the_search_for_the_marker_finds_a_readable_file() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("leak.log"), format!("x{}y", MARKER.to_uppercase())).unwrap();

    assert_eq!(search(folder.path()).0.len(), 1);
}

/// Returns the files under a folder that hold the marker, in UTF-8 or UTF-16 and either case, and how many there are.
fn search(folder: &Path) -> (Vec<String>, usize) {
    let (mut found, mut count) = (Vec::new(), 0);
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(bytes) = std::fs::read(&path) {
                count += 1;
                let narrow: Vec<u8> = bytes.iter().filter(|byte| **byte != 0).map(u8::to_ascii_lowercase).collect();
                let name = path.to_string_lossy().to_lowercase();
                if name.contains(MARKER) || narrow.windows(MARKER.len()).any(|part| part == MARKER.as_bytes()) {
                    found.push(path.display().to_string());
                }
            }
        }
    }
    (found, count)
}
