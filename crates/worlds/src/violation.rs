//! What must never happen, when it happened.

use std::fmt;

/// A promise that was not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The promise, by its number in the design, or what failed without being allowed to.
    pub promise: &'static str,
    /// How.
    pub how: String,
}

/// The result of something that must hold.
pub type Kept<T = ()> = Result<T, Violation>;

impl Violation {
    /// Says what happened.
    pub fn new(promise: &'static str, how: impl fmt::Display) -> Self {
        Self { promise, how: how.to_string() }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.promise, self.how)
    }
}

impl From<rusqlite::Error> for Violation {
    fn from(error: rusqlite::Error) -> Self {
        Self::new("device", error)
    }
}

impl From<store::Error> for Violation {
    fn from(error: store::Error) -> Self {
        use std::error::Error;
        let source = error.source().map(|source| format!(": {source}")).unwrap_or_default();
        Self::new("device", format!("{error}{source}"))
    }
}

impl From<server::error::Error> for Violation {
    fn from(error: server::error::Error) -> Self {
        use std::error::Error;
        let source = error.source().map(|source| format!(": {source}")).unwrap_or_default();
        Self::new("service", format!("{error}{source}"))
    }
}

/// Keeps a promise, or says how it was broken.
///
/// # Errors
/// When it was not kept.
pub fn must(promise: &'static str, is_kept: bool, how: impl FnOnce() -> String) -> Kept {
    if is_kept { Ok(()) } else { Err(Violation::new(promise, how())) }
}
