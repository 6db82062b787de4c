//! What looks like a name and is in no list: a capital within a sentence, where neither the place nor the word explains it.
//! It is said as "perhaps", so it is better to pass one over than to ask for every heading.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    ops::Range,
    sync::LazyLock,
};

use super::{folded, sentence};

/// Something that may be a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Likely {
    /// Where it stands, in bytes.
    pub place: Range<usize>,
    /// The sentence in which it stands, in bytes.
    pub sentence: Range<usize>,
}

/// Finds what looks like a name in the texts of one document, for each text by itself. Words that are `known`, folded, are
/// no names: those of the school, and those of which a person said so. What is once seen within a sentence is found where
/// it begins one, too.
#[must_use]
pub fn find(texts: &[&str], known: &BTreeSet<String>) -> Vec<Vec<Likely>> {
    let read: Vec<Vec<Word<'_>>> = texts.iter().map(|text| words(text)).collect();
    let small: HashSet<String> = read.iter().flatten().filter(|word| !word.is_capital).map(Word::folded).collect();
    let judge = Judge { known, small: &small };
    let mut found: Vec<Vec<Range<usize>>> = read.iter().map(|words| judge.names(words)).collect();
    let named: HashSet<String> = found
        .iter()
        .zip(&read)
        .flat_map(|(places, words)| places.iter().flat_map(|place| &words[place.clone()]))
        .map(Word::folded)
        .collect();
    for (places, words) in found.iter_mut().zip(&read) {
        add_beginnings(places, words, &named);
    }
    let shown = found.into_iter().zip(&read).zip(texts);
    shown.map(|((places, words), text)| places.into_iter().map(|place| likely(text, &words[place])).collect()).collect()
}

/// Whether a known name is made of words of every day alone.
pub(super) fn is_everyday(name: &[String]) -> bool {
    name.iter().all(|word| matches!(group(word), Some(Group::Common | Group::Either | Group::Apart)))
}

/// What is known of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    /// A word of every day that is hardly a name.
    Common,
    /// A word of every day that is a name as often.
    Either,
    /// A part of headings: whatever stands beside it with a capital belongs to the heading.
    Heading,
    /// What stands before a name.
    Title,
    /// Written with a capital by itself: days, languages, places, products.
    Apart,
}

static GROUPS: LazyLock<HashMap<&'static str, Group>> = LazyLock::new(|| {
    let mut groups = HashMap::new();
    let mut group = Group::Common;
    for line in include_str!("words.txt").lines().filter(|line| !line.starts_with('#')) {
        match line {
            "common:" => group = Group::Common,
            "either:" => group = Group::Either,
            "heading:" => group = Group::Heading,
            "title:" => group = Group::Title,
            "apart:" => group = Group::Apart,
            // A word that may be a name stays one, whatever else it is.
            words => words.split_whitespace().for_each(|word| {
                if groups.get(word) != Some(&Group::Either) {
                    groups.insert(word, group);
                }
            }),
        }
    }
    groups
});

/// Returns what is known of a folded word, or of what it is the plural of.
fn group(folded: &str) -> Option<Group> {
    let plural = || folded.strip_suffix('s').filter(|word| word.len() > 3).and_then(|word| GROUPS.get(word));
    GROUPS.get(folded).or_else(plural).copied()
}

/// A word as it stands, without what hangs on it by an apostrophe.
struct Word<'a> {
    text: &'a str,
    place: Range<usize>,
    is_capital: bool,
    /// Whether a sentence begins here, so that a capital says nothing.
    begins: bool,
    /// Whether nothing but a space is between this word and the one before.
    is_joined: bool,
}

impl Word<'_> {
    fn folded(&self) -> String {
        folded(self.text)
    }

    fn group(&self) -> Option<Group> {
        group(&self.folded())
    }

    fn is_number(&self) -> bool {
        self.text.chars().all(|letter| letter.is_ascii_digit())
    }
}

struct Judge<'a> {
    known: &'a BTreeSet<String>,
    /// What stands somewhere in small letters.
    small: &'a HashSet<String>,
}

/// A title of a text is longer than a name: so many words with capitals in a row are no name.
const MOST_WORDS: usize = 3;

/// Endings of nouns of every day, in English and Spanish.
const ENDINGS: [&str; 16] = [
    "tion", "tions", "sion", "ing", "ment", "ments", "ology", "ics", "ity", "ism", "ness", "sis", "cion", "dad",
    "miento", "mente",
];

impl Judge<'_> {
    /// Returns the names among the words, each as the places of its words.
    fn names(&self, words: &[Word<'_>]) -> Vec<Range<usize>> {
        let mut names = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let run = run(words, at);
            names.extend(self.name(words, run.clone()));
            at = run.end.max(at + 1);
        }
        names
    }

    /// Returns the name in a run of words with capitals; nothing where it is a heading.
    fn name(&self, words: &[Word<'_>], run: Range<usize>) -> Option<Range<usize>> {
        let follows_title = |at: usize| at > 0 && words[at - 1].group() == Some(Group::Title);
        let counted = words.get(run.end).is_some_and(|next| next.is_joined && next.is_number());
        let is_heading =
            |word: &Word<'_>| matches!(word.group(), Some(Group::Heading | Group::Common)) || is_initialism(word.text);
        let begins = usize::from(words.get(run.start).is_some_and(|word| word.begins) && !follows_title(run.start));
        let within = run.start + begins..run.end;
        let first = words.get(run.start).filter(|_| begins == 1);
        if within.is_empty() || run.len() > MOST_WORDS || counted {
            return None;
        }
        if words[within.clone()].iter().any(is_heading)
            || first.is_some_and(|first| first.group() == Some(Group::Heading))
        {
            return None;
        }
        if !within.clone().all(|at| self.is_name(&words[at]) || follows_title(at)) {
            return None;
        }
        let takes_first =
            first.is_some_and(|first| self.is_name(first) && !is_verb(first.text) && first.group().is_none());
        Some(if takes_first { run } else { within })
    }

    fn is_name(&self, word: &Word<'_>) -> bool {
        let folded = word.folded();
        let is_either = match group(&folded) {
            Some(Group::Either) => true,
            None => false,
            Some(Group::Common | Group::Heading | Group::Title | Group::Apart) => return false,
        };
        let parts_are_words = word.text.split('-').any(|part| {
            part.chars().count() < 2 || matches!(group(&super::folded(part)), Some(Group::Common | Group::Heading))
        });
        let is_thing = ENDINGS.iter().any(|ending| folded.ends_with(ending));
        !parts_are_words
            && (is_either || !is_thing)
            && is_cased_as_name(word.text)
            && !self.known.contains(&folded)
            && (is_either || !self.small.contains(&folded))
    }
}

/// Returns the run of words with capitals that begins here: days and languages are no part of one.
fn run(words: &[Word<'_>], from: usize) -> Range<usize> {
    let belongs = |at: usize| {
        let word = &words[at];
        word.is_capital && !matches!(word.group(), Some(Group::Apart | Group::Title))
    };
    let is_joined = |at: &usize| *at == from || (words[*at].is_joined && !words[*at].begins);
    let end = (from..words.len()).take_while(|at| belongs(*at) && is_joined(at)).count();
    from..from + end
}

/// Adds sentences' first words that were seen as names elsewhere.
fn add_beginnings(places: &mut Vec<Range<usize>>, words: &[Word<'_>], named: &HashSet<String>) {
    let is_named = |at: &usize| words[*at].begins && words[*at].is_capital && named.contains(&words[*at].folded());
    for at in (0..words.len()).filter(is_named) {
        if places.iter().all(|place| !place.contains(&at)) {
            places.push(at..at + 1);
        }
    }
    places.sort_by_key(|place| place.start);
}

fn likely(text: &str, words: &[Word<'_>]) -> Likely {
    let place = words[0].place.start..words[words.len() - 1].place.end;
    Likely { sentence: sentence(text, &place), place }
}

/// `Jaylen`, `Ana-María`, `O'Neil`, `DeShawn`, and neither `YouTube` nor `ELA`.
fn is_cased_as_name(word: &str) -> bool {
    const BEFORE: [&str; 10] = ["De", "La", "Le", "Mc", "Mac", "Da", "Di", "Du", "Ja", "Ty"];
    word.split('-').all(|part| {
        let part = part.replace('’', "'");
        let rest = BEFORE.iter().find_map(|before| part.strip_prefix(before)).filter(|rest| rest.len() > 2);
        let part = part.split_once('\'').filter(|(before, _)| before.len() < 4).map_or(part.as_str(), |(_, rest)| rest);
        let small = |letters: &str| letters.chars().skip(1).all(|letter| letter.is_lowercase());
        let is_plain = part.starts_with(char::is_uppercase) && small(part);
        is_plain || rest.is_some_and(|rest| rest.starts_with(char::is_uppercase) && small(rest))
    })
}

fn is_initialism(word: &str) -> bool {
    word.chars().count() > 1 && word.chars().all(|letter| letter.is_uppercase() || letter.is_numeric())
}

/// A first word that says what somebody does is no given name.
fn is_verb(word: &str) -> bool {
    ["ing", "ed", "ly", "ó", "ando", "iendo", "mente"].iter().any(|ending| word.ends_with(ending))
}

/// What hangs on a word by an apostrophe and makes it a verb.
const CONTRACTED: [&str; 6] = ["t", "ll", "ve", "re", "d", "m"];

/// The words of a text. Hyphens and apostrophes between letters belong to a word.
fn words(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    let mut rest = 0;
    while let Some(from) = text[rest..].find(char::is_alphanumeric).map(|at| rest + at) {
        let end = end_of_word(text, from);
        let whole = &text[from..end];
        let (word, tail) = whole.rsplit_once(['\'', '’']).unwrap_or((whole, ""));
        let is_verb = CONTRACTED.contains(&tail);
        let word = if is_verb || tail == "s" { word } else { whole };
        let last_end = words.last().map_or(0, |last: &Word<'_>| last.place.end);
        words.push(Word {
            text: word,
            place: from..from + word.len(),
            is_capital: word.starts_with(char::is_uppercase) && !is_verb,
            begins: begins_sentence(&text[..from]),
            is_joined: from > 0
                && !words.is_empty()
                && text[last_end..from].chars().all(|letter| letter == ' ' || letter == '.')
                && !text[last_end..from].is_empty(),
        });
        rest = end;
    }
    words
}

fn end_of_word(text: &str, from: usize) -> usize {
    let mut letters = text[from..].char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map(|(_, next)| *next);
        let joins = matches!(letter, '\'' | '’' | '-') && next.is_some_and(char::is_alphanumeric);
        if !letter.is_alphanumeric() && !joins {
            return from + at;
        }
    }
    text.len()
}

/// Whether what stands before lets a sentence begin: then a capital says nothing.
fn begins_sentence(before: &str) -> bool {
    let trimmed = before.trim_end();
    let between = &before[trimmed.len()..];
    let Some(last) = trimmed.chars().next_back() else { return true };
    match last {
        _ if between.contains(['\n', '\r']) => true,
        '.' | '!' | '?' | ':' | ';' | '…' | '¿' | '¡' | '—' | '–' | '-' | '•' | '*' | '/' | '|' | '>' | '=' => {
            true
        }
        // It opens what is said; closed and followed by a space, the sentence goes on.
        '"' | '“' | '”' | '«' | '»' | '(' | '[' | '\'' | '‘' | '’' => between.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<&str> {
        let school: BTreeSet<String> = ["zaragoza".to_owned(), "wonderland".to_owned()].into();
        find(&[text], &school).remove(0).into_iter().map(|likely| &text[likely.place]).collect()
    }

    #[test]
    fn names_in_sentences_that_coaches_write_are_found() {
        let cases: [(&str, &[&str]); 21] = [
            ("The teacher called on Jaylen twice in four minutes.", &["Jaylen"]),
            ("S asks a question, then Maria and Luis explain it at the board.", &["Maria", "Luis"]),
            ("T walks to Table 4 and kneels by DeShawn.", &["DeShawn"]),
            ("I noticed that Amira's group finished early.", &["Amira"]),
            ("During the Exit Ticket Keisha wrote nothing.", &[]),
            ("During the exit ticket Keisha wrote nothing.", &["Keisha"]),
            ("She sat with Ana-María O'Neil and with Ms. Okafor.", &["Ana-María O'Neil", "Okafor"]),
            ("Jaylen Brooks answered first.", &["Jaylen Brooks"]),
            ("Asked Jaylen to say it again.", &["Jaylen"]),
            ("Priya put her hand up. Nobody saw Priya.", &["Priya", "Priya"]),
            ("\"Good,\" Tomás said.", &["Tomás"]),
            ("On Monday Nevaeh came late.", &["Nevaeh"]),
            ("La maestra llamó a Lupita dos veces.", &["Lupita"]),
            ("Después de leer, Joaquín y Ximena compartieron su respuesta.", &["Joaquín", "Ximena"]),
            ("El martes la Sra. Quiñones observó a su grupo.", &["Quiñones"]),
            ("¿Por qué no respondió Emiliano?", &["Emiliano"]),
            ("We said that Grace and Will would read next.", &["Grace", "Will"]),
            (
                "I saw that Mateo, Valentina and Ja'Marcus had nothing on their whiteboards.",
                &["Mateo", "Valentina", "Ja'Marcus"],
            ),
            ("Mr. Okoro told Aaliyah to move her clip.", &["Okoro", "Aaliyah"]),
            ("Cuando Lucía habló, los demás escucharon.", &["Lucía"]),
            ("Kwame Mensah and Jo waited.", &["Kwame Mensah", "Jo"]),
        ];
        for (text, expected) in cases {
            assert_eq!(names(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_nobodys_name_raises_no_question() {
        let cases = [
            "Students began the Do Now at once and turned to Page 41 in Eureka Math.",
            "T: \"Turn and Talk with your partner. What do you notice?\"",
            "So, What do you think? I'm sure we'll see. Let's check.",
            "The class read The Great Gatsby and a poem in English and Spanish on Tuesday.",
            "SS use the Frayer Model; ELA and PLC notes are in Google Classroom.",
            "Half of Grade 5 had Chromebooks, and Group B used Desmos in Room 12.",
            "They compared the Pythagorean Theorem with the Venn Diagram of Unit 3.",
            "In Social Studies they spoke of New York, Mexico and World War II.",
            "Photosynthesis was on the board. Then they wrote Photosynthesis in the notebook.",
            "The Socratic Seminar began at 9:05 AM; Wonderland was the text.",
            "Los estudiantes hicieron la actividad de Matemáticas el lunes en Español.",
            "¿Qué piensan? Piensa, comparte y escribe. Gracias.",
            "En la Unidad 3 leyeron sobre México y los Estados Unidos en Zaragoza.",
            "Se usó Kahoot y la Tabla 2; después, la Hoja de Salida.",
            "We agreed to try Cold Call with Wait Time, and No Opt Out, next week.",
            "She modeled Step 2 with the anchor chart on Claim, Evidence, Reasoning.",
            "La clase de Estudios Sociales abrió el Cuaderno de Trabajo.",
            "We look at it each June, in May and on Thursdays.",
            "- Warm Up\n- Guided Practice\n- Exit Ticket",
            "THE WHOLE LINE IS SHOUTED BY THE TEACHER",
            "We watched YouTube, and iPads stayed in the cart.",
            "Fractions on a number line: students place Fractions between whole numbers; fractions are hard.",
            "He asked for Chapter Four Part Two Section Nine.",
        ];
        for text in cases {
            assert_eq!(names(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn what_a_person_said_is_no_name_is_asked_about_no_more() {
        let text = "They compared Rembrandt with photographs.";
        assert_eq!(find(&[text], &BTreeSet::new())[0].len(), 1);
        assert!(find(&[text], &["rembrandt".to_owned()].into())[0].is_empty());
    }

    #[test]
    fn a_name_that_is_seen_in_one_line_is_found_where_another_line_begins_with_it() {
        let lines = ["T calls on Jaylen", "Jaylen: seven", "Seven is right"];
        let found: Vec<usize> = find(&lines, &BTreeSet::new()).iter().map(Vec::len).collect();
        assert_eq!(found, [1, 1, 0]);
    }

    #[test]
    fn each_word_of_the_list_is_folded() {
        // A word with an accent would never be met: what is looked up is folded.
        let with_accents: Vec<_> = GROUPS.keys().filter(|word| folded(word) != **word).collect();
        assert!(with_accents.is_empty(), "{with_accents:?}");
    }

    proptest::proptest! {
        #[test]
        fn whatever_the_words_places_lie_within_them(text in "[Aamir é.’'Haddad👩BoLi\n\"(:0-9-]{0,40}") {
            for found in find(&[&text], &BTreeSet::new()).remove(0) {
                proptest::prop_assert!(text.get(found.place.clone()).is_some());
                let sentence = text.get(found.sentence.clone());
                proptest::prop_assert!(sentence.is_some_and(|sentence| sentence.contains(&text[found.place.clone()])));
            }
        }
    }
}
