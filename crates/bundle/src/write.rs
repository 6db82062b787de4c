//! Writing a file to a stick: beside its name, to the disk, read back frame by frame, and only then under its name.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use domain::{Problem, RowId};

use crate::{
    Limits,
    error::Error,
    file::{Found, Opened},
    frame::Trailer,
    key::{Key, Recipient},
    message::Direction,
    name,
    part::{Address, Part},
    progress::{GoOn, Stage, tell},
};

/// Who a file is for, and what stands first in it.
#[derive(Clone, Copy)]
pub struct Envelope<'a, D: Direction> {
    /// The organisation.
    pub organisation: RowId,
    /// Who alone can open it.
    pub recipient: &'a Recipient,
    /// What stands first.
    pub opening: &'a D::Opening,
}

/// What lies on the stick.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The files, in their order; more than one where one would have been too large.
    pub files: Vec<PathBuf>,
    /// How many frames.
    pub frames: u64,
    /// How many bytes.
    pub bytes: u64,
}

/// Writes a file, or several. When it returns, every frame was read back from where it was written.
///
/// Files that have these names already are replaced, also those of further parts. Frames are asked for one by one, so
/// nothing needs to be held but the largest.
///
/// # Errors
/// When a frame cannot be had, the place refuses, what is read back is something else, or `go_on` says so. Then no new
/// file is left, whole or half.
pub fn write<D: Direction>(
    path: &Path,
    envelope: &Envelope<'_, D>,
    frames: impl Iterator<Item = Result<D::Frame, Problem>>,
    limits: Limits,
    go_on: &mut GoOn<'_>,
) -> Result<Written, Error> {
    let verifying = Key::draw();
    let address = Address {
        organisation: envelope.organisation,
        kind: D::KIND,
        recipient: envelope.recipient,
        verifying: &verifying,
    };
    let total = frames.size_hint().1.map_or(0, |most| most as u64);
    let mut stick = Stick { path, finished: Vec::new(), open: None, renamed: 0, stays: false };
    let mut part = stick.begin(address, envelope.opening)?;
    for (done, frame) in (0..).zip(frames) {
        tell(go_on, Stage::Writing, done, total)?;
        let frame = sync::exchange::encode(&frame.map_err(Error::Source)?);
        if !part.has_room(&frame, limits.file_bytes) && part.count > 0 {
            stick.finish(part, true)?;
            part = stick.begin(address, envelope.opening)?;
        }
        if frame.len() as u64 > limits.frame_bytes.into() || !part.has_room(&frame, limits.file_bytes) {
            return Err(Error::TooLarge);
        }
        part.push(&frame)?;
    }
    stick.finish(part, false)?;
    stick.verify(address, limits, go_on)?;
    stick.keep()
}

/// A file that is written but does not have its name yet.
struct Finished {
    unfinished: PathBuf,
    path: PathBuf,
    frames: u64,
    trailer: Trailer,
    bytes: u64,
}

/// The files of one writing. Unless they stay, all of them are removed again.
struct Stick<'a> {
    path: &'a Path,
    finished: Vec<Finished>,
    open: Option<PathBuf>,
    renamed: usize,
    stays: bool,
}

impl Stick<'_> {
    fn begin<O: serde::Serialize>(&mut self, address: Address<'_>, opening: &O) -> Result<Part<File>, Error> {
        let part = self.finished.len() as u32 + 1;
        let unfinished = name::unfinished(&name::of_part(self.path, part));
        let file = File::create(&unfinished).map_err(Error::writing)?;
        self.open = Some(unfinished);
        Part::begin(file, address, part, opening)
    }

    fn finish(&mut self, part: Part<File>, more: bool) -> Result<(), Error> {
        let frames = part.count;
        let (file, trailer, bytes) = part.finish(more)?;
        file.sync_all().map_err(Error::writing)?;
        forget(&file);
        let path = name::of_part(self.path, self.finished.len() as u32 + 1);
        if let Some(unfinished) = self.open.take() {
            self.finished.push(Finished { unfinished, path, frames, trailer, bytes });
        }
        Ok(())
    }

    /// Reads everything back. Before the files have their names, so that never a bad one has.
    fn verify(&self, address: Address<'_>, limits: Limits, go_on: &mut GoOn<'_>) -> Result<(), Error> {
        let total = self.finished.iter().map(|finished| finished.frames).sum();
        let mut done = 0;
        for finished in &self.finished {
            let source = File::open(&finished.unfinished).map_err(Error::Write)?;
            let mut file = Opened::open(source, address.organisation, address.kind, address.verifying, limits)
                .map_err(|_| Error::Unfaithful)?;
            // The opening is a frame too.
            let mut count = 0;
            loop {
                tell(go_on, Stage::Verifying, done, total)?;
                match file.next()? {
                    Found::Content(_) => count += 1,
                    Found::Whole(trailer) if trailer == finished.trailer && count == finished.frames + 1 => break,
                    Found::Whole(_) | Found::Ended(_) => return Err(Error::Unfaithful),
                }
                done += u64::from(count > 1);
            }
        }
        Ok(())
    }

    /// Gives the files their names.
    fn keep(mut self) -> Result<Written, Error> {
        for finished in &self.finished {
            fs::rename(&finished.unfinished, &finished.path).map_err(Error::writing)?;
            self.renamed += 1;
        }
        sync_folder(self.path).map_err(Error::writing)?;
        for finished in &self.finished {
            let found = fs::metadata(&finished.path).map_err(Error::writing)?;
            if found.len() != finished.bytes {
                return Err(Error::Unfaithful);
            }
        }
        self.stays = true;
        let sum = |of: fn(&Finished) -> u64| self.finished.iter().map(of).sum();
        Ok(Written {
            files: self.finished.iter().map(|finished| finished.path.clone()).collect(),
            frames: sum(|finished| finished.frames),
            bytes: sum(|finished| finished.bytes),
        })
    }
}

impl Drop for Stick<'_> {
    fn drop(&mut self) {
        if self.stays {
            return;
        }
        let renamed = self.finished.iter().take(self.renamed).map(|finished| &finished.path);
        let unfinished = self.finished.iter().skip(self.renamed).map(|finished| &finished.unfinished);
        for path in renamed.chain(unfinished).chain(&self.open) {
            // Where the stick is gone there is nothing to remove, and the error that matters is on its way.
            drop(fs::remove_file(path));
        }
    }
}

/// Asks the system to forget what it holds of a file, so that reading back reaches the stick.
#[cfg(target_os = "linux")]
fn forget(file: &File) {
    // Where the advice is not taken, reading back still finds what the program itself did wrong.
    rustix::fs::fadvise(file, 0, None, rustix::fs::Advice::DontNeed).unwrap_or_default();
}

#[cfg(not(target_os = "linux"))]
fn forget(_: &File) {}

/// Makes the names durable; a file system that cannot is not one of ours.
fn sync_folder(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) if cfg!(unix) => {
            let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            File::open(folder)?.sync_all()
        }
        _ => Ok(()),
    }
}
