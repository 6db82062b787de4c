//! Work on a stick, on the device's side: writing what waits into a file, reading the answer, and carrying another's.
//!
//! No network is needed but for carrying. What is written and what is read are the messages of the exchange, so all of
//! this may be mixed with the exchange over the network in any order.

mod answer;
mod carrier;
mod found;
mod work;

pub use answer::{apply, read};
pub use carrier::carry;
pub use found::{Found, files, look, preview};
pub use work::prepare;

use bundle::{error::Error, key::Key};
use domain::{Code, Problem};
use store::{Writer, exchange as stored};

use crate::state::{Answer, problem};

/// Returns this device's key, which opens the answers; it is drawn at its first use.
///
/// # Errors
/// When the profile belongs to no service, or the disk refuses.
pub fn key(writer: &mut Writer) -> Answer<Key> {
    let kept = stored::keep_key(writer, &drawn()).map_err(problem)?;
    Ok(Key::parse(&kept)?)
}

/// Draws a key, as the text that is kept unless there is one.
pub fn drawn() -> String {
    Key::draw().secret().to_string()
}

/// The words where there is no service to write for.
pub fn alone() -> Problem {
    Problem::new(Code::Invalid, "This profile works alone: it belongs to no organisation's service. Nothing was done.")
        .hint("`coachlight join ADDRESS CODE` makes a profile that does.")
}

/// The words where a file cannot be read.
fn reading(error: std::io::Error) -> Problem {
    Error::Read(error).into()
}
