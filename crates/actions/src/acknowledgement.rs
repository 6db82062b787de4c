//! Saying that one has read what a coach shared. The teacher says it, and the coach sees it on the record.

use domain::{
    RowId,
    access::{Record, Share, may_share},
    schema::{Entity, acknowledgement as entity},
    scope::Scope,
};
use serde::Serialize;
use store::{Connection, Writer, acknowledgement as stored, sharing};

use crate::{
    Error, Result,
    observation::named,
    session,
    sharing::{Barrier, is_open, moment, refused},
};

/// That a teacher has read a record, as its screen shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ReadView {
    /// The teacher's name.
    pub name: String,
    /// When: `Wed 4 Nov, 16:10`.
    pub at: String,
}

/// Says that this teacher has read a document, or has read it again since it changed. Its coach is told.
///
/// # Errors
/// When it was not shared with this teacher, or the coach cannot be told any more; nothing is changed then.
pub fn acknowledge(writer: &mut Writer, document: RowId) -> Result<()> {
    let me = session::load(writer.reader())?.me;
    let Some(scope @ Scope::Pair { coach, .. }) = shared_with(writer.reader(), me, document)? else {
        return Err(Error::invalid("document", "This was not shared with you by a coach. Nothing was changed."));
    };
    let row = RowId::derived(&[b"acknowledgement", &me.bytes(), &document.bytes()]);
    may_say(writer.reader(), entity::ENTITY, row, scope)?.map_err(refused)?;
    let is_open = is_open(writer.reader(), row, &scope)?;
    let fields = vec![(entity::TEACHER, me.into()), (entity::COACH, coach.into()), (entity::DOCUMENT, document.into())];
    Ok(writer.act(document, "Acknowledge", |tx| {
        let now_ms = tx.now_ms();
        tx.create_or_restore(entity::ENTITY, row, fields)?;
        tx.set(entity::ENTITY, row, entity::READ_MS, now_ms.into())?;
        if is_open { Ok(()) } else { tx.share(entity::ENTITY, row, &scope) }
    })?)
}

/// Returns that a document was read, and when; nothing until its teacher says so.
///
/// # Errors
/// When the database fails.
pub fn read(reader: &Connection, document: RowId) -> Result<Option<ReadView>> {
    let Some(found) = stored::of(reader, document)? else { return Ok(None) };
    let at = moment(found.read_ms, session::load(reader)?.zone);
    Ok(Some(ReadView { name: named(reader, found.teacher)?.name, at }))
}

/// Returns the pair by which a document came to this teacher; nothing where it did not come that way.
pub(crate) fn shared_with(reader: &Connection, me: RowId, document: RowId) -> Result<Option<Scope>> {
    let scope = sharing::origin(reader, document)?.map(|origin| origin.scope);
    Ok(scope.filter(|scope| matches!(scope, Scope::Pair { teacher, .. } if *teacher == me)))
}

/// Decides whether a teacher's own row may go to the coach of a pair, as far as this computer knows.
pub(crate) fn may_say(
    reader: &Connection,
    entity: &Entity,
    row: RowId,
    pair: Scope,
) -> Result<std::result::Result<(), Barrier>> {
    let Some(facts) = sharing::facts(reader)? else { return Ok(Err(Barrier::NotTold)) };
    let share = Share {
        record: Record::of(entity.number).expect("what a teacher says to a coach is of a kind that is shared"),
        root: row,
        teacher: pair.teacher(),
        from: Scope::Own { author: facts.person },
        to: pair,
    };
    Ok(may_share(&facts, &share).map(drop).map_err(Barrier::from))
}
