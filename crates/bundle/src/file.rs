//! One file, opened: its header checked, its frames still bytes. Both reading and verifying stand on it.

use std::{io::Read, sync::Arc};

use age::{DecryptError, Decryptor, stream::StreamReader};
use domain::RowId;
use serde::{Deserialize, Serialize};

use crate::{
    Limits,
    error::Error,
    frame::{Next, Reading, Trailer},
    header::{BYTES, FIXED, Header, Kind},
    key::Key,
    read::End,
    source::{Watch, Watched},
};

/// What the library writes before the encrypted part is some hundred bytes; its parser is not asked to hold more.
pub(crate) const MOST_PREAMBLE: u64 = BYTES as u64 + 2_048;

/// The first frame.
#[derive(Serialize, Deserialize)]
pub(crate) struct First<O> {
    /// The clear header but its length, so that nobody can change it.
    pub(crate) header: [u8; FIXED],
    /// Which of several files this is, from 1.
    pub(crate) part: u32,
    pub(crate) opening: O,
}

/// An opened file.
pub(crate) struct Opened<R: Read> {
    pub(crate) header: Header,
    frames: Reading<StreamReader<Watched<R>>>,
    watch: Arc<Watch>,
}

/// What comes next in a file.
pub(crate) enum Found {
    Content(Vec<u8>),
    Whole(Trailer),
    Ended(End),
}

impl<R: Read> Opened<R> {
    /// Opens a file of this organisation that goes this way.
    pub(crate) fn open(
        mut source: R,
        organisation: RowId,
        kind: Kind,
        key: &Key,
        limits: Limits,
    ) -> Result<Self, Error> {
        let header = Header::read(&mut source)?;
        if header.organisation != organisation {
            return Err(Error::OtherOrganisation);
        }
        if header.kind != kind {
            return Err(Error::OtherWay);
        }
        let (source, watch) = Watched::new(source, BYTES as u64, MOST_PREAMBLE.min(limits.file_bytes));
        let opened =
            Decryptor::new(source).and_then(|file| file.decrypt(std::iter::once(&key.0 as &dyn age::Identity)));
        let stream = opened.map_err(|error| refused(error, &watch, header.length))?;
        watch.allow(limits.file_bytes);
        Ok(Self { header, frames: Reading::new(stream, limits), watch })
    }

    /// Reads on.
    ///
    /// # Errors
    /// [`Error::Read`] when the file itself could not be read.
    pub(crate) fn next(&mut self) -> Result<Found, Error> {
        match self.frames.next() {
            Ok(Next::Content(content)) => Ok(Found::Content(content)),
            Ok(Next::Trailer(trailer)) => Ok(Found::Whole(trailer)),
            Ok(Next::Nothing) => Ok(Found::Ended(self.watch.unfinished(self.header.length))),
            Ok(Next::Malformed) => Ok(Found::Ended(End::Damaged)),
            Err(error) => self.watch.why(error, self.header.length).map(Found::Ended),
        }
    }
}

fn refused(error: DecryptError, watch: &Watch, length: u64) -> Error {
    match error {
        DecryptError::NoMatchingKeys => Error::NotForUs,
        DecryptError::Io(error) => watch.why(error, length).map_or_else(|error| error, Error::Unreadable),
        // Whatever else: it is not as it was written. Also an unknown form of age, since ours has its own version.
        _ => Error::Unreadable(End::Damaged),
    }
}
