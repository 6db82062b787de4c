//! Zip archives, unpacked in the memory with a hand on the brake.

use std::io::{Cursor, Read, Seek};

use zip::ZipArchive;
use zip::result::ZipError;

use super::{
    Limits, Source, SourceFile, is_one_roster_file, is_one_roster_sign, is_table_name, not_taken, nothing_to_read,
    too_large,
};
use crate::problem::{FileProblem, FileProblemCode, ProblemList, Severity, shown};

/// Says whether the archive is an xlsx workbook.
pub(super) fn is_workbook(packed: &mut (impl Read + Seek)) -> bool {
    ZipArchive::new(packed).is_ok_and(|mut archive| {
        archive.by_name("xl/workbook.xml").is_ok() || archive.by_name("[Content_Types].xml").is_ok()
    })
}

/// Unpacks every part of a workbook within the limits, before a reader trusts it, and shows each to `look`.
pub(crate) fn each_part(
    name: &str,
    bytes: &[u8],
    limits: &Limits,
    mut look: impl FnMut(&[u8]) -> Result<(), FileProblem>,
) -> Result<(), Vec<FileProblem>> {
    let mut archive = open(name, Cursor::new(bytes), limits)?;
    let mut budget = limits.total_bytes;
    for index in 0..archive.len() {
        let part = unpack_entry(name, &mut archive, index, limits, &mut budget)?;
        look(&part).map_err(|problem| vec![problem])?;
    }
    Ok(())
}

/// Unpacks the tables of an archive.
pub(super) fn unpack(name: &str, packed: impl Read + Seek, limits: &Limits) -> Result<Source, Vec<FileProblem>> {
    let mut archive = open(name, packed, limits)?;
    let mut problems = ProblemList::default();
    let entries = tables(name, &mut archive, &mut problems);
    let entries = without_top_folder(name, entries, &mut problems);
    let is_one_roster = entries.iter().any(|e| is_one_roster_sign(&e.name));
    let mut files: Vec<SourceFile> = Vec::new();
    let mut budget = limits.total_bytes;
    for entry in &entries {
        if is_one_roster && !is_one_roster_file(&entry.name) {
            problems.push(not_taken(&entry.name));
        } else if files.iter().any(|f| f.name.eq_ignore_ascii_case(&entry.name)) {
            problems.push(twice(name, &entry.name));
        } else {
            let bytes = unpack_entry(name, &mut archive, entry.index, limits, &mut budget)?;
            files.push(SourceFile { name: entry.name.clone(), bytes });
        }
    }
    let mut problems = problems.finish();
    if files.is_empty() {
        problems.push(nothing_to_read(name));
        return Err(problems);
    }
    Ok(Source { name: name.to_owned(), files, problems })
}

/// A table of the archive: its place, its folder and its own name.
struct Entry {
    index: usize,
    folder: String,
    name: String,
}

fn open<R: Read + Seek>(name: &str, packed: R, limits: &Limits) -> Result<ZipArchive<R>, Vec<FileProblem>> {
    let archive = ZipArchive::new(packed).map_err(|error| vec![unreadable(name, &error)])?;
    if archive.len() > limits.entries {
        return Err(vec![too_large(name, "it holds too many files")]);
    }
    Ok(archive)
}

/// The tables by name; names that point outside the archive are reported and left.
fn tables<R: Read + Seek>(name: &str, archive: &mut ZipArchive<R>, problems: &mut ProblemList) -> Vec<Entry> {
    let mut entries = Vec::new();
    for index in 0..archive.len() {
        let Ok(file) = archive.by_index_raw(index) else {
            problems.push(damaged_entry(name));
            continue;
        };
        let Ok(path) = file.name().map(|n| n.replace('\\', "/")) else {
            problems.push(damaged_entry(name));
            continue;
        };
        if path.ends_with('/') || path.starts_with("__MACOSX/") {
            continue;
        }
        if path.starts_with('/') || path.contains(':') || path.split('/').any(|part| part == "..") {
            problems.push(unsafe_name(name, &path));
            continue;
        }
        let (folder, own) = path.rsplit_once('/').unwrap_or(("", &path));
        if is_table_name(own) {
            entries.push(Entry { index, folder: folder.to_owned(), name: own.to_owned() });
        }
    }
    entries
}

/// Files at the root, or all in one folder; files deeper than where most lie are left out.
fn without_top_folder(name: &str, entries: Vec<Entry>, problems: &mut ProblemList) -> Vec<Entry> {
    let at_root = entries.iter().any(|e| e.folder.is_empty());
    let Some(home) = entries.iter().map(|e| e.folder.as_str()).min_by_key(|folder| folder.len()) else {
        return entries;
    };
    let home = home.to_owned();
    if !at_root {
        problems.push(top_folder(name));
    }
    let (kept, left): (Vec<_>, Vec<_>) = entries.into_iter().partition(|e| e.folder == home);
    problems.extend(left.iter().map(|e| in_another_folder(name, &e.name)));
    kept
}

/// Unpacks one file and counts while it does; the sizes that the archive declares are not believed.
fn unpack_entry<R: Read + Seek>(
    name: &str,
    archive: &mut ZipArchive<R>,
    index: usize,
    limits: &Limits,
    budget: &mut u64,
) -> Result<Vec<u8>, Vec<FileProblem>> {
    let mut file = archive.by_index(index).map_err(|error| vec![unreadable(name, &error)])?;
    let packed = file.compressed_size().max(1);
    let (mut bytes, mut unpacked, mut piece) = (Vec::new(), 0_u64, vec![0_u8; 64 << 10]);
    loop {
        let read = file.read(&mut piece).map_err(|error| vec![unreadable(name, &ZipError::Io(error))])?;
        if read == 0 {
            break;
        }
        unpacked += read as u64;
        if unpacked > limits.entry_bytes || unpacked > *budget {
            return Err(vec![too_large(name, "it is larger than this program reads when it is unpacked")]);
        }
        if unpacked > 1 << 20 && unpacked / packed > limits.ratio {
            return Err(vec![too_large(name, "it is packed so tightly that it may be made to fill the memory")]);
        }
        bytes.extend_from_slice(&piece[..read]);
    }
    *budget -= unpacked;
    Ok(bytes)
}

pub(super) fn top_folder(name: &str) -> FileProblem {
    FileProblem::new(
        name,
        Severity::Notice,
        FileProblemCode::TopFolder,
        "The files lie in a folder inside. They were read from there.",
        "Nothing to do. OneRoster wants the files without a folder around them.",
    )
}

fn in_another_folder(name: &str, file: &str) -> FileProblem {
    FileProblem::new(
        name,
        Severity::LeftOut,
        FileProblemCode::FileNotTaken,
        format!("{} lies in another folder of the archive and was not read.", shown(file)),
        "If it belongs to the roster, put all files into one folder and read them again.",
    )
}

fn twice(name: &str, file: &str) -> FileProblem {
    FileProblem::new(
        name,
        Severity::LeftOut,
        FileProblemCode::FileNotTaken,
        format!("{} is in the archive twice. Only the first was read.", shown(file)),
        "Ask the sender which one is right.",
    )
}

fn unsafe_name(name: &str, path: &str) -> FileProblem {
    FileProblem::new(
        name,
        Severity::LeftOut,
        FileProblemCode::NameUnsafe,
        format!("The archive holds a file named \"{}\", which points outside it. It was not read.", shown(path)),
        "Make sure that the archive comes from whom you think.",
    )
}

fn damaged_entry(name: &str) -> FileProblem {
    FileProblem::new(
        name,
        Severity::LeftOut,
        FileProblemCode::ZipUnreadable,
        "One file of the archive is damaged and was not read.",
        "Ask for the archive again if something is missing.",
    )
}

fn unreadable(name: &str, error: &ZipError) -> FileProblem {
    let is_locked = matches!(error, ZipError::InvalidPassword)
        || matches!(error, ZipError::UnsupportedArchive(why) if *why == ZipError::PASSWORD_REQUIRED);
    let (why, hint) = if is_locked {
        ("is protected by a password", "Unpack it with its password and choose the folder.")
    } else {
        ("is damaged or not a zip archive", "Ask for the file again, or unpack it yourself and choose the folder.")
    };
    FileProblem::new(
        name,
        Severity::Stops,
        FileProblemCode::ZipUnreadable,
        format!("{name} {why}. Nothing was changed."),
        hint,
    )
}
