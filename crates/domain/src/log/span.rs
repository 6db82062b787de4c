//! Stretches of a day, and what becomes of two that overlap: one person is at one place at a time.

/// The minutes of a day.
pub const DAY: u32 = 24 * 60;

/// A stretch of one day: at least a minute, and over by midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    starts: u32,
    ends: u32,
}

/// Who gets the minutes that two stretches share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// The first of the two.
    First,
    /// The second.
    Second,
    /// The one that begins earlier has them until this minute, the other one from then on.
    SplitAt(u32),
}

impl Span {
    /// Returns the stretch that begins at a minute after midnight and lasts so many minutes; nothing when it has none or
    /// goes on after midnight.
    #[must_use]
    pub fn new(starts_minute: u32, minutes: u32) -> Option<Self> {
        Self::between(starts_minute, starts_minute.checked_add(minutes)?)
    }

    fn between(starts: u32, ends: u32) -> Option<Self> {
        (starts < ends && ends <= DAY).then_some(Self { starts, ends })
    }

    /// Returns when it begins, in minutes after midnight.
    #[must_use]
    pub fn starts_minute(self) -> u32 {
        self.starts
    }

    /// Returns when it is over, in minutes after midnight.
    #[must_use]
    pub fn ends_minute(self) -> u32 {
        self.ends
    }

    /// Returns how long it lasts.
    #[must_use]
    pub fn minutes(self) -> u32 {
        self.ends - self.starts
    }

    /// Returns the minutes that both have.
    #[must_use]
    pub fn shared(self, other: Self) -> Option<Self> {
        Self::between(self.starts.max(other.starts), self.ends.min(other.ends))
    }

    /// Returns the parts before and from a minute that lies inside.
    #[must_use]
    pub fn split(self, at_minute: u32) -> Option<(Self, Self)> {
        Some((Self::between(self.starts, at_minute)?, Self::between(at_minute, self.ends)?))
    }

    /// Returns what is left of it without the minutes of the other: nothing, one piece, or one on each side.
    #[must_use]
    pub fn without(self, other: Self) -> Vec<Self> {
        let before = Self::between(self.starts, self.ends.min(other.starts));
        let after = Self::between(self.starts.max(other.ends), self.ends);
        before.into_iter().chain(after).collect()
    }
}

/// Returns each pair of places in this list whose stretches overlap. What has no time of day overlaps nothing.
#[must_use]
pub fn overlapping(spans: &[Option<Span>]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for (at, one) in spans.iter().enumerate() {
        for (later, other) in spans.iter().enumerate().skip(at + 1) {
            if one.zip(*other).is_some_and(|(one, other)| one.shared(other).is_some()) {
                pairs.push((at, later));
            }
        }
    }
    pairs
}

/// Returns what is left of each of two stretches when the shared minutes are given away; nothing when they share none, or
/// the minute of the split is not within them.
#[must_use]
pub fn resolve(first: Span, second: Span, way: Way) -> Option<(Vec<Span>, Vec<Span>)> {
    let shared = first.shared(second)?;
    match way {
        Way::First => Some((vec![first], second.without(first))),
        Way::Second => Some((first.without(second), vec![second])),
        Way::SplitAt(minute) => {
            let (before, after) = shared.split(minute)?;
            if first.starts <= second.starts {
                Some((first.without(after), second.without(before)))
            } else {
                Some((first.without(before), second.without(after)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn span(starts: u32, minutes: u32) -> Span {
        Span::new(starts, minutes).unwrap()
    }

    fn parts(spans: &[Span]) -> Vec<(u32, u32)> {
        spans.iter().map(|span| (span.starts, span.ends)).collect()
    }

    #[test]
    fn a_stretch_has_a_minute_at_least_and_is_over_by_midnight() {
        assert_eq!(Span::new(600, 0), None);
        assert!(Span::new(1_439, 1).is_some());
        assert_eq!(Span::new(1_439, 2), None);
        assert_eq!(Span::new(u32::MAX, 2), None);
    }

    #[test]
    fn lessons_that_follow_one_another_do_not_overlap() {
        let day = [Some(span(480, 45)), Some(span(525, 45)), None, Some(span(540, 10))];

        assert_eq!(overlapping(&day), vec![(1, 3)]);
    }

    #[test]
    fn the_shared_time_goes_to_one_and_the_other_keeps_both_of_its_sides() {
        let (meeting, lesson) = (span(480, 120), span(510, 30));

        assert_eq!(resolve(meeting, lesson, Way::First), Some((vec![meeting], vec![])));
        let (left, kept) = resolve(meeting, lesson, Way::Second).unwrap();
        assert_eq!((parts(&left), kept), (vec![(480, 510), (540, 600)], vec![lesson]));
    }

    #[test]
    fn a_split_gives_the_earlier_one_what_comes_before_it() {
        let (lesson, debrief) = (span(487, 43), span(520, 20));

        let (one, other) = resolve(lesson, debrief, Way::SplitAt(525)).unwrap();
        assert_eq!((parts(&one), parts(&other)), (vec![(487, 525)], vec![(525, 540)]));
        let (other, one) = resolve(debrief, lesson, Way::SplitAt(525)).unwrap();
        assert_eq!((parts(&one), parts(&other)), (vec![(487, 525)], vec![(525, 540)]));
        assert_eq!(resolve(lesson, debrief, Way::SplitAt(520)), None);
        assert_eq!(resolve(lesson, span(530, 5), Way::First), None);
    }

    fn any_span() -> impl Strategy<Value = Span> {
        (0..DAY, 1..DAY).prop_filter_map("after midnight", |(starts, minutes)| Span::new(starts, minutes))
    }

    fn any_way() -> impl Strategy<Value = Way> {
        prop_oneof![Just(Way::First), Just(Way::Second), (0..DAY).prop_map(Way::SplitAt)]
    }

    proptest! {
        /// INV-9, and nothing that was spent is lost.
        #[test]
        fn after_a_choice_no_minute_counts_twice_and_none_is_lost(first in any_span(), second in any_span(), way in any_way()) {
            let Some((one, other)) = resolve(first, second, way) else { return Ok(()) };

            let shared = first.shared(second).expect("only what overlaps is resolved");
            let all: Vec<_> = one.iter().chain(&other).copied().map(Some).collect();
            prop_assert!(overlapping(&all).is_empty());
            let minutes: u32 = all.iter().flatten().map(|span| span.minutes()).sum();
            prop_assert_eq!(minutes, first.minutes() + second.minutes() - shared.minutes());
            for piece in one { prop_assert_eq!(piece.shared(first), Some(piece)); }
            for piece in other { prop_assert_eq!(piece.shared(second), Some(piece)); }
        }
    }
}
