//! Rows to CSV and JSON that spreadsheet programs open without running anything, and the codebook that explains them.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, Value};

/// A cell of an export.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words. In CSV they are quoted so that no program takes them for a formula.
    Text(String),
    /// A measured number; not-a-number and infinity are written as empty.
    Number(f64),
    /// A counted number.
    Count(u32),
    /// Yes or no.
    Flag(bool),
    /// Nothing.
    Empty,
}

/// What an export file's columns mean.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Codebook {
    /// One entry for each column of each file.
    pub entries: Vec<CodebookEntry>,
}

/// What one column means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CodebookEntry {
    /// The file, as `visits.csv`.
    pub file: String,
    /// The column's header.
    pub column: String,
    /// What it means, in a sentence.
    pub meaning: String,
    /// The unit of its values, as `minutes` or `ISO 8601 date`; empty where there is none.
    pub unit: String,
}

/// One CSV row with its line end, every text cell made safe.
pub fn csv_row(cells: &[Cell]) -> String {
    let mut row = String::new();
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            row.push(',');
        }
        row.push_str(&quoted(&plain(cell)));
    }
    row.push_str("\r\n");
    row
}

/// Writes a CSV file: UTF-8, a header, rows with CRLF.
///
/// # Errors
/// What the writer returns.
pub fn write_csv(out: &mut impl Write, columns: &[&str], rows: impl IntoIterator<Item = Vec<Cell>>) -> io::Result<()> {
    let header: Vec<Cell> = columns.iter().map(|c| Cell::Text((*c).to_owned())).collect();
    out.write_all(csv_row(&header).as_bytes())?;
    for row in rows {
        out.write_all(csv_row(&row).as_bytes())?;
    }
    Ok(())
}

/// Writes the same rows as a JSON array of objects, one object a line. Text is untouched: JSON runs nowhere.
///
/// # Errors
/// What the writer returns.
pub fn write_json(out: &mut impl Write, columns: &[&str], rows: impl IntoIterator<Item = Vec<Cell>>) -> io::Result<()> {
    out.write_all(b"[")?;
    for (at, row) in rows.into_iter().enumerate() {
        let object: Map<String, Value> =
            columns.iter().zip(row).map(|(column, cell)| ((*column).to_owned(), json(cell))).collect();
        out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &object)?;
    }
    out.write_all(b"\n]\n")
}

impl Codebook {
    /// Adds what a column means.
    pub fn explain(&mut self, file: &str, column: &str, meaning: &str, unit: &str) {
        self.entries.push(CodebookEntry {
            file: file.to_owned(),
            column: column.to_owned(),
            meaning: meaning.to_owned(),
            unit: unit.to_owned(),
        });
    }

    /// Writes the codebook as CSV.
    ///
    /// # Errors
    /// What the writer returns.
    pub fn write_csv(&self, out: &mut impl Write) -> io::Result<()> {
        let text = |value: &String| Cell::Text(value.clone());
        let rows = self.entries.iter().map(|e| vec![text(&e.file), text(&e.column), text(&e.meaning), text(&e.unit)]);
        write_csv(out, &["file", "column", "meaning", "unit"], rows)
    }
}

/// Text that no spreadsheet program takes for a formula: a leading apostrophe makes it plain text there.
pub fn without_formula(text: &str) -> Cow<'_, str> {
    // The full-width signs are formulas too in programs set to East Asian languages.
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        return Cow::Owned(format!("'{text}"));
    }
    Cow::Borrowed(text)
}

fn plain(cell: &Cell) -> Cow<'_, str> {
    match cell {
        Cell::Text(text) => without_formula(text),
        Cell::Number(number) if number.is_finite() => Cow::Owned(number.to_string()),
        Cell::Number(_) | Cell::Empty => Cow::Borrowed(""),
        Cell::Count(count) => Cow::Owned(count.to_string()),
        Cell::Flag(flag) => Cow::Borrowed(if *flag { "true" } else { "false" }),
    }
}

/// Quotation marks where the text needs them.
fn quoted(text: &str) -> Cow<'_, str> {
    let needs_marks = text.contains(['"', ',', ';', '\n', '\r', '\t']) || text.starts_with(' ') || text.ends_with(' ');
    if needs_marks { Cow::Owned(format!("\"{}\"", text.replace('"', "\"\""))) } else { Cow::Borrowed(text) }
}

fn json(cell: Cell) -> Value {
    match cell {
        Cell::Text(text) => Value::String(text),
        Cell::Number(number) => serde_json::Number::from_f64(number).map_or(Value::Null, Value::Number),
        Cell::Count(count) => Value::from(count),
        Cell::Flag(flag) => Value::Bool(flag),
        Cell::Empty => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }

    #[test]
    fn no_text_begins_like_a_formula() {
        for dangerous in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", "＝1"] {
            let row = csv_row(&[text(dangerous)]);
            assert!(row.trim_start_matches('"').starts_with('\''), "{row:?}");
        }
        for harmless in ["Why?", "3 = 3", "a-b", "'quoted'", ""] {
            assert_eq!(without_formula(harmless), harmless);
        }
    }

    #[test]
    fn a_number_below_zero_stays_a_number() {
        assert_eq!(
            csv_row(&[Cell::Number(-3.5), Cell::Count(7), Cell::Flag(true), Cell::Empty, Cell::Number(f64::NAN)]),
            "-3.5,7,true,,\r\n"
        );
    }

    #[test]
    fn what_is_written_is_read_back_the_same() {
        let cells = ["plain", "with, comma", "with \"marks\"", "two\nlines", " spaces ", "é你好", "semi;colon", ""];
        let row = csv_row(&cells.map(text));

        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(row.as_bytes());
        let record = reader.records().next().expect("a row").expect("readable");

        assert_eq!(record.iter().collect::<Vec<_>>(), cells);
    }

    #[test]
    fn csv_and_json_carry_the_same_rows() {
        let rows = || vec![vec![text("=Anna"), Cell::Count(2)], vec![text("Ben"), Cell::Empty]];
        let (mut csv, mut json) = (Vec::new(), Vec::new());

        write_csv(&mut csv, &["name", "visits"], rows()).expect("written");
        write_json(&mut json, &["name", "visits"], rows()).expect("written");

        assert_eq!(String::from_utf8(csv).expect("text"), "name,visits\r\n'=Anna,2\r\nBen,\r\n");
        let json: Value = serde_json::from_slice(&json).expect("JSON");
        assert_eq!(json, serde_json::json!([{"name": "=Anna", "visits": 2}, {"name": "Ben", "visits": null}]));
    }

    #[test]
    fn no_rows_are_an_empty_array() {
        let mut json = Vec::new();
        write_json(&mut json, &["name"], Vec::new()).expect("written");
        assert_eq!(serde_json::from_slice::<Value>(&json).expect("JSON"), serde_json::json!([]));
    }

    #[test]
    fn the_codebook_is_a_table_like_the_others() {
        let mut codebook = Codebook::default();
        codebook.explain("visits.csv", "minutes", "How long the visit was.", "minutes");
        let mut csv = Vec::new();

        codebook.write_csv(&mut csv).expect("written");

        assert_eq!(
            String::from_utf8(csv).expect("text"),
            "file,column,meaning,unit\r\nvisits.csv,minutes,How long the visit was.,minutes\r\n"
        );
    }
}
