//! From bytes to text: byte-order mark first, then UTF-8, then the likeliest old encoding, and a word about it.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

use crate::problem::{FileProblem, FileProblemCode, Severity};

/// Text and how it was read.
#[derive(Debug)]
pub(crate) struct Text<'a> {
    pub(crate) text: Cow<'a, str>,
    /// Set when the bytes were not clean UTF-8.
    pub(crate) problem: Option<FileProblem>,
}

/// Reads bytes as text, or says that they are none.
pub(crate) fn decode<'a>(file: &str, bytes: &'a [u8]) -> Result<Text<'a>, FileProblem> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Ok(decode_as(file, encoding, &bytes[mark..]));
    }
    if bytes.contains(&0) {
        return Err(not_text(file));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Text { text: lines_end_alike(Cow::Borrowed(text)), problem: None });
    }
    Ok(decode_as(file, likeliest(bytes), bytes))
}

/// UTF-8 with a few damaged places stays UTF-8, or one bad byte would garble every accent of the file.
fn likeliest(bytes: &[u8]) -> &'static Encoding {
    let lossy = String::from_utf8_lossy(bytes);
    let (mut damaged, mut sound) = (0_u32, 0_u32);
    for c in lossy.chars().filter(|c| !c.is_ascii()) {
        if c == char::REPLACEMENT_CHARACTER {
            damaged = damaged.saturating_add(1);
        } else {
            sound = sound.saturating_add(1);
        }
    }
    if sound > damaged.saturating_mul(4) {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

fn decode_as<'a>(file: &str, encoding: &'static Encoding, bytes: &'a [u8]) -> Text<'a> {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    let problem = match (encoding == UTF_8, had_errors) {
        (true, false) => None,
        (_, true) => Some((
            format!("Some letters of {file} could not be read as {} and show as \u{FFFD}.", encoding.name()),
            "Look at the names in the preview. If they are wrong, save the file as \"CSV UTF-8\" and read it again.",
        )),
        (false, false) => Some((
            format!("{file} is not UTF-8; it was read as {}.", encoding.name()),
            "Look at names with accents in the preview. If they are wrong, save the file as \"CSV UTF-8\".",
        )),
    };
    Text {
        text: lines_end_alike(text),
        problem: problem
            .map(|(message, hint)| FileProblem::new(file, Severity::Notice, FileProblemCode::Encoding, message, hint)),
    }
}

/// Very old files end their lines with a lone carriage return; everything else is left as it is.
fn lines_end_alike(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains('\r') && !text.contains('\n') {
        return Cow::Owned(text.replace('\r', "\n"));
    }
    text
}

fn not_text(file: &str) -> FileProblem {
    FileProblem::new(
        file,
        Severity::Stops,
        FileProblemCode::FormatUnknown,
        format!("{file} is not a text file. Nothing was read from it."),
        "Choose a CSV, xlsx or zip file. From a spreadsheet program: Save as, CSV UTF-8.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_is_read_and_removed() {
        for bytes in [&b"\xEF\xBB\xBFa,\xC3\xA9"[..], &b"\xFF\xFEa\0,\0\xE9\0"[..], &b"\xFE\xFF\0a\0,\0\xE9"[..]] {
            assert_eq!(decode("f.csv", bytes).expect("text").text, "a,é");
        }
    }

    #[test]
    fn an_old_windows_file_is_read_and_the_person_is_told() {
        let text = decode("f.csv", b"given,family\nJos\xE9,Mu\xF1oz\nRen\xE9e,Garc\xEDa\n").expect("text");

        assert!(text.text.contains("José,Muñoz"));
        assert_eq!(text.problem.expect("told").code, FileProblemCode::Encoding);
    }

    #[test]
    fn one_damaged_byte_does_not_garble_the_accents_of_a_file() {
        let mut bytes = "é,ñ,ü,ö,å,ø\n".repeat(5).into_bytes();
        bytes.push(0xFF);

        let text = decode("f.csv", &bytes).expect("text");

        assert!(text.text.starts_with("é,ñ,ü"));
        assert!(text.problem.is_some());
    }

    #[test]
    fn a_picture_is_not_text() {
        let problem = decode("photo.csv", b"\x89PNG\0\0\0").expect_err("a picture");

        assert_eq!(problem.severity, Severity::Stops);
    }

    #[test]
    fn lone_carriage_returns_end_lines() {
        assert_eq!(decode("f.csv", b"a\rb\r").expect("text").text, "a\nb\n");
    }
}
