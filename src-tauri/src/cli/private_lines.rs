//! Bringing private lines from a backup of the person's other computer, on the command line.

use std::path::Path;

use actions::bring::{self, Private};
use domain::Problem;
use serde_json::{Value, json};
use store::{backup, profile::Home};

use crate::state::{Answer, problem};

/// Brings what is private in a backup and not here; with `dry_run` only says what that is. Counts, never words.
pub fn run(home: &Home, file: &Path, dry_run: bool) -> Answer<Value> {
    let (profile, _key, mut writer) = super::open(home)?;
    let opened = backup::open(file).map_err(problem)?;
    let secret = super::ask_for("COACHLIGHT_BACKUP_PASSPHRASE", "Passphrase or recovery code of the backup: ")?;
    let key = opened.key_file.open_with(&secret).map_err(problem)?;
    let beside = opened.beside(&profile, &key).map_err(problem)?;
    let private = Private::read(beside.reader(), writer.reader())?;
    let found = private.view();
    let brought = if dry_run { 0 } else { bring::carry_private(&mut writer, &private).map_err(Problem::from)? };
    Ok(json!({ "found": found, "brought": brought }))
}
