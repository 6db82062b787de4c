//! Whoever changes the log behind the store's back is found out.

use domain::schema::{line, wondering};
use fault_vfs::Disk;
use store::{Error, Writer, backup, check};

use crate::support::{
    Desk,
    acts::{begin_observation, edit_line, keep_line, wonder},
    desk::{Clock, MONDAY_MS, key},
    look::count,
};

/// A file with a few operations in both logs. The tamperings below name the fourth: an edit in the shared log.
struct Written {
    writer: Writer,
    // Last, so that the file is closed before its disk is gone.
    _disk: Disk,
}

fn written() -> Written {
    let disk = Disk::default();
    let mut writer = Writer::create(&disk.path("profile.db"), key(), Clock::at(MONDAY_MS).source(2)).unwrap();
    let seen = begin_observation(&mut writer, "talk");
    let kept = keep_line(&mut writer, seen, "Who has another way?");
    wonder(&mut writer, seen, kept, "Did she plan the pause?");
    edit_line(&mut writer, seen, kept, "Who has another way to see it?");
    keep_line(&mut writer, seen, "I drew it");
    Written { writer, _disk: disk }
}

fn found_in_the_log(written: &mut Written) -> bool {
    match check::all(&mut written.writer) {
        Err(Error::Damaged { what }) => what.contains("operation log"),
        Ok(_) | Err(_) => false,
    }
}

#[test]
fn every_changed_header_hash_and_order_is_found() {
    let tamperings = [
        ("another replica", "update op set replica = replica + 1 where seq = 4"),
        ("the other log's replica", "update op set replica = (select replica from op where seq = 3) where seq = 4"),
        ("a counter moved on", "update op set ctr = ctr + 1 where seq = 5"),
        ("another length of the act", "update op set txn_len = 2 where seq = 4"),
        ("another time", "update op set hlc = hlc + 1 where seq = 4"),
        ("another vocabulary", "update op set schema = schema + 1 where seq = 4"),
        ("another entity", "update op set entity = entity + 1 where seq = 4"),
        ("another row", "update op set row = (select row from op where seq = 5) where seq = 4"),
        ("another kind", "update op set kind = 2 where seq = 4"),
        ("an operation without its salt", "update op set salt = null where seq = 4"),
        ("an operation without its body", "update op set body = null where seq = 4"),
        ("words taken out without an erasure", "update op set salt = null, body = null where seq = 4"),
        ("the last operation dropped", "delete from op where seq = 5"),
        ("a middle operation dropped", "delete from op where seq = 4"),
        ("the first operation dropped", "delete from op where seq = 1"),
        ("a whole log dropped", "delete from op where replica = (select replica from op where seq = 3)"),
        ("two operations exchanged", "update op set seq = iif(seq = 4, 50, 40) where seq in (4, 5)"),
        ("the log's end moved back", "update local_replica set ctr = ctr - 1 where log = 0"),
        ("another end of the log", "update local_replica set chain = zeroblob(16) where log = 1"),
    ];
    for (name, sql) in tamperings {
        let mut file = written();
        check::all(&mut file.writer).unwrap();

        assert!(file.writer.reader().execute(sql, []).unwrap() > 0, "{name} changes nothing");

        assert!(found_in_the_log(&mut file), "{name} is not found");
    }
}

#[test]
fn the_end_of_a_log_that_was_written_before_a_restore_is_checked_too() {
    for (log, entity) in [("shared", line::ENTITY), ("private", wondering::ENTITY)] {
        let mut desk = Desk::new();
        let seen = begin_observation(desk.writer(), "talk");
        let kept = keep_line(desk.writer(), seen, "Who has another way?");
        wonder(desk.writer(), seen, kept, "Did she plan the pause?");
        let path = desk.back_up();
        desk.close();
        let opened = backup::open(&path).unwrap();
        let (_, mut restored) = opened.restore(&desk.home, key(), desk.clock.source(3)).unwrap();
        check::all(&mut restored).unwrap();
        let last = count(restored.reader(), &format!("select max(seq) from op where entity = {}", entity.number));

        restored.reader().execute("delete from op where seq = ?1", [last]).unwrap();

        let found = check::all(&mut restored);
        assert!(matches!(found, Err(Error::Damaged { what }) if what.contains("end of the operation log")), "{log}");
    }
}

#[test]
fn every_flipped_byte_of_a_salt_body_hash_or_chain_is_found() {
    let mut file = written();
    let mut flipped = 0;
    for column in ["salt", "body", "body_hash", "chain", "row"] {
        for seq in 1..=5 {
            let length = count(file.writer.reader(), &format!("select length({column}) from op where seq = {seq}"));
            for at in 0..length {
                flip(&mut file, column, seq, at);
                assert!(found_in_the_log(&mut file), "byte {at} of {column} in operation {seq}");
                flip(&mut file, column, seq, at);
                flipped += 1;
            }
        }
    }

    assert!(flipped > 5 * (16 + 32 + 16 + 16), "{flipped}");
    check::all(&mut file.writer).unwrap();
}

/// Turns one bit of a byte over; done twice, it is as before.
fn flip(file: &mut Written, column: &str, seq: i64, at: i64) {
    let connection = file.writer.reader();
    let mut bytes: Vec<u8> =
        connection.query_row(&format!("select {column} from op where seq = ?1"), [seq], |row| row.get(0)).unwrap();
    bytes[usize::try_from(at).unwrap()] ^= 0x10;
    connection.execute(&format!("update op set {column} = ?1 where seq = ?2"), (bytes, seq)).unwrap();
}

#[test]
fn a_row_that_was_changed_beside_the_log_is_found() {
    for sql in [
        "update line set text = 'never said'",
        "update line set removed_ms = 1",
        "delete from wondering",
        "insert into line (id, text) values (randomblob(16), 'never said')",
        "delete from register",
        "delete from search_entry",
    ] {
        let mut file = written();

        assert!(file.writer.reader().execute(sql, []).unwrap() > 0, "{sql}");

        assert!(matches!(check::all(&mut file.writer), Err(Error::Damaged { .. })), "{sql}");
    }
}

#[test]
fn a_damaged_page_anywhere_is_damage_and_no_other_failure() {
    let folder = tempfile::tempdir().unwrap();
    let (whole, hurt) = (folder.path().join("whole.db"), folder.path().join("hurt.db"));
    let mut writer = Writer::create(&whole, key(), Clock::at(MONDAY_MS).source(2)).unwrap();
    let seen = begin_observation(&mut writer, "talk");
    for number in 0..40 {
        keep_line(&mut writer, seen, &format!("line {number} {}", "and more ".repeat(20)));
    }
    writer.close().unwrap();
    let bytes = std::fs::read(&whole).unwrap();
    assert!(bytes.len() > 40 * 4096);

    for page in (0..bytes.len() / 4096).step_by(3) {
        let mut damaged = bytes.clone();
        damaged[page * 4096 + 200] ^= 0x55;
        std::fs::write(&hurt, damaged).unwrap();

        let outcome =
            Writer::open(&hurt, key(), Clock::at(MONDAY_MS).source(3)).and_then(|mut writer| check::all(&mut writer));

        assert!(matches!(outcome, Err(Error::Damaged { .. })), "page {page}: {outcome:?}");
    }
}
