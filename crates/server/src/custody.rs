//! What is in custody: listed without a word of it, and taken out when its author may write there after all.

use std::{collections::BTreeSet, fmt, str::FromStr};

use domain::{RowId, schema, scope::Scope};
use ed25519_dalek::VerifyingKey;
use serde::Serialize;
use sync::{
    batch::Batch,
    exchange::{Brought, Cursor, Question, Refused, VERSION},
};

use crate::{
    audit::{self, Act},
    error::{Error, Result},
    facts,
    organisation::{self, Organisation},
    session::Session,
    sharing,
    storage::{Row, Storage, Tx, transact},
    taking::{self, Claims},
};

/// Names what is in custody: the replica that wrote it, and its first operation there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// The replica.
    pub replica: i64,
    /// The first operation's number.
    pub first_ctr: i64,
}

impl fmt::Display for Name {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}", self.replica, self.first_ctr)
    }
}

impl FromStr for Name {
    type Err = &'static str;

    fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
        let parts =
            text.split_once(':').and_then(|(replica, first)| Some((replica.parse().ok()?, first.parse().ok()?)));
        let (replica, first_ctr) = parts.ok_or("two numbers with a colon between, as `custody list` shows them")?;
        Ok(Self { replica, first_ctr })
    }
}

/// What is in custody, as it is listed: its kind, author, size and reason, never what it says.
#[derive(Debug, Serialize)]
pub struct Held {
    /// Its [`Name`].
    pub id: String,
    /// Who brought it.
    pub author: RowId,
    /// Their name.
    pub name: String,
    /// The audience that it was written for.
    pub audience: String,
    /// The kinds of row that it changes.
    pub kinds: Vec<String>,
    /// How many operations.
    pub count: i64,
    /// In bytes.
    pub size: usize,
    /// Why.
    pub reason: &'static str,
    /// When it came, in milliseconds since 1970.
    pub received_ms: i64,
}

/// Lists what is in custody.
///
/// # Errors
/// The database's.
pub fn list(storage: &dyn Storage, org: RowId) -> Result<Vec<Held>> {
    let rows = transact(storage, |tx| {
        tx.query(
            "select c.author, p.name, c.scope, c.count, c.reason, c.received_ms, c.batch, c.replica, c.first_ctr
             from custody c join person p on p.org_id = c.org_id and p.person = c.author
             where c.org_id = $1 order by c.received_ms, c.replica, c.first_ctr",
            &[org.into()],
        )
    })?;
    rows.iter().map(held).collect()
}

fn held(row: &Row) -> Result<Held> {
    let bytes = row.bytes(6)?;
    let batch = Batch::decode(bytes).map_err(|_| Error::Damaged { what: "a batch in custody" })?;
    let named = |op: &sync::op::Op| schema::entity(op.entity).map_or("unknown", |entity| entity.table).to_owned();
    let kinds: BTreeSet<String> = batch.ops.iter().map(named).collect();
    Ok(Held {
        id: Name { replica: row.integer(7)?, first_ctr: row.integer(8)? }.to_string(),
        author: row.id(0)?,
        name: row.text(1)?,
        audience: audience(row.bytes(2)?),
        kinds: kinds.into_iter().collect(),
        count: row.integer(3)?,
        size: bytes.len(),
        reason: if row.integer(4)? == 1 { "not-yours" } else { "unknown" },
        received_ms: row.integer(5)?,
    })
}

fn audience(scope: &[u8]) -> String {
    Scope::from_bytes(scope).map_or_else(|_| "unknown".into(), |scope| format!("{:?}", scope.audience()).to_lowercase())
}

/// What became of what was to be taken out of custody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accepted {
    /// It is in the log now: so many operations.
    Entered(i64),
    /// Its author, or the person to whom it was to be given, may not write there.
    Refused(Refused),
    /// Something that the same device wrote there before it is in custody, too, and goes first.
    NotFirst(Name),
    /// It was not written for a team or for the organisation: only its author's own right opens it.
    OnlyItsAuthors,
}

/// Takes something out of custody and puts it into the scope that it was written for, now that its author may write
/// there. Every device gets it, also the one that wrote it, which learns so that it is no longer in custody.
///
/// # Errors
/// [`Error::Unknown`] when it is not in custody; the database's.
pub fn accept(storage: &dyn Storage, org: RowId, name: Name, now_ms: i64) -> Result<Accepted> {
    release(storage, org, name, None, now_ms)
}

/// Gives something in custody to a person who may write where it was written for: it enters there by their right, in its
/// author's name, as its author wrote it, and whoever reads there reads it. Only what several people write together can
/// be given so: a team's work, and the organisation's.
///
/// # Errors
/// As [`accept`].
pub fn reassign(storage: &dyn Storage, org: RowId, name: Name, to: RowId, now_ms: i64) -> Result<Accepted> {
    release(storage, org, name, Some(to), now_ms)
}

fn release(storage: &dyn Storage, org: RowId, name: Name, to: Option<RowId>, now_ms: i64) -> Result<Accepted> {
    transact(storage, |tx| {
        let org = organisation::read(tx, org)?;
        let (session, brought, received_ms) = find(tx, org.id, name)?;
        let is_joint =
            Scope::from_bytes(&brought.scope).is_ok_and(|at| matches!(at, Scope::Team { .. } | Scope::Organisation));
        if to.is_some() && !is_joint {
            return Ok(Accepted::OnlyItsAuthors);
        }
        if let Some(earlier) = earlier(tx, org.id, name, &brought.scope)? {
            return Ok(Accepted::NotFirst(earlier));
        }
        let question = Question {
            version: VERSION,
            epoch: 0,
            replica: name.replica,
            written: 0,
            cursor: Cursor::default(),
            brought: vec![brought],
            most_bytes: 0,
        };
        let claims = taking::look(&session, &question);
        let by = facts::read(tx, org.id, to.unwrap_or(session.person))?;
        if let Some(reason) = claims.refused(&by) {
            return Ok(Accepted::Refused(reason));
        }
        let count = enter(tx, &org, (&session, name, received_ms), &claims, now_ms)?;
        audit::add(tx, org.id, Act::CustodyAccepted, session.person, now_ms)?;
        if let Some(to) = to {
            audit::add(tx, org.id, Act::CustodyReassigned, to, now_ms)?;
        }
        Ok(Accepted::Entered(count))
    })
}

/// Puts it into the log, and returns how many operations it is. What it shares is its author's to share.
fn enter(
    tx: &mut dyn Tx,
    org: &Organisation,
    (session, name, received_ms): (&Session, Name, i64),
    claims: &Claims<'_>,
    now_ms: i64,
) -> Result<i64> {
    let facts = facts::read(tx, org.id, session.person)?;
    let decided = taking::released(name.replica, claims);
    let sharing = sharing::decide(tx, org, &facts, &decided, now_ms)?;
    let count = decided.count();
    let first = org.take(tx, count + sharing.as_ref().map_or(0, sharing::Sharing::count))?;
    if let Some(sharing) = &sharing {
        sharing.check(tx, org)?;
    }
    // Its clocks are held to when it came, as those of everything else.
    decided.keep(tx, session, first, received_ms)?;
    if let Some(sharing) = &sharing {
        sharing.keep(tx, org, (first, first + count), now_ms)?;
    }
    crate::consent::take(tx, org.id, session.person, &decided)?;
    take_out(tx, org.id, name, first + count - 1)?;
    Ok(count)
}

/// Returns who brought it and what, and when.
fn find(tx: &mut dyn Tx, org: RowId, name: Name) -> Result<(Session, Brought, i64)> {
    let rows = tx.query(
        "select d.person, d.device, d.public_key, c.scope, c.batch, c.signature, c.received_ms, c.author
         from custody c
         join replica r on r.org_id = c.org_id and r.replica = c.replica
         join device d on d.org_id = r.org_id
         where c.org_id = $1 and c.replica = $2 and c.first_ctr = $3 and d.person = c.author
         order by case when d.device = r.device then 0 else 1 end, d.device",
        &[org.into(), name.replica.into(), name.first_ctr.into()],
    )?;
    let mut last = Err(Error::Unknown);
    // It was signed by a device of its author: as a rule by the one whose replica it is.
    for row in &rows {
        let key = VerifyingKey::from_bytes(&row.array(2)?).map_err(|_| Error::Damaged { what: "a device's key" })?;
        let session = Session { org, person: row.id(0)?, device: row.id(1)?, key };
        let brought =
            Brought { scope: row.bytes(3)?.to_vec(), batch: row.bytes(4)?.to_vec(), signature: row.array(5)? };
        let message = sync::exchange::signed(&brought.scope, &brought.batch);
        let signature = ed25519_dalek::Signature::from_bytes(&brought.signature);
        if session.key.verify_strict(&message, &signature).is_ok() {
            return Ok((session, brought, row.integer(6)?));
        }
        last = Err(Error::Damaged { what: "a batch in custody" });
    }
    last
}

/// Returns what the same replica wrote into the same scope before, where that is in custody: order is kept.
fn earlier(tx: &mut dyn Tx, org: RowId, name: Name, scope: &[u8]) -> Result<Option<Name>> {
    let rows = tx.query(
        "select min(first_ctr) from custody where org_id = $1 and replica = $2 and scope = $3 and first_ctr < $4",
        &[org.into(), name.replica.into(), scope.into(), name.first_ctr.into()],
    )?;
    let first = rows.first().map(|row| row.maybe_integer(0)).transpose()?.flatten();
    Ok(first.map(|first_ctr| Name { first_ctr, ..name }))
}

fn take_out(tx: &mut dyn Tx, org: RowId, name: Name, last_seq: i64) -> Result<()> {
    let gone = tx.execute(
        "delete from custody where org_id = $1 and replica = $2 and first_ctr = $3",
        &[org.into(), name.replica.into(), name.first_ctr.into()],
    )?;
    if gone == 0 {
        return Err(Error::Changed);
    }
    tx.execute("insert into released (org_id, last_seq) values ($1, $2)", &[org.into(), last_seq.into()])?;
    Ok(())
}
