//! What a roster says of access: who holds which role where, who works where, and what its columns say of coaches,
//! evaluators and supervisors.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ::roster::Plan;
use chrono::NaiveDate;
use domain::{
    RowId, Value,
    access::Role,
    schema::{organisation, person, role},
};
use exchange::draft::{LinkDraft, LinkKind};
use serde::Serialize;
use sync::fold::Row;

use super::rows::Rows;
use crate::{
    error::Result,
    facts::{self, Named},
    storage::Tx,
};

/// What an import changes in what decides access.
#[derive(Default)]
pub(super) struct Rights {
    /// Facts that hold from now on, and that no longer do.
    pub changes: Vec<(Named, bool)>,
    /// The same of what columns say.
    pub links: Vec<(Named, bool)>,
    /// Cells that name nobody, or more than one.
    pub left_out: Vec<Unnamed>,
    /// Roles that begin on a later day.
    pub later: u32,
}

/// A cell of a link's column that could not be taken.
#[derive(Debug, Clone, Serialize)]
pub struct Unnamed {
    /// The row as a spreadsheet counts it.
    pub row: u32,
    /// What the cell says.
    pub cell: String,
    /// Why.
    pub reason: &'static str,
}

/// Compares what the rows will say with what they said and with what is stored.
pub(super) fn compare(
    tx: &mut dyn Tx,
    org: RowId,
    (before, after): (&Rows, &Rows),
    today: NaiveDate,
    plan: &Plan,
    links: &[LinkDraft],
) -> Result<Rights> {
    let (held, _) = of_rows(after, org, today);
    let (_, mut ever) = of_rows(before, org, today);
    let (_, ever_after) = of_rows(after, org, today);
    ever.extend(ever_after);
    let stored: BTreeSet<Named> = facts::all(tx, org)?;
    let mut rights = Rights { later: later(after, today), ..Rights::default() };
    rights.changes.extend(held.difference(&stored).map(|fact| (fact.clone(), true)));
    let over = ever.difference(&held).filter(|fact| stored.contains(*fact));
    rights.changes.extend(over.map(|fact| (fact.clone(), false)));
    rights.link(tx, org, after, plan, links)?;
    Ok(rights)
}

/// Returns the facts that the rows say now, and those that they say of any day.
fn of_rows(rows: &Rows, org: RowId, today: NaiveDate) -> (BTreeSet<Named>, BTreeSet<Named>) {
    let parents: BTreeMap<RowId, RowId> =
        rows.live(organisation::ENTITY).filter_map(|(id, row)| Some((id, id_of(row, organisation::PARENT)?))).collect();
    let (mut held, mut ever) = (BTreeSet::new(), BTreeSet::new());
    for (_, row) in rows.live(role::ENTITY) {
        let (Some(person), Some(place)) = (id_of(row, role::PERSON), id_of(row, role::ORGANISATION)) else { continue };
        let code = row.value(role::CODE);
        let code = code.text().filter(|code| Role::from_code(code) != Role::Unknown).unwrap_or("unknown");
        let mut said = vec![("role".to_owned(), person, place, code.to_owned())];
        let above = std::iter::successors(Some(place), |at| parents.get(at).copied()).take(parents.len() + 1);
        said.extend(above.map(|place| ("school".to_owned(), person, place, String::new())));
        if place != org {
            said.push(("school".to_owned(), person, org, String::new()));
        }
        ever.extend(said.iter().cloned());
        if is_in_force(row, today) {
            held.extend(said);
        }
    }
    (held, ever)
}

/// A role that may evaluate counts before its first day, too: what closes is never late.
fn is_in_force(row: &Row, today: NaiveDate) -> bool {
    let code = row.value(role::CODE);
    let closes = Role::from_code(code.text().unwrap_or_default()).may_evaluate();
    let has_begun = day(row, role::STARTS).is_none_or(|starts| starts <= today);
    let is_over = day(row, role::ENDS).is_some_and(|ends| ends <= today);
    !is_over && (has_begun || closes)
}

fn later(rows: &Rows, today: NaiveDate) -> u32 {
    let begins = |row: &Row| day(row, role::STARTS).is_some_and(|starts| starts > today) && !is_in_force(row, today);
    ::roster::small(rows.live(role::ENTITY).filter(|(_, row)| begins(row)).count())
}

fn day(row: &Row, field: u16) -> Option<NaiveDate> {
    row.value(field).text().and_then(|text| text.parse().ok())
}

fn id_of(row: &Row, field: u16) -> Option<RowId> {
    match row.value(field) {
        Value::Id(id) => Some(id),
        Value::Null | Value::Integer(_) | Value::Real(_) | Value::Text(_) => None,
    }
}

impl Rights {
    /// Takes what the columns say: for each person of the file all of it, so that a name that is gone ends a link.
    fn link(&mut self, tx: &mut dyn Tx, org: RowId, rows: &Rows, plan: &Plan, links: &[LinkDraft]) -> Result<()> {
        let names = Names::of(rows, plan);
        let mut said: BTreeMap<(LinkKind, RowId), BTreeSet<RowId>> = BTreeMap::new();
        for link in links {
            let Some(about) = plan.people.get(link.person.as_str()) else { continue };
            let named = said.entry((link.kind, *about)).or_default();
            for cell in &link.named {
                match names.find(cell) {
                    Ok(found) if found == *about => self.leave(link.row, cell, "nobody has such a link to themselves"),
                    Ok(found) => drop(named.insert(found)),
                    Err(reason) => self.leave(link.row, cell, reason),
                }
            }
        }
        let known = known(tx, org)?;
        for ((kind, about), named) in said {
            let kind = word(kind);
            let had: BTreeSet<RowId> =
                known.iter().filter(|(k, _, of)| k == kind && *of == about).map(|(_, by, _)| *by).collect();
            let fact = |by: &RowId| (kind.to_owned(), *by, about, String::new());
            self.links.extend(named.difference(&had).map(|by| (fact(by), true)));
            self.links.extend(had.difference(&named).map(|by| (fact(by), false)));
        }
        Ok(())
    }

    fn leave(&mut self, row: u32, cell: &str, reason: &'static str) {
        self.left_out.push(Unnamed { row, cell: cell.chars().take(60).collect(), reason });
    }
}

fn word(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Coach => "pair",
        LinkKind::Evaluator => "evaluator",
        LinkKind::Supervisor => "supervises",
    }
}

/// Returns what columns of earlier files said: kind, who, of whom.
pub(super) fn known(tx: &mut dyn Tx, org: RowId) -> Result<Vec<(String, RowId, RowId)>> {
    let rows = tx.query("select kind, subject, object from roster_link where org_id = $1", &[org.into()])?;
    rows.iter().map(|row| Ok((row.text(0)?, row.id(1)?, row.id(2)?))).collect()
}

/// By what a cell can name a person: the sender's id, the address, the whole name.
struct Names<'a> {
    plan: &'a Plan,
    ids: HashMap<String, Vec<RowId>>,
}

impl<'a> Names<'a> {
    fn of(rows: &Rows, plan: &'a Plan) -> Self {
        let mut ids: HashMap<String, Vec<RowId>> = HashMap::new();
        for (id, row) in rows.live(person::ENTITY) {
            let text = |field| row.value(field).text().unwrap_or_default().to_owned();
            let (given, family, preferred) = (text(person::GIVEN), text(person::FAMILY), text(person::PREFERRED));
            let mut keys: BTreeSet<String> =
                [text(person::EXTERNAL_ID), text(person::EMAIL)].map(|key| plain(&key)).into();
            keys.extend([plain(&format!("{given} {family}")), plain(&format!("{family}, {given}"))]);
            keys.insert(plain(&domain::person::name(&given, &family, Some(&preferred))));
            keys.remove("");
            keys.into_iter().for_each(|key| ids.entry(key).or_default().push(id));
        }
        Self { plan, ids }
    }

    fn find(&self, cell: &str) -> std::result::Result<RowId, &'static str> {
        if let Some(id) = self.plan.people.get(cell.trim()) {
            return Ok(*id);
        }
        match self.ids.get(&plain(cell)).map(Vec::as_slice) {
            Some([only]) => Ok(*only),
            Some([_, _, ..]) => Err("more than one person has this name; write the id or the e-mail address"),
            Some([]) | None => Err("nobody who is here or in the file has this id, e-mail address or name"),
        }
    }
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
