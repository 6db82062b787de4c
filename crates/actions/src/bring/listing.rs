//! What another profile has that is not here yet, by the person it is about.

use std::collections::{HashMap, HashSet};

use domain::{
    RowId,
    schema::{Entity, abbreviation, content_cycle, look_for_set, observation, person, step, team, visit, wondering},
};
use serde::Serialize;
use store::{Connection, export};

use super::{
    matching,
    source::{Row, Source, ids, is_here},
};
use crate::{Error, Result, session};

/// What another profile has that is not here yet.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct BringView {
    /// The people whom work is about.
    pub people: Vec<BringPerson>,
    /// What is about nobody.
    pub rest: BringRest,
    /// Who is here, to choose from.
    pub known: Vec<Known>,
}

/// Somebody of another profile, and the work about them that is not here yet.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct BringPerson {
    /// The person there.
    pub id: RowId,
    /// Their name there.
    pub name: String,
    /// Observations.
    pub observations: u32,
    /// Planned and held visits.
    pub visits: u32,
    /// Steps that were agreed on.
    pub steps: u32,
    /// Private lines, which stay on this computer.
    pub wonderings: u32,
    /// Who that seems to be here.
    pub is: Option<RowId>,
    /// How that was found, in words.
    pub because: Option<String>,
}

/// What is about nobody.
#[derive(Debug, Clone, Copy, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct BringRest {
    /// Observations of nobody's lesson.
    pub observations: u32,
    /// Look-for sets.
    pub look_for_sets: u32,
    /// Teams.
    pub teams: u32,
    /// Content cycles.
    pub content_cycles: u32,
    /// Visits to teams.
    pub visits: u32,
    /// Abbreviations, which stay on this computer.
    pub abbreviations: u32,
}

/// Somebody who is here.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Known {
    /// The person.
    pub id: RowId,
    /// Their name.
    pub name: String,
}

/// Lists what another profile has that is not here yet. Nothing is changed.
///
/// # Errors
/// When a database fails.
pub fn list(source: &Source, there: &Connection, here: &Connection) -> Result<BringView> {
    let me = session::load(here)?.me;
    let everybody: Vec<_> = store::person::all(here)?.into_iter().filter(|person| person.id != me).collect();
    let suggested = matching::suggest(source, &everybody);
    let private = private_lines(source, there, here)?;
    let mut missing = HashSet::new();
    for entity in [
        observation::ENTITY,
        visit::ENTITY,
        step::ENTITY,
        look_for_set::ENTITY,
        team::ENTITY,
        content_cycle::ENTITY,
        abbreviation::ENTITY,
    ] {
        let present = ids(here, entity)?;
        missing.extend(source.of(entity).filter(|row| !is_here(&present, row)).map(|row| row.id));
    }
    let people = source.people().filter_map(|row| {
        let count = |entity: &Entity| counted(source.about(row.id), entity, &missing);
        let (is, because) = suggested.get(&row.id).map(|(id, how)| (*id, (*how).to_owned())).unzip();
        let found = BringPerson {
            id: row.id,
            name: domain::person::name(
                row.words(person::GIVEN),
                row.words(person::FAMILY),
                Some(row.words(person::PREFERRED)),
            ),
            observations: count(observation::ENTITY),
            visits: count(visit::ENTITY),
            steps: count(step::ENTITY),
            wonderings: private.get(&row.id).copied().unwrap_or(0),
            is,
            because,
        };
        (found.observations + found.visits + found.steps + found.wonderings > 0).then_some(found)
    });
    let rest = |entity: &Entity| counted(source.about_nobody(), entity, &missing);
    Ok(BringView {
        people: people.collect(),
        rest: BringRest {
            observations: rest(observation::ENTITY),
            look_for_sets: rest(look_for_set::ENTITY),
            teams: rest(team::ENTITY),
            content_cycles: rest(content_cycle::ENTITY),
            visits: rest(visit::ENTITY),
            abbreviations: rest(abbreviation::ENTITY),
        },
        known: everybody.into_iter().map(|person| Known { id: person.id, name: person.name() }).collect(),
    })
}

fn counted<'a>(rows: impl Iterator<Item = &'a Row>, entity: &Entity, missing: &HashSet<RowId>) -> u32 {
    let count = rows.filter(|row| row.entity.number == entity.number && missing.contains(&row.id)).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Counts the private lines that are not here, by the teacher whose lesson they are of.
fn private_lines(source: &Source, there: &Connection, here: &Connection) -> Result<HashMap<RowId, u32>> {
    let present = ids(here, wondering::ENTITY)?;
    let mut counts = HashMap::new();
    export::each_to_keep::<Error>(there, wondering::ENTITY, |row| {
        let row = Row { entity: wondering::ENTITY, id: row.id, values: row.values };
        let lesson = row.names(wondering::OBSERVATION).and_then(|lesson| source.rows.get(&lesson));
        if let Some(teacher) = lesson.and_then(Row::about).filter(|_| !present.contains(&row.id)) {
            *counts.entry(teacher).or_default() += 1;
        }
        Ok(())
    })?;
    Ok(counts)
}
