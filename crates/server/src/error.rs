//! What can go wrong in the service. No variant carries a word that a person wrote.

/// A failure of the service.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another transaction was quicker; the same work succeeds when it runs again.
    #[error("another transaction changed the same rows")]
    Changed,
    /// No connection, or the database is held by another program.
    #[error("the database is busy")]
    Busy,
    /// The database committed here and could not say that its copies have it too: not to be acknowledged.
    #[error("the commit is not certain")]
    Uncertain,
    /// The device, its token, its invite or its person is not, or no longer, known.
    #[error("the caller is not known")]
    Unknown,
    /// There is no such thing, or not for the caller; which of both is not said.
    #[error("nothing of that name for the caller")]
    NotFound,
    /// The caller's clock is too far from this one's.
    #[error("the caller's clock is off")]
    Clock,
    /// The data, or the question, was written by a newer version.
    #[error("written by a newer version")]
    Newer,
    /// Stored data is not what it should be.
    #[error("{what} is damaged")]
    Damaged {
        /// What.
        what: &'static str,
    },
    /// The database refused.
    #[error("{doing} failed")]
    Database {
        /// What we were doing.
        doing: &'static str,
        /// Why it failed.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// The result of anything that can fail here.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Returns the database's own code for what went wrong: safe to log, where its message may quote a row.
    #[must_use]
    pub fn code(&self) -> String {
        let Self::Database { source, .. } = self else { return String::new() };
        if let Some(error) = source.downcast_ref::<rusqlite::Error>() {
            return error.sqlite_error().map_or_else(String::new, |error| error.extended_code.to_string());
        }
        let code = source.downcast_ref::<postgres::Error>().and_then(postgres::Error::code);
        code.map_or_else(String::new, |code| code.code().to_owned())
    }
}
