//! The operating system's keychain. It only saves typing: without it the passphrase opens the profile as ever.

use store::key::Key;
use zeroize::Zeroizing;

const SERVICE: &str = "org.coachlight.desktop";

/// What the keychain has for a profile.
pub enum Found {
    /// The key.
    Key(Key),
    /// Nothing. A locked keychain says the same.
    Nothing,
    /// There is no keychain that could be asked.
    NoKeychain,
}

impl Found {
    /// Returns what `doctor` says of it.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Key(_) => "holds the key",
            Self::Nothing => "there, holds nothing of this profile or is locked",
            Self::NoKeychain => "not there",
        }
    }
}

/// Asks the keychain for the key of a profile.
pub fn look(profile: &str) -> Found {
    let Some(entry) = entry(profile) else { return Found::NoKeychain };
    match entry.get_secret().map(Zeroizing::new) {
        Ok(secret) => match <[u8; 32]>::try_from(secret.as_slice()) {
            Ok(bytes) => Found::Key(Key::from_bytes(bytes)),
            // What another program put there under our name opens nothing.
            Err(_) => Found::Nothing,
        },
        Err(keyring::Error::NoEntry) => Found::Nothing,
        Err(_) => Found::NoKeychain,
    }
}

/// Returns the key that the keychain holds for a profile. A locked or missing keychain holds none.
pub fn recall(profile: &str) -> Option<Key> {
    match look(profile) {
        Found::Key(key) => Some(key),
        Found::Nothing | Found::NoKeychain => None,
    }
}

/// Puts the key of a profile into the keychain. Returns whether the keychain took it.
pub fn remember(profile: &str, key: &Key) -> bool {
    entry(profile).is_some_and(|entry| entry.set_secret(key.bytes()).is_ok())
}

/// Takes the key of a profile out of the keychain. Returns whether it is gone.
pub fn forget(profile: &str) -> bool {
    match entry(profile) {
        Some(entry) => matches!(entry.delete_credential(), Ok(()) | Err(keyring::Error::NoEntry)),
        None => true,
    }
}

fn entry(profile: &str) -> Option<keyring::Entry> {
    // Tests and unattended runs must not meet the keychain of the person at the computer.
    if std::env::var_os("COACHLIGHT_NO_KEYCHAIN").is_some() {
        return None;
    }
    keyring::Entry::new(SERVICE, profile).ok()
}
