//! The start: which profiles there are, and the one that opens without asking.

use domain::{Code, Problem};
use serde::Serialize;
use store::profile::Profile;
use tauri::State;

use super::profile::{ProfileView, SessionView, view};
use crate::{
    clock, keychain,
    state::{Answer, AppState, problem},
};

/// What the first screen needs to know.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct StartView {
    profiles: Vec<ProfileView>,
    opened: Option<SessionView>,
    problem: Option<Problem>,
    zones: Vec<String>,
    zone: String,
    demo: bool,
}

/// Returns the profiles of this computer, and the open one when a secret opens it without asking.
#[tauri::command(async)]
#[specta::specta]
pub fn start(state: State<'_, AppState>) -> Answer<StartView> {
    let (mut profiles, mut found) = (Vec::new(), None);
    match state.home().and_then(|home| home.profiles().map_err(problem)) {
        Ok(all) => {
            for profile in &all {
                match profile.key_file() {
                    Ok(file) => profiles.push(ProfileView { id: profile.id(), label: file.label, demo: file.demo }),
                    // A database without a usable key is never taken for a first run.
                    Err(error) => found = Some(problem(error)),
                }
            }
            found = open_unasked(&state, &all).err().or(found);
        }
        Err(problem) => found = Some(problem),
    }
    let opened = state.open().ok().map(|open| view(&state, &open)).transpose()?;
    Ok(StartView {
        demo: profiles.iter().any(|profile| profile.demo),
        profiles,
        opened,
        problem: found,
        zones: chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name().to_owned()).collect(),
        zone: iana_time_zone::get_timezone().unwrap_or_else(|_| "UTC".to_owned()),
    })
}

/// Opens the profile that needs no asking while the window is being made. Whatever stands in the way is found again and
/// said when the page asks for the start.
pub fn open_ahead(state: &AppState) {
    let opened =
        state.home().and_then(|home| home.profiles().map_err(problem)).and_then(|all| open_unasked(state, &all));
    if let Err(problem) = opened {
        tracing::debug!(code = ?problem.code, "nothing was opened ahead");
    }
}

/// Opens the only profile whose secret is at hand: `COACHLIGHT_PASSPHRASE`, or the keychain. Not when one is open, or when
/// a person locked it.
fn open_unasked(state: &AppState, profiles: &[Profile]) -> Answer<()> {
    let opening = state.opening();
    if state.open().is_ok() || state.is_locked() {
        return Ok(());
    }
    if let Ok(passphrase) = std::env::var("COACHLIGHT_PASSPHRASE")
        && let [profile] = profiles
    {
        return match profile.key_file().and_then(|file| file.open(&passphrase)) {
            // A profile that waits for its first connection waits on: the person is asked, and told.
            Ok(key) => match opening.open(profile, &key) {
                Err(problem) if problem.code == Code::Link => Ok(()),
                opened => opened.map(drop),
            },
            // It belongs to another profile: the person is asked, as without it.
            Err(store::Error::WrongSecret) => Ok(()),
            Err(error) => Err(problem(error)),
        };
    }
    let remembered = profiles.iter().find_map(|profile| Some((profile, keychain::recall(&profile.id())?)));
    match remembered {
        Some((profile, key)) => opening.open(profile, &key).map(drop),
        None => Ok(()),
    }
}

/// Takes notice that the first screen is painted and still. Tests and measurements wait for the file.
#[tauri::command(async)]
#[specta::specta]
pub fn paint_ready() -> Answer<()> {
    let Some(path) = std::env::var_os("COACHLIGHT_READY_FILE") else { return Ok(()) };
    crate::files::write(std::path::Path::new(&path), clock::read().wall_ms.to_string().as_bytes())
}
