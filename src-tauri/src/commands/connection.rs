//! The connection to the service: testing it, certificates of the district's own, and this person's devices.

use domain::{Problem, RowId};
use serde::Serialize;
use store::exchange::{self as stored, Authority, Membership};
use sync::enrol::{Own, OwnAnswer};
use tauri::State;

use crate::{
    clock,
    exchange::{
        Service, apart, own_device,
        probe::{self, Step},
        trust,
    },
    files,
    state::{Answer, AppState, problem},
};

/// A certificate authority that this profile trusts beside the system's.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct AuthorityView {
    id: i32,
    name: String,
}

/// One of this person's devices.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct DeviceView {
    id: RowId,
    /// The kind of computer.
    system: String,
    /// The day on which it joined.
    since: String,
    /// When it last brought something, in words.
    brought: Option<String>,
    /// Whether it is this one.
    is_this: bool,
}

/// A code for one more computer.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ComputerInvitationView {
    address: String,
    code: String,
    /// The last day on which it works.
    until: String,
}

/// Tests the connection step by step.
#[tauri::command(async)]
#[specta::specta]
pub fn test_connection(state: State<'_, AppState>) -> Answer<Vec<Step>> {
    let (membership, authorities) = joined(&state)?;
    apart(|| {
        let service = Service::trusting(&membership.service, &authorities)?;
        Ok(probe::test(&service, &membership))
    })
}

/// Lists the authorities that are trusted beside the system's.
#[tauri::command(async)]
#[specta::specta]
pub fn authorities(state: State<'_, AppState>) -> Answer<Vec<AuthorityView>> {
    let all = state.read(|reader| Ok(stored::authorities(reader)?))?;
    let view = |one: stored::Authority| Some(AuthorityView { id: i32::try_from(one.id).ok()?, name: one.name });
    Ok(all.into_iter().filter_map(view).collect())
}

/// Trusts the authority of a PEM file from now on.
#[tauri::command(async)]
#[specta::specta]
pub fn add_authority(path: String, state: State<'_, AppState>) -> Answer<()> {
    let (name, pem) = trust::read(&files::checked("path", &path)?)?;
    state.write(move |writer| Ok(stored::add_authority(writer, &name, &pem)?))?;
    state.exchange.ask();
    Ok(())
}

/// Trusts an authority no longer.
#[tauri::command(async)]
#[specta::specta]
pub fn remove_authority(id: i32, state: State<'_, AppState>) -> Answer<()> {
    state.write(move |writer| Ok(stored::remove_authority(writer, id.into())?))
}

/// Lists this person's devices.
#[tauri::command(async)]
#[specta::specta]
pub fn devices(state: State<'_, AppState>) -> Answer<Vec<DeviceView>> {
    view(&state, &own(&state, Own::List)?)
}

/// Ends another device of this person, and returns those that are left.
#[tauri::command(async)]
#[specta::specta]
pub fn retire_device(id: RowId, state: State<'_, AppState>) -> Answer<Vec<DeviceView>> {
    view(&state, &own(&state, Own::Retire(id))?)
}

/// Asks for a code with which one more computer of this person joins.
#[tauri::command(async)]
#[specta::specta]
pub fn invite_computer(state: State<'_, AppState>) -> Answer<ComputerInvitationView> {
    let (membership, _) = joined(&state)?;
    let invitation = own(&state, Own::Invite)?.invitation.ok_or_else(no_code)?;
    let zone = state.read(|reader| Ok(actions::session::load(reader)?.zone))?;
    let until = domain::time::brief_day(domain::time::local(invitation.expires_ms, zone).date_naive());
    Ok(ComputerInvitationView { address: membership.service, code: invitation.code, until })
}

/// Makes this profile a device again by a code, where the service knows it no longer. What is here stays.
#[tauri::command(async)]
#[specta::specta]
pub fn use_code(code: String, state: State<'_, AppState>) -> Answer<()> {
    let code = code.trim().to_owned();
    if code.is_empty() {
        return Err(Problem::invalid("code", "Please write the code."));
    }
    let (membership, authorities) = joined(&state)?;
    state.write(move |writer| Ok(stored::keep_code(writer, &code)?))?;
    let open = state.open()?;
    apart(|| {
        let service = Service::trusting(&membership.service, &authorities)?;
        own_device::settle(&open.store, &service, false)
    })?;
    state.exchange.ask();
    Ok(())
}

/// Writes an invitation for one more computer to a file.
#[tauri::command(async)]
#[specta::specta]
pub fn save_invitation(address: String, code: String, path: String) -> Answer<()> {
    let text = serde_json::json!({ "coachlight_invite": 1, "address": address, "code": code });
    files::write(&files::checked("path", &path)?, format!("{text:#}\n").as_bytes())
}

fn own(state: &AppState, ask: Own) -> Answer<OwnAnswer> {
    let (membership, authorities) = joined(state)?;
    apart(|| Service::trusting(&membership.service, &authorities)?.own(&membership.token, ask))
}

fn joined(state: &AppState) -> Answer<(Membership, Vec<Authority>)> {
    let open = state.open()?;
    let found =
        open.store.read(|reader| Ok::<_, store::Error>((stored::membership(reader)?, stored::authorities(reader)?)));
    let (membership, authorities) = found.map_err(problem)?;
    let membership = membership
        .ok_or_else(|| Problem::from(actions::Error::Store(store::Error::NotFound { entity: "membership" })))?;
    Ok((membership, authorities))
}

fn view(state: &AppState, answer: &OwnAnswer) -> Answer<Vec<DeviceView>> {
    let zone = state.read(|reader| Ok(actions::session::load(reader)?.zone))?;
    let day = |ms: i64| domain::time::local(ms, zone).date_naive();
    let today = day(clock::read().wall_ms);
    let moment =
        |ms: i64| if day(ms) == today { domain::time::short(ms, zone) } else { domain::time::brief_day(day(ms)) };
    let one = |device: &sync::enrol::OwnDevice| DeviceView {
        id: device.device,
        system: device.system.clone(),
        since: domain::time::brief_day(day(device.enrolled_ms)),
        brought: device.brought_ms.map(moment),
        is_this: device.device == answer.this,
    };
    Ok(answer.devices.iter().map(one).collect())
}

fn no_code() -> Problem {
    Problem::new(domain::Code::Internal, "The service gave no code. Nothing was changed.").hint("Try again.")
}
