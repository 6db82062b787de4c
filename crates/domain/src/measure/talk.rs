//! How long who talked: minutes by category, and where two categories ran at once.

/// A stretch of talk of one kind. Without an end it still lasts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The category.
    pub letter: String,
    /// Where it began, in milliseconds since the lesson's start.
    pub from_ms: i64,
    /// Where it ended.
    pub to_ms: Option<i64>,
}

impl Span {
    /// Returns how long it lasted until a moment.
    #[must_use]
    pub fn length_ms(&self, now_ms: i64) -> i64 {
        (self.to_ms.unwrap_or(now_ms) - self.from_ms).max(0)
    }
}

/// Returns how long a category lasted, in milliseconds.
#[must_use]
pub fn lasted(spans: &[Span], letter: &str, now_ms: i64) -> i64 {
    spans.iter().filter(|span| span.letter == letter).map(|span| span.length_ms(now_ms)).sum()
}

/// Returns how long two or more spans ran at once, in milliseconds.
#[must_use]
pub fn overlap(spans: &[Span], now_ms: i64) -> i64 {
    let mut edges: Vec<(i64, i32)> = Vec::new();
    for span in spans.iter().filter(|span| span.length_ms(now_ms) > 0) {
        edges.push((span.from_ms, 1));
        edges.push((span.from_ms + span.length_ms(now_ms), -1));
    }
    // An end comes before a beginning at the same moment: they only touch.
    edges.sort_unstable();
    let (mut running, mut since, mut total) = (0, 0, 0);
    for (at, change) in edges {
        if running >= 2 {
            total += at - since;
        }
        running += change;
        since = at;
    }
    total
}

/// Returns whether another span ran during part of this one, by its place in the list.
#[must_use]
pub fn is_overlapped(spans: &[Span], at: usize, now_ms: i64) -> bool {
    let end = |span: &Span| span.from_ms + span.length_ms(now_ms);
    let Some(one) = spans.get(at) else { return false };
    spans.iter().enumerate().any(|(other, span)| other != at && span.from_ms.max(one.from_ms) < end(span).min(end(one)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(letter: &str, from_s: i64, to_s: impl Into<Option<i64>>) -> Span {
        Span { letter: letter.into(), from_ms: from_s * 1_000, to_ms: to_s.into().map(|to: i64| to * 1_000) }
    }

    #[test]
    fn an_open_span_lasts_until_now() {
        let spans = [span("T", 0, 60), span("S", 60, None), span("T", 90, 100)];
        assert_eq!(lasted(&spans, "T", 120_000), 70_000);
        assert_eq!(lasted(&spans, "S", 120_000), 60_000);
        assert_eq!(lasted(&spans, "G", 120_000), 0);
    }

    #[test]
    fn what_runs_at_once_is_an_overlap_and_what_touches_is_none() {
        assert_eq!(overlap(&[span("T", 0, 60), span("S", 60, 90)], 90_000), 0);
        assert_eq!(overlap(&[span("T", 0, 60), span("S", 50, 90)], 90_000), 10_000);
        assert_eq!(overlap(&[span("T", 0, 60), span("S", 10, 50), span("G", 20, 30)], 90_000), 40_000);
        assert_eq!(overlap(&[span("T", 0, None), span("S", 30, None)], 90_000), 60_000);
        assert_eq!(overlap(&[], 90_000), 0);
    }

    #[test]
    fn a_span_is_overlapped_where_another_one_ran_and_not_where_it_only_touches() {
        let spans = [span("T", 0, 60), span("S", 60, 90), span("G", 80, None), span("S", 85, 85)];
        let found: Vec<bool> = (0..5).map(|at| is_overlapped(&spans, at, 120_000)).collect();
        assert_eq!(found, [false, true, true, false, false]);
    }
}
