//! The sharing agreement of a coach and a teacher: writing the next version, accepting it, withdrawing it, and telling the
//! central service.
//!
//! The coach writes the versions; each says their own word of one. What a teacher without an account said on the coach's
//! screen or on paper is recorded as just that. Nothing here is taken back by undo: what somebody agreed to is answered by
//! another word, not made undone.

mod pair;
mod say;
mod tell;
mod view;

use domain::{
    RowId,
    agreement::{Item, MOST_LETTERS, Reach},
    schema::{agreement_item, sharing_agreement as entity},
};
use serde::Deserialize;
use store::{Tx, Writer, agreement as stored};

use crate::{Error, Result, session, typed::refuse_private};

pub use say::{Accept, accept, withdraw, withdraw_consent};
pub use tell::tell;
pub(crate) use tell::tell_pair;
pub use view::{AgreementItem, AgreementView, OfferView, SaidView, VersionOfAgreement, view};

use pair::Pair;
pub(crate) use pair::{agreed_here, is_accepted_in_person};

/// For whom one thing is to be.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ItemChoice {
    /// What, by its code.
    pub code: String,
    /// For whom, by its code.
    pub audience: String,
}

/// The next version, as the coach writes it.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct NextAgreement {
    /// The teacher.
    pub teacher: RowId,
    /// What is not as it is by default.
    pub choices: Vec<ItemChoice>,
    /// What the two add in their own words.
    pub text: String,
}

/// Writes the next version of an agreement, and returns it. Those before it stay as they are.
///
/// # Errors
/// When this person does not coach the teacher, a choice does not exist, the words are too long or private, or nothing
/// differs from the version before.
pub fn propose(writer: &mut Writer, next: &NextAgreement) -> Result<RowId> {
    let me = session::load(writer.reader())?.me;
    store::person::load(writer.reader(), next.teacher)?;
    if !pair::coaches(writer.reader(), me, next.teacher)? {
        return Err(Error::invalid("teacher", "You do not coach this person. An agreement is between the two of you."));
    }
    let now_ms = writer.now_ms();
    crate::conflict::refuse(writer.reader(), now_ms, next.teacher)?;
    let items = items(&next.choices)?;
    let text = own_words(&next.text)?;
    let pair = Pair::read(writer.reader(), me, next.teacher)?;
    let last = pair.versions.last();
    if last.is_some_and(|last| pair.is_open(last) && last.same(&items, text)) {
        return Err(Error::invalid("choices", "This is what the latest version says. Change something first."));
    }
    let version = last.map_or(0, |last| last.row.version) + 1;
    let follows = last.map(|last| last.row.id);
    writer.transact(|tx| {
        let id = tx.new_id();
        let fields = vec![
            (entity::COACH, me.into()),
            (entity::TEACHER, next.teacher.into()),
            (entity::VERSION, version.into()),
            (entity::FOLLOWS, follows.into()),
            (entity::TEXT, if text.is_empty() { domain::Value::Null } else { text.into() }),
        ];
        tx.create(entity::ENTITY, id, fields)?;
        write_items(tx, id, &items)?;
        tell::outstanding(tx, &pair.parties())?;
        Ok(id)
    })
}

fn write_items(tx: &mut Tx<'_>, agreement: RowId, items: &[stored::Item]) -> Result<()> {
    for (position, item) in (1_i64..).zip(items) {
        let row = tx.new_id();
        let fields = vec![
            (agreement_item::AGREEMENT, agreement.into()),
            (agreement_item::POSITION, position.into()),
            (agreement_item::CODE, item.code.as_str().into()),
            (agreement_item::AUDIENCE, item.audience.as_str().into()),
            (agreement_item::TEXT, item.text.as_str().into()),
        ];
        tx.create(agreement_item::ENTITY, row, fields)?;
    }
    Ok(())
}

/// Returns every item of a version: as chosen, or as it is by default.
fn items(choices: &[ItemChoice]) -> Result<Vec<stored::Item>> {
    let no_choice = || Error::invalid("choices", "There is no such choice. Nothing was changed.");
    let mut chosen: Vec<(Item, Reach)> = Item::ALL.map(|item| (item, item.choices()[0])).to_vec();
    for choice in choices {
        let item = Item::from_code(&choice.code).ok_or_else(no_choice)?;
        let reach = Reach::from_code(&choice.audience).filter(|reach| item.choices().contains(reach));
        let reach = reach.ok_or_else(no_choice)?;
        chosen.iter_mut().filter(|(known, _)| *known == item).for_each(|(_, before)| *before = reach);
    }
    let written = chosen.into_iter().map(|(item, reach)| stored::Item {
        code: item.code().to_owned(),
        audience: reach.code().to_owned(),
        text: item.words(reach).to_owned(),
    });
    Ok(written.collect())
}

fn own_words(text: &str) -> Result<&str> {
    let text = text.trim();
    refuse_private("text", text)?;
    let length = text.chars().count();
    if length <= MOST_LETTERS {
        return Ok(text);
    }
    let over = length - MOST_LETTERS;
    let message = format!("This is {over} characters too long: at most {MOST_LETTERS}. It stays in the field.");
    Err(Error::invalid("text", &message))
}
