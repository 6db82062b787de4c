//! The operating system's keychain. It only saves typing: without it the passphrase opens the profile as ever.

use store::key::Key;
use zeroize::Zeroizing;

const SERVICE: &str = "org.coachlight.desktop";

/// Returns the key that the keychain holds for a profile. A locked or missing keychain holds none.
pub fn recall(profile: &str) -> Option<Key> {
    let secret = Zeroizing::new(entry(profile)?.get_secret().ok()?);
    <[u8; 32]>::try_from(secret.as_slice()).ok().map(Key::from_bytes)
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

/// Returns whether there is a keychain that can be used.
pub fn is_there(profile: &str) -> bool {
    entry(profile).is_some_and(|entry| matches!(entry.get_secret(), Ok(_) | Err(keyring::Error::NoEntry)))
}

fn entry(profile: &str) -> Option<keyring::Entry> {
    // Tests and unattended runs must not meet the keychain of the person at the computer.
    if std::env::var_os("COACHLIGHT_NO_KEYCHAIN").is_some() {
        return None;
    }
    keyring::Entry::new(SERVICE, profile).ok()
}
