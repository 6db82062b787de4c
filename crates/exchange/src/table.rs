//! Any CSV or xlsx as a table: headers, rows, and where each row stands in the file.
//!
//! What a column means is not decided here; see `mapping`. A column named like a password is dropped before the table
//! exists.

mod delimiter;
mod header_row;
mod places;
mod workbook;

use serde::Serialize;
use specta::Type;

use crate::oneroster::{is_password, open_quotation, password};
use crate::problem::{FileProblem, FileProblemCode, ProblemList, Severity};
use crate::rows::CsvRows;
use crate::source::{SourceFile, is_zip, too_large};
use crate::text;

/// A table with one header for each column and one cell for each header in each row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The file's own name.
    pub file: String,
    /// The sheet that was read, of a workbook.
    pub sheet: Option<String>,
    /// All sheets of the workbook.
    pub sheets: Vec<String>,
    /// The headers, each different from the others. `Column 1` and so on where the file has none.
    pub headers: Vec<String>,
    /// The rows below the header that are not empty.
    pub rows: Vec<TableRow>,
    /// What to know; none of them stops.
    pub problems: Vec<FileProblem>,
}

/// A row with its number in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TableRow {
    /// The row as a spreadsheet counts it.
    pub row: u32,
    /// Its cells, trimmed.
    pub cells: Vec<String>,
}

/// The beginning of a table, for the mapping screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TablePreview {
    /// The file's own name.
    pub file: String,
    /// The sheet that was read, of a workbook.
    pub sheet: Option<String>,
    /// All sheets of the workbook.
    pub sheets: Vec<String>,
    /// The headers.
    pub headers: Vec<String>,
    /// The first twenty rows.
    pub rows: Vec<TableRow>,
    /// How many rows there are in all.
    pub row_count: u32,
}

/// Rows of a table at most; a larger list is not a staff list.
const MOST_ROWS: usize = 200_000;
/// Columns of a table at most; what lies further right is reported and left.
const MOST_COLUMNS: usize = 300;
/// Characters of a cell at most, as in spreadsheet programs.
const LONGEST_CELL: usize = 32_767;
const PREVIEW_ROWS: usize = 20;

/// Rows as a reader found them: number and cells, nothing interpreted.
type RawRows = Vec<(u32, Vec<String>)>;

/// Reads a file as a table; of a workbook, the first sheet with something in it.
///
/// # Errors
/// The problems that stop.
pub fn read(file: &SourceFile) -> Result<Table, Vec<FileProblem>> {
    if is_zip(&file.bytes) {
        return workbook::read(file, None);
    }
    if file.bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(vec![old_workbook(&file.name)]);
    }
    read_text(file)
}

/// Reads one sheet of a workbook.
///
/// # Errors
/// The problems that stop.
pub fn read_sheet(file: &SourceFile, sheet: &str) -> Result<Table, Vec<FileProblem>> {
    workbook::read(file, Some(sheet))
}

impl Table {
    /// The headers and the first twenty rows.
    pub fn preview(&self) -> TablePreview {
        TablePreview {
            file: self.file.clone(),
            sheet: self.sheet.clone(),
            sheets: self.sheets.clone(),
            headers: self.headers.clone(),
            rows: self.rows.iter().take(PREVIEW_ROWS).cloned().collect(),
            row_count: u32::try_from(self.rows.len()).unwrap_or(u32::MAX),
        }
    }
}

fn read_text(file: &SourceFile) -> Result<Table, Vec<FileProblem>> {
    let decoded = text::decode(&file.name, &file.bytes).map_err(|problem| vec![problem])?;
    let mut problems = ProblemList::default();
    problems.extend(decoded.problem);
    let (delimiter, first_line_is_hint) = delimiter::sniff(&decoded.text);
    let mut rows = CsvRows::new(&decoded.text, delimiter);
    let mut raw: RawRows = Vec::new();
    for (number, record) in rows.by_ref().skip(usize::from(first_line_is_hint)) {
        if raw.len() > MOST_ROWS {
            return Err(vec![too_large(&file.name, "it has more rows than this program reads")]);
        }
        let cells = record.iter().map(|cell| tidy(&file.name, number, cell, &mut problems)).collect();
        raw.push((number, cells));
    }
    if rows.ends_inside_quotation() {
        let last = raw.last().map_or(1, |(number, _)| *number);
        return Err(vec![open_quotation(&file.name, last, Severity::Stops)]);
    }
    build(&file.name, raw, problems)
}

/// Trims a cell; a cell that no person typed is emptied and reported.
fn tidy(file: &str, row: u32, cell: &str, problems: &mut ProblemList) -> String {
    if cell.len() > LONGEST_CELL {
        problems.push(open_quotation(file, row, Severity::LeftOut));
        return String::new();
    }
    cell.trim().to_owned()
}

/// Finds the header and makes every row as wide as it.
fn build(file: &str, mut raw: RawRows, mut problems: ProblemList) -> Result<Table, Vec<FileProblem>> {
    raw.retain(|(_, cells)| cells.iter().any(|cell| !cell.is_empty()));
    if raw.is_empty() {
        return Err(vec![empty(file)]);
    }
    let width = raw.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
    if width > MOST_COLUMNS {
        problems.push(too_wide(file));
    }
    let width = width.min(MOST_COLUMNS);
    let header_at = header_row::find(&raw);
    if header_at.is_none() {
        problems.push(no_header(file));
    }
    let names: Vec<String> = match header_at {
        Some(at) => raw[at].1.clone(),
        None => Vec::new(),
    };
    let columns = kept_columns(file, &names, width, &mut problems);
    let rows = raw
        .iter()
        .skip(header_at.map_or(0, |at| at + 1))
        .map(|(row, cells)| TableRow {
            row: *row,
            cells: columns.iter().map(|(at, _)| cells.get(*at).cloned().unwrap_or_default()).collect(),
        })
        .filter(|row| row.cells.iter().any(|cell| !cell.is_empty()))
        .collect();
    Ok(Table {
        file: file.to_owned(),
        sheet: None,
        sheets: Vec::new(),
        headers: columns.into_iter().map(|(_, name)| name).collect(),
        rows,
        problems: problems.finish(),
    })
}

/// The places and names of the columns: passwords dropped, empty names filled, equal names numbered.
fn kept_columns(file: &str, names: &[String], width: usize, problems: &mut ProblemList) -> Vec<(usize, String)> {
    let mut kept: Vec<(usize, String)> = Vec::new();
    for at in 0..width {
        let name = names.get(at).map(String::as_str).unwrap_or_default();
        if is_password(name) {
            problems.push(password(file, name));
            continue;
        }
        let base = if name.is_empty() { format!("Column {}", at + 1) } else { name.to_owned() };
        let mut unique = base.clone();
        let mut number = 2;
        while kept.iter().any(|(_, other)| other.eq_ignore_ascii_case(&unique)) {
            unique = format!("{base} ({number})");
            number += 1;
        }
        kept.push((at, unique));
    }
    kept
}

fn empty(file: &str) -> FileProblem {
    FileProblem::new(
        file,
        Severity::Stops,
        FileProblemCode::NothingToRead,
        format!("{file} has no rows. Nothing was changed."),
        "Choose another file, or look whether the list is on another sheet.",
    )
}

fn no_header(file: &str) -> FileProblem {
    FileProblem::new(
        file,
        Severity::Notice,
        FileProblemCode::HeaderOdd,
        "No row looks like headers. The columns were numbered.",
        "Say for each column what it holds, by looking at the preview.",
    )
}

fn too_wide(file: &str) -> FileProblem {
    FileProblem::new(
        file,
        Severity::Notice,
        FileProblemCode::RowLength,
        format!("Only the first {MOST_COLUMNS} columns were read."),
        "Nothing to do if the columns you need are in the preview.",
    )
}

fn old_workbook(file: &str) -> FileProblem {
    FileProblem::new(
        file,
        Severity::Stops,
        FileProblemCode::FormatUnknown,
        format!("{file} is in the old Excel format. Nothing was read from it."),
        "Open it in a spreadsheet program and save it as xlsx or CSV UTF-8.",
    )
}
