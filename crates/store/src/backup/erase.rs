//! What was erased from a profile goes from its backups too, one after the other.

use std::{collections::BTreeSet, path::Path};

use domain::RowId;

use super::{
    copy,
    kept::{Kept, list},
    pack::{Opened, open, pack},
};
use crate::{
    Connection, Writer, erase,
    error::{Error, Result},
    key::Key,
    profile::Profile,
    progress,
};

/// Says whether it is of use to go through the backups again for what was erased: not when it was done, and not when all
/// that is left are the damaged ones that were met the last time. Those wait for the person.
///
/// # Errors
/// When the database or the folder cannot be read.
pub fn is_erasing_due(profile: &Profile, connection: &Connection) -> Result<bool> {
    let damaged = erase::damaged(connection)?;
    let here: BTreeSet<String> = list(profile)?.iter().map(Kept::name).collect();
    let is_waiting = !damaged.is_empty() && damaged.is_subset(&here);
    Ok(!erase::unfinished(connection)?.is_empty() && !is_waiting)
}

/// How far erasing from the backups has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erased {
    /// How many backups held the rows, and hold them no more.
    pub touched: u32,
    /// How many were not looked at, because the person stopped it.
    pub left: u32,
    /// The names of those that are not whole: nobody can say what they hold, and nothing can be taken out of them.
    pub damaged: BTreeSet<String>,
}

/// Erases rows from every backup of a profile, as long as `go_on` says so. It is asked before each backup, with how many
/// are done and how many there are; a backup that was begun is always finished. What came of it is for [`note_erased`].
///
/// # Errors
/// When the disk refuses: that backup is left as it was, the others are erased from all the same, and the first such error
/// is returned.
pub fn erase_while(
    profile: &Profile,
    key: &Key,
    rows: &[RowId],
    go_on: &mut dyn FnMut(u32, u32) -> bool,
) -> Result<Erased> {
    let unpacked = profile.folder.join("erase.partial");
    let kept = list(profile)?;
    let total = u32::try_from(kept.len()).unwrap_or(u32::MAX);
    let (mut erased, mut failed) = (Erased { touched: 0, left: 0, damaged: BTreeSet::new() }, None);
    for (done, kept) in (0..).zip(&kept) {
        if !go_on(done, total) {
            erased.left = total - done;
            break;
        }
        match open(&kept.path).and_then(|opened| erase_from(profile, &opened, key, rows, &unpacked)) {
            Ok(held) => erased.touched += u32::from(held),
            Err(Error::Damaged { .. } | Error::KeyMissing | Error::Newer) => {
                erased.damaged.insert(kept.name());
            }
            // It was thinned out meanwhile.
            Err(_) if !kept.path.exists() => {}
            Err(error) => failed = failed.or(Some(error)),
        }
        copy::remove(&unpacked);
    }
    failed.map_or(Ok(erased), Err)
}

/// Takes note of what came of erasing these rows: they are done with when every backup was looked at, and the damaged ones
/// wait for the person.
///
/// # Errors
/// When the disk refuses; then all of it is tried again.
pub fn note_erased(writer: &mut Writer, rows: &BTreeSet<RowId>, erased: &Erased) -> Result<()> {
    erase::found_damaged(writer, &erased.damaged)?;
    if erased.left > 0 || !erased.damaged.is_empty() {
        return Ok(());
    }
    erase::finished(writer, rows)
}

fn erase_from(profile: &Profile, opened: &Opened, key: &Key, rows: &[RowId], unpacked: &Path) -> Result<bool> {
    opened.unpack(unpacked, &mut progress::always)?;
    let mut writer = Writer::open(unpacked, key, Box::new(crate::System))?;
    if erase::erase_known(&mut writer, rows)? == 0 {
        return Ok(false);
    }
    drop(writer);
    pack(profile, unpacked, opened.made_ms, &opened.path, &mut progress::always)?;
    Ok(true)
}
