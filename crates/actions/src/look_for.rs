//! Sets of look-fors. A set in use never changes: an edit makes the next version, and old observations keep theirs.

mod share;

use domain::{
    RowId,
    observation::MOST_LOOK_FORS,
    schema::{look_for, look_for_set, observation},
    scope::Audience,
};
use serde::{Deserialize, Serialize};
use store::{Connection, Writer, observation as stored, sharing};

use crate::{Error, Result, session::required};

pub(crate) use share::{unopened, used};

/// A set with its look-fors.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SetView {
    /// The row of this version.
    pub id: RowId,
    /// What it is called.
    pub title: String,
    /// The version, from 1.
    pub version: u32,
    /// The words of each look-for, A first.
    pub look_fors: Vec<String>,
}

/// A set as it is written.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SaveSet {
    /// The version that is edited; nothing for a new set.
    pub follows: Option<RowId>,
    /// What it is called.
    pub title: String,
    /// The words of each look-for, A first.
    pub look_fors: Vec<String>,
}

/// Returns the set that a new profile begins with, in our own words; it can be changed like any other.
#[must_use]
pub fn starter() -> SaveSet {
    let look_fors =
        ["Asks for reasons", "Wait time, 3 s or more", "Students respond to students", "Models on paper or board"];
    SaveSet { follows: None, title: "Talk about thinking".into(), look_fors: look_fors.map(String::from).into() }
}

/// Lists the latest version of each set.
///
/// # Errors
/// When the database fails.
pub fn list(reader: &Connection) -> Result<Vec<SetView>> {
    let mut views = Vec::new();
    for set in offered(reader)? {
        let look_fors = stored::look_fors(reader, set.id)?.into_iter().map(|look_for| look_for.text).collect();
        views.push(SetView { id: set.id, title: set.title, version: set.version, look_fors });
    }
    Ok(views)
}

/// Keeps a set as a new version, and returns its id.
///
/// # Errors
/// When it has no title, no look-for, or more than eight.
pub fn save(writer: &mut Writer, save: &SaveSet) -> Result<RowId> {
    let title = required("title", &save.title, "Please give the set a title.")?.to_owned();
    let texts: Vec<&str> = save.look_fors.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
    if texts.is_empty() || texts.len() > MOST_LOOK_FORS {
        return Err(Error::invalid("lookFors", "A set has one to eight look-fors."));
    }
    let version = match save.follows {
        Some(before) => stored::look_for_set(writer.reader(), before)?.version + 1,
        None => 1,
    };
    writer.act(store::workspace(), "Keep a set of look-fors", |tx| {
        let id = tx.new_id();
        tx.create(
            look_for_set::ENTITY,
            id,
            vec![
                (look_for_set::TITLE, title.into()),
                (look_for_set::VERSION, version.into()),
                (look_for_set::FOLLOWS, save.follows.into()),
            ],
        )?;
        for (position, text) in texts.iter().enumerate() {
            let row = tx.new_id();
            tx.create(
                look_for::ENTITY,
                row,
                vec![
                    (look_for::SET, id.into()),
                    (look_for::POSITION, u32::try_from(position).unwrap_or(0).into()),
                    (look_for::TEXT, (*text).into()),
                ],
            )?;
        }
        Ok(id)
    })
}

/// Chooses the set that an observation uses. Tags to the look-fors of another set stay with their lines.
///
/// # Errors
/// When either is not there.
pub fn choose(writer: &mut Writer, observation: RowId, set: RowId) -> Result<()> {
    stored::look_for_set(writer.reader(), set)?;
    writer.act(observation, "Choose look-fors", |tx| {
        tx.set(observation::ENTITY, observation, observation::LOOK_FOR_SET, set.into())
    })?;
    share::follow(writer, observation)
}

/// Returns the set that was last used with anybody, in its latest version; else the first one.
pub(crate) fn last_used_anywhere(reader: &Connection) -> Result<Option<RowId>> {
    used_by(reader, &[None])
}

/// Returns the set that was last used with a teacher, in its latest version; else that of the latest observation; else
/// the first one.
pub(crate) fn last_used(reader: &Connection, teacher: RowId) -> Result<Option<RowId>> {
    used_by(reader, &[Some(teacher), None])
}

/// Lists the latest version of each set that an observation can use: one's own and everybody's. What somebody else shared with
/// their own lesson is read with that lesson.
pub(crate) fn offered(reader: &Connection) -> Result<Vec<stored::LookForSet>> {
    let mut sets = Vec::new();
    for set in stored::look_for_sets(reader)? {
        let of_a_pair = sharing::origin(reader, set.id)?.is_some_and(|from| from.scope.audience() == Audience::Pair);
        if !of_a_pair {
            sets.push(set);
        }
    }
    Ok(sets)
}

fn used_by(reader: &Connection, teachers: &[Option<RowId>]) -> Result<Option<RowId>> {
    let latest = offered(reader)?;
    for whose in teachers {
        let lessons = stored::latest(reader, *whose, 0, 20)?.into_iter().filter(|found| found.coach.is_none());
        let used = lessons.into_iter().find_map(|observation| observation.look_for_set);
        if let Some(used) = used {
            let title = stored::look_for_set(reader, used)?.title;
            return Ok(latest.iter().find(|set| set.title == title).map(|set| set.id).or(Some(used)));
        }
    }
    // What is looked for in a coach's conversation is nothing to begin a lesson with.
    let with_coaches = crate::observing_coach::last_set(reader)?;
    Ok(latest.iter().map(|set| set.id).find(|set| Some(*set) != with_coaches))
}
