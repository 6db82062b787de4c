//! The key of a profile: 32 random bytes, in `key.json` beside the database, wrapped twice.
//!
//! The raw key opens the database without further derivation. It is wrapped once by the passphrase and once by the
//! recovery code, each through Argon2id (64 MiB) and XChaCha20-Poly1305. Either one alone opens the profile; without both
//! nobody can. The keychain of the operating system may hold the key as well, to save typing.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::Source;

mod code_word;
mod file;
mod recovery;
mod sealed;

pub use code_word::CodeWord;
pub use file::KeyFile;
pub use recovery::RecoveryCode;
pub(crate) use sealed::Sealed;

/// The raw key. It never prints itself, and its memory is cleared.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Key([u8; 32]);

impl Key {
    /// Draws a new key.
    pub fn draw(source: &mut dyn Source) -> Self {
        let mut bytes = [0; 32];
        source.fill(&mut bytes);
        Self(bytes)
    }

    /// Takes up a key that the keychain held.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Returns the bytes for the keychain.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Returns the key as SQLCipher takes a raw one.
    pub(crate) fn pragma(&self) -> Zeroizing<String> {
        let hex: Zeroizing<String> = Zeroizing::new(self.0.iter().map(|byte| format!("{byte:02X}")).collect());
        Zeroizing::new(format!("x'{}'", *hex))
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(..)")
    }
}
