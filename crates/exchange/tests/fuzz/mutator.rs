//! Damages bytes in the ways files get damaged, from a seed: the same cases in every run and on every machine.

/// A source of damage.
pub struct Mutator {
    state: u64,
}

/// Pieces that parsers stumble over.
const PIECES: [&[u8]; 24] = [
    b"\"",
    b"\"\"\"\"",
    b",",
    b";",
    b"\n",
    b"\r",
    b"\r\n ",
    b"\0",
    b"\xEF\xBB\xBF",
    b"\xFF\xFE",
    b"\xC3",
    b"=1+1",
    b"-1",
    b"99999999999999999999",
    b"2026-02-30",
    b"1/05/2023",
    b":",
    b"BEGIN:VEVENT\n",
    b"END:VCALENDAR\n",
    b"RRULE:FREQ=YEARLY;BYDAY=-53MO;INTERVAL=65535\n",
    b"</row>",
    b"&#x0;",
    b"r=\"A4294967296\"",
    "\u{202E}\u{0301}ﷺ".as_bytes(),
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

    pub fn one_of<'t, T>(&mut self, choices: &'t [T]) -> &'t T {
        &choices[self.below(choices.len())]
    }

    /// A copy with one to four damages.
    pub fn damaged(&mut self, bytes: &[u8], others: &[Vec<u8>]) -> Vec<u8> {
        let mut copy = bytes.to_vec();
        for _ in 0..=self.below(4) {
            self.damage(&mut copy, others);
        }
        copy
    }

    fn damage(&mut self, bytes: &mut Vec<u8>, others: &[Vec<u8>]) {
        let at = self.below(bytes.len() + 1);
        match self.below(9) {
            0 if at < bytes.len() => bytes[at] ^= 1 << self.below(8),
            1 => bytes.truncate(at),
            2 => drop(bytes.drain(at..self.end(at, bytes.len()))),
            3 => {
                let piece = bytes[at..self.end(at, bytes.len())].to_vec();
                self.insert(bytes, &piece);
            }
            4 => {
                let other = self.one_of(others).clone();
                let from = self.below(other.len() + 1);
                let piece = other[from..self.end(from, other.len())].to_vec();
                self.insert(bytes, &piece);
            }
            5 => {
                let piece = self.one_of(&PIECES).to_vec();
                self.insert(bytes, &piece);
            }
            6 if self.below(8) == 0 => {
                let long = vec![*self.one_of(b"a\", 0("); 33_000];
                self.insert(bytes, &long);
            }
            7 => {
                let deep = b"\"".repeat(self.below(600));
                self.insert(bytes, &deep);
            }
            _ => self.swap_lines(bytes),
        }
    }

    fn insert(&mut self, bytes: &mut Vec<u8>, piece: &[u8]) {
        let at = self.below(bytes.len() + 1);
        bytes.splice(at..at, piece.iter().copied());
    }

    fn swap_lines(&mut self, bytes: &mut Vec<u8>) {
        let mut lines: Vec<Vec<u8>> = bytes.split(|b| *b == b'\n').map(<[u8]>::to_vec).collect();
        let (one, other) = (self.below(lines.len()), self.below(lines.len()));
        lines.swap(one, other);
        *bytes = lines.join(&b'\n');
    }

    /// An end at most sixty bytes on.
    fn end(&mut self, from: usize, length: usize) -> usize {
        (from + self.below(60)).min(length)
    }
}
