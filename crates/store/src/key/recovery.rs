//! The recovery code: the second secret that opens a profile, to be printed and kept.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{
    Source,
    error::{Error, Result},
};

/// A recovery code: 150 random bits and a check of 10, as eight groups of four letters and digits.
#[derive(Clone, Zeroize, ZeroizeOnDrop, PartialEq, Eq)]
pub struct RecoveryCode(String);

/// Crockford's base 32: no I, L, O or U, which are read as something else.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const RANDOM_DIGITS: usize = 30;

impl RecoveryCode {
    /// Draws a new code.
    pub fn draw(source: &mut dyn Source) -> Self {
        Self(draw(RANDOM_DIGITS, source))
    }

    /// Reads a code as it was written down: spaces, dashes and either case do not matter, O is 0, I and L are 1.
    ///
    /// # Errors
    /// [`Error::WrongSecret`] when it is not a code, which its last two digits show without any waiting.
    pub fn parse(typed: &str) -> Result<Self> {
        let code = read(typed);
        if is_code(&code, RANDOM_DIGITS) { Ok(Self(code)) } else { Err(Error::WrongSecret) }
    }

    /// Returns the code as the key is wrapped under it.
    pub(super) fn secret(&self) -> &str {
        &self.0
    }

    /// Returns the code in its groups of four.
    #[must_use]
    pub fn groups(&self) -> Vec<String> {
        groups(&self.0)
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(..)")
    }
}

/// Draws so many digits, and puts the two that check them behind.
pub(super) fn draw(digits: usize, source: &mut dyn Source) -> String {
    let mut bytes = Zeroizing::new(vec![0; digits]);
    source.fill(&mut bytes);
    let mut code: String = bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect();
    code.push_str(&check(&code));
    code
}

/// Brings a code to its digits, however it was written down.
pub(super) fn read(typed: &str) -> String {
    let letters = typed.chars().filter(|letter| !letter.is_whitespace() && *letter != '-');
    letters
        .map(|letter| match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect()
}

/// Returns whether these are so many digits with the two that check them.
pub(super) fn is_code(code: &str, digits: usize) -> bool {
    code.len() == digits + 2
        && code.bytes().all(|letter| ALPHABET.contains(&letter))
        && check(&code[..digits]) == code[digits..]
}

/// Returns a code in groups of four.
pub(super) fn groups(code: &str) -> Vec<String> {
    code.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect()
}

fn check(digits: &str) -> String {
    let hash = blake3::hash(digits.as_bytes());
    hash.as_bytes()[..2].iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect()
}
