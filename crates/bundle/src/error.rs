//! What can stand in the way of a file, and its words for people.

use std::io;

use domain::Problem;
use sync::engine::Failure;

use crate::{read::End, words};

/// Why a file could not be written, or not be opened.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It does not begin as such a file does.
    #[error("no file of carried work")]
    Unknown,
    /// A later version wrote it.
    #[error("written by a newer version")]
    Newer,
    /// It belongs to another organisation.
    #[error("of another organisation")]
    OtherOrganisation,
    /// It goes the other way.
    #[error("it goes the other way")]
    OtherWay,
    /// Another key opens it.
    #[error("written for somebody else")]
    NotForUs,
    /// It opens, but does not come from the service.
    #[error("not from the service")]
    Forged,
    /// It ends or is damaged before its first frame.
    #[error("nothing of it can be read")]
    Unreadable(End),
    /// The text is no key.
    #[error("no key")]
    Key,
    /// One frame is larger than a file may hold.
    #[error("a frame is too large")]
    TooLarge,
    /// There is no room for it.
    #[error("no room for the file")]
    Full(#[source] io::Error),
    /// It could not be written.
    #[error("the file cannot be written")]
    Write(#[source] io::Error),
    /// It could not be read on.
    #[error("the file cannot be read")]
    Read(#[source] io::Error),
    /// What was read back is not what was written.
    #[error("read back differently")]
    Unfaithful,
    /// The person stopped it.
    #[error("stopped")]
    Stopped,
    /// The service cannot answer now.
    #[error("the service cannot answer")]
    Service(Failure),
    /// What was to be written could not be had; the words are for the person.
    #[error("nothing to write")]
    Source(Problem),
}

impl Error {
    /// Sorts a failure to write by what can be done about it.
    pub(crate) fn writing(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                Self::Full(error)
            }
            _ => Self::Write(error),
        }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let (code, message, hint) = words::of(&error);
        match error {
            Error::Source(problem) => problem,
            Error::Unreadable(end) => end.problem(0).unwrap_or_else(|| Self::new(code, message).hint(hint)),
            _ => Self::new(code, message).hint(hint),
        }
    }
}
