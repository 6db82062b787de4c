//! The header of a OneRoster file: names to places, tolerant of case and of typing errors that were seen.

use std::collections::HashMap;

use crate::problem::{FileProblem, FileProblemCode, ProblemList, Severity, shown};

/// Where each column is. Columns with passwords have no place, so no row can be asked for them.
#[derive(Debug)]
pub(super) struct Header {
    places: HashMap<String, usize>,
    pub(super) width: usize,
}

/// Headers seen in real files and what they mean, in lower case.
const TYPING_ERRORS: [(&str, &str); 4] = [
    ("datalastmodified", "datelastmodified"),
    ("prefferedgivenname", "preferredgivenname"),
    ("preferedgivenname", "preferredgivenname"),
    ("sourceid", "sourcedid"),
];

impl Header {
    pub(super) fn read<'r>(file: &str, names: impl Iterator<Item = &'r str>, problems: &mut ProblemList) -> Self {
        let mut header = Self { places: HashMap::new(), width: 0 };
        for (place, name) in names.enumerate() {
            header.width = place + 1;
            let name = name.trim();
            let plain = name.to_ascii_lowercase();
            let meant = TYPING_ERRORS.iter().find(|(typed, _)| *typed == plain).map(|(_, meant)| *meant);
            if name.is_empty() {
                problems.push(odd(file, &format!("Column {} has no header and was not read.", place + 1)));
            } else if is_password(&plain) {
                problems.push(password(file, name));
            } else if header.places.contains_key(meant.unwrap_or(&plain)) {
                problems.push(
                    odd(file, &format!("The column {} is there twice. The first was read.", shown(name)))
                        .in_column(name),
                );
            } else {
                if let Some(meant) = meant {
                    problems
                        .push(odd(file, &format!("The header {} was read as {meant}.", shown(name))).in_column(name));
                }
                header.places.insert(meant.map_or(plain, str::to_owned), place);
            }
        }
        header
    }

    /// The place of a column, by its OneRoster name.
    pub(super) fn place(&self, column: &str) -> Option<usize> {
        self.places.get(&column.to_ascii_lowercase()).copied()
    }

    /// Reports the needed columns that are not there; true when all are.
    pub(super) fn has_all(&self, file: &str, needed: &[&str], problems: &mut ProblemList) -> bool {
        let missing: Vec<&str> = needed.iter().copied().filter(|c| self.place(c).is_none()).collect();
        problems.extend(missing.iter().map(|column| {
            FileProblem::new(
                file,
                Severity::Stops,
                FileProblemCode::ColumnMissing,
                format!("{file} has no column {column}. Nothing was changed."),
                "Ask the sender for an export with this column. The first row must hold the headers.",
            )
            .in_column(*column)
        }));
        missing.is_empty()
    }
}

/// Says whether a header names a password, in any of the ways files do.
pub(crate) fn is_password(header: &str) -> bool {
    let plain: String = header.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    ["password", "passwd", "passcode", "passphrase", "pwd", "pincode", "secret"].iter().any(|word| plain.contains(word))
        || plain == "pin"
        || plain == "pass"
}

/// The notice that a password column was not looked at.
pub(crate) fn password(file: &str, column: &str) -> FileProblem {
    FileProblem::new(
        file,
        Severity::Notice,
        FileProblemCode::ColumnDropped,
        format!("The column {} was not read: passwords are never taken.", shown(column)),
        "Nothing to do. Ask the sender to leave it out next time.",
    )
    .in_column(column)
}

fn odd(file: &str, message: &str) -> FileProblem {
    FileProblem::new(
        file,
        Severity::Notice,
        FileProblemCode::HeaderOdd,
        message,
        "Nothing to do if the counts look right.",
    )
}
