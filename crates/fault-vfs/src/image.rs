//! What lies on a disk: the files, what was synced of them, and what a power loss makes of them.

use std::collections::BTreeMap;

/// The content of a disk at rest: whole files by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Image(pub(crate) BTreeMap<String, Vec<u8>>);

/// The smallest stretch that a disk writes whole, in bytes.
pub(crate) const SECTOR: usize = 512;

/// One file of a running disk.
#[derive(Debug, Default)]
pub(crate) struct File {
    /// What a reader sees.
    pub now: Vec<u8>,
    /// What is certainly on the disk.
    pub synced: Vec<u8>,
    /// What happened since the last sync, in order.
    pub pending: Vec<Change>,
    /// Whether the file's name is certainly on the disk.
    pub is_named: bool,
}

/// Something that was done to a file and is not certain to be on the disk.
#[derive(Debug)]
pub(crate) enum Change {
    Write { at: usize, bytes: Vec<u8> },
    Truncate { length: usize },
}

impl File {
    /// Takes up a file that lies on the disk.
    pub fn at_rest(bytes: &[u8]) -> Self {
        Self { now: bytes.to_vec(), synced: bytes.to_vec(), pending: Vec::new(), is_named: true }
    }

    /// Does a change where a reader sees it, and remembers that it is not certain.
    pub fn change(&mut self, change: Change) {
        change.apply(&mut self.now);
        self.pending.push(change);
    }

    /// Makes everything certain.
    pub fn sync(&mut self) {
        self.synced.clone_from(&self.now);
        self.pending.clear();
        self.is_named = true;
    }

    /// Returns what a power loss leaves, or nothing when not even the name was on the disk.
    pub fn after_power_loss(&self, chance: &mut Chance) -> Option<Vec<u8>> {
        if !self.is_named && chance.keeps_all() == Some(false) {
            return None;
        }
        let mut bytes = self.synced.clone();
        for change in &self.pending {
            match (chance.keeps_all(), change) {
                (Some(true), change) => change.apply(&mut bytes),
                (None, Change::Write { at, bytes: written }) => {
                    for (index, sector) in written.chunks(SECTOR).enumerate() {
                        if chance.tosses() {
                            overwrite(&mut bytes, at + index * SECTOR, sector);
                        }
                    }
                }
                (Some(false), _) | (None, Change::Truncate { .. }) => {}
            }
        }
        Some(bytes)
    }
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Write { at, bytes: written } => overwrite(bytes, *at, written),
            Self::Truncate { length } => bytes.truncate(*length),
        }
    }
}

fn overwrite(bytes: &mut Vec<u8>, at: usize, written: &[u8]) {
    let end = at + written.len();
    if bytes.len() < end {
        bytes.resize(end, 0);
    }
    bytes[at..end].copy_from_slice(written);
}

/// What becomes of each uncertain change: nothing survives for seed 0, everything for seed 1, and a mixture for others.
#[derive(Debug)]
pub(crate) struct Chance {
    seed: u64,
    state: u64,
}

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self { seed, state: seed }
    }

    /// Returns whether a change survives whole, is lost, or is torn (nothing).
    pub fn keeps_all(&mut self) -> Option<bool> {
        match self.seed {
            0 => Some(false),
            1 => Some(true),
            _ => match self.draw() % 3 {
                0 => Some(false),
                1 => Some(true),
                _ => None,
            },
        }
    }

    fn tosses(&mut self) -> bool {
        self.draw().is_multiple_of(2)
    }

    /// Draws the next number of the splitmix64 sequence.
    fn draw(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written_but_not_synced() -> File {
        let mut file = File::at_rest(&[0; 2 * SECTOR]);
        file.change(Change::Write { at: 0, bytes: vec![7; 2 * SECTOR] });
        file
    }

    #[test]
    fn what_was_synced_survives_every_power_loss() {
        let mut file = written_but_not_synced();
        file.sync();
        for seed in 0..50 {
            assert_eq!(file.after_power_loss(&mut Chance::new(seed)), Some(vec![7; 2 * SECTOR]));
        }
    }

    #[test]
    fn what_was_not_synced_is_kept_lost_or_torn_as_the_seed_says() {
        let file = written_but_not_synced();
        let outcomes: std::collections::BTreeSet<_> =
            (0..50).map(|seed| file.after_power_loss(&mut Chance::new(seed)).unwrap()).collect();
        assert_eq!(outcomes.len(), 4, "each of two sectors is there or not");
    }

    #[test]
    fn a_new_file_that_was_never_synced_may_be_gone() {
        let file = File::default();
        assert_eq!(file.after_power_loss(&mut Chance::new(0)), None);
        assert_eq!(file.after_power_loss(&mut Chance::new(1)), Some(Vec::new()));
    }
}
