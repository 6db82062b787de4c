//! The key file: the raw key, wrapped by the passphrase and by the recovery code.

use std::{fs, path::Path};

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce, aead::Aead};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{Key, RecoveryCode};
use crate::{
    Source,
    error::{Doing, Error, Result},
};

/// The file `key.json`. It holds no work and no secret in readable form, only the label that the chooser shows.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct KeyFile {
    /// The form of this file.
    pub version: u32,
    /// The profile's id, which is also its folder's name.
    pub profile: String,
    /// What the chooser shows before anything is unlocked. The person chose it, and was told that it is readable.
    pub label: String,
    /// Whether this is demo data.
    #[serde(default)]
    pub demo: bool,
    passphrase: Wrap,
    recovery: Wrap,
}

/// The key, sealed under one secret.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Wrap {
    /// Argon2id's memory in KiB, passes and lanes.
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: String,
    nonce: String,
    sealed: String,
}

/// The newest form of `key.json` that this version understands.
const VERSION: u32 = 1;
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;

impl KeyFile {
    /// Wraps a key under a passphrase and a recovery code.
    ///
    /// # Errors
    /// When the key cannot be derived or sealed.
    pub fn wrap(
        key: &Key,
        profile: &str,
        label: &str,
        passphrase: &str,
        recovery: &RecoveryCode,
        source: &mut dyn Source,
    ) -> Result<Self> {
        Ok(Self {
            version: VERSION,
            profile: profile.to_owned(),
            label: label.to_owned(),
            demo: false,
            passphrase: Wrap::seal(key, &normal(passphrase), source)?,
            recovery: Wrap::seal(key, recovery.secret(), source)?,
        })
    }

    /// Opens the key with the passphrase.
    ///
    /// # Errors
    /// [`Error::WrongSecret`] when it does not fit.
    pub fn open(&self, passphrase: &str) -> Result<Key> {
        self.passphrase.open(&normal(passphrase))
    }

    /// Opens the key with the recovery code.
    ///
    /// # Errors
    /// [`Error::WrongSecret`] when it does not fit.
    pub fn recover(&self, code: &RecoveryCode) -> Result<Key> {
        self.recovery.open(code.secret())
    }

    /// Opens the key with what a person typed: a recovery code where it is one, otherwise the passphrase.
    ///
    /// # Errors
    /// As [`KeyFile::open`].
    pub fn open_with(&self, secret: &str) -> Result<Key> {
        match RecoveryCode::parse(secret) {
            Ok(code) => self.recover(&code),
            Err(_) => self.open(secret),
        }
    }

    /// Puts another passphrase in the place of the old one.
    ///
    /// # Errors
    /// When the key cannot be sealed.
    pub fn set_passphrase(&mut self, key: &Key, passphrase: &str, source: &mut dyn Source) -> Result<()> {
        self.passphrase = Wrap::seal(key, &normal(passphrase), source)?;
        Ok(())
    }

    /// Puts another recovery code in the place of the old one.
    ///
    /// # Errors
    /// When the key cannot be sealed.
    pub fn set_recovery(&mut self, key: &Key, code: &RecoveryCode, source: &mut dyn Source) -> Result<()> {
        self.recovery = Wrap::seal(key, code.secret(), source)?;
        Ok(())
    }

    /// Reads a key file.
    ///
    /// # Errors
    /// [`Error::KeyMissing`] when it is not there or cannot be understood, [`Error::Newer`] for a later form.
    pub fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).map_err(|_| Error::KeyMissing)?;
        Self::parse(&text)
    }

    /// Reads the text of a key file, as a backup carries it.
    ///
    /// # Errors
    /// As [`KeyFile::read`].
    pub fn parse(text: &str) -> Result<Self> {
        let file: Self = serde_json::from_str(text).map_err(|_| Error::KeyMissing)?;
        if file.version > VERSION { Err(Error::Newer) } else { Ok(file) }
    }

    /// Writes the file so that either the old or the new one is there after a crash.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn write(&self, path: &Path) -> Result<()> {
        let text = serde_json::to_string_pretty(self).expect("a key file is plain data");
        crate::profile::replace_file(path, text.as_bytes()).doing("writing the key file")
    }
}

impl Wrap {
    fn seal(key: &Key, secret: &str, source: &mut dyn Source) -> Result<Self> {
        let (mut salt, mut nonce) = ([0; 16], [0; 24]);
        source.fill(&mut salt);
        source.fill(&mut nonce);
        let mut wrap = Self {
            memory_kib: MEMORY_KIB,
            passes: PASSES,
            lanes: 1,
            salt: hex(&salt),
            nonce: hex(&nonce),
            sealed: String::new(),
        };
        let sealed = wrap
            .cipher(secret)?
            .encrypt(XNonce::from_slice(&nonce), key.bytes().as_slice())
            .map_err(|_| Error::Damaged { what: "the key wrapping" })?;
        wrap.sealed = hex(&sealed);
        Ok(wrap)
    }

    fn open(&self, secret: &str) -> Result<Key> {
        let nonce = unhex(&self.nonce).filter(|nonce| nonce.len() == 24).ok_or(Error::KeyMissing)?;
        let sealed = unhex(&self.sealed).ok_or(Error::KeyMissing)?;
        let opened = self
            .cipher(secret)?
            .decrypt(XNonce::from_slice(&nonce), sealed.as_slice())
            .map(Zeroizing::new)
            .map_err(|_| Error::WrongSecret)?;
        opened.as_slice().try_into().map(Key::from_bytes).map_err(|_| Error::KeyMissing)
    }

    fn cipher(&self, secret: &str) -> Result<XChaCha20Poly1305> {
        // A key file from elsewhere must not make this computer allocate without bound.
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

/// Brings a passphrase to one form, so that a keyboard that composes letters differently still opens the profile.
fn normal(passphrase: &str) -> Zeroizing<String> {
    use unicode_normalization::UnicodeNormalization;
    Zeroizing::new(passphrase.trim().nfkc().collect())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Seeded;

    fn wrapped() -> (Key, RecoveryCode, KeyFile) {
        let source = &mut Seeded::new(1, 0);
        let (key, code) = (Key::draw(source), RecoveryCode::draw(source));
        let file = KeyFile::wrap(&key, "p", "D. W., Riverbend", "four words are enough", &code, source).unwrap();
        (key, code, file)
    }

    #[test]
    fn the_passphrase_and_the_recovery_code_each_open_the_key() {
        let (key, code, file) = wrapped();
        assert_eq!(file.open(" four words are enough ").unwrap().bytes(), key.bytes());
        let written_down = code.groups().join("-").to_lowercase().replace('0', "o");
        assert_eq!(file.recover(&RecoveryCode::parse(&written_down).unwrap()).unwrap().bytes(), key.bytes());
    }

    #[test]
    fn a_wrong_passphrase_or_a_slip_in_the_code_opens_nothing() {
        let (_, code, file) = wrapped();
        assert!(matches!(file.open("four words are enoug"), Err(Error::WrongSecret)));
        let mut slipped = code.groups().concat();
        let last = if slipped.ends_with('0') { "1" } else { "0" };
        slipped.replace_range(31..32, last);
        assert!(matches!(RecoveryCode::parse(&slipped), Err(Error::WrongSecret)));
    }

    #[test]
    fn a_changed_passphrase_replaces_the_old_one_and_leaves_the_code() {
        let (key, code, mut file) = wrapped();
        file.set_passphrase(&key, "another one", &mut Seeded::new(2, 0)).unwrap();
        assert!(file.open("four words are enough").is_err());
        assert!(file.open("another one").is_ok());
        assert!(file.recover(&code).is_ok());
    }

    #[test]
    fn the_file_holds_neither_the_key_nor_the_secrets() {
        let (key, code, file) = wrapped();
        let text = serde_json::to_string(&file).unwrap();
        assert!(!text.contains(&hex(key.bytes())) && !text.contains(&code.groups()[0]) && !text.contains("four"));
    }

    #[test]
    fn a_key_file_from_elsewhere_cannot_ask_for_unbounded_memory() {
        let (_, _, file) = wrapped();
        let text = serde_json::to_string(&file).unwrap().replace("65536", "4294967295");
        assert!(matches!(KeyFile::parse(&text).unwrap().open("x"), Err(Error::KeyMissing)));
    }
}
