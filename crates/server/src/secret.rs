//! Secrets: what a device shows with each question, and what lets a person in once. Only their hashes are kept.

use crate::error::{Error, Result};

/// The letters and digits of a code: none that is easily taken for another.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// How many of them a code has, a hundred bits.
const CODE_LENGTH: usize = 20;

/// Returns random bytes of the system.
///
/// # Errors
/// When the system has none.
pub fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|source| Error::Database { doing: "drawing a secret", source: Box::new(source) })?;
    Ok(bytes)
}

/// Returns a random number above 0.
///
/// # Errors
/// When the system has none.
pub fn random_number() -> Result<i64> {
    Ok((i64::from_be_bytes(random()?) & i64::MAX).max(1))
}

/// Returns what is kept of a token.
#[must_use]
pub fn of_token(token: &[u8; 32]) -> [u8; 32] {
    *blake3::hash(token).as_bytes()
}

/// Reads a token as a header carries it: 64 digits of base 16.
#[must_use]
pub fn token(hex: &str) -> Option<[u8; 32]> {
    let digits: Vec<u8> =
        hex.chars().map(|digit| digit.to_digit(16).map(|digit| digit as u8)).collect::<Option<_>>()?;
    let (pairs, []) = digits.as_chunks::<2>() else { return None };
    pairs.iter().map(|[high, low]| high << 4 | low).collect::<Vec<_>>().try_into().ok()
}

/// Writes a token as a header carries it.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Makes a code of random bytes, in groups of five.
#[must_use]
pub fn code(random: [u8; CODE_LENGTH]) -> String {
    let letters: Vec<u8> = random.iter().map(|byte| LETTERS[usize::from(byte % 32)]).collect();
    let groups = letters.chunks(5).map(|group| String::from_utf8_lossy(group).into_owned());
    groups.collect::<Vec<_>>().join("-")
}

/// Returns what is kept of a code, however it was typed; nothing where it cannot be one.
#[must_use]
pub fn of_code(typed: &str) -> Option<[u8; 32]> {
    let read = |letter: char| match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let code: String = typed.chars().filter(char::is_ascii_alphanumeric).map(read).collect();
    let is_code = code.len() == CODE_LENGTH && code.bytes().all(|letter| LETTERS.contains(&letter));
    is_code.then(|| *blake3::hash(code.as_bytes()).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_reads_back_and_nothing_else_does() {
        assert_eq!(token(&hex(&[0xa7; 32])), Some([0xa7; 32]));
        for wrong in [&"a".repeat(63), &"a".repeat(65), &"g".repeat(64), "", "é"] {
            assert_eq!(token(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_code_is_the_same_however_it_is_typed() {
        let code = code(std::array::from_fn(|at| at as u8));
        assert_eq!(code, "01234-56789-ABCDE-FGHJK");
        let kept = of_code(&code);
        assert!(kept.is_some());
        for typed in ["0123456789ABCDEFGHJK", " ol234 56789 abcde fghjk ", "OI234-56789-ABCDE-FGHJK"] {
            assert_eq!(of_code(typed), kept, "{typed}");
        }
        for wrong in ["", "01234", "01234-56789-ABCDE-FGHJU", "01234-56789-ABCDE-FGHJK-0"] {
            assert_eq!(of_code(wrong), None, "{wrong}");
        }
    }
}
