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
    fn parts_are_numbered_before_the_ending() {
        let chosen = Path::new("stick/a.b.coachlight");

        assert_eq!(of_part(chosen, 1), chosen);
        assert_eq!(of_part(chosen, 3), Path::new("stick/a.b-3.coachlight"));
        assert_eq!(of_part(Path::new("stick/a"), 2), Path::new("stick/a-2"));
        assert_eq!(unfinished(chosen), Path::new("stick/a.b.coachlight.partial"));
    }
}
