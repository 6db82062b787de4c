//! Rosters and calendars from files: read, shown, and only then imported.

use std::{collections::HashMap, sync::Arc};

use actions::{
    calendar::CalendarDay,
    calendar_import::{self, CalendarPreview},
    roster::{self, Ask, ImportView, Imported, Reading, RoleAnswer, RosterPreview},
};
use domain::{Code, Problem, RowId};
use exchange::mapping::ColumnMapping;
use store::{Source, System, Writer, backup};
use tauri::{AppHandle, State};

use crate::{
    clock,
    events::{self, Announcement, Count},
    files,
    state::{Answer, AppState, held},
};

/// A file that is being read, or was read and not yet imported.
pub enum Preview {
    /// It is being read. When this is taken away, the reading stops and what was read is dropped.
    InWork,
    /// A roster, with its plan.
    Roster(Arc<Reading>),
    /// A calendar: the page sends the days that the person confirmed.
    Calendar,
}

/// Reads a roster file and says what it would change. One reading at a time: a new one stops the one before.
#[tauri::command(async)]
#[specta::specta]
pub fn preview_roster(
    path: String,
    mapping: Option<ColumnMapping>,
    roles: Vec<RoleAnswer>,
    app: AppHandle,
    state: State<'_, AppState>,
) -> Answer<RosterPreview> {
    let ask = Ask { path: files::checked("path", &path)?, mapping, roles };
    reading(&state, |token| {
        let mut progress = |done, total| {
            tell(&app, done, total);
            if held(&state.previews).contains_key(token) { Ok(()) } else { Err(actions::Error::Refused(stopped())) }
        };
        let now_ms = clock::read().wall_ms;
        let read = state.read(|reader| roster::read(reader, now_ms, &ask, &mut progress))?;
        Ok((read.view(token), Preview::Roster(Arc::new(read))))
    })
}

/// Imports what was read, after a backup. Where the preview asks, those who are missing end only with `end_many`.
#[tauri::command(async)]
#[specta::specta]
pub fn import_roster(token: String, end_many: bool, app: AppHandle, state: State<'_, AppState>) -> Answer<Imported> {
    let read = match held(&state.previews).get(&token) {
        Some(Preview::Roster(read)) => read.clone(),
        Some(Preview::InWork | Preview::Calendar) | None => return Err(read_again()),
    };
    let teller = app.clone();
    import(&token, read.changes_something(), &app, &state, move |writer| {
        roster::import(writer, &read, end_many, &mut |done, total| {
            tell(&teller, done, total);
            Ok(())
        })
    })
}

/// Forgets what was read. An empty token stops what is being read.
#[tauri::command(async)]
#[specta::specta]
pub fn cancel_preview(token: String, state: State<'_, AppState>) -> Answer<()> {
    let mut previews = held(&state.previews);
    previews.remove(&token);
    if token.is_empty() {
        stop_readings(&mut previews);
    }
    Ok(())
}

/// Lists the imports that were made.
#[tauri::command(async)]
#[specta::specta]
pub fn imports(state: State<'_, AppState>) -> Answer<Vec<ImportView>> {
    state.read(roster::imports)
}

/// Takes an import back, whole.
#[tauri::command(async)]
#[specta::specta]
pub fn undo_import(id: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    state.write(move |writer| roster::undo(writer, id))?;
    events::changed(&app, &["all"]);
    Ok(())
}

/// Reads a calendar file and says which days it holds.
#[tauri::command(async)]
#[specta::specta]
pub fn preview_calendar(path: String, state: State<'_, AppState>) -> Answer<CalendarPreview> {
    let path = files::checked("path", &path)?;
    reading(&state, |token| {
        let now_ms = clock::read().wall_ms;
        let view = state.read(|reader| calendar_import::read(reader, now_ms, &path, token))?;
        Ok((view, Preview::Calendar))
    })
}

/// Imports the days that the person confirmed, after a backup.
#[tauri::command(async)]
#[specta::specta]
pub fn import_calendar(
    token: String,
    days: Vec<CalendarDay>,
    app: AppHandle,
    state: State<'_, AppState>,
) -> Answer<Imported> {
    match held(&state.previews).get(&token) {
        Some(Preview::Calendar) => {}
        Some(Preview::InWork | Preview::Roster(_)) | None => return Err(read_again()),
    }
    import(&token, true, &app, &state, move |writer| calendar_import::import(writer, &days))
}

/// Reads under a new token, and keeps what was read when nobody stopped it.
fn reading<T>(state: &AppState, read: impl FnOnce(&str) -> Answer<(T, Preview)>) -> Answer<T> {
    let token = new_token();
    {
        let mut previews = held(&state.previews);
        stop_readings(&mut previews);
        previews.insert(token.clone(), Preview::InWork);
    }
    let result = read(&token);
    let mut previews = held(&state.previews);
    match (result, previews.remove(&token)) {
        (Err(problem), _) => Err(problem),
        (Ok(_), None) => Err(stopped()),
        (Ok((view, preview)), Some(_)) => {
            previews.insert(token, preview);
            Ok(view)
        }
    }
}

fn import(
    token: &str,
    needs_backup: bool,
    app: &AppHandle,
    state: &AppState,
    work: impl FnOnce(&mut Writer) -> actions::Result<Imported> + Send + 'static,
) -> Answer<Imported> {
    let open = state.open()?;
    let (profile, key) = (open.profile.clone(), open.store.key().clone());
    // Whoever waits for another backup must not have a profile in hand.
    drop(open);
    let _one_at_a_time = state.backing_up.keep_quiet();
    let imported = state.write(move |writer| {
        if needs_backup {
            backup::make(&profile, writer, &key, backup::Reason::Import)?;
        }
        work(writer)
    })?;
    held(&state.previews).remove(token);
    events::changed(app, &["all"]);
    Ok(imported)
}

fn stop_readings(previews: &mut HashMap<String, Preview>) {
    previews.retain(|_, preview| !matches!(preview, Preview::InWork));
}

fn new_token() -> String {
    let mut random = [0; 10];
    System.fill(&mut random);
    RowId::new(clock::read().wall_ms, random).to_string()
}

fn tell(app: &AppHandle, done: u32, total: u32) {
    events::tell(app, Announcement::ImportProgress(Count { done, total }));
}

fn stopped() -> Problem {
    Problem::new(Code::Changed, "The reading was stopped. Nothing was stored.")
}

fn read_again() -> Problem {
    Problem::new(Code::Changed, "What was read of this file is no longer kept. Nothing was imported.")
        .hint("Read the file again.")
}
