use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::*;

/// Merges, and says which words stand and which are on a card.
fn merged(base: &str, first: &str, second: &str) -> (String, Vec<String>) {
    let merged = merge(base, first, second, Winner::First);
    (merged.text, merged.cards.into_iter().map(|card| card.other).collect())
}

#[test]
fn changes_of_two_paragraphs_are_both_taken() {
    let result = merged("One.\nTwo.\nThree.", "One!\nTwo.\nThree.", "One.\nTwo.\nThree and more.");
    assert_eq!(result, ("One!\nTwo.\nThree and more.".into(), vec![]));
}

#[test]
fn paragraphs_that_both_append_follow_each_other() {
    let result = merged("One.", "One.\nFrom the laptop.", "One.\nFrom the desktop.");
    assert_eq!(result, ("One.\nFrom the laptop.\nFrom the desktop.".into(), vec![]));
}

#[test]
fn changes_of_two_sentences_of_a_paragraph_are_both_taken() {
    let base = "She waits. He answers. They write.";
    let result = merged(base, "She waits 3 s. He answers. They write.", "She waits. He answers. They write it down.");
    assert_eq!(result, ("She waits 3 s. He answers. They write it down.".into(), vec![]));
}

#[test]
fn two_words_for_one_are_never_run_together() {
    let result = merged("Rating: developing", "Rating: proficient", "Rating: needs support");
    assert_eq!(result, ("Rating: proficient".into(), vec!["Rating: needs support".into()]));
}

#[test]
fn a_removed_sentence_that_the_other_changed_stays_as_changed() {
    let base = "The teacher asked students to explain. Next step: model.";
    let edited = "The teacher asked students to explain in mixed pairs. Next step: model.";
    let removed = "Next step: model.";
    for (first, second) in [(edited, removed), (removed, edited)] {
        let merged = merge(base, first, second, Winner::First);
        assert_eq!(merged.text, edited);
        assert_eq!(merged.cards.len(), 1);
        assert_eq!(merged.cards[0].other, "");
        assert_eq!(merged.cards[0].before, "The teacher asked students to explain. ");
    }
}

#[test]
fn a_card_says_where_its_passage_stands() {
    let merged = merge("A b. C d.", "A b. C one.", "A b. C two.", Winner::Second);
    let card = &merged.cards[0];
    assert_eq!((merged.text.as_str(), card.at, card.kept.as_str()), ("A b. C two.", 5, "C two."));
    assert_eq!((card.other.as_str(), card.before.as_str()), ("C one.", "C d."));
}

#[test]
fn a_card_where_nothing_stands_has_its_place_inside_the_text() {
    let merged = merge("\nshe ", "", "\n", Winner::Second);
    assert!(merged.cards.iter().all(|card| card.at + card.kept.len() <= merged.text.len()));
    assert!(!merged.cards.is_empty());
}

/// Texts of few different words, so that changes meet often.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => Just("she "), 4 => Just("waits "), 3 => Just("three. "), 2 => Just("Why? "), 2 => Just("\n"),
        1 => Just("שלום "), 1 => Just("é👩‍🏫, "), 1 => Just("  "),
    ];
    proptest::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

/// A text and two changes of it: some pieces gone, some numbered new ones in between.
fn changed_twice() -> impl Strategy<Value = (String, String, String)> {
    let edits = || proptest::collection::vec((any::<proptest::sample::Index>(), any::<bool>()), 0..4);
    (text(), edits(), edits()).prop_map(|(base, first, second)| {
        let first = edited(&base, &first, "alpha");
        let second = edited(&base, &second, "omega");
        (base, first, second)
    })
}

fn edited(base: &str, edits: &[(proptest::sample::Index, bool)], word: &str) -> String {
    let mut pieces: Vec<String> = base.split_inclusive([' ', '\n']).map(str::to_owned).collect();
    for (number, (place, is_new)) in edits.iter().enumerate() {
        if *is_new || pieces.is_empty() {
            pieces.insert(place.index(pieces.len() + 1), format!("{word}{number} "));
        } else {
            pieces.remove(place.index(pieces.len()));
        }
    }
    pieces.concat()
}

fn words(text: &str) -> Vec<&str> {
    text.unicode_words().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn every_word_that_a_side_added_stands_or_is_on_a_card((base, first, second) in changed_twice()) {
        let merged = merge(&base, &first, &second, Winner::First);
        let cards: String = merged.cards.iter().map(|card| card.other.as_str()).collect();
        for word in words(&first).into_iter().chain(words(&second)).filter(|word| word.contains(char::is_numeric)) {
            prop_assert!(words(&merged.text).contains(&word) || words(&cards).contains(&word), "{word} is lost");
        }
    }

    #[test]
    fn the_order_of_the_sides_changes_nothing((base, first, second) in changed_twice()) {
        prop_assert_eq!(merge(&base, &first, &second, Winner::First), merge(&base, &second, &first, Winner::Second));
    }

    #[test]
    fn a_change_of_one_side_alone_is_the_result((base, first, _) in changed_twice()) {
        for merged in [merge(&base, &first, &base, Winner::Second), merge(&base, &first, &first, Winner::First)] {
            prop_assert_eq!(&merged.text, &first);
            prop_assert!(merged.cards.is_empty());
        }
    }

    #[test]
    fn cards_stand_where_they_say((base, first, second) in changed_twice()) {
        let merged = merge(&base, &first, &second, Winner::Second);
        for card in &merged.cards {
            prop_assert_eq!(&merged.text[card.at..card.at + card.kept.len()], card.kept.as_str());
        }
    }

    #[test]
    fn any_three_texts_merge_to_the_same_result_each_time(base in ".{0,40}", first in ".{0,40}", second in ".{0,40}") {
        let merge = || merge(&base, &first, &second, Winner::First);
        prop_assert_eq!(merge(), merge());
    }
}
