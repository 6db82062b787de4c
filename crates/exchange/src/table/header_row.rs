//! Which row holds the headers: titles, dates and empty rows often stand above it.

use super::RawRows;
use crate::mapping::TargetField;
use crate::mapping::words;

/// Rows that are looked at.
const SEARCHED: usize = 20;

/// The place of the header among the rows that are not empty; `None` when every row looks like data.
pub(super) fn find(rows: &RawRows) -> Option<usize> {
    let rows = &rows[..rows.len().min(SEARCHED)];
    let known = |cells: &[String]| cells.iter().filter(|cell| words::meaning(cell) != TargetField::Ignore).count();
    // The last of equals wins in max_by_key, so the search runs from below to prefer the uppermost row.
    let best = rows.iter().enumerate().rev().max_by_key(|(_, (_, cells))| known(cells));
    if let Some((at, (_, cells))) = best
        && known(cells) >= 2
    {
        return Some(at);
    }
    let width = rows.iter().map(|(_, cells)| filled(cells)).max()?;
    let first_full = rows.iter().position(|(_, cells)| filled(cells) * 2 > width)?;
    let looks_like_data = rows[first_full].1.iter().any(|cell| is_data(cell));
    (!looks_like_data).then_some(first_full)
}

fn filled(cells: &[String]) -> usize {
    cells.iter().filter(|cell| !cell.is_empty()).count()
}

/// An address or a number is no header.
fn is_data(cell: &str) -> bool {
    cell.contains('@') || cell.parse::<f64>().is_ok()
}
