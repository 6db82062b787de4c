//! A profile to fill, and its rows by the names of their columns.

use std::collections::HashMap;

use chrono::NaiveDate;
use demo::{Size, Summary};
use domain::{RowId, Value, schema::Entity};
use store::{Connection, Seeded, Writer, export, key::Key};
use tempfile::TempDir;

/// Wednesday 18 November 2026, 15:00 UTC.
pub const NOW_MS: i64 = 1_795_014_000_000;

/// Small enough for a test, large enough for every kind of row.
pub const SMALL: Size = Size { observations: 24, lines_each: 60, years: 1 };

pub struct Profile {
    pub writer: Writer,
    pub summary: Summary,
    _folder: TempDir,
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn empty() -> (Writer, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let key = Key::from_bytes([7; 32]);
    let source = Box::new(Seeded::new(42, NOW_MS));
    (Writer::create(&folder.path().join("profile.db"), &key, source).unwrap(), folder)
}

/// Fills a new profile as it stands on this day.
pub fn filled(size: &Size, seed: u64, today: &str) -> Profile {
    let (mut writer, folder) = empty();
    let summary = demo::fill(&mut writer, size, seed, day(today)).unwrap();
    Profile { writer, summary, _folder: folder }
}

pub fn small() -> Profile {
    filled(&SMALL, 1, "2026-11-18")
}

/// One row, by the names of its columns.
pub struct Row {
    pub id: RowId,
    fields: HashMap<&'static str, Value>,
}

impl Row {
    pub fn text(&self, column: &str) -> &str {
        self.fields[column].text().unwrap_or_default()
    }

    pub fn number(&self, column: &str) -> Option<i64> {
        match self.fields[column] {
            Value::Integer(number) => Some(number),
            _ => None,
        }
    }

    pub fn link(&self, column: &str) -> Option<RowId> {
        match self.fields[column] {
            Value::Id(id) => Some(id),
            _ => None,
        }
    }

    pub fn date(&self, column: &str) -> NaiveDate {
        day(self.text(column))
    }
}

pub fn rows(connection: &Connection, entity: &'static Entity) -> Vec<Row> {
    let mut found = Vec::new();
    export::each::<store::Error>(connection, entity, |row| {
        let columns = entity.fields.iter().map(|field| field.column);
        found.push(Row { id: row.id, fields: columns.zip(row.values).collect() });
        Ok(())
    })
    .unwrap();
    found
}
