//! The secrets of a profile: its passphrase, its recovery code, and what the keychain remembers.

use domain::{Code, Problem};
use store::{
    System,
    key::{Key, KeyFile, RecoveryCode},
};
use tauri::State;

use crate::{
    keychain,
    state::{Answer, AppState, held, problem},
};

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

/// Refuses a passphrase that is too short.
pub(crate) fn check_passphrase(field: &str, passphrase: &str) -> Answer<()> {
    if passphrase.trim().chars().count() < 8 {
        return Err(Problem::invalid(
            field,
            "A passphrase has at least eight characters. Four words are easy to keep in mind.",
        ));
    }
    Ok(())
}
