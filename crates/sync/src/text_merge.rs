//! Two people, or one person on two computers, changed the same long text: both changes stay.
//!
//! A three-way merge over paragraphs, then sentences, then words. Changes that do not meet are both taken. Where they
//! meet, one passage stands in the text and a [`Card`] holds the other word for word, until a person chooses. A sentence
//! is never put together from pieces of two writers that touch: that would read as a third sentence that nobody wrote.

mod difference;
mod hunk;
mod token;

use hunk::{Part, parts};
use token::Level;

pub use difference::{Piece, difference};

/// Which of the two changed texts stands where they meet: the one with the later change, which the service decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Winner {
    /// The first changed text.
    First,
    /// The second changed text.
    Second,
}

/// A text that both changes went into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The text.
    pub text: String,
    /// The passages that did not find their way into it, in the order of the text.
    pub cards: Vec<Card>,
}

/// Two changes of the same passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Where the passage stands in the merged text, in bytes.
    pub at: usize,
    /// The passage as it stands in the merged text.
    pub kept: String,
    /// The passage of the other writer, word for word. Empty where that writer only removed it.
    pub other: String,
    /// The passage before both changes.
    pub before: String,
}

/// Merges two changes of `base`.
///
/// The result does not depend on which change is called the first, only on which is the winner. A passage that one side
/// removed and the other changed stays as it was changed, whoever wins: removing must not hide somebody's words.
#[must_use]
pub fn merge(base: &str, first: &str, second: &str, winner: Winner) -> Merged {
    // The winner's side comes first from here on, so that nothing below can depend on the callers' order.
    let (kept, other) = match winner {
        Winner::First => (first, second),
        Winner::Second => (second, first),
    };
    let mut merged = Merged { text: String::new(), cards: Vec::new() };
    // With an end to the last paragraph too, a paragraph that somebody appends leaves the one before as it was.
    merged.add(Level::Paragraphs, &ended(base), &ended(kept), &ended(other));
    merged.without_last_end()
}

fn ended(text: &str) -> String {
    format!("{text}\n")
}

impl Merged {
    /// Appends the merge of one passage.
    fn add(&mut self, level: Level, base: &str, kept: &str, other: &str) {
        for part in parts(level, base, kept, other) {
            match part {
                Part::Settled(text) => self.text.push_str(&text),
                Part::Meeting { base, kept, other } => self.meet(level, &base, &kept, &other),
            }
        }
    }

    /// Appends a passage that both sides changed: looks closer, and gives up at the words of a sentence.
    fn meet(&mut self, level: Level, base: &str, kept: &str, other: &str) {
        match level.finer() {
            Some(Level::Words) => {
                let mut closer = Self { text: String::new(), cards: Vec::new() };
                closer.add(Level::Words, base, kept, other);
                if closer.cards.is_empty() {
                    self.text.push_str(&closer.text);
                } else {
                    self.put_aside(base, kept, other);
                }
            }
            Some(finer) => self.add(finer, base, kept, other),
            None => self.put_aside(base, kept, other),
        }
    }

    /// Takes the end of the last paragraph away again.
    fn without_last_end(mut self) -> Self {
        let whole = self.text.len();
        if self.text.ends_with('\n') {
            self.text.pop();
        }
        if let Some(last) = self.cards.last_mut().filter(|card| card.at + card.kept.len() == whole) {
            for passage in [&mut last.kept, &mut last.other, &mut last.before] {
                if passage.ends_with('\n') {
                    passage.pop();
                }
            }
            // Where nothing stands, the place may have been behind that end.
            last.at = last.at.min(self.text.len());
        }
        self
    }

    fn put_aside(&mut self, base: &str, kept: &str, other: &str) {
        let (kept, other) = if kept.trim().is_empty() { (other, kept) } else { (kept, other) };
        self.cards.push(Card {
            at: self.text.len(),
            kept: kept.to_owned(),
            other: other.to_owned(),
            before: base.to_owned(),
        });
        self.text.push_str(kept);
    }
}

#[cfg(test)]
mod tests;
