//! The items of a walkthrough: each look-for seen, seen in part, not seen, or not applicable.

use domain::{
    RowId,
    clock::Reading,
    kind::{Kind, MOST_ITEMS},
    measure::written,
    observation::letter,
    schema::walk_item,
    walk::{ItemValue, seen},
};
use serde::{Deserialize, Serialize};
use store::{
    Connection, Tx, Writer, kind as stored,
    observation::{self, LookFor, Observation},
};

use super::open;
use crate::{Error, Result, capture};

/// An item's key.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ItemKey {
    /// The observation.
    pub observation: RowId,
    /// The look-for: one of the observation's set.
    pub look_for: RowId,
    /// Whether it was seen.
    pub value: ItemValue,
}

/// What a walkthrough comes to.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct WalkthroughView {
    /// The items.
    pub items: Vec<WalkItemView>,
    /// How many were seen.
    pub seen: u32,
    /// How many of the answered ones were applicable.
    pub applicable: u32,
    /// How many have no answer yet.
    pub open: u32,
    /// Seen over applicable, as `66.7`; nothing where there is no data.
    pub percent: Option<String>,
}

/// One item.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct WalkItemView {
    /// The look-for.
    pub look_for: RowId,
    /// Its letter.
    pub letter: String,
    /// Its words.
    pub text: String,
    /// The answer; nothing while there is none.
    pub value: Option<ItemValue>,
}

/// Answers an item; another answer takes the place of the earlier one.
///
/// # Errors
/// When the observation is not open, or the look-for is not one of its set.
pub fn answer_item(writer: &mut Writer, now: &Reading, key: &ItemKey) -> Result<()> {
    let observation = open(writer.reader(), key.observation, Kind::Walkthrough)?;
    let id = observation.id;
    check_item(writer.reader(), &observation, key.look_for)?;
    writer.act(id, "Answer an item", |tx| {
        capture::note_sleep(tx, &observation, now)?;
        set_item(tx, id, key.look_for, key.value)?;
        capture::advance(tx, &observation, now)
    })
}

/// Says that a look-for is an item only where it belongs to the observation's set.
pub(crate) fn check_item(reader: &Connection, observation: &Observation, look_for: RowId) -> Result<()> {
    if items_of(reader, observation)?.iter().any(|known| known.id == look_for) {
        return Ok(());
    }
    Err(Error::invalid("lookFor", "This look-for is not an item of this walkthrough."))
}

/// Gives an item its answer, inside an act. Two computers that answer the same one make the same row.
pub(crate) fn set_item(tx: &mut Tx<'_>, observation: RowId, look_for: RowId, value: ItemValue) -> store::Result<()> {
    let row = RowId::derived(&[b"item", &observation.bytes(), &look_for.bytes()]);
    let fields = vec![
        (walk_item::OBSERVATION, observation.into()),
        (walk_item::LOOK_FOR, look_for.into()),
        (walk_item::VALUE, value.code().into()),
    ];
    tx.create_or_restore(walk_item::ENTITY, row, fields)?;
    tx.set(walk_item::ENTITY, row, walk_item::VALUE, value.code().into())
}

/// Returns the look-fors that are answered: the first twelve of the set.
pub(super) fn items_of(reader: &Connection, observation: &Observation) -> Result<Vec<LookFor>> {
    let Some(set) = observation.look_for_set else { return Ok(Vec::new()) };
    let mut items = observation::look_fors(reader, set)?;
    items.truncate(MOST_ITEMS);
    Ok(items)
}

/// Returns the items of a walkthrough and what they come to.
pub(super) fn view(reader: &Connection, observation: &Observation) -> Result<WalkthroughView> {
    let answers = stored::items(reader, observation.id)?;
    let items = items_of(reader, observation)?.into_iter().map(|look_for| {
        let answer = answers.iter().find(|answer| answer.look_for == look_for.id);
        let value = answer.and_then(|answer| ItemValue::from_code(&answer.value));
        WalkItemView {
            look_for: look_for.id,
            letter: letter(look_for.position).to_string(),
            text: look_for.text,
            value,
        }
    });
    let items: Vec<WalkItemView> = items.collect();
    let values: Vec<ItemValue> = items.iter().filter_map(|item| item.value).collect();
    let share = seen(&values);
    Ok(WalkthroughView {
        seen: share.of,
        applicable: share.among,
        open: crate::observation::small(items.len() - values.len()),
        percent: share.tenths().map(written),
        items,
    })
}
