//! Choosing between what met. A choice names everything that its writer saw, so that it settles the matter everywhere.

use domain::{RowId, Value, schema::Entity};
use sync::{body::Body, fold::Prose, op::OpRef, register::Register, text_merge::Card};

use crate::{
    Tx, Writer, apply,
    error::{Error, Result},
    oplog::Members,
    write,
};

/// What a person keeps of what met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// What stands: the value or passage that is shown; of a row that one removed and another changed, the row.
    Standing,
    /// The value that this operation gave.
    Version(OpRef),
    /// The passage that was put aside; of a row that one removed and another changed, the removal.
    Other,
    /// Both passages, the one that stands first.
    Both,
}

/// Settles what met in one field, or, with field 0, in the row as a whole. A long text takes one choice for each of its
/// passages in their order, everything else takes one.
///
/// # Errors
/// [`Error::Changed`] when this is no longer what met there; then nothing is done.
pub fn choose(
    writer: &mut Writer,
    document: RowId,
    entity: &'static Entity,
    row: RowId,
    field: u16,
    keep: &[Keep],
) -> Result<()> {
    writer.act(document, "Choose between two changes", |tx| {
        let folded = Members::read(tx.reader(), row, &[])?.fold();
        if field == 0 {
            return of_row(tx, entity, row, folded.is_contested(), keep);
        }
        match (folded.texts.get(&field), folded.values.get(&field)) {
            (Some(text), _) => of_text(tx, entity, row, field, text, keep),
            (None, Some(register)) => of_values(tx, entity, row, field, register, keep),
            (None, None) => Err(Error::Changed),
        }
    })
}

fn of_row(tx: &mut Tx<'_>, entity: &'static Entity, row: RowId, is_contested: bool, keep: &[Keep]) -> Result<()> {
    match keep {
        [Keep::Standing] if is_contested => tx.settle(entity, row, Body::Restore, Value::Null),
        [Keep::Other] if is_contested => tx.remove(entity, row),
        _ => Err(Error::Changed),
    }
}

fn of_values(
    tx: &mut Tx<'_>,
    entity: &'static Entity,
    row: RowId,
    field: u16,
    register: &Register,
    keep: &[Keep],
) -> Result<()> {
    let version = match keep {
        [Keep::Standing] => register.stands(),
        [Keep::Version(wanted)] => {
            register.stands().into_iter().chain(register.others()).find(|version| version.reference == *wanted)
        }
        _ => None,
    };
    let value = version.filter(|_| !register.others().is_empty()).ok_or(Error::Changed)?.value.clone();
    let before = apply::current(tx.reader(), entity, row, apply::known(entity, field)?)?;
    tx.settle(entity, row, Body::Set { field, value, over: register.seen() }, before)
}

fn of_text(
    tx: &mut Tx<'_>,
    entity: &'static Entity,
    row: RowId,
    field: u16,
    text: &Prose,
    keep: &[Keep],
) -> Result<()> {
    if text.cards.is_empty() || keep.len() != text.cards.len() {
        return Err(Error::Changed);
    }
    let mut words = text.text().to_owned();
    for (card, keep) in text.cards.iter().zip(keep) {
        words = match keep {
            Keep::Standing => words,
            Keep::Other => put(&words, card, &card.other),
            Keep::Both => put(&words, card, &joined(card)),
            Keep::Version(_) => return Err(Error::Changed),
        };
    }
    let before = text.text().into();
    tx.settle(entity, row, write::written_on(field, text, &words, true), before)
}

/// Returns a text with another passage in the place of a card's; where that is no longer found, behind everything, so that
/// no chosen word is lost.
fn put(words: &str, card: &Card, passage: &str) -> String {
    let at_its_place = words.get(card.at..).is_some_and(|rest| rest.starts_with(&card.kept));
    let at = if at_its_place { Some(card.at) } else { words.find(&card.kept) };
    match at.filter(|_| !card.kept.is_empty()) {
        Some(at) => [&words[..at], passage, &words[at + card.kept.len()..]].concat(),
        None if words.ends_with('\n') || words.is_empty() => format!("{words}{passage}"),
        None => format!("{words}\n{passage}"),
    }
}

/// Returns both passages, with a space or a line between them as the first one has it.
fn joined(card: &Card) -> String {
    let between =
        if card.kept.ends_with(char::is_whitespace) || card.other.starts_with(char::is_whitespace) { "" } else { " " };
    [&card.kept, between, &card.other].concat()
}
