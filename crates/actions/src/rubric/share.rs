//! The words of a rubric go where its levels go: to the teacher with whom a lesson is shared. A level without its words
//! would be a bare number.

use std::collections::BTreeSet;

use domain::{
    RowId,
    schema::rubric,
    scope::{Audience, Scope},
};
use store::{Connection, Writer, rubric as stored, sharing};

use crate::Result;

/// Returns the rubrics of one's own that are used in a lesson.
pub(crate) fn used(reader: &Connection, observation: RowId) -> Result<BTreeSet<RowId>> {
    let mut found = BTreeSet::new();
    for score in stored::scores(reader, observation)? {
        let rubric = stored::indicator(reader, score.indicator)?.rubric;
        if sharing::is_own(reader, rubric)? {
            found.insert(rubric);
        }
    }
    Ok(found)
}

/// Returns those of them that are not open to this scope yet.
pub(crate) fn unopened(reader: &Connection, observation: RowId, scope: &Scope) -> Result<BTreeSet<RowId>> {
    let mut found = BTreeSet::new();
    for rubric in used(reader, observation)? {
        if !crate::sharing::is_open(reader, rubric, scope)? {
            found.insert(rubric);
        }
    }
    Ok(found)
}

/// Opens the rubrics of a lesson that the teacher can read already: an act of its own, so that taking a level back does
/// not wait for what was sent.
pub(super) fn follow(writer: &mut Writer, observation: RowId) -> Result<()> {
    let shares = sharing::shares(writer.reader(), observation)?;
    let stands = |share: &sharing::Share| matches!(share.state, sharing::State::Waiting | sharing::State::Open);
    for share in shares.into_iter().filter(|share| stands(share) && share.scope.audience() == Audience::Pair) {
        for root in unopened(writer.reader(), observation, &share.scope)? {
            writer.act(root, "Share a rubric", |tx| tx.share(rubric::ENTITY, root, &share.scope))?;
        }
    }
    Ok(())
}
