//! The file of a backup: a zip of `about.json`, `key.json` and `profile.db`, written and read.

use std::{
    fs::{self, File},
    io::{Read, Write},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

use super::copy;
use crate::{
    error::{Doing, Error, Result},
    key::KeyFile,
    profile::{self, Profile},
    progress::{self, GoOn, Stage},
};

#[derive(Debug, Serialize, Deserialize)]
struct About {
    format: u32,
    made_ms: i64,
    database_blake3: String,
}

const FORMAT: u32 = 1;
/// No profile comes near this; a larger entry in a file from elsewhere is not unpacked.
const LARGEST_DATABASE: u64 = 16 * 1024 * 1024 * 1024;
pub(super) const NOT_A_BACKUP: Error = Error::Damaged { what: "the backup file" };

/// Packs a closed copy of the database, with the profile's key file as it is now.
pub(super) fn pack(profile: &Profile, copy: &Path, now_ms: i64, path: &Path, go_on: &mut GoOn<'_>) -> Result<()> {
    let partial = copy::beside(path, ".partial");
    let result = pack_into(profile, copy, now_ms, &partial, go_on)
        .and_then(|()| fs::rename(&partial, path).doing("naming the backup"))
        .and_then(|()| profile::sync_folder(path).doing("naming the backup"));
    if result.is_err() {
        drop(fs::remove_file(&partial));
    }
    result
}

fn pack_into(profile: &Profile, copy: &Path, now_ms: i64, partial: &Path, go_on: &mut GoOn<'_>) -> Result<()> {
    let about = About { format: FORMAT, made_ms: now_ms, database_blake3: hash_file(copy, go_on)? };
    let about = serde_json::to_vec(&about).expect("plain data");
    let key_file = fs::read(profile.key_path()).doing("reading the key file")?;
    let mut zip = ZipWriter::new(File::create(partial).doing("making the backup")?);
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored).large_file(true);
    for (name, bytes) in [("about.json", about.as_slice()), ("key.json", &key_file)] {
        zip.start_file(name, stored).map_err(zip_error)?;
        zip.write_all(bytes).doing("writing the backup")?;
    }
    zip.start_file("profile.db", stored).map_err(zip_error)?;
    each_piece(copy, go_on, |piece| zip.write_all(piece).doing("writing the backup"))?;
    let file = zip.finish().map_err(zip_error)?;
    file.sync_all().doing("writing the backup")
}

fn zip_error(error: zip::result::ZipError) -> Error {
    match error {
        zip::result::ZipError::Io(source) => Error::file("writing the backup", source),
        _ => Error::Damaged { what: "the backup" },
    }
}

fn hash_file(path: &Path, go_on: &mut GoOn<'_>) -> Result<String> {
    let mut hasher = blake3::Hasher::new();
    each_piece(path, go_on, |piece| {
        hasher.update(piece);
        Ok(())
    })?;
    Ok(hasher.finalize().to_hex().to_string())
}

/// Reads the copy piece by piece, and can be stopped at each.
fn each_piece(copy: &Path, go_on: &mut GoOn<'_>, mut take: impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
    let mut file = File::open(copy).doing("reading the copy")?;
    let total = file.metadata().map_or(0, |meta| meta.len());
    let mut piece = vec![0; 1024 * 1024];
    loop {
        progress::tell(go_on, Stage::Copying, total, total)?;
        let read = file.read(&mut piece).doing("reading the copy")?;
        if read == 0 {
            return Ok(());
        }
        take(&piece[..read])?;
    }
}

/// A backup file that was opened: proved to be whole, but not yet restored.
#[derive(Debug)]
pub struct Opened {
    /// The key file in it.
    pub key_file: KeyFile,
    /// When it was made, in milliseconds since 1970.
    pub made_ms: i64,
    pub(super) path: PathBuf,
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
        copy::remove(target);
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
