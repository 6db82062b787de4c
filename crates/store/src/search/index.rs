//! The search index: the words of every text that a person wrote, as they are looked for.
//!
//! Words are split and folded here and nowhere else, and each is written with the sign of its row's kind before it. So a
//! name is found at once among hundreds of thousands of lines with the same word, and no search reads what it does not
//! show.

use domain::{
    RowId,
    schema::{ENTITIES, Entity, Field},
};
use rusqlite::Connection;

use crate::{
    error::{Doing, Result},
    sql,
};

/// How words are written into the index. It is raised when that changes; the index is then made anew.
const WRITING: i64 = 1;

/// Adds a text to the index.
pub(crate) fn add(connection: &Connection, entity: &Entity, row: RowId, field: &Field, text: &str) -> Result<()> {
    if text.is_empty() {
        return Ok(());
    }
    connection
        .prepare_cached("insert into search_entry (row, entity, field) values (?1, ?2, ?3)")
        .and_then(|mut statement| statement.insert((row.bytes(), entity.number, field.number)))
        .and_then(|rowid| {
            connection
                .prepare_cached("insert into search (rowid, text) values (?1, ?2)")?
                .execute((rowid, written(entity, text)))
                .map(drop)
        })
        .doing("indexing a text")
}

/// Takes a text out of the index, which needs the words that were put in.
pub(crate) fn forget(
    connection: &Connection,
    entity: &Entity,
    row: RowId,
    field: &Field,
    text: Option<&str>,
) -> Result<()> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(()) };
    let entry = sql::first(
        connection,
        "select rowid from search_entry where row = ?1 and field = ?2",
        (row.bytes(), field.number),
        |row| row.get::<_, i64>(0),
    )
    .doing("finding an index entry")?;
    let Some(rowid) = entry else { return Ok(()) };
    connection
        .prepare_cached("insert into search (search, rowid, text) values ('delete', ?1, ?2)")
        .and_then(|mut statement| statement.execute((rowid, written(entity, text))))
        .and_then(|_| connection.prepare_cached("delete from search_entry where rowid = ?1")?.execute([rowid]))
        .map(drop)
        .doing("forgetting a text")
}

/// Empties the index.
pub(crate) fn clear(connection: &Connection) -> Result<()> {
    connection
        .execute_batch("delete from search_entry; insert into search (search) values ('delete-all');")
        .doing("clearing the index")
}

/// Makes the index anew when it was written in another way.
pub(crate) fn renew(connection: &mut Connection) -> Result<()> {
    let writing: i64 =
        connection.query_row("pragma user_version", [], |row| row.get(0)).doing("reading how words are written")?;
    if writing == WRITING {
        return Ok(());
    }
    let tx = connection.transaction().doing("making the index anew")?;
    clear(&tx)?;
    for entity in ENTITIES {
        for field in entity.fields.iter().filter(|field| field.words) {
            fill(&tx, entity, field)?;
        }
    }
    tx.pragma_update(None, "user_version", WRITING).doing("remembering how words are written")?;
    tx.commit().doing("making the index anew")
}

/// Adds one field of all live rows, the oldest first: what was added last is found first.
fn fill(connection: &Connection, entity: &Entity, field: &Field) -> Result<()> {
    let sql = format!(
        "select id, {0} as text from {1} where removed_ms is null and {0} is not null order by created_ms, id",
        field.column, entity.table
    );
    let mut statement = connection.prepare(&sql).doing("reading a field")?;
    let mut rows = statement.query([]).doing("reading a field")?;
    while let Some(row) = rows.next().doing("reading a field")? {
        let (id, text) = (sql::id(row, "id"), sql::words(row, "text"));
        add(connection, entity, id.doing("reading a field")?, field, &text.doing("reading a field")?)?;
    }
    Ok(())
}

/// Returns a text as the index takes it.
fn written(entity: &Entity, text: &str) -> String {
    let sign = sign(entity);
    words(text).map(|word| format!("{sign}{word} ")).collect()
}

/// Returns the index's own form of a query for one kind of row: every word may be the beginning of one. Nothing when
/// the query has no words.
pub(crate) fn expression(entity: &Entity, query: &str) -> Option<String> {
    let sign = sign(entity);
    let all: Vec<String> = words(query).take(12).map(|word| format!("\"{sign}{word}\"*")).collect();
    (!all.is_empty()).then(|| all.join(" "))
}

/// Returns a letter that stands for a kind of row and that no keyboard has, from Unicode's area for private use.
fn sign(entity: &Entity) -> char {
    char::from_u32(0xE000 + u32::from(entity.number)).expect("the area has room for 6,400 kinds")
}

/// Returns the words of a text, folded. None holds a sign of the index's own language.
fn words(text: &str) -> impl Iterator<Item = String> {
    let folded = fold(text);
    let words: Vec<String> = folded
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    words.into_iter()
}

/// Returns a text in lower case, without accents and points, in any script.
pub(crate) fn fold(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    // By way of upper case: it joins letters that have two lower-case forms.
    let one_case = text.nfd().flat_map(char::to_uppercase).flat_map(char::to_lowercase);
    one_case.filter(|letter| !is_mark(*letter)).collect()
}

pub(crate) fn is_mark(letter: char) -> bool {
    unicode_normalization::char::is_combining_mark(letter)
}

#[cfg(test)]
mod tests {
    use domain::schema::line;

    use super::*;

    #[test]
    fn signs_of_the_query_language_separate_words() {
        let sign = sign(line::ENTITY);
        assert_eq!(expression(line::ENTITY, "a\" OR b*"), Some(format!("\"{sign}a\"* \"{sign}or\"* \"{sign}b\"*")));
        assert_eq!(expression(line::ENTITY, "  \"* "), None);
    }

    #[test]
    fn letters_with_several_forms_are_one_letter() {
        for (text, folded) in
            [("Straße", "strasse"), ("ΣΊΣΥΦΟΣ", "σισυφοσ"), ("Σίσυφος", "σισυφοσ"), ("İzmir", "izmir")]
        {
            assert_eq!(fold(text), folded);
        }
    }
}
