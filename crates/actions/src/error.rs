//! Failures of actions, and their one translation into words for people.

use domain::{Code, Problem};

/// The result of an action.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why an action did nothing.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A rule or an argument stands in the way; the words are for the person.
    #[error("refused")]
    Refused(Problem),
    /// The store could not do it.
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl Error {
    /// Says that one argument cannot be used as it is.
    #[must_use]
    pub fn invalid(field: &str, message: &str) -> Self {
        Self::Refused(Problem::invalid(field, message))
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(problem) => problem,
            Error::Store(error) => from_store(&error),
        }
    }
}

#[expect(clippy::too_many_lines, reason = "one list of what each failure of the store is called")]
fn from_store(error: &store::Error) -> Problem {
    use store::Error as E;
    match error {
        E::WrongSecret => Problem::new(Code::WrongSecret, "This does not open the profile. Nothing was changed.")
            .hint("Check the keyboard's language and capital letters, or use the recovery code."),
        E::KeyMissing => Problem::new(
            Code::KeyMissing,
            "The key file of this profile is missing or cannot be read. Your work is still on this computer, encrypted.",
        )
        .hint("Open a backup of this profile: each one has a copy of the key file."),
        E::Damaged { what } => {
            Problem::new(Code::Damaged, format!("Part of the data is damaged: {what}. Nothing was changed."))
                .hint("Restore the latest backup. The damaged file is kept beside it.")
        }
        E::Missing => Problem::new(
            Code::Damaged,
            "The database of this profile is not in its folder. Its key is here. Nothing was changed.",
        )
        .hint("Put profile.db back beside key.json and try again, or restore the latest backup."),
        E::Newer => Problem::new(
            Code::Newer,
            "This was written by a newer version of Coachlight. Nothing was changed, and nothing is lost.",
        )
        .hint("Install the newer version on this computer."),
        E::Disk { .. } => Problem::new(
            Code::Disk,
            "The disk is full or cannot be written. What was saved before is safe; what you type now is kept in memory.",
        )
        .hint("Free some space, or make a backup to another disk. Coachlight tries again by itself."),
        E::Held => Problem::new(
            Code::AlreadyRunning,
            "Coachlight is already running with this folder. Your work is safe there.",
        )
        .hint("Use the window that is open, or close it and try again."),
        E::Busy => Problem::new(
            Code::Busy,
            "Another program holds the database. What was saved before is safe; what you type now is kept in memory.",
        )
        .hint("Close other programs that read this folder, such as a backup. Coachlight tries again by itself."),
        E::TooLarge { most } => {
            Problem::new(Code::Invalid, format!("This file is larger than {} MB. Nothing was changed.", most >> 20))
                .hint("Make it smaller, or keep it elsewhere and write down where.")
        }
        E::Incomplete => {
            Problem::new(Code::NotFound, "This file is not whole on this computer yet. What is here stays.")
                .hint("It comes by itself when there is a network and the computer that has it was online too.")
        }
        E::Closed => Problem::new(Code::Locked, "The profile is closed. What was shown as saved is safe."),
        E::NotFound { .. } => Problem::new(Code::NotFound, "This is no longer here. Nothing was changed.")
            .hint("Look in Recently removed."),
        E::Shared { .. } => Problem::new(
            Code::Held,
            "This was shared with you to read: only its author writes on it. Nothing was changed.",
        ),
        E::Changed => Problem::new(Code::Changed, "This was changed since. Nothing was done.")
            .hint("Look at it as it is now, then decide."),
        E::ChangedBy { .. } => {
            Problem::new(Code::Changed, "This was changed by somebody else or on another computer since. Nothing was done.")
                .hint("Look at it as it is now, then decide.")
        }
        E::Stopped => Problem::new(Code::Changed, "This was stopped. Nothing was changed."),
        E::Database { .. } | E::File { .. } => {
            Problem::new(Code::Internal, "Something went wrong inside Coachlight. What was saved before is safe.")
                .hint("Try again. If it happens again, run `coachlight doctor`.")
        }
    }
}
