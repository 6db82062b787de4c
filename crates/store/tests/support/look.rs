//! Looking at everything that a database holds, the way somebody with its key could.

use domain::{RowId, schema::ENTITIES};
use store::{Connection, search};

/// Returns the names of the tables that have these letters in any column, shadow tables of the index included.
pub fn tables_with(connection: &Connection, letters: &str) -> Vec<String> {
    let mut found = Vec::new();
    for table in names(connection, "select name from sqlite_master where type = 'table' order by name") {
        let mut statement = connection.prepare(&format!("select * from \"{table}\"")).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        let mut holds = false;
        while let Some(row) = rows.next().unwrap() {
            holds |= (0..columns).any(|column| has(bytes(row.get_ref(column).unwrap()), letters));
        }
        if holds {
            found.push(table);
        }
    }
    found
}

fn bytes(value: rusqlite::types::ValueRef<'_>) -> &[u8] {
    use rusqlite::types::ValueRef::{Blob, Text};
    match value {
        Text(bytes) | Blob(bytes) => bytes,
        _ => &[],
    }
}

/// Returns whether these letters stand somewhere in the bytes.
pub fn has(bytes: &[u8], letters: &str) -> bool {
    bytes.windows(letters.len()).any(|window| window.eq_ignore_ascii_case(letters.as_bytes()))
}

/// Returns every word of the search index, without the sign of its kind.
pub fn terms(connection: &Connection) -> Vec<String> {
    connection
        .execute_batch("create virtual table if not exists temp.terms using fts5vocab (main, search, row)")
        .unwrap();
    let terms = names(connection, "select term from temp.terms order by term");
    connection.execute_batch("drop table temp.terms").unwrap();
    terms.into_iter().map(|term| term.chars().skip(1).collect()).collect()
}

pub fn names(connection: &Connection, sql: &str) -> Vec<String> {
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

/// Returns the texts of a table in the order in which their rows were made.
pub fn texts_in_order(connection: &Connection, table: &str) -> Vec<String> {
    names(
        connection,
        &format!("select text from {table} join op on op.row = {table}.id and op.kind = 1 order by op.seq"),
    )
}

pub fn count(connection: &Connection, sql: &str) -> i64 {
    connection.query_row(sql, [], |row| row.get(0)).unwrap()
}

/// Returns the rows that search finds, over every kind of row.
pub fn found(connection: &Connection, query: &str) -> Vec<RowId> {
    let hits = search::find(connection, query, ENTITIES, 10_000).unwrap();
    let mut rows: Vec<RowId> = hits.into_iter().map(|hit| hit.row).collect();
    rows.sort();
    rows
}
