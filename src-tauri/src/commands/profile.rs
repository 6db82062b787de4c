//! Profiles: start, make, open, lock, change the secrets.

use domain::{Code, Problem};
use serde::Serialize;
use store::{
    System, Writer,
    key::{Key, KeyFile, RecoveryCode},
    profile::Profile,
};
use tauri::{AppHandle, Manager, State, WebviewWindow};

use crate::{
    clock, events, keychain,
    state::{Answer, AppState, Open, held, problem},
};

/// A profile as the chooser shows it: no work, only the label that the person gave it.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ProfileView {
    id: String,
    label: String,
    demo: bool,
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

/// A profile that was just made. Its recovery code is shown once.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct CreatedView {
    id: String,
    recovery_code: Vec<String>,
}

/// Returns the profiles of this computer, and the open one when a secret opens it without asking.
#[tauri::command(async)]
#[specta::specta]
pub fn start(app: AppHandle, state: State<'_, AppState>) -> Answer<StartView> {
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
            if state.open().is_err() && !state.is_locked() {
                found = open_unasked(&state, &all).err().or(found);
                if state.open().is_ok() {
                    super::erasing::go_on_behind(&app);
                }
            }
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

/// Opens the only profile whose secret is at hand: `COACHLIGHT_PASSPHRASE`, or the keychain.
fn open_unasked(state: &AppState, profiles: &[Profile]) -> Answer<()> {
    if let Ok(passphrase) = std::env::var("COACHLIGHT_PASSPHRASE")
        && let [profile] = profiles
    {
        return match profile.key_file().and_then(|file| file.open(&passphrase)) {
            Ok(key) => state.open_with(profile, &key).map(drop),
            // It belongs to another profile: the person is asked, as without it.
            Err(store::Error::WrongSecret) => Ok(()),
            Err(error) => Err(problem(error)),
        };
    }
    let remembered = profiles.iter().find_map(|profile| Some((profile, keychain::recall(&profile.id())?)));
    match remembered {
        Some((profile, key)) => state.open_with(profile, &key).map(drop),
        None => Ok(()),
    }
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
    check_passphrase("passphrase", &passphrase)?;
    let label =
        if label.trim().is_empty() { initials(&given, &family, &organisation) } else { label.trim().to_owned() };
    let begin = actions::session::Begin { given, family, organisation, school, zone };
    let (profile, key, code, writer) =
        state.home()?.create(&label, false, &passphrase, Box::new(System), |writer| {
            actions::session::begin(writer, &begin)?;
            actions::look_for::save(writer, &actions::look_for::starter()).map(drop)
        })?;
    state.take(&profile, &key, writer)?;
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

fn check_passphrase(field: &str, passphrase: &str) -> Answer<()> {
    if passphrase.trim().chars().count() < 8 {
        return Err(Problem::invalid(
            field,
            "A passphrase has at least eight characters. Four words are easy to keep in mind.",
        ));
    }
    Ok(())
}

/// Says whether these groups of the recovery code were kept as they are. When they were, the code is forgotten here.
#[tauri::command(async)]
#[specta::specta]
pub fn confirm_recovery(positions: Vec<u32>, groups: Vec<String>, state: State<'_, AppState>) -> Answer<bool> {
    let mut fresh = held(&state.fresh_code);
    let Some(code) = fresh.as_ref() else {
        return Err(Problem::new(Code::NotFound, "This recovery code was shown already. Nothing was changed.")
            .hint("Make a new one in Settings, Privacy."));
    };
    let all = code.groups();
    let fits = positions.len() >= 2
        && positions.len() == groups.len()
        && positions.iter().zip(&groups).all(|(position, group)| {
            all.get(*position as usize).is_some_and(|kept| *kept == group.trim().to_ascii_uppercase().replace('O', "0"))
        });
    if fits {
        *fresh = None;
    }
    Ok(fits)
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
    let open = state.open_with(profile, key)?;
    if !was_open {
        super::erasing::go_on_behind(window.app_handle());
        events::locked_elsewhere(window);
    }
    view(state, &open)
}

/// Closes the profile.
#[tauri::command(async)]
#[specta::specta]
pub fn lock(app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    state.lock();
    events::locked(&app);
    Ok(())
}

/// Puts another passphrase in the place of the present one.
#[tauri::command(async)]
#[specta::specta]
pub fn change_passphrase(current: String, next: String, state: State<'_, AppState>) -> Answer<()> {
    check_passphrase("next", &next)?;
    with_key_file(&state, &current, |file, key| file.set_passphrase(key, &next, &mut System))
}

/// Makes another recovery code; the one before opens nothing from now on.
#[tauri::command(async)]
#[specta::specta]
pub fn renew_recovery(passphrase: String, state: State<'_, AppState>) -> Answer<Vec<String>> {
    let code = RecoveryCode::draw(&mut System);
    with_key_file(&state, &passphrase, |file, key| file.set_recovery(key, &code, &mut System))?;
    let groups = code.groups();
    *held(&state.fresh_code) = Some(code);
    Ok(groups)
}

fn with_key_file(
    state: &AppState,
    passphrase: &str,
    change: impl FnOnce(&mut KeyFile, &Key) -> store::Result<()>,
) -> Answer<()> {
    let open = state.open()?;
    let mut file = open.profile.key_file().map_err(problem)?;
    let key = file.open(passphrase).map_err(problem)?;
    change(&mut file, &key).and_then(|()| file.write(&open.profile.key_path())).map_err(problem)
}

/// Lets the keychain of the operating system open the profile, or no longer.
#[tauri::command(async)]
#[specta::specta]
pub fn set_remembered(on: bool, state: State<'_, AppState>) -> Answer<()> {
    let open = state.open()?;
    let id = open.profile.id();
    let is_done = if on { keychain::remember(&id, open.store.key()) } else { keychain::forget(&id) };
    if is_done {
        return Ok(());
    }
    Err(Problem::new(Code::File, "The keychain of this computer could not be used. Nothing was changed.")
        .hint("Unlock the keychain and try again, or go on typing the passphrase."))
}

/// Makes the demo profile and opens it.
#[tauri::command(async)]
#[specta::specta]
pub fn create_demo(window: WebviewWindow, state: State<'_, AppState>) -> Answer<SessionView> {
    let (profile, key, writer) = make_demo(state.home()?)?;
    let open = state.take(&profile, &key, writer)?;
    events::locked_elsewhere(&window);
    view(&state, &open)
}

/// Makes a demo profile. It holds no work, so its passphrase is no secret.
pub fn make_demo(home: &store::profile::Home) -> Answer<(Profile, Key, Writer)> {
    let today = chrono::Local::now().date_naive();
    let (profile, key, _, writer) =
        home.create("Demo: Riverbend", true, DEMO_PASSPHRASE, Box::new(System), |writer| {
            demo::fill(writer, &demo::Size::term(), 1, today).map(drop)
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
        events::locked(&app);
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

/// Returns the open profile.
#[tauri::command(async)]
#[specta::specta]
pub fn session(state: State<'_, AppState>) -> Answer<SessionView> {
    view(&state, &*state.open()?)
}

/// Takes notice that the first screen is painted and still. Tests and measurements wait for the file.
#[tauri::command(async)]
#[specta::specta]
pub fn paint_ready() -> Answer<()> {
    let Some(path) = std::env::var_os("COACHLIGHT_READY_FILE") else { return Ok(()) };
    crate::files::write(std::path::Path::new(&path), clock::read().wall_ms.to_string().as_bytes())
}

/// Takes notice that a person is at work, which puts the idle lock off.
#[tauri::command(async)]
#[specta::specta]
pub fn activity(state: State<'_, AppState>) -> Answer<()> {
    state.note_work();
    Ok(())
}
