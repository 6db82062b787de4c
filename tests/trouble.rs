//! When the machine fails: every trouble has a screen that says what happened, what is safe and what to do.

use std::{fs, os::unix::fs::FileExt, path::PathBuf, sync::mpsc, time::Duration};

use serde_json::json;
use store::{Connection, Writer, backup, draft, observation as stored, profile::Home, profile::Profile};

use crate::support::{driver::Driver, process, profile, wait_for, window::Desk};

const SCREEN: (u32, u32) = (1366, 768);

fn desk() -> Desk {
    let desk = Desk::new(SCREEN.0, SCREEN.1).with("COACHLIGHT_PASSPHRASE", profile::PASSPHRASE);
    profile::make_st_1(&desk.home());
    desk
}

fn the_profile(desk: &Desk) -> Profile {
    let home = wait_for("the program's end", Duration::from_secs(10), || Home::hold(&desk.home()).ok());
    home.profiles().unwrap().remove(0)
}

/// Waits for a screen of trouble and checks that it has its three parts.
fn assert_says(desk: &Desk, driver: &Driver, name: &str, title: &str, words: &[&str]) {
    driver.wait_for_words(title);
    desk.picture(name);
    let screen = driver.screen();
    for words in ["What is safe", "What to do"].iter().chain(words) {
        assert!(screen.contains(words), "{words:?} is missing:\n{screen}");
    }
    assert!(!screen.contains("Try with demo data"), "it was taken for a first run:\n{screen}");
}

#[test]
fn a_damaged_database_is_said_and_the_latest_backup_brings_the_work_back_by_keyboard() {
    let desk = desk();
    let (mut writer, key) = profile::open(&desk.home());
    let profile = the_profile(&desk);
    backup::make(&profile, &mut writer, &key, backup::Reason::Daily).unwrap();
    drop(writer);
    let file = fs::OpenOptions::new().write(true).open(profile.database()).unwrap();
    file.write_all_at(&[0xA5; 300], 100).unwrap();

    let driver = desk.drive();
    assert_says(&desk, &driver, "damaged", "This profile could not be read", &["Part of the data is damaged"]);
    desk.tab_to(&driver, "Open a backup");
    desk.keyboard.press("Enter");
    driver.wait_for_words("Backups on this computer");
    desk.picture("damaged-backups");
    desk.tab_to(&driver, &first_choice(&driver));
    desk.keyboard.press("Enter");
    driver.wait_for_field();
    desk.write_into_field(&driver, profile::PASSPHRASE);
    desk.picture("damaged-passphrase");
    desk.keyboard.press("Enter");
    driver.wait_for_words("This week so far");
    drop(driver);

    assert!(profile.folder.join("damaged-1.db").exists(), "what was damaged is kept");
    let (mut writer, _) = profile::open(&desk.home());
    store::check::all(&mut writer).unwrap();
}

fn first_choice(driver: &Driver) -> String {
    let words =
        driver.run("return document.querySelector('[data-row]').innerText.trim().split('\\n')[0].trim()", json!([]));
    words.as_str().unwrap().to_owned()
}

#[test]
fn a_database_without_its_key_is_never_a_first_run() {
    let desk = desk();
    let profile = the_profile(&desk);
    fs::remove_file(profile.key_path()).unwrap();

    let driver = desk.drive();

    assert_says(&desk, &driver, "key-missing", "The key to this profile is missing", &["encrypted", "Open a backup"]);
    assert!(profile.database().exists());
}

#[test]
fn a_key_whose_database_is_gone_is_said_and_nothing_is_made_in_its_place() {
    let desk = desk();
    let profile = the_profile(&desk);
    fs::remove_file(profile.database()).unwrap();

    let driver = desk.drive();

    assert_says(&desk, &driver, "database-gone", "This profile could not be read", &["is not in its folder"]);
    assert!(!profile.database().exists());
}

#[test]
fn a_database_of_a_newer_version_is_left_as_it_is() {
    let desk = desk();
    let (mut writer, _) = profile::open(&desk.home());
    let later = "insert into local_migration (number, name, checksum) values (99, '0099_later', 'x')";
    writer.transact(|tx| tx.reader().execute(later, []).map(drop).map_err(|_| store::Error::Changed)).unwrap();
    drop(writer);

    let driver = desk.drive();

    assert_says(&desk, &driver, "newer", "used with a newer version", &["Nothing was changed", "newer version"]);
    assert!(!driver.screen().contains("Open a backup"), "an older backup would lose the newer work");
}

#[test]
fn a_second_start_says_so_and_goes_on_when_the_first_has_ended() {
    let desk = desk();
    let first = desk.drive();
    first.wait_for_words("This week so far");

    let second = desk.drive_beside();
    assert_says(&desk, &second, "second-start", "Coachlight is already open", &["already running with this folder"]);
    assert!(!second.screen().contains("Open a backup"));
    drop(first);
    wait_for("the first one's end", Duration::from_secs(10), || Home::hold(&desk.home()).ok());
    desk.keyboard.focus_program();
    desk.tab_to(&second, "Try again");
    desk.keyboard.press("Enter");

    second.wait_for_words("This week so far");
}

/// Begins a lesson and keeps one line of it.
fn begin_lesson(desk: &Desk, driver: &Driver) {
    driver.wait_for_words("This week so far");
    desk.keyboard.press("Ctrl+n");
    driver.wait_for_words("Whose lesson");
    driver.wait_for_field();
    desk.write_into_field(driver, "ami");
    driver.wait_for_words("Amir Haddad");
    desk.keyboard.press("Enter");
    driver.wait_for_words("Finish");
    driver.wait_for_field();
    desk.keyboard.write("the first line\n");
    driver.wait_for_words("1 line saved on this computer");
}

/// Everything of the open lesson that is on the disk: its lines, and what stands in the new line.
fn on_the_disk(reader: &Connection) -> Vec<String> {
    let lesson = stored::capturing(reader).unwrap().expect("an open lesson");
    let lines = stored::lines(reader, lesson).unwrap().into_iter().map(|line| line.text);
    let drafts = draft::of(reader, lesson).unwrap().into_iter().map(|draft| draft.evidence);
    lines.chain(drafts).filter(|words| !words.is_empty()).collect()
}

fn field(driver: &Driver) -> String {
    driver.run("return document.activeElement.value ?? ''", json!([])).as_str().unwrap().to_owned()
}

fn status(driver: &Driver) -> String {
    driver.run("return document.querySelector('footer.status').innerText", json!([])).as_str().unwrap().to_owned()
}

/// Types while nothing can be written, then lets it be written again.
fn assert_no_word_is_lost(desk: &Desk, driver: &Driver, name: &str, says: &str, make_room: impl FnOnce()) {
    desk.keyboard.write("many words without room\nand half of the next");
    wait_for("every key on the screen", Duration::from_secs(20), || {
        field(driver).ends_with("and half of the next").then_some(())
    });
    driver.wait_for_words(says);
    driver.wait_for_words("Not saved since");
    desk.picture(name);
    assert_eq!(on_the_disk(&profile::reader(&desk.home())), ["the first line"], "the rig did not stop the writing");
    // A row of the script may be laid out a frame later, and has no words on the screen before.
    wait_for("every word on the screen", Duration::from_secs(20), || {
        let on_screen = driver.screen() + &field(driver);
        let words = ["the first line", "many words without room", "and half of the next"];
        words.iter().all(|words| on_screen.contains(words)).then_some(())
    });
    assert!(status(driver).contains("Not saved"), "it claims: {}", status(driver));

    make_room();

    wait_for("the words on the disk", Duration::from_secs(30), || {
        let stored = on_the_disk(&profile::reader(&desk.home())).join("\n");
        let is_whole = stored.contains("many words without room") && stored.contains("and half of the next");
        (is_whole && !status(driver).contains("Not saved")).then_some(())
    });
    assert!(!driver.screen().contains("Not saved"), "the banner stayed");
}

#[test]
fn on_a_full_disk_typing_goes_on_nothing_is_called_saved_and_writing_resumes_with_room() {
    let desk = desk();
    let driver = desk.drive();
    begin_lesson(&desk, &driver);
    process::set_disk_full(driver.program(), true);

    assert_no_word_is_lost(&desk, &driver, "disk-full", "The disk is full or cannot be written", || {
        process::set_disk_full(driver.program(), false);
    });
}

#[test]
fn while_another_program_locks_the_database_typing_goes_on_and_is_written_afterwards() {
    let desk = desk();
    let driver = desk.drive();
    begin_lesson(&desk, &driver);
    let (release, released) = mpsc::channel::<()>();
    let lock = hold_database(&desk, released);

    assert_no_word_is_lost(&desk, &driver, "locked", "Another program holds the database", || {
        release.send(()).unwrap();
        lock.join().unwrap();
    });
}

/// Holds the database's write lock as another program would, until told to let go.
fn hold_database(desk: &Desk, released: mpsc::Receiver<()>) -> std::thread::JoinHandle<()> {
    let database: PathBuf = fs::read_dir(desk.home().join("profiles")).unwrap().next().unwrap().unwrap().path();
    let profile = Profile { folder: database };
    let key = profile.key_file().unwrap().open(profile::PASSPHRASE).unwrap();
    let mut writer = Writer::open(&profile.database(), &key, Box::new(store::System)).unwrap();
    let (locked, is_locked) = mpsc::channel();
    let thread = std::thread::spawn(move || {
        // An error at the end takes back what the transaction never did.
        drop(writer.transact(|_| {
            locked.send(()).unwrap();
            released.recv().expect("the test tells");
            Err::<(), _>(store::Error::Changed)
        }));
    });
    is_locked.recv().unwrap();
    thread
}
