//! Two people who are one: what stands of the second becomes the first's, and can be put back.

use std::collections::BTreeSet;

use ::roster::Plan;
use domain::{
    RowId, Value,
    schema::{self, Entity, membership, person, role, section, team},
    scope::Scope,
};
use serde::Serialize;
use sync::{batch::Batch, body::Body, fold::Row, register::Register};

use super::{
    Work,
    rights::{self, Rights},
    rows::{self, Rows},
};
use crate::{
    audit::Act,
    error::{Error, Result},
    facts, organisation, secret, sharing,
    storage::{Storage, Tx, transact},
    writing::Change,
};

/// What a merge would do, or did.
#[derive(Debug, Clone, Serialize)]
pub struct Merged {
    /// The name of who stays.
    pub kept: String,
    /// The name of who becomes them.
    pub gone: String,
    /// The id under which it can be taken back; nothing of a preview.
    pub merge: Option<RowId>,
    /// Rows of the roster that change.
    pub rows: usize,
    /// Facts that hold since, and that no longer do.
    pub facts: (usize, usize),
    /// Rows of people's own work that name who is gone. They go on naming that row, which then stays as a name.
    pub named_in_work: usize,
}

/// Why two people were not merged. Nothing was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotMerged {
    /// One of them is not here, or they are the same.
    NotTwo,
    /// Who would go has a device or an invitation: they are the one to keep.
    InUse,
}

/// Merges two people, or says what that would do.
///
/// # Errors
/// The database's.
pub fn merge(
    storage: &dyn Storage,
    org: RowId,
    (kept, gone): (RowId, RowId),
    is_preview: bool,
    now_ms: i64,
) -> Result<std::result::Result<Merged, NotMerged>> {
    let id = RowId::new(now_ms, secret::random()?);
    let derived = |row: RowId| RowId::derived(&[b"merged".as_slice(), &row.bytes(), &kept.bytes()]);
    transact(storage, |tx| {
        let read = organisation::read(tx, org)?;
        let rows = Rows::load(tx, org, i64::MAX)?;
        let of = |who| rows.get(rows::of_person(who)).filter(|row| row.is_live());
        let (Some(first), Some(second), false) = (of(kept), of(gone), kept == gone) else {
            return Ok(Err(NotMerged::NotTwo));
        };
        if super::undo::is_in_use(tx, org, gone)? {
            return Ok(Err(NotMerged::InUse));
        }
        let named_in_work = named_in_work(tx, org, gone)?;
        let services = sharing::services(tx, org)?;
        let remove =
            |entity: &Entity, row| Change { entity: entity.number, row, body: Body::Remove { seen: services.clone() } };
        let mut changes = fill(first, second, kept);
        changes.extend(moved(&rows, (gone, kept), derived).into_iter().flat_map(|(entity, old, made)| {
            let made = made.map(|(row, fields)| Change { entity: entity.number, row, body: Body::Create(fields) });
            [Some(remove(entity, old)), made].into_iter().flatten().collect::<Vec<_>>()
        }));
        changes.extend(pointed(&rows, (gone, kept)));
        if named_in_work == 0 {
            changes.push(remove(person::ENTITY, gone));
        }
        let after = rows.after(&changes, now_ms);
        let today = rows.today(org, now_ms);
        let mut rights = rights::compare(tx, org, (&rows, &after), today, &Plan::default(), &[])?;
        rename(tx, org, &mut rights, (gone, kept))?;
        let held = rights.changes.iter().chain(&rights.links).filter(|(_, holds)| *holds).count();
        let told = Merged {
            kept: rows::name(first),
            gone: rows::name(second),
            merge: (!is_preview).then_some(id),
            rows: changes.len(),
            facts: (held, rights.changes.len() + rights.links.len() - held),
            named_in_work,
        };
        if !is_preview {
            let work = Work { org: read, changes, after, rights };
            work.keep(tx, (id, "merge", Act::PeopleMerged), now_ms)?;
        }
        Ok(Ok(told))
    })
}

/// Fills what the first has not with what the second has: above all the sender's id.
fn fill(first: &Row, second: &Row, kept: RowId) -> Vec<Change> {
    let is_empty = |value: &Value| matches!(value, Value::Null) || value.text() == Some("");
    let fields = person::ENTITY.fields.iter().map(|field| field.number);
    let wanted = fields.filter(|field| is_empty(&first.value(*field)) && !is_empty(&second.value(*field)));
    wanted.map(|field| set(person::ENTITY, kept, first, field, second.value(field))).collect()
}

fn set(entity: &Entity, row: RowId, now: &Row, field: u16, value: Value) -> Change {
    let over = now.values.get(&field).map(Register::seen).unwrap_or_default();
    Change { entity: entity.number, row, body: Body::Set { field, value, over } }
}

type Made = Option<(RowId, Vec<(u16, Value)>)>;

/// Roles and memberships name their person for ever: they end, and are made again for who stays, unless they are there.
fn moved(
    rows: &Rows,
    (gone, kept): (RowId, RowId),
    derived: impl Fn(RowId) -> RowId,
) -> Vec<(&'static Entity, RowId, Made)> {
    let mut moved = Vec::new();
    for (entity, whose, same) in [
        (role::ENTITY, role::PERSON, [role::ORGANISATION, role::CODE, role::ENDS]),
        (membership::ENTITY, membership::PERSON, [membership::TEAM, membership::STARTS, membership::ENDS]),
    ] {
        let of = |who: RowId| rows.live(entity).filter(move |(_, row)| row.value(whose) == Value::Id(who));
        for (id, row) in of(gone) {
            let is_there = of(kept).any(|(_, other)| same.iter().all(|field| other.value(*field) == row.value(*field)));
            let fields = entity.fields.iter().map(|field| {
                (field.number, if field.number == whose { Value::Id(kept) } else { row.value(field.number) })
            });
            moved.push((entity, id, (!is_there).then(|| (derived(id), fields.collect()))));
        }
    }
    moved
}

/// Classes and teams name a person who can change.
fn pointed(rows: &Rows, (gone, kept): (RowId, RowId)) -> Vec<Change> {
    let mut changes = Vec::new();
    for (entity, field) in [(section::ENTITY, section::TEACHER), (team::ENTITY, team::LEAD)] {
        let naming = rows.live(entity).filter(|(_, row)| row.value(field) == Value::Id(gone));
        changes.extend(naming.map(|(id, row)| set(entity, id, row, field, kept.into())));
    }
    changes
}

/// What was said of the second is said of the first.
fn rename(tx: &mut dyn Tx, org: RowId, rights: &mut Rights, (gone, kept): (RowId, RowId)) -> Result<()> {
    let stored = facts::all(tx, org)?;
    let links: BTreeSet<_> = rights::known(tx, org)?.into_iter().collect();
    let done: BTreeSet<_> = rights.changes.iter().map(|(fact, _)| fact.clone()).collect();
    let now = |who: RowId| if who == gone { kept } else { who };
    for fact in stored.iter().filter(|(_, subject, object, _)| *subject == gone || *object == gone) {
        let (kind, subject, object, detail) = fact;
        let is_link = links.contains(&(kind.clone(), *subject, *object));
        let renamed = (kind.clone(), now(*subject), now(*object), detail.clone());
        let changes = if is_link { &mut rights.links } else { &mut rights.changes };
        if !done.contains(fact) {
            changes.push((fact.clone(), false));
        }
        let is_new = !stored.contains(&renamed) && !done.contains(&renamed) && renamed.1 != renamed.2;
        if is_new && !changes.contains(&(renamed.clone(), true)) {
            changes.push((renamed, true));
        }
    }
    Ok(())
}

/// Counts the rows of people's own work that name somebody. It reads every block, once.
fn named_in_work(tx: &mut dyn Tx, org: RowId, who: RowId) -> Result<usize> {
    let (roster, mut named, mut after) = (Scope::Organisation.bytes(), BTreeSet::new(), 0);
    loop {
        let blocks = tx.query(
            "select last_seq, batch from block where org_id = $1 and scope <> $2 and last_seq > $3
             order by last_seq limit 16",
            &[org.into(), roster.as_slice().into(), after.into()],
        )?;
        for block in &blocks {
            after = block.integer(0)?;
            let batch = Batch::decode(block.bytes(1)?).map_err(|_| Error::Damaged { what: "a block" })?;
            let names = |op: &&sync::op::Op| match op.body() {
                Ok(Some(Body::Create(fields) | Body::Version(fields))) => {
                    fields.iter().any(|(_, value)| *value == Value::Id(who))
                }
                Ok(Some(Body::Set { value, .. })) => value == Value::Id(who),
                _ => false,
            };
            named.extend(
                batch.ops.iter().filter(|op| schema::entity(op.entity).is_some()).filter(names).map(|op| op.row),
            );
        }
        if blocks.len() < 16 {
            return Ok(named.len());
        }
    }
}
