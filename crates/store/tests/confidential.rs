//! Nothing readable lies on the disk, and nothing opens without the key.

use std::{fs, path::Path};

use store::{Error, Seeded, Writer, draft, key::Key, setting};

use crate::support::{
    Desk,
    acts::{begin_observation, draft_of, keep_line, wonder},
    desk::{PASSPHRASE, key, recovery_code},
    look::{count, has},
};

const MARKER: &str = "quizzaciously";

fn worked_on() -> Desk {
    let mut desk = Desk::new();
    let seen = begin_observation(desk.writer(), MARKER);
    for number in 0..40 {
        draft::save(desk.writer(), &draft_of(seen, number, MARKER)).unwrap();
        let kept = keep_line(desk.writer(), seen, &format!("{MARKER} {number}"));
        wonder(desk.writer(), seen, kept, MARKER);
    }
    setting::save(desk.writer(), "a setting", MARKER).unwrap();
    desk
}

/// Gives every file below a folder to `visit`, and returns how many there were.
fn each_file(folder: &Path, visit: &mut impl FnMut(&Path, &[u8])) -> usize {
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            count += each_file(&path, visit);
        } else {
            visit(&path, &fs::read(&path).unwrap());
            count += 1;
        }
    }
    count
}

#[test]
fn no_word_a_person_wrote_can_be_read_in_any_file_while_it_is_open_or_after() {
    let mut desk = worked_on();
    desk.back_up();
    let readable = |path: &Path, bytes: &[u8]| {
        assert!(!has(bytes, MARKER) && !has(bytes, "quizz"), "{}", path.display());
        assert!(!has(bytes, "create table"), "{}", path.display());
        assert!(!has(bytes, PASSPHRASE) && !has(bytes, &recovery_code().groups()[1..4].concat()));
        assert!(!bytes.windows(32).any(|window| window == key().bytes()), "the raw key in {}", path.display());
    };

    let while_open = each_file(desk.folder(), &mut |path, bytes| readable(path, bytes));
    desk.close();
    let after = each_file(desk.folder(), &mut |path, bytes| readable(path, bytes));

    assert_eq!((while_open, after), (6, 4), "lock, key file, database, backup; while open, journal and its index");
}

#[test]
fn the_file_does_not_begin_as_a_readable_database_does() {
    let mut desk = worked_on();
    desk.close();

    let bytes = fs::read(desk.profile.database()).unwrap();

    assert!(bytes.len() > 100_000);
    assert_ne!(&bytes[..16], b"SQLite format 3\0");
    assert_ne!(&bytes[16..24], &[16, 0, 2, 2, 80, 64, 32, 32], "the rest of the readable header");
}

#[test]
fn a_wrong_key_opens_nothing_and_changes_nothing() {
    let mut desk = worked_on();
    desk.close();
    let before = fs::read(desk.profile.database()).unwrap();

    let wrong = Key::draw(&mut Seeded::new(77, 0));
    let outcome = Writer::open(&desk.profile.database(), &wrong, desk.clock.source(1));

    assert!(matches!(outcome, Err(Error::Damaged { .. })));
    assert_eq!(fs::read(desk.profile.database()).unwrap(), before);
    assert!(
        rusqlite::Connection::open(desk.profile.database())
            .unwrap()
            .query_row("select count(*) from sqlite_master", [], |row| row.get::<_, i64>(0))
            .is_err()
    );
    desk.reopen();
    assert_eq!(count(desk.writer().reader(), "select count(*) from line"), 40);
}

#[test]
fn sorting_and_grouping_leave_nothing_readable_beside_the_file() {
    let mut desk = worked_on();
    assert_eq!(count(desk.writer().reader(), "pragma temp_store"), 2, "2 is memory");
}

#[test]
fn a_changed_byte_of_the_file_is_noticed() {
    let mut desk = worked_on();
    desk.close();
    let mut bytes = fs::read(desk.profile.database()).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(desk.profile.database(), bytes).unwrap();

    let outcome = Writer::open(&desk.profile.database(), key(), desk.clock.source(1))
        .and_then(|mut writer| store::check::all(&mut writer));

    assert!(matches!(outcome, Err(Error::Damaged { .. })));
}

#[test]
fn errors_and_debug_output_name_no_key_and_no_word() {
    let mut desk = worked_on();
    let wrong: store::Result<()> = desk.writer().transact(|tx| {
        tx.reader()
            .execute("insert into local_setting (name, value) values ('a setting', ?1)", [MARKER])
            .map(drop)
            .map_err(|source| Error::Database { doing: "testing", source })
    });

    let shown = format!("{:?} {}", wrong.as_ref().unwrap_err(), wrong.as_ref().unwrap_err());
    assert!(!shown.contains(MARKER), "{shown}");
    assert_eq!(format!("{:?} {:?}", key(), recovery_code()), "Key(..) RecoveryCode(..)");
}
