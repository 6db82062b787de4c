//! Entry from paper: the times of a lesson that was written down by hand and is typed in afterwards.

/// The longest lesson that is typed in afterwards, in minutes.
pub const LONGEST_MINUTES: u32 = 600;

const DAY_SECONDS: u32 = 24 * 3_600;

/// Why a typed time cannot stand in a lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It is no time.
    NoTime,
    /// It lies before the lesson began.
    BeforeStart,
    /// It lies after the lesson ended.
    AfterEnd,
    /// It lies before the line before it: times of a script do not go back (INV-6).
    BeforeLast,
    /// A stretch ends where it begins, or before.
    NoLength,
}

/// One of the two times of a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// When it began.
    From,
    /// When it ended.
    To,
}

/// A lesson of which the times are known: when it began, how long it lasted, and how far its script goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lesson {
    /// When it began, in seconds after midnight in the school's zone.
    pub started: u32,
    /// How long it lasted, in seconds.
    pub lasted: u32,
    /// The time of the last line, in seconds after the beginning.
    pub last: u32,
}

impl Lesson {
    /// Reads a typed time as seconds after the beginning: `10:05`, `10:05:30`, or `+3` and `+3:20` for minutes after it. An
    /// empty time is the one of the line before.
    ///
    /// # Errors
    /// When it is no time, lies outside the lesson, or before the line before.
    pub fn offset(&self, typed: &str) -> Result<u32, Fault> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Ok(self.last);
        }
        let offset = match typed.strip_prefix('+') {
            Some(after) => since_start(after).ok_or(Fault::NoTime)?,
            None => self.since(of_day(typed).ok_or(Fault::NoTime)?)?,
        };
        match offset {
            offset if offset > self.lasted => Err(Fault::AfterEnd),
            offset if offset < self.last => Err(Fault::BeforeLast),
            offset => Ok(offset),
        }
    }

    /// Reads when a stretch began and when it ended, as seconds after the beginning. A beginning that is empty is `last`, where
    /// the stretch before ended; on paper stretches may overlap, so it may lie before that too.
    ///
    /// # Errors
    /// With which of the two cannot be: it is no time, lies outside the lesson, or the stretch has no length.
    pub fn stretch(&self, from: &str, to: &str) -> Result<(u32, u32), (End, Fault)> {
        let free = Self { last: 0, ..*self };
        let from = if from.trim().is_empty() { Ok(self.last) } else { free.offset(from) };
        let from = from.map_err(|fault| (End::From, fault))?;
        if to.trim().is_empty() {
            return Err((End::To, Fault::NoTime));
        }
        let to = free.offset(to).map_err(|fault| (End::To, fault))?;
        if to > from { Ok((from, to)) } else { Err((End::To, Fault::NoLength)) }
    }

    /// People write 1:15 for a quarter past one in the afternoon: a time before the lesson is twelve hours later where
    /// that lies in it.
    fn since(&self, time: u32) -> Result<u32, Fault> {
        let afternoon = time + DAY_SECONDS / 2;
        let is_afternoon = time < self.started && (self.started..=self.started + self.lasted).contains(&afternoon);
        let time = if is_afternoon { afternoon } else { time };
        time.checked_sub(self.started).ok_or(Fault::BeforeStart)
    }
}

/// Reads a time of day, `8:05`, `14:05:30` or `2:05 pm`, as seconds after midnight.
#[must_use]
pub fn of_day(typed: &str) -> Option<u32> {
    let typed = typed.trim().to_ascii_lowercase();
    let half = ["am", "pm"].into_iter().find(|half| typed.ends_with(half));
    let time = clock(half.map_or(typed.as_str(), |half| typed.trim_end_matches(half)))?;
    let is_first = time < DAY_SECONDS / 2;
    let hour = time / 3_600;
    match half {
        None => Some(time),
        Some("am") if hour == 12 => Some(time - DAY_SECONDS / 2),
        Some("am") if is_first => Some(time),
        Some("pm") if hour == 12 => Some(time),
        Some("pm") if is_first && hour > 0 => Some(time + DAY_SECONDS / 2),
        Some(_) => None,
    }
}

fn clock(typed: &str) -> Option<u32> {
    let parts = numbers(typed)?;
    let (hours, minutes, seconds) = match parts.as_slice() {
        [hours, minutes] => (*hours, *minutes, 0),
        [hours, minutes, seconds] => (*hours, *minutes, *seconds),
        _ => return None,
    };
    (hours < 24 && minutes < 60 && seconds < 60).then_some(hours * 3_600 + minutes * 60 + seconds)
}

/// Reads `3` or `3:20`, minutes and seconds after the beginning.
fn since_start(typed: &str) -> Option<u32> {
    match numbers(typed)?.as_slice() {
        [minutes] => Some(minutes * 60),
        [minutes, seconds] if *seconds < 60 => Some(minutes * 60 + seconds),
        _ => None,
    }
}

/// Numbers of up to three digits between colons. The first one may have one digit.
fn numbers(typed: &str) -> Option<Vec<u32>> {
    let part = |(at, part): (usize, &str)| {
        let fits = if at == 0 { (1..=3).contains(&part.len()) } else { part.len() == 2 };
        (fits && part.bytes().all(|byte| byte.is_ascii_digit())).then(|| part.parse().ok()).flatten()
    };
    typed.trim().split(':').enumerate().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A lesson from 10:00 to 10:45 whose script goes to 10:05.
    const LESSON: Lesson = Lesson { started: 36_000, lasted: 45 * 60, last: 300 };

    #[test]
    fn a_typed_time_is_read_as_time_of_day_or_from_the_beginning() {
        let cases = [
            ("10:05", 300),
            ("10:05:30", 330),
            ("+5", 300),
            ("+7:20", 440),
            (" 10:45 ", 2_700),
            ("+45", 2_700),
            ("", 300),
        ];
        for (typed, offset) in cases {
            assert_eq!(LESSON.offset(typed), Ok(offset), "{typed}");
        }
    }

    #[test]
    fn a_time_that_cannot_be_is_refused_with_its_reason() {
        let cases = [
            ("10:5", Fault::NoTime),
            ("25:00", Fault::NoTime),
            ("10:60", Fault::NoTime),
            ("10", Fault::NoTime),
            ("+", Fault::NoTime),
            ("+3:75", Fault::NoTime),
            ("-3", Fault::NoTime),
            ("ten", Fault::NoTime),
            ("+9999", Fault::NoTime),
            ("9:59", Fault::BeforeStart),
            ("10:46", Fault::AfterEnd),
            ("+46", Fault::AfterEnd),
            ("10:04", Fault::BeforeLast),
            ("+4:59", Fault::BeforeLast),
        ];
        for (typed, fault) in cases {
            assert_eq!(LESSON.offset(typed), Err(fault), "{typed}");
        }
    }

    #[test]
    fn a_stretch_has_two_times_within_the_lesson_and_may_lie_before_the_one_before() {
        let cases = [
            (("10:05", "10:07"), Ok((300, 420))),
            (("", "+6"), Ok((300, 360))),
            (("+1", "+2:30"), Ok((60, 150))),
            (("10:44", "10:45"), Ok((2_640, 2_700))),
            (("9:59", "10:01"), Err((End::From, Fault::BeforeStart))),
            (("10:40", "10:46"), Err((End::To, Fault::AfterEnd))),
            (("10:05", "10:05"), Err((End::To, Fault::NoLength))),
            (("10:05", "10:04"), Err((End::To, Fault::NoLength))),
            (("ten", "10:04"), Err((End::From, Fault::NoTime))),
            (("10:05", " "), Err((End::To, Fault::NoTime))),
        ];
        for ((from, to), stretch) in cases {
            assert_eq!(LESSON.stretch(from, to), stretch, "{from} to {to}");
        }
    }

    #[test]
    fn a_time_of_the_afternoon_may_be_written_as_people_write_it() {
        let late = Lesson { started: 13 * 3_600, lasted: 3_600, last: 0 };

        for typed in ["1:10", "13:10", "1:10 pm", "1:10PM"] {
            assert_eq!(late.offset(typed), Ok(600), "{typed}");
        }
        assert_eq!(late.offset("2:10"), Err(Fault::BeforeStart));
        assert_eq!([of_day("12:00 am"), of_day("12:30 pm"), of_day("0:30 pm")], [Some(0), Some(45_000), None]);
    }
}
