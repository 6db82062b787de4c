//! The Sync centre: what met, what waits, what was received; and the history of a field.

use actions::{
    exchange::{AttentionView, Choice, CustodyView, ReadyView, ReceiptView, ReceiptsView, WaitingView},
    history::HistoryView,
};
use domain::RowId;
use tauri::{AppHandle, State, WebviewWindow};

use crate::{
    clock, events,
    state::{Answer, AppState},
};

/// Lists what met and waits for somebody who looks at it.
#[tauri::command(async)]
#[specta::specta]
pub fn attention(state: State<'_, AppState>) -> Answer<AttentionView> {
    let now_ms = clock::read().wall_ms;
    state.read(|reader| actions::exchange::attention(reader, now_ms))
}

/// Settles what met in a field, or, with field 0, in the row as a whole.
#[tauri::command(async)]
#[specta::specta]
pub fn choose_between(
    row: RowId,
    field: u16,
    choices: Vec<Choice>,
    window: WebviewWindow,
    app: AppHandle,
    state: State<'_, AppState>,
) -> Answer<()> {
    check_hold(&state, row, &window)?;
    state.write(move |writer| actions::exchange::choose(writer, row, field, &choices))?;
    events::changed(&app, &["all"]);
    Ok(())
}

/// Lists what the service keeps and does not apply.
#[tauri::command(async)]
#[specta::specta]
pub fn custody(state: State<'_, AppState>) -> Answer<Vec<CustodyView>> {
    let now_ms = clock::read().wall_ms;
    state.read(|reader| actions::exchange::custody(reader, now_ms))
}

/// Lists what waits to be sent.
#[tauri::command(async)]
#[specta::specta]
pub fn waiting(state: State<'_, AppState>) -> Answer<WaitingView> {
    let now_ms = clock::read().wall_ms;
    state.read(|reader| actions::exchange::waiting(reader, now_ms))
}

/// Lists the latest receipts of the service.
#[tauri::command(async)]
#[specta::specta]
pub fn receipts(state: State<'_, AppState>) -> Answer<ReceiptsView> {
    let now_ms = clock::read().wall_ms;
    state.read(|reader| actions::exchange::receipts(reader, now_ms))
}

/// Finds the receipt of a hash.
#[tauri::command(async)]
#[specta::specta]
pub fn find_receipt(hash: String, state: State<'_, AppState>) -> Answer<Option<ReceiptView>> {
    let now_ms = clock::read().wall_ms;
    state.read(|reader| actions::exchange::find_receipt(reader, &hash, now_ms))
}

/// Counts what this computer has before it leaves the network.
#[tauri::command(async)]
#[specta::specta]
pub fn ready_for_offline(state: State<'_, AppState>) -> Answer<ReadyView> {
    let now_ms = clock::read().wall_ms;
    state.read(|reader| actions::exchange::ready(reader, now_ms))
}

/// Lists what a field said before; without a field, the row's words.
#[tauri::command(async)]
#[specta::specta]
pub fn history(row: RowId, field: Option<u16>, state: State<'_, AppState>) -> Answer<HistoryView> {
    let now_ms = clock::read().wall_ms;
    state.read(|reader| actions::history::history(reader, row, field, now_ms))
}

/// Gives a field an earlier value again. Returns the document whose undo takes it back; nothing where it is the one for
/// everything else.
#[tauri::command(async)]
#[specta::specta]
pub fn restore_version(
    row: RowId,
    field: u16,
    version: String,
    window: WebviewWindow,
    app: AppHandle,
    state: State<'_, AppState>,
) -> Answer<Option<RowId>> {
    let document = check_hold(&state, row, &window)?;
    state.write(move |writer| actions::history::restore(writer, row, field, &version))?;
    events::changed(&app, &["all"]);
    Ok(document)
}

/// What belongs to an observation that another window writes is that window's to change.
fn check_hold(state: &AppState, row: RowId, window: &WebviewWindow) -> Answer<Option<RowId>> {
    let document = state.read(|reader| actions::history::document(reader, row))?;
    document.map_or(Ok(()), |document| state.open()?.check_hold(document, window.label()))?;
    Ok(document)
}
