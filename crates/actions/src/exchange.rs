//! What lies between this profile and the central service, in words.

mod attention;
mod custody;
mod received;
mod row;
mod waiting;
mod words;

use domain::time;
use store::{Connection, exchange as stored};

use crate::{Result, session};

pub use attention::{AttentionView, Choice, attention, choose};
pub use custody::{CustodyView, custody};
pub use received::{ReadyView, ReceiptView, ReceiptsView, find_receipt, ready, receipts};
pub use row::RowView;
pub(crate) use row::Rows;
pub use waiting::{WaitingView, waiting};
pub use words::{PieceView, VersionView};
pub(crate) use words::{field_name, pieces, reference};

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
    }))
}
