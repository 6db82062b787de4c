//! Teams of teachers, and who belongs to them.

use chrono::NaiveDate;
use domain::{
    RowId,
    schema::{membership, team},
    time,
};
use serde::{Deserialize, Serialize};
use store::{Connection, Writer, person as stored};

use super::lasts;
use crate::{
    Result, observation,
    session::{self, required},
};

/// A team.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct TeamView {
    /// The row.
    pub id: RowId,
    /// What it is called.
    pub title: String,
    /// The subject.
    pub subject: String,
    /// The school.
    pub school: Option<RowId>,
    /// The present members.
    pub members: Vec<observation::Named>,
}

/// A team as it is written.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SaveTeam {
    /// The team; nothing for a new one.
    pub id: Option<RowId>,
    /// What it is called.
    pub title: String,
    /// The subject.
    pub subject: String,
    /// The school.
    pub school: Option<RowId>,
    /// Who belongs to it.
    pub members: Vec<RowId>,
}

/// Keeps a team and who belongs to it. Who is left out from today on belonged to it until today.
///
/// # Errors
/// When it has no title.
pub fn save_team(writer: &mut Writer, save: &SaveTeam) -> Result<()> {
    let title = required("title", &save.title, "Please write what the team is called.")?.to_owned();
    let present = match save.id {
        Some(id) => stored::teams(writer.reader())?
            .into_iter()
            .find(|team| team.id == id)
            .map_or(Vec::new(), |team| team.members),
        None => Vec::new(),
    };
    let zone = session::load(writer.reader())?.zone;
    let today = time::local(writer.now_ms(), zone).date_naive();
    Ok(writer.act(store::workspace(), "Change a team", |tx| {
        let id = save.id.unwrap_or_else(|| tx.new_id());
        if save.id.is_none() {
            tx.create(team::ENTITY, id, vec![(team::SCHOOL, save.school.into())])?;
        }
        tx.set(team::ENTITY, id, team::TITLE, title.into())?;
        tx.set(team::ENTITY, id, team::SUBJECT, save.subject.trim().into())?;
        for member in present.iter().filter(|member| member.ends.is_empty() && !save.members.contains(&member.person)) {
            tx.set(membership::ENTITY, member.id, membership::ENDS, today.into())?;
        }
        for joining in &save.members {
            if !present.iter().any(|member| member.person == *joining && member.ends.is_empty()) {
                let row = tx.new_id();
                tx.create(
                    membership::ENTITY,
                    row,
                    vec![
                        (membership::TEAM, id.into()),
                        (membership::PERSON, (*joining).into()),
                        (membership::STARTS, today.into()),
                    ],
                )?;
            }
        }
        Ok::<_, store::Error>(())
    })?)
}

pub(super) fn all(reader: &Connection, today: NaiveDate) -> Result<Vec<TeamView>> {
    let mut views = Vec::new();
    for found in stored::teams(reader)? {
        let present = found.members.iter().filter(|member| lasts(&member.ends, today));
        let members = present.map(|member| observation::named(reader, member.person)).collect::<Result<_>>()?;
        views.push(TeamView {
            id: found.id,
            title: found.title,
            subject: found.subject,
            school: found.school,
            members,
        });
    }
    Ok(views)
}
