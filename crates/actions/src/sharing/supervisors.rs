//! Opening a debrief, a step or a coaching cycle to the supervisors of its author. It goes past the pair, so it is offered
//! only where the sharing agreement of the two lists its kind (INV-3), and it happens only by an act of its author.

use domain::{
    Code, Problem, RowId, Value,
    access::Record,
    document::teacher_field,
    schema::{Entity, step_check, step_result},
    scope::{Audience, Scope},
};
use serde::Serialize;
use store::{Connection, Writer, sharing as stored};

use super::{Barrier, PreviewWords, Sharable, ShareState, ShareView, With, goes, is_open, refused, shares};
use crate::{
    Error, Result,
    observation::{Named, home_zone, named},
    session,
};

/// How sharing a record with supervisors stands, and exactly what goes.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SupervisorsView {
    /// The teacher of whom it speaks.
    pub teacher: Option<Named>,
    /// Those of whom this computer knows that they supervise its author.
    pub supervisors: Vec<Named>,
    /// Whether it can be opened to them now.
    pub is_offered: bool,
    /// Why it cannot; nothing where it can.
    pub barrier: Option<Barrier>,
    /// How far it is; nothing where it is not shared with them.
    pub share: Option<ShareView>,
    /// Exactly what goes, words and figures.
    pub goes: Vec<PreviewWords>,
}

/// Returns how sharing a record with supervisors stands.
///
/// # Errors
/// When it is not there, or no record that is shared this way.
pub fn view(reader: &Connection, id: RowId) -> Result<SupervisorsView> {
    let document = Document::read(reader, id)?;
    let me = session::load(reader)?.me;
    let share = shares(reader, id, home_zone(reader)?)?.into_iter().find(|share| share.with == With::Supervisors);
    let barrier = document.scope(reader)?.err();
    // What the service refused once goes only by another act, so it is offered again when it may.
    let is_there = share.as_ref().is_some_and(|share| matches!(share.state, ShareState::Waiting | ShareState::Open));
    let known = stored::supervisors(reader)?.into_iter().map(|one| named(reader, one)).collect::<Result<Vec<_>>>()?;
    Ok(SupervisorsView {
        teacher: document.teacher.map(|teacher| named(reader, teacher)).transpose()?,
        supervisors: known.into_iter().filter(|one| !one.name.is_empty()).collect(),
        is_offered: barrier.is_none() && !is_there,
        barrier,
        share,
        goes: document
            .goes(reader, &Scope::Programme { author: me, about: document.teacher, record: document.record })?,
    })
}

/// Opens a record to its author's supervisors: one act, that undo takes back until it was sent.
///
/// # Errors
/// When it may not be shared, as far as this computer knows; nothing is done then.
pub fn share(writer: &mut Writer, id: RowId) -> Result<()> {
    let document = Document::read(writer.reader(), id)?;
    let scope = document.scope(writer.reader())?.map_err(refused)?;
    if is_open(writer.reader(), id, &scope)? {
        return Ok(());
    }
    Ok(writer.act(id, "Share a record with supervisors", |tx| tx.share(document.entity, id, &scope))?)
}

/// Stops sharing a record with supervisors. It leaves their list; what they have read they have read.
///
/// # Errors
/// [`Code::Changed`] when it is not shared with them.
pub fn stop(writer: &mut Writer, id: RowId) -> Result<()> {
    let document = Document::read(writer.reader(), id)?;
    let shares = stored::shares(writer.reader(), id)?.into_iter();
    let standing = shares.filter(|share| share.state != stored::State::Ending).map(|share| share.scope);
    let open: Vec<Scope> = standing.filter(|scope| scope.audience() == Audience::Programme).collect();
    if open.is_empty() {
        return Err(Error::Refused(Problem::new(Code::Changed, "This is not shared with them any more.")));
    }
    Ok(writer.act(id, "Stop sharing a record with supervisors", |tx| {
        open.iter().try_for_each(|scope| tx.unshare(document.entity, id, scope))
    })?)
}

/// A document that can be shared past its pair.
pub(super) struct Document {
    pub(super) entity: &'static Entity,
    pub(super) id: RowId,
    pub(super) record: Record,
    pub(super) teacher: Option<RowId>,
}

impl Document {
    pub(super) fn read(reader: &Connection, id: RowId) -> Result<Self> {
        let entity = store::removed::entity_of(reader, id)?;
        let record = crate::consent::record(entity)
            .ok_or_else(|| Error::invalid("id", "Records of this kind are not shared this way. Nothing was sent."))?;
        let field = teacher_field(entity).expect("each of these kinds names its teacher");
        let teacher = match store::field::value(reader, entity, id, field)? {
            Value::Id(teacher) => Some(teacher),
            _ => None,
        };
        Ok(Self { entity, id, record, teacher })
    }

    /// Returns where it would be opened to; or why it cannot.
    fn scope(&self, reader: &Connection) -> Result<std::result::Result<Scope, Barrier>> {
        if store::removed::since(reader, self.entity, self.id)?.is_some() {
            return Ok(Err(Barrier::Removed));
        }
        let sharable = Sharable::of(reader, self.id, self.teacher)?;
        Ok(sharable.and_then(|sharable| sharable.programme(self.record)))
    }

    /// Returns exactly what goes to a scope.
    pub(super) fn goes(&self, reader: &Connection, scope: &Scope) -> Result<Vec<PreviewWords>> {
        if self.record == Record::Cycle {
            return crate::coaching_cycle::goes(reader, self.id, scope);
        }
        goes(reader, (self.entity, self.id), scope, |entity, _| {
            let kinds = [(step_check::ENTITY, "Check: "), (step_result::ENTITY, "Student result: ")];
            let found = kinds.into_iter().find(|(kind, _)| kind.number == entity.number);
            found.map_or_else(String::new, |(_, label)| label.to_owned())
        })
    }
}
