//! xlsx workbooks, cell by cell. Never as a full rectangle: one cell far down would make it as large as the memory.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, ExcelDateTime, Reader, SheetVisible, Xlsx};

use super::{LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, RawRows, Table, build, places, tidy};
use crate::problem::{FileProblem, FileProblemCode, ProblemList, Severity, shown};
use crate::source::{Limits, SourceFile, each_part, too_large};

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Text of all cells of a sheet at most: a shared text may be named by every cell.
const MOST_TEXT: usize = 128 << 20;

/// Reads a sheet, by name or the first that is visible and not empty.
pub(super) fn read(file: &SourceFile, wanted: Option<&str>) -> Result<Table, Vec<FileProblem>> {
    // Excel writes no place beyond XFD1048576; the library multiplies without looking and overflows on longer ones.
    each_part(&file.name, &file.bytes, &Limits::default(), |part| {
        if places::are_possible(part) { Ok(()) } else { Err(unreadable(&file.name)) }
    })?;
    let unreadable = || vec![unreadable(&file.name)];
    let mut workbook: Workbook = Xlsx::new(Cursor::new(file.bytes.as_slice())).map_err(|_| unreadable())?;
    let sheets: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    let candidates: Vec<String> = match wanted {
        Some(name) => sheets.iter().filter(|sheet| *sheet == name).cloned().collect(),
        None => sheets.clone(),
    };
    let mut problems = ProblemList::default();
    for sheet in candidates {
        let rows = read_cells(file, &mut workbook, &sheet, &mut problems)?;
        if rows.is_empty() {
            continue;
        }
        if sheets.len() > 1 && wanted.is_none() {
            problems.push(one_of_many(&file.name, &sheet, sheets.len()));
        }
        let table = build(&file.name, rows, problems)?;
        return Ok(Table { sheet: Some(sheet), sheets, ..table });
    }
    Err(vec![super::empty(&file.name)])
}

fn read_cells(
    file: &SourceFile,
    workbook: &mut Workbook,
    sheet: &str,
    problems: &mut ProblemList,
) -> Result<RawRows, Vec<FileProblem>> {
    let unreadable = || vec![unreadable(&file.name)];
    let mut cells = workbook.worksheet_cells_reader(sheet).map_err(|_| unreadable())?;
    let mut rows: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    let mut budget = MOST_TEXT;
    while let Some(cell) = cells.next_cell().map_err(|_| unreadable())? {
        let (row, column) = cell.get_position();
        let number = row.saturating_add(1);
        let text = tidy(&file.name, number, &text(&file.name, number, cell.get_value(), problems), problems);
        let at = usize::try_from(column).unwrap_or(usize::MAX);
        if text.is_empty() || at > MOST_COLUMNS {
            continue;
        }
        budget = budget
            .checked_sub(text.len())
            .ok_or_else(|| vec![too_large(&file.name, "its cells hold too much text")])?;
        let cells = rows.entry(number).or_default();
        if cells.len() <= at {
            cells.resize(at + 1, String::new());
        }
        cells[at] = text;
        if rows.len() > MOST_ROWS {
            return Err(vec![too_large(&file.name, "it has more rows than this program reads")]);
        }
    }
    Ok(rows.into_iter().collect())
}

/// A cell as the person sees it, as far as that matters here.
fn text(file: &str, row: u32, value: &DataRef, problems: &mut ProblemList) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) => cut(text),
        DataRef::SharedString(text) => cut(text),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => cut(text),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(flag) => flag.to_string(),
        DataRef::DateTime(moment) => moment_text(moment),
        DataRef::Error(error) => {
            problems.push(failed_formula(file, row, &error.to_string()));
            String::new()
        }
    }
}

/// A day, a time of day, or both. The library's own conversion to a date overflows on absurd numbers; this one does not.
fn moment_text(moment: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, ..) = moment.to_ymd_hms_milli();
    let time = format!("{hour:02}:{minute:02}");
    if moment.as_f64() < 1.0 {
        return time;
    }
    let date = format!("{year:04}-{month:02}-{day:02}");
    if time == "00:00" { date } else { format!("{date} {time}") }
}

/// At most a little more than a cell may hold, so that `tidy` still sees that it is too long.
fn cut(text: &str) -> String {
    text.char_indices().take_while(|(at, _)| *at <= LONGEST_CELL).map(|(_, c)| c).collect()
}

fn unreadable(file: &str) -> FileProblem {
    FileProblem::new(
        file,
        Severity::Stops,
        FileProblemCode::FormatUnknown,
        format!("{file} is damaged or not an xlsx workbook. Nothing was changed."),
        "Open it in a spreadsheet program and save it again, or save the sheet as CSV UTF-8.",
    )
}

fn one_of_many(file: &str, sheet: &str, count: usize) -> FileProblem {
    FileProblem::new(
        file,
        Severity::Notice,
        FileProblemCode::FileNotTaken,
        format!("The workbook has {count} sheets. Only \"{}\" was read.", shown(sheet)),
        "Choose another sheet if the list is there.",
    )
}

fn failed_formula(file: &str, row: u32, error: &str) -> FileProblem {
    FileProblem::new(
        file,
        Severity::Notice,
        FileProblemCode::ValueUnknown,
        format!("A cell on row {row} shows {}. It was read as empty.", shown(error)),
        "Repair the formula in the workbook if the cell matters.",
    )
    .at_row(row)
}
