//! Names of students, which stay on this computer, and words of which a person said that they are no name.

use std::collections::BTreeSet;

use domain::RowId;

use crate::{
    Connection, Writer,
    error::{Doing, Result},
    sql,
};

/// Lists the students' names, in the order of the alphabet.
///
/// # Errors
/// When the database fails.
pub fn all(connection: &Connection) -> Result<Vec<(RowId, String)>> {
    let sql = "select id, name from student_name where removed_ms is null order by name collate nocase, id";
    sql::all(connection, sql, [], |row| Ok((sql::id(row, "id")?, sql::words(row, "name")?)))
        .doing("reading the students' names")
}

/// Lists the words that are no names.
///
/// # Errors
/// When the database fails.
pub fn no_names(connection: &Connection) -> Result<BTreeSet<String>> {
    let words = sql::all(connection, "select word from local_no_name", [], |row| row.get::<_, String>("word"));
    Ok(words.doing("reading what is no name")?.into_iter().collect())
}

/// Remembers on this computer whether a word is no name.
///
/// # Errors
/// When the disk refuses.
pub fn mark(writer: &mut Writer, word: &str, is_no_name: bool) -> Result<()> {
    let sql = if is_no_name {
        "insert into local_no_name (word) values (?1) on conflict (word) do nothing"
    } else {
        "delete from local_no_name where word = ?1"
    };
    writer.transact(|tx| tx.reader().execute(sql, [word]).map(drop).doing("remembering what is no name"))
}

/// Reads the words of a school that are written with a capital: what it, its teams, classes, days and look-fors are called.
///
/// # Errors
/// When the database fails.
pub fn words_of_schools(connection: &Connection) -> Result<Vec<String>> {
    let sql = "select name as words from organisation where removed_ms is null
        union select title || ' ' || coalesce(subject, '') from team where removed_ms is null
        union select coalesce(title, '') || ' ' || coalesce(subject, '') from section where removed_ms is null
        union select label from calendar_day where removed_ms is null
        union select label from term where removed_ms is null
        union select label from school_year where removed_ms is null
        union select topic from content_cycle where removed_ms is null
        union select title from look_for_set where removed_ms is null
        union select text from look_for where removed_ms is null
        union select title from rubric where removed_ms is null
        union select text from indicator where removed_ms is null
        union select coalesce(subject, '') || ' ' || coalesce(standards, '') || ' ' || coalesce(curriculum, '')
            from coaching_cycle where removed_ms is null";
    sql::all(connection, sql, [], |row| sql::words(row, "words")).doing("reading the words of schools")
}
