//! The right to change which profile is open. One at a time has it: two windows cannot open one profile twice, and none can
//! open a profile while a backup takes its place.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard},
    thread,
    time::Duration,
};

use store::{Store, System, Writer, backup, key::Key, profile::Profile};

use super::{Answer, AppState, Open, held, problem};
use crate::{clock, exchange::join, lease};

/// Held by whoever is changing which profile is open.
pub struct Opening<'a> {
    state: &'a AppState,
    _one_at_a_time: MutexGuard<'a, ()>,
}

impl AppState {
    /// Waits for the right to change which profile is open. Whoever has it must not have a profile in hand.
    pub fn opening(&self) -> Opening<'_> {
        Opening { state: self, _one_at_a_time: held(&self.opening) }
    }
}

impl Opening<'_> {
    /// Opens a profile with its key, after a backup when it is from an older version. When another window has opened it
    /// already, its holds stay as they are.
    pub fn open(&self, profile: &Profile, key: &Key) -> Answer<Arc<Open>> {
        if let Some(open) = self.state.open().ok().filter(|open| open.profile == *profile) {
            return Ok(open);
        }
        backup::before_upgrade(profile, key, clock::read().wall_ms).map_err(problem)?;
        let mut writer = Writer::open(&profile.database(), key, Box::new(System)).map_err(problem)?;
        if join::is_waiting(&writer)? {
            self.finish_joining(profile, &mut writer)?;
        }
        let open = self.take(profile, key, writer)?;
        open.owe_house();
        Ok(open)
    }

    /// A profile that waits for its first connection opens when the service has answered, and not before.
    fn finish_joining(&self, profile: &Profile, writer: &mut Writer) -> Answer<()> {
        // It may still stand open from a moment ago, when it was made.
        *held(&self.state.joining) = None;
        join::finish(profile, writer).map(drop).or_else(|refused| {
            if join::is_for_good(&refused, writer) {
                profile.discard().map_err(problem)?;
            }
            Err(refused)
        })
    }

    /// Takes over a writer of a profile that was just made or restored.
    pub fn take(&self, profile: &Profile, key: &Key, mut writer: Writer) -> Answer<Arc<Open>> {
        lease::tend(&mut writer);
        let file = profile.key_file().map_err(problem)?;
        let open = Arc::new(Open {
            profile: profile.clone(),
            label: file.label,
            demo: file.demo,
            store: Store::over(writer, profile, key),
            since: clock::read(),
            owed: Mutex::default(),
            holds: Mutex::new(HashMap::new()),
        });
        *held(&self.state.open) = Some(open.clone());
        *held(&self.state.is_locked) = false;
        self.state.note_work();
        self.state.exchange.ask();
        Ok(open)
    }

    /// Takes the open profile out of everybody's reach while its files are about to be replaced, and waits until nobody
    /// has it in hand: whoever closes a database removes its journal by name, also when that is another one's by then.
    pub fn withdraw(&self) -> Option<Arc<Open>> {
        const BETWEEN_LOOKS: Duration = Duration::from_millis(5);
        let open = held(&self.state.open).take();
        // Nothing may open it again by itself meanwhile.
        *held(&self.state.is_locked) = true;
        while open.as_ref().is_some_and(|open| Arc::strong_count(open) > 1) {
            thread::sleep(BETWEEN_LOOKS);
        }
        open
    }

    /// Opens what was withdrawn again, with everything that belongs to it.
    pub fn put_back(&self, open: Option<Arc<Open>>) {
        if let Some(open) = open {
            *held(&self.state.open) = Some(open);
            *held(&self.state.is_locked) = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use store::{profile::Home, setting};

    use super::*;

    /// A profile that is open, and its key.
    fn world() -> (AppState, Profile, Key, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::hold(folder.path()).unwrap();
        let (profile, key, _, writer) =
            home.create("D. W.", false, "four plain words", Box::new(System), |_| Ok::<_, store::Error>(())).unwrap();
        let state = AppState::new();
        state.opening().take(&profile, &key, writer).unwrap();
        (state, profile, key, folder)
    }

    #[test]
    fn who_unlocks_while_a_backup_takes_the_place_of_the_profile_gets_what_was_restored() {
        let (state, profile, key, _folder) = world();
        thread::scope(|scope| {
            let opening = state.opening();
            drop(opening.withdraw());
            let other = scope.spawn(|| state.opening().open(&profile, &key).unwrap());
            assert!(state.opening.try_lock().is_err(), "nobody else has the right");

            let writer = Writer::open(&profile.database(), &key, Box::new(System)).unwrap();
            let restored = opening.take(&profile, &key, writer).unwrap();
            drop(opening);

            assert!(Arc::ptr_eq(&other.join().unwrap(), &restored));
        });
    }

    #[test]
    fn a_profile_is_withdrawn_when_what_was_begun_with_it_is_done() {
        let (state, _, _, _folder) = world();
        let in_hand = state.open().unwrap();
        thread::scope(|scope| {
            let state = &state;
            scope.spawn(move || {
                while state.open().is_ok() {
                    thread::yield_now();
                }
                in_hand.store.write(|writer| setting::save(writer, "begun", "before")).unwrap();
                drop(in_hand);
            });

            let open = state.opening().withdraw().unwrap();

            assert_eq!(Arc::strong_count(&open), 1);
            assert_eq!(open.store.read(|reader| setting::load(reader, "begun")).unwrap().as_deref(), Some("before"));
        });
    }
}
