//! What an import would do, as it is shown before.

use ::roster::{ChangeKind, Ending, Kind, Offer, Plan, Step};
use exchange::problem::{FileProblem, Severity};
use serde::Serialize;

use super::{
    file::{Mapping, Reading},
    rights::{Rights, Unnamed},
};

/// What a file would change.
#[derive(Debug, Serialize)]
pub struct Told {
    /// `oneroster`, `csv` or `xlsx`.
    pub kind: &'static str,
    /// In one sentence.
    pub summary: String,
    /// How many rows of each kind.
    pub counts: Vec<Counted>,
    /// Each change: what ends, what changes, what is new.
    pub changes: Vec<Line>,
    /// Facts that would hold, and that would no longer.
    pub facts: Facts,
    /// Rows of the file that are not taken, each with its reason.
    pub left_out: Vec<FileProblem>,
    /// Cells of link columns that are not taken.
    pub links_left_out: Vec<Unnamed>,
    /// What else to know of the file.
    pub notices: Vec<FileProblem>,
    /// People who could be somebody who is here.
    pub offers: Vec<Offer>,
    /// How many are missing, and whether that is a question.
    pub ending: Ending,
    /// Roles that begin on a later day; an import on or after that day gives them their rights.
    pub roles_later: u32,
    /// How the columns were understood.
    pub mapping: Option<Mapping>,
}

/// How many rows of a kind would change.
#[derive(Debug, Serialize)]
#[allow(missing_docs)] // each is named after what happens
pub struct Counted {
    pub entity: &'static str,
    pub added: usize,
    pub changed: usize,
    pub ended: usize,
    pub same: u32,
}

/// One change.
#[derive(Debug, Serialize)]
pub struct Line {
    /// What happens.
    pub change: ChangeKind,
    /// The kind of row.
    pub entity: &'static str,
    /// What it is, in words.
    pub label: String,
    /// What changes, in words.
    pub detail: String,
}

/// How much of what decides access changes.
#[derive(Debug, Serialize)]
#[allow(missing_docs)] // each is named after what happens
pub struct Facts {
    pub added: usize,
    pub ended: usize,
}

pub(super) fn told(reading: &Reading, plan: &Plan, rights: Rights) -> Told {
    let problems = || reading.draft.problems.iter().chain(&plan.problems).cloned();
    let of = |change| plan.steps.iter().filter(move |step| step.change == change);
    let all = plan.endings.iter().chain(of(ChangeKind::Changed)).chain(of(ChangeKind::Added));
    let facts = |holds| rights.changes.iter().chain(&rights.links).filter(|(_, now)| *now == holds).count();
    Told {
        kind: reading.kind,
        summary: ::roster::summary(plan, true),
        counts: Kind::ALL.into_iter().map(|kind| counted(plan, kind)).collect(),
        changes: all.map(line).collect(),
        facts: Facts { added: facts(true), ended: facts(false) },
        left_out: problems().filter(|problem| problem.severity == Severity::LeftOut).collect(),
        notices: problems().filter(|problem| problem.severity == Severity::Notice).collect(),
        links_left_out: rights.left_out,
        offers: plan.offers.clone(),
        ending: plan.ending,
        roles_later: rights.later,
        mapping: reading.mapping.clone(),
    }
}

fn counted(plan: &Plan, kind: Kind) -> Counted {
    let count = |change| plan.applied(true).filter(|step| step.kind == kind && step.change == change).count();
    Counted {
        entity: kind.entity().table,
        added: count(ChangeKind::Added),
        changed: count(ChangeKind::Changed),
        ended: count(ChangeKind::Ended),
        same: plan.same.get(&kind).copied().unwrap_or_default(),
    }
}

fn line(step: &Step) -> Line {
    Line {
        change: step.change,
        entity: step.kind.entity().table,
        label: step.label.clone(),
        detail: step.detail.clone(),
    }
}
