//! When something in a file is something that is here: by the sender's id, and otherwise by words that agree.

use std::collections::HashMap;

use domain::RowId;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::stored::Row;

/// Returns words for comparing: accents, case, spaces and marks do not matter.
#[must_use]
pub fn fold(text: &str) -> String {
    text.nfkd()
        .filter(|c| !is_combining_mark(*c))
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Returns whether an id was made from the words of a row that has none of its own.
pub(crate) fn is_made(external_id: &str) -> bool {
    ["email:", "name:", "school:", "section:"].iter().any(|prefix| external_id.starts_with(prefix))
}

/// Returns whether a row came from a system that keeps ids, so that its absence from a full file means something.
pub(crate) fn is_from_roster(external_id: &str) -> bool {
    !external_id.is_empty() && !is_made(external_id)
}

/// Returns whether two ids leave room for being the same: two systems' own ids that differ do not.
pub(crate) fn may_join(stored: &str, drafted: &str) -> bool {
    !is_from_roster(stored) || is_made(drafted)
}

/// Returns the id that stands after a match: a system's own id before one made from words, and that before none.
pub(crate) fn joined_id<'a>(stored: &'a str, drafted: &'a str) -> &'a str {
    if stored.is_empty() || (is_made(stored) && !is_made(drafted)) { drafted } else { stored }
}

/// What could belong together: the place of a draft, and a row.
pub(crate) type Pair<'s> = (usize, &'s Row);

/// Returns the pairs in which neither side has another partner. Who could be two people is neither.
pub(crate) fn unique<'s>(pairs: &[Pair<'s>]) -> Vec<Pair<'s>> {
    let mut drafts: HashMap<usize, u32> = HashMap::new();
    let mut rows: HashMap<RowId, u32> = HashMap::new();
    for (at, row) in pairs {
        *drafts.entry(*at).or_default() += 1;
        *rows.entry(row.id).or_default() += 1;
    }
    pairs.iter().filter(|(at, row)| drafts[at] == 1 && rows[&row.id] == 1).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_marks_do_not_keep_a_name_from_being_found() {
        assert_eq!(fold("Peña-O’Brien"), fold("PENA O'BRIEN"));
        assert_ne!(fold("Peña"), fold("Penas"));
    }

    #[test]
    fn an_id_of_a_system_stands_before_one_made_from_words() {
        assert_eq!(joined_id("", "name:a"), "name:a");
        assert_eq!(joined_id("name:a", "4711"), "4711");
        assert_eq!(joined_id("4711", "email:a@b"), "4711");
        assert!(!may_join("4711", "4712"));
    }
}
