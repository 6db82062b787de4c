//! Work on a stick, from the Sync centre: saving what waits, and loading what was brought.

use std::{path::Path, sync::Arc};

use bundle::{error::Error, key::Key, name, progress::Step};
use domain::Problem;
use serde::Serialize;
use store::exchange::{self as stored, Membership};
use tauri::{AppHandle, State};

use crate::{
    carried::{self, Found},
    events::{self, Announcement},
    files,
    state::{Answer, AppState, Open, problem},
};

/// What a person sees before anything is saved.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct StickState {
    /// How many changes wait to be sent.
    waiting: u32,
    /// Whose service alone can open the file.
    organisation: String,
    /// Whether this computer knows the service's key for files.
    is_ready: bool,
}

/// What lies on the stick.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct StickSaved {
    /// The names of the files.
    names: Vec<String>,
    /// How many changes are in them.
    changes: u32,
    #[specta(type = u32)] // the page's word for any whole number
    bytes: f64,
}

/// What a file is.
#[derive(Debug, Clone, Copy, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub enum StickKind {
    /// Work on its way to the service: to be carried.
    ForTheService,
    /// The service's answer to this computer.
    ForThisComputer,
    /// The service's answer to another computer.
    ForAnother,
}

/// What a file is, before anything of it is loaded.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct StickFound {
    kind: StickKind,
    /// Of an answer to this computer: how many changes it acknowledges.
    acknowledged: u32,
    /// And how many pieces of news it brings.
    news: u32,
}

/// What a file brought.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct StickLoaded {
    /// How many changes the service has acknowledged by it.
    settled: u32,
    /// How many of them it keeps and does not apply.
    in_custody: u32,
    /// How many rows others' work changed.
    received: u32,
    /// How many changes wait still.
    waiting: u32,
    /// Why it was not read to its end, where it was not.
    problem: Option<Problem>,
}

/// What became of a file that was carried.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct StickCarried {
    /// The name of the answer, beside the file.
    name: String,
    /// Whether the service could read the file to its end.
    is_whole: bool,
}

/// Says what would be saved, and who could open it.
#[tauri::command(async)]
#[specta::specta]
pub fn stick_state(state: State<'_, AppState>) -> Answer<StickState> {
    let open = state.open()?;
    joined(&open)?;
    let organisation = open.profile.key_file().map_err(problem)?.label;
    let read = |reader: &store::Connection| Ok((stored::counts(reader)?.waiting, stored::carrying(reader)?));
    let (waiting, known) = open.store.read(read).map_err(problem)?;
    Ok(StickState { waiting: small(waiting), organisation, is_ready: known.address.is_some() })
}

/// Saves what waits in a file; nothing when the person stopped it. No file that is there is written over.
#[tauri::command(async)]
#[specta::specta]
pub fn save_to_stick(path: String, app: AppHandle, state: State<'_, AppState>) -> Answer<Option<StickSaved>> {
    let chosen = files::checked("path", &path)?;
    let open = state.open()?;
    let membership = joined(&open)?;
    let key = key(&open)?;
    let _one_at_a_time = state.carrying.begin();
    // Not by the writer: what is typed meanwhile must not wait for it.
    let reader = store::store::reader(&open.profile.database(), open.store.key()).map_err(problem)?;
    let work = carried::prepare(&reader, &membership, &key)?;
    let changes = work.changes();
    let to = if chosen.is_dir() { chosen } else { name::unused(chosen) };
    let mut shown = None;
    let mut go_on = |step: Step| {
        let now = Some((step.stage, (step.done * 100).checked_div(step.total)));
        if std::mem::replace(&mut shown, now) != now {
            events::tell(&app, Announcement::StickProgress(step.into()));
        }
        state.carrying.goes_on()
    };
    match work.write(&to, today(), &mut go_on) {
        Ok(written) => Ok(Some(StickSaved {
            names: written.files.iter().map(|file| name_of(file)).collect(),
            changes: small(changes),
            #[expect(clippy::cast_precision_loss, reason = "a file's size is shown in rounded units")]
            bytes: written.bytes as f64,
        })),
        Err(Error::Stopped) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Stops the saving: no file is left.
#[tauri::command(async)]
#[specta::specta]
pub fn stop_saving_to_stick(state: State<'_, AppState>) -> Answer<()> {
    state.carrying.stop();
    Ok(())
}

/// Looks what a file is. Nothing is loaded.
#[tauri::command(async)]
#[specta::specta]
pub fn look_at_stick(path: String, state: State<'_, AppState>) -> Answer<StickFound> {
    let path = files::checked("path", &path)?;
    let open = state.open()?;
    let membership = joined(&open)?;
    let key = key(&open)?;
    let found = carried::look(&path, membership.organisation, &key)?;
    let kind = match found {
        Found::TheService => StickKind::ForTheService,
        Found::ThisComputer => StickKind::ForThisComputer,
        Found::AnotherComputer => StickKind::ForAnother,
    };
    let (acknowledged, news) = match found {
        Found::ThisComputer => carried::preview(&path, membership.organisation, &key)?,
        Found::TheService | Found::AnotherComputer => (0, 0),
    };
    Ok(StickFound { kind, acknowledged: small(acknowledged), news: small(news) })
}

/// Loads the service's answer to this computer. A second time it changes nothing.
#[tauri::command(async)]
#[specta::specta]
pub fn load_from_stick(path: String, app: AppHandle, state: State<'_, AppState>) -> Answer<StickLoaded> {
    let path = files::checked("path", &path)?;
    let open = state.open()?;
    let membership = joined(&open)?;
    let key = key(&open)?;
    let mut apply = |answered| open.store.write(move |writer| carried::apply(writer, answered));
    let read = carried::read(&path, membership.organisation, &key, &mut apply)?;
    events::changed(&app, &[read.tables.as_slice(), &["exchange"]].concat());
    // What others erased is erased from this computer's backups too, behind the work.
    if read.erased > 0 {
        open.owe_house();
    }
    let waiting = open.store.read(stored::counts).map_err(problem)?.waiting;
    Ok(StickLoaded {
        settled: small(read.settled),
        in_custody: small(read.in_custody),
        received: small(read.received),
        waiting: small(waiting),
        problem: read.problem,
    })
}

/// Brings another's file to the service, and puts the answer beside it.
#[tauri::command(async)]
#[specta::specta]
pub fn carry_from_stick(path: String, state: State<'_, AppState>) -> Answer<StickCarried> {
    let path = files::checked("path", &path)?;
    let membership = joined(&*state.open()?)?;
    let beside = path.parent().unwrap_or(Path::new("."));
    let carried = carried::carry(&path, beside, &membership, today())?;
    Ok(StickCarried { name: name_of(&carried.answer), is_whole: carried.is_whole })
}

fn joined(open: &Open) -> Answer<Membership> {
    open.store.read(stored::membership).map_err(problem)?.ok_or_else(carried::alone)
}

fn key(open: &Arc<Open>) -> Answer<Key> {
    let drawn = carried::drawn();
    let kept = open.store.write(move |writer| stored::keep_key(writer, &drawn)).map_err(problem)?;
    Ok(Key::parse(&kept)?)
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn today() -> chrono::NaiveDate {
    chrono::Local::now().date_naive()
}

fn small(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
