//! Reminders of planned visits, as notifications of the operating system: only when asked for, never while presenting,
//! and nothing at all while locked, when the database is closed.

use std::{collections::HashSet, sync::Mutex};

use domain::{RowId, clock::Reading};

use crate::state::{AppState, held};

/// What was shown already: a visit at its time. One that is moved is shown again.
#[derive(Debug, Default)]
pub struct Shown(Mutex<HashSet<(RowId, i64)>>);

/// Shows what is due now and was not shown before.
pub fn look(state: &AppState, now: &Reading, shown: &Shown, show: impl Fn(&str)) {
    let Ok(open) = state.open() else { return };
    if state.is_presenting() {
        return;
    }
    let due = open.store.read(|reader| {
        let settings = actions::setting::load(reader)?;
        if !settings.reminders {
            return Ok(Vec::new());
        }
        actions::reminder::due(reader, now.wall_ms, settings.reminder_minutes)
    });
    let due = match due {
        Ok(due) => due,
        Err(error) => {
            tracing::warn!(code = ?domain::Problem::from(error).code, "reminders have to wait");
            return;
        }
    };
    for reminder in due {
        if held(&shown.0).insert((reminder.visit, reminder.starts_ms)) {
            show(&reminder.words);
        }
    }
}

/// Shows words as a notification of the operating system.
pub fn notify(words: &str) {
    let shown = notify_rust::Notification::new().appname("Coachlight").summary("Coachlight").body(words).show();
    if let Err(error) = shown {
        // A computer without a place for notifications shows none; This week shows the visit all the same.
        tracing::warn!(%error, "a reminder could not be shown");
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use actions::visit::Plan;
    use store::{System, profile::Home};

    use super::*;

    /// 5 October 2026, 10:00 in Chicago, where the demo district lies.
    const TEN: i64 = 1_791_212_400_000;

    struct World {
        state: AppState,
        shown: Shown,
        heard: RefCell<Vec<String>>,
        _folder: tempfile::TempDir,
    }

    /// A coach with one visit, planned for 10:15, who has asked for reminders ten minutes before.
    fn world() -> World {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::hold(folder.path()).unwrap();
        let (profile, key, _, writer) = home
            .create("D. W.", false, "four plain words", Box::new(System), |writer| {
                let world = demo::st_1(writer).unwrap();
                let settings = actions::setting::Settings { reminders: true, ..Default::default() };
                actions::setting::save(writer, &settings)?;
                actions::visit::plan(writer, &plan(world.amir)).map(drop)
            })
            .unwrap();
        let state = AppState::new();
        state.opening().take(&profile, &key, writer).unwrap();
        World { state, shown: Shown::default(), heard: RefCell::default(), _folder: folder }
    }

    fn plan(teacher: RowId) -> Plan {
        serde_json::from_value(serde_json::json!({
            "teacher": teacher, "team": null, "section": null, "date": "2026-10-05",
            "startsMinute": 10 * 60 + 15, "period": "", "minutes": 45, "purpose": "the marker word", "kind": "",
        }))
        .unwrap()
    }

    impl World {
        fn look(&self, minutes_after_ten: i64) -> Vec<String> {
            let now =
                Reading { wall_ms: TEN + minutes_after_ten * 60_000, boot_ms: 0, awake_ms: 0, boot: String::new() };
            look(&self.state, &now, &self.shown, |words| self.heard.borrow_mut().push(words.to_owned()));
            self.heard.borrow().clone()
        }
    }

    #[test]
    fn a_visit_is_announced_once_ten_minutes_before_and_names_nobody() {
        let world = world();
        assert_eq!(world.look(4), [""; 0]);

        let heard = world.look(5);

        assert_eq!(heard, ["A visit begins at 10:15. Open Coachlight to see which."]);
        assert_eq!(world.look(6), heard);
        assert_eq!(world.look(20), heard);
    }

    #[test]
    fn nothing_is_shown_while_presenting_and_what_is_still_due_afterwards_is() {
        let world = world();
        world.state.set_presenting(true);
        assert_eq!(world.look(6), [""; 0]);

        world.state.set_presenting(false);

        assert_eq!(world.look(8).len(), 1);
    }

    #[test]
    fn nothing_is_shown_while_locked_or_after_the_visit_has_begun() {
        let locked = world();
        locked.state.lock();
        assert_eq!(locked.look(6), [""; 0]);

        assert_eq!(world().look(15), [""; 0]);
    }

    #[test]
    fn nobody_is_reminded_who_has_not_asked_for_it() {
        let world = world();
        let quiet = actions::setting::Settings::default();
        world.state.write(move |writer| actions::setting::save(writer, &quiet)).unwrap();

        assert_eq!(world.look(6), [""; 0]);
    }
}
