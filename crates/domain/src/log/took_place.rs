//! What took place on a day, as far as the work itself says so: what the log proposes.

use chrono::NaiveDate;

use super::{Activity, span::Span};
use crate::RowId;

/// Something that took place: an observation, a debrief, a held visit, a way between two schools.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TookPlace {
    /// The row that says so. For a way it is what the way led to.
    pub origin: RowId,
    /// What it was.
    pub activity: Activity,
    /// The day.
    pub date: NaiveDate,
    /// When it began, in minutes after midnight; nothing when only the day is known.
    pub starts_minute: Option<u32>,
    /// How long it lasted; nothing when nobody said.
    pub minutes: Option<u32>,
    /// How many of these minutes nothing could be written: pauses and sleep.
    pub gap_minutes: u32,
    /// With whom.
    pub teacher: Option<RowId>,
    /// With which team.
    pub team: Option<RowId>,
    /// Where; for a way, where it led.
    pub school: Option<RowId>,
    /// For a way, where it began.
    pub travel_from: Option<RowId>,
}

impl TookPlace {
    /// Returns its stretch of the day, when that is known.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        Span::new(self.starts_minute?, self.minutes?)
    }

    /// Returns its time as one code, which an entry keeps, so that a later change of the origin is seen.
    #[must_use]
    pub fn time_code(&self) -> String {
        let number = |number: Option<u32>| number.map_or_else(|| "-".to_owned(), |number| number.to_string());
        format!("{} {} {}", self.date, number(self.starts_minute), number(self.minutes))
    }
}

/// Returns whole minutes of milliseconds, half a minute upwards; what lasted at all lasted a minute.
#[must_use]
pub fn minutes_of(ms: i64) -> u32 {
    let ms = ms.max(0);
    let minutes = u32::try_from((ms + 30_000) / 60_000).unwrap_or(u32::MAX);
    if ms > 0 { minutes.max(1) } else { minutes }
}

/// Minutes of a way when nobody said how long it takes.
const USUAL_WAY: u32 = 15;

/// Returns the ways between schools of one day: each ends when what it leads to begins.
///
/// `known` says how long a way took when it was last confirmed. Where less time lay between, it took no longer than that;
/// where none lay between, no way is proposed.
#[must_use]
pub fn ways(day: &[TookPlace], known: impl Fn(RowId, RowId) -> Option<u32>) -> Vec<TookPlace> {
    let mut stations: Vec<(Span, RowId, &TookPlace)> =
        day.iter().filter_map(|took| Some((took.span()?, took.school?, took))).collect();
    stations.sort_by_key(|(span, _, took)| (span.starts_minute(), span.ends_minute(), took.origin));
    let mut ways = Vec::new();
    for pair in stations.windows(2) {
        let [(before, from, _), (after, to, next)] = pair else { continue };
        let between = after.starts_minute().saturating_sub(before.ends_minute());
        let minutes = known(*from, *to).unwrap_or(USUAL_WAY).min(between);
        if from != to && minutes > 0 {
            ways.push(TookPlace {
                activity: Activity::Travel,
                starts_minute: Some(after.starts_minute() - minutes),
                minutes: Some(minutes),
                gap_minutes: 0,
                teacher: None,
                team: None,
                travel_from: Some(*from),
                ..(*next).clone()
            });
        }
    }
    ways
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{
        super::span::{DAY, overlapping},
        *,
    };

    fn row(number: u8) -> RowId {
        RowId::from_bytes([number; 16])
    }

    fn lesson(number: u8, starts: u32, minutes: u32, school: u8) -> TookPlace {
        TookPlace {
            origin: row(number),
            activity: Activity::Observe,
            date: "2026-10-05".parse().unwrap(),
            starts_minute: Some(starts),
            minutes: Some(minutes),
            gap_minutes: 0,
            teacher: Some(row(90)),
            team: None,
            school: Some(row(school)),
            travel_from: None,
        }
    }

    #[test]
    fn st_1_a_lesson_of_43_minutes_is_43_minutes() {
        assert_eq!(minutes_of(43 * 60_000 + 12_000), 43);
        assert_eq!((minutes_of(0), minutes_of(4_000), minutes_of(90_000), minutes_of(-5)), (0, 1, 2, 0));
    }

    #[test]
    fn a_way_lies_between_two_schools_and_not_within_one() {
        let day = [lesson(1, 480, 45, 1), lesson(2, 540, 45, 1), lesson(3, 660, 45, 2)];

        let ways = ways(&day, |_, _| None);

        let [way] = ways.as_slice() else { panic!("one way") };
        assert_eq!((way.origin, way.travel_from, way.school), (row(3), Some(row(1)), Some(row(2))));
        assert_eq!((way.starts_minute, way.minutes, way.activity), (Some(645), Some(15), Activity::Travel));
        assert_eq!((way.teacher, way.team), (None, None));
    }

    #[test]
    fn a_way_takes_what_it_took_last_time_but_no_more_than_lay_between() {
        let day = [lesson(1, 480, 45, 1), lesson(2, 545, 45, 2)];

        assert_eq!(ways(&day, |_, _| Some(12))[0].minutes, Some(12));
        assert_eq!(ways(&day, |_, _| Some(50))[0].minutes, Some(20));
        assert!(ways(&[lesson(1, 480, 45, 1), lesson(2, 525, 45, 2)], |_, _| None).is_empty());
    }

    #[test]
    fn a_moved_start_is_another_time_code() {
        let (before, after) = (lesson(1, 487, 43, 1), lesson(1, 490, 43, 1));

        assert_eq!(before.time_code(), "2026-10-05 487 43");
        assert_ne!(before.time_code(), after.time_code());
        assert_eq!(TookPlace { minutes: None, ..before }.time_code(), "2026-10-05 487 -");
    }

    proptest! {
        #[test]
        fn ways_never_overlap_what_they_lie_between(
            lengths in proptest::collection::vec((0..60_u32, 1..60_u32, 1..4_u8), 1..8),
            took in proptest::option::of(1..90_u32),
        ) {
            let mut from = 360;
            let mut day = Vec::new();
            for (number, (pause, minutes, school)) in (1_u8..).zip(lengths) {
                day.push(lesson(number, from + pause, minutes, school));
                from += pause + minutes;
            }

            let ways = ways(&day, |_, _| took);

            let spans: Vec<_> = day.iter().chain(&ways).map(TookPlace::span).collect();
            prop_assert!(spans.iter().all(Option::is_some));
            prop_assert!(overlapping(&spans).is_empty());
            prop_assert!(spans.iter().flatten().map(|span| span.minutes()).sum::<u32>() <= DAY);
        }
    }
}
