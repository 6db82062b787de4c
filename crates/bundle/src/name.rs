//! The name suggested for a file: which way it goes and of which day, never of whom.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

use chrono::NaiveDate;

use crate::header::Kind;

/// What the names of these files end with.
pub const EXTENSION: &str = "coachlight";

/// Returns the file name to suggest, such as `to-service-2026-11-22.coachlight`.
#[must_use]
pub fn suggested(kind: Kind, date: NaiveDate) -> String {
    let way = match kind {
        Kind::ToService => "to-service",
        Kind::ToDevice => "answer",
    };
    format!("{way}-{}.{EXTENSION}", date.format("%Y-%m-%d"))
}

/// Returns a path in a folder under the suggested name, or with a number where a file has that name: it may be another's.
#[must_use]
pub fn free(folder: &Path, kind: Kind, date: NaiveDate) -> PathBuf {
    unused(folder.join(suggested(kind, date)))
}

/// Returns the path, or one beside it with a number where there is a file already.
#[must_use]
pub fn unused(chosen: PathBuf) -> PathBuf {
    let numbered = |number: u32| {
        let mut name = chosen.file_stem().unwrap_or_default().to_owned();
        name.push(format!(" ({number})"));
        if let Some(extension) = chosen.extension() {
            name.push(".");
            name.push(extension);
        }
        chosen.with_file_name(name)
    };
    let mut names = std::iter::once(chosen.clone()).chain((2..).map(numbered));
    names.find(|path| !path.exists()).expect("no folder has a file for every number")
}

/// Returns the name of a part: the first has the chosen one, the others a number before the ending.
pub(crate) fn of_part(chosen: &Path, part: u32) -> PathBuf {
    if part == 1 {
        return chosen.to_path_buf();
    }
    let mut name = chosen.file_stem().unwrap_or_default().to_owned();
    name.push(format!("-{part}"));
    if let Some(extension) = chosen.extension() {
        name.push(".");
        name.push(extension);
    }
    chosen.with_file_name(name)
}

/// Returns the name under which a part is written until it is whole.
pub(crate) fn unfinished(part: &Path) -> PathBuf {
    let mut name = OsString::from(part.file_name().unwrap_or_default());
    name.push(".partial");
    part.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_carries_the_way_and_the_day() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();

        assert_eq!(suggested(Kind::ToService, day), "to-service-2026-11-22.coachlight");
        assert_eq!(suggested(Kind::ToDevice, day), "answer-2026-11-22.coachlight");
    }

    #[test]
    fn a_name_that_a_file_has_gets_a_number() {
        let folder = tempfile::tempdir().unwrap();
        let day = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let next = || free(folder.path(), Kind::ToDevice, day);
        for name in ["answer-2026-11-22.coachlight", "answer-2026-11-22 (2).coachlight"] {
            assert_eq!(next(), folder.path().join(name));
            std::fs::write(next(), b"another's").unwrap();
        }
        assert_eq!(next(), folder.path().join("answer-2026-11-22 (3).coachlight"));
    }

    #[test]
    fn parts_are_numbered_before_the_ending() {
        let chosen = Path::new("stick/a.b.coachlight");

        assert_eq!(of_part(chosen, 1), chosen);
        assert_eq!(of_part(chosen, 3), Path::new("stick/a.b-3.coachlight"));
        assert_eq!(of_part(Path::new("stick/a"), 2), Path::new("stick/a-2"));
        assert_eq!(unfinished(chosen), Path::new("stick/a.b.coachlight.partial"));
    }
}
