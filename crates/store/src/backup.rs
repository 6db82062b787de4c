//! Backups: one encrypted file each, with a copy of the key file, so that the passphrase alone opens it elsewhere.
//!
//! A backup is a zip of `about.json`, `key.json` and `profile.db`. The database in it is encrypted with the profile's key;
//! nothing readable is ever written, not even for a moment.

use std::{
    fs,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};

use crate::{
    Connection, Writer,
    connection::{self, Mode},
    error::{Doing, Result},
    key::Key,
    profile::Profile,
    progress::{self, GoOn},
};

mod beside;
pub(crate) mod copy;
mod erase;
mod kept;
mod pack;

pub use beside::Beside;
pub use erase::{Erased, erase_while, is_erasing_due, note_erased};
pub use kept::{Kept, list, remove};
pub use pack::{Opened, open};

/// Why a backup was made; part of its file's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The first use on a day.
    Daily,
    /// Before the database is brought to a newer version.
    Upgrade,
    /// Before a file is imported.
    Import,
    /// Before a backup takes the database's place.
    Restore,
    /// The person asked for it.
    Asked,
}

impl Reason {
    /// Returns the word in the file's name.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Upgrade => "upgrade",
            Self::Import => "import",
            Self::Restore => "restore",
            Self::Asked => "asked",
        }
    }
}

/// Makes a backup in the profile's folder, thins the older ones, and returns the new file.
///
/// # Errors
/// When the disk refuses; then no half backup is left.
pub fn make(profile: &Profile, writer: &mut Writer, key: &Key, reason: Reason) -> Result<PathBuf> {
    let now_ms = writer.now_ms();
    make_while(profile, writer.reader(), key, now_ms, reason, &mut progress::always)
}

/// Makes a backup as [`make`] does, as long as `go_on` says so: through a reader, so that nobody's typing waits for it.
/// One at a time for each profile.
///
/// # Errors
/// As [`make`], and [`Error::Stopped`](crate::Error::Stopped).
pub fn make_while(
    profile: &Profile,
    reader: &Connection,
    key: &Key,
    now_ms: i64,
    reason: Reason,
    go_on: &mut GoOn<'_>,
) -> Result<PathBuf> {
    let made = DateTime::<Utc>::from_timestamp_millis(now_ms).unwrap_or_default();
    fs::create_dir_all(profile.backups()).doing("making the backup folder")?;
    kept::remove_unfinished(profile)?;
    let path = kept::free_name(profile, made, reason)?;
    write_while(profile, reader, key, now_ms, &path, go_on)?;
    kept::thin(profile, now_ms)?;
    Ok(path)
}

/// Makes a backup of a database as an older version left it, before it is brought to a newer form.
///
/// # Errors
/// When the disk refuses; then the database is as it was.
pub fn before_upgrade(profile: &Profile, key: &Key, now_ms: i64) -> Result<()> {
    if !Writer::is_outdated(&profile.database(), key)? {
        return Ok(());
    }
    let made = DateTime::<Utc>::from_timestamp_millis(now_ms).unwrap_or_default();
    fs::create_dir_all(profile.backups()).doing("making the backup folder")?;
    let copy = profile.folder.join("copy.partial");
    let old = connection::open(&profile.database(), key, Mode::Write)?;
    let path = kept::free_name(profile, made, Reason::Upgrade)?;
    let result = copy::make(&old, key, &copy, &mut progress::always)
        .and_then(|()| pack::pack(profile, &copy, now_ms, &path, &mut progress::always));
    copy::remove(&copy);
    result
}

/// Writes a backup to a file of the person's choice.
///
/// # Errors
/// When the disk refuses; then no half backup is left.
pub fn write(profile: &Profile, reader: &Connection, key: &Key, now_ms: i64, path: &Path) -> Result<()> {
    write_while(profile, reader, key, now_ms, path, &mut progress::always)
}

fn write_while(
    profile: &Profile,
    reader: &Connection,
    key: &Key,
    now_ms: i64,
    path: &Path,
    go_on: &mut GoOn<'_>,
) -> Result<()> {
    let copy = profile.folder.join("copy.partial");
    let result = copy::make(reader, key, &copy, go_on).and_then(|()| pack::pack(profile, &copy, now_ms, path, go_on));
    copy::remove(&copy);
    result
}
