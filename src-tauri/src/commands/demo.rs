//! The demo profile: made, opened and removed.

use store::{System, Writer, key::Key, profile::Profile};
use tauri::{AppHandle, State, WebviewWindow};

use super::profile::{SessionView, view};
use crate::{
    events::{self, Announcement},
    keychain,
    state::{Answer, AppState, problem},
};

/// Makes the demo profile and opens it.
#[tauri::command(async)]
#[specta::specta]
pub fn create_demo(window: WebviewWindow, state: State<'_, AppState>) -> Answer<SessionView> {
    let (profile, key, writer) = make_demo(state.home()?)?;
    let open = state.opening().take(&profile, &key, writer)?;
    events::locked_elsewhere(&window);
    view(&state, &open)
}

/// Makes a demo profile. It holds no work, so its passphrase is no secret.
pub fn make_demo(home: &store::profile::Home) -> Answer<(Profile, Key, Writer)> {
    let today = chrono::Local::now().date_naive();
    let (profile, key, _, writer) =
        home.create("Demo: Riverbend", true, DEMO_PASSPHRASE, Box::new(System), |writer| {
            demo::fill(writer, &demo::Size::term(), 1, today)?;
            demo::kinds(writer, 2, today)?;
            demo::together(writer, 3, today)
        })?;
    Ok((profile, key, writer))
}

/// The passphrase of demo profiles, which the screen says.
pub const DEMO_PASSPHRASE: &str = "demo demo";

/// Removes the demo profile, and nothing else.
#[tauri::command(async)]
#[specta::specta]
pub fn remove_demo(app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    if state.open().is_ok_and(|open| open.demo) {
        state.lock();
        events::tell(&app, Announcement::Locked {});
    }
    for profile in state.home()?.profiles().map_err(problem)? {
        if profile.key_file().is_ok_and(|file| file.demo) {
            if !keychain::forget(&profile.id()) {
                tracing::warn!("the keychain could not be asked to forget a demo's key, which opens nothing any more");
            }
            profile.discard().map_err(problem)?;
        }
    }
    Ok(())
}
