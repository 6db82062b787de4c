//! Search over everything a person wrote on this computer. Accents and case do not matter; the last word may be begun.

use domain::{
    RowId,
    schema::{self, Entity},
};

use crate::{
    Connection,
    error::{Doing, Result},
    sql,
};

use self::index::{fold, is_mark};

pub(crate) mod index;

/// One text that was found.
#[derive(Debug, Clone)]
pub struct Hit {
    /// The row that holds it.
    pub row: RowId,
    /// The row's kind.
    pub entity: &'static Entity,
    /// The whole text.
    pub text: String,
}

/// Finds texts with all of these words, the newest first, at most `limit` of each of these kinds.
///
/// # Errors
/// When the database fails.
pub fn find(connection: &Connection, query: &str, kinds: &[&'static Entity], limit: u32) -> Result<Vec<Hit>> {
    let mut hits = Vec::new();
    for entity in kinds {
        let Some(expression) = index::expression(entity, query) else { break };
        // Newest first by the index's own order, so that a common word does not have to be scored everywhere.
        let sql = format!(
            "select e.row, e.field from search s cross join search_entry e on e.rowid = s.rowid
             where search match ?1 {} order by s.rowid desc limit ?2",
            of_live_documents(entity)
        );
        let rows = sql::all(connection, &sql, (expression, limit), |row| {
            Ok((sql::id(row, "row")?, row.get::<_, u16>("field")?))
        })
        .doing("searching")?;
        for (row, field) in rows {
            let Some(field) = entity.field(field) else { continue };
            let sql =
                format!("select {} as text from {} where id = ?1 and removed_ms is null", field.column, entity.table);
            let text =
                sql::first(connection, &sql, [row.bytes()], |row| sql::words(row, "text")).doing("reading a hit")?;
            hits.extend(text.map(|text| Hit { row, entity, text }));
        }
    }
    Ok(hits)
}

/// Returns the condition that leaves out what is part of an observation or a coaching cycle that was removed as a whole.
fn of_live_documents(entity: &Entity) -> String {
    if entity.number == schema::goal::ENTITY.number || entity.number == schema::cycle_stage::ENTITY.number {
        return format!(
            "and exists (select 1 from {} part join coaching_cycle c on c.id = part.coaching_cycle
                         where part.id = e.row and c.removed_ms is null and c.coach is not null and c.teacher is not null)",
            entity.table
        );
    }
    if entity.number == schema::coaching_cycle::ENTITY.number {
        return "and exists (select 1 from coaching_cycle c where c.id = e.row and c.coach is not null and c.teacher is not null
                and c.removed_ms is null)"
            .to_owned();
    }
    if entity.number != schema::line::ENTITY.number && entity.number != schema::wondering::ENTITY.number {
        return String::new();
    }
    format!(
        "and not exists (select 1 from {} part join observation o on o.id = part.observation
                         where part.id = e.row and o.removed_ms is not null)",
        entity.table
    )
}

/// Everything that search looks through, in the order in which results are shown.
pub const KINDS: [&Entity; 11] = [
    schema::person::ENTITY,
    schema::observation::ENTITY,
    schema::visit::ENTITY,
    schema::line::ENTITY,
    schema::wondering::ENTITY,
    schema::step::ENTITY,
    schema::coach_note::ENTITY,
    schema::coaching_cycle::ENTITY,
    schema::goal::ENTITY,
    schema::cycle_stage::ENTITY,
    schema::lesson_prep::ENTITY,
];

/// Returns where the words of a query stand in a text, as positions and lengths in UTF-16 units, as the page counts.
#[must_use]
pub fn ranges(text: &str, query: &str) -> Vec<(u32, u32)> {
    let words: Vec<String> = query
        .split(|letter: char| !letter.is_alphanumeric() && !is_mark(letter))
        .map(fold)
        .filter(|word| !word.is_empty())
        .collect();
    let mut found = Vec::new();
    let mut position = 0;
    for piece in text.split_inclusive(|letter: char| !letter.is_alphanumeric() && !is_mark(letter)) {
        let folded = fold(piece);
        if let Some(word) = words.iter().filter(|word| folded.starts_with(word.as_str())).max_by_key(|word| word.len())
        {
            found.push((position, matched_length(piece, word.chars().count())));
        }
        position += utf16(piece);
    }
    found
}

/// Returns how much of a word, in UTF-16 units, makes up so many letters without accents.
fn matched_length(piece: &str, letters: usize) -> u32 {
    let mut length = 0;
    let mut counted = 0;
    for letter in piece.chars() {
        if !is_mark(letter) {
            if counted >= letters {
                break;
            }
            counted += fold(&letter.to_string()).chars().count().max(1);
        }
        length += u32::try_from(letter.len_utf16()).unwrap_or(1);
    }
    length
}

fn utf16(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_from_their_beginning_whatever_their_accents() {
        assert_eq!(ranges("Étoile, Amir Haddad", "etoi had"), [(0, 4), (13, 3)]);
        assert_eq!(ranges("e\u{301}toile", "éto"), [(0, 4)]);
        assert_eq!(ranges("große Straße", "strasse"), [(6, 6)]);
        assert_eq!(ranges("nothing here", "zebra"), []);
    }
}
