//! What changed in the words of a shared record since it came: the earlier text stays readable (INV-4).

use domain::{RowId, schema::Entity};
use serde::Serialize;
use store::{Connection, exchange as log, shared as stored};

use super::Found;
use crate::{
    Result,
    exchange::{PieceView, Rows, field_name, moment, pieces},
};

/// One change of one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ChangeView {
    /// The row that holds the field, for its whole history.
    pub row: RowId,
    /// The field in words.
    pub label: String,
    /// When, in words.
    pub when: String,
    /// What it said before.
    pub before: String,
    /// What it says since; empty where the words were removed.
    pub after: String,
    /// What is different.
    pub pieces: Vec<PieceView>,
}

/// A change before it is put into words.
struct Change {
    entity: &'static Entity,
    row: RowId,
    field: u16,
    at_ms: i64,
    before: String,
    after: String,
}

/// Lists what changed, the latest first.
pub(super) fn list(reader: &Connection, found: &Found, now_ms: i64) -> Result<Vec<ChangeView>> {
    let zone = Rows::new(reader)?.zone;
    let mut changes = all(reader, found)?;
    changes.sort_by_key(|change| std::cmp::Reverse(change.at_ms));
    let view = |change: Change| ChangeView {
        row: change.row,
        label: field_name(change.entity, change.field),
        when: moment(change.at_ms, now_ms, zone),
        pieces: pieces(&change.before, &change.after),
        before: change.before,
        after: change.after,
    };
    Ok(changes.into_iter().map(view).collect())
}

/// Returns when the words last changed since they came, in milliseconds since 1970; nothing while they did not.
pub(super) fn last(reader: &Connection, found: &Found) -> Result<Option<i64>> {
    Ok(all(reader, found)?.iter().map(|change| change.at_ms).max())
}

fn all(reader: &Connection, found: &Found) -> Result<Vec<Change>> {
    let mut changes = Vec::new();
    for (entity, row) in stored::reworked(reader, found.entity, found.id)? {
        for field in entity.fields.iter().filter(|field| field.words) {
            let versions = log::history(reader, row, field.number)?;
            let versions: Vec<_> =
                versions.iter().map(|one| (one.written_ms, one.value.text().unwrap_or_default().to_owned())).collect();
            changes.extend(versions.windows(2).filter(|pair| is_change(&pair[0].1, &pair[1].1)).map(|pair| Change {
                entity,
                row,
                field: field.number,
                at_ms: pair[1].0,
                before: pair[0].1.clone(),
                after: pair[1].1.clone(),
            }));
            if let (Some((_, last)), Some(at_ms)) = (versions.last(), store::removed::since(reader, entity, row)?)
                && !last.is_empty()
            {
                let before = last.clone();
                changes.push(Change { entity, row, field: field.number, at_ms, before, after: String::new() });
            }
        }
    }
    Ok(changes)
}

/// Words where there were none before are not a change of what was read.
fn is_change(before: &str, after: &str) -> bool {
    !before.is_empty() && before != after
}
