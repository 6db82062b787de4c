//! The file in which a teacher without an account takes along what was shared with them: its words, and the page of them as
//! PDF. A code word opens it, on any computer and without a profile.

use std::fmt;

use ciborium::Value;
use serde::{Deserialize, Serialize};

use crate::{Source, error::Result, key::CodeWord, sealed_file::Kind};

/// The largest file that is read, in bytes: a summary of a long lesson has a hundredth of it.
pub const MOST_BYTES: u64 = 16 << 20;

/// How a file of this kind ends.
pub const EXTENSION: &str = "coachlight-summary";

const SUMMARY: Kind = Kind { what: "a summary for a teacher", name: "the sealed summary", version: 1 };
/// The words that every PDF begins with.
const PDF: &[u8] = b"%PDF-";

/// What a teacher takes along.
#[derive(Clone, PartialEq, Eq)]
pub struct SummaryFile {
    /// The language of the headings: `en`, `es`.
    pub language: String,
    /// The words, plain, as the preview and the copy for e-mail have them.
    pub words: String,
    /// The page as PDF.
    pub pdf: Vec<u8>,
}

/// As it lies in the file. Bytes are bytes there; a list of numbers would be twice as long.
#[derive(Serialize, Deserialize)]
struct Content {
    language: String,
    words: String,
    pdf: Value,
}

impl SummaryFile {
    /// Returns the file's bytes.
    ///
    /// # Errors
    /// When it cannot be sealed.
    pub fn write(&self, word: &CodeWord, source: &mut dyn Source) -> Result<Vec<u8>> {
        let content =
            Content { language: self.language.clone(), words: self.words.clone(), pdf: Value::Bytes(self.pdf.clone()) };
        SUMMARY.write(&content, word, source)
    }

    /// Reads a file.
    ///
    /// # Errors
    /// [`Error::Damaged`](crate::Error::Damaged) when it is none or holds no page, [`Error::Newer`](crate::Error::Newer)
    /// for a later form, [`Error::WrongSecret`](crate::Error::WrongSecret) when the code word does not open it or it was
    /// changed.
    pub fn read(bytes: &[u8], word: &CodeWord) -> Result<Self> {
        let Content { language, words, pdf } = SUMMARY.read(bytes, word)?;
        match pdf.into_bytes() {
            Ok(pdf) if pdf.starts_with(PDF) => Ok(Self { language, words, pdf }),
            Ok(_) | Err(_) => Err(SUMMARY.damaged()),
        }
    }
}

impl fmt::Debug for SummaryFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SummaryFile(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Error, Seeded, coding};

    fn summary() -> SummaryFile {
        SummaryFile {
            language: "es".into(),
            words: "Amir waited three seconds".into(),
            pdf: b"%PDF-1.7 Amir waited".to_vec(),
        }
    }

    fn written(summary: &SummaryFile) -> (Vec<u8>, CodeWord) {
        let source = &mut Seeded::new(3, 0);
        let word = CodeWord::draw(source);
        (summary.write(&word, source).unwrap(), word)
    }

    #[test]
    fn the_code_word_opens_it_and_without_it_nothing_can_be_read() {
        let (file, word) = written(&summary());
        let other = CodeWord::draw(&mut Seeded::new(4, 0));

        assert_eq!(SummaryFile::read(&file, &word).unwrap(), summary());
        assert!(matches!(SummaryFile::read(&file, &other), Err(Error::WrongSecret)));
        let text = String::from_utf8(file).unwrap();
        // "Amir" as it would stand there unsealed, in letters or in digits.
        assert!(!text.contains("Amir") && !text.contains("416d6972") && !text.contains(&word.shown()));
        assert!(text.contains(SUMMARY.what), "whoever finds it learns what it is");
    }

    #[test]
    fn a_cut_file_never_opens_and_a_changed_one_says_so() {
        let (file, word) = written(&summary());
        let text = String::from_utf8(file.clone()).unwrap();
        for length in (0..file.len() - 2).step_by(7) {
            assert!(matches!(SummaryFile::read(&file[..length], &word), Err(Error::Damaged { .. })), "cut to {length}");
        }
        // The last digits are those of the seal.
        let from = text.rfind('"').unwrap();
        for at in [from - 1, from - 9, from - 40] {
            let digit = if &text[at..=at] == "0" { "1" } else { "0" };
            let changed = format!("{}{digit}{}", &text[..at], &text[at + 1..]);
            assert!(matches!(SummaryFile::read(changed.as_bytes(), &word), Err(Error::WrongSecret)), "changed at {at}");
        }
    }

    #[test]
    fn whatever_is_changed_it_opens_with_what_was_sealed_or_not_at_all() {
        let (file, word) = written(&summary());
        let mut refused = 0;
        // Most digits of the seal would be tried with the slow key; some of them are enough.
        let from = file.len() - 60;
        for at in (0..400.min(from)).chain((from..file.len()).step_by(9)) {
            let mut changed = file.clone();
            changed[at] ^= 1;
            match SummaryFile::read(&changed, &word) {
                Ok(read) => assert_eq!(read, summary(), "changed at {at}"),
                Err(_) => refused += 1,
            }
        }
        assert!(refused > 300, "{refused} of the changes were noticed");
    }

    #[test]
    fn another_kind_of_file_a_later_form_and_a_greedy_one_are_refused() {
        let (file, word) = written(&summary());
        let text = String::from_utf8(file.clone()).unwrap();
        let read = |text: String| SummaryFile::read(text.as_bytes(), &word);

        assert!(matches!(read(text.replace("\"version\": 1", "\"version\": 2")), Err(Error::Newer)));
        assert!(matches!(
            read(text.replace(SUMMARY.what, "interval codes for calibration")),
            Err(Error::Damaged { .. })
        ));
        assert!(matches!(read(text.replace("65536", "4294967295")), Err(Error::Damaged { .. })));
        assert!(matches!(coding::read(&file, &word), Err(Error::Damaged { .. })));
        let (no_page, word) = written(&SummaryFile { pdf: b"<script>".to_vec(), ..summary() });
        assert!(matches!(SummaryFile::read(&no_page, &word), Err(Error::Damaged { .. })));
    }
}
