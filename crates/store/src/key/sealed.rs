//! Bytes that only a secret opens: Argon2id makes a key of it, XChaCha20-Poly1305 seals.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::{
    Source,
    error::{Error, Result},
};

/// Bytes, sealed under one secret, with what is needed to open them beside the secret.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Sealed {
    /// Argon2id's memory in KiB, passes and lanes.
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: String,
    nonce: String,
    sealed: String,
}

const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;

impl Sealed {
    /// Seals bytes.
    ///
    /// # Errors
    /// When the key cannot be derived.
    pub(crate) fn seal(content: &[u8], secret: &str, source: &mut dyn Source) -> Result<Self> {
        Self::seal_as(b"", content, secret, source)
    }

    /// Seals bytes together with what they are, which stands beside them and cannot be changed there either.
    ///
    /// # Errors
    /// When the key cannot be derived.
    pub(crate) fn seal_as(what: &[u8], content: &[u8], secret: &str, source: &mut dyn Source) -> Result<Self> {
        let (mut salt, mut nonce) = ([0; 16], [0; 24]);
        source.fill(&mut salt);
        source.fill(&mut nonce);
        let mut sealed = Self {
            memory_kib: MEMORY_KIB,
            passes: PASSES,
            lanes: 1,
            salt: hex(&salt),
            nonce: hex(&nonce),
            sealed: String::new(),
        };
        let content = sealed
            .cipher(secret)?
            .encrypt(XNonce::from_slice(&nonce), Payload { msg: content, aad: what })
            .map_err(|_| Error::Damaged { what: "the key wrapping" })?;
        sealed.sealed = hex(&content);
        Ok(sealed)
    }

    /// Opens them.
    ///
    /// # Errors
    /// [`Error::WrongSecret`] when the secret is another one or the bytes were changed, [`Error::KeyMissing`] when they
    /// cannot be understood.
    pub(crate) fn open(&self, secret: &str) -> Result<Zeroizing<Vec<u8>>> {
        self.open_as(b"", secret)
    }

    /// Opens bytes that were sealed together with what they are.
    ///
    /// # Errors
    /// As [`Sealed::open`], and [`Error::WrongSecret`] when they are something else.
    pub(crate) fn open_as(&self, what: &[u8], secret: &str) -> Result<Zeroizing<Vec<u8>>> {
        let nonce = unhex(&self.nonce).filter(|nonce| nonce.len() == 24).ok_or(Error::KeyMissing)?;
        let sealed = unhex(&self.sealed).ok_or(Error::KeyMissing)?;
        self.cipher(secret)?
            .decrypt(XNonce::from_slice(&nonce), Payload { msg: sealed.as_slice(), aad: what })
            .map(Zeroizing::new)
            .map_err(|_| Error::WrongSecret)
    }

    /// Whether a key is derived of the secret as it is done here. What goes from hand to hand is opened in no other way:
    /// the file of a stranger decides neither how long that takes nor how much memory.
    pub(crate) fn is_usual(&self) -> bool {
        (self.memory_kib, self.passes, self.lanes) == (MEMORY_KIB, PASSES, 1)
    }

    fn cipher(&self, secret: &str) -> Result<XChaCha20Poly1305> {
        // What comes from elsewhere must not make this computer allocate without bound.
        if self.memory_kib > 1024 * 1024 || self.passes > 64 || self.lanes > 16 {
            return Err(Error::KeyMissing);
        }
        let salt = unhex(&self.salt).ok_or(Error::KeyMissing)?;
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(32)).map_err(|_| Error::KeyMissing)?;
        let mut derived = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(secret.as_bytes(), &salt, derived.as_mut_slice())
            .map_err(|_| Error::KeyMissing)?;
        Ok(XChaCha20Poly1305::new(derived.as_slice().into()))
    }
}

/// Writes bytes in hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}
