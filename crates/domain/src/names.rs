//! Names of people in words that are about to be shared, found on this computer by the people whom it knows (INV-18).
//! What is in no list and looks like a name is found by [`likely`].

mod letters;
pub mod likely;

use std::{collections::HashMap, ops::Range};

pub use letters::folded;

/// A name to look for: the whole of it and each part stand for the same person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The names by which the person may be called, such as given, family and preferred name.
    pub names: Vec<String>,
}

/// A name that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Which of the people it is, by the place in the list; of several with this name the first.
    pub person: usize,
    /// Where it stands, in bytes.
    pub place: Range<usize>,
    /// The sentence in which it stands, in bytes.
    pub sentence: Range<usize>,
}

/// The people to look for, ready for any number of texts.
#[derive(Debug, Default)]
pub struct Sought {
    /// The names by their first word: whose it is, and all its words.
    by_first: HashMap<String, Vec<(usize, Vec<String>)>>,
}

impl Sought {
    /// Makes ready to look for these people.
    #[must_use]
    pub fn new(people: &[Known]) -> Self {
        let mut by_first: HashMap<String, Vec<(usize, Vec<String>)>> = HashMap::new();
        for (person, known) in people.iter().enumerate() {
            for name in parts(known) {
                by_first.entry(name[0].clone()).or_default().push((person, name));
            }
        }
        Self { by_first }
    }

    /// Finds their names as whole words, in capitals or not, with accents or without. Names that stand side by side and are
    /// of one person are found as one. A name of a single letter is none, and one that is a word of every day (Will, Rosa)
    /// counts only with a capital.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<Found> {
        let words = words(text);
        let spoken: Vec<String> = words.iter().map(|word| folded(&text[word.clone()])).collect();
        let mut found: Vec<Found> = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let Some((person, length)) =
                self.longest(&spoken[at..], |word| text[words[at + word].start..].starts_with(char::is_uppercase))
            else {
                at += 1;
                continue;
            };
            let place = words[at].start..words[at + length - 1].end;
            match found.last_mut() {
                // Given and family name, with nothing but a space between them.
                Some(last)
                    if last.person == person
                        && text[last.place.end..place.start].chars().all(|letter| letter == ' ') =>
                {
                    last.place.end = place.end;
                }
                _ => found.push(Found { person, sentence: sentence(text, &place), place }),
            }
            at += length;
        }
        found
    }

    /// Which person's name the words begin with, and how many words it has: the longest.
    fn longest(&self, spoken: &[String], is_capital: impl Fn(usize) -> bool) -> Option<(usize, usize)> {
        let mut best: Option<(usize, usize)> = None;
        for (person, name) in self.by_first.get(&spoken[0])? {
            let is_said = || (0..name.len()).any(&is_capital) || !likely::is_everyday(name);
            let is_it = spoken.starts_with(name) && is_said();
            if is_it && best.is_none_or(|(_, length)| name.len() > length) {
                best = Some((*person, name.len()));
            }
        }
        best
    }
}

/// Finds the names of these people, as [`Sought::find`] does.
#[must_use]
pub fn find(text: &str, people: &[Known]) -> Vec<Found> {
    Sought::new(people).find(text)
}

/// Returns initials in place of a name: `Amir Haddad` is `A. H.`
#[must_use]
pub fn initials(name: &str) -> String {
    let letters = name.split([' ', '-']).filter_map(|part| part.chars().next());
    let initials: Vec<String> = letters.map(|letter| format!("{}.", letter.to_uppercase())).collect();
    initials.join(" ")
}

/// Returns the names by which somebody of this whole name may be called: all of it, and each part but those that only
/// join others, as in `Ana de la Cruz`.
#[must_use]
pub fn called(whole: &str) -> Vec<String> {
    let joins = |part: &&str| !JOINING.contains(&folded(part).trim_end_matches('.'));
    let parts = whole.split_whitespace().filter(joins).map(|part| part.trim_matches(',').to_owned());
    let mut names = vec![whole.to_owned()];
    names.extend(parts.filter(|part| part != whole));
    names
}

/// Parts of a name that are nobody's name by themselves.
const JOINING: [&str; 24] = [
    "al", "bin", "da", "das", "de", "del", "den", "der", "di", "do", "dos", "du", "e", "el", "ibn", "ii", "iii", "jr",
    "la", "las", "los", "sr", "van", "von",
];

/// The names of a person, each as its words without capitals and accents.
fn parts(known: &Known) -> Vec<Vec<String>> {
    let split = |name: &String| words(name).into_iter().map(|word| folded(&name[word])).collect::<Vec<_>>();
    let is_name = |parts: &Vec<String>| parts.iter().map(|part| part.chars().count()).sum::<usize>() > 1;
    known.names.iter().map(split).filter(is_name).collect()
}

/// The words of a text: letters and digits without anything between them.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    for (at, letter) in text.char_indices().filter(|(_, letter)| letter.is_alphanumeric()) {
        let end = at + letter.len_utf8();
        match words.last_mut() {
            Some(word) if word.end == at => word.end = end,
            _ => words.push(at..end),
        }
    }
    words
}

fn sentence(text: &str, place: &Range<usize>) -> Range<usize> {
    let ends = |letter: char| matches!(letter, '.' | '!' | '?' | '\n');
    let start = text[..place.start].rfind(ends).map_or(0, |at| at + 1);
    let end = text[place.end..].find(ends).map_or(text.len(), |at| place.end + at + 1);
    let trimmed = text[start..end].trim();
    let start = start + text[start..end].find(trimmed).unwrap_or(0);
    start..start + trimmed.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people() -> Vec<Known> {
        let known = |names: &[&str]| Known { names: names.iter().map(|&name| name.to_owned()).collect() };
        vec![known(&["Amir", "Haddad"]), known(&["Ana-María", "de la Cruz"]), known(&["Bo", "Li", "B"])]
    }

    fn found(text: &str) -> Vec<(usize, &str)> {
        find(text, &people()).into_iter().map(|found| (found.person, &text[found.place])).collect()
    }

    #[test]
    fn a_name_is_found_as_a_whole_word_in_capitals_or_not() {
        assert_eq!(found("I sat with amir; AMIR's class."), [(0, "amir"), (0, "AMIR")]);
        assert_eq!(found("Amiran, Boston and Lima are no names."), []);
        assert_eq!(found("(Haddad)"), [(0, "Haddad")]);
    }

    #[test]
    fn names_side_by_side_are_one_and_names_of_several_words_are_found_whole() {
        assert_eq!(found("Amir Haddad asked Amir. Haddad left."), [(0, "Amir Haddad"), (0, "Amir"), (0, "Haddad")]);
        assert_eq!(found("with Ana-María de la Cruz today"), [(1, "Ana-María de la Cruz")]);
        assert_eq!(found("de la and cruz"), []);
    }

    #[test]
    fn a_single_letter_is_no_name() {
        assert_eq!(found("B. and Bo"), [(2, "Bo")]);
    }

    #[test]
    fn a_name_that_is_a_word_of_every_day_counts_with_a_capital_only() {
        let people = [Known { names: called("Will Mark") }, Known { names: called("Rosa de la Cruz") }];
        let found =
            |text: &str| find(text, &people).into_iter().map(|found| text[found.place].to_owned()).collect::<Vec<_>>();
        assert_eq!(found("They will mark the rose; la rosa de papel."), Vec::<String>::new());
        assert_eq!(found("I asked Will, then Rosa."), ["Will", "Rosa"]);
        assert_eq!(found("Rosa de la cruz said it"), ["Rosa de la cruz"]);
    }

    #[test]
    fn accents_may_be_left_out_or_added() {
        let people = [Known { names: called("José Núñez") }, Known { names: called("Zoe") }];
        let found = find("Jose nunez sat by Zoë.", &people);
        assert_eq!(found.iter().map(|found| found.person).collect::<Vec<_>>(), [0, 1]);
    }

    #[test]
    fn somebody_is_called_by_the_whole_name_and_by_each_part_that_is_a_name() {
        assert_eq!(called("Ana de la Cruz"), ["Ana de la Cruz", "Ana", "Cruz"]);
        assert_eq!(called("Sam Lee Jr."), ["Sam Lee Jr.", "Sam", "Lee"]);
        assert_eq!(called("Cher"), ["Cher"]);
    }

    #[test]
    fn the_sentence_in_which_a_name_stands_comes_with_it() {
        let text = "We waited. Then Amir said it twice!  I wrote it down.";
        let found = find(text, &people());
        assert_eq!(&text[found[0].sentence.clone()], "Then Amir said it twice!");
        let text = "Amir";
        assert_eq!(find(text, &people())[0].sentence, 0..4);
    }

    #[test]
    fn initials_stand_for_a_name() {
        assert_eq!((initials("Amir Haddad"), initials("ana-maría")), ("A. H.".to_owned(), "A. M.".to_owned()));
    }

    proptest::proptest! {
        #[test]
        fn whatever_the_words_places_lie_within_them(text in "[Aamir é.Haddad👩BoLi\n-]{0,40}") {
            for found in find(&text, &people()) {
                proptest::prop_assert!(text.get(found.place.clone()).is_some());
                let sentence = text.get(found.sentence.clone());
                proptest::prop_assert!(sentence.is_some_and(|sentence| sentence.contains(&text[found.place.clone()])));
            }
        }
    }
}
