//! Files that are not whole backups: each gives an error, and the profile stays as it was.

use std::{
    fs,
    io::{Cursor, Read, Write},
    path::Path,
};

use store::{
    Error, backup,
    profile::{Home, Profile},
    rebuild,
};
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::support::{
    Desk,
    acts::{begin_observation, keep_line},
    desk::{Clock, MONDAY_MS, key},
};

/// A profile with a little work, and the bytes of a backup of it.
fn backed_up() -> (Desk, Vec<u8>) {
    let mut desk = Desk::new();
    let seen = begin_observation(desk.writer(), "talk");
    keep_line(desk.writer(), seen, "a line");
    let path = desk.back_up();
    let bytes = fs::read(&path).unwrap();
    fs::remove_file(path).unwrap();
    desk.close();
    (desk, bytes)
}

fn restore(home: &Home, path: &Path) -> store::Result<[u8; 32]> {
    let opened = backup::open(path)?;
    let (_, writer) = opened.restore(home, key(), Clock::at(MONDAY_MS).source(1))?;
    rebuild::fingerprint(writer.reader())
}

/// Returns every file of a profile with its bytes.
fn files(profile: &Profile) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(&profile.folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()))
        .collect();
    files.sort();
    files
}

/// Packs a backup again with one of its parts changed.
fn repacked(bytes: &[u8], method: CompressionMethod, change: impl Fn(&str, Vec<u8>) -> Option<Vec<u8>>) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut packed = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let (name, mut content) = (entry.name().unwrap().into_owned(), Vec::new());
        entry.read_to_end(&mut content).unwrap();
        if let Some(content) = change(&name, content) {
            packed.start_file(name, SimpleFileOptions::default().compression_method(method)).unwrap();
            packed.write_all(&content).unwrap();
        }
    }
    packed.finish().unwrap().into_inner()
}

fn without(part: &'static str) -> impl Fn(&str, Vec<u8>) -> Option<Vec<u8>> {
    move |name, content| (name != part).then_some(content)
}

fn with(part: &'static str, from: &'static str, to: &'static str) -> impl Fn(&str, Vec<u8>) -> Option<Vec<u8>> {
    move |name, content| {
        Some(match name == part {
            true => String::from_utf8(content).unwrap().replace(from, to).into_bytes(),
            false => content,
        })
    }
}

#[test]
fn a_file_that_is_no_whole_backup_gives_an_error_and_changes_nothing() {
    let (desk, whole) = backed_up();
    let before = files(&desk.profile);
    let stored = CompressionMethod::Stored;
    let as_it_was = |_: &str, content: Vec<u8>| Some(content);
    let database_of_zeros =
        |name: &str, content: Vec<u8>| Some(if name == "profile.db" { vec![0; 50_000_000] } else { content });
    let bad = [
        ("empty", Vec::new()),
        ("a picture", b"\x89PNG\r\n\x1a\n and so on".to_vec()),
        ("an empty archive", vec![0x50, 0x4b, 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        ("half of it", whole[..whole.len() / 2].to_vec()),
        ("all but the last byte", whole[..whole.len() - 1].to_vec()),
        ("without its description", repacked(&whole, stored, without("about.json"))),
        ("without its key file", repacked(&whole, stored, without("key.json"))),
        ("without its database", repacked(&whole, stored, without("profile.db"))),
        ("another hash", repacked(&whole, stored, with("about.json", "database_blake3\":\"", "database_blake3\":\"0"))),
        ("a profile elsewhere", repacked(&whole, stored, with("key.json", "01a0b8c2-0000", "../../01a0b8c2-0000"))),
        ("a key file that is none", repacked(&whole, stored, with("key.json", "{", "["))),
        ("a compressed one", repacked(&whole, CompressionMethod::Deflated, as_it_was)),
        ("one that swells", repacked(&whole, CompressionMethod::Deflated, database_of_zeros)),
        (
            "a database of nothing",
            repacked(&whole, stored, |name, content| Some(if name == "profile.db" { Vec::new() } else { content })),
        ),
        ("a later form", repacked(&whole, stored, with("about.json", "\"format\":1", "\"format\":2"))),
    ];

    for (name, bytes) in bad {
        let path = desk.folder().join("bad.coachlight-backup");
        fs::write(&path, bytes).unwrap();

        let outcome = restore(&desk.home, &path);

        assert!(
            matches!(outcome, Err(Error::Damaged { .. } | Error::KeyMissing | Error::Newer)),
            "{name}: {outcome:?}"
        );
        assert!(files(&desk.profile) == before, "{name} changed the profile");
        assert!(!desk.folder().join("01a0b8c2-0000-7000-8000-000000000001").exists());
    }
}

#[test]
fn a_backup_that_is_not_there_is_a_file_error() {
    let (desk, _) = backed_up();
    assert!(matches!(restore(&desk.home, &desk.folder().join("nowhere")), Err(Error::File { .. })));
}

/// Nothing that is done to a backup's bytes makes the store panic, or restore anything but the whole backup.
#[test]
fn eight_hundred_mutated_backups_are_restored_whole_or_refused() {
    let (desk, whole) = backed_up();
    let path = desk.folder().join("mutated.coachlight-backup");
    fs::write(&path, &whole).unwrap();
    let expected = restore(&desk.home, &path).unwrap();
    let mut random = store::Seeded::new(3, 0);
    let (mut refused, mut unharmed) = (0, 0);

    for case in 0..800 {
        fs::write(&path, mutated(&whole, case, &mut random)).unwrap();
        match restore(&desk.home, &path) {
            Ok(fingerprint) => {
                assert_eq!(fingerprint, expected, "case {case}");
                unharmed += 1;
            }
            Err(_) => refused += 1,
        }
    }

    assert!(refused >= 500, "{refused} refused, {unharmed} unharmed");
}

fn mutated(whole: &[u8], case: u32, random: &mut store::Seeded) -> Vec<u8> {
    let mut draw = |below: usize| {
        let mut bytes = [0; 8];
        store::Source::fill(random, &mut bytes);
        usize::try_from(u64::from_le_bytes(bytes) % below as u64).unwrap()
    };
    let mut bytes = whole.to_vec();
    // The descriptions at both ends are small and full of meaning; the database between them is large.
    let at = match case % 3 {
        0 => draw(bytes.len().min(1_500)),
        1 => bytes.len() - 1 - draw(bytes.len().min(600)),
        _ => draw(bytes.len()),
    };
    match case % 5 {
        0 => bytes[at] ^= 1 << draw(8),
        1 => bytes[at] = u8::try_from(draw(256)).unwrap(),
        2 => drop(bytes.drain(at..(at + 1 + draw(64)).min(whole.len()))),
        3 => bytes.truncate(at),
        _ => {
            let inserted = vec![0xff; 1 + draw(64)];
            drop(bytes.splice(at..at, inserted));
        }
    }
    bytes
}
