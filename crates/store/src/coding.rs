//! The file by which two observers compare their codes while both are offline: small, and opened by a code word.
//!
//! It holds what [`Coding`] holds: codes and times. No name, no words of the observation, no id.

use domain::measure::agreement::Coding;
use serde::{Deserialize, Serialize};

use crate::{
    Source,
    error::{Error, Result},
    key::{CodeWord, Sealed},
};

/// The largest file that is read, in bytes: ten hours of the shortest intervals have less.
pub const MOST_BYTES: u64 = 1 << 20;

/// The newest form of the file that this version understands.
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
struct File {
    /// Says what the file is, to whoever finds it.
    coachlight: String,
    version: u32,
    coding: Option<Sealed>,
}

const WHAT: &str = "interval codes for calibration";

/// Returns the file's bytes.
///
/// # Errors
/// When it cannot be sealed.
pub fn write(coding: &Coding, word: &CodeWord, source: &mut dyn Source) -> Result<Vec<u8>> {
    let mut content = Vec::new();
    ciborium::into_writer(coding, &mut content).expect("a coding is plain data");
    let sealed = Sealed::seal(&content, word.secret(), source)?;
    let file = File { coachlight: WHAT.to_owned(), version: VERSION, coding: Some(sealed) };
    Ok(serde_json::to_vec_pretty(&file).expect("a file is plain data"))
}

/// Reads a file.
///
/// # Errors
/// [`Error::Damaged`] when it is none or holds no possible coding, [`Error::Newer`] for a later form,
/// [`Error::WrongSecret`] when the code word does not open it or it was changed.
pub fn read(bytes: &[u8], word: &CodeWord) -> Result<Coding> {
    const DAMAGED: Error = Error::Damaged { what: "the file of codes" };
    let file: File = serde_json::from_slice(bytes).map_err(|_| DAMAGED)?;
    if file.coachlight != WHAT {
        return Err(DAMAGED);
    }
    if file.version > VERSION {
        return Err(Error::Newer);
    }
    let content = match file.coding.ok_or(DAMAGED)?.open(word.secret()) {
        Err(Error::KeyMissing) => return Err(DAMAGED),
        other => other?,
    };
    let coding: Coding = ciborium::from_reader(content.as_slice()).map_err(|_| DAMAGED)?;
    if coding.is_possible() { Ok(coding) } else { Err(DAMAGED) }
}

#[cfg(test)]
mod tests {
    use domain::{interval::Method, kind::CodeLetter};

    use super::*;
    use crate::Seeded;

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
        assert!(matches!(read(text.replace(WHAT, "other").as_bytes(), &word), Err(Error::Damaged { .. })));
        assert!(matches!(read(text.replace("\"version\": 1", "\"version\": 2").as_bytes(), &word), Err(Error::Newer)));
        assert!(matches!(read(text.replace("65536", "4294967295").as_bytes(), &word), Err(Error::Damaged { .. })));
    }

    #[test]
    fn a_coding_that_no_observer_could_have_made_is_refused() {
        let (file, word) = written(&Coding { held: 2, ..coding() });
        assert!(matches!(read(&file, &word), Err(Error::Damaged { .. })));
    }
}
