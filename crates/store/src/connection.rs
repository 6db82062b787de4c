//! Opening the encrypted file. There is no way to open it without a key.

use std::{
    path::Path,
    sync::{Mutex, PoisonError},
};

use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::{
    error::{Doing, Error, Result},
    key::Key,
};

/// What a connection may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Make the file when it is not there.
    Create,
    /// The one write connection of an existing file.
    Write,
    /// A reader beside it.
    Read,
}

/// Opens the file with the raw key and proves that the key fits.
pub(crate) fn open(path: &Path, key: &Key, mode: Mode) -> Result<Connection> {
    let access = match mode {
        Mode::Create => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        Mode::Write => OpenFlags::SQLITE_OPEN_READ_WRITE,
        Mode::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
    };
    initialise()?;
    let connection = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(|source| {
        match source.sqlite_error_code() {
            Some(ErrorCode::CannotOpen) if !path.exists() => Error::Missing,
            _ => Error::database("opening the database", source),
        }
    })?;
    unlock(&connection, key)?;
    prepare(&connection, mode)?;
    Ok(connection)
}

/// Makes the first connection of this process alone.
///
/// SQLite calls itself ready before SQLCipher's own beginning has run (`SQLITE_EXTRA_INIT`), so a second thread that
/// opens a file in that moment is told that the cipher is not there.
fn initialise() -> Result<()> {
    static FIRST: Mutex<bool> = Mutex::new(false);
    let mut is_done = FIRST.lock().unwrap_or_else(PoisonError::into_inner);
    if !*is_done {
        Connection::open_in_memory().doing("starting the database")?;
        *is_done = true;
    }
    Ok(())
}

/// Gives the raw key to a fresh connection and reads the first page with it.
pub(crate) fn unlock(connection: &Connection, key: &Key) -> Result<()> {
    // SQLCipher writes every wrong key to standard error; the answer below is enough.
    connection.execute_batch("pragma cipher_log_level = NONE").doing("quieting the cipher")?;
    connection.pragma_update(None, "key", &*key.pragma()).doing("giving the key")?;
    connection
        .query_row("select count(*) from sqlite_master", [], |row| row.get::<_, i64>(0))
        .map(drop)
        .doing("reading the first page")
}

/// How many KiB of pages a connection keeps at most. Each page that it has not is read, checked and deciphered anew: with the
/// 2 MiB that SQLite keeps unless told, a screen over a decade of work reads the same pages at every visit.
const CACHED_KIB: u32 = 32 << 10;

fn prepare(connection: &Connection, mode: Mode) -> Result<()> {
    connection.busy_timeout(std::time::Duration::from_secs(5)).doing("setting the wait")?;
    connection.set_prepared_statement_cache_capacity(128);
    connection
        .execute_batch("pragma temp_store = memory; pragma foreign_keys = off; pragma trusted_schema = off;")
        .doing("setting the connection")?;
    connection.pragma_update(None, "cache_size", -i64::from(CACHED_KIB)).doing("setting the connection")?;
    if mode == Mode::Read {
        return connection.execute_batch("pragma query_only = on").doing("setting the reader");
    }
    connection
        .execute_batch(
            // Checkpoints run when nothing is typed, never inside a keystroke's commit.
            "pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 0;
             pragma secure_delete = on; pragma fullfsync = on; pragma checkpoint_fullfsync = on;",
        )
        .doing("setting the writer")?;
    assert_durable(connection)
}

/// Stops when the connection does not promise what the screen says.
fn assert_durable(connection: &Connection) -> Result<()> {
    let pragma = |name| connection.query_row(&format!("pragma {name}"), [], |row| row.get::<_, i64>(0));
    let synchronous = pragma("synchronous").doing("reading the promise")?;
    let foreign_keys = pragma("foreign_keys").doing("reading the promise")?;
    if synchronous == 2 && foreign_keys == 0 {
        Ok(())
    } else {
        Err(Error::Damaged { what: "the connection's settings" })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;

    use super::*;

    /// Without [`initialise`] this fails in about one run of fifty, in a process of its own on a busy machine.
    #[test]
    fn threads_that_open_at_the_same_moment_all_get_in() {
        let folder = tempfile::tempdir().unwrap();
        let start = Barrier::new(64);
        std::thread::scope(|scope| {
            for number in 0..64 {
                let (start, path) = (&start, folder.path().join(format!("{number}.db")));
                scope.spawn(move || {
                    start.wait();
                    open(&path, &Key::from_bytes([7; 32]), Mode::Create).unwrap();
                });
            }
        });
    }
}
