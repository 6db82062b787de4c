//! Profiles on the disk, made and read with the store itself.

use std::{path::Path, time::Duration};

use chrono::NaiveDate;
use store::{System, Writer, key::Key, profile::Home};

pub const PASSPHRASE: &str = "four plain words here";

/// Makes a profile that is filled by `fill`, and closes it.
pub fn make(home: &Path, fill: impl FnOnce(&mut Writer)) {
    let held = Home::hold(home).expect("a new home folder");
    let (_, _, _, writer) = held
        .create("D. W., Riverbend", false, PASSPHRASE, Box::new(System), |writer| {
            fill(writer);
            Ok::<_, store::Error>(())
        })
        .expect("a profile");
    writer.checkpoint(store::Checkpoint::Truncate).expect("the disk takes it");
}

/// Makes the world of story ST-1, up to the moment before the coach begins to write.
pub fn make_st_1(home: &Path) {
    make(home, |writer| {
        demo::st_1(writer).expect("the demo world");
    });
}

/// Makes a term's work of the demo district.
pub fn make_term(home: &Path, today: NaiveDate) {
    make(home, |writer| {
        demo::fill(writer, &demo::Size::term(), 7, today).expect("the demo world");
    });
}

/// Opens the one profile of a home folder, as soon as the program that had it has ended.
pub fn open(home: &Path) -> (Writer, Key) {
    let held = super::wait_for("the program's end", Duration::from_secs(10), || Home::hold(home).ok());
    let profiles = held.profiles().expect("the folder can be read");
    let key = profiles[0].key_file().expect("a key file").open(PASSPHRASE).expect("the passphrase fits");
    let writer = Writer::open(&profiles[0].database(), &key, Box::new(System)).expect("the database opens");
    (writer, key)
}

/// Reads the one profile of a home folder, also while a program has it open.
pub fn reader(home: &Path) -> store::Connection {
    let mut folders =
        std::fs::read_dir(home.join("profiles")).expect("profiles").map(|entry| entry.expect("an entry").path());
    let profile = store::profile::Profile { folder: folders.next().expect("a profile") };
    let key = profile.key_file().expect("a key file").open(PASSPHRASE).expect("the passphrase fits");
    store::store::reader(&profile.database(), &key).expect("the database can be read")
}
