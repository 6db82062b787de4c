//! Who can see a document, as its dialog says it: asked of the same table and the same functions as at sending.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    RowId,
    access::{Facts, Grant, Reader, may_read, read::grants},
    scope::Scope,
};

/// Returns everybody of these people who can see what stands in one of the scopes, each as the reader by whom they meet it.
#[must_use]
pub fn audience(scopes: &[Scope], people: &[Facts]) -> BTreeMap<RowId, BTreeSet<Reader>> {
    let mut seeing: BTreeMap<RowId, BTreeSet<Reader>> = BTreeMap::new();
    for (facts, scope) in people.iter().flat_map(|facts| scopes.iter().map(move |scope| (facts, scope))) {
        if let Ok(Grant::Reads(reader)) = may_read(facts, scope) {
            seeing.entry(facts.person).or_default().insert(reader);
        }
    }
    seeing
}

/// Returns as which readers anybody can meet a scope, whoever they are: what a dialog says where names are not known. The
/// facts say what was agreed.
#[must_use]
pub fn readers(scope: &Scope, facts: &Facts) -> Vec<Reader> {
    Reader::ALL.into_iter().filter(|reader| grants(facts, scope, *reader)).collect()
}
