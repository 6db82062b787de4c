//! Bringing work from another profile of this computer into the open one, person by person.

use actions::bring::{self, BringView, Carried, Chosen, Source};
use domain::{Code, Problem};
use serde::Serialize;
use store::{System, Writer, backup};
use tauri::{AppHandle, State};

use super::profile::ProfileView;
use crate::{
    clock, events,
    state::{Answer, AppState, held, problem},
};

/// Another profile that stands open beside the present one, to be read.
pub struct Bringing {
    source: Source,
    writer: Writer,
}

/// What was brought.
#[derive(Debug, Clone, Copy, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct BroughtView {
    pub(super) rows: u32,
}

/// Lists the other profiles of this computer, from which work can be brought.
#[tauri::command(async)]
#[specta::specta]
pub fn other_profiles(state: State<'_, AppState>) -> Answer<Vec<ProfileView>> {
    let open = state.open()?;
    let mut found = Vec::new();
    for profile in state.home()?.profiles().map_err(problem)? {
        if let Some(file) = profile.key_file().ok().filter(|file| profile != open.profile && !file.demo) {
            found.push(ProfileView { id: profile.id(), label: file.label, demo: file.demo });
        }
    }
    Ok(found)
}

/// Opens another profile beside the present one and lists its work. Nothing of either is changed.
#[tauri::command(async)]
#[specta::specta]
pub fn look_at_profile(profile: String, passphrase: String, state: State<'_, AppState>) -> Answer<BringView> {
    let open = state.open()?;
    let other = state.home()?.profile(&profile).map_err(problem)?;
    if other == open.profile {
        return Err(Problem::invalid("profile", "This profile is the open one."));
    }
    let key = other
        .key_file()
        .and_then(|file| file.open(&passphrase))
        .map_err(|error| Problem { field: Some("passphrase".into()), ..problem(error) })?;
    backup::before_upgrade(&other, &key, clock::read().wall_ms).map_err(problem)?;
    let writer = Writer::open(&other.database(), &key, Box::new(System)).map_err(problem)?;
    let source = Source::read(writer.reader())?;
    let view = state.read(|here| bring::list(&source, writer.reader(), here))?;
    *held(&state.bringing) = Some(Bringing { source, writer });
    Ok(view)
}

/// Copies what was chosen, in one act for each person, and returns what there is left to choose.
#[tauri::command(async)]
#[specta::specta]
pub fn bring_work(chosen: Vec<Chosen>, rest: bool, app: AppHandle, state: State<'_, AppState>) -> Answer<BroughtView> {
    let bringing = held(&state.bringing);
    let Some(Bringing { source, writer }) = bringing.as_ref() else {
        return Err(Problem::new(Code::NotFound, "The other profile is closed. Nothing was changed."));
    };
    let carried = state.read(|here| Carried::read(source, writer.reader(), here, &chosen, rest))?;
    let rows = state.write(move |writer| bring::carry(writer, &carried))?;
    events::changed(&app, &["all"]);
    Ok(BroughtView { rows })
}

/// Closes the other profile.
#[tauri::command(async)]
#[specta::specta]
pub fn leave_profile(state: State<'_, AppState>) -> Answer<()> {
    *held(&state.bringing) = None;
    Ok(())
}
