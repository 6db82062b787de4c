//! Moments and school time: an instant is UTC milliseconds, a school has a zone, a lesson has minutes after midnight.

use chrono::{
    DateTime, Datelike, Days, LocalResult, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Timelike, Utc, Weekday,
};
use chrono_tz::Tz;

/// Returns the zone with this IANA name.
#[must_use]
pub fn zone(name: &str) -> Option<Tz> {
    name.parse().ok()
}

/// Returns the moment as it is read on a clock in this zone.
#[must_use]
pub fn local(wall_ms: i64, zone: Tz) -> DateTime<Tz> {
    DateTime::<Utc>::from_timestamp_millis(wall_ms).unwrap_or_default().with_timezone(&zone)
}

/// Returns the instant of a minute of a day in a zone, in milliseconds since 1970.
///
/// On the night of a clock change a minute can exist twice: the first one is meant. A minute that the change leaves out
/// means the same distance after the change.
#[must_use]
pub fn instant(date: NaiveDate, minute: u32, zone: Tz) -> i64 {
    let naive = date.and_time(chrono::NaiveTime::MIN) + TimeDelta::minutes(i64::from(minute));
    resolve(naive, zone).timestamp_millis()
}

fn resolve(naive: NaiveDateTime, zone: Tz) -> DateTime<Tz> {
    match zone.from_local_datetime(&naive) {
        LocalResult::Single(moment) | LocalResult::Ambiguous(moment, _) => moment,
        // Before the change, one hour earlier surely exists; adding the hour to the instant lands after the gap.
        LocalResult::None => {
            let hour = TimeDelta::hours(1);
            zone.from_local_datetime(&(naive - hour)).earliest().unwrap_or_else(|| zone.from_utc_datetime(&naive))
                + hour
        }
    }
}

/// Returns a time of day as `8:05` or `1:15 pm`.
#[must_use]
pub fn of_day(minute: u32) -> String {
    let (hour, minute) = (minute / 60 % 24, minute % 60);
    let (shown, suffix) = twelve(hour);
    format!("{shown}:{minute:02}{suffix}")
}

/// Returns a moment as `8:05` or `1:15 pm` in this zone.
#[must_use]
pub fn short(wall_ms: i64, zone: Tz) -> String {
    let moment = local(wall_ms, zone);
    of_day(moment.hour() * 60 + moment.minute())
}

/// Returns a moment as seconds after midnight in this zone.
#[must_use]
pub fn second_of_day(wall_ms: i64, zone: Tz) -> u32 {
    local(wall_ms, zone).num_seconds_from_midnight()
}

/// Returns a moment as `9:12:20`, without am and pm: a script lies within half a day.
#[must_use]
pub fn with_seconds(wall_ms: i64, zone: Tz) -> String {
    let moment = local(wall_ms, zone);
    format!("{}:{:02}:{:02}", twelve(moment.hour()).0, moment.minute(), moment.second())
}

fn twelve(hour: u32) -> (u32, &'static str) {
    match hour {
        0 => (12, " am"),
        1..=11 => (hour, ""),
        12 => (12, " pm"),
        _ => (hour - 12, " pm"),
    }
}

/// Returns a stretch of time as `4:00` or `1:02:03`.
#[must_use]
pub fn stretch(ms: i64) -> String {
    let seconds = ms.max(0) / 1_000;
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// Returns the Monday of the week that holds this day.
#[must_use]
pub fn monday(date: NaiveDate) -> NaiveDate {
    date.week(Weekday::Mon).first_day()
}

/// Returns a day as `Thursday 19 November`.
#[must_use]
pub fn long_day(date: NaiveDate) -> String {
    format!("{} {} {}", WEEKDAYS[date.weekday().num_days_from_monday() as usize], date.day(), month(date))
}

/// Returns a day as `19 November 2026`.
#[must_use]
pub fn full_day(date: NaiveDate) -> String {
    format!("{} {} {}", date.day(), month(date), date.year())
}

/// Returns a day as `Thu 19 Nov`.
#[must_use]
pub fn brief_day(date: NaiveDate) -> String {
    let weekday = WEEKDAYS[date.weekday().num_days_from_monday() as usize];
    format!("{} {} {}", &weekday[..3], date.day(), &month(date)[..3])
}

/// Returns the five school days of a week as `16–20 November` or `30 November – 4 December`.
#[must_use]
pub fn school_week(monday: NaiveDate) -> String {
    let friday = monday + Days::new(4);
    if monday.month() == friday.month() {
        format!("{}–{} {}", monday.day(), friday.day(), month(friday))
    } else {
        format!("{} {} – {} {}", monday.day(), month(monday), friday.day(), month(friday))
    }
}

fn month(date: NaiveDate) -> &'static str {
    MONTHS[date.month0() as usize]
}

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

#[cfg(test)]
mod tests {
    use super::*;

    const CHICAGO: Tz = chrono_tz::America::Chicago;
    const LA: Tz = chrono_tz::America::Los_Angeles;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_lesson_keeps_its_clock_time_over_the_night_of_a_clock_change() {
        for date in ["2026-10-30", "2026-11-02", "2026-03-06", "2026-03-09"] {
            assert_eq!(short(instant(day(date), 8 * 60 + 5, CHICAGO), CHICAGO), "8:05");
        }
    }

    #[test]
    fn a_minute_that_exists_twice_means_the_first() {
        let twice = instant(day("2026-11-01"), 90, CHICAGO);
        assert_eq!(instant(day("2026-11-01"), 60, CHICAGO) + 30 * 60_000, twice);
        assert_eq!(instant(day("2026-11-01"), 120, CHICAGO) - twice, 90 * 60_000);
    }

    #[test]
    fn a_minute_that_the_change_leaves_out_lies_after_the_change() {
        assert_eq!(short(instant(day("2026-03-08"), 2 * 60 + 30, CHICAGO), CHICAGO), "3:30");
    }

    #[test]
    fn two_zones_show_one_moment_at_their_own_times() {
        let moment = instant(day("2026-10-05"), 8 * 60, CHICAGO);
        assert_eq!(short(moment, CHICAGO), "8:00");
        assert_eq!(short(moment, LA), "6:00");
        assert_eq!(with_seconds(moment + 61_000, LA), "6:01:01");
    }

    #[test]
    fn times_of_day_read_as_a_school_says_them() {
        assert_eq!(of_day(0), "12:00 am");
        assert_eq!(of_day(12 * 60), "12:00 pm");
        assert_eq!(of_day(13 * 60 + 15), "1:15 pm");
        assert_eq!(stretch(240_000), "4:00");
        assert_eq!(stretch(3_723_000), "1:02:03");
    }

    #[test]
    fn a_week_is_named_by_its_school_days() {
        assert_eq!(school_week(monday(day("2026-11-19"))), "16–20 November");
        assert_eq!(school_week(day("2026-11-30")), "30 November – 4 December");
        assert_eq!(long_day(day("2026-11-19")), "Thursday 19 November");
    }
}
