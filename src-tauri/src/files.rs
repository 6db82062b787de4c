//! Files of the person's choice: printed pages and their names. Nothing readable is written anywhere else.

use std::{io::Write, path::Path};

use domain::{Code, Problem};

use crate::state::Answer;

/// Writes a file that the person chose, whole or not at all.
pub fn write(path: &Path, bytes: &[u8]) -> Answer<()> {
    let written = std::fs::File::create(path).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.map_err(|_| {
        Problem::new(Code::File, "The file could not be written there. Your work is safe on this computer.")
            .hint("Choose another folder, or free some space.")
    })
}

/// Returns whether a path can be taken from the page: it must be whole, and not hold a control character.
pub fn checked(field: &str, path: &str) -> Answer<std::path::PathBuf> {
    let trimmed = path.trim();
    let is_plain = !trimmed.is_empty() && trimmed.len() < 4_096 && !trimmed.chars().any(char::is_control);
    let path = std::path::PathBuf::from(trimmed);
    if is_plain && path.is_absolute() {
        Ok(path)
    } else {
        Err(Problem::invalid(field, "Write the whole path of the file, from the top folder on."))
    }
}
