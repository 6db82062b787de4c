//! Reading a file: every frame that is whole, in order, and then how it ended. What a frame means is decided by whoever
//! takes it, as with the network, so a file that is read twice changes nothing.

use std::io::Read;

use domain::{Code, Problem, RowId};

use crate::{
    Limits,
    error::Error,
    file::{First, Found, Opened},
    key::Key,
    message::Direction,
};

/// How a file ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Everything that was written into it was there.
    Complete {
        /// Which of several files it is, from 1.
        part: u32,
        /// Whether a further file continues it.
        more: bool,
    },
    /// It is shorter than it was.
    Cut {
        /// How many bytes there are.
        had: u64,
        /// How many there were.
        of: u64,
    },
    /// From here on it is not what was written.
    Damaged,
}

impl End {
    /// Returns what to tell about a file that gave so many frames; nothing when it was whole.
    #[must_use]
    pub fn problem(self, frames: u64) -> Option<Problem> {
        let taken = match frames {
            0 => "Nothing could be read from it.".to_owned(),
            1 => "One piece was whole and was read.".to_owned(),
            _ => format!("{frames} pieces were whole and were read."),
        };
        let happened = match self {
            Self::Complete { .. } => return None,
            Self::Cut { had, of } => format!("The file is cut short: {had} of {of} bytes are there."),
            Self::Damaged => "The file is damaged.".to_owned(),
        };
        let problem = Problem::new(Code::File, format!("{happened} {taken} The rest is safe where it was written."));
        Some(problem.hint("Copy the file again, or write it again where it comes from. Reading it twice does no harm."))
    }
}

/// A file that is being read.
pub struct Reader<D: Direction, R: Read> {
    file: Opened<R>,
    part: u32,
    opening: D::Opening,
    frames: u64,
    is_over: bool,
    end: Option<End>,
}

impl<D: Direction, R: Read> Reader<D, R> {
    /// Opens a file of an organisation for the owner of a key.
    ///
    /// # Errors
    /// When it is another file, for somebody else, or gives nothing at all; see [`Error`].
    pub fn open(source: R, organisation: RowId, key: &Key, limits: Limits) -> Result<Self, Error> {
        let mut file = Opened::open(source, organisation, D::KIND, key, limits)?;
        let first = match file.next()? {
            Found::Content(first) => first,
            Found::Whole(_) => return Err(Error::Unreadable(End::Damaged)),
            Found::Ended(end) => return Err(Error::Unreadable(end)),
        };
        let first: First<D::Opening> = sync::exchange::decode(&first).map_err(|_| Error::Unreadable(End::Damaged))?;
        if first.header != file.header.fixed() {
            return Err(Error::Unreadable(End::Damaged));
        }
        if !D::admits(&first.opening, key) {
            return Err(Error::Forged);
        }
        Ok(Self { file, part: first.part, opening: first.opening, frames: 0, is_over: false, end: None })
    }

    /// Returns what stands first in the file.
    pub fn opening(&self) -> &D::Opening {
        &self.opening
    }

    /// Returns how many frames were read.
    pub fn frames(&self) -> u64 {
        self.frames
    }

    /// Returns how it ended; nothing before it has.
    pub fn end(&self) -> Option<End> {
        self.end
    }
}

/// Every frame that is whole. After [`Error::Read`], when the stick fails or is gone, nothing more comes, and there is
/// no [`Reader::end`].
impl<D: Direction, R: Read> Iterator for Reader<D, R> {
    type Item = Result<D::Frame, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let end = match self.file.next() {
            Ok(Found::Content(content)) => match sync::exchange::decode(&content) {
                Ok(frame) => {
                    self.frames += 1;
                    return Some(Ok(frame));
                }
                Err(sync::Malformed) => Ok(End::Damaged),
            },
            Ok(Found::Whole(trailer)) => Ok(End::Complete { part: self.part, more: trailer.more }),
            Ok(Found::Ended(end)) => Ok(end),
            Err(error) => Err(error),
        };
        self.is_over = true;
        match end {
            Ok(end) => {
                self.end = Some(end);
                None
            }
            Err(error) => Some(Err(error)),
        }
    }
}
