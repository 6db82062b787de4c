//! The export of everything that is not removed: JSON and CSV for each entity, with a codebook.

mod codebook;

use std::path::Path;

use domain::{
    Code, Problem, Value,
    schema::{ENTITIES, Entity, Log},
};
use exchange::writer::{Cell, Codebook, write_csv, write_json};
use serde_json::{Value as Json, json};
use store::{Connection, profile::Home};

use crate::state::{Answer, problem};

/// Writes every row of this profile that is not removed into a folder, and returns how many there were.
pub fn run(home: &Home, folder: &Path, with_private: bool) -> Answer<Json> {
    let (_, _, writer) = super::open(home)?;
    make_folder(folder)?;
    let (mut counts, mut left_out) = (serde_json::Map::new(), serde_json::Map::new());
    let mut codebook = Codebook::default();
    for entity in ENTITIES.iter().filter(|entity| with_private || entity.log == Log::Shared) {
        let rows = rows(writer.reader(), entity)?;
        counts.insert(entity.table.to_owned(), json!(rows.len()));
        let removed = store::export::left_out(writer.reader(), entity).map_err(problem)?;
        left_out.insert(entity.table.to_owned(), json!(removed));
        codebook::describe(&mut codebook, entity, removed);
        let columns = columns(entity);
        save(folder, &format!("{}.csv", entity.table), |out| write_csv(out, &columns, rows.iter().map(cells)))?;
        save(folder, &format!("{}.json", entity.table), |out| write_json(out, &columns, rows.iter().map(cells)))?;
    }
    save(folder, "codebook.csv", |out| codebook.write_csv(out))?;
    Ok(json!({
        "rows": counts,
        "removed": left_out,
        "private": if with_private { "included" } else { "left out" },
        "warning": "These files are not protected. Whoever has them can read them.",
    }))
}

fn make_folder(folder: &Path) -> Answer<()> {
    let is_empty = match std::fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(_) => true,
    };
    if !is_empty {
        return Err(Problem::invalid("folder", "This folder is not empty. Nothing was written.")
            .hint("Name a new folder, so that nothing is overwritten."));
    }
    std::fs::create_dir_all(folder).map_err(|_| {
        Problem::new(Code::File, "The folder could not be made. Nothing was written.").hint("Choose another place.")
    })
}

fn rows(reader: &Connection, entity: &Entity) -> Answer<Vec<store::export::Row>> {
    let mut rows = Vec::new();
    store::export::each_to_keep::<store::Error>(reader, entity, |row| {
        rows.push(row);
        Ok(())
    })
    .map_err(problem)?;
    Ok(rows)
}

fn columns(entity: &Entity) -> Vec<&'static str> {
    let mut columns = vec!["id", "created_ms"];
    columns.extend(entity.fields.iter().map(|field| field.column));
    columns
}

fn cells(row: &store::export::Row) -> Vec<Cell> {
    let mut cells = vec![Cell::Text(row.id.to_string()), number(row.created_ms)];
    cells.extend(row.values.iter().map(|value| match value {
        Value::Null => Cell::Empty,
        Value::Integer(whole) => number(*whole),
        Value::Real(measured) => Cell::Number(*measured),
        Value::Text(text) => Cell::Text(text.clone()),
        Value::Id(id) => Cell::Text(id.to_string()),
    }));
    cells
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 stay exact for 285,000 years")]
fn number(whole: i64) -> Cell {
    Cell::Number(whole as f64)
}

fn save(folder: &Path, name: &str, write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> Answer<()> {
    let mut bytes = Vec::new();
    write(&mut bytes).expect("writing to memory cannot fail");
    crate::files::write(&folder.join(name), &bytes)
}
