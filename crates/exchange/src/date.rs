//! Dates as files write them. Only a date that can mean one day alone is read; the rest is reported, never guessed.

use chrono::NaiveDate;

/// Why a date was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DateFault {
    /// The calendar has no such day, as 30 February.
    NoSuchDay,
    /// Day and month could be either, as 1/05/2023.
    Ambiguous,
    /// Not a date.
    Unreadable,
}

/// Reads `2023-05-01`, also where a time follows.
pub(crate) fn parse(value: &str) -> Result<NaiveDate, DateFault> {
    let day = value.trim().split(['T', ' ']).next().unwrap_or_default();
    let fault = if day.contains(['/', '.']) { DateFault::Ambiguous } else { DateFault::Unreadable };
    let parts: Vec<&str> = day.split('-').collect();
    let [year, month, day] = parts[..] else {
        return Err(fault);
    };
    if year.len() != 4 || month.len() > 2 || day.len() > 2 {
        return Err(fault);
    }
    let (Ok(year), Ok(month), Ok(day)) = (year.parse::<u16>(), month.parse(), day.parse()) else {
        return Err(fault);
    };
    NaiveDate::from_ymd_opt(i32::from(year), month, day).ok_or(DateFault::NoSuchDay)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_with_or_without_a_time() {
        let first_of_may = NaiveDate::from_ymd_opt(2023, 5, 1).expect("a day");

        for text in ["2023-05-01", " 2023-05-01 ", "2023-05-01T18:25:43.511Z", "2023-05-01 00:00:00", "2023-5-1"] {
            assert_eq!(parse(text), Ok(first_of_may), "{text}");
        }
    }

    #[test]
    fn what_is_no_single_day_is_refused_with_its_reason() {
        for (text, fault) in [
            ("2023-02-30", DateFault::NoSuchDay),
            ("2023-13-01", DateFault::NoSuchDay),
            ("1/05/2023", DateFault::Ambiguous),
            ("01.05.2023", DateFault::Ambiguous),
            ("soon", DateFault::Unreadable),
            ("20230501", DateFault::Unreadable),
            ("2023-05-01-02", DateFault::Unreadable),
            ("-2023-05-01", DateFault::Unreadable),
            ("", DateFault::Unreadable),
        ] {
            assert_eq!(parse(text), Err(fault), "{text}");
        }
    }
}
