//! What is true of a person now, read from rows for `domain::access`.

use std::{
    collections::{BTreeMap, BTreeSet},
    str::FromStr,
};

use domain::{
    RowId,
    access::{Consent, Facts, Link, Record, Role, Standing},
};

use crate::{
    error::{Error, Result},
    storage::{Row, Tx},
};

/// Something that decides access, as a row of `fact` says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact {
    /// The person holds a role at a school or district.
    Role(RowId, Role, RowId),
    /// The coach coaches the teacher.
    Pair(RowId, RowId),
    /// The person belongs to the team.
    Team(RowId, RowId),
    /// The person leads the team.
    Lead(RowId, RowId),
    /// The first supervises the second.
    Supervises(RowId, RowId),
    /// Somebody said whether the person evaluates the teacher.
    Link(RowId, RowId, Link),
    /// The teacher works at the school, or below the district.
    School(RowId, RowId),
    /// Author and teacher agreed that supervisors see this kind of record.
    Agreed(RowId, RowId, Record),
    /// A teacher's consent.
    Consent(Consent),
}

/// A fact as its row has it: kind, subject, object, and what else it needs.
pub type Named = (String, RowId, RowId, String);

/// Returns every fact of an organisation.
///
/// # Errors
/// The database's.
pub fn all(tx: &mut dyn Tx, org: RowId) -> Result<BTreeSet<Named>> {
    let rows = tx.query("select kind, subject, object, detail from fact where org_id = $1", &[org.into()])?;
    rows.iter().map(|row| Ok((row.text(0)?, row.id(1)?, row.id(2)?, row.text(3)?))).collect()
}

/// Writes a fact down, or takes it back.
///
/// # Errors
/// The database's.
pub fn write(tx: &mut dyn Tx, org: RowId, fact: Fact, holds: bool) -> Result<()> {
    let (kind, subject, object, detail) = columns(fact);
    write_row(tx, org, (kind, subject, object, &detail), holds)
}

/// Writes a fact down, or takes it back, as an administrator names it: kind, subject, object, and what else it needs.
///
/// # Errors
/// [`Error::Unknown`] when it is no fact.
pub fn write_named(tx: &mut dyn Tx, org: RowId, fact: (&str, RowId, RowId, &str), holds: bool) -> Result<()> {
    let (kind, subject, object, detail) = fact;
    let row = Row::of([kind.into(), subject.into(), object.into(), detail.into()]);
    let is_fact = kind != "active" && take(&mut Facts::unknown(subject), &mut BTreeMap::new(), &row).is_ok();
    let is_role = kind != "role" || Role::from_code(detail) != Role::Unknown;
    if is_fact && is_role { write_row(tx, org, fact, holds) } else { Err(Error::Unknown) }
}

fn write_row(
    tx: &mut dyn Tx,
    org: RowId,
    (kind, subject, object, detail): (&str, RowId, RowId, &str),
    holds: bool,
) -> Result<()> {
    let changed = put(tx, org, (kind, subject, object, detail), holds)?;
    if changed { touch(tx, org) } else { Ok(()) }
}

/// Writes a row, or takes it back, and returns whether that changed anything. The caller says so: see [`touch`].
///
/// # Errors
/// The database's.
pub fn put(
    tx: &mut dyn Tx,
    org: RowId,
    (kind, subject, object, detail): (&str, RowId, RowId, &str),
    holds: bool,
) -> Result<bool> {
    let values = [org.into(), kind.into(), subject.into(), object.into(), detail.into()];
    let changed = if holds {
        tx.execute(
            "insert into fact (org_id, kind, subject, object, detail) values ($1, $2, $3, $4, $5)
             on conflict do nothing",
            &values,
        )?
    } else {
        tx.execute(
            "delete from fact where org_id = $1 and kind = $2 and subject = $3 and object = $4 and detail = $5",
            &values,
        )?
    };
    Ok(changed > 0)
}

/// Says that what decides access has changed.
///
/// # Errors
/// The database's.
pub fn touch(tx: &mut dyn Tx, org: RowId) -> Result<()> {
    tx.execute("update organisation set facts_version = facts_version + 1 where org_id = $1", &[org.into()])?;
    Ok(())
}

/// Returns whether a teacher agreed, and still agrees.
///
/// # Errors
/// The database's.
pub fn has_consent(tx: &mut dyn Tx, org: RowId, consent: Consent) -> Result<bool> {
    let (kind, subject, object, detail) = columns(Fact::Consent(consent));
    let rows = tx.query(
        "select kind from fact where org_id = $1 and subject = $2 and kind = $3 and object = $4 and detail = $5",
        &[org.into(), subject.into(), kind.into(), object.into(), detail.as_str().into()],
    )?;
    Ok(!rows.is_empty())
}

/// Returns what is true of a person. One statement, so that no change of the rows can come between two of them.
///
/// # Errors
/// The database's.
pub fn read(tx: &mut dyn Tx, org: RowId, person: RowId) -> Result<Facts> {
    // A teacher's schools matter to roles that reach a school's teachers; coaches, the many, have none of those.
    let rows = tx.query(
        "select 'active', person, person, '' from person where org_id = $1 and person = $2 and is_active = 1
         union all
         select kind, subject, object, detail from fact where org_id = $1 and subject = $2
         union all
         select kind, subject, object, detail from fact
         where org_id = $1 and object = $2 and kind in ('pair', 'consent', 'agreed', 'supervises')
         union all
         select kind, subject, object, detail from fact
         where org_id = $1 and kind = 'team'
           and object in (select object from fact where org_id = $1 and subject = $2 and kind = 'lead')
         union all
         select kind, subject, object, detail from fact
         where org_id = $1 and kind = 'agreed'
           and subject in (select object from fact where org_id = $1 and subject = $2 and kind = 'supervises')
         union all
         select kind, subject, object, detail from fact
         where org_id = $1 and kind = 'school'
           and exists (select 1 from fact where org_id = $1 and subject = $2 and kind = 'role'
                         and detail not in ('coach', 'teacher_leader', 'teacher', 'supervisor', 'admin'))",
        &[org.into(), person.into()],
    )?;
    let mut facts = Facts::unknown(person);
    let mut members = BTreeMap::new();
    for row in rows {
        take(&mut facts, &mut members, &row)?;
    }
    for (team, led) in &mut facts.leads {
        *led = members.remove(team).unwrap_or_default();
    }
    Ok(facts)
}

/// Returns what a person's own devices may know of these rows: their roles, pairs, teams and agreements, whom they
/// supervise and who supervises them, so that the app offers to share where it may be. Whom they themselves evaluate is among them, so that they do not coach the same
/// teacher unawares; who evaluates them, and consents, are not.
///
/// # Errors
/// The database's.
pub fn own(tx: &mut dyn Tx, org: RowId, person: RowId) -> Result<Vec<sync::told::Fact>> {
    let rows = tx.query(
        "select 'active', person, person, '' from person where org_id = $1 and person = $2 and is_active = 1
         union all
         select kind, subject, object, detail from fact
         where org_id = $1 and subject = $2 and kind in ('role', 'pair', 'team', 'lead', 'agreed', 'supervises', 'evaluator', 'not_evaluator')
         union all
         select kind, subject, object, detail from fact
         where org_id = $1 and object = $2 and kind in ('pair', 'agreed', 'supervises')
         order by 1, 2, 3, 4",
        &[org.into(), person.into()],
    )?;
    let fact = |row: &Row| {
        Ok(sync::told::Fact { kind: row.text(0)?, subject: row.id(1)?, object: row.id(2)?, detail: row.text(3)? })
    };
    rows.iter().map(fact).collect()
}

fn take(facts: &mut Facts, members: &mut BTreeMap<RowId, std::collections::BTreeSet<RowId>>, row: &Row) -> Result<()> {
    let (subject, object, detail) = (row.id(1)?, row.id(2)?, row.text(3)?);
    match row.text(0)?.as_str() {
        "active" => facts.standing = Standing::Active,
        "role" => drop(facts.roles.insert((Role::from_code(&detail), object))),
        "pair" => drop(facts.pairs.insert((subject, object))),
        "team" => {
            members.entry(object).or_default().insert(subject);
            if subject == facts.person {
                facts.teams.insert(object);
            }
        }
        "lead" => drop(facts.leads.insert(object, std::collections::BTreeSet::new())),
        "supervises" if subject == facts.person => drop(facts.supervises.insert(object)),
        "supervises" => drop(facts.supervised_by.insert(subject)),
        "evaluator" => drop(facts.links.insert(object, Link::Evaluator)),
        // Should both be there, the one that closes counts.
        "not_evaluator" => drop(facts.links.entry(object).or_insert(Link::NotEvaluator)),
        "school" => drop(facts.schools.entry(subject).or_default().insert(object)),
        "agreed" => drop(facts.agreed.insert((subject, object, record(&detail)?))),
        "consent" => {
            let root = RowId::from_str(&detail).map_err(|_| DAMAGED)?;
            facts.consents.insert(Consent { reader: subject, teacher: object, root });
        }
        _ => return Err(DAMAGED),
    }
    Ok(())
}

const DAMAGED: Error = Error::Damaged { what: "a fact" };

fn columns(fact: Fact) -> (&'static str, RowId, RowId, String) {
    match fact {
        Fact::Role(person, role, school) => ("role", person, school, code(role).to_owned()),
        Fact::Pair(coach, teacher) => ("pair", coach, teacher, String::new()),
        Fact::Team(person, team) => ("team", person, team, String::new()),
        Fact::Lead(person, team) => ("lead", person, team, String::new()),
        Fact::Supervises(person, other) => ("supervises", person, other, String::new()),
        Fact::Link(person, teacher, Link::Evaluator) => ("evaluator", person, teacher, String::new()),
        Fact::Link(person, teacher, Link::NotEvaluator) => ("not_evaluator", person, teacher, String::new()),
        Fact::School(teacher, school) => ("school", teacher, school, String::new()),
        Fact::Agreed(author, teacher, record) => ("agreed", author, teacher, record.number().to_string()),
        Fact::Consent(consent) => ("consent", consent.reader, consent.teacher, consent.root.to_string()),
    }
}

/// Returns the code that rows carry; a role of a newer version keeps none, and counts as unknown.
fn code(role: Role) -> &'static str {
    let position = Role::ALL.iter().position(|known| *known == role);
    position.map_or("unknown", |position| domain::person::ROLES[position])
}

fn record(detail: &str) -> Result<Record> {
    detail.parse().ok().and_then(Record::from_number).ok_or(DAMAGED)
}
