//! When what is shared was first sent to those who may read it.

use domain::{
    RowId,
    scope::{Audience, Scope},
};
use sync::{
    exchange::News,
    told::{self, Told},
};

use crate::{
    audit::{self, Act},
    error::Result,
    organisation,
    storage::{Row, Tx},
};

/// A document that a person was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// The document's root row.
    pub root: RowId,
    /// Who was shown it.
    pub reader: RowId,
    /// When it was first sent, in milliseconds since 1970.
    pub at_ms: i64,
}

/// Returns what of a teacher's was shown to others by consent, the earliest first: also what is withdrawn since.
///
/// # Errors
/// The database's.
pub fn of(tx: &mut dyn Tx, org: RowId, teacher: RowId) -> Result<Vec<Seen>> {
    let rows = tx.query(
        "select root, reader, at_ms from shown where org_id = $1 and teacher = $2 order by at_ms, root, reader",
        &[org.into(), teacher.into()],
    )?;
    rows.iter().map(|row| Ok(Seen { root: row.id(0)?, reader: row.id(1)?, at_ms: row.integer(2)? })).collect()
}

/// Writes down at which number a share's first words stand in its scope.
///
/// # Errors
/// The database's.
pub(super) fn begin(tx: &mut dyn Tx, org: RowId, author: RowId, (root, scope): (RowId, &[u8]), seq: i64) -> Result<()> {
    tx.execute(
        "insert into brought (org_id, author, root, scope, seq) values ($1, $2, $3, $4, $5)
         on conflict (org_id, author, root, scope) do update set seq = excluded.seq",
        &[org.into(), author.into(), root.into(), scope.into(), seq.into()],
    )?;
    Ok(())
}

/// Returns what a device is told beside its news: what decides whether its person may share, for how many days it may go
/// without contact, and who was first sent what of their documents since a moment of this service's clock.
///
/// # Errors
/// The database's.
pub fn told(tx: &mut dyn Tx, org: RowId, person: RowId, since_ms: i64, now_ms: i64) -> Result<Told> {
    let rows = tx.query(
        "select b.root, b.scope, s.person, min(s.at_ms) from brought b
         join sent s on s.org_id = b.org_id and s.scope = b.scope and s.seq >= b.seq and s.person <> b.author
         where b.org_id = $1 and b.author = $2
         group by b.root, b.scope, s.person having min(s.at_ms) >= $3
         order by min(s.at_ms), b.root, b.scope, s.person",
        &[org.into(), person.into(), since_ms.into()],
    )?;
    let seen = |row: &Row| {
        let scope = row.bytes(1)?.to_vec();
        Ok(told::Seen { root: row.id(0)?, scope, reader: row.id(2)?, at_ms: row.integer(3)? })
    };
    let mut facts = crate::facts::own(tx, org, person)?;
    facts.push(organisation::lease(tx, org, person)?);
    Ok(Told { now_ms, facts, seen: rows.iter().map(seen).collect::<Result<_>>()? })
}

/// Writes down to whom an answer brings the words of a share.
fn send(tx: &mut dyn Tx, org: RowId, person: RowId, (scope, seq): (&[u8], i64), now_ms: i64) -> Result<()> {
    tx.execute(
        "insert into sent (org_id, scope, person, seq, at_ms) values ($1, $2, $3, $4, $5) on conflict do nothing",
        &[org.into(), scope.into(), person.into(), seq.into(), now_ms.into()],
    )?;
    Ok(())
}

/// Writes down what an answer is about to show. An answer that is lost on the way counts: it was sent.
///
/// # Errors
/// The database's.
pub(crate) fn note(tx: &mut dyn Tx, org: RowId, person: RowId, news: &[News], now_ms: i64) -> Result<()> {
    for news in news {
        let News::Block(block) = news else { continue };
        let Ok(scope) = Scope::from_bytes(&block.scope) else { continue };
        if matches!(scope.audience(), Audience::Pair | Audience::Programme | Audience::Consented) {
            send(tx, org, person, (&block.scope, block.first_seq), now_ms)?;
        }
        let Scope::Consented { teacher, reader, root } = scope else { continue };
        if reader != person || sync::planted!(ShownNotNoted) {
            continue;
        }
        let changed = tx.execute(
            "insert into shown (org_id, teacher, root, reader, at_ms) values ($1, $2, $3, $4, $5)
             on conflict do nothing",
            &[org.into(), teacher.into(), root.into(), reader.into(), now_ms.into()],
        )?;
        if changed > 0 {
            audit::add(tx, org, Act::Shown, root, now_ms)?;
        }
    }
    Ok(())
}
