//! Districts and schools of a roster. The organisation of the profile stays the root: what is the same merges with it,
//! everything else stands below it.

use std::collections::{HashMap, HashSet};

use domain::{RowId, Value, schema::organisation};
use exchange::draft::{OrgDraft, OrgKind};

use crate::{
    matching::{fold, joined_id, may_join, unique},
    plan::{Kind, Planning, kept_or_new, words_or_nothing},
    stored::{Row, Stored},
};

/// Plans the organisations of the draft.
pub(crate) fn plan(planning: &mut Planning<'_>) {
    let (stored, draft) = (planning.stored, planning.draft);
    let found = matches(stored, &draft.orgs);
    for (org, row) in draft.orgs.iter().zip(&found) {
        let id = row.map_or_else(|| derived(stored, org), |row| row.id);
        planning.places.insert(org.external_id.as_str(), id);
        planning.names.entry(id).or_insert_with(|| org.name.clone());
    }
    let parents = parents(planning);
    for (org, row) in draft.orgs.iter().zip(found) {
        let parent = planning.place(&org.external_id).and_then(|id| parents.get(&id).copied());
        match row {
            Some(row) => planning.meet(Kind::Organisation, row, known(stored, org, row, parent), org.name.clone()),
            None => {
                let parent = parent.unwrap_or(stored.root);
                let detail = planning.name(parent).to_owned();
                planning.add(Kind::Organisation, derived(stored, org), new(org, parent), org.name.clone(), detail);
            }
        }
    }
}

fn derived(stored: &Stored, org: &OrgDraft) -> RowId {
    stored.derived("organisation", &[org.external_id.as_str().as_bytes()])
}

/// Finds the row of each organisation: by id, by public identifier, by name and kind, and the root by its name alone.
fn matches<'s>(stored: &'s Stored, orgs: &[OrgDraft]) -> Vec<Option<&'s Row>> {
    let mut found: Vec<Option<&Row>> = vec![None; orgs.len()];
    let external = |row: &Row| row.text(organisation::EXTERNAL_ID).to_owned();
    let is_same =
        |org: &OrgDraft, row: &Row| external(row) == org.external_id.as_str() || row.id == derived(stored, org);
    let may = |org: &OrgDraft, row: &Row| may_join(&external(row), org.external_id.as_str());
    let by_identifier = |org: &OrgDraft, row: &Row| {
        may(org, row) && org.identifier.as_deref().is_some_and(|own| own == row.text(organisation::IDENTIFIER))
    };
    let by_name = |org: &OrgDraft, row: &Row| may(org, row) && fold(&org.name) == fold(row.text(organisation::NAME));
    let by_kind = |org: &OrgDraft, row: &Row| by_name(org, row) && row.text(organisation::KIND) == code(org.kind);
    let as_root = |org: &OrgDraft, row: &Row| row.id == stored.root && by_name(org, row);
    join(&mut found, stored, orgs, is_same);
    join(&mut found, stored, orgs, by_identifier);
    join(&mut found, stored, orgs, by_kind);
    join(&mut found, stored, orgs, as_root);
    found
}

/// Joins what is not joined yet where exactly one fits exactly one.
fn join<'s>(
    found: &mut [Option<&'s Row>],
    stored: &'s Stored,
    orgs: &[OrgDraft],
    fits: impl Fn(&OrgDraft, &Row) -> bool,
) {
    let taken: HashSet<RowId> = found.iter().flatten().map(|row| row.id).collect();
    let free: Vec<&Row> = stored.organisations.iter().filter(|row| !taken.contains(&row.id)).collect();
    let mut pairs = Vec::new();
    for (at, org) in orgs.iter().enumerate().filter(|(at, _)| found[*at].is_none()) {
        pairs.extend(free.iter().filter(|row| fits(org, row)).map(|row| (at, *row)));
    }
    for (at, row) in unique(&pairs) {
        found[at] = Some(row);
    }
}

/// The row above each organisation, where the file names one. A circle is cut: whoever would be in it stands below the
/// root.
fn parents(planning: &Planning<'_>) -> HashMap<RowId, RowId> {
    let root = planning.stored.root;
    let mut parents = HashMap::new();
    for org in &planning.draft.orgs {
        let own = planning.place(&org.external_id);
        let parent = org.parent.as_ref().and_then(|parent| planning.place(parent));
        if let (Some(own), Some(parent)) = (own, parent)
            && own != root
            && own != parent
        {
            parents.insert(own, if is_below(&parents, parent, own) { root } else { parent });
        }
    }
    parents
}

fn is_below(parents: &HashMap<RowId, RowId>, low: RowId, high: RowId) -> bool {
    // Each link was checked before it was added, so the walk has an end.
    std::iter::successors(Some(low), |at| parents.get(at).copied()).any(|at| at == high)
}

fn new(org: &OrgDraft, parent: RowId) -> Vec<(u16, Value)> {
    vec![
        (organisation::NAME, org.name.trim().into()),
        (organisation::KIND, code(org.kind).into()),
        (organisation::PARENT, parent.into()),
        (organisation::EXTERNAL_ID, org.external_id.as_str().into()),
        (organisation::IDENTIFIER, org.identifier.clone().into()),
    ]
}

/// What the file says of an organisation that is here. The root keeps the name it was given and its place; that it is a
/// school was only a guess while it stood alone.
fn known(stored: &Stored, org: &OrgDraft, row: &Row, parent: Option<RowId>) -> Vec<(u16, Value)> {
    let external_id = joined_id(row.text(organisation::EXTERNAL_ID), org.external_id.as_str());
    let mut wanted = vec![(organisation::EXTERNAL_ID, external_id.into())];
    wanted.extend(org.identifier.as_deref().map(|identifier| (organisation::IDENTIFIER, identifier.into())));
    if row.id == stored.root {
        let is_guessed = row.text(organisation::KIND) == code(OrgKind::School);
        wanted.extend(is_guessed.then(|| (organisation::KIND, code(org.kind).into())));
    } else {
        let name = kept_or_new(row.text(organisation::NAME), &org.name);
        wanted.push((organisation::NAME, words_or_nothing(name)));
        wanted.extend(parent.map(|parent| (organisation::PARENT, parent.into())));
    }
    wanted
}

fn code(kind: OrgKind) -> &'static str {
    match kind {
        OrgKind::School => "school",
        OrgKind::District => "district",
        OrgKind::Department => "department",
        OrgKind::Local => "local",
        OrgKind::State => "state",
        OrgKind::National => "national",
        OrgKind::Other => "other",
    }
}
