//! The difference of two states of a long text.

/// Returns where two texts differ: the position and length in the first, and the words of the second, in bytes.
pub(super) fn between(before: &str, after: &str) -> (usize, usize, String) {
    let same_start: usize =
        before.chars().zip(after.chars()).take_while(|(one, other)| one == other).map(|(one, _)| one.len_utf8()).sum();
    let same_end: usize = before[same_start..]
        .chars()
        .rev()
        .zip(after[same_start..].chars().rev())
        .take_while(|(one, other)| one == other)
        .map(|(one, _)| one.len_utf8())
        .sum();
    let deleted = before.len() - same_end - same_start;
    (same_start, deleted, after[same_start..after.len() - same_end].to_owned())
}

#[cfg(test)]
mod tests {
    use super::between;
    use sync::fold::patched;

    proptest::proptest! {
        #[test]
        fn a_patch_turns_one_text_into_the_other(before in "[aé👩 ]{0,12}", after in "[aé👩 ]{0,12}") {
            let (at, deleted, inserted) = between(&before, &after);
            proptest::prop_assert_eq!(patched(&before, at, deleted, &inserted).unwrap(), after);
        }
    }
}
