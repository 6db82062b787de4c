//! How a computer becomes a device of a person in an organisation.
//!
//! A person gets a code from their administrator, once. The computer shows it together with the public half of a key that
//! it drew; the private half never leaves it. The same code with the same key is answered again, so an answer that was
//! lost on the way costs nothing.

use domain::RowId;
use serde::{Deserialize, Serialize};

/// What a computer shows to become a device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrol {
    /// See [`crate::exchange::VERSION`].
    pub version: u16,
    /// The code, as it was typed.
    pub code: String,
    /// The public half of the device's Ed25519 key.
    pub public_key: [u8; 32],
    /// What kind of computer it is ("Linux"), so that a person knows their devices apart. Names nobody.
    pub system: String,
}

/// What a device needs to know of itself and of its organisation.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolled {
    /// The organisation's row, which is also the service's name for it.
    pub organisation: RowId,
    /// The organisation's name, for the label of the profile.
    pub name: String,
    /// The person's row.
    pub person: RowId,
    /// The device.
    pub device: RowId,
    /// What the device shows with each question. Only its hash is kept by the service.
    pub token: [u8; 32],
}

impl std::fmt::Debug for Enrolled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Enrolled").field("device", &self.device).finish_non_exhaustive()
    }
}
