//! A whole name in one cell, taken apart: `Family, Given` or `Given Family`.

/// The parts of a name.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) given: String,
    pub(super) family: String,
    /// A name in brackets, as `Anna (Annie) Roy`.
    pub(super) preferred: Option<String>,
}

/// Words that belong to the family name after them.
const PARTICLES: [&str; 18] = [
    "da", "de", "del", "della", "der", "di", "do", "dos", "el", "la", "le", "van", "von", "den", "ten", "st.", "bin",
    "al",
];
const TITLES: [&str; 8] = ["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "coach"];
const SUFFIXES: [&str; 6] = ["jr", "sr", "ii", "iii", "iv", "phd"];

/// Takes a name apart. A single word is a family name: lists of staff name people by it.
pub(super) fn split(text: &str) -> Name {
    let (text, preferred) = without_brackets(text);
    if let Some((family, given)) = text.split_once(',') {
        // `Roy Jr., Anna` and `Anna Roy, Jr.` both occur; a suffix after the comma is no given name.
        if !is_one_of(given.trim(), &SUFFIXES) {
            let given = without_titles(given.split_whitespace().collect()).join(" ");
            return Name { given, family: spaced(family), preferred };
        }
    }
    let text = text.replace(',', " ");
    let words = without_titles(text.split_whitespace().collect());
    let mut family_at = words.len().saturating_sub(1);
    while family_at > 1 && is_one_of(words[family_at], &SUFFIXES) {
        family_at -= 1;
    }
    while family_at > 1 && PARTICLES.contains(&words[family_at - 1].to_lowercase().as_str()) {
        family_at -= 1;
    }
    Name { given: words[..family_at].join(" "), family: words[family_at..].join(" "), preferred }
}

fn without_brackets(text: &str) -> (String, Option<String>) {
    if let Some((before, rest)) = text.split_once('(')
        && let Some((inside, after)) = rest.split_once(')')
    {
        let preferred = Some(spaced(inside)).filter(|name| !name.is_empty());
        return (spaced(&format!("{before} {after}")), preferred);
    }
    (spaced(text), None)
}

fn without_titles(mut words: Vec<&str>) -> Vec<&str> {
    while words.len() > 1 && is_one_of(words[0], &TITLES) {
        words.remove(0);
    }
    words
}

fn is_one_of(word: &str, list: &[&str]) -> bool {
    list.contains(&word.trim_end_matches('.').to_lowercase().as_str())
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_apart_as_people_write_them() {
        for (text, given, family) in [
            ("Anna Roy", "Anna", "Roy"),
            ("Roy, Anna", "Anna", "Roy"),
            ("  Roy ,  Anna  Maria ", "Anna Maria", "Roy"),
            ("Anna Maria Roy", "Anna Maria", "Roy"),
            ("Ludwig van der Berg", "Ludwig", "van der Berg"),
            ("Maria de la Cruz", "Maria", "de la Cruz"),
            ("Ms. Anna Roy", "Anna", "Roy"),
            ("Roy, Dr. Anna", "Anna", "Roy"),
            ("Martin King Jr.", "Martin", "King Jr."),
            ("Martin King, Jr.", "Martin", "King Jr."),
            ("O'Neil", "", "O'Neil"),
            ("Dr", "", "Dr"),
            ("", "", ""),
            ("Nguyễn, Thị Hoa", "Thị Hoa", "Nguyễn"),
        ] {
            let name = split(text);
            assert_eq!((name.given.as_str(), name.family.as_str()), (given, family), "{text:?}");
        }
    }

    #[test]
    fn a_name_in_brackets_is_the_one_the_person_goes_by() {
        let name = split("Roy, Anna (Annie)");

        assert_eq!(name.preferred.as_deref(), Some("Annie"));
        assert_eq!((name.given.as_str(), name.family.as_str()), ("Anna", "Roy"));
    }
}
