//! What is different between two versions of a text, word by word, for a person who compares them.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::token::Level;

/// A stretch of two texts that are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// In both.
    Same(String),
    /// Only in the first.
    Gone(String),
    /// Only in the second.
    New(String),
}

/// Compares two texts. Those pieces that are not new make up the first again, those that are not gone the second.
#[must_use]
pub fn difference(first: &str, second: &str) -> Vec<Piece> {
    let (before, after) = (Level::Words.cut(first), Level::Words.cut(second));
    let mut pieces = Vec::new();
    for operation in capture_diff_slices(Algorithm::Patience, &before, &after) {
        let gone = before[operation.old_range()].concat();
        let new = after[operation.new_range()].concat();
        if matches!(operation, DiffOp::Equal { .. }) {
            pieces.push(Piece::Same(gone));
            continue;
        }
        pieces.extend((!gone.is_empty()).then_some(Piece::Gone(gone)));
        pieces.extend((!new.is_empty()).then_some(Piece::New(new)));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn two_sentences_differ_in_the_words_that_one_of_them_has() {
        let pieces = difference("Students explain in pairs.", "Students explain in mixed pairs.");

        let [Piece::Same(start), Piece::New(new), Piece::Same(end)] = pieces.as_slice() else { panic!("{pieces:?}") };
        assert_eq!((start.trim_end(), new.trim(), end.trim_start()), ("Students explain in", "mixed", "pairs."));
    }

    proptest! {
        #[test]
        fn the_pieces_make_up_both_texts_again(first in "[ab .\n]{0,30}", second in "[ab .\n]{0,30}") {
            let (mut one, mut other) = (String::new(), String::new());
            for piece in difference(&first, &second) {
                match piece {
                    Piece::Same(text) => { one += &text; other += &text; }
                    Piece::Gone(text) => one += &text,
                    Piece::New(text) => other += &text,
                }
            }
            prop_assert_eq!((one, other), (first, second));
        }
    }
}
