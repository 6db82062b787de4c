//! The backups in a profile's folder: their names, their list, and which of the older ones stay.

use std::{
    fs,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Datelike, Utc};

use super::Reason;
use crate::{
    error::{Doing, Error, Result},
    profile::Profile,
};

/// A backup in the profile's folder.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The file.
    pub path: PathBuf,
    /// When it was made.
    pub made: DateTime<Utc>,
    /// Why, as a word.
    pub reason: String,
    /// Its size in bytes.
    pub bytes: u64,
}

impl Kept {
    /// Returns the name of its file, which says when and why it was made and nothing else.
    #[must_use]
    pub fn name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }
}

const EXTENSION: &str = "coachlight-backup";
const STAMP: &str = "%Y%m%d-%H%M%S";

/// Lists the backups of a profile, the latest first.
///
/// # Errors
/// When the folder cannot be read.
pub fn list(profile: &Profile) -> Result<Vec<Kept>> {
    if !profile.backups().exists() {
        return Ok(Vec::new());
    }
    let mut kept = Vec::new();
    for entry in fs::read_dir(profile.backups()).doing("listing the backups")? {
        let entry = entry.doing("listing the backups")?;
        kept.extend(kept_from(&entry.path(), entry.metadata().map_or(0, |meta| meta.len())));
    }
    kept.sort_by(|one, other| other.path.cmp(&one.path));
    Ok(kept)
}

fn kept_from(path: &Path, bytes: u64) -> Option<Kept> {
    if path.extension()? != EXTENSION {
        return None;
    }
    let (stamp, reason) = path.file_stem()?.to_str()?.rsplit_once('-')?;
    let made = chrono::NaiveDateTime::parse_from_str(stamp, STAMP).ok()?.and_utc();
    Some(Kept { path: path.to_owned(), made, reason: reason.to_owned(), bytes })
}

/// Removes a backup for good.
///
/// # Errors
/// [`Error::NotFound`] when the profile has no backup of this name.
pub fn remove(profile: &Profile, name: &str) -> Result<()> {
    let kept = list(profile)?.into_iter().find(|kept| kept.name() == name);
    let kept = kept.ok_or(Error::NotFound { entity: "backup" })?;
    fs::remove_file(&kept.path).doing("removing the backup")
}

/// Removes what a backup left that was cut: it never became one.
pub(super) fn remove_unfinished(profile: &Profile) -> Result<()> {
    for entry in fs::read_dir(profile.backups()).doing("listing the backups")? {
        let path = entry.doing("listing the backups")?.path();
        if path.extension().is_some_and(|extension| extension == "partial") {
            fs::remove_file(&path).doing("removing a backup that was cut")?;
        }
    }
    Ok(())
}

/// Keeps the ten latest backups, then one for each day of two weeks, each week of two months, each month of a year.
pub(super) fn thin(profile: &Profile, now_ms: i64) -> Result<()> {
    let mut buckets = std::collections::HashSet::new();
    for (index, kept) in list(profile)?.into_iter().enumerate() {
        let days = (now_ms - kept.made.timestamp_millis()) / 86_400_000;
        let week = kept.made.iso_week();
        let bucket = match days {
            ..=13 => format!("day {}", kept.made.date_naive()),
            14..=61 => format!("week {} {}", week.year(), week.week()),
            62..=366 => format!("month {} {}", kept.made.year(), kept.made.month()),
            _ => String::new(),
        };
        let is_first = !bucket.is_empty() && buckets.insert(bucket);
        if index >= 10 && !is_first {
            fs::remove_file(&kept.path).doing("thinning the backups")?;
        }
    }
    Ok(())
}

/// Returns a name for a backup: each has a second of its own, so that their names tell their order.
pub(super) fn free_name(profile: &Profile, made: DateTime<Utc>, reason: Reason) -> Result<PathBuf> {
    let taken: Vec<String> = list(profile)?.iter().map(|kept| kept.made.format(STAMP).to_string()).collect();
    let stamp = (0..)
        .map(|extra| (made + chrono::TimeDelta::seconds(extra)).format(STAMP).to_string())
        .find(|stamp| !taken.contains(stamp))
        .expect("a free second exists");
    Ok(profile.backups().join(format!("{stamp}-{}.{EXTENSION}", reason.word())))
}
