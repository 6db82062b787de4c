//! Files beside records: a photograph, a scan, a recording of a minute.
//!
//! A file is cut into parts, each part is encrypted under the file's own key, and the file's address is the hash of the
//! list of its encrypted parts. The record that names the file carries address, size and key, so whoever may read the
//! record can read the file, and who stores or carries the parts cannot. Every part is checked alone: it may come in any
//! order, twice, from any device, or from a stick, and a link that drops costs one part.

use chacha20poly1305::{ChaCha20Poly1305, KeyInit as _, aead::Aead as _};

use crate::Malformed;

/// How many bytes of the file lie in each part but the last.
pub const PART_BYTES: usize = 64 << 10;
/// The largest file, in bytes.
pub const MOST_BYTES: u64 = 64 << 20;
/// The largest encrypted part, in bytes.
pub const MOST_PART_BYTES: usize = PART_BYTES + TAG_BYTES;
/// The longest list, in bytes.
pub const MOST_LIST_BYTES: usize = (MOST_BYTES / PART_BYTES as u64) as usize * HASH_BYTES;
/// How many bytes the encryption adds to a part.
const TAG_BYTES: usize = 16;
const HASH_BYTES: usize = 32;

/// What a file is called everywhere: the BLAKE3-256 of its [`List`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(pub [u8; 32]);

impl Address {
    /// Reads an address from 64 hexadecimal digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        // The hash's own reader also takes capitals; an address has one spelling.
        let hash = blake3::Hash::from_hex(text).ok()?;
        (*hash.to_hex() == *text).then_some(Self(*hash.as_bytes()))
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&blake3::Hash::from_bytes(self.0).to_hex())
    }
}

/// What the record says of its file.
#[derive(Clone, PartialEq, Eq)]
pub struct Named {
    /// Where its parts are found.
    pub address: Address,
    /// How many bytes it has, not encrypted.
    pub bytes: u64,
    /// The key of its parts: 32 random bytes that no other file has.
    pub key: [u8; 32],
}

impl std::fmt::Debug for Named {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Named").field("address", &self.address).field("bytes", &self.bytes).finish_non_exhaustive()
    }
}

/// The hashes of a file's encrypted parts, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List(Vec<[u8; HASH_BYTES]>);

impl List {
    /// Makes the list of these encrypted parts.
    pub fn of<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Self {
        Self(parts.into_iter().map(|part| *blake3::hash(part).as_bytes()).collect())
    }

    /// Returns what the file is called.
    #[must_use]
    pub fn address(&self) -> Address {
        Address(*blake3::hash(self.0.as_flattened()).as_bytes())
    }

    /// Returns the list's bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.as_flattened().to_vec()
    }

    /// Reads the list of a file, of whatever size it is.
    ///
    /// # Errors
    /// [`Malformed`] when it is not the one that `address` names, or longer than the largest file's.
    pub fn read(bytes: &[u8], address: Address) -> Result<Self, Malformed> {
        let (hashes, rest) = bytes.as_chunks::<HASH_BYTES>();
        if !rest.is_empty() || hashes.is_empty() || bytes.len() > MOST_LIST_BYTES {
            return Err(Malformed);
        }
        let list = Self(hashes.to_vec());
        if list.address() == address { Ok(list) } else { Err(Malformed) }
    }

    /// Reads the list of the file that a record names.
    ///
    /// # Errors
    /// As [`List::read`], or when it is not as long as the file needs.
    pub fn of_named(bytes: &[u8], named: &Named) -> Result<Self, Malformed> {
        let list = Self::read(bytes, named.address)?;
        if list.count() == count(named.bytes)? { Ok(list) } else { Err(Malformed) }
    }

    /// Returns how many parts there are.
    #[must_use]
    pub fn count(&self) -> u32 {
        u32::try_from(self.0.len()).expect("a file has at most a thousand parts")
    }

    /// Returns whether these are the bytes of that encrypted part.
    #[must_use]
    pub fn has(&self, number: u32, part: &[u8]) -> bool {
        self.0.get(number as usize).is_some_and(|hash| hash == blake3::hash(part).as_bytes())
    }
}

/// Returns how many parts a file of so many bytes has. An empty file has one.
///
/// # Errors
/// [`Malformed`] when it is larger than [`MOST_BYTES`].
pub fn count(bytes: u64) -> Result<u32, Malformed> {
    if bytes > MOST_BYTES {
        return Err(Malformed);
    }
    Ok(u32::try_from(bytes.div_ceil(PART_BYTES as u64).max(1)).expect("a file has at most a thousand parts"))
}

/// Returns how many bytes an encrypted part of such a file has; nothing where it has no such part.
#[must_use]
pub fn part_bytes(file_bytes: u64, number: u32) -> Option<usize> {
    if number >= count(file_bytes).ok()? {
        return None;
    }
    let left = file_bytes - u64::from(number) * PART_BYTES as u64;
    Some(usize::try_from(left).unwrap_or(usize::MAX).min(PART_BYTES) + TAG_BYTES)
}

/// Encrypts a part.
///
/// # Panics
/// Never: a part is far below the cipher's limit.
#[must_use]
pub fn seal(key: &[u8; 32], number: u32, part: &[u8]) -> Vec<u8> {
    ChaCha20Poly1305::new(key.into()).encrypt(&nonce(number).into(), part).expect("a part is short enough")
}

/// Reads an encrypted part.
///
/// # Errors
/// [`Malformed`] when it is not that part of a file with this key.
pub fn open(key: &[u8; 32], number: u32, part: &[u8]) -> Result<Vec<u8>, Malformed> {
    ChaCha20Poly1305::new(key.into()).decrypt(&nonce(number).into(), part).map_err(|_| Malformed)
}

/// A key belongs to one file, so the number of the part is used once with it.
fn nonce(number: u32) -> [u8; 12] {
    let mut nonce = [0; 12];
    nonce[8..].copy_from_slice(&number.to_be_bytes());
    nonce
}

/// Which parts of a file somebody has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    bits: Vec<u8>,
    count: u32,
}

impl Held {
    /// Nothing of a file of so many parts.
    #[must_use]
    pub fn nothing(count: u32) -> Self {
        Self { bits: vec![0; count.div_ceil(8) as usize], count }
    }

    /// Returns the bytes that say it to somebody who does not know how many parts there are.
    #[must_use]
    pub fn message(&self) -> Vec<u8> {
        [self.count.to_be_bytes().as_slice(), &self.bits].concat()
    }

    /// Reads [`Held::message`]; an empty one says that nothing is there, not even the list.
    ///
    /// # Errors
    /// [`Malformed`] when it is not about so many parts.
    pub fn of_message(bytes: &[u8], count: u32) -> Result<Option<Self>, Malformed> {
        match bytes.split_first_chunk::<4>() {
            None if bytes.is_empty() => Ok(None),
            Some((said, bits)) if *said == count.to_be_bytes() => Self::from_bytes(bits, count).map(Some),
            _ => Err(Malformed),
        }
    }

    /// Reads what [`Held::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`Malformed`] when it is of another number of parts.
    pub fn from_bytes(bytes: &[u8], count: u32) -> Result<Self, Malformed> {
        let held = Self { bits: bytes.to_vec(), count };
        let beyond = (count..(bytes.len() as u32).saturating_mul(8)).any(|number| held.bit(number));
        if bytes.len() != count.div_ceil(8) as usize || beyond { Err(Malformed) } else { Ok(held) }
    }

    /// Returns one bit for each part, the first part's the lowest of the first byte.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.bits.clone()
    }

    /// Notes that a part is there. A number that the file does not have is left out.
    pub fn add(&mut self, number: u32) {
        if number < self.count {
            self.bits[number as usize / 8] |= 1 << (number % 8);
        }
    }

    /// Returns whether a part is there.
    #[must_use]
    pub fn has(&self, number: u32) -> bool {
        number < self.count && self.bit(number)
    }

    /// Returns the parts that are missing, in their order.
    pub fn missing(&self) -> impl Iterator<Item = u32> {
        (0..self.count).filter(|number| !self.has(*number))
    }

    /// Returns how many parts are there, and of how many.
    #[must_use]
    pub fn progress(&self) -> (u32, u32) {
        (self.bits.iter().map(|byte| byte.count_ones()).sum(), self.count)
    }

    fn bit(&self, number: u32) -> bool {
        self.bits.get(number as usize / 8).is_some_and(|byte| byte & (1 << (number % 8)) != 0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const KEY: [u8; 32] = [7; 32];

    fn sealed(file: &[u8]) -> Vec<Vec<u8>> {
        let parts: Vec<&[u8]> = if file.is_empty() { vec![file] } else { file.chunks(PART_BYTES).collect() };
        (0..).zip(parts).map(|(number, part)| seal(&KEY, number, part)).collect()
    }

    fn list(parts: &[Vec<u8>]) -> List {
        List::of(parts.iter().map(Vec::as_slice))
    }

    #[test]
    fn a_file_of_any_length_comes_back_from_its_parts() {
        for length in [0, 1, PART_BYTES - 1, PART_BYTES, PART_BYTES + 1, 3 * PART_BYTES + 5] {
            let file: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
            let parts = sealed(&file);

            assert_eq!(count(length as u64), Ok(parts.len() as u32));
            for (number, part) in (0..).zip(&parts) {
                assert_eq!(part_bytes(length as u64, number), Some(part.len()), "part {number} of {length}");
            }
            assert_eq!(part_bytes(length as u64, parts.len() as u32), None);
            let read = (0..).zip(&parts).map(|(number, part)| open(&KEY, number, part).unwrap());
            assert_eq!(read.collect::<Vec<_>>().concat(), file);
        }
        assert_eq!(count(MOST_BYTES + 1), Err(Malformed));
    }

    #[test]
    fn a_part_reads_only_whole_at_its_place_and_with_its_key() {
        let part = seal(&KEY, 3, b"a photograph");

        assert_eq!(open(&KEY, 3, &part).as_deref(), Ok(b"a photograph".as_slice()));
        assert_eq!(open(&KEY, 4, &part), Err(Malformed));
        assert_eq!(open(&[8; 32], 3, &part), Err(Malformed));
        for at in 0..part.len() {
            let mut other = part.clone();
            other[at] ^= 1;
            assert_eq!(open(&KEY, 3, &other), Err(Malformed), "byte {at}");
            assert_eq!(open(&KEY, 3, &part[..at]), Err(Malformed), "cut at {at}");
        }
    }

    #[test]
    fn what_is_stored_shows_nothing_of_the_file() {
        let word = b"Okafor Grade 4 exit ticket";

        let part = seal(&KEY, 0, &word.repeat(100));

        assert!(!part.windows(word.len()).any(|window| window == word));
        assert_ne!(list(&sealed(word)).address(), list(&[word.to_vec()]).address());
    }

    #[test]
    fn only_the_list_that_an_address_names_is_read() {
        let parts = sealed(&vec![5; 2 * PART_BYTES + 9]);
        let list = list(&parts);
        let named = Named { address: list.address(), bytes: 2 * PART_BYTES as u64 + 9, key: KEY };

        assert_eq!(List::of_named(&list.to_bytes(), &named), Ok(list.clone()));

        let longer = Named { bytes: named.bytes + PART_BYTES as u64, ..named.clone() };
        assert_eq!(List::of_named(&list.to_bytes(), &longer), Err(Malformed));
        assert_eq!(List::read(&list.to_bytes()[..64], named.address), Err(Malformed));
        assert_eq!(List::read(&list.to_bytes(), Address([0; 32])), Err(Malformed));
        assert_eq!(List::read(&[], List(Vec::new()).address()), Err(Malformed), "no file has no part");
        assert!(list.has(1, &parts[1]) && !list.has(1, &parts[0]) && !list.has(3, &parts[0]));
        let too_long = List(vec![[1; 32]; MOST_LIST_BYTES / HASH_BYTES + 1]);
        assert_eq!(List::read(&too_long.to_bytes(), too_long.address()), Err(Malformed));
    }

    #[test]
    fn an_address_has_one_spelling() {
        let address = Address([0xab; 32]);

        assert_eq!(Address::parse(&address.to_string()), Some(address));

        for other in [address.to_string().to_uppercase(), "ab".into(), String::new(), "ü".repeat(32)] {
            assert_eq!(Address::parse(&other), None, "{other}");
        }
    }

    #[test]
    fn what_is_missing_is_what_was_not_added() {
        let mut held = Held::nothing(11);

        for number in [0, 8, 10, 11, 400] {
            held.add(number);
        }

        assert_eq!(held.missing().collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6, 7, 9]);
        assert_eq!((held.progress(), held.has(8), held.has(11)), ((3, 11), true, false));
        assert_eq!(Held::from_bytes(&held.to_bytes(), 11), Ok(held.clone()));
        assert_eq!(Held::of_message(&held.message(), 11), Ok(Some(held.clone())));
        assert_eq!(Held::of_message(&held.message(), 12), Err(Malformed));
        assert_eq!((Held::of_message(&[], 11), Held::of_message(&[0, 0], 11)), (Ok(None), Err(Malformed)));
        assert_eq!(Held::from_bytes(&held.to_bytes(), 10), Err(Malformed), "a part that the file does not have");
        assert_eq!(Held::from_bytes(&held.to_bytes(), 17), Err(Malformed));
    }

    proptest! {
        #[test]
        fn bytes_from_anywhere_are_read_or_refused_without_harm(
            bytes in proptest::collection::vec(any::<u8>(), 0..200),
            count in 0_u32..2_000,
        ) {
            let address = Address([1; 32]);
            prop_assert_eq!(List::read(&bytes, address), Err(Malformed));
            prop_assert_eq!(open(&KEY, count, &bytes), Err(Malformed));
            if let Ok(held) = Held::from_bytes(&bytes, count) {
                prop_assert_eq!(held.to_bytes(), bytes);
                let (here, whole) = held.progress();
                prop_assert_eq!(held.missing().count() as u32, whole - here);
            }
        }
    }
}
