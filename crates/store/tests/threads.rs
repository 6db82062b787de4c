//! The database as the application holds it: one thread writes, others read.

use std::{fs, thread};

use store::{Error, Store, check};

use crate::support::{
    Desk,
    acts::{begin_observation, keep_line, try_keep_line},
    desk::key,
    look::count,
};

const LINES: &str = "select count(*) from line";

fn opened(desk: &mut Desk) -> Store {
    desk.close();
    Store::open(&desk.profile, key(), desk.clock.source(40)).unwrap()
}

#[test]
fn what_was_written_is_there_for_every_reader_at_once() {
    let mut desk = Desk::new();
    let seen = begin_observation(desk.writer(), "talk");
    let store = opened(&mut desk);

    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..25 {
                    let before = store.read(|reader| Ok::<_, Error>(count(reader, LINES))).unwrap();
                    store.write(move |writer| try_keep_line(writer, seen, 0, "a line")).unwrap();
                    let after = store.read(|reader| Ok::<_, Error>(count(reader, LINES))).unwrap();
                    assert!(after > before);
                }
            });
        }
    });

    assert_eq!(store.read(|reader| Ok::<_, Error>(count(reader, LINES))).unwrap(), 100);
    store.write(check::all).unwrap();
}

#[test]
fn closing_finishes_the_work_and_empties_the_journal() {
    let mut desk = Desk::new();
    let seen = begin_observation(desk.writer(), "talk");
    let store = opened(&mut desk);
    for _ in 0..20 {
        store.write(move |writer| Ok::<_, Error>(keep_line(writer, seen, "a line"))).unwrap();
    }
    assert!(desk.profile.folder.join("profile.db-wal").exists());

    drop(store);

    assert!(!desk.profile.folder.join("profile.db-wal").exists());
    assert!(fs::metadata(desk.profile.database()).unwrap().len() > 100_000);
    desk.reopen();
    assert_eq!(count(desk.writer().reader(), LINES), 20);
}

#[test]
fn a_reader_cannot_write() {
    let mut desk = Desk::new();
    let store = opened(&mut desk);

    let outcome = store.read(|reader| Ok::<_, Error>(reader.execute("delete from local_migration", []).is_err()));

    assert!(outcome.unwrap());
}
