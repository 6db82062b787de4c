//! Everything that is stored, so that nothing that changed is overlooked.

use std::collections::BTreeMap;

use server::storage::transact;

use super::program::Place;

/// The rows of each table.
pub(crate) type Rows = BTreeMap<String, Vec<String>>;

/// Every row of every table.
pub(crate) fn contents(place: &Place) -> Rows {
    let tables = tables();
    let all = transact(&*place.storage(), |tx| {
        let mut all = BTreeMap::new();
        for table in &tables {
            let rows = tx.query(&format!("select * from {table}"), &[])?;
            let mut rows: Vec<String> = rows.iter().map(|row| format!("{row:?}")).collect();
            rows.sort();
            all.insert(table.clone(), rows);
        }
        Ok(all)
    });
    all.unwrap()
}

/// The tables whose rows differ.
pub(crate) fn changed(before: &Rows, after: &Rows) -> Vec<String> {
    before.iter().filter(|(table, rows)| after[*table] != **rows).map(|(table, _)| table.clone()).collect()
}

pub(crate) fn unchanged(place: &Place, before: &Rows, what: &str) {
    let changed = changed(before, &contents(place));
    assert!(changed.is_empty(), "{what}: {changed:?}");
}

/// The tables of the migrations.
fn tables() -> Vec<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations/central");
    let files = std::fs::read_dir(folder).unwrap().map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap());
    let all = files.collect::<String>();
    let names = all.lines().filter_map(|line| line.strip_prefix("create table ")?.split([' ', '(']).next());
    let names: Vec<String> = names.map(str::to_owned).collect();
    assert!(names.len() >= 24, "{names:?}");
    names
}
