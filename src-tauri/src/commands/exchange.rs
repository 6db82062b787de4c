//! The exchange with the central service, as the status bar and the Sync centre show it.

use serde::Serialize;
use sync::engine::Failure;
use tauri::State;

use crate::{
    exchange::Now,
    state::{Answer, AppState},
};

/// What the exchange is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub enum ExchangeNow {
    /// Nothing is going on.
    Resting,
    /// Something is on its way.
    Exchanging,
    /// The service could not be reached; it is tried again.
    Unreachable,
    /// The service no longer knows this device.
    Unknown,
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
}

/// Returns what lies between this profile and the service; nothing while the profile works alone.
#[tauri::command(async)]
#[specta::specta]
pub fn exchange_state(state: State<'_, AppState>) -> Answer<Option<ExchangeState>> {
    let now = match state.exchange.now() {
        Now::Resting => ExchangeNow::Resting,
        Now::Exchanging => ExchangeNow::Exchanging,
        Now::Failed(
            Failure::Link
            | Failure::Stranger
            | Failure::Proxy
            | Failure::Certificate
            | Failure::Refused
            | Failure::Busy,
        ) => ExchangeNow::Unreachable,
        Now::Failed(Failure::Unknown) => ExchangeNow::Unknown,
    };
    let now_ms = crate::clock::read().wall_ms;
    let summary = state.read(|reader| actions::exchange::summary(reader, now_ms))?;
    Ok(summary.map(|summary| ExchangeState {
        now,
        service: summary.service,
        waiting: summary.waiting,
        attention: summary.attention,
        received: summary.received,
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
