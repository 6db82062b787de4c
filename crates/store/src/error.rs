//! What can stand in the way of the database, each case one that is handled differently.

use std::io;

use rusqlite::ErrorCode;

/// The result of anything the store does.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why the store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The passphrase or the recovery code does not open the key.
    #[error("the secret does not open the key")]
    WrongSecret,
    /// There is a database but no usable key file.
    #[error("the key file is missing or unreadable")]
    KeyMissing,
    /// The database, the log or a backup is not as it was written.
    #[error("damaged: {what}")]
    Damaged {
        /// Which part, as a static phrase.
        what: &'static str,
    },
    /// The file was written by a newer version.
    #[error("written by a newer version")]
    Newer,
    /// The disk is full, or cannot be written.
    #[error("the disk cannot take more while {doing}")]
    Disk {
        /// What was being done.
        doing: &'static str,
    },
    /// There is a key file but no database.
    #[error("the database is not there")]
    Missing,
    /// Another Coachlight holds the folder.
    #[error("held by another process")]
    Held,
    /// Another program holds the database for longer than we wait.
    #[error("the database is busy")]
    Busy,
    /// A file is larger than may be kept.
    #[error("larger than {most} bytes")]
    TooLarge {
        /// The most bytes that it may have.
        most: u64,
    },
    /// Parts of a file are still elsewhere.
    #[error("not all of it is here yet")]
    Incomplete,
    /// The profile was closed before this could be done.
    #[error("the profile is closed")]
    Closed,
    /// A row that was named is not there.
    #[error("no such {entity}")]
    NotFound {
        /// The entity's table.
        entity: &'static str,
    },
    /// Somebody else's, opened to this person to read.
    #[error("a {entity} that somebody else shared")]
    Shared {
        /// The entity's table.
        entity: &'static str,
    },
    /// Something changed since it was read, and nothing was done.
    #[error("changed since it was shown")]
    Changed,
    /// Somebody else, or the same person on another computer, changed it since, and nothing was done.
    #[error("changed elsewhere since it was shown")]
    ChangedBy {
        /// The replica that wrote the last such change.
        replica: i64,
    },
    /// The person stopped it, and nothing was done.
    #[error("stopped")]
    Stopped,
    /// The database failed in another way.
    #[error("the database failed while {doing}")]
    Database {
        /// What was being done.
        doing: &'static str,
        /// SQLite's own words, which may quote SQL but never a bound value.
        #[source]
        source: rusqlite::Error,
    },
    /// A file could not be read or written.
    #[error("a file failed while {doing}")]
    File {
        /// What was being done.
        doing: &'static str,
        /// The operating system's words.
        #[source]
        source: io::Error,
    },
}

impl Error {
    /// Sorts a database failure by what can be done about it.
    pub(crate) fn database(doing: &'static str, source: rusqlite::Error) -> Self {
        match source.sqlite_error_code() {
            Some(ErrorCode::DiskFull | ErrorCode::SystemIoFailure | ErrorCode::ReadOnly) => Self::Disk { doing },
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged { what: "the database" },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            _ => Self::Database { doing, source },
        }
    }

    /// Sorts a file failure by what can be done about it.
    pub(crate) fn file(doing: &'static str, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::QuotaExceeded => {
                Self::Disk { doing }
            }
            _ => Self::File { doing, source },
        }
    }
}

/// Names what was being done when a library failed.
pub(crate) trait Doing<T> {
    /// Turns the library's error into ours.
    fn doing(self, doing: &'static str) -> Result<T>;
}

impl<T> Doing<T> for rusqlite::Result<T> {
    fn doing(self, doing: &'static str) -> Result<T> {
        self.map_err(|source| Error::database(doing, source))
    }
}

impl<T> Doing<T> for io::Result<T> {
    fn doing(self, doing: &'static str) -> Result<T> {
        self.map_err(|source| Error::file(doing, source))
    }
}

impl From<sync::Malformed> for Error {
    fn from(_: sync::Malformed) -> Self {
        Self::Damaged { what: "an operation" }
    }
}
