//! What waits to be sent, in words: by document, the latest change first.

use domain::RowId;
use serde::Serialize;
use store::{
    Connection,
    exchange::{self as stored, Changed, Verb},
};

use super::{
    row::{RowView, Rows},
    words,
};
use crate::{Result, observation::small};

/// How many changed rows are listed: nobody reads more, and the screen must not be built of fifty thousand.
pub const MOST: u32 = 200;

/// What waits to be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct WaitingView {
    /// Documents with changes, the latest change first.
    pub documents: Vec<DocumentView>,
    /// How many changes there are in all.
    pub changes: u32,
    /// How many of them are in the documents above.
    pub listed: u32,
}

/// The changes of one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct DocumentView {
    /// The document.
    pub row: RowView,
    /// Its rows, the latest change first.
    pub items: Vec<ItemView>,
}

/// The changes of one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ItemView {
    /// The row.
    pub row: RowView,
    /// What they come to: "New", "Changed".
    pub verb: String,
    /// When the last of them was written.
    pub when: String,
}

/// Lists what waits to be sent.
///
/// # Errors
/// When the database fails.
pub fn waiting(reader: &Connection, now_ms: i64) -> Result<WaitingView> {
    let changed = stored::waiting(reader, MOST)?;
    Ok(WaitingView {
        changes: small(stored::counts(reader)?.waiting),
        listed: small(changed.iter().map(|one| one.count).sum::<u64>()),
        documents: documents(&mut Rows::new(reader)?, &changed, now_ms)?,
    })
}

/// Puts changed rows together by their documents, in the order of each one's latest change.
pub(super) fn documents(rows: &mut Rows<'_>, changed: &[Changed], now_ms: i64) -> Result<Vec<DocumentView>> {
    let mut documents: Vec<(RowId, DocumentView)> = Vec::new();
    for one in changed {
        let row = rows.view(one.entity, one.row)?;
        let verb = verb(one.verb).to_owned();
        let item = ItemView { row: row.clone(), verb, when: words::moment(one.last_ms, now_ms, rows.zone) };
        let root = root(rows, one)?;
        if let Some((_, document)) = documents.iter_mut().find(|(id, _)| *id == root) {
            document.items.push(item);
        } else {
            let row = if root == one.row { row } else { whole(rows, root, &row)? };
            documents.push((root, DocumentView { row, items: vec![item] }));
        }
    }
    Ok(documents.into_iter().map(|(_, document)| document).collect())
}

/// A row that is gone no longer says what it was part of.
fn root(rows: &Rows<'_>, one: &Changed) -> Result<RowId> {
    let Some(entity) = one.entity else { return Ok(one.row) };
    match rows.root(entity, one.row) {
        Err(crate::Error::Store(store::Error::NotFound { .. })) => Ok(one.row),
        other => other,
    }
}

fn whole(rows: &mut Rows<'_>, root: RowId, part: &RowView) -> Result<RowView> {
    match store::removed::entity_of(rows.reader, root) {
        Ok(entity) => rows.view(Some(entity), root),
        Err(store::Error::NotFound { .. }) => Ok(part.clone()),
        Err(error) => Err(error.into()),
    }
}

fn verb(verb: Verb) -> &'static str {
    match verb {
        Verb::Made => "New",
        Verb::Changed => "Changed",
        Verb::Removed => "Removed",
        Verb::Restored => "Brought back",
        Verb::Shared => "Shared",
    }
}
