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
    team_goal::{self, TeamGoalView},
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
    /// The present members, in the order in which they joined.
    pub members: Vec<MemberView>,
    /// Who belonged to it before, the latest first.
    pub past_members: Vec<MemberView>,
    /// What it wants to reach together.
    pub goals: Vec<TeamGoalView>,
}

/// Somebody in a team.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct MemberView {
    /// The person.
    pub id: RowId,
    /// The name.
    pub name: String,
    /// The first day.
    pub starts: String,
    /// The last day; empty while it lasts.
    pub ends: String,
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

/// Keeps a team and who belongs to it, and returns its id. Who is left out from today on belonged to it until today.
///
/// # Errors
/// When it has no title.
pub fn save_team(writer: &mut Writer, save: &SaveTeam) -> Result<RowId> {
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
            tx.create(team::ENTITY, id, Vec::new())?;
        }
        tx.set(team::ENTITY, id, team::SCHOOL, save.school.into())?;
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
        Ok::<_, store::Error>(id)
    })?)
}

pub(super) fn all(reader: &Connection, today: NaiveDate) -> Result<Vec<TeamView>> {
    let mut views = Vec::new();
    for found in stored::teams(reader)? {
        let (present, mut past): (Vec<_>, Vec<_>) = found.members.iter().partition(|member| lasts(&member.ends, today));
        past.sort_by(|one, other| other.ends.cmp(&one.ends));
        let view = |member: &&stored::Membership| member_view(reader, member);
        views.push(TeamView {
            id: found.id,
            members: present.iter().map(view).collect::<Result<_>>()?,
            past_members: past.iter().map(view).collect::<Result<_>>()?,
            goals: team_goal::of_team(reader, &found, today)?,
            title: found.title,
            subject: found.subject,
            school: found.school,
        });
    }
    Ok(views)
}

fn member_view(reader: &Connection, member: &stored::Membership) -> Result<MemberView> {
    let name = observation::named(reader, member.person)?.name;
    Ok(MemberView { id: member.person, name, starts: member.starts.clone(), ends: member.ends.clone() })
}

/// Removes a team; it can be brought back for 30 days, with its members. Its visits stay.
///
/// # Errors
/// When there is no such team.
pub fn remove_team(writer: &mut Writer, id: RowId) -> Result<()> {
    Ok(writer.act(store::workspace(), "Remove a team", |tx| tx.remove(team::ENTITY, id))?)
}
