//! What the service keeps and does not apply, in words.

use serde::Serialize;
use store::{
    Connection,
    exchange::{self as stored, Refused},
};

use super::{
    row::Rows,
    waiting::{DocumentView, documents},
    words,
};
use crate::{Result, observation::small};

/// How many rows of one run are listed, and how many runs.
const MOST: u32 = 20;

/// Changes that the service keeps and does not apply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct CustodyView {
    /// The run's name, for the screen's list.
    pub id: String,
    /// How many changes.
    pub changes: u32,
    /// Why.
    pub reason: CustodyReason,
    /// Since when.
    pub since: String,
    /// What they change; the latest rows.
    pub documents: Vec<DocumentView>,
}

/// Why changes are in custody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub enum CustodyReason {
    /// The right to write there has ended.
    NotYours,
    /// The service does not understand them yet.
    Unknown,
}

/// Lists what is in custody, the latest first.
///
/// # Errors
/// When the database fails.
pub fn custody(reader: &Connection, now_ms: i64) -> Result<Vec<CustodyView>> {
    let mut rows = Rows::new(reader)?;
    let runs = stored::custody(reader)?.into_iter().take(MOST as usize);
    runs.map(|run| {
        let changed = stored::in_custody(reader, &run, MOST)?;
        Ok(CustodyView {
            id: format!("{}-{}", run.replica, run.ctr),
            changes: small(run.count),
            reason: match run.reason {
                Refused::NotYours => CustodyReason::NotYours,
                Refused::Unknown => CustodyReason::Unknown,
            },
            since: words::moment(run.since_ms, now_ms, rows.zone),
            documents: documents(&mut rows, &changed, now_ms)?,
        })
    })
    .collect()
}
