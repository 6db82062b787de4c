//! What the person chose, opened: a zip, a folder or a single file, within limits and without trusting its names.

mod archive;

use std::fs::{self, File};
use std::io::{BufReader, Cursor, Read, Seek};
use std::path::Path;

use crate::problem::{FileProblem, FileProblemCode, Severity};

pub(crate) use archive::each_part;

/// An opened source: the files that may be read, and what was met on the way.
#[derive(Debug)]
pub struct Source {
    /// The name of the file or folder that was chosen.
    pub name: String,
    /// Its tables, by name.
    pub files: Vec<SourceFile>,
    /// What to know; none of them stops.
    pub problems: Vec<FileProblem>,
}

/// One file with its content.
#[derive(Debug)]
pub struct SourceFile {
    /// Its own name, without a folder.
    pub name: String,
    /// Its content as it was stored.
    pub bytes: Vec<u8>,
}

/// How much a source may hold. The defaults fit the largest districts and stop an archive made to fill the memory.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Files in a zip or folder.
    pub entries: usize,
    /// Unpacked bytes of one file.
    pub entry_bytes: u64,
    /// Unpacked bytes of all files.
    pub total_bytes: u64,
    /// Unpacked bytes for one packed byte, asked once a file is larger than a megabyte.
    pub ratio: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { entries: 1_000, entry_bytes: 256 << 20, total_bytes: 512 << 20, ratio: 200 }
    }
}

impl Source {
    /// Says whether the files are those of OneRoster rather than a table of any shape.
    pub fn is_one_roster(&self) -> bool {
        self.files.iter().any(|f| is_one_roster_sign(&f.name))
    }

    /// The file of this name; case does not matter.
    pub fn file(&self, name: &str) -> Option<&SourceFile> {
        self.files.iter().find(|f| f.name.eq_ignore_ascii_case(name))
    }
}

/// Opens what the person chose.
///
/// # Errors
/// The problems that stop: unreadable, damaged, too large, nothing in it.
pub fn open(path: &Path) -> Result<Source, Vec<FileProblem>> {
    open_within(path, &Limits::default())
}

/// Opens what the person chose, within limits of the caller's.
///
/// # Errors
/// As [`open`].
pub fn open_within(path: &Path, limits: &Limits) -> Result<Source, Vec<FileProblem>> {
    let name = path.file_name().map_or_else(|| "folder".to_owned(), |n| n.to_string_lossy().into_owned());
    if path.is_dir() {
        return open_folder(&name, path, limits);
    }
    let mut file = File::open(path).map_err(|error| vec![unreadable(&name, &error)])?;
    let length = file.metadata().map_err(|error| vec![unreadable(&name, &error)])?.len();
    if length > limits.entry_bytes {
        return Err(vec![too_large(&name, "it is larger than this program reads")]);
    }
    let mut magic = [0; 4];
    let is_zip = file.read_exact(&mut magic).is_ok() && is_zip(&magic);
    file.rewind().map_err(|error| vec![unreadable(&name, &error)])?;
    if is_zip {
        return open_packed(&name, BufReader::new(file), limits);
    }
    let bytes = read_all(&name, file, limits)?;
    Ok(single(name, bytes))
}

/// Opens bytes that are already in the memory.
///
/// # Errors
/// As [`open`].
pub fn from_bytes(name: &str, bytes: Vec<u8>, limits: &Limits) -> Result<Source, Vec<FileProblem>> {
    if is_zip(&bytes) {
        return open_packed(name, Cursor::new(bytes), limits);
    }
    Ok(single(name.to_owned(), bytes))
}

/// A workbook is itself a zip: it is kept packed, for the table reader.
fn open_packed(name: &str, mut packed: impl Read + Seek, limits: &Limits) -> Result<Source, Vec<FileProblem>> {
    if archive::is_workbook(&mut packed) {
        packed.rewind().map_err(|error| vec![unreadable(name, &error)])?;
        let bytes = read_all(name, packed, limits)?;
        return Ok(single(name.to_owned(), bytes));
    }
    archive::unpack(name, packed, limits)
}

fn single(name: String, bytes: Vec<u8>) -> Source {
    Source { name: name.clone(), files: vec![SourceFile { name, bytes }], problems: Vec::new() }
}

fn open_folder(name: &str, path: &Path, limits: &Limits) -> Result<Source, Vec<FileProblem>> {
    let mut paths = folder_tables(name, path, limits)?;
    let mut problems = Vec::new();
    if paths.is_empty()
        && let Some(inner) = only_folder(path)
    {
        paths = folder_tables(name, &inner, limits)?;
        problems.push(archive::top_folder(name));
    }
    let is_one_roster = paths.iter().any(|(file, _)| is_one_roster_sign(file));
    let (mut files, mut total) = (Vec::new(), 0_u64);
    for (file_name, file_path) in paths {
        if is_one_roster && !is_one_roster_file(&file_name) {
            problems.push(not_taken(&file_name));
            continue;
        }
        let file = File::open(&file_path).map_err(|error| vec![unreadable(&file_name, &error)])?;
        let bytes = read_all(&file_name, file, limits)?;
        total = total.saturating_add(bytes.len() as u64);
        if total > limits.total_bytes {
            return Err(vec![too_large(name, "its files together are larger than this program reads")]);
        }
        files.push(SourceFile { name: file_name, bytes });
    }
    if files.is_empty() {
        return Err(vec![nothing_to_read(name)]);
    }
    Ok(Source { name: name.to_owned(), files, problems })
}

/// The tables that lie directly in a folder, by name.
fn folder_tables(
    name: &str,
    path: &Path,
    limits: &Limits,
) -> Result<Vec<(String, std::path::PathBuf)>, Vec<FileProblem>> {
    let entries = fs::read_dir(path).map_err(|error| vec![unreadable(name, &error)])?;
    let mut tables = Vec::new();
    for entry in entries.flatten() {
        let file = entry.file_name().to_string_lossy().into_owned();
        // The entry's own type: a link to somewhere else is not followed.
        if entry.file_type().is_ok_and(|t| t.is_file()) && is_table_name(&file) {
            tables.push((file, entry.path()));
        }
        if tables.len() > limits.entries {
            return Err(vec![too_large(name, "it holds too many files")]);
        }
    }
    tables.sort();
    Ok(tables)
}

fn only_folder(path: &Path) -> Option<std::path::PathBuf> {
    let mut folders = fs::read_dir(path).ok()?.flatten().filter(|e| e.file_type().is_ok_and(|t| t.is_dir()));
    let first = folders.next()?;
    folders.next().is_none().then(|| first.path())
}

fn read_all(name: &str, from: impl Read, limits: &Limits) -> Result<Vec<u8>, Vec<FileProblem>> {
    let mut bytes = Vec::new();
    let read = from.take(limits.entry_bytes.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|error| vec![unreadable(name, &error)])?;
    if bytes.len() as u64 > limits.entry_bytes {
        return Err(vec![too_large(name, "it is larger than this program reads")]);
    }
    Ok(bytes)
}

/// The OneRoster files that this program reads. The others are never opened: most of them are about students, and
/// `userProfiles.csv` holds passwords.
const ONE_ROSTER_FILES: [&str; 8] = [
    "manifest.csv",
    "orgs.csv",
    "users.csv",
    "roles.csv",
    "academicsessions.csv",
    "courses.csv",
    "classes.csv",
    "enrollments.csv",
];

fn is_one_roster_sign(name: &str) -> bool {
    ["manifest.csv", "users.csv", "orgs.csv"].iter().any(|sign| name.eq_ignore_ascii_case(sign))
}

/// In a OneRoster source only these are wanted; elsewhere every table is.
fn is_one_roster_file(name: &str) -> bool {
    ONE_ROSTER_FILES.contains(&name.to_ascii_lowercase().as_str())
}

fn is_table_name(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    !name.starts_with('.')
        && !name.starts_with("~$")
        && [".csv", ".tsv", ".txt", ".xlsx"].iter().any(|ending| lower.ends_with(ending))
}

pub(crate) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

fn not_taken(file: &str) -> FileProblem {
    FileProblem::new(
        file,
        Severity::Notice,
        FileProblemCode::FileNotTaken,
        format!("{file} was not opened: students, results and credentials are not taken by design."),
        "Nothing to do.",
    )
}

fn nothing_to_read(name: &str) -> FileProblem {
    FileProblem::new(
        name,
        Severity::Stops,
        FileProblemCode::NothingToRead,
        format!("{name} holds no CSV or xlsx file. Nothing was changed."),
        "Choose the zip or folder with the roster files in it, or a single CSV or xlsx file.",
    )
}

pub(crate) fn too_large(name: &str, why: &str) -> FileProblem {
    FileProblem::new(
        name,
        Severity::Stops,
        FileProblemCode::TooLarge,
        format!("{name} was not read because {why}. Nothing was changed."),
        "Ask the sender for an export of this school or district alone, or split the file.",
    )
}

/// The reason without the path: a path may hold the person's name.
fn unreadable(name: &str, error: &std::io::Error) -> FileProblem {
    FileProblem::new(
        name,
        Severity::Stops,
        FileProblemCode::FileUnreadable,
        format!("{name} could not be read ({}). Nothing was changed.", error.kind()),
        "Check that the file is still there, closed in other programs, and that you may read it.",
    )
}
