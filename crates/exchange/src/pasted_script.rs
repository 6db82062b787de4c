//! The paste of a script that was written elsewhere: times and speakers at the start of its lines.
//!
//! Only the form is read here. The text stays as it is, and private text after `//` is the observation's business.

use serde::Serialize;
use specta::Type;

/// A line of a pasted script.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PastedLine {
    /// The line's own time or, where it has none, the time of the line before it.
    pub time: Option<PastedTime>,
    /// Whether the time stands on this very line.
    pub has_own_time: bool,
    /// Who speaks, where the line says so.
    pub speaker: Option<PastedSpeaker>,
    /// What remains. It may be empty where a line holds a time alone.
    pub text: String,
}

/// When, in one of the two ways people write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum PastedTime {
    /// The time of day, in seconds after midnight.
    Clock(u32),
    /// The time since the beginning, in seconds.
    Offset(u32),
}

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum PastedSpeaker {
    /// `T:`
    Teacher,
    /// `S:`
    Student,
    /// `Ss:`
    Students,
    /// `S3:`, the student at seat 3.
    Seat(u8),
}

/// Reads a pasted script. Every line that is not empty becomes one line; nothing is ever refused.
///
/// Times in brackets count from the beginning. Others are times of day, unless the first of them is 0:something: no
/// lesson begins at midnight, so then they all count from the beginning. Without am or pm, one to five o'clock is in the
/// afternoon, and a time far below the one before it is twelve hours later.
pub fn parse(text: &str) -> Vec<PastedLine> {
    let lines: Vec<Line> =
        text.split(['\n', '\r', '\u{2028}']).map(Line::read).filter(|line| !line.is_empty()).collect();
    let counts_from_zero =
        lines.iter().find_map(|line| line.stamp).is_some_and(|stamp| !stamp.in_brackets && stamp.parts[0] == 0);
    let mut before: Option<PastedTime> = None;
    let mut pasted = Vec::with_capacity(lines.len());
    for line in lines {
        let own = line.stamp.map(|stamp| stamp.time(counts_from_zero, before));
        before = own.or(before);
        pasted.push(PastedLine {
            time: before,
            has_own_time: own.is_some(),
            speaker: line.speaker,
            text: line.text.to_owned(),
        });
    }
    pasted
}

/// A line before its time is understood.
struct Line<'a> {
    stamp: Option<Stamp>,
    speaker: Option<PastedSpeaker>,
    text: &'a str,
}

impl<'a> Line<'a> {
    fn read(line: &'a str) -> Self {
        let line = line.trim();
        let (stamp, rest) = match Stamp::read(line) {
            Some((stamp, rest)) => (Some(stamp), after_separator(rest)),
            None => (None, line),
        };
        let (speaker, text) = match speaker(rest) {
            Some((speaker, text)) => (Some(speaker), text.trim()),
            None => (None, rest),
        };
        Self { stamp, speaker, text }
    }

    fn is_empty(&self) -> bool {
        self.stamp.is_none() && self.speaker.is_none() && self.text.is_empty()
    }
}

/// A time as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    parts: [u32; 3],
    count: usize,
    half: Option<Half>,
    in_brackets: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    Am,
    Pm,
}

const HOUR: u32 = 3_600;

impl Stamp {
    /// A time at the start of a line, and what follows it.
    fn read(line: &str) -> Option<(Self, &str)> {
        let (inner, after, in_brackets) = match line.strip_prefix('[') {
            Some(inner) => {
                let (inner, after) = inner.split_once(']')?;
                (inner.trim(), Some(after), true)
            }
            None => (line, None, false),
        };
        let (parts, count, rest) = numbers(inner)?;
        let (half, rest) = half(rest);
        let stamp = Self { parts, count, half, in_brackets };
        let ends_well = match after {
            Some(_) => rest.trim().is_empty(),
            // `9:05am` and `9:05 -` are times, `9:05x` and `3:15:07:2` are not.
            None => rest.chars().next().is_none_or(|c| !c.is_alphanumeric() && c != ':'),
        };
        (ends_well && stamp.is_possible()).then(|| (stamp, after.unwrap_or(rest)))
    }

    fn is_possible(&self) -> bool {
        let [first, second, third] = self.parts;
        let is_offset = self.in_brackets && self.half.is_none();
        second < 60 && third < 60 && (is_offset || first < 24) && (self.half.is_none() || (1..=12).contains(&first))
    }

    fn time(&self, counts_from_zero: bool, before: Option<PastedTime>) -> PastedTime {
        let [first, second, third] = self.parts;
        if self.half.is_none() && (self.in_brackets || counts_from_zero) {
            let seconds = if self.count == 3 { first * HOUR + second * 60 + third } else { first * 60 + second };
            return PastedTime::Offset(seconds);
        }
        let hour = match self.half {
            Some(Half::Am) => first % 12,
            Some(Half::Pm) => first % 12 + 12,
            None if (1..=5).contains(&first) => first + 12,
            None => first,
        };
        let seconds = hour * HOUR + second * 60 + third;
        match before {
            Some(PastedTime::Clock(earlier)) if self.half.is_none() && hour < 12 && earlier >= seconds + 6 * HOUR => {
                PastedTime::Clock(seconds + 12 * HOUR)
            }
            _ => PastedTime::Clock(seconds),
        }
    }
}

/// Two or three numbers with colons between them; all but the first have two digits.
fn numbers(text: &str) -> Option<([u32; 3], usize, &str)> {
    let mut parts = [0; 3];
    let (first, mut rest) = digits(text, 1..=3)?;
    parts[0] = first;
    let mut count = 1;
    while count < 3
        && let Some((value, after)) = rest.strip_prefix(':').and_then(|next| digits(next, 2..=2))
    {
        parts[count] = value;
        rest = after;
        count += 1;
    }
    (count > 1).then_some((parts, count, rest))
}

/// A run of digits of an allowed length.
fn digits(text: &str, length: std::ops::RangeInclusive<usize>) -> Option<(u32, &str)> {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    let value = text[..end].parse().ok()?;
    length.contains(&end).then(|| (value, &text[end..]))
}

/// `am`, `pm`, `a.m.` or `P.M.` after a time.
fn half(text: &str) -> (Option<Half>, &str) {
    let trimmed = text.trim_start();
    for (word, half) in [("a.m.", Half::Am), ("p.m.", Half::Pm), ("am", Half::Am), ("pm", Half::Pm)] {
        if let Some(start) = trimmed.get(..word.len())
            && start.eq_ignore_ascii_case(word)
            && !trimmed[word.len()..].starts_with(char::is_alphanumeric)
        {
            return (Some(half), &trimmed[word.len()..]);
        }
    }
    (None, text)
}

/// What follows the dash, tab or bar between a time and the text.
fn after_separator(text: &str) -> &str {
    let text = text.trim_start();
    text.strip_prefix(['-', '–', '—', '|', '>']).unwrap_or(text).trim_start()
}

/// A speaker with a colon at the start.
fn speaker(text: &str) -> Option<(PastedSpeaker, &str)> {
    let (word, rest) = text.split_once(':')?;
    let plain = word.trim().to_ascii_lowercase();
    let speaker = match plain.as_str() {
        "t" | "teacher" => PastedSpeaker::Teacher,
        "s" | "student" => PastedSpeaker::Student,
        "ss" | "students" => PastedSpeaker::Students,
        seat => {
            let number = seat.strip_prefix('s').filter(|n| n.bytes().all(|b| b.is_ascii_digit()))?;
            PastedSpeaker::Seat(number.parse().ok()?)
        }
    };
    Some((speaker, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(line: &str) -> PastedLine {
        let mut lines = parse(line);
        assert_eq!(lines.len(), 1, "{line:?}");
        lines.remove(0)
    }

    fn clock(hour: u32, minute: u32, second: u32) -> Option<PastedTime> {
        Some(PastedTime::Clock(hour * 3600 + minute * 60 + second))
    }

    #[test]
    fn times_are_read_as_people_write_them() {
        for (line, time, text) in [
            ("9:05 Opens books", clock(9, 5, 0), "Opens books"),
            ("09:05:30 Opens books", clock(9, 5, 30), "Opens books"),
            ("9:05 am Opens books", clock(9, 5, 0), "Opens books"),
            ("2:07 PM - Opens books", clock(14, 7, 0), "Opens books"),
            ("2:07pm – Opens", clock(14, 7, 0), "Opens"),
            ("12:10 a.m. x", clock(0, 10, 0), "x"),
            ("12:10pm\tx", clock(12, 10, 0), "x"),
            ("1:15 x", clock(13, 15, 0), "x"),
            ("[03:07] x", Some(PastedTime::Offset(187)), "x"),
            ("[75:10] x", Some(PastedTime::Offset(4_510)), "x"),
            ("[1:02:03]x", Some(PastedTime::Offset(3_723)), "x"),
            ("0:07 x", Some(PastedTime::Offset(7)), "x"),
            ("00:12:30 x", Some(PastedTime::Offset(750)), "x"),
            ("9:05", clock(9, 5, 0), ""),
        ] {
            let pasted = only(line);
            assert_eq!((pasted.time, pasted.text.as_str()), (time, text), "{line:?}");
        }
    }

    #[test]
    fn what_is_no_time_stays_in_the_text() {
        for line in [
            "3:1 ratio",
            "9:75 x",
            "25:00 x",
            "13:00 pm x",
            "9:05x",
            "1:02:03:04",
            "[see page 3] x",
            "[9:05 x",
            "3 groups",
            "9:5",
        ] {
            let pasted = only(line);
            assert_eq!((pasted.time, pasted.text.as_str()), (None, line), "{line:?}");
        }
    }

    #[test]
    fn speakers_are_read_with_and_without_a_time() {
        for (line, speaker, text) in [
            ("T: Why?", Some(PastedSpeaker::Teacher), "Why?"),
            ("9:05 s: Because", Some(PastedSpeaker::Student), "Because"),
            ("[03:07] S3: It is 12: see", Some(PastedSpeaker::Seat(3)), "It is 12: see"),
            ("Ss:(chorus)", Some(PastedSpeaker::Students), "(chorus)"),
            ("Teacher: Go", Some(PastedSpeaker::Teacher), "Go"),
            ("T:", Some(PastedSpeaker::Teacher), ""),
            ("Task: find x", None, "Task: find x"),
            ("S999: x", None, "S999: x"),
        ] {
            let pasted = only(line);
            assert_eq!((pasted.speaker, pasted.text.as_str()), (speaker, text), "{line:?}");
        }
    }

    #[test]
    fn a_line_without_a_time_takes_the_one_before_it() {
        let lines = parse("Warm-up on the board\r\n9:05 T: Go\r\n\r\nthey write\n9:08 S: Done");

        let times: Vec<_> = lines.iter().map(|l| (l.time, l.has_own_time)).collect();
        assert_eq!(times, [(None, false), (clock(9, 5, 0), true), (clock(9, 5, 0), false), (clock(9, 8, 0), true)]);
    }

    #[test]
    fn a_lesson_over_noon_goes_on_in_the_afternoon() {
        let times: Vec<_> = parse("11:50 a\n12:10 b\n1:05 c\n12:20 d").into_iter().map(|l| l.time).collect();

        assert_eq!(times, [clock(11, 50, 0), clock(12, 10, 0), clock(13, 5, 0), clock(12, 20, 0)]);
        assert_eq!(parse("5:40 pm x\n6:10 y")[1].time, clock(18, 10, 0));
    }

    #[test]
    fn times_from_zero_count_from_the_beginning_throughout() {
        let times: Vec<_> = parse("0:00 a\n1:30 b\n1:02:03 c").into_iter().map(|l| l.time).collect();

        assert_eq!(times, [0, 90, 3_723].map(|s| Some(PastedTime::Offset(s))));
    }

    #[test]
    fn letters_of_any_script_are_left_as_they_are() {
        assert_eq!(only("9:05 T: ¿Por qué? 你好 שלום").text, "¿Por qué? 你好 שלום");
        assert!(parse("").is_empty() && parse(" \n\t\r\n").is_empty());
    }
}
