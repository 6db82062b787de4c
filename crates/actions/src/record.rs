//! Taking back, bringing back, erasing.

use domain::{Code, Problem, RowId, schema};
use serde::Serialize;
use store::{Connection, Writer, removed, undo};

use crate::{Error, Result, observation};

/// A record that was removed and can be brought back.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct RemovedView {
    /// The row.
    pub id: RowId,
    /// Its kind, as the interface's word list has it.
    pub kind: String,
    /// Its first words.
    pub label: String,
    /// When it was removed, in words.
    pub removed: String,
    /// The day on which it goes for good, in words.
    pub gone_on: String,
}

/// Takes back the last act of a document: an observation, or everything else when it is nothing. Returns its name.
///
/// # Errors
/// When the same thing was changed since. That act then is no longer in the way: the next call takes back the one before.
pub fn undo(writer: &mut Writer, document: Option<RowId>) -> Result<Option<String>> {
    let document = document.unwrap_or_else(store::workspace);
    match undo::undo(writer, document) {
        Err(store::Error::Changed | store::Error::ChangedBy { .. }) => {
            let label = undo::pass(writer, document)?;
            Err(passed(label, "could not be undone", "Undo once more to take back what came before it."))
        }
        other => Ok(other?),
    }
}

/// Does again what was last taken back.
///
/// # Errors
/// As [`undo`].
pub fn redo(writer: &mut Writer, document: Option<RowId>) -> Result<Option<String>> {
    let document = document.unwrap_or_else(store::workspace);
    match undo::redo(writer, document) {
        Err(store::Error::Changed | store::Error::ChangedBy { .. }) => {
            let label = undo::pass_redo(writer, document)?;
            Err(passed(label, "could not be done again", "Do again once more to go on with what came after it."))
        }
        other => Ok(other?),
    }
}

/// Says which act was passed over, and how to go on.
fn passed(label: Option<String>, what: &str, hint: &str) -> Error {
    let label = label.unwrap_or_default();
    let message =
        format!("“{label}” {what}: the same thing was changed since. It stays as it is, and nothing is lost.");
    Error::Refused(Problem::new(Code::Changed, message).hint(hint))
}

/// Removes an observation; it can be brought back for 30 days.
///
/// # Errors
/// When it is not there.
pub fn remove_observation(writer: &mut Writer, id: RowId) -> Result<()> {
    Ok(writer.act(store::workspace(), "Remove an observation", |tx| tx.remove(schema::observation::ENTITY, id))?)
}

/// Lists what was removed in the last 30 days.
///
/// # Errors
/// When the database fails.
pub fn recently_removed(reader: &Connection, now_ms: i64) -> Result<Vec<RemovedView>> {
    let zone = observation::home_zone(reader)?;
    let day = |ms: i64| domain::time::brief_day(domain::time::local(ms, zone).date_naive());
    let mut views = Vec::new();
    for removed in removed::list(reader, now_ms)? {
        let kind = removed.entity.table;
        if is_part(kind) {
            continue;
        }
        views.push(RemovedView {
            id: removed.id,
            kind: kind.to_owned(),
            label: label(reader, &removed)?,
            removed: day(removed.removed_ms),
            gone_on: day(removed.removed_ms + removed::KEPT_DAYS * 86_400_000),
        });
    }
    Ok(views)
}

/// Whether a row is a small part of a record, which undo takes back: listing each would bury what a person looks for.
fn is_part(kind: &str) -> bool {
    let marks = ["tag", "gap", "code", "interval_mark", "talk_span", "sweep", "tally", "walk_item"];
    let evidence =
        ["step_line", "step_check_line", "step_result", "praise_line", "note_fact", "score", "score_line", "indicator"];
    let stages = ["cycle_stage", "goal"];
    // What a teacher said to a coach is said again where it was said.
    let said = ["acknowledgement", "handover_item"];
    // Of one version of an agreement, which comes back as a whole.
    let agreed = ["agreement_item"];
    [&marks[..], &evidence, &stages, &said, &agreed].iter().any(|parts| parts.contains(&kind))
}

fn label(reader: &Connection, removed: &removed::Removed) -> Result<String> {
    if removed.entity.number == schema::observation::ENTITY.number {
        let row = observation::row(reader, &store::observation::load(reader, removed.id)?)?;
        return Ok(format!("{}, {} {}", row.whose(), row.day, row.started));
    }
    // What has no words of its own, or has them beside what it is, is named by what it belongs to.
    if removed.entity.number == schema::log_entry::ENTITY.number || removed.words.is_empty() {
        return Ok(crate::exchange::Rows::new(reader)?.view(Some(removed.entity), removed.id)?.title);
    }
    Ok(removed.words.clone())
}

/// Brings a removed record back.
///
/// # Errors
/// When it is not there.
pub fn bring_back(writer: &mut Writer, id: RowId) -> Result<()> {
    let entity = removed::entity_of(writer.reader(), id)?;
    Ok(writer.act(store::workspace(), "Bring back", |tx| tx.restore(entity, id))?)
}

/// Erases a record for good, with everything that belongs to it, and returns the rows: the shell erases them from the
/// backups too.
///
/// # Errors
/// When it is not there.
pub fn erase(writer: &mut Writer, id: RowId) -> Result<Vec<RowId>> {
    Ok(store::erase::erase(writer, id)?)
}

/// Erases everything whose 30 days in Recently removed are over, and returns the rows.
///
/// # Errors
/// When the database fails.
pub fn erase_expired(writer: &mut Writer) -> Result<Vec<RowId>> {
    let now_ms = writer.now_ms();
    let expired = removed::expired(writer.reader(), now_ms)?;
    Ok(if expired.is_empty() { expired } else { store::erase::erase_all(writer, &expired)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The interface's words; the list of removed records has a name for each kind.
    const WORDS: &str = include_str!("../../../ui/src/lib/text/en/settings.ts");

    #[test]
    fn whatever_can_be_listed_as_removed_has_a_name_there() {
        let (_, removed) = WORDS.split_once("  removed: {").expect("words of what was removed");
        let (_, kinds) = removed.split_once("kinds: {").expect("names of kinds");
        let (kinds, _) = kinds.split_once('}').expect("their end");
        let named = |table: &str| kinds.lines().any(|line| line.trim_start().starts_with(&format!("{table}: \"")));

        let listed = schema::ENTITIES.iter().map(|entity| entity.table).filter(|table| !is_part(table));
        let nameless: Vec<_> = listed.filter(|table| !named(table)).collect();

        assert_eq!(nameless, [""; 0]);
    }
}
