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
}
