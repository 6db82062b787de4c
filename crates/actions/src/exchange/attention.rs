//! What met and waits for somebody who looks at it: listed side by side, and chosen.

use domain::{RowId, schema::Entity};
use serde::{Deserialize, Serialize};
use store::{
    Connection, Writer,
    exchange::{self as stored, Card, Conflict, Keep, Met, OpRef},
};

use super::{
    row::{RowView, Rows},
    words::{self, PieceView, VersionView},
};
use crate::Result;

/// The most that are listed at once; what is settled makes room.
pub const MOST: usize = 100;

/// What met, the first [`MOST`] of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct AttentionView {
    /// What met.
    pub conflicts: Vec<ConflictView>,
    /// How many there are in all.
    pub total: u32,
}

/// Something that two people, or one person on two computers, did to one row without knowing of each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ConflictView {
    /// The row in words.
    pub row: RowView,
    /// The field's number; 0 for the row as a whole.
    pub field: u16,
    /// The field in words; empty for the row as a whole.
    pub what: String,
    /// What met.
    pub met: MetView,
}

/// What met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum MetView {
    /// Values of one field, the one that is shown first.
    Values {
        /// The values.
        versions: Vec<ComparedView>,
    },
    /// Passages of a long text.
    Passages {
        /// In the order of the text.
        passages: Vec<PassageView>,
    },
    /// One removed the row and others changed it.
    Removal {
        /// Who removed it, where known.
        who: String,
        /// When.
        when: String,
        /// Who changed it, where known, each once.
        changed_by: Vec<String>,
    },
    /// Something that this version can only keep.
    Kept {
        /// How many operations.
        count: u32,
        /// Why.
        reason: KeptReason,
    },
}

/// Why operations are kept and count for nothing here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub enum KeptReason {
    /// What they change never arrived.
    Unread,
    /// They belong to another scope than their row.
    Elsewhere,
    /// A newer version wrote them.
    Newer,
}

/// A version beside the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ComparedView {
    /// The version.
    pub version: VersionView,
    /// What is different from the one that is shown; of that one itself, from the next.
    pub pieces: Vec<PieceView>,
}

/// Two passages that stand for the same place of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct PassageView {
    /// The one that stands in the text.
    pub kept: SideView,
    /// The one that was put aside.
    pub other: SideView,
}

/// One of two passages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SideView {
    /// Who wrote it; nothing where that cannot be told from the words.
    pub who: Option<String>,
    /// Where it was written, as far as that is known.
    pub writer: words::Writer,
    /// When, by the writer's clock.
    pub when: Option<String>,
    /// What is different from the other one.
    pub pieces: Vec<PieceView>,
}

/// What a person keeps.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(tag = "keep", content = "version", rename_all = "camelCase")]
pub enum Choice {
    /// What stands: the value or passage that is shown, or the row.
    Standing,
    /// The passage that was put aside, or the removal.
    Other,
    /// Both passages.
    Both,
    /// The value of this version.
    Version(String),
}

/// Lists what met.
///
/// # Errors
/// When the database fails.
pub fn attention(reader: &Connection, now_ms: i64) -> Result<AttentionView> {
    let found = stored::conflicts(reader)?;
    let total = crate::observation::small(found.len());
    let mut looking = Looking { rows: Rows::new(reader)?, now_ms };
    let conflicts = found.into_iter().take(MOST).map(|conflict| looking.view(conflict)).collect::<Result<_>>()?;
    Ok(AttentionView { conflicts, total })
}

/// Settles what met in a field, or, with field 0, in the row as a whole. It can be undone.
///
/// # Errors
/// When this is no longer what met there; then nothing is done.
pub fn choose(writer: &mut Writer, row: RowId, field: u16, choices: &[Choice]) -> Result<()> {
    let entity = store::removed::entity_of(writer.reader(), row)?;
    let keep = choices.iter().map(keep).collect::<Result<Vec<_>>>()?;
    Ok(stored::choose(writer, store::workspace(), entity, row, field, &keep)?)
}

fn keep(choice: &Choice) -> Result<Keep> {
    Ok(match choice {
        Choice::Standing => Keep::Standing,
        Choice::Other => Keep::Other,
        Choice::Both => Keep::Both,
        Choice::Version(name) => Keep::Version(words::reference(name)?),
    })
}

struct Looking<'a> {
    rows: Rows<'a>,
    now_ms: i64,
}

impl Looking<'_> {
    fn view(&mut self, conflict: Conflict) -> Result<ConflictView> {
        let Conflict { row, table, field, met } = conflict;
        let entity = domain::schema::ENTITIES.iter().copied().find(|entity| Some(entity.table) == table);
        let what = match entity {
            Some(entity) if field > 0 => words::field_name(entity, field),
            Some(_) | None => String::new(),
        };
        let met = match (met, entity) {
            (Met::Values { standing, others }, Some(entity)) => {
                let versions: Vec<_> = std::iter::once(standing).chain(others).collect();
                self.values(entity, field, &versions)?
            }
            (Met::Passages(cards), Some(_)) => self.passages(row, field, &cards)?,
            (Met::Removal { by, removed_ms, changes }, _) => self.removal(by, removed_ms, &changes)?,
            (Met::Unread(count), _) => MetView::Kept { count, reason: KeptReason::Unread },
            (Met::Elsewhere(count), _) => MetView::Kept { count, reason: KeptReason::Elsewhere },
            (Met::Newer(count), _) => MetView::Kept { count, reason: KeptReason::Newer },
            (Met::Values { .. } | Met::Passages(_), None) => MetView::Kept { count: 1, reason: KeptReason::Newer },
        };
        Ok(ConflictView { row: self.rows.view(entity, row)?, field, what, met })
    }

    fn values(&mut self, entity: &'static Entity, field: u16, versions: &[stored::Version]) -> Result<MetView> {
        let said = |one: &stored::Version, looking: &mut Self| {
            looking.rows.version(entity, field, (one.reference, one.written_ms, &one.value), looking.now_ms)
        };
        let versions = versions.iter().map(|one| said(one, self)).collect::<Result<Vec<_>>>()?;
        let compared = |at: usize, version: &VersionView| {
            let with = if at == 0 { versions.get(1) } else { versions.first() };
            let pieces = words::pieces(with.map_or("", |with| &with.words), &version.words);
            ComparedView { version: version.clone(), pieces }
        };
        Ok(MetView::Values { versions: versions.iter().enumerate().map(|(at, one)| compared(at, one)).collect() })
    }

    fn passages(&mut self, row: RowId, field: u16, cards: &[Card]) -> Result<MetView> {
        let changes = stored::history(self.rows.reader, row, field)?;
        let view = |card: &Card, looking: &mut Self| {
            Ok(PassageView {
                kept: looking.side(&changes, &card.kept, &card.other)?,
                other: looking.side(&changes, &card.other, &card.kept)?,
            })
        };
        Ok(MetView::Passages { passages: cards.iter().map(|card| view(card, self)).collect::<Result<_>>()? })
    }

    /// Says whose a passage is: of the one who last wrote a text with it and without the other.
    fn side(&mut self, changes: &[stored::Change], passage: &str, other: &str) -> Result<SideView> {
        let wrote = |change: &&stored::Change| {
            let text = change.value.text().unwrap_or_default();
            text.contains(passage.trim()) && (other.trim().is_empty() || !text.contains(other.trim()))
        };
        let found = changes.iter().rev().find(wrote).filter(|_| !passage.trim().is_empty());
        let pieces = words::pieces(other, passage);
        let Some(change) = found else {
            return Ok(SideView { who: None, writer: words::Writer::Somebody, when: None, pieces });
        };
        let author = stored::author(self.rows.reader, change.reference)?;
        Ok(SideView {
            who: Some(self.rows.who(author)?),
            writer: words::Writer::of(author),
            when: Some(words::moment(change.written_ms, self.now_ms, self.rows.zone)),
            pieces,
        })
    }

    fn removal(&mut self, by: OpRef, removed_ms: i64, changes: &[OpRef]) -> Result<MetView> {
        let who = |reference| self.rows.who(stored::author(self.rows.reader, reference)?);
        let mut changed_by = changes.iter().map(|change| who(*change)).collect::<Result<Vec<_>>>()?;
        changed_by.dedup();
        let when = words::moment(removed_ms, self.now_ms, self.rows.zone);
        Ok(MetView::Removal { who: who(by)?, when, changed_by })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_of_a_version_that_has_no_name_is_refused() {
        for name in ["", "7", "x-1", "1-x", "-"] {
            assert!(keep(&Choice::Version(name.to_owned())).is_err(), "{name}");
        }
        let kept = keep(&Choice::Version("7-3".to_owned())).unwrap();
        assert_eq!(kept, Keep::Version(OpRef { replica: 7, ctr: 3 }));
    }
}
