//! A copy of a database beside it, encrypted with the same key, page by page while the work goes on.

use std::{
    fs,
    path::{Path, PathBuf},
};

use rusqlite::backup::StepResult;

use crate::{
    Connection,
    connection::{self, Mode},
    error::{Doing, Error, Result},
    key::Key,
    oplog,
    progress::{self, GoOn, Stage},
};

/// Copies the database as it is at this moment, encrypted with the same key, while others may go on writing.
pub(crate) fn make(source: &Connection, key: &Key, copy: &Path, go_on: &mut GoOn<'_>) -> Result<()> {
    remove(copy);
    let mut target = connection::open(copy, key, Mode::Create)?;
    // One state of the database is held while it is copied: otherwise each kept line would make the copy begin again.
    let state = source.unchecked_transaction().doing("starting to read")?;
    state.query_row("select count(*) from local_migration", [], |_| Ok(())).doing("starting to read")?;
    copy_pages(&state, &mut target, go_on)?;
    drop(state);
    oplog::forget_all_seeds(&target)?;
    target.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(())).doing("finishing the copy")?;
    target.execute_batch("pragma journal_mode = delete").doing("finishing the copy")?;
    target.close().map_err(|(_, source)| Error::database("closing the copy", source))
}

fn copy_pages(source: &Connection, target: &mut Connection, go_on: &mut GoOn<'_>) -> Result<()> {
    const PAGE_BYTES: u64 = 4_096;
    let bytes = |pages: i32| u64::try_from(pages).unwrap_or(0) * PAGE_BYTES;
    let backup = rusqlite::backup::Backup::new(source, target).doing("copying the database")?;
    loop {
        match backup.step(2_000).doing("copying the database")? {
            StepResult::Done => return Ok(()),
            StepResult::Busy | StepResult::Locked => return Err(Error::Busy),
            _ => {
                let now = backup.progress();
                progress::tell(go_on, Stage::Copying, bytes(now.pagecount - now.remaining), bytes(now.pagecount))?;
            }
        }
    }
}

/// Removes a copy and its journals.
pub(crate) fn remove(path: &Path) {
    // What is not there need not be removed; what cannot be removed is encrypted.
    drop(fs::remove_file(path));
    remove_journals(path);
}

pub(crate) fn remove_journals(path: &Path) {
    for suffix in ["-wal", "-shm", "-journal"] {
        drop(fs::remove_file(beside(path, suffix)));
    }
}

/// Returns the path of a file beside another one, with more at the end of its name.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
