//! Makes what a person wrote printable: no control characters, no character without a shape, no word wider than a page.

use serde_json::Value;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use crate::fonts;

/// Stands where no embedded font has the character.
const NO_SHAPE: &str = "□";
/// Lets a line break without showing a hyphen.
const MAY_BREAK: char = '\u{200B}';
/// Words up to this many characters are never broken.
const LONGEST_WORD: usize = 36;
/// Longer ones may break after every so many characters.
const PIECE: usize = 12;

/// Makes every text inside a page printable; returns how many characters have no shape in the embedded fonts.
pub(crate) fn make_printable(page: &mut Value) -> usize {
    match page {
        Value::String(text) => {
            let (printable, without_shape) = printable(text);
            *text = printable;
            without_shape
        }
        Value::Array(items) => items.iter_mut().map(make_printable).sum(),
        Value::Object(fields) => fields.values_mut().map(make_printable).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    }
}

/// Returns the text as it can be printed, and how many of its characters had to be replaced.
fn printable(text: &str) -> (String, usize) {
    let composed: String = text.nfc().collect();
    let mut out = String::with_capacity(composed.len());
    let mut without_shape = 0;
    let mut run = 0;
    let word_lengths = long_words(&composed);
    for (at, cluster) in composed.grapheme_indices(true) {
        let shown = match shape(cluster) {
            Shape::Shown(shown) => shown,
            Shape::Nothing => continue,
            Shape::Missing => {
                without_shape += 1;
                NO_SHAPE
            }
        };
        let is_long = word_lengths.iter().any(|word| word.contains(&at));
        run = if is_long { run + 1 } else { 0 };
        if run > PIECE {
            out.push(MAY_BREAK);
            run = 1;
        }
        out.push_str(shown);
    }
    (out, without_shape)
}

/// Returns where the words lie that are too long to be left whole.
fn long_words(text: &str) -> Vec<std::ops::Range<usize>> {
    text.split(|c: char| c.is_whitespace() && !matches!(c, '\u{A0}' | '\u{202F}'))
        .filter(|word| word.graphemes(true).count() > LONGEST_WORD)
        .map(|word| {
            let start = word.as_ptr().addr() - text.as_ptr().addr();
            start..start + word.len()
        })
        .collect()
}

/// What becomes of one character as a person sees it.
enum Shape<'a> {
    /// It is printed so.
    Shown(&'a str),
    /// It has no shape by nature.
    Nothing,
    /// No embedded font has it.
    Missing,
}

fn shape(cluster: &str) -> Shape<'_> {
    match cluster {
        "\n" | "\r" | "\r\n" | "\u{B}" | "\u{C}" | "\u{85}" | "\u{2028}" | "\u{2029}" => Shape::Shown("\n"),
        "\t" => Shape::Shown(" "),
        "\u{FEFF}" => Shape::Nothing,
        _ if cluster.chars().all(char::is_control) => Shape::Nothing,
        _ if fonts::one_shows_all(cluster.chars().filter(|c| !is_invisible(*c))) => Shape::Shown(cluster),
        _ => Shape::Missing,
    }
}

/// Joiners, variation selectors, tags and direction marks: they shape their neighbours and have no shape themselves.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}')
}
