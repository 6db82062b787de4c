//! The words of what stands in the way: what happened, what is safe, what to do.

use domain::Code;

use crate::error::Error;

/// What the interface acts on, the message, and the hint.
pub(crate) type Words = (Code, &'static str, &'static str);

/// Returns an error's words.
pub(crate) fn of(error: &Error) -> Words {
    match error {
        Error::Unknown => UNKNOWN,
        Error::Newer => NEWER,
        Error::OtherOrganisation => OTHER_ORGANISATION,
        Error::OtherWay => OTHER_WAY,
        Error::NotForUs => NOT_FOR_US,
        Error::Forged => FORGED,
        Error::Unreadable(_) => UNREADABLE,
        Error::Key => KEY,
        Error::TooLarge => TOO_LARGE,
        Error::Full(_) => FULL,
        Error::Write(_) => WRITE,
        Error::Read(_) => READ,
        Error::Unfaithful => UNFAITHFUL,
        Error::Stopped => STOPPED,
        Error::Service(_) => SERVICE,
        Error::Source(_) => SOURCE,
    }
}

const UNKNOWN: Words = (
    Code::File,
    "This is not a file of carried work. Nothing was read from it.",
    "Choose a file whose name ends with .coachlight.",
);
const NEWER: Words = (
    Code::Newer,
    "This file was written by a newer version of Coachlight. Nothing was read from it, and nothing is lost.",
    "Install the newer version on this computer, then read the file again.",
);
const OTHER_ORGANISATION: Words = (
    Code::File,
    "This file belongs to another organisation. Nothing was read from it.",
    "Choose a file of this organisation, or open the profile of the other one.",
);
const OTHER_WAY: Words = (
    Code::File,
    "This file goes the other way: work goes to the service, answers come back. Nothing was read from it.",
    "Choose the other file, or bring this one where it is expected.",
);
const NOT_FOR_US: Words = (
    Code::File,
    "This file is for another computer, and only that one can open it. It was left as it is.",
    "Bring it to the computer that it was written for.",
);
const FORGED: Words = (
    Code::File,
    "This file does not come from your organisation's service. Nothing was read from it.",
    "Ask for the file again, and tell your administrator.",
);
const UNREADABLE: Words = (
    Code::File,
    "Nothing of this file can be read. It was left as it is.",
    "Write the file again on the computer that it comes from.",
);
const KEY: Words = (
    Code::File,
    "The address that a file is to be written for cannot be read. Nothing was written.",
    "Connect this computer to the service once, or ask your administrator.",
);
const TOO_LARGE: Words = (
    Code::File,
    "One piece of the work is larger than a file may hold. Nothing was written, and your work is safe.",
    "Connect this computer to the service to send it.",
);
const FULL: Words = (
    Code::File,
    "There is not enough room for the file. Nothing was left there, and your work is safe on this computer.",
    "Free some space, or choose another stick.",
);
const WRITE: Words = (
    Code::File,
    "The file could not be written there. Your work is safe on this computer.",
    "See whether the stick is still in its place and not write-protected, then write the file again.",
);
const READ: Words = (
    Code::File,
    "The file could not be read to its end. What was read before is safe.",
    "See whether the stick is still in its place, then read the file again. Reading it twice does no harm.",
);
const UNFAITHFUL: Words = (
    Code::File,
    "What was read back is not what was written, so no file was left. Your work is safe on this computer.",
    "Use another stick: this one may be failing.",
);
const STOPPED: Words = (
    Code::Changed,
    "This was stopped. No file was left, and your work is safe.",
    "Write the file again when you like.",
);
const SERVICE: Words = (
    Code::File,
    "The service cannot take the file now. What it took before is safe there.",
    "Read the file again later. Reading it twice does no harm.",
);
const SOURCE: Words = (
    Code::Internal,
    "What was to be written could not be read. Nothing was written.",
    "Write the file again on the computer that it comes from.",
);
