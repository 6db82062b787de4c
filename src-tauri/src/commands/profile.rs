//! Profiles: make, open, lock, and what the frame of every screen shows of the open one.

use domain::Problem;
use serde::Serialize;
use store::{
    System,
    key::{Key, RecoveryCode},
    profile::Profile,
};
use tauri::{AppHandle, State, WebviewWindow};

use crate::{
    clock,
    events::{self, Announcement},
    keychain,
    state::{Answer, AppState, Open, held, problem},
};

/// A profile as the chooser shows it: no work, only the label that the person gave it.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ProfileView {
    pub(super) id: String,
    pub(super) label: String,
    pub(super) demo: bool,
}

/// The open profile.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SessionView {
    profile: ProfileView,
    me: Me,
    organisation: String,
    school: Option<String>,
    zone: String,
    today: String,
    settings: super::setting::SettingsView,
    remembered: bool,
    keychain: bool,
    presenting: bool,
    open_observation: Option<String>,
}

/// The person whose profile it is.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Me {
    id: String,
    name: String,
    role: String,
}

/// A profile that was just made. Its recovery code is shown once.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct CreatedView {
    id: String,
    recovery_code: Vec<String>,
}

pub(super) fn view(state: &AppState, open: &Open) -> Answer<SessionView> {
    let id = open.profile.id();
    let now = clock::read();
    let found = keychain::look(&id);
    let (who, settings, capturing) = open
        .store
        .read(|reader| {
            let capturing = store::observation::capturing(reader)?;
            Ok::<_, actions::Error>((
                actions::session::who(reader, now.wall_ms)?,
                super::setting::SettingsView::load(reader)?,
                capturing,
            ))
        })
        .map_err(Problem::from)?;
    Ok(SessionView {
        profile: ProfileView { id: id.clone(), label: open.label.clone(), demo: open.demo },
        me: Me { id: who.me.to_string(), name: who.name, role: who.role },
        organisation: who.organisation,
        school: who.school,
        zone: who.zone,
        today: who.today,
        settings,
        remembered: matches!(found, keychain::Found::Key(_)),
        keychain: !matches!(found, keychain::Found::NoKeychain),
        presenting: state.is_presenting(),
        open_observation: capturing.map(|id| id.to_string()),
    })
}

/// Makes a profile for one person in one organisation.
#[tauri::command(async)]
#[specta::specta]
#[expect(clippy::too_many_arguments, reason = "the fields of one form")]
pub fn create_profile(
    given: String,
    family: String,
    organisation: String,
    school: String,
    zone: String,
    passphrase: String,
    label: String,
    window: WebviewWindow,
    state: State<'_, AppState>,
) -> Answer<CreatedView> {
    super::secrets::check_passphrase("passphrase", &passphrase)?;
    let label =
        if label.trim().is_empty() { initials(&given, &family, &organisation) } else { label.trim().to_owned() };
    let begin = actions::session::Begin { given, family, organisation, school, zone };
    let (profile, key, code, writer) =
        state.home()?.create(&label, false, &passphrase, Box::new(System), |writer| {
            actions::session::begin(writer, &begin)?;
            actions::look_for::save(writer, &actions::look_for::starter()).map(drop)
        })?;
    state.opening().take(&profile, &key, writer)?;
    events::locked_elsewhere(&window);
    let groups = code.groups();
    *held(&state.fresh_code) = Some(code);
    Ok(CreatedView { id: profile.id(), recovery_code: groups })
}

/// The chooser is readable without a secret, so it shows initials until the person chooses otherwise.
fn initials(given: &str, family: &str, organisation: &str) -> String {
    let initials: String = [given, family]
        .iter()
        .filter_map(|name| name.trim().chars().next())
        .map(|letter| format!("{letter}. "))
        .collect();
    format!("{}{}", initials, organisation.trim())
}

/// Opens a profile with its passphrase.
#[tauri::command(async)]
#[specta::specta]
pub fn unlock(
    profile: String,
    passphrase: String,
    window: WebviewWindow,
    state: State<'_, AppState>,
) -> Answer<SessionView> {
    let profile = state.home()?.profile(&profile).map_err(problem)?;
    let key = profile.key_file().and_then(|file| file.open(&passphrase)).map_err(problem)?;
    open_here(&state, &window, &profile, &key)
}

/// Opens a profile with its recovery code.
#[tauri::command(async)]
#[specta::specta]
pub fn unlock_with_recovery(
    profile: String,
    code: String,
    window: WebviewWindow,
    state: State<'_, AppState>,
) -> Answer<SessionView> {
    let profile = state.home()?.profile(&profile).map_err(problem)?;
    let code = RecoveryCode::parse(&code).map_err(problem)?;
    let key = profile.key_file().and_then(|file| file.recover(&code)).map_err(problem)?;
    open_here(&state, &window, &profile, &key)
}

/// Opens a profile in this window. Where another one was open, no window may go on showing it.
fn open_here(state: &AppState, window: &WebviewWindow, profile: &Profile, key: &Key) -> Answer<SessionView> {
    let was_open = state.open().is_ok_and(|open| open.profile == *profile);
    let open = state.opening().open(profile, key)?;
    if !was_open {
        events::locked_elsewhere(window);
    }
    view(state, &open)
}

/// Closes the profile.
#[tauri::command(async)]
#[specta::specta]
pub fn lock(app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    state.lock();
    events::tell(&app, Announcement::Locked {});
    Ok(())
}

/// Returns the open profile.
#[tauri::command(async)]
#[specta::specta]
pub fn session(state: State<'_, AppState>) -> Answer<SessionView> {
    view(&state, &*state.open()?)
}

/// Takes notice that a person is at work, which puts the idle lock off.
#[tauri::command(async)]
#[specta::specta]
pub fn activity(state: State<'_, AppState>) -> Answer<()> {
    state.note_work();
    Ok(())
}
