//! A database as the first version of its form left it: only the first migration was applied.

use std::path::Path;

use domain::RowId;
use rusqlite::Connection;

use super::desk::key;

pub const WORDS: &str = "typed before the upgrade";

/// Makes the older file, with a draft in it.
pub fn make(path: &Path) {
    let connection = Connection::open(path).unwrap();
    let hex: String = key().bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    connection.pragma_update(None, "key", format!("x'{hex}'")).unwrap();
    let log = include_str!("../../../../migrations/device/0001_log.sql");
    connection.execute_batch("pragma journal_mode = wal; pragma wal_autocheckpoint = 0;").unwrap();
    connection.execute_batch(log).unwrap();
    connection
        .execute_batch(
            "create table local_migration (
                 number integer primary key, name text not null unique, checksum text not null
             ) strict",
        )
        .unwrap();
    let checksum = blake3::hash(log.as_bytes()).to_hex().to_string();
    connection.execute("insert into local_migration (name, checksum) values ('0001_log', ?1)", [checksum]).unwrap();
    connection
        .execute("insert into local_draft values (?1, ?1, 9, ?2, null, 'T', 0, 0, 0, 0, 0, '')", (document(), WORDS))
        .unwrap();
}

/// Returns the words of the draft that the older file had.
pub fn draft(connection: &Connection) -> Option<String> {
    let sql = "select evidence from local_draft where document = ?1";
    connection.query_row(sql, [document()], |row| row.get(0)).ok()
}

fn document() -> [u8; 16] {
    RowId::derived(&[b"an older observation"]).bytes()
}
