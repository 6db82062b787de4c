//! `manifest.csv`: the version and, for each file, whether it is complete, a delta or absent.

use std::collections::HashMap;

use crate::draft::Mode;
use crate::problem::{FileProblem, FileProblemCode, ProblemList, Severity, shown};
use crate::rows::CsvRows;
use crate::source::{Source, SourceFile};
use crate::text;

/// What the manifest announces; guessed from the files where there is none.
#[derive(Debug)]
pub(super) struct Manifest {
    modes: HashMap<String, Announced>,
    fallback: Mode,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Announced {
    Absent,
    Present(Mode),
}

/// The files this reader takes, by the names the manifest uses.
const TAKEN: [&str; 7] = ["academicSessions", "classes", "courses", "enrollments", "orgs", "roles", "users"];

impl Manifest {
    pub(super) fn read(source: &Source, problems: &mut ProblemList) -> Self {
        let Some(file) = source.file("manifest.csv") else {
            let fallback = guessed_mode(source);
            problems.push(no_manifest(&source.name, fallback));
            return Self { modes: HashMap::new(), fallback };
        };
        let mut manifest = Self { modes: HashMap::new(), fallback: Mode::Bulk };
        manifest.read_file(file, problems);
        manifest.compare(source, problems);
        manifest
    }

    /// The mode of a file, as `users.csv`.
    pub(super) fn mode(&self, file: &str) -> Mode {
        match self.modes.get(&stem(file)) {
            Some(Announced::Present(mode)) => *mode,
            Some(Announced::Absent) | None => self.fallback,
        }
    }

    /// The mode of the whole source. One delta makes it a delta: then nothing is ended for being missing.
    pub(super) fn source_mode(&self, source: &Source) -> Mode {
        let is_delta = TAKEN
            .iter()
            .map(|name| format!("{name}.csv"))
            .any(|file| source.file(&file).is_some() && self.mode(&file) == Mode::Delta);
        if is_delta { Mode::Delta } else { self.fallback }
    }

    fn read_file(&mut self, file: &SourceFile, problems: &mut ProblemList) {
        let text = match text::decode(&file.name, &file.bytes) {
            Ok(text) => text,
            Err(problem) => return problems.push(FileProblem { severity: Severity::Notice, ..problem }),
        };
        problems.extend(text.problem);
        for (row, record) in CsvRows::new(&text.text, b',') {
            let property = record.get(0).unwrap_or_default().trim().to_ascii_lowercase();
            let value = record.get(1).unwrap_or_default().trim();
            if let Some(name) = property.strip_prefix("file.") {
                match announced(value) {
                    Some(mode) => drop(self.modes.insert(name.to_owned(), mode)),
                    None => problems.push(unclear(&file.name, row, name, value)),
                }
            } else if property == "oneroster.version" && !(value.starts_with("1.1") || value.starts_with("1.2")) {
                problems.push(odd_version(&file.name, row, value));
            }
        }
    }

    /// Compares what is announced with what is there.
    fn compare(&self, source: &Source, problems: &mut ProblemList) {
        for name in TAKEN {
            let file = format!("{name}.csv");
            let is_there = source.file(&file).is_some();
            match self.modes.get(&stem(&file)) {
                Some(Announced::Present(_)) if !is_there => problems.push(announced_not_there(&source.name, &file)),
                Some(Announced::Absent) if is_there => problems.push(there_not_announced(&file)),
                Some(_) | None => {}
            }
        }
    }
}

fn stem(file: &str) -> String {
    let lower = file.to_ascii_lowercase();
    lower.strip_suffix(".csv").unwrap_or(&lower).to_owned()
}

fn announced(value: &str) -> Option<Announced> {
    match value.to_ascii_lowercase().as_str() {
        "bulk" => Some(Announced::Present(Mode::Bulk)),
        "delta" => Some(Announced::Present(Mode::Delta)),
        "absent" => Some(Announced::Absent),
        _ => None,
    }
}

/// Without a manifest, users with a status are taken for a delta: the reading that ends nobody.
fn guessed_mode(source: &Source) -> Mode {
    let Some(file) = source.file("users.csv") else {
        return Mode::Delta;
    };
    let Ok(text) = text::decode(&file.name, &file.bytes) else {
        return Mode::Delta;
    };
    let mut rows = CsvRows::new(&text.text, b',');
    let status =
        rows.next().and_then(|(_, header)| header.iter().position(|h| h.trim().eq_ignore_ascii_case("status")));
    let has_status = status.is_some_and(|at| rows.any(|(_, row)| row.get(at).is_some_and(|s| !s.trim().is_empty())));
    if has_status { Mode::Delta } else { Mode::Bulk }
}

fn no_manifest(source: &str, mode: Mode) -> FileProblem {
    let read_as = match mode {
        Mode::Bulk => "a full file: who is missing will be proposed as ended",
        Mode::Delta => "changes only: nobody is ended for being missing",
    };
    FileProblem::new(
        source,
        Severity::Notice,
        FileProblemCode::Manifest,
        format!("There is no manifest.csv. The files were read as {read_as}."),
        "Look at the proposed changes before you confirm. Ask the sender for a manifest.",
    )
}

fn unclear(file: &str, row: u32, name: &str, value: &str) -> FileProblem {
    FileProblem::new(
        file,
        Severity::Notice,
        FileProblemCode::Manifest,
        format!(
            "The manifest says \"{}\" for {}; it should say absent, bulk or delta. Bulk was assumed.",
            shown(value),
            shown(name)
        ),
        "Ask the sender whether this is a full export.",
    )
    .at_row(row)
}

fn odd_version(file: &str, row: u32, value: &str) -> FileProblem {
    FileProblem::new(
        file,
        Severity::Notice,
        FileProblemCode::Manifest,
        format!("The manifest names OneRoster \"{}\". It was read like 1.1 and 1.2.", shown(value)),
        "Look at the counts before you confirm.",
    )
    .at_row(row)
}

fn announced_not_there(source: &str, file: &str) -> FileProblem {
    FileProblem::new(
        source,
        Severity::Notice,
        FileProblemCode::FileMissing,
        format!("The manifest announces {file}, but it is not there."),
        "Ask the sender for it if something is missing from the counts.",
    )
}

fn there_not_announced(file: &str) -> FileProblem {
    FileProblem::new(
        file,
        Severity::Notice,
        FileProblemCode::Manifest,
        format!("The manifest calls {file} absent, but it is there and was read."),
        "Look at the counts before you confirm.",
    )
}
