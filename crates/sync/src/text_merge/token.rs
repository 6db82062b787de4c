//! Cutting a text into the pieces that a merge moves.

use unicode_segmentation::UnicodeSegmentation;

/// How closely two changes are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    Paragraphs,
    Sentences,
    Words,
}

impl Level {
    /// Returns the next closer look.
    pub fn finer(self) -> Option<Self> {
        match self {
            Self::Paragraphs => Some(Self::Sentences),
            Self::Sentences => Some(Self::Words),
            Self::Words => None,
        }
    }

    /// Cuts a text into pieces that make it up again when put together.
    pub fn cut(self, text: &str) -> Vec<&str> {
        match self {
            Self::Paragraphs => text.split_inclusive('\n').collect(),
            Self::Sentences => text.split_sentence_bounds().collect(),
            Self::Words => text.split_word_bounds().collect(),
        }
    }

    /// Returns whether another piece can follow this text without changing what it says. Within a sentence, none can.
    pub fn can_follow(self, text: &str) -> bool {
        self != Self::Words && text.ends_with(char::is_whitespace)
    }
}
