//! What a field said before, by whom and when, and giving it an earlier value again.

use domain::{
    RowId,
    schema::{self, Entity, Field, Kind, Merge, cycle_stage},
};
use serde::Serialize;
use store::{
    Connection, Writer,
    exchange::{self as stored, Change},
    field,
};

use crate::{
    Error, Result,
    exchange::{PieceView, RowView, Rows, VersionView, field_name, pieces, reference},
};

/// The most versions that are listed; what a person looks for is among the latest.
const MOST: usize = 200;

/// The history of one field of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct HistoryView {
    /// The row in words.
    pub row: RowView,
    /// The fields of the row that have a history.
    pub fields: Vec<FieldView>,
    /// The one whose versions these are.
    pub field: u16,
    /// The latest first.
    pub versions: Vec<PastView>,
    /// How many older ones are not listed.
    pub older: u32,
}

/// A field that can be asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct FieldView {
    /// Its number.
    pub number: u16,
    /// Its name.
    pub name: String,
}

/// One version of a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct PastView {
    /// The version.
    pub version: VersionView,
    /// What is different from the version before it.
    pub pieces: Vec<PieceView>,
    /// Whether the field shows it now.
    pub is_shown: bool,
    /// Whether the field can be given it again.
    pub can_restore: bool,
    /// Whether the service has it.
    pub is_received: bool,
}

/// Lists the versions of a field: of the one that is asked for, else of the row's words.
///
/// # Errors
/// When the row is not there, or has no such field.
pub fn history(reader: &Connection, row: RowId, asked: Option<u16>, now_ms: i64) -> Result<HistoryView> {
    let entity = store::removed::entity_of(reader, row)?;
    let number = match asked {
        Some(number) => remembered(entity, number)?.number,
        None => first(entity).ok_or_else(no_field)?.number,
    };
    let mut rows = Rows::new(reader)?;
    let changes = stored::history(reader, row, number)?;
    let shown = field::value(reader, entity, row, number)?;
    let older = changes.len().saturating_sub(MOST);
    let mut versions = Vec::new();
    let mut before = match older.checked_sub(1).and_then(|at| changes.get(at)) {
        Some(change) => rows.value(entity, number, &change.value)?,
        None => String::new(),
    };
    for change in &changes[older..] {
        let version = rows.version(entity, number, (change.reference, change.written_ms, &change.value), now_ms)?;
        let is_shown = change.value == shown;
        versions.push(PastView {
            pieces: pieces(&before, &version.words),
            is_shown,
            can_restore: !is_shown && can_restore(entity, number),
            is_received: change.is_settled,
            version: version.clone(),
        });
        before = version.words;
    }
    versions.reverse();
    let fields = entity.fields.iter().filter(|field| field.merge != Merge::Fixed);
    let fields = fields.map(|field| FieldView { number: field.number, name: field_name(entity, field.number) });
    let older = crate::observation::small(older);
    Ok(HistoryView { row: rows.view(Some(entity), row)?, fields: fields.collect(), field: number, versions, older })
}

/// Gives a field an earlier value again: a new version, which can be undone.
///
/// # Errors
/// When there is no such version, or the field is one that only its own screen changes.
pub fn restore(writer: &mut Writer, row: RowId, number: u16, version: &str) -> Result<()> {
    let entity = store::removed::entity_of(writer.reader(), row)?;
    remembered(entity, number)?;
    if !can_restore(entity, number) {
        return Err(no_field());
    }
    crate::coach_note::refuse_shared(writer.reader(), entity, row)?;
    crate::coaching_cycle::refuse_locked(writer.reader(), entity, row, number)?;
    let wanted = reference(version)?;
    let changes = stored::history(writer.reader(), row, number)?;
    let found: Option<Change> = changes.into_iter().find(|change| change.reference == wanted);
    let value = found.ok_or_else(|| Error::invalid("version", "This version is no longer there."))?.value;
    let document = document(writer.reader(), row)?.unwrap_or_else(store::workspace);
    Ok(writer.act(document, "Bring back an earlier version", |tx| tx.set(entity, row, number, value))?)
}

/// Returns the observation that a row is part of, when it is: its acts are undone there.
///
/// # Errors
/// When the row is not there.
pub fn document(reader: &Connection, row: RowId) -> Result<Option<RowId>> {
    let entity = store::removed::entity_of(reader, row)?;
    let is = |other: &Entity| entity.number == other.number;
    if is(schema::observation::ENTITY) {
        return Ok(Some(row));
    }
    if is(schema::wondering::ENTITY) {
        return Ok(Some(store::observation::observation_of_wondering(reader, row)?));
    }
    let names_observation = domain::document::root_field(entity)
        .and_then(|number| entity.field(number))
        .is_some_and(|field| field.column == "observation");
    if !names_observation || is(schema::attachment::ENTITY) {
        return Ok(None);
    }
    Ok(Some(Rows::new(reader)?.root(entity, row)?))
}

/// Returns a field that can change and so has a history.
fn remembered(entity: &'static Entity, number: u16) -> Result<&'static Field> {
    entity.field(number).filter(|field| field.merge != Merge::Fixed).ok_or_else(no_field)
}

fn first(entity: &'static Entity) -> Option<&'static Field> {
    let mut fields = entity.fields.iter().filter(|field| field.merge != Merge::Fixed);
    fields.clone().find(|field| field.words).or_else(|| fields.next())
}

/// What entities say in figures, days and codes that their own acts check, each against the others or against other rows:
/// an earlier value of one alone could be one that no act would write.
const RULED: [&Entity; 11] = [
    schema::role::ENTITY,
    schema::relationship::ENTITY,
    schema::membership::ENTITY,
    schema::step::ENTITY,
    schema::log_entry::ENTITY,
    schema::sweep::ENTITY,
    schema::coaching_cycle::ENTITY,
    schema::goal::ENTITY,
    schema::team_goal::ENTITY,
    schema::team_measure::ENTITY,
    schema::score::ENTITY,
];

/// Words, numbers and dates can be given again. A state, what is decided by an act, and what points to another row belong
/// to rules of their own.
fn can_restore(entity: &'static Entity, number: u16) -> bool {
    if entity.number == cycle_stage::ENTITY.number {
        return matches!(number, cycle_stage::TEXT | cycle_stage::PLAN);
    }
    entity.field(number).is_some_and(|field| {
        let is_code = matches!(field.column, "state" | "kind" | "code" | "zone" | "reason_code");
        let is_ruled = is_code || field.column.ends_with("_ms") || RULED.iter().any(|one| one.number == entity.number);
        field.words || (field.kind != Kind::Id && !is_ruled)
    })
}

fn no_field() -> Error {
    Error::invalid("field", "There is no earlier version of this.")
}

#[cfg(test)]
mod tests {
    use schema::{coaching_cycle, goal, person, score, visit};

    use super::*;

    #[test]
    fn words_and_plain_facts_can_be_given_again_and_what_an_act_decides_cannot() {
        let again = [
            (person::ENTITY, person::EMAIL),
            (visit::ENTITY, visit::DATE),
            (coaching_cycle::ENTITY, coaching_cycle::TITLE),
            (cycle_stage::ENTITY, cycle_stage::TEXT),
            (goal::ENTITY, goal::STATEMENT),
        ];
        let decided = [
            (coaching_cycle::ENTITY, coaching_cycle::STATE),
            (coaching_cycle::ENTITY, coaching_cycle::STAGE),
            (coaching_cycle::ENTITY, coaching_cycle::STARTED),
            (coaching_cycle::ENTITY, coaching_cycle::ENDED),
            (coaching_cycle::ENTITY, coaching_cycle::REASON),
            (cycle_stage::ENTITY, cycle_stage::DECISION),
            (cycle_stage::ENTITY, cycle_stage::LOCKED),
            (visit::ENTITY, visit::REASON_CODE),
            (schema::relationship::ENTITY, schema::relationship::ENDS),
        ];
        let of = |entity: &'static Entity| entity.fields.iter().map(move |field| (entity, field));
        let figures = of(goal::ENTITY).filter(|(_, field)| !field.words).chain(of(score::ENTITY));

        assert!(again.iter().all(|(entity, number)| can_restore(entity, *number)));
        for (entity, number) in decided.into_iter().chain(figures.map(|(entity, field)| (entity, field.number))) {
            assert!(!can_restore(entity, number), "{} {number}", entity.table);
        }
    }
}
