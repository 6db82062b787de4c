//! Backups: one encrypted file each, with a copy of the key file, so that the passphrase alone opens it elsewhere.
//!
//! A backup is a zip of `about.json`, `key.json` and `profile.db`. The database in it is encrypted with the profile's key;
//! nothing readable is ever written, not even for a moment.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{Read, Write},
    path::{Path, PathBuf},
};

use chrono::{DateTime, Datelike, Utc};
use domain::RowId;
use rusqlite::backup::StepResult;
use serde::{Deserialize, Serialize};
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::{
    Connection, Writer,
    connection::{self, Mode},
    erase,
    error::{Doing, Error, Result},
    key::{Key, KeyFile},
    profile::{self, Profile},
    progress::{self, GoOn, Stage},
};

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

#[derive(Debug, Serialize, Deserialize)]
struct About {
    format: u32,
    made_ms: i64,
    database_blake3: String,
}

const FORMAT: u32 = 1;
const EXTENSION: &str = "coachlight-backup";
const STAMP: &str = "%Y%m%d-%H%M%S";
/// No profile comes near this; a larger entry in a file from elsewhere is not unpacked.
const LARGEST_DATABASE: u64 = 16 * 1024 * 1024 * 1024;

/// Makes a backup in the profile's folder, thins the older ones, and returns the new file.
///
/// # Errors
/// When the disk refuses; then no half backup is left.
pub fn make(profile: &Profile, writer: &mut Writer, key: &Key, reason: Reason) -> Result<PathBuf> {
    make_while(profile, writer, key, reason, &mut progress::always)
}

/// Makes a backup as [`make`] does, as long as `go_on` says so.
pub(crate) fn make_while(
    profile: &Profile,
    writer: &mut Writer,
    key: &Key,
    reason: Reason,
    go_on: &mut GoOn<'_>,
) -> Result<PathBuf> {
    let now_ms = writer.now_ms();
    let made = DateTime::<Utc>::from_timestamp_millis(now_ms).unwrap_or_default();
    fs::create_dir_all(profile.backups()).doing("making the backup folder")?;
    let path = free_name(profile, made, reason)?;
    write_while(profile, writer, key, now_ms, &path, go_on)?;
    thin(profile, now_ms)?;
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
    let path = free_name(profile, made, Reason::Upgrade)?;
    let result =
        copy_database(&old, key, &copy, &mut progress::always).and_then(|()| pack(profile, &copy, now_ms, &path));
    remove_database(&copy);
    result
}

/// Returns a name for a backup: each has a second of its own, so that their names tell their order.
fn free_name(profile: &Profile, made: DateTime<Utc>, reason: Reason) -> Result<PathBuf> {
    let taken: Vec<String> = list(profile)?.iter().map(|kept| kept.made.format(STAMP).to_string()).collect();
    let stamp = (0..)
        .map(|extra| (made + chrono::TimeDelta::seconds(extra)).format(STAMP).to_string())
        .find(|stamp| !taken.contains(stamp))
        .expect("a free second exists");
    Ok(profile.backups().join(format!("{stamp}-{}.{EXTENSION}", reason.word())))
}

/// Writes a backup to a file of the person's choice.
///
/// # Errors
/// When the disk refuses; then no half backup is left.
pub fn write(profile: &Profile, writer: &Writer, key: &Key, now_ms: i64, path: &Path) -> Result<()> {
    write_while(profile, writer, key, now_ms, path, &mut progress::always)
}

fn write_while(
    profile: &Profile,
    writer: &Writer,
    key: &Key,
    now_ms: i64,
    path: &Path,
    go_on: &mut GoOn<'_>,
) -> Result<()> {
    let copy = profile.folder.join("copy.partial");
    let result = copy_database(writer.reader(), key, &copy, go_on).and_then(|()| pack(profile, &copy, now_ms, path));
    remove_database(&copy);
    result
}

/// Copies the database as it is now, encrypted with the same key.
pub(crate) fn copy_database(source: &Connection, key: &Key, copy: &Path, go_on: &mut GoOn<'_>) -> Result<()> {
    remove_database(copy);
    let mut target = connection::open(copy, key, Mode::Create)?;
    copy_pages(source, &mut target, go_on)?;
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

pub(crate) fn remove_database(path: &Path) {
    // What is not there need not be removed; what cannot be removed is encrypted.
    drop(fs::remove_file(path));
    remove_journals(path);
}

pub(crate) fn remove_journals(path: &Path) {
    for suffix in ["-wal", "-shm", "-journal"] {
        drop(fs::remove_file(beside(path, suffix)));
    }
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn pack(profile: &Profile, copy: &Path, now_ms: i64, path: &Path) -> Result<()> {
    let partial = beside(path, ".partial");
    let result = pack_into(profile, copy, now_ms, &partial)
        .and_then(|()| fs::rename(&partial, path).doing("naming the backup"))
        .and_then(|()| profile::sync_folder(path).doing("naming the backup"));
    if result.is_err() {
        drop(fs::remove_file(&partial));
    }
    result
}

fn pack_into(profile: &Profile, copy: &Path, now_ms: i64, partial: &Path) -> Result<()> {
    let about = About { format: FORMAT, made_ms: now_ms, database_blake3: hash_file(copy)? };
    let about = serde_json::to_vec(&about).expect("plain data");
    let key_file = fs::read(profile.key_path()).doing("reading the key file")?;
    let mut zip = ZipWriter::new(File::create(partial).doing("making the backup")?);
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored).large_file(true);
    for (name, bytes) in [("about.json", about.as_slice()), ("key.json", &key_file)] {
        zip.start_file(name, stored).map_err(zip_error)?;
        zip.write_all(bytes).doing("writing the backup")?;
    }
    zip.start_file("profile.db", stored).map_err(zip_error)?;
    std::io::copy(&mut File::open(copy).doing("reading the copy")?, &mut zip).doing("writing the backup")?;
    let file = zip.finish().map_err(zip_error)?;
    file.sync_all().doing("writing the backup")
}

fn zip_error(error: zip::result::ZipError) -> Error {
    match error {
        zip::result::ZipError::Io(source) => Error::file("writing the backup", source),
        _ => Error::Damaged { what: "the backup" },
    }
}

fn hash_file(path: &Path) -> Result<String> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(path).doing("reading the copy")?).doing("reading the copy")?;
    Ok(hasher.finalize().to_hex().to_string())
}

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

/// Keeps the ten latest backups, then one for each day of two weeks, each week of two months, each month of a year.
fn thin(profile: &Profile, now_ms: i64) -> Result<()> {
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

/// A backup file that was opened: proved to be whole, but not yet restored.
#[derive(Debug)]
pub struct Opened {
    /// The key file in it.
    pub key_file: KeyFile,
    /// When it was made, in milliseconds since 1970.
    pub made_ms: i64,
    path: PathBuf,
    database_blake3: String,
}

/// Opens a backup file.
///
/// # Errors
/// [`Error::Damaged`] when it is not a whole backup, [`Error::Newer`] when a later version wrote it.
pub fn open(path: &Path) -> Result<Opened> {
    let mut zip = archive(path)?;
    let about: About = serde_json::from_str(&text(&mut zip, "about.json")?).map_err(|_| NOT_A_BACKUP)?;
    if about.format > FORMAT {
        return Err(Error::Newer);
    }
    let key_file = KeyFile::parse(&text(&mut zip, "key.json")?)?;
    Ok(Opened { key_file, made_ms: about.made_ms, path: path.to_owned(), database_blake3: about.database_blake3 })
}

const NOT_A_BACKUP: Error = Error::Damaged { what: "the backup file" };

fn archive(path: &Path) -> Result<ZipArchive<File>> {
    ZipArchive::new(File::open(path).doing("opening the backup")?).map_err(|_| NOT_A_BACKUP)
}

fn text(zip: &mut ZipArchive<File>, name: &str) -> Result<String> {
    let mut text = String::new();
    let entry = zip.by_name(name).map_err(|_| NOT_A_BACKUP)?;
    entry.take(1024 * 1024).read_to_string(&mut text).map_err(|_| NOT_A_BACKUP)?;
    Ok(text)
}

impl Opened {
    /// Writes the database of the backup to a file, still encrypted, and proves that it is whole.
    pub(crate) fn unpack(&self, target: &Path, go_on: &mut GoOn<'_>) -> Result<()> {
        remove_database(target);
        let mut zip = archive(&self.path)?;
        let entry = zip.by_name("profile.db").map_err(|_| NOT_A_BACKUP)?;
        // Ours are never compressed: what could swell beyond the file's own size is not one.
        if entry.compression() != CompressionMethod::Stored {
            return Err(NOT_A_BACKUP);
        }
        let mut file = File::create(target).doing("unpacking the backup")?;
        let total = entry.size();
        let hash = copy_told(&mut entry.take(LARGEST_DATABASE), &mut file, total, go_on)?;
        file.sync_all().doing("unpacking the backup")?;
        if hash == self.database_blake3 { Ok(()) } else { Err(NOT_A_BACKUP) }
    }
}

/// Copies a backup's database and returns the hash of what was copied.
fn copy_told(entry: &mut impl Read, file: &mut File, total: u64, go_on: &mut GoOn<'_>) -> Result<String> {
    let (mut hasher, mut piece, mut done) = (blake3::Hasher::new(), vec![0; 1024 * 1024], 0);
    loop {
        progress::tell(go_on, Stage::Unpacking, done, total)?;
        let read = entry.read(&mut piece).map_err(unpacking)?;
        if read == 0 {
            return Ok(hasher.finalize().to_hex().to_string());
        }
        hasher.update(&piece[..read]);
        file.write_all(&piece[..read]).map_err(unpacking)?;
        done += read as u64;
    }
}

fn unpacking(source: std::io::Error) -> Error {
    match source.kind() {
        std::io::ErrorKind::InvalidData | std::io::ErrorKind::UnexpectedEof | std::io::ErrorKind::Other => NOT_A_BACKUP,
        _ => Error::file("unpacking the backup", source),
    }
}

/// Erases from every backup what was erased from the database and perhaps not yet from them: after an erase, and at a
/// start, because the program may have been ended in between.
///
/// # Errors
/// As [`erase_everywhere`]; then it is remembered, and tried again.
pub fn finish_erasing(profile: &Profile, key: &Key, writer: &mut Writer) -> Result<u32> {
    let rows = erase::unfinished(writer.reader())?;
    if rows.is_empty() {
        return Ok(0);
    }
    let touched = erase_everywhere(profile, key, &rows.iter().copied().collect::<Vec<_>>())?;
    erase::finished(writer, &rows)?;
    Ok(touched)
}

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

/// Erases rows from every backup of a profile, and returns how many backups held them.
///
/// # Errors
/// When a backup cannot be rewritten: it is left as it was, the others are erased from all the same, and the first such
/// error is returned.
pub fn erase_everywhere(profile: &Profile, key: &Key, rows: &[RowId]) -> Result<u32> {
    let erased = erase_while(profile, key, rows, &mut |_, _| true)?;
    if erased.damaged.is_empty() { Ok(erased.touched) } else { Err(NOT_A_BACKUP) }
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

/// Erases as [`erase_everywhere`] does, as long as `go_on` says so. It is asked before each backup, with how many are
/// done and how many there are; a backup that was begun is always finished.
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
            Err(error) => failed = failed.or(Some(error)),
        }
        remove_database(&unpacked);
    }
    failed.map_or(Ok(erased), Err)
}

fn erase_from(profile: &Profile, opened: &Opened, key: &Key, rows: &[RowId], unpacked: &Path) -> Result<bool> {
    opened.unpack(unpacked, &mut progress::always)?;
    let mut writer = Writer::open(unpacked, key, Box::new(crate::System))?;
    if erase::erase_known(&mut writer, rows)? == 0 {
        return Ok(false);
    }
    drop(writer);
    pack(profile, unpacked, opened.made_ms, &opened.path)?;
    Ok(true)
}
