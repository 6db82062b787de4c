//! An open profile, and which window writes which of its observations.

use std::{collections::HashMap, sync::Mutex};

use domain::{Code, Problem, RowId, clock::Reading};
use store::{Store, profile::Profile};

use super::{Answer, held};

/// What is done behind the work of a profile that was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behind {
    /// The daily backup.
    Backup,
    /// Erasing what was removed 30 days ago, and what was being erased from the backups.
    Erasing,
}

/// An open profile.
pub struct Open {
    /// Its folder.
    pub profile: Profile,
    /// What the chooser calls it.
    pub label: String,
    /// Whether it is demo data.
    pub demo: bool,
    /// Its database.
    pub store: Store,
    /// When it was opened.
    pub since: Reading,
    /// What is still to be begun behind the work (`house.rs`).
    pub(super) owed: Mutex<Vec<Behind>>,
    /// Which window writes which observation (one writer for each record).
    pub(super) holds: Mutex<HashMap<RowId, String>>,
}

impl Open {
    /// Lets a window write an observation, unless another one does. Returns whether it may.
    pub fn hold(&self, observation: RowId, window: &str) -> bool {
        let mut holds = held(&self.holds);
        holds.entry(observation).or_insert_with(|| window.to_owned()) == window
    }

    /// Ends a window's hold of an observation.
    pub fn release(&self, observation: RowId, window: &str) {
        held(&self.holds).retain(|held, by| *held != observation || by != window);
    }

    /// Ends every hold of a window that is gone.
    pub fn release_all(&self, window: &str) {
        held(&self.holds).retain(|_, by| by != window);
    }

    /// Refuses when another window writes this observation.
    pub fn check_hold(&self, observation: RowId, window: &str) -> Answer<()> {
        match held(&self.holds).get(&observation) {
            Some(by) if by != window => Err(Problem::new(
                Code::Held,
                "This observation is being written in another window. Nothing was changed here.",
            )
            .hint("Go on in the other window, or close it.")),
            Some(_) | None => Ok(()),
        }
    }

    /// Returns whether an observation is being written in some window.
    pub fn is_writing(&self) -> bool {
        !held(&self.holds).is_empty()
    }

    /// Asks for what is done behind the work of a profile: it was opened and not just made.
    pub fn owe_house(&self) {
        *held(&self.owed) = vec![Behind::Backup, Behind::Erasing];
    }

    /// Returns once whether this is to be begun.
    pub fn takes(&self, behind: Behind) -> bool {
        let mut owed = held(&self.owed);
        let before = owed.len();
        owed.retain(|other| *other != behind);
        owed.len() < before
    }
}
