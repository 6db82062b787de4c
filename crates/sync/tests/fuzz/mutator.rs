//! Damages messages in the ways they get damaged, from a seed: the same cases in every run and on every machine.

/// A source of damage.
pub struct Mutator {
    state: u64,
}

/// Numbers that readers of lengths and kinds stumble over: of postcard, of CBOR, of zstd.
const PIECES: [&[u8]; 10] = [
    &[0],
    &[0x7f],
    &[0xff; 10],
    &[0xff, 0xff, 0xff, 0xff, 0x0f],
    &[0x9b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    &[0x5b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    &[0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x81],
    &[0xf6],
    &[0x28, 0xb5, 0x2f, 0xfd],
    &[0xc3, 0x28],
];

impl Mutator {
    pub fn seeded(seed: u64) -> Self {
        Self { state: seed }
    }

    /// The next number (splitmix64).
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below a bound; zero where the bound is zero.
    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound.max(1) as u64).expect("below a usize")
    }

    /// One of several.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// A copy with no damage, or with up to three.
    pub fn damaged(&mut self, bytes: &[u8], others: &[Vec<u8>]) -> Vec<u8> {
        let mut copy = bytes.to_vec();
        for _ in 0..self.below(4) {
            self.damage(&mut copy, others);
        }
        copy
    }

    fn damage(&mut self, bytes: &mut Vec<u8>, others: &[Vec<u8>]) {
        let at = self.below(bytes.len() + 1);
        let end = (at + self.below(40)).min(bytes.len());
        match self.below(7) {
            0 if at < bytes.len() => bytes[at] ^= 1 << self.below(8),
            1 => bytes.truncate(at),
            2 => drop(bytes.drain(at..end)),
            3 => {
                let piece = bytes[at..end].to_vec();
                self.insert(bytes, &piece);
            }
            4 => {
                let other = self.pick(others).clone();
                let from = self.below(other.len() + 1);
                let to = (from + self.below(200)).min(other.len());
                self.insert(bytes, &other[from..to]);
            }
            5 => {
                let piece = *self.pick(&PIECES);
                let until = (at + piece.len()).min(bytes.len());
                bytes.splice(at..until, piece.iter().copied());
            }
            _ => {
                let piece = *self.pick(&PIECES);
                self.insert(bytes, piece);
            }
        }
    }

    fn insert(&mut self, bytes: &mut Vec<u8>, piece: &[u8]) {
        let at = self.below(bytes.len() + 1);
        bytes.splice(at..at, piece.iter().copied());
    }
}
