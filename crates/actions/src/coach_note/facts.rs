//! The facts of a week: counts and minutes, of nobody by name, and never a word that somebody wrote.

use chrono::Days;
use domain::{RowId, Value, schema::note_fact, time};
use serde::Serialize;
use store::{Connection, coach_note as stored};

use super::Week;
use crate::Result;

/// A fact of a week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct FactView {
    /// What is counted, as the interface's word list has it.
    pub kind: String,
    /// How many.
    pub count: u32,
    /// How long they took.
    pub minutes: Option<u32>,
    /// What they were, where a kind has several: a code of the interface's word list.
    pub label: String,
}

impl From<stored::Fact> for FactView {
    fn from(stored::Fact { kind, count, minutes, label }: stored::Fact) -> Self {
        Self { kind, count, minutes, label }
    }
}

/// Returns the facts with which a note was shared.
pub(crate) fn shared(reader: &Connection, note: RowId) -> Result<Vec<FactView>> {
    Ok(stored::facts(reader, note)?.into_iter().map(|(_, fact)| fact.into()).collect())
}

/// Counts the facts of a week as they are now.
pub(super) fn count(reader: &Connection, week: &Week) -> Result<Vec<stored::Fact>> {
    let at = |date| time::instant(date, 0, week.session.zone);
    let moments = (at(week.monday), at(week.monday + Days::new(7)));
    let facts = stored::count_week(reader, week.session.me, week.monday, moments)?;
    Ok(facts.into_iter().map(|fact| stored::Fact { label: code(&fact.label), ..fact }).collect())
}

/// Returns the fields of a fact's row.
pub(super) fn fields(note: RowId, position: u32, fact: &stored::Fact) -> Vec<(u16, Value)> {
    let label = if fact.label.is_empty() { Value::Null } else { fact.label.as_str().into() };
    vec![
        (note_fact::NOTE, note.into()),
        (note_fact::POSITION, position.into()),
        (note_fact::KIND, fact.kind.as_str().into()),
        (note_fact::COUNT, fact.count.into()),
        (note_fact::MINUTES, fact.minutes.into()),
        (note_fact::LABEL, label),
    ]
}

/// A label is a code or nothing: whatever else stands in a field for codes could be somebody's words.
fn code(label: &str) -> String {
    let is_code = label.len() <= 40 && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    if is_code { label.to_owned() } else { "other".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn a_label_is_a_code_and_never_somebodys_words() {
        assert_eq!(code("not_seen"), "not_seen");
        assert_eq!(code(""), "");
        for words in ["Wait time for Amir", "wait time", "é", "x2"] {
            assert_eq!(code(words), "other");
        }
    }
}
