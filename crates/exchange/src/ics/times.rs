//! Dates, times and durations of a calendar file.

use chrono::{DateTime, Datelike, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use super::components::Property;
use super::zones::Zones;
use crate::problem::ProblemList;

/// A day or a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum When {
    Day(NaiveDate),
    Moment(DateTime<Utc>),
}

/// Years that a school calendar can speak of.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;
/// A longer event is not an event.
const LONGEST: TimeDelta = TimeDelta::days(800);

/// The first time of a property, and the zone in which it is written.
pub(super) fn one(property: &Property, zones: &mut Zones, problems: &mut ProblemList) -> Option<(When, Tz)> {
    let zone = zone_of(property, zones, problems);
    let value = property.value.split([',', '/']).next().unwrap_or_default();
    let is_utc = value.trim().ends_with(['Z', 'z']);
    Some((parse(value, zone)?, if is_utc { Tz::UTC } else { zone }))
}

fn zone_of(property: &Property, zones: &mut Zones, problems: &mut ProblemList) -> Tz {
    match property.param("TZID").filter(|id| !id.is_empty()) {
        Some(id) => zones.of(id, property.row, problems),
        None => zones.floating(),
    }
}

/// The times of a list property, as EXDATE; `None` for each that cannot be read. Of a period, the start.
pub(super) fn list(property: &Property, zones: &mut Zones, problems: &mut ProblemList) -> Vec<Option<When>> {
    let zone = zone_of(property, zones, problems);
    property
        .value
        .split(',')
        .take(5_000)
        .map(|value| parse(value.split('/').next().unwrap_or_default(), zone))
        .collect()
}

/// Reads `20260817`, `20260817T090000`, `20260817T090000Z`, also with the dashes and colons some programs write.
pub(super) fn parse(value: &str, zone: Tz) -> Option<When> {
    let plain: String = value.trim().chars().filter(|c| !matches!(c, '-' | ':')).collect();
    if !plain.is_ascii() {
        return None;
    }
    let (date, time) = plain.split_once(['T', 't']).unwrap_or((&plain, ""));
    let date = day(date)?;
    if time.is_empty() {
        return Some(When::Day(date));
    }
    let (time, is_utc) = match time.strip_suffix(['Z', 'z']) {
        Some(time) => (time, true),
        None => (time, false),
    };
    let local = date.and_time(time_of_day(time)?);
    let zone = if is_utc { Tz::UTC } else { zone };
    Some(When::Moment(to_utc(local, zone)?))
}

fn day(text: &str) -> Option<NaiveDate> {
    if text.len() != 8 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let date = NaiveDate::from_ymd_opt(text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?)?;
    YEARS.contains(&date.year()).then_some(date)
}

/// Six digits, or four where the seconds are missing. A leap second is the second before it.
fn time_of_day(text: &str) -> Option<NaiveTime> {
    if !matches!(text.len(), 4 | 6) || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let second: u32 = text.get(4..6).map_or(Ok(0), str::parse).ok()?;
    NaiveTime::from_hms_opt(text[..2].parse().ok()?, text[2..4].parse().ok()?, second.min(59))
}

/// A local time as a moment: the first of two in autumn, and moved past the gap in spring.
pub(super) fn to_utc(local: NaiveDateTime, zone: Tz) -> Option<DateTime<Utc>> {
    // Half hours up to a day and a bit: one island once skipped a whole day.
    (0..50).find_map(|halves| {
        let moved = local.checked_add_signed(TimeDelta::minutes(30 * halves))?;
        match zone.from_local_datetime(&moved) {
            LocalResult::Single(moment) | LocalResult::Ambiguous(moment, _) => Some(moment.with_timezone(&Utc)),
            LocalResult::None => None,
        }
    })
}

/// Reads a duration as `P1W`, `P2D`, `PT1H30M`; a negative or absurd one is none.
pub(super) fn duration(text: &str) -> Option<TimeDelta> {
    let text = text.trim().to_ascii_uppercase();
    let mut rest = text.strip_prefix('+').unwrap_or(&text).strip_prefix('P')?;
    let mut seconds = 0_i64;
    while !rest.is_empty() {
        rest = rest.strip_prefix('T').unwrap_or(rest);
        let end = rest.bytes().take_while(u8::is_ascii_digit).count();
        let count: i64 = rest.get(..end)?.parse().ok()?;
        let unit = match rest.as_bytes().get(end)? {
            b'W' => 7 * 86_400,
            b'D' => 86_400,
            b'H' => 3_600,
            b'M' => 60,
            b'S' => 1,
            _ => return None,
        };
        seconds = seconds.checked_add(count.checked_mul(unit)?)?;
        rest = &rest[end + 1..];
    }
    TimeDelta::try_seconds(seconds).filter(|length| *length <= LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHICAGO: Tz = Tz::America__Chicago;

    fn utc(value: &str) -> String {
        match parse(value, CHICAGO) {
            Some(When::Moment(moment)) => moment.format("%Y-%m-%d %H:%M:%S").to_string(),
            Some(When::Day(day)) => day.to_string(),
            None => "none".to_owned(),
        }
    }

    #[test]
    fn times_are_read_in_their_zone() {
        for (value, expected) in [
            ("20260817", "2026-08-17"),
            ("2026-08-17", "2026-08-17"),
            ("20260817T090000", "2026-08-17 14:00:00"),
            ("20260817T090000Z", "2026-08-17 09:00:00"),
            ("20260817T0900", "2026-08-17 14:00:00"),
            ("2026-08-17T09:00:00Z", "2026-08-17 09:00:00"),
            ("20260817T235960", "2026-08-18 04:59:59"),
            ("20260230", "none"),
            ("20260817T250000", "none"),
            ("18500101T000000", "none"),
            ("INVALID-DATE", "none"),
            ("", "none"),
            ("２０２６0817", "none"),
        ] {
            assert_eq!(utc(value), expected, "{value}");
        }
    }

    #[test]
    fn on_a_night_of_clock_change_a_time_that_is_not_moves_on_and_a_doubled_one_is_the_first() {
        assert_eq!(utc("20260308T023000"), "2026-03-08 08:00:00");
        assert_eq!(utc("20261101T013000"), "2026-11-01 06:30:00");
    }

    #[test]
    fn durations_are_read_and_absurd_ones_refused() {
        for (text, expected) in [
            ("PT1H30M", Some(5_400)),
            ("P2D", Some(172_800)),
            ("P1W", Some(604_800)),
            ("P1DT2H", Some(93_600)),
            ("-PT5M", None),
            ("P", Some(0)),
            ("PT", None),
            ("P99999999999999999999D", None),
            ("P9999W", None),
            ("PT5", None),
        ] {
            assert_eq!(duration(text).map(|d| d.num_seconds()), expected, "{text}");
        }
    }
}
