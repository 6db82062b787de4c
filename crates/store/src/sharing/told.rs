//! What the service said beside its news, kept so that it can be shown without a network.

use std::collections::BTreeSet;

use domain::{
    RowId,
    access::{Facts, Link, Record, Role, Standing},
    scope::Scope,
};
use sync::told::{Fact, Told};

use crate::{
    Connection, Writer,
    error::{Doing, Result},
    exchange, lease, sql,
};

/// That somebody received what was shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// The scope.
    pub scope: Scope,
    /// Who.
    pub reader: RowId,
    /// When it was first sent to their computer, in milliseconds since 1970.
    pub at_ms: i64,
}

/// Returns the service's clock when it last told something, 0 before.
///
/// # Errors
/// When the database fails.
pub fn told_ms(reader: &Connection) -> Result<i64> {
    let at_ms = sql::first(reader, "select at_ms from local_told", [], |row| row.get(0));
    Ok(at_ms.doing("reading what was told")?.unwrap_or(0))
}

/// Keeps what the service told. What it says of rights is all that is true; what it says of readers is added. Returns
/// whether anything is new.
///
/// # Errors
/// When the disk refuses.
pub fn keep_told(writer: &mut Writer, told: &Told) -> Result<bool> {
    let new: BTreeSet<Fact> = told.facts.iter().cloned().collect();
    let has_changed = rights(writer.reader())? != new || !told.seen.is_empty();
    let clock_ms = writer.now_ms();
    writer.transact(|tx| {
        let connection = tx.reader();
        let at = "insert or replace into local_told (one, at_ms) values (1, ?1)";
        connection.execute(at, [told.now_ms]).doing("keeping what was told")?;
        if has_changed {
            connection.execute("delete from local_right", []).doing("keeping rights")?;
            new.iter().try_for_each(|fact| keep_fact(connection, fact))?;
            told.seen.iter().try_for_each(|seen| keep_seen(connection, seen))?;
        }
        let opened = lease::renew(connection, told.now_ms, clock_ms)?;
        Ok(has_changed || !opened.is_empty())
    })
}

fn keep_fact(connection: &Connection, fact: &Fact) -> Result<()> {
    connection
        .execute(
            "insert into local_right (kind, subject, object, detail) values (?1, ?2, ?3, ?4)",
            (&fact.kind, fact.subject.bytes(), fact.object.bytes(), &fact.detail),
        )
        .map(drop)
        .doing("keeping a right")
}

fn keep_seen(connection: &Connection, seen: &sync::told::Seen) -> Result<()> {
    connection
        .execute(
            "insert or replace into local_seen (root, scope, reader, at_ms) values (?1, ?2, ?3, ?4)",
            (seen.root.bytes(), &seen.scope, seen.reader.bytes(), seen.at_ms),
        )
        .map(drop)
        .doing("keeping who received a share")
}

/// Lists who received a document, by its first row, the earliest first.
///
/// # Errors
/// When the database fails.
pub fn seen(reader: &Connection, root: RowId) -> Result<Vec<Seen>> {
    let sql = "select scope, reader, at_ms from local_seen where root = ?1 order by at_ms, reader, scope";
    let rows = sql::all(reader, sql, [root.bytes()], |row| {
        Ok((row.get::<_, Vec<u8>>("scope")?, sql::id(row, "reader")?, row.get("at_ms")?))
    });
    let rows = rows.doing("reading who received a share")?;
    let known = rows
        .into_iter()
        .filter_map(|(scope, reader, at_ms)| Scope::from_bytes(&scope).ok().map(|scope| Seen { scope, reader, at_ms }));
    Ok(known.collect())
}

pub(crate) fn rights(reader: &Connection) -> Result<BTreeSet<Fact>> {
    let sql = "select kind, subject, object, detail from local_right";
    let rows = sql::all(reader, sql, [], |row| {
        Ok(Fact {
            kind: row.get("kind")?,
            subject: sql::id(row, "subject")?,
            object: sql::id(row, "object")?,
            detail: row.get("detail")?,
        })
    });
    Ok(rows.doing("reading rights")?.into_iter().collect())
}

/// Returns what is true of this person as far as the service has told; nothing while the profile works alone, or was told
/// nothing yet.
///
/// # Errors
/// When the database fails.
pub fn facts(reader: &Connection) -> Result<Option<Facts>> {
    let Some(membership) = exchange::membership(reader)? else { return Ok(None) };
    if told_ms(reader)? == 0 {
        return Ok(None);
    }
    let mut facts = Facts::unknown(membership.person);
    rights(reader)?.iter().for_each(|fact| take(&mut facts, fact));
    Ok(Some(facts))
}

/// Lists who supervises this person, as far as the service has told.
///
/// # Errors
/// When the database fails.
pub fn supervisors(reader: &Connection) -> Result<Vec<RowId>> {
    let Some(membership) = exchange::membership(reader)? else { return Ok(Vec::new()) };
    let rights = rights(reader)?;
    let mine = rights.iter().filter(|fact| fact.kind == "supervises" && fact.object == membership.person);
    Ok(mine.map(|fact| fact.subject).collect())
}

/// What a newer service says beyond this is left out: nothing is granted by what is not known.
fn take(facts: &mut Facts, Fact { kind, subject, object, detail }: &Fact) {
    match kind.as_str() {
        "active" if *subject == facts.person => facts.standing = Standing::Active,
        "role" => drop(facts.roles.insert((Role::from_code(detail), *object))),
        "pair" => drop(facts.pairs.insert((*subject, *object))),
        "team" if *subject == facts.person => drop(facts.teams.insert(*object)),
        "lead" => drop(facts.leads.insert(*object, BTreeSet::new())),
        "supervises" if *subject == facts.person => drop(facts.supervises.insert(*object)),
        "supervises" if *object == facts.person => drop(facts.supervised_by.insert(*subject)),
        "evaluator" if *subject == facts.person => drop(facts.links.insert(*object, Link::Evaluator)),
        // Should both be there, the one that closes counts.
        "not_evaluator" if *subject == facts.person => drop(facts.links.entry(*object).or_insert(Link::NotEvaluator)),
        "agreed" => {
            if let Some(record) = detail.parse().ok().and_then(Record::from_number) {
                facts.agreed.insert((*subject, *object, record));
            }
        }
        _ => {}
    }
}
