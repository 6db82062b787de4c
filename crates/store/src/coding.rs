//! The file by which two observers compare their codes while both are offline: small, and opened by a code word.
//!
//! It holds what [`Coding`] holds: codes and times. No name, no words of the observation, no id.

use domain::measure::agreement::Coding;

use crate::{Source, error::Result, key::CodeWord, sealed_file::Kind};

/// The largest file that is read, in bytes: ten hours of the shortest intervals have less.
pub const MOST_BYTES: u64 = 1 << 20;

const CODES: Kind = Kind { what: "interval codes for calibration", name: "the file of codes", version: 1 };

/// Returns the file's bytes.
///
/// # Errors
/// When it cannot be sealed.
pub fn write(coding: &Coding, word: &CodeWord, source: &mut dyn Source) -> Result<Vec<u8>> {
    CODES.write(coding, word, source)
}

/// Reads a file.
///
/// # Errors
/// [`Error::Damaged`](crate::Error::Damaged) when it is none or holds no possible coding,
/// [`Error::Newer`](crate::Error::Newer) for a later form, [`Error::WrongSecret`](crate::Error::WrongSecret) when the code
/// word does not open it or it was changed.
pub fn read(bytes: &[u8], word: &CodeWord) -> Result<Coding> {
    let coding: Coding = CODES.read(bytes, word)?;
    if coding.is_possible() { Ok(coding) } else { Err(CODES.damaged()) }
}

#[cfg(test)]
mod tests {
    use domain::{interval::Method, kind::CodeLetter};

    use super::*;
    use crate::{Error, Seeded};

    fn coding() -> Coding {
        let code = |letter: &str| CodeLetter { letter: letter.into(), label: "Teacher talks".into() };
        Coding {
            method: Method::Momentary,
            seconds: 60,
            started_ms: 1_791_205_624_000,
            held: 3,
            codes: ["T", "S"].map(code).into(),
            answers: [(1, "T".to_owned()), (3, "S".to_owned())].into(),
        }
    }

    fn written(coding: &Coding) -> (Vec<u8>, CodeWord) {
        let source = &mut Seeded::new(1, 0);
        let word = CodeWord::draw(source);
        (write(coding, &word, source).unwrap(), word)
    }

    #[test]
    fn the_code_word_that_was_read_aloud_opens_the_file() {
        let (file, word) = written(&coding());

        let typed = CodeWord::parse(&word.shown().to_lowercase().replace('-', " ").replace('0', "o")).unwrap();

        assert_eq!(read(&file, &typed).unwrap(), coding());
    }

    #[test]
    fn nothing_of_a_coding_can_be_read_without_the_code_word() {
        let (file, word) = written(&coding());
        let text = String::from_utf8(file.clone()).unwrap();
        assert!(!text.contains("Teacher") && !text.contains(&word.shown()) && !text.contains("1791205624"));
        let other = CodeWord::draw(&mut Seeded::new(2, 0));
        assert!(matches!(read(&file, &other), Err(Error::WrongSecret)));
    }

    #[test]
    fn a_slip_in_the_code_word_is_seen_before_anything_is_tried() {
        let (_, word) = written(&coding());
        let mut slipped = word.shown();
        let last = if slipped.ends_with('0') { "1" } else { "0" };
        slipped.replace_range(slipped.len() - 1.., last);
        assert!(matches!(CodeWord::parse(&slipped), Err(Error::WrongSecret)));
        assert!(CodeWord::parse("").is_err());
    }

    #[test]
    fn a_cut_changed_or_other_file_is_refused() {
        let (file, word) = written(&coding());
        let text = String::from_utf8(file.clone()).unwrap();
        let at = text.rfind('"').unwrap() - 1;
        let changed = format!("{}{}{}", &text[..at], if &text[at..=at] == "0" { "1" } else { "0" }, &text[at + 1..]);
        assert!(matches!(read(changed.as_bytes(), &word), Err(Error::WrongSecret)));
        assert!(matches!(read(&file[..file.len() / 2], &word), Err(Error::Damaged { .. })));
        assert!(matches!(read(b"", &word), Err(Error::Damaged { .. })));
        assert!(matches!(read(text.replace(CODES.what, "other").as_bytes(), &word), Err(Error::Damaged { .. })));
        assert!(matches!(read(text.replace("\"version\": 1", "\"version\": 2").as_bytes(), &word), Err(Error::Newer)));
        assert!(matches!(read(text.replace("65536", "4294967295").as_bytes(), &word), Err(Error::Damaged { .. })));
    }

    #[test]
    fn a_coding_that_no_observer_could_have_made_is_refused() {
        let (file, word) = written(&Coding { held: 2, ..coding() });
        assert!(matches!(read(&file, &word), Err(Error::Damaged { .. })));
    }
}
