//! Which character separates the cells: the one that cuts most rows into the same number of cells.

use std::collections::HashMap;

use crate::rows::CsvRows;

/// Rows that are looked at.
const SAMPLE: usize = 50;

/// The delimiter, and whether the first row is Excel's `sep=;` line and no data.
pub(super) fn sniff(text: &str) -> (u8, bool) {
    let first = text.lines().next().unwrap_or_default().trim_matches('"');
    if let [delimiter @ (b',' | b';' | b'\t' | b'|')] = first.strip_prefix("sep=").unwrap_or_default().as_bytes() {
        return (*delimiter, true);
    }
    let sample = sample(text);
    let best = [b',', b';', b'\t'].into_iter().rev().max_by_key(|delimiter| evenness(sample, *delimiter));
    (best.unwrap_or(b','), false)
}

/// The first lines, cut at a line end so that no letter is cut in two.
fn sample(text: &str) -> &str {
    let end = text.match_indices('\n').map(|(at, _)| at + 1).take_while(|at| *at < 64 << 10).last();
    &text[..end.unwrap_or(text.len())]
}

/// How many rows agree on one number of cells, times that number less one: a delimiter that never occurs gets nothing.
fn evenness(text: &str, delimiter: u8) -> usize {
    let mut widths: HashMap<usize, usize> = HashMap::new();
    for (_, record) in CsvRows::new(text, delimiter).take(SAMPLE) {
        *widths.entry(record.len()).or_default() += 1;
    }
    widths.into_iter().map(|(width, rows)| (width.min(40) - 1) * rows).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_the_one_that_makes_a_table() {
        for (text, expected) in [
            ("a,b\n1,2\n", b','),
            ("a;b\n1,5;2,5\n3,5;4\n", b';'),
            ("a\tb, c\td\n1\t2\t3\n", b'\t'),
            ("Name\nAnna\n", b','),
            ("\"x;y;z\",b\n\"p;q;r\",2\n", b','),
            ("", b','),
        ] {
            assert_eq!(sniff(text), (expected, false), "{text:?}");
        }
    }

    #[test]
    fn the_hint_line_of_a_spreadsheet_program_is_believed() {
        assert_eq!(sniff("sep=;\na;b\n"), (b';', true));
        assert_eq!(sniff("sep=\t\na\tb\n"), (b'\t', true));
    }
}
