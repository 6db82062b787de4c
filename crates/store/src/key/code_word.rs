//! The code word of a small file: one person reads it aloud, another types it.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

use super::recovery;
use crate::{
    Source,
    error::{Error, Result},
};

/// A code word: 50 random bits and a check of 10, as three groups of four letters and digits. The file that it opens
/// goes from hand to hand and makes each try expensive.
#[derive(Clone, Zeroize, ZeroizeOnDrop, PartialEq, Eq)]
pub struct CodeWord(String);

const RANDOM_DIGITS: usize = 10;

impl CodeWord {
    /// Draws a new code word.
    pub fn draw(source: &mut dyn Source) -> Self {
        Self(recovery::draw(RANDOM_DIGITS, source))
    }

    /// Reads a code word as it was typed, as a recovery code is read.
    ///
    /// # Errors
    /// [`Error::WrongSecret`] when it is none, which a slip of one letter is shown by.
    pub fn parse(typed: &str) -> Result<Self> {
        let code = recovery::read(typed);
        if recovery::is_code(&code, RANDOM_DIGITS) { Ok(Self(code)) } else { Err(Error::WrongSecret) }
    }

    /// Returns the secret.
    pub(crate) fn secret(&self) -> &str {
        &self.0
    }

    /// Returns it as it is read aloud: `7K2M-Q9XT-4B3D`.
    #[must_use]
    pub fn shown(&self) -> String {
        recovery::groups(&self.0).join("-")
    }
}

impl fmt::Debug for CodeWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CodeWord(..)")
    }
}
