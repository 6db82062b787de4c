//! The figures of a goal as they are typed: where it stands, where it should stand, and by when.

use chrono::NaiveDate;
use domain::{
    coaching_cycle::{Direction, progress},
    time,
};

use crate::{Error, Result};

/// The largest number that is measured, in either direction.
const LARGEST: f64 = 1e9;

/// Over how many something is counted at most.
const MOST: u32 = 1_000_000;

/// The figures of a goal, each read and fitting the others.
pub(crate) struct Figures {
    pub direction: Direction,
    pub baseline: Option<f64>,
    pub baseline_date: Option<NaiveDate>,
    pub baseline_count: Option<u32>,
    pub target: Option<f64>,
    pub due: Option<NaiveDate>,
}

impl Figures {
    /// Reads the way it should go, what it is before with its day and over how many, and what it should be by which day.
    pub fn read(today: NaiveDate, way: &str, before: (&str, &str, &str), after: (&str, &str)) -> Result<Self> {
        let direction =
            Direction::from_code(way).ok_or_else(|| Error::invalid("direction", "Choose which way it should go."))?;
        let (baseline, target) = (number("baseline", before.0)?, number("target", after.0)?);
        if let (Some(baseline), Some(target)) = (baseline, target)
            && !direction.leads(baseline, target)
        {
            let side = if direction == Direction::Up { "above" } else { "below" };
            let message =
                format!("The target has to be {side} what it is now, or the measure should go the other way.");
            return Err(Error::invalid("target", &message));
        }
        let (baseline_date, due) = (day("baselineDate", before.1)?, day("due", after.1)?);
        not_ahead("baselineDate", baseline_date, today)?;
        if baseline_date.is_some_and(|from| due.is_some_and(|due| due <= from)) {
            return Err(Error::invalid("due", "This is not after the day of the baseline."));
        }
        let baseline_count = count("baselineCount", before.2)?;
        Ok(Self { direction, baseline, baseline_date, baseline_count, target, due })
    }
}

/// Says how far towards its target a value is: `53 % of the way`; nothing where there is no way.
pub(crate) fn way(baseline: Option<f64>, target: Option<f64>, value: f64) -> String {
    let part = baseline.zip(target).and_then(|(baseline, target)| progress(baseline, target, value));
    let Some(part) = part else { return String::new() };
    let percent = (part * 100.0).round();
    if percent < 0.0 { format!("{} % the other way", -percent) } else { format!("{percent} % of the way") }
}

/// Says over how many something was counted: `of 28`.
pub(crate) fn over(count: Option<u32>) -> String {
    count.map_or_else(String::new, |count| format!("of {count}"))
}

/// Returns a stored day in words; of no day, nothing.
pub(crate) fn day_in_words(date: &str) -> String {
    date.parse().map_or_else(|_| String::new(), time::brief_day)
}

/// Returns a number as it is typed again; empty where there is none.
pub(crate) fn typed(number: Option<f64>) -> String {
    number.map_or_else(String::new, |number| number.to_string())
}

/// Reads a number; nothing where nothing is written. A comma is a decimal point too: `12,5`. What could be a thousands mark
/// as well, as in `1,200`, is not guessed at.
pub(crate) fn number(field: &str, text: &str) -> Result<Option<f64>> {
    let text = text.trim().trim_end_matches('%').trim_end();
    if text.is_empty() {
        return Ok(None);
    }
    if is_ambiguous(text) {
        let message = "This can be read in two ways. Write it without a mark between thousands, such as 1200, and a part \
                       after a point, such as 1.2.";
        return Err(Error::invalid(field, message));
    }
    match text.replace(',', ".").parse::<f64>() {
        Ok(number) if number.is_finite() && number.abs() <= LARGEST => Ok(Some(number)),
        _ => Err(Error::invalid(field, "Write a number, such as 55 or 12.5.")),
    }
}

/// Whether a comma with exactly three digits behind it stands where thousands could be marked.
fn is_ambiguous(text: &str) -> bool {
    let (before, after) = text.rsplit_once(',').unwrap_or_default();
    let whole = before.trim_start_matches(['-', '+']);
    let could_be_thousands = !whole.is_empty() && !whole.starts_with('0');
    could_be_thousands && after.len() == 3 && after.bytes().all(|byte| byte.is_ascii_digit())
}

/// Reads over how many something was counted; nothing where nothing is written.
pub(crate) fn count(field: &str, text: &str) -> Result<Option<u32>> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    match text.parse::<u32>() {
        Ok(count) if (1..=MOST).contains(&count) => Ok(Some(count)),
        _ => Err(Error::invalid(field, "Write how many there were as a whole number, 1 or more.")),
    }
}

/// Reads a day; nothing where nothing is written.
pub(crate) fn day(field: &str, text: &str) -> Result<Option<NaiveDate>> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| Error::invalid(field, "This day does not exist. Write it as 2026-10-20."))
}

/// Refuses a day on which nothing can have been measured yet.
pub(crate) fn not_ahead(field: &str, day: Option<NaiveDate>, today: NaiveDate) -> Result<()> {
    if day.is_some_and(|day| day > today) {
        return Err(Error::invalid(field, "This day lies ahead. Nothing was measured on it yet."));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_is_a_decimal_point_and_what_could_mark_thousands_is_asked_about() {
        let read = |text: &str| number("value", text).ok().flatten();
        let cases = [
            ("55", Some(55.0)),
            ("55 %", Some(55.0)),
            ("12.5", Some(12.5)),
            ("12,5", Some(12.5)),
            ("-0,25", Some(-0.25)),
            ("0,125", Some(0.125)),
            ("1.200", Some(1.2)),
            ("1200", Some(1200.0)),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text}");
        }

        for text in ["1,200", "-1,200", "12,000 %", "1,200,000"] {
            let Err(Error::Refused(problem)) = number("value", text) else { panic!("{text} was read") };
            assert_eq!(problem.field.as_deref(), Some("value"));
            assert!(problem.message.contains("1200"), "{text}: {}", problem.message);
        }
        assert!(number("value", "1,2,3").is_err() && number("value", "1,200.5").is_err());
    }

    #[test]
    fn progress_is_said_as_a_part_of_the_way() {
        assert_eq!(way(Some(55.0), Some(70.0), 63.0), "53 % of the way");
        assert_eq!(way(Some(55.0), Some(70.0), 52.0), "20 % the other way");
        assert_eq!(way(Some(55.0), None, 63.0), "");
        assert_eq!(way(Some(55.0), Some(70.0), 55.0), "0 % of the way");
    }
}
