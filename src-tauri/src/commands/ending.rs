//! How coaching ends, what the coach who follows gets, and what a teacher consents to show.

use actions::{
    consent::{self, ConsentRow, ConsentView},
    ending::{self, BeforeView, EndCoaching, EndingView, FollowerView},
};
use domain::RowId;
use tauri::{AppHandle, State};

use crate::{
    clock, events,
    state::{Answer, AppState},
};

/// Says what ending the coaching of a teacher would mean, or meant.
#[tauri::command(async)]
#[specta::specta]
pub fn coaching_end(teacher: RowId, state: State<'_, AppState>) -> Answer<EndingView> {
    let now = clock::read();
    state.read(|reader| ending::view(reader, now.wall_ms, teacher))
}

/// Ends the coaching of a teacher.
#[tauri::command(async)]
#[specta::specta]
pub fn end_coaching(end: EndCoaching, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    state.write(move |writer| ending::end(writer, &end))?;
    events::changed(&app, &["relationship", "person"]);
    Ok(())
}

/// Hands over the records to whose reading the teacher agreed; returns how many.
#[tauri::command(async)]
#[specta::specta]
pub fn hand_over(teacher: RowId, app: AppHandle, state: State<'_, AppState>) -> Answer<u32> {
    let count = state.write(move |writer| ending::hand_over(writer, teacher))?;
    events::changed(&app, &["relationship", "debrief", "step"]);
    Ok(count)
}

/// Lists the coaching of a teacher by others that this person follows.
#[tauri::command(async)]
#[specta::specta]
pub fn coached_before(teacher: RowId, state: State<'_, AppState>) -> Answer<Vec<BeforeView>> {
    state.read(|reader| ending::before(reader, teacher))
}

/// Returns who follows the coach of a shared record, and whether they may read it.
#[tauri::command(async)]
#[specta::specta]
pub fn following_coach(id: RowId, state: State<'_, AppState>) -> Answer<Option<FollowerView>> {
    state.read(|reader| ending::follower(reader, id))
}

/// Agrees to show a shared record to the coach who follows, or does not any more.
#[tauri::command(async)]
#[specta::specta]
pub fn agree_to_hand_over(id: RowId, is_agreed: bool, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    state.write(move |writer| ending::agree(writer, id, is_agreed))?;
    events::changed(&app, &["handover_item"]);
    Ok(())
}

/// Returns what this person consented to of a shared record, and to whom they could; nothing where it goes to nobody else.
#[tauri::command(async)]
#[specta::specta]
pub fn consent_to(id: RowId, state: State<'_, AppState>) -> Answer<Option<ConsentView>> {
    state.read(|reader| consent::view(reader, id))
}

/// Lists every consent of this person that stands.
#[tauri::command(async)]
#[specta::specta]
pub fn consents(state: State<'_, AppState>) -> Answer<Vec<ConsentRow>> {
    state.read(consent::list)
}

/// Consents to show a shared record to one person, or does not any more.
#[tauri::command(async)]
#[specta::specta]
pub fn say_consent(id: RowId, person: RowId, is_given: bool, app: AppHandle, state: State<'_, AppState>) -> Answer<()> {
    state.write(move |writer| consent::say(writer, id, person, is_given))?;
    events::changed(&app, &["handover_item"]);
    Ok(())
}
