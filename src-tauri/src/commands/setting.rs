//! Settings and abbreviations, which one screen shows together.

use actions::setting::{Abbreviation, Settings};
use serde::{Deserialize, Serialize};
use store::Connection;
use tauri::{State, WebviewWindow};

use crate::{
    events,
    state::{Answer, AppState},
};

/// The settings as the page knows them: with the personal abbreviations.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SettingsView {
    #[serde(flatten)]
    settings: Settings,
    abbreviations: Vec<Abbreviation>,
}

/// The settings as the page sends them.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SaveSettings {
    #[serde(flatten)]
    settings: Settings,
    abbreviations: Vec<Abbreviation>,
}

impl SettingsView {
    /// Reads them.
    pub fn load(reader: &Connection) -> actions::Result<Self> {
        Ok(Self { settings: actions::setting::load(reader)?, abbreviations: actions::setting::abbreviations(reader)? })
    }
}

/// Returns the settings.
#[tauri::command(async)]
#[specta::specta]
pub fn settings(state: State<'_, AppState>) -> Answer<SettingsView> {
    state.read(SettingsView::load)
}

/// Keeps the settings.
#[tauri::command(async)]
#[specta::specta]
pub fn set_settings(settings: SaveSettings, window: WebviewWindow, state: State<'_, AppState>) -> Answer<()> {
    state.write(move |writer| {
        actions::setting::save(writer, &settings.settings)?;
        actions::setting::save_abbreviations(writer, &settings.abbreviations)
    })?;
    events::changed_elsewhere(&window, &["setting"]);
    Ok(())
}

/// Returns the personal abbreviations.
#[tauri::command(async)]
#[specta::specta]
pub fn abbreviations(state: State<'_, AppState>) -> Answer<Vec<Abbreviation>> {
    state.read(actions::setting::abbreviations)
}
