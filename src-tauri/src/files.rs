//! Files of the person's choice: printed pages and their names. Nothing readable is written anywhere else.

use std::{fs::File, io::Read, path::Path};

use domain::{Code, Problem};

use crate::state::Answer;

/// Writes a file that the person chose, whole or not at all.
pub fn write(path: &Path, bytes: &[u8]) -> Answer<()> {
    store::profile::replace_file(path, bytes).map_err(|_| {
        Problem::new(Code::File, "The file could not be written there. Your work is safe on this computer.")
            .hint("Choose another folder, or free some space.")
    })
}

/// Reads a small file that the person chose.
pub fn read(path: &Path, most_bytes: u64) -> Answer<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(most_bytes + 1).read_to_end(&mut bytes));
    match read {
        Ok(_) if bytes.len() as u64 <= most_bytes => Ok(bytes),
        Ok(_) => {
            Err(Problem::new(Code::File, "This file is far larger than a file of this kind. Nothing was changed.")
                .hint("Check that it is the right file."))
        }
        Err(_) => Err(Problem::new(Code::File, "This file could not be read. Nothing was changed.")
            .hint("Check that it is the right file, and that the stick is still in.")),
    }
}

/// Reads a small text that the person chose.
pub fn read_text(path: &Path, most_bytes: u64) -> Answer<String> {
    String::from_utf8(read(path, most_bytes)?).map_err(|_| {
        Problem::new(Code::File, "This is not a file of this kind: it holds no text. Nothing was changed.")
            .hint("Check that it is the right file.")
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

#[cfg(test)]
mod tests {
    use std::fs;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_else_is_left_in_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("week.pdf");
        super::write(&path, b"a long first form").unwrap();

        super::write(&path, b"another").unwrap();

        assert_eq!(fs::read(&path).unwrap(), b"another");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_that_cannot_be_put_in_place_leaves_the_old_one_and_no_part_of_the_new_one() {
        let folder = tempfile::tempdir().unwrap();
        // A folder with something in it cannot be replaced by a file.
        let path = folder.path().join("week.pdf");
        fs::create_dir(&path).unwrap();
        fs::write(path.join("old"), b"old").unwrap();

        super::write(&path, b"new").unwrap_err();

        assert_eq!(fs::read(path.join("old")).unwrap(), b"old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
