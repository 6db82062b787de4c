//! Joining an organisation in the window: the invitation, the profile that is made for it, and waiting for a network.

use domain::{Code, Problem};
use serde::{Deserialize, Serialize};
use tauri::{State, WebviewWindow};

use super::profile::{SessionView, view};
use crate::{
    events,
    exchange::{
        join::{self, Invitation},
        trust,
    },
    files,
    state::{Answer, AppState, Joining, held},
};

/// The largest invitation file that is read, in bytes.
const MOST_BYTES: u64 = 16 << 10;

/// What stands in an invitation file.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct InvitationView {
    address: String,
    code: String,
}

/// A profile that was made for an invitation. Its recovery code is shown once.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct JoinedView {
    recovery_code: Vec<String>,
    /// Why the invitation was not used yet; it is kept. Nothing when the profile is ready.
    waits: Option<Problem>,
}

/// Reads an invitation file.
#[tauri::command(async)]
#[specta::specta]
pub fn read_invitation(path: String) -> Answer<InvitationView> {
    let text = files::read_text(&files::checked("path", &path)?, MOST_BYTES)?;
    serde_json::from_str(&text).map_err(|_| not_an_invitation())
}

/// Makes a profile for an invitation and uses it. `authority` is a PEM file of the district's own certificates, or empty.
#[tauri::command(async)]
#[specta::specta]
pub fn join_organisation(
    invitation: InvitationView,
    authority: String,
    passphrase: String,
    window: WebviewWindow,
    state: State<'_, AppState>,
) -> Answer<JoinedView> {
    super::secrets::check_passphrase("passphrase", &passphrase)?;
    if invitation.code.trim().is_empty() {
        return Err(Problem::invalid("code", "Please write the code of the invitation."));
    }
    let authority =
        if authority.trim().is_empty() { None } else { Some(trust::read(&files::checked("authority", &authority)?)?) };
    let invitation = Invitation { address: &invitation.address, code: &invitation.code, authority };
    let made = join::begin(state.home()?, &invitation, &passphrase)?;
    let recovery_code = made.recovery.groups();
    *held(&state.fresh_code) = Some(made.recovery);
    if made.waits.is_some() {
        *held(&state.joining) = Some(Joining { profile: made.profile, key: made.key, writer: made.writer });
    } else {
        state.opening().take(&made.profile, &made.key, made.writer)?;
        events::locked_elsewhere(&window);
    }
    Ok(JoinedView { recovery_code, waits: made.waits })
}

/// Tries again to use the invitation that was kept a moment ago, and opens the profile when it is ready.
#[tauri::command(async)]
#[specta::specta]
pub fn join_again(window: WebviewWindow, state: State<'_, AppState>) -> Answer<SessionView> {
    let mut waiting = held(&state.joining);
    let Some(Joining { profile, key, mut writer }) = waiting.take() else {
        return Err(Problem::new(Code::NotFound, "No invitation waits here. Nothing was done."));
    };
    match join::finish(&profile, &mut writer) {
        Ok(_) => {
            let open = state.opening().take(&profile, &key, writer)?;
            events::locked_elsewhere(&window);
            view(&state, &open)
        }
        Err(refused) if join::is_for_good(&refused, &writer) => {
            drop(writer);
            profile.discard().map_err(crate::state::problem)?;
            Err(refused)
        }
        Err(refused) => {
            *waiting = Some(Joining { profile, key, writer });
            Err(refused)
        }
    }
}

/// Closes the profile that waits for its first connection; the invitation is kept in it.
#[tauri::command(async)]
#[specta::specta]
pub fn leave_joining(state: State<'_, AppState>) -> Answer<()> {
    *held(&state.joining) = None;
    Ok(())
}

fn not_an_invitation() -> Problem {
    Problem::new(Code::File, "This file is no invitation. Nothing was changed.")
        .hint("The file comes from the person who runs Coachlight in your organisation. You can type address and code instead.")
}
