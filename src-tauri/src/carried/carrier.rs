//! Carrying another's work: the file goes to the service as it is, and the answer comes back to the stick. Neither can be
//! read here.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

use bundle::{
    error::Error,
    header::{Header, Kind},
};
use chrono::NaiveDate;
use domain::{Code, Problem};
use store::exchange::Membership;

use super::{found, reading, work};
use crate::{exchange::Service, state::Answer};

/// What became of one file.
#[derive(Debug)]
pub struct Carried {
    /// The answer, to be carried back.
    pub answer: PathBuf,
    /// How many batches of work the service read.
    pub batches: u64,
    /// Whether the service could read the file to its end.
    pub is_whole: bool,
}

/// Brings a file to the service and writes its answer into a folder.
///
/// # Errors
/// When it is no file for this organisation's service, the service cannot be reached or refuses it, or the answer cannot
/// be written. Bringing it again does no harm.
pub fn carry(file: &Path, out: &Path, membership: &Membership, today: NaiveDate) -> Answer<Carried> {
    if found::header(file, membership.organisation)?.kind != Kind::ToService {
        return Err(Error::OtherWay.into());
    }
    let service = Service::at(&membership.service)?;
    let answer = work::place(out, Kind::ToDevice, today);
    let unfinished = answer.with_added_extension("partial");
    let done = bring(&service, file, &unfinished, membership);
    let kept = done.and_then(|done| {
        fs::rename(&unfinished, &answer).map_err(|error| Problem::from(Error::Write(error)))?;
        Ok(Carried { answer, ..done })
    });
    if kept.is_err() {
        // Where the stick is gone there is nothing to remove, and the error that matters is on its way.
        drop(fs::remove_file(&unfinished));
    }
    kept
}

fn bring(service: &Service, file: &Path, unfinished: &Path, membership: &Membership) -> Answer<Carried> {
    let source = File::open(file).map_err(reading)?;
    let mut received = File::create(unfinished).map_err(|error| Problem::from(Error::Write(error)))?;
    let (batches, is_whole) = service.carry(&membership.token, source, &mut received)?;
    received.sync_all().map_err(|error| Problem::from(Error::Write(error)))?;
    let length = fs::metadata(unfinished).map_err(reading)?.len();
    let header = Header::read(&mut File::open(unfinished).map_err(reading)?)?;
    let is_answer = header.kind == Kind::ToDevice && header.organisation == membership.organisation;
    if !is_answer || header.length != length {
        return Err(Problem::new(Code::Link, "The answer did not come whole. What the service took is safe there.")
            .hint("Carry the file again. Doing it twice does no harm."));
    }
    Ok(Carried { answer: PathBuf::new(), batches, is_whole })
}
