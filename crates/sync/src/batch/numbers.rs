//! Numbers as they lie in a batch: small ones are short.

use crate::Malformed;

/// Appends a number: seven bits a byte, the last without its highest bit.
pub(super) fn put(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Appends a number that may be below zero.
pub(super) fn put_signed(out: &mut Vec<u8>, number: i64) {
    put(out, fold(number));
}

/// Appends a length and the bytes.
pub(super) fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// Returns how many bytes [`put_signed`] would append.
pub(super) fn size(number: i64) -> usize {
    (64 - (fold(number) | 1).leading_zeros()).div_ceil(7) as usize
}

fn fold(number: i64) -> u64 {
    (number << 1 ^ number >> 63).cast_unsigned()
}

/// What is left of bytes that somebody else wrote.
pub(super) struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    pub fn number(&mut self) -> Result<u64, Malformed> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (first, rest) = self.0.split_first().ok_or(Malformed)?;
            self.0 = rest;
            let bits = u64::from(first & 0x7f);
            if bits << shift >> shift != bits {
                return Err(Malformed);
            }
            number |= bits << shift;
            if first & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(Malformed)
    }

    pub fn signed(&mut self) -> Result<i64, Malformed> {
        let folded = self.number()?;
        Ok((folded >> 1).cast_signed() ^ -(folded & 1).cast_signed())
    }

    /// Reads a number of things of which at most so many may be.
    pub fn count(&mut self, most: usize) -> Result<usize, Malformed> {
        usize::try_from(self.number()?).ok().filter(|count| *count <= most).ok_or(Malformed)
    }

    pub fn bytes(&mut self, length: usize) -> Result<&'a [u8], Malformed> {
        let (bytes, rest) = self.0.split_at_checked(length).ok_or(Malformed)?;
        self.0 = rest;
        Ok(bytes)
    }

    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        let (bytes, rest) = self.0.split_first_chunk().ok_or(Malformed)?;
        self.0 = rest;
        Ok(*bytes)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_number_reads_back_and_its_size_is_known(number in any::<i64>()) {
            for number in [number, number >> 20, number >> 40, number >> 60] {
                let mut out = Vec::new();
                put_signed(&mut out, number);
                prop_assert_eq!(out.len(), size(number));
                prop_assert_eq!(Reader(&out).signed(), Ok(number));
            }
        }
    }

    #[test]
    fn a_number_that_is_too_large_or_does_not_end_is_refused() {
        assert!(Reader(&[0xff; 11]).number().is_err());
        assert!(Reader(&[0x80, 0x80]).number().is_err());
        assert!(Reader(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02]).number().is_err());
    }
}
