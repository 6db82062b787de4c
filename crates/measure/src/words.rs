//! Words that nobody wrote, as often and as long as a coach's: a Zipf law over six thousand of them.

/// Words of the work itself: the most frequent ones.
const REAL: &str = "students teacher asked the and to of in a was is for on with at their that this small group table \
    lesson objective question wait time partner talk turn exit ticket independent practice board transition \
    cold call check understanding feedback next step model think aloud text evidence vocabulary fraction \
    equation graph reading writing discussion response misconception look-for standard data class period \
    warm up anchor chart engagement redirected praised circulated monitored prompted modeled explained \
    reviewed collected paired shared wrote read solved compared noticed wondered raised hands \
    whiteboard notebook timer norms agenda team plan assessment results growth target strategy";
const ONSETS: &str = "b c d f g h l m n p r s t v w st tr pl gr ch sh th br cl";
const VOWELS: &str = "a e i o u ea ou ai ee";
const ENDINGS: &str = "n t s r l m d ck nd st ng p ll rt";
const MOST: usize = 6_000;

/// Numbers that follow from a seed (the SplitMix64 sequence).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// From 0 to below 1.
    fn part(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// From `least` to `most`, both possible.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        least + (self.next() % (most - least + 1).unsigned_abs()) as i64
    }

    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[(self.next() % list.len() as u64) as usize]
    }

    pub fn fill(&mut self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(8) {
            part.copy_from_slice(&self.next().to_le_bytes()[..part.len()]);
        }
    }
}

/// The words, and how often each is to be met.
pub struct Words {
    words: Vec<String>,
    /// Weights added up.
    sums: Vec<f64>,
}

impl Words {
    pub fn new() -> Self {
        let mut random = Random::new(7);
        let mut words: Vec<String> = Vec::new();
        let mut known = std::collections::HashSet::new();
        for word in REAL.split_whitespace() {
            if known.insert(word.to_owned()) {
                words.push(word.to_owned());
            }
        }
        let [onsets, vowels, endings] = [ONSETS, VOWELS, ENDINGS].map(|list| list.split(' ').collect::<Vec<_>>());
        while words.len() < MOST {
            let syllables = *random.pick(&[1, 2, 2, 2, 3]);
            let mut word = String::new();
            for _ in 0..syllables {
                word += *random.pick::<&str>(&onsets);
                word += *random.pick::<&str>(&vowels);
            }
            word += *random.pick::<&str>(&endings);
            if known.insert(word.clone()) {
                words.push(word);
            }
        }
        let mut sum = 0.0;
        let sums = (0..words.len()).map(|place| {
            sum += 1.0 / (place as f64 + 2.7);
            sum
        });
        Self { sums: sums.collect(), words }
    }

    /// Writes a text of `least` to `most` letters.
    pub fn text(&self, random: &mut Random, least: i64, most: i64) -> String {
        let length = random.between(least, most) as usize;
        let mut text = String::new();
        let mut begins = true;
        while text.len() < length {
            let sum = random.part() * self.sums[self.sums.len() - 1];
            let word = &self.words[self.sums.partition_point(|each| *each < sum).min(self.words.len() - 1)];
            if !text.is_empty() {
                text.push(' ');
            }
            let (first, rest) = word.split_at(1);
            text += &if begins { first.to_uppercase() } else { first.to_owned() };
            text += rest;
            begins = random.part() < 0.09;
            if begins {
                text.push('.');
            }
        }
        text.truncate(length);
        text.truncate(text.trim_end().len());
        if text.is_empty() { "Ok".into() } else { text }
    }
}
