//! The keys of a file: who may open it, and how a device knows that an answer comes from the service.

use std::{fmt, str::FromStr};

use age::{secrecy::ExposeSecret, x25519};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::error::Error;

/// The secret half: whoever has it reads what is written to its [`Recipient`].
pub struct Key(pub(crate) x25519::Identity);

/// The public half, as an address. Devices learn the service's at enrolment; a device's own travels in its question.
#[derive(Clone)]
pub struct Recipient(pub(crate) x25519::Recipient);

/// What a device tells the service, and nobody else, in each question on a stick. A file that says it back comes from
/// the service: the recipient alone is no secret, so anybody could write to it.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub struct Proof([u8; 32]);

impl Key {
    /// Draws a new key from the system's randomness, as the library does for each file too.
    #[must_use]
    pub fn draw() -> Self {
        Self(x25519::Identity::generate())
    }

    /// Reads a key that [`Key::secret`] wrote.
    ///
    /// # Errors
    /// [`Error::Key`] when it is no key.
    pub fn parse(secret: &str) -> Result<Self, Error> {
        x25519::Identity::from_str(secret).map(Self).map_err(|_| Error::Key)
    }

    /// Returns the key to be kept, where only its owner reads it.
    #[must_use]
    pub fn secret(&self) -> Zeroizing<String> {
        Zeroizing::new(self.0.to_string().expose_secret().to_owned())
    }

    /// Returns the public half.
    #[must_use]
    pub fn recipient(&self) -> Recipient {
        Recipient(self.0.to_public())
    }

    /// Returns what answers to this device have to say. It follows from the key, so a device keeps no second secret.
    #[must_use]
    pub fn proof(&self) -> Proof {
        Proof(blake3::derive_key("coachlight bundle 1: an answer comes from the service", self.secret().as_bytes()))
    }
}

impl Recipient {
    /// Reads a recipient that was written with `to_string`.
    ///
    /// # Errors
    /// [`Error::Key`] when it is none.
    pub fn parse(text: &str) -> Result<Self, Error> {
        x25519::Recipient::from_str(text).map(Self).map_err(|_| Error::Key)
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl PartialEq for Proof {
    /// Compares in the same time whatever the bytes are.
    fn eq(&self, other: &Self) -> bool {
        blake3::Hash::from_bytes(self.0) == blake3::Hash::from_bytes(other.0)
    }
}

impl Eq for Proof {}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Recipient(…)")
    }
}

impl fmt::Debug for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Proof(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_kept_as_text_and_has_the_same_recipient_and_proof_afterwards() {
        let key = Key::draw();

        let again = Key::parse(&key.secret()).unwrap();

        assert_eq!(again.recipient().to_string(), key.recipient().to_string());
        assert_eq!(again.proof(), key.proof());
        assert_ne!(Key::draw().proof(), key.proof());
        assert_eq!(Recipient::parse(&key.recipient().to_string()).unwrap().to_string(), key.recipient().to_string());
    }

    #[test]
    fn what_is_no_key_is_refused() {
        assert!(Key::parse("").is_err());
        assert!(Key::parse(&Key::draw().recipient().to_string()).is_err());
        assert!(Recipient::parse(&Key::draw().secret()).is_err());
    }

    #[test]
    fn no_debug_prints_a_key() {
        let key = Key::draw();
        let printed = format!("{key:?} {:?} {:?}", key.recipient(), key.proof());
        assert_eq!(printed, "Key(…) Recipient(…) Proof(…)");
    }
}
