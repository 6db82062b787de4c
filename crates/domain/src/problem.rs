//! The one error that leaves the process: what happened, what is safe, what to do.

use serde::Serialize;

/// What the interface can do about a problem. A new code needs a place in the interface that acts on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// An argument cannot be used as it is; `field` names it. The person corrects it.
    Invalid,
    /// The row is gone, or was never here. The screen goes back.
    NotFound,
    /// Somebody or another window holds the record; this window reads only.
    Held,
    /// Something changed since it was shown; nothing was done.
    Changed,
    /// The profile is locked. The unlock screen opens.
    Locked,
    /// The passphrase or the recovery code does not open this profile.
    WrongSecret,
    /// The key file is missing or cannot be read, although there is a database. Never a first run.
    KeyMissing,
    /// The database or a backup is damaged. Backups are offered.
    Damaged,
    /// The file was written by a newer version of Coachlight.
    Newer,
    /// The disk is full or cannot be written. Typing goes on in memory.
    Disk,
    /// Another program holds the database. Typing goes on in memory.
    Busy,
    /// Another Coachlight is running with this home folder.
    AlreadyRunning,
    /// A file could not be read as what it should be.
    File,
    /// The central service could not be reached, or something else answered in its place. Work goes on as before.
    Link,
    /// A defect of Coachlight. The reference number is in the log.
    Internal,
}

/// A failure in words for the person who meets it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// What the interface acts on.
    pub code: Code,
    /// What happened and what is safe, in whole sentences.
    pub message: String,
    /// What to do, when there is something to do.
    pub hint: Option<String>,
    /// The argument that the problem is about.
    pub field: Option<String>,
}

impl Problem {
    /// Makes a problem of what happened and what is safe.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), hint: None, field: None }
    }

    /// Adds what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Says that one argument cannot be used as it is.
    #[must_use]
    pub fn invalid(field: &str, message: impl Into<String>) -> Self {
        Self { code: Code::Invalid, message: message.into(), hint: None, field: Some(field.to_owned()) }
    }
}
