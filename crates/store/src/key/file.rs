//! The key file: the raw key, wrapped by the passphrase and by the recovery code.

use std::{fs, path::Path};

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{Key, RecoveryCode, Sealed};
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
    passphrase: Sealed,
    recovery: Sealed,
}

/// The newest form of `key.json` that this version understands.
const VERSION: u32 = 1;

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
            passphrase: Sealed::seal(key.bytes(), &normal(passphrase), source)?,
            recovery: Sealed::seal(key.bytes(), recovery.secret(), source)?,
        })
    }

    /// Opens the key with the passphrase.
    ///
    /// # Errors
    /// [`Error::WrongSecret`] when it does not fit.
    pub fn open(&self, passphrase: &str) -> Result<Key> {
        opened(&self.passphrase, &normal(passphrase))
    }

    /// Opens the key with the recovery code.
    ///
    /// # Errors
    /// [`Error::WrongSecret`] when it does not fit.
    pub fn recover(&self, code: &RecoveryCode) -> Result<Key> {
        opened(&self.recovery, code.secret())
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
        self.passphrase = Sealed::seal(key.bytes(), &normal(passphrase), source)?;
        Ok(())
    }

    /// Puts another recovery code in the place of the old one.
    ///
    /// # Errors
    /// When the key cannot be sealed.
    pub fn set_recovery(&mut self, key: &Key, code: &RecoveryCode, source: &mut dyn Source) -> Result<()> {
        self.recovery = Sealed::seal(key.bytes(), code.secret(), source)?;
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

fn opened(sealed: &Sealed, secret: &str) -> Result<Key> {
    sealed.open(secret)?.as_slice().try_into().map(Key::from_bytes).map_err(|_| Error::KeyMissing)
}

/// Brings a passphrase to one form, so that a keyboard that composes letters differently still opens the profile.
fn normal(passphrase: &str) -> Zeroizing<String> {
    use unicode_normalization::UnicodeNormalization;
    Zeroizing::new(passphrase.trim().nfkc().collect())
}

#[cfg(test)]
mod tests {
    use super::{super::sealed::hex, *};
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
