//! The exchange with the central service, as the status bar and the Sync centre show it.

use actions::exchange::OthersView;
use serde::Serialize;
use sync::engine::Failure;
use tauri::State;

use crate::{
    exchange::Now,
    state::{Answer, AppState},
};

/// What the exchange is doing, or why the last try failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub enum ExchangeNow {
    /// Nothing is going on.
    Resting,
    /// Something is on its way.
    Exchanging,
    /// The service could not be reached; it is tried again, as after everything below.
    Unreachable,
    /// Something else answered in its place, as the sign-in page of a network does.
    Stranger,
    /// The network's proxy did not let the question through.
    Proxy,
    /// Nobody whom this computer trusts vouches for the service's certificate.
    Certificate,
    /// The service did not take what was sent.
    Refused,
    /// The service cannot take anything at the moment.
    Busy,
    /// The service no longer knows this device.
    Unknown,
}

impl From<Now> for ExchangeNow {
    fn from(now: Now) -> Self {
        match now {
            Now::Resting => Self::Resting,
            Now::Exchanging => Self::Exchanging,
            Now::Failed(Failure::Link) => Self::Unreachable,
            Now::Failed(Failure::Stranger) => Self::Stranger,
            Now::Failed(Failure::Proxy) => Self::Proxy,
            Now::Failed(Failure::Certificate) => Self::Certificate,
            Now::Failed(Failure::Refused) => Self::Refused,
            Now::Failed(Failure::Busy) => Self::Busy,
            Now::Failed(Failure::Unknown) => Self::Unknown,
        }
    }
}

/// What lies between this profile and the service.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ExchangeState {
    /// What it is doing.
    pub now: ExchangeNow,
    /// The service's address.
    pub service: String,
    /// How many changes wait to be sent.
    pub waiting: u32,
    /// How many things somebody should look at: conflicts, and changes that the service keeps and does not apply.
    pub attention: u32,
    /// When the service last answered, as a time or a day in words.
    pub received: Option<String>,
    /// That what others wrote closes soon, or is closed.
    pub others: Option<OthersView>,
}

/// Returns what lies between this profile and the service; nothing while the profile works alone.
#[tauri::command(async)]
#[specta::specta]
pub fn exchange_state(state: State<'_, AppState>) -> Answer<Option<ExchangeState>> {
    let now_ms = crate::clock::read().wall_ms;
    let summary = state.read(|reader| actions::exchange::summary(reader, now_ms))?;
    Ok(summary.map(|summary| ExchangeState {
        now: state.exchange.now().into(),
        service: summary.service,
        waiting: summary.waiting,
        attention: summary.attention,
        received: summary.received,
        others: summary.others,
    }))
}

/// Asks for an exchange at once.
#[tauri::command(async)]
#[specta::specta]
pub fn exchange_now(state: State<'_, AppState>) -> Answer<()> {
    state.open()?;
    state.exchange.ask();
    Ok(())
}
