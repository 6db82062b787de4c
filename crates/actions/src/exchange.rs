//! What lies between this profile and the central service, in words.

mod attention;
mod custody;
mod received;
mod row;
mod waiting;
mod words;

use chrono_tz::Tz;
use domain::time;
use serde::Serialize;
use store::{Connection, exchange as stored, lease};

use crate::{Result, session};

pub use attention::{AttentionView, Choice, attention, choose};
pub use custody::{CustodyView, custody};
pub use received::{ReadyView, ReceiptView, ReceiptsView, find_receipt, ready, receipts};
pub use row::RowView;
pub(crate) use row::{Rows, beginning, capital};
pub use waiting::{WaitingView, waiting};
pub use words::{PieceView, VersionView};
pub(crate) use words::{field_name, moment, pieces, reference};

/// What a person needs to know at a glance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The service's address.
    pub service: String,
    /// How many changes wait to be sent.
    pub waiting: u32,
    /// How many things somebody should look at.
    pub attention: u32,
    /// When the service last answered: a time today, otherwise a day.
    pub received: Option<String>,
    /// What is to be said of what others wrote, where it closes soon or is closed.
    pub others: Option<OthersView>,
}

/// That what others wrote closes soon without contact, or is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct OthersView {
    /// Whether it is closed.
    pub is_closed: bool,
    /// The last day on which it is shown without contact; for what is closed, today.
    pub until: String,
}

/// Summarises the exchange; nothing while the profile works alone.
///
/// # Errors
/// When the database fails.
pub fn summary(reader: &Connection, now_ms: i64) -> Result<Option<Summary>> {
    let Some(membership) = stored::membership(reader)? else { return Ok(None) };
    let counts = stored::counts(reader)?;
    let zone = session::load(reader)?.zone;
    let in_words = |at_ms: i64| {
        let (at, now) = (time::local(at_ms, zone).date_naive(), time::local(now_ms, zone).date_naive());
        if at == now { time::short(at_ms, zone) } else { time::brief_day(at) }
    };
    let small = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
    Ok(Some(Summary {
        service: membership.service,
        waiting: small(counts.waiting),
        attention: small(counts.custody + counts.conflicts),
        received: counts.received_ms.map(in_words),
        others: others(reader, zone, now_ms)?,
    }))
}

/// Says of what others wrote only what somebody has to know: nothing long before its end, nor where there is nothing.
fn others(reader: &Connection, zone: Tz, now_ms: i64) -> Result<Option<OthersView>> {
    let lease = lease::lease(reader, now_ms)?.filter(|lease| lease.has_others && (lease.is_shut || lease.is_near()));
    Ok(lease.map(|lease| {
        let last = time::local(now_ms.saturating_add(lease.left_ms), zone).date_naive();
        OthersView { is_closed: lease.is_shut, until: time::brief_day(last) }
    }))
}
