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

/// What a device shows when the service does not know its token, as after a restore from a backup: its key still is what
/// it was. The answer is a [`Renewed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renew {
    /// See [`crate::exchange::VERSION`].
    pub version: u16,
    /// The organisation.
    pub organisation: RowId,
    /// The device.
    pub device: RowId,
    /// Milliseconds since 1970 by the service's clock, at most five minutes off: the problem that says otherwise carries
    /// `now_ms`. Each is used once.
    pub at_ms: i64,
    /// The device's signature over [`renewal`].
    #[serde(with = "crate::exchange::signature")]
    pub signature: [u8; 64],
}

/// Returns the bytes that a device signs to renew its token.
#[must_use]
pub fn renewal(organisation: RowId, device: RowId, at_ms: i64) -> Vec<u8> {
    [b"coachlight renew 1".as_slice(), &organisation.bytes(), &device.bytes(), &at_ms.to_be_bytes()].concat()
}

/// Another token for a device.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renewed {
    /// See [`Enrolled::token`].
    pub token: [u8; 32],
}

impl std::fmt::Debug for Renewed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Renewed").finish_non_exhaustive()
    }
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

/// What a device asks about the devices of its own person, and of nobody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnQuestion {
    /// See [`crate::exchange::VERSION`].
    pub version: u16,
    /// What.
    pub ask: Own,
}

/// What a device asks about its own person's devices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Own {
    /// Which there are.
    List,
    /// That another one is answered nothing any more.
    Retire(RowId),
    /// A code for one more computer of the same person.
    Invite,
}

/// The devices of a person, with what was asked for done.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnAnswer {
    /// The device that asks.
    pub this: RowId,
    /// Those that are answered, the oldest first.
    pub devices: Vec<OwnDevice>,
    /// The code that was asked for.
    pub invitation: Option<OwnInvitation>,
}

impl std::fmt::Debug for OwnAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OwnAnswer").field("devices", &self.devices).finish_non_exhaustive()
    }
}

/// A device of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnDevice {
    /// Its id.
    pub device: RowId,
    /// See [`Enrol::system`].
    pub system: String,
    /// When it came in, in milliseconds since 1970.
    pub enrolled_ms: i64,
    /// When it last brought something.
    pub brought_ms: Option<i64>,
}

/// A code for one more computer.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnInvitation {
    /// What is typed on the other computer, once.
    pub code: String,
    /// Until when, in milliseconds since 1970.
    pub expires_ms: i64,
}
