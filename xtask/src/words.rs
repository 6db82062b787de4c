//! Words: what the catalogue of the interface must not say. That the screens say nothing outside
//! their catalogue is a test of the page, which has Svelte's own parser.

use crate::{
    literals::{self, Literal},
    sources,
};

/// A word that another one replaces everywhere, and why.
struct Rule {
    /// Words in a row, in small letters.
    words: &'static [&'static str],
    /// A word before it that makes it right.
    unless_after: &'static [&'static str],
    reason: &'static str,
}

const fn never(words: &'static [&'static str], reason: &'static str) -> Rule {
    Rule { words, unless_after: &[], reason }
}

const LINES: &str = "what a coach writes in an observation is a line; only a coach note is a note";
const CYCLES: &str = "say content cycle (a team's weeks) or coaching cycle (one to one)";
const REVIEWED: &str = "nobody approves work here: it is shared, received, reviewed";
const TRUE_NOW: &str = "say what is true now: Saved on this computer";

const RULES: &[Rule] = &[
    Rule { words: &["note"], unless_after: &["coach"], reason: LINES },
    Rule { words: &["notes"], unless_after: &["coach"], reason: LINES },
    Rule { words: &["cycle"], unless_after: &["content", "coaching"], reason: CYCLES },
    Rule { words: &["cycles"], unless_after: &["content", "coaching"], reason: CYCLES },
    never(&["will", "sync"], TRUE_NOW),
    never(&["approve"], REVIEWED),
    never(&["approved"], REVIEWED),
    never(&["approval"], REVIEWED),
    never(&["reject"], "say: return with a question"),
    never(&["overdue"], "say: not started"),
    never(&["invalid"], "say what was left out and why"),
    never(&["organization"], "the word is organisation"),
    never(&["organizations"], "the word is organisation"),
];

/// The catalogues: what the page says, and what a printed page says.
const CATALOGUES: &[&str] = &["ui/src/lib/text", "crates/report/src/text"];
/// Where Rust speaks to people: problems, names of acts, words of views, the command line.
const SPEAKERS: &[&str] =
    &["crates/domain/src", "crates/bundle/src", "crates/actions/src", "crates/exchange/src", "src-tauri/src"];

/// Returns what the catalogues say and should not.
pub fn in_catalogues() -> Result<Vec<String>, String> {
    sources::look(CATALOGUES, &["ts", "json"], |_, source| {
        literals::of_script(source).into_iter().flat_map(|literal| objections(&literal)).collect()
    })
}

/// Returns what the sentences of Rust say and should not.
pub fn in_sentences() -> Result<Vec<String>, String> {
    sources::look(SPEAKERS, &["rs"], |_, source| {
        let sentences = literals::of_rust(source).into_iter().filter(is_sentence);
        sentences.flat_map(|literal| objections(&literal)).collect()
    })
}

/// Codes, columns and SQL are in small letters; what people read begins with a capital.
fn is_sentence(literal: &Literal) -> bool {
    literal.text.trim_start().starts_with(char::is_uppercase)
}

/// Returns words that stand in a template of a printed page instead of the catalogue.
pub fn in_templates() -> Result<Vec<String>, String> {
    sources::look(&["crates/report/src/templates"], &["typ"], |_, source| {
        let lines = (1..).zip(source.lines());
        let spoken = lines.filter(|(_, line)| !line.trim_start().starts_with("//") && speaks(line));
        spoken.map(|(number, line)| (number, format!("\"{}\" belongs to text/en.json", line.trim()))).collect()
    })
}

/// Returns whether a line has a word between brackets, where a template's language shows text as it stands.
fn speaks(line: &str) -> bool {
    let is_word =
        |word: &&str| word.len() > 1 && word.trim_end_matches(['.', ',', ':']).chars().all(char::is_alphabetic);
    line.split(['[', ']']).skip(1).step_by(2).any(|content| content.split_whitespace().any(|word| is_word(&word)))
}

fn objections(literal: &Literal) -> Vec<(usize, String)> {
    let words = words(&literal.text);
    let broken = RULES.iter().filter(|rule| rule.is_broken_by(&words)).map(|rule| (rule.words.join(" "), rule.reason));
    let button =
        is_save_button(&literal.text).then(|| ("Save".to_owned(), "there is no Save button: everything is saved"));
    let loud = literal.text.contains("! ") || literal.text.ends_with('!');
    let loud = (loud && !words.is_empty()).then(|| ("!".to_owned(), "the voice is calm"));
    let all = broken.chain(button).chain(loud);
    all.map(|(word, reason)| (literal.line, format!("\"{word}\" in \"{}\": {reason}", literal.text))).collect()
}

impl Rule {
    fn is_broken_by(&self, words: &[String]) -> bool {
        let found = words.windows(self.words.len()).enumerate().filter(|(_, window)| *window == self.words);
        found.into_iter().any(|(at, _)| at == 0 || !self.unless_after.contains(&words[at - 1].as_str()))
    }
}

/// "Saved on this computer" and "Save as PDF" are something else.
fn is_save_button(text: &str) -> bool {
    matches!(
        words(text).iter().map(String::as_str).collect::<Vec<_>>().as_slice(),
        ["save"] | ["save", "changes" | "now" | "and", ..]
    )
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|char: char| !char.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn objects_to(text: &str) -> bool {
        !objections(&Literal { line: 1, text: text.into() }).is_empty()
    }

    #[test]
    fn replaced_words_are_objected_to() {
        for text in [
            "Your notes",
            "Note",
            "A new cycle",
            "Cycles",
            "This will sync later",
            "Approve",
            "Waiting for approval",
            "Save",
            "Save changes",
            "Your organization",
            "Done!",
            "3 invalid rows",
        ] {
            assert!(objects_to(text), "{text}");
        }
    }

    #[test]
    fn words_that_only_look_like_replaced_ones_are_fine() {
        for text in [
            "Coach notes",
            "Content cycle",
            "Two coaching cycles",
            "Saved on this computer",
            "Save as PDF",
            "notebook",
            "bicycle",
            "Sync with the service",
            "!",
            "!important-key",
        ] {
            assert!(!objects_to(text), "{text}");
        }
    }

    #[test]
    fn a_word_in_a_template_is_found_and_what_only_builds_the_page_is_not() {
        for line in ["heading[Script]", "small([Nothing is planned.])", "if empty [No lines] else { x }"] {
            assert!(speaks(line), "{line}");
        }
        for line in
            ["heading(say.week.title)", "par(a.join([ · ]))", "#par[#say.it #strong(words(it)).]", "small[★ #say.it]"]
        {
            assert!(!speaks(line), "{line}");
        }
    }

    #[test]
    fn the_catalogue_of_printed_words_is_looked_through() {
        let literals = literals::of_script("{ \"empty\": \"No notes were kept.\" }");
        assert_eq!(literals.iter().flat_map(objections).count(), 1);
    }

    #[test]
    fn in_rust_only_what_people_read_is_looked_at() {
        let found = literals::of_rust("let a = \"Keep a note\"; let b = \"select note from line\"; // \"Notes\"");
        let objected: Vec<_> = found.into_iter().filter(is_sentence).flat_map(|literal| objections(&literal)).collect();
        assert_eq!(objected.len(), 1);
    }
}
