//! Which stretches of a text one side changed, which the other, and which both.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::token::Level;

/// A stretch of the merge.
#[derive(Debug)]
pub(super) enum Part {
    /// Changed by one side at most, or by both in ways that go together.
    Settled(String),
    /// Changed by both in different ways.
    Meeting { base: String, kept: String, other: String },
}

/// One change of one side: pieces of the base, and how many pieces stand there instead.
#[derive(Debug)]
struct Hunk {
    side: usize,
    base: Range<usize>,
    changed: usize,
}

/// Changes that are looked at together.
#[derive(Debug)]
struct Region {
    base: Range<usize>,
    /// How many pieces more than the base each side has here.
    grown: [isize; 2],
}

/// Compares two changes of one text, piece by piece.
pub(super) fn parts(level: Level, base: &str, kept: &str, other: &str) -> Vec<Part> {
    let base = level.cut(base);
    let sides = [level.cut(kept), level.cut(other)];
    let mut parts = Vec::new();
    let mut at = 0;
    let mut shift = [0; 2];
    for region in regions(level, &base, &sides) {
        parts.push(Part::Settled(base[at..region.base.start].concat()));
        let [kept, other] = [0, 1].map(|side| {
            let start = region.base.start.saturating_add_signed(shift[side]);
            shift[side] += region.grown[side];
            sides[side][start..region.base.end.saturating_add_signed(shift[side])].concat()
        });
        at = region.base.end;
        parts.push(settle(level, base[region.base].concat(), kept, other));
    }
    parts.push(Part::Settled(base[at..].concat()));
    parts
}

/// Decides a region from its three texts alone.
fn settle(level: Level, base: String, kept: String, other: String) -> Part {
    if kept == other || other == base {
        Part::Settled(kept)
    } else if kept == base {
        Part::Settled(other)
    } else if base.is_empty() && level.can_follow(&kept) {
        // Both added whole pieces where nothing was: one after the other.
        Part::Settled(kept + &other)
    } else {
        Part::Meeting { base, kept, other }
    }
}

/// Returns the stretches that were changed, in their order; those that meet are one.
fn regions(level: Level, base: &[&str], sides: &[Vec<&str>; 2]) -> Vec<Region> {
    let mut hunks: Vec<Hunk> = (0..2).flat_map(|side| changes(base, &sides[side], side)).collect();
    hunks.sort_by_key(|hunk| (hunk.base.start, hunk.base.end));
    let mut regions: Vec<Region> = Vec::new();
    for hunk in hunks {
        if !regions.last().is_some_and(|last| meets(level, &last.base, &hunk.base)) {
            regions.push(Region { base: hunk.base.clone(), grown: [0; 2] });
        }
        let region = regions.last_mut().expect("one was just added");
        region.base.end = region.base.end.max(hunk.base.end);
        region.grown[hunk.side] += hunk.changed.cast_signed() - hunk.base.len().cast_signed();
    }
    regions
}

fn changes(base: &[&str], changed: &[&str], side: usize) -> Vec<Hunk> {
    let operations = capture_diff_slices(Algorithm::Patience, base, changed).into_iter();
    operations
        .filter(|operation| !matches!(operation, DiffOp::Equal { .. }))
        .map(|operation| Hunk { side, base: operation.old_range(), changed: operation.new_range().len() })
        .collect()
}

/// Returns whether two stretches, the first of which begins no later, are looked at together.
fn meets(level: Level, one: &Range<usize>, next: &Range<usize>) -> bool {
    next.start < one.end || one == next || (level == Level::Words && next.start == one.end)
}
