//! The kinds of observation besides the script: beginning, the keys of their screens, and what they come to. Opening,
//! pausing and finishing are those of every observation (`observe`).

use actions::kind::{
    self, IntervalKey, ItemKey, KeepRoom, KeepSweep, KindView, RoomKey, StartKind, StartingView, TalkKey, TallyKey,
};
use domain::{RowId, kind::Kind};
use store::Writer;
use tauri::{AppHandle, State, WebviewWindow};

use crate::{
    clock, events,
    state::{Answer, AppState},
};

/// Returns the kind of an observation; nothing where a newer version added it.
#[tauri::command(async)]
#[specta::specta]
pub fn kind_of_observation(id: RowId, state: State<'_, AppState>) -> Answer<Option<Kind>> {
    state.read(|reader| kind::of(reader, id))
}

/// Returns what an observation of a kind is offered to begin with.
#[tauri::command(async)]
#[specta::specta]
pub fn starting_kind(kind: Kind, state: State<'_, AppState>) -> Answer<StartingView> {
    state.read(|reader| kind::starting(reader, kind))
}

/// Begins an observation of one of the other kinds, or opens the one that the visit already has.
#[tauri::command(async)]
#[specta::specta]
pub fn start_kind(
    start: StartKind,
    window: WebviewWindow,
    app: AppHandle,
    state: State<'_, AppState>,
) -> Answer<RowId> {
    let now = clock::read();
    let id = state.write(move |writer| kind::start(writer, &now, &start))?;
    events::changed(&app, &["observation", "visit"]);
    state.is_first_look(id);
    state.open()?.hold(id, window.label());
    Ok(id)
}

/// Returns an observation of one of the other kinds, whole.
#[tauri::command(async)]
#[specta::specta]
pub fn observation_of_kind(id: RowId, state: State<'_, AppState>) -> Answer<KindView> {
    view(&state, id)
}

/// Codes the interval in which a letter's key was pressed.
#[tauri::command(async)]
#[specta::specta]
pub fn code_interval(key: IntervalKey, window: WebviewWindow, state: State<'_, AppState>) -> Answer<KindView> {
    record(&state, key.observation, &window, "interval_mark", move |writer, now| kind::code_interval(writer, now, &key))
}

/// Begins or ends a stretch of talk.
#[tauri::command(async)]
#[specta::specta]
pub fn switch_talk(key: TalkKey, window: WebviewWindow, state: State<'_, AppState>) -> Answer<KindView> {
    record(&state, key.observation, &window, "talk_span", move |writer, now| kind::switch_talk(writer, now, &key))
}

/// Keeps a sweep of an on-task scan.
#[tauri::command(async)]
#[specta::specta]
pub fn keep_sweep(sweep: KeepSweep, window: WebviewWindow, state: State<'_, AppState>) -> Answer<KindView> {
    record(&state, sweep.observation, &window, "sweep", move |writer, now| kind::keep_sweep(writer, now, &sweep))
}

/// Counts an event of a tally.
#[tauri::command(async)]
#[specta::specta]
pub fn count_event(key: TallyKey, window: WebviewWindow, state: State<'_, AppState>) -> Answer<KindView> {
    record(&state, key.observation, &window, "tally", move |writer, now| kind::count_event(writer, now, &key))
}

/// Answers an item of a walkthrough.
#[tauri::command(async)]
#[specta::specta]
pub fn answer_item(key: ItemKey, window: WebviewWindow, state: State<'_, AppState>) -> Answer<KindView> {
    record(&state, key.observation, &window, "walk_item", move |writer, now| kind::answer_item(writer, now, &key))
}

/// Begins a learning walk, which is about no teacher.
#[tauri::command(async)]
#[specta::specta]
pub fn start_walk(window: WebviewWindow, app: AppHandle, state: State<'_, AppState>) -> Answer<RowId> {
    let now = clock::read();
    let id = state.write(move |writer| kind::start_walk(writer, &now))?;
    events::changed(&app, &["observation"]);
    state.is_first_look(id);
    state.open()?.hold(id, window.label());
    Ok(id)
}

/// Enters a room of a learning walk, or corrects one.
#[tauri::command(async)]
#[specta::specta]
pub fn keep_room(room: KeepRoom, window: WebviewWindow, state: State<'_, AppState>) -> Answer<KindView> {
    record(&state, room.observation, &window, "walk_room", move |writer, now| {
        kind::keep_room(writer, now, &room).map(drop)
    })
}

/// Takes a room out of a learning walk.
#[tauri::command(async)]
#[specta::specta]
pub fn remove_room(
    observation: RowId,
    room: RowId,
    window: WebviewWindow,
    state: State<'_, AppState>,
) -> Answer<KindView> {
    record(&state, observation, &window, "walk_room", move |writer, _| kind::remove_room(writer, observation, room))
}

/// Answers an item in one room of a learning walk.
#[tauri::command(async)]
#[specta::specta]
pub fn answer_in_room(key: RoomKey, window: WebviewWindow, state: State<'_, AppState>) -> Answer<KindView> {
    record(&state, key.observation, &window, "walk_item", move |writer, now| kind::answer_in_room(writer, now, &key))
}

/// Records something, unless another window writes the observation.
fn record(
    state: &AppState,
    id: RowId,
    window: &WebviewWindow,
    table: &str,
    work: impl FnOnce(&mut Writer, &domain::clock::Reading) -> actions::Result<()> + Send + 'static,
) -> Answer<KindView> {
    // The clock is read first: what waits behind another commit must not make the moment later.
    let now = clock::read();
    state.open()?.check_hold(id, window.label())?;
    state.note_work();
    state.write(move |writer| work(writer, &now))?;
    events::changed_elsewhere(window, &[table]);
    view(state, id)
}

fn view(state: &AppState, id: RowId) -> Answer<KindView> {
    let now = clock::read();
    state.read(|reader| kind::view(reader, id, &now))
}
