//! What a file on a stick is, as far as this computer may know: mine to read, another's, or none of ours.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

use bundle::{
    Limits,
    error::Error,
    header::{Header, Kind},
    key::Key,
    message::{Answered, ToDevice},
    name,
    read::Reader,
};
use domain::RowId;
use sync::exchange::Taken;

use super::reading;
use crate::state::Answer;

/// For whom a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// Somebody's work on its way to the service: to be carried.
    TheService,
    /// The service's answer to this computer: to be read here.
    ThisComputer,
    /// The service's answer to another computer.
    AnotherComputer,
}

/// Looks what a file is. `key` opens the answers to this computer.
///
/// # Errors
/// When it is no such file, of another organisation, of a newer version, or damaged from its beginning.
pub fn look(path: &Path, organisation: RowId, key: &Key) -> Answer<Found> {
    let header = header(path, organisation)?;
    if header.kind == Kind::ToService {
        return Ok(Found::TheService);
    }
    match open(path, organisation, key) {
        Ok(_) => Ok(Found::ThisComputer),
        Err(Error::NotForUs) => Ok(Found::AnotherComputer),
        Err(error) => Err(error.into()),
    }
}

/// Returns how many operations an answer acknowledges and how many pieces of news it brings, as far as it is whole.
///
/// # Errors
/// When nothing of it can be read.
pub fn preview(path: &Path, organisation: RowId, key: &Key) -> Answer<(u64, u64)> {
    let (mut acknowledged, mut news) = (0, 0);
    for answered in open(path, organisation, key)? {
        // Where it ends early is said when it is read.
        let Ok(Answered { answer, .. }) = answered else { break };
        news += answer.news.len() as u64;
        acknowledged += answer.taken.iter().map(count).sum::<u64>();
    }
    Ok((acknowledged, news))
}

fn count(taken: &Taken) -> u64 {
    match taken {
        Taken::Settled(runs) => runs.iter().map(|run| run.count.unsigned_abs()).sum(),
        Taken::Custody { .. } | Taken::Forked | Taken::Gap | Taken::Malformed => 0,
    }
}

/// Reads the clear beginning of a file of this organisation.
pub(super) fn header(path: &Path, organisation: RowId) -> Answer<Header> {
    let header = Header::read(&mut File::open(path).map_err(reading)?)?;
    if header.organisation == organisation { Ok(header) } else { Err(Error::OtherOrganisation.into()) }
}

fn open(path: &Path, organisation: RowId, key: &Key) -> Result<Reader<ToDevice, File>, Error> {
    Reader::open(File::open(path).map_err(Error::Read)?, organisation, key, Limits::default())
}

/// Returns the file itself, or the files of a folder that go this way, earlier parts first.
///
/// # Errors
/// When the folder cannot be read.
pub fn files(from: &Path, kind: Kind) -> Answer<Vec<PathBuf>> {
    if !from.is_dir() {
        return Ok(vec![from.to_path_buf()]);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(from).map_err(reading)? {
        let path = entry.map_err(reading)?.path();
        let is_ours = path.extension().is_some_and(|ending| ending == name::EXTENSION) && path.is_file();
        let goes = |path: &Path| Header::read(&mut File::open(path).map_err(Error::Read)?).map(|header| header.kind);
        if is_ours && goes(&path).is_ok_and(|found| found == kind) {
            files.push(path);
        }
    }
    files.sort_by_key(|path| path.file_stem().map(ToOwned::to_owned));
    Ok(files)
}
