//! The grammar of a script line: plain typing first, and a few signs for those who want them.
//!
//! A line is written as it comes. `t `, `s `, `ss `, `s3 ` and `a ` at its start name the speaker, `//` begins a private
//! wondering that reaches to the end, `*` at the end stars the line, `#l2` anywhere tags it to the second look-for, and
//! `^` alone stands for the speaker of two lines ago. A backslash before any of them writes it as it is.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Who speaks in a line, or what the line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Speaker {
    /// The observer describes.
    #[default]
    None,
    /// The teacher.
    Teacher,
    /// One student.
    Student,
    /// The student in a seat, from 1 to 99.
    Seat(u8),
    /// Several students.
    Students,
    /// What the class is doing.
    Activity,
}

impl Speaker {
    /// Returns the speaker that `Tab` on an empty line swaps to: teacher and student take turns.
    #[must_use]
    pub fn swapped(self) -> Self {
        match self {
            Self::Teacher => Self::Student,
            Self::None | Self::Student | Self::Seat(_) | Self::Students | Self::Activity => Self::Teacher,
        }
    }

    /// Reads a stored or typed code, in either case. An unknown code reads as nobody.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        Self::parse(code).unwrap_or_default()
    }

    fn parse(code: &str) -> Option<Self> {
        let code = code.to_ascii_lowercase();
        match code.as_str() {
            "t" => Some(Self::Teacher),
            "s" => Some(Self::Student),
            "ss" => Some(Self::Students),
            "a" => Some(Self::Activity),
            _ => {
                let seat: u8 = code.strip_prefix('s')?.parse().ok()?;
                (1..=99).contains(&seat).then_some(Self::Seat(seat))
            }
        }
    }
}

impl fmt::Display for Speaker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => Ok(()),
            Self::Teacher => f.write_str("T"),
            Self::Student => f.write_str("S"),
            Self::Seat(seat) => write!(f, "S{seat}"),
            Self::Students => f.write_str("Ss"),
            Self::Activity => f.write_str("A"),
        }
    }
}

/// A draft as it is typed, split at the first moment into what is evidence and what is private.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Split {
    /// Everything before `//`.
    pub evidence: String,
    /// Everything after it; nothing when there is no `//`.
    pub wondering: Option<String>,
}

/// Splits a typed text at the first `//`.
///
/// Every `//` counts, an address in a quote too: a word too many kept private can be moved, a private word that became
/// evidence cannot be taken back. `\//` writes two strokes.
#[must_use]
pub fn split(typed: &str) -> Split {
    let mut from = 0;
    while let Some(at) = typed[from..].find("//").map(|at| at + from) {
        if typed[..at].ends_with('\\') {
            from = at + 2;
            continue;
        }
        return Split { evidence: typed[..at].to_owned(), wondering: Some(typed[at + 2..].to_owned()) };
    }
    Split { evidence: typed.to_owned(), wondering: None }
}

/// A kept line's parts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parsed {
    /// The speaker that the line names, if it names one.
    pub speaker: Option<Speaker>,
    /// Whether the line is spoken by whoever spoke two lines ago.
    pub alternate: bool,
    /// The words, without signs.
    pub text: String,
    /// Whether the line is starred.
    pub starred: bool,
    /// The positions of the look-fors that the line names, counted from 0.
    pub look_fors: Vec<u32>,
}

/// Reads the evidence half of a line.
#[must_use]
pub fn parse(evidence: &str) -> Parsed {
    let (evidence, alternate) = match evidence.trim_start().strip_prefix('^') {
        Some(rest) => (rest, true),
        None => (evidence.trim_start(), false),
    };
    let (speaker, rest) = speaker_prefix(evidence);
    let (rest, starred) = match rest.trim_end().strip_suffix('*') {
        Some(text) if !text.ends_with('\\') => (text, true),
        _ => (rest, false),
    };
    let (text, look_fors) = look_for_signs(rest);
    Parsed { speaker, alternate, text: unescape(&text), starred, look_fors }
}

/// Returns the speaker named at the start of a text and what follows the sign and its space.
#[must_use]
pub fn speaker_prefix(text: &str) -> (Option<Speaker>, &str) {
    let Some((sign, rest)) = text.split_once(' ') else { return (None, text) };
    match Speaker::parse(sign) {
        // "A " alone begins too many English sentences: the activity sign is the small letter only.
        Some(Speaker::Activity) if sign == "A" => (None, text),
        Some(speaker) => (Some(speaker), rest),
        None => (None, text),
    }
}

fn look_for_signs(text: &str) -> (String, Vec<u32>) {
    let mut positions = Vec::new();
    let words: Vec<&str> = text
        .split(' ')
        .filter(|word| match look_for_sign(word) {
            Some(position) => {
                if !positions.contains(&position) {
                    positions.push(position);
                }
                false
            }
            None => true,
        })
        .collect();
    (words.join(" ").trim().to_owned(), positions)
}

/// Reads `#l2` or `#b` as the position 1.
fn look_for_sign(word: &str) -> Option<u32> {
    let sign = word.strip_prefix('#')?.to_ascii_lowercase();
    if let Some(number) = sign.strip_prefix('l').and_then(|number| number.parse::<u32>().ok()) {
        return (1..=8).contains(&number).then(|| number - 1);
    }
    let mut letters = sign.chars();
    match (letters.next(), letters.next()) {
        (Some(letter @ 'a'..='h'), None) => Some(u32::from(letter) - u32::from('a')),
        _ => None,
    }
}

fn unescape(text: &str) -> String {
    let text = match text.strip_prefix('\\') {
        Some(rest) if speaker_prefix(rest).0.is_some() || rest.starts_with('^') => rest,
        _ => text,
    };
    text.replace("\\//", "//").replace("\\*", "*").replace("\\#", "#").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> (Option<Speaker>, String) {
        let parsed = parse(text);
        (parsed.speaker, parsed.text)
    }

    #[test]
    fn a_speaker_sign_counts_only_at_the_start_and_in_either_case() {
        assert_eq!(line("T What do you notice?"), (Some(Speaker::Teacher), "What do you notice?".into()));
        assert_eq!(line("s3 they go up by the same"), (Some(Speaker::Seat(3)), "they go up by the same".into()));
        assert_eq!(line("SS chorus: six"), (Some(Speaker::Students), "chorus: six".into()));
        assert_eq!(line("a pairs at the board"), (Some(Speaker::Activity), "pairs at the board".into()));
        assert_eq!(line("A student points"), (None, "A student points".into()));
        assert_eq!(line("Mateo: t shirt"), (None, "Mateo: t shirt".into()));
        assert_eq!(line("s100 x"), (None, "s100 x".into()));
    }

    #[test]
    fn a_backslash_writes_the_sign_itself() {
        assert_eq!(line("\\t minus one"), (None, "t minus one".into()));
        assert_eq!(parse("five \\*"), Parsed { text: "five *".into(), ..Parsed::default() });
        assert_eq!(split("http:\\//x").wondering, None);
        assert_eq!(parse("http:\\//x").text, "http://x");
    }

    #[test]
    fn everything_after_two_strokes_is_private() {
        assert_eq!(
            split("// calls on front row only"),
            Split { evidence: String::new(), wondering: Some(" calls on front row only".into()) }
        );
        assert_eq!(split("T go on // too fast? // yes").evidence, "T go on ");
        assert_eq!(split("T go on // too fast? // yes").wondering.as_deref(), Some(" too fast? // yes"));
    }

    #[test]
    fn a_star_and_look_for_signs_leave_the_words_alone() {
        let parsed = parse("T say more #l2 about it #d *");
        assert_eq!(parsed.text, "say more about it");
        assert!(parsed.starred);
        assert_eq!(parsed.look_fors, [1, 3]);
        assert_eq!(parse("room #12").text, "room #12");
    }

    #[test]
    fn a_caret_means_the_speaker_of_two_lines_ago() {
        assert!(parse("^yes").alternate);
        assert_eq!(parse("^yes").text, "yes");
    }

    #[test]
    fn right_to_left_and_combined_letters_pass_unchanged() {
        assert_eq!(line("T שלום לכולם"), (Some(Speaker::Teacher), "שלום לכולם".into()));
        assert_eq!(line("s e\u{301}toile 👩🏽‍🏫"), (Some(Speaker::Student), "e\u{301}toile 👩🏽‍🏫".into()));
    }

    proptest::proptest! {
        #[test]
        fn no_word_of_a_wondering_is_in_the_evidence(before in "[^/\\\\]{0,40}", after in ".{0,40}") {
            let typed = format!("{before}//{after}");
            let halves = split(&typed);
            proptest::prop_assert_eq!(halves.evidence, before);
            proptest::prop_assert_eq!(halves.wondering, Some(after));
        }

        #[test]
        fn any_text_can_be_parsed(text in ".{0,200}") {
            let parsed = parse(&split(&text).evidence);
            proptest::prop_assert!(parsed.look_fors.iter().all(|position| *position < 8));
        }
    }
}
