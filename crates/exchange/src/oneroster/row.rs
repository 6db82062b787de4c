//! One row of a OneRoster file and the questions asked of it.

use chrono::{Datelike, NaiveDate};
use csv::StringRecord;
use unicode_normalization::UnicodeNormalization;

use super::header::Header;
use crate::date::{self, DateFault};
use crate::draft::{ExternalId, Mode};
use crate::problem::{FileProblem, FileProblemCode, Severity, shown};

/// A row with its place in the file.
pub(super) struct Row<'a> {
    pub(super) file: &'a str,
    pub(super) number: u32,
    pub(super) header: &'a Header,
    pub(super) record: &'a StringRecord,
}

/// What the status of a row says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    Active,
    Gone,
    /// A delta without a status; read as active and reported.
    Missing,
}

/// From this year on an end date means "no end": 9999-12-31 is common.
const NO_END_FROM_YEAR: i32 = 2200;

impl Row<'_> {
    /// The cell, trimmed and in composed form; empty when the column or the cell is not there.
    pub(super) fn value(&self, column: &str) -> String {
        let cell = self.header.place(column).and_then(|place| self.record.get(place)).unwrap_or_default();
        cell.trim().chars().filter(|c| !c.is_control()).nfc().collect()
    }

    /// The cell, or nothing when it is empty.
    pub(super) fn filled(&self, column: &str) -> Option<String> {
        Some(self.value(column)).filter(|value| !value.is_empty())
    }

    /// The cell of a column that every row must fill.
    pub(super) fn needed(&self, column: &str) -> Result<String, FileProblem> {
        self.filled(column).ok_or_else(|| {
            self.left_out(
                FileProblemCode::ValueMissing,
                column,
                format!("Row {} has no {column} and was left out.", self.number),
                "Fill it in where the file was made and read it again, or go on without this row.",
            )
        })
    }

    pub(super) fn id(&self) -> Result<ExternalId, FileProblem> {
        self.needed("sourcedId").map(ExternalId)
    }

    pub(super) fn reference(&self, column: &str) -> Option<ExternalId> {
        self.filled(column).map(ExternalId)
    }

    pub(super) fn needed_reference(&self, column: &str) -> Result<ExternalId, FileProblem> {
        self.needed(column).map(ExternalId)
    }

    /// A list in one cell, separated by commas.
    pub(super) fn list(&self, column: &str) -> Vec<String> {
        self.value(column).split(',').map(str::trim).filter(|v| !v.is_empty()).map(str::to_owned).collect()
    }

    pub(super) fn references(&self, column: &str) -> Vec<ExternalId> {
        self.list(column).into_iter().map(ExternalId).collect()
    }

    /// `true` unless the cell clearly says no.
    pub(super) fn is_true_or_empty(&self, column: &str) -> bool {
        !matches!(self.value(column).to_ascii_lowercase().as_str(), "false" | "0" | "no" | "n" | "f")
    }

    /// A date that may be absent.
    pub(super) fn date(&self, column: &str) -> Result<Option<NaiveDate>, FileProblem> {
        let Some(text) = self.filled(column) else {
            return Ok(None);
        };
        match date::parse(&text) {
            Ok(day) => Ok(Some(day).filter(|day| day.year() < NO_END_FROM_YEAR)),
            Err(fault) => Err(self.date_problem(column, &text, fault)),
        }
    }

    pub(super) fn needed_date(&self, column: &str) -> Result<NaiveDate, FileProblem> {
        let text = self.needed(column)?;
        date::parse(&text).map_err(|fault| self.date_problem(column, &text, fault))
    }

    /// The status, in the way the mode of the file asks for it.
    pub(super) fn status(&self, mode: Mode) -> Result<Status, FileProblem> {
        match self.value("status").to_ascii_lowercase().as_str() {
            "active" => Ok(Status::Active),
            "tobedeleted" | "inactive" => Ok(Status::Gone),
            "" if mode == Mode::Bulk => Ok(Status::Active),
            "" => Ok(Status::Missing),
            other => Err(self.left_out(
                FileProblemCode::ValueUnknown,
                "status",
                format!("The status \"{}\" is unknown. Row {} was left out.", shown(other), self.number),
                "It should be active or tobedeleted.",
            )),
        }
    }

    pub(super) fn left_out(&self, code: FileProblemCode, column: &str, message: String, hint: &str) -> FileProblem {
        FileProblem::new(self.file, Severity::LeftOut, code, message, hint).at_row(self.number).in_column(column)
    }

    pub(super) fn notice(&self, code: FileProblemCode, column: &str, message: String, hint: &str) -> FileProblem {
        FileProblem::new(self.file, Severity::Notice, code, message, hint).at_row(self.number).in_column(column)
    }

    /// The same id a second time.
    pub(super) fn twice(&self, id: &ExternalId) -> FileProblem {
        self.left_out(
            FileProblemCode::DuplicateId,
            "sourcedId",
            format!("The id \"{}\" was on an earlier row. Row {} was left out.", shown(id.as_str()), self.number),
            "Ask the sender which row is right.",
        )
    }

    fn date_problem(&self, column: &str, text: &str, fault: DateFault) -> FileProblem {
        let (why, hint) = match fault {
            DateFault::NoSuchDay => ("is not a day of the calendar", "Correct the date where the file was made."),
            DateFault::Ambiguous => (
                "could be two different days",
                "Write dates as year-month-day, for example 2026-08-17. Spreadsheet programs change dates when they save.",
            ),
            DateFault::Unreadable => ("is not a date", "Write dates as year-month-day, for example 2026-08-17."),
        };
        self.left_out(
            FileProblemCode::DateUnreadable,
            column,
            format!("\"{}\" {why}. Row {} was left out.", shown(text), self.number),
            hint,
        )
    }
}
