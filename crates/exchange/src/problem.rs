//! What is wrong with a file, said to the person who chose it: what happened, what is safe, what to do.
//!
//! A problem is for the screen. It may quote a cell shortly, so it must never be written to a log.

use std::collections::HashMap;

use serde::Serialize;
use specta::Type;

/// One thing to know about a file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FileProblem {
    /// The file's own name, without a folder.
    pub file: String,
    /// The row as a spreadsheet counts it: the header is row 1.
    pub row: Option<u32>,
    /// The column's name as the file writes it.
    pub column: Option<String>,
    /// The kind of problem, for grouping on the screen.
    pub code: FileProblemCode,
    /// What happened and what was done with it.
    pub message: String,
    /// What the person can do.
    pub hint: String,
    /// What it means for the import.
    pub severity: Severity,
}

/// What a problem means for the import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Severity {
    /// The file cannot be imported at all.
    Stops,
    /// This row (or event, or file) is not taken; the rest is.
    LeftOut,
    /// Everything is taken; something was read tolerantly and should be known.
    Notice,
}

/// The kind of a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FileProblemCode {
    /// The file or folder could not be read from the disk.
    FileUnreadable,
    /// The zip archive is damaged or uses something unknown.
    ZipUnreadable,
    /// Too many files, too many bytes or an unbelievable compression.
    TooLarge,
    /// A file name inside the archive points outside it.
    NameUnsafe,
    /// The files lie in a folder inside the archive.
    TopFolder,
    /// Nothing in the source can be imported.
    NothingToRead,
    /// The file is not a table, a calendar or an archive we know.
    FormatUnknown,
    /// The text was not UTF-8.
    Encoding,
    /// A file that is needed or announced is not there.
    FileMissing,
    /// A file is there that is not announced, or is not taken by design.
    FileNotTaken,
    /// The manifest is missing or cannot be understood.
    Manifest,
    /// A needed column is not there.
    ColumnMissing,
    /// A header was read tolerantly: typing error, empty or doubled.
    HeaderOdd,
    /// A column is never taken: passwords.
    ColumnDropped,
    /// Individual evaluation ratings have no place here.
    RatingRefused,
    /// A row has fewer or more cells than the header.
    RowLength,
    /// A cell is unbelievably long; most often a quotation mark is not closed.
    CellTooLong,
    /// A needed cell is empty.
    ValueMissing,
    /// A cell holds something that its column does not allow.
    ValueUnknown,
    /// A date cannot be read, or does not exist.
    DateUnreadable,
    /// The same id stands on two rows.
    DuplicateId,
    /// A row points to something that is in no file.
    ReferenceMissing,
    /// Students and their families are left out by design.
    StudentsLeftOut,
    /// A role that has no meaning here yet; the mapping screen asks.
    RoleUnknown,
    /// No column says what is needed to make a person.
    NothingMapped,
    /// Classes whose terms are over.
    TermsOver,
    /// A line of a calendar is not iCalendar.
    CalendarLine,
    /// An event of a calendar cannot be read.
    CalendarEvent,
    /// The repetition of an event cannot be read or is too long.
    Recurrence,
    /// A time zone that nobody knows.
    ZoneUnknown,
}

impl FileProblem {
    /// A problem of a whole file.
    pub fn new(
        file: impl Into<String>,
        severity: Severity,
        code: FileProblemCode,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self { file: file.into(), row: None, column: None, code, message: message.into(), hint: hint.into(), severity }
    }

    /// The same problem, at a row.
    #[must_use]
    pub fn at_row(mut self, row: u32) -> Self {
        self.row = Some(row);
        self
    }

    /// The same problem, in a column.
    #[must_use]
    pub fn in_column(mut self, column: impl Into<String>) -> Self {
        self.column = Some(column.into());
        self
    }
}

/// Says whether any of the problems stops the import.
pub fn any_stops(problems: &[FileProblem]) -> bool {
    problems.iter().any(|p| p.severity == Severity::Stops)
}

/// A short, harmless picture of a cell for a message: one line, at most 40 characters.
pub(crate) fn shown(value: &str) -> String {
    let mut line: String = value.chars().take(40).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if value.chars().nth(40).is_some() {
        line.push('…');
    }
    line
}

/// How many problems of one kind in one file are shown one by one; the rest become one line with their number.
const SHOWN_OF_A_KIND: u32 = 100;

type Kind = (String, FileProblemCode, Option<String>, Severity);

/// Collects problems and keeps a file with a million bad rows from making a million lines.
#[derive(Debug, Default)]
pub(crate) struct ProblemList {
    shown: Vec<FileProblem>,
    counts: HashMap<Kind, u32>,
}

impl ProblemList {
    pub(crate) fn push(&mut self, problem: FileProblem) {
        let kind = (problem.file.clone(), problem.code, problem.column.clone(), problem.severity);
        let count = self.counts.entry(kind).or_default();
        *count = count.saturating_add(1);
        if *count <= SHOWN_OF_A_KIND {
            self.shown.push(problem);
        }
    }

    pub(crate) fn extend(&mut self, problems: impl IntoIterator<Item = FileProblem>) {
        problems.into_iter().for_each(|problem| self.push(problem));
    }

    pub(crate) fn stops(&self) -> bool {
        any_stops(&self.shown)
    }

    /// All problems, ordered by severity, file and row, with one closing line for each kind that was too many.
    pub(crate) fn finish(self) -> Vec<FileProblem> {
        let mut all = self.shown;
        for ((file, code, column, severity), count) in self.counts {
            if count > SHOWN_OF_A_KIND {
                let rest = count - SHOWN_OF_A_KIND;
                let mut closing = FileProblem::new(
                    file,
                    severity,
                    code,
                    format!("{rest} more rows have the same problem."),
                    "Correct them where the file was made and read it again, or go on without them.",
                );
                closing.column = column;
                closing.row = None;
                all.push(closing);
            }
        }
        // A problem of the whole kind comes after its rows, so None sorts last.
        all.sort_by(|a, b| {
            let key = |p: &FileProblem| (p.severity, p.file.clone(), p.row.unwrap_or(u32::MAX), p.code);
            key(a).cmp(&key(b)).then_with(|| a.column.cmp(&b.column)).then_with(|| a.message.cmp(&b.message))
        });
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thousand_equal_problems_become_a_hundred_and_one_line() {
        let mut list = ProblemList::default();

        for row in 2..1_002 {
            list.push(
                FileProblem::new("users.csv", Severity::LeftOut, FileProblemCode::ValueMissing, "No id.", "Add it.")
                    .at_row(row),
            );
        }
        let problems = list.finish();

        assert_eq!(problems.len(), 101);
        assert_eq!(problems[100].message, "900 more rows have the same problem.");
    }

    #[test]
    fn a_long_cell_is_quoted_shortly_on_one_line() {
        let text = shown(&"two\nlines ".repeat(20));

        assert_eq!(text.chars().count(), 41);
        assert!(!text.contains('\n'));
    }
}
