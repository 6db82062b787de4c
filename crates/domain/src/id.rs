//! Row ids: made on the device, never reused, sortable by the moment they were made.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The id of one row of one entity, a UUID.
///
/// Ordinary rows carry a version 7 UUID made on the device. A row that two offline devices would make twice
/// (the school calendar's 9 October, the tag of one look-for on one line) carries a version 5 UUID of what makes it
/// unique, so that both devices make the same row. In TypeScript it is a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, specta::Type)]
#[serde(transparent)]
pub struct RowId(#[specta(type = String)] Uuid);

/// The namespace under which ids are derived with [`RowId::derived`].
const DERIVED: Uuid = Uuid::from_u128(0x6f9c_9a3e_5d0b_4c1b_9b4e_7a1f_0c0a_c417);

impl RowId {
    /// Makes an ordinary id from the wall clock in milliseconds and ten random bytes.
    #[must_use]
    pub fn new(wall_ms: i64, random: [u8; 10]) -> Self {
        let ms = u64::try_from(wall_ms).unwrap_or(0);
        Self(uuid::Builder::from_unix_timestamp_millis(ms, &random).into_uuid())
    }

    /// Makes an ordinary id that sorts after `last`, also within one millisecond and when the clock was set back.
    ///
    /// Then it counts on where `last` stood, in the twelve bits after the milliseconds; a carry borrows the next one.
    #[must_use]
    pub fn after(last: Self, wall_ms: i64, random: [u8; 10]) -> Self {
        let drawn = Self::new(wall_ms, random);
        if drawn.count() > last.count() {
            return drawn;
        }
        let count = last.count() + 1;
        let [.., high, low] = count.to_be_bytes();
        let [_, _, rest @ ..] = random;
        let mut counted = [0; 10];
        counted[..2].copy_from_slice(&[high & 0x0f, low]);
        counted[2..].copy_from_slice(&rest);
        Self::new((count >> 12).cast_signed(), counted)
    }

    /// Makes an ordinary id that sorts after `last` and has its last eight bytes, which are random: ids of one run of a
    /// program differ in moment and count alone, so that many of them take little room.
    #[must_use]
    pub fn following(last: Self, wall_ms: i64) -> Self {
        let [first @ .., _, _, _, _, _, _, _, _] = last.bytes();
        let tail = &last.bytes()[first.len()..];
        let mut random = [0; 10];
        random[2..].copy_from_slice(tail);
        let drawn = Self::new(wall_ms, random);
        if drawn.count() > last.count() { drawn } else { Self::after(last, wall_ms, random) }
    }

    /// Returns the milliseconds and the twelve bits after them as one number: what ids are sorted by first.
    fn count(self) -> u64 {
        let [first @ .., _, _, _, _, _, _, _, _] = self.bytes();
        let first = u64::from_be_bytes(first);
        (first >> 16) << 12 | first & 0x0fff
    }

    /// Derives the one id that every device gives to this combination of parts.
    #[must_use]
    pub fn derived(parts: &[&[u8]]) -> Self {
        let mut name = Vec::new();
        for part in parts {
            name.extend_from_slice(&(part.len() as u64).to_be_bytes());
            name.extend_from_slice(part);
        }
        Self(Uuid::new_v5(&DERIVED, &name))
    }

    /// Returns the sixteen bytes as they are stored.
    #[must_use]
    pub fn bytes(self) -> [u8; 16] {
        self.0.into_bytes()
    }

    /// Reads sixteen stored bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(Uuid::from_bytes(bytes))
    }
}

impl fmt::Display for RowId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for RowId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Uuid::from_str(text).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derived_ids_do_not_depend_on_where_one_part_ends() {
        assert_eq!(RowId::derived(&[b"ab", b"c"]), RowId::derived(&[b"ab", b"c"]));
        assert_ne!(RowId::derived(&[b"ab", b"c"]), RowId::derived(&[b"a", b"bc"]));
    }

    #[test]
    fn later_ids_sort_after_earlier_ones() {
        assert!(RowId::new(2_000, [0; 10]) > RowId::new(1_000, [255; 10]));
    }

    #[test]
    fn ids_rise_within_a_millisecond_and_when_the_clock_is_set_back() {
        let mut last = RowId::new(5_000, [255; 10]);
        for wall_ms in [5_000, 5_000, 5_001, 4_000, 0].into_iter().chain(std::iter::repeat_n(5_001, 5_000)) {
            let next = RowId::after(last, wall_ms, [0; 10]);
            assert!(next > last);
            assert_eq!((next.0.get_version_num(), next.0.get_variant()), (7, uuid::Variant::RFC4122));
            last = next;
        }
        assert_eq!(RowId::after(last, 9_000, [7; 10]), RowId::new(9_000, [7; 10]));
    }

    #[test]
    fn ids_of_one_run_rise_and_keep_their_tail_whatever_the_clock_does() {
        let mut last = RowId::new(5_000, [255; 10]);
        for wall_ms in [5_000, 5_001, 5_001, 4_000, 0, 9_000].into_iter().chain(std::iter::repeat_n(9_000, 5_000)) {
            let next = RowId::following(last, wall_ms);
            assert!(next > last);
            assert_eq!(next.bytes()[8..], last.bytes()[8..]);
            assert_eq!((next.0.get_version_num(), next.0.get_variant()), (7, uuid::Variant::RFC4122));
            last = next;
        }
    }
}
