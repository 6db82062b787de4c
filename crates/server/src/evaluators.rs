//! Who evaluates whom, as the firewall counts it: said, or presumed until somebody says otherwise.
//!
//! A presumption is shown as what it is: not known. It closes as much as a word would, and an administrator who sees it
//! can say what is so (`fact evaluator`, `fact not_evaluator`).

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    RowId,
    access::{Evaluates, Facts, Link, Role},
};
use serde::Serialize;

use crate::{
    error::Result,
    facts,
    storage::{Storage, Tx, transact},
};

/// What is known of one person and one teacher.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Evaluator {
    /// The teacher.
    pub teacher: RowId,
    /// Their name.
    pub teacher_name: String,
    /// The person.
    pub person: RowId,
    /// Their name.
    pub name: String,
    /// `yes` or `no` where somebody said so, `unknown` where only a role of theirs may evaluate the teacher. What is
    /// unknown counts as yes.
    pub evaluates: &'static str,
}

/// Lists who evaluates whom, of all teachers or of one. Whose role evaluates nobody, and of whom nobody spoke, is not in
/// it: they evaluate nobody.
///
/// # Errors
/// The database's.
pub fn list(storage: &dyn Storage, org: RowId, of: Option<RowId>) -> Result<Vec<Evaluator>> {
    transact(storage, |tx| {
        let names = names(tx, org)?;
        let all = facts::all(tx, org)?;
        let teachers = teachers(&all, of);
        let mut found = Vec::new();
        for person in candidates(&all) {
            let facts = facts::read(tx, org, person)?;
            let known = teachers.iter().filter_map(|teacher| Some((*teacher, word(&facts, *teacher)?)));
            found.extend(known.map(|(teacher, evaluates)| {
                let name = |who| names.get(&who).cloned().unwrap_or_default();
                Evaluator { teacher, teacher_name: name(teacher), person, name: name(person), evaluates }
            }));
        }
        found.sort_by(|one, other| {
            (&one.teacher_name, one.teacher, &one.name, one.person).cmp(&(
                &other.teacher_name,
                other.teacher,
                &other.name,
                other.person,
            ))
        });
        Ok(found)
    })
}

fn word(facts: &Facts, teacher: RowId) -> Option<&'static str> {
    match facts.evaluates(teacher) {
        Evaluates::Yes => Some("yes"),
        Evaluates::Presumed => Some("unknown"),
        Evaluates::No => (facts.links.get(&teacher) == Some(&Link::NotEvaluator)).then_some("no"),
    }
}

fn names(tx: &mut dyn Tx, org: RowId) -> Result<BTreeMap<RowId, String>> {
    let rows = tx.query("select person, name from person where org_id = $1", &[org.into()])?;
    rows.iter().map(|row| Ok((row.id(0)?, row.text(1)?))).collect()
}

/// Those who teach, are coached, or of whom somebody said who evaluates them.
fn teachers(all: &BTreeSet<facts::Named>, of: Option<RowId>) -> BTreeSet<RowId> {
    let teaches = |code: &str| matches!(Role::from_code(code), Role::Teacher | Role::TeacherLeader);
    let teacher = |fact: &facts::Named| match fact {
        (kind, subject, _, code) if kind == "role" && teaches(code) => Some(*subject),
        (kind, _, object, _) if matches!(kind.as_str(), "pair" | "evaluator" | "not_evaluator") => Some(*object),
        _ => None,
    };
    all.iter().filter_map(teacher).filter(|teacher| of.is_none_or(|of| of == *teacher)).collect()
}

/// Those whose role may evaluate, and of whom somebody spoke.
fn candidates(all: &BTreeSet<facts::Named>) -> BTreeSet<RowId> {
    let may = |(kind, _, _, code): &&facts::Named| {
        (kind == "role" && Role::from_code(code).may_evaluate())
            || matches!(kind.as_str(), "evaluator" | "not_evaluator")
    };
    all.iter().filter(may).map(|(_, person, _, _)| *person).collect()
}
