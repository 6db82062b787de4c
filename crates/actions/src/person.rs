//! People: who is there, in which role, with which classes and teams, and when they were last visited.

use chrono::NaiveDate;
use domain::{
    RowId,
    person::{ROLES, role_label},
    schema::{membership, person, relationship, role, section, team},
    time,
};
use serde::{Deserialize, Serialize};
use store::{Connection, Writer, person as stored};

use crate::{
    Error, Result,
    observation::{self, ObservationRow},
    session::{self, required},
};

/// A person in the list.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct PersonRow {
    /// The row.
    pub id: RowId,
    /// The name.
    pub name: String,
    /// The roles in words, the present ones.
    pub roles: Vec<String>,
    /// The school's name.
    pub school: String,
    /// The classes in words.
    pub classes: String,
    /// When an observation last began, in words; nothing when never.
    pub last_visit: Option<String>,
    /// When a visit is due by the agreed cadence, in words.
    pub due: Option<String>,
    /// Whether that day is over.
    pub is_overdue: bool,
    /// Whether every role has ended.
    pub has_left: bool,
}

/// Everybody.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct PeopleView {
    /// By family name.
    pub people: Vec<PersonRow>,
    /// By title.
    pub teams: Vec<TeamView>,
}

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

/// A teacher as the field of a new observation offers them.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct TeacherView {
    /// The row.
    pub id: RowId,
    /// The name.
    pub name: String,
    /// The school's name.
    pub school: String,
    /// The classes in words.
    pub context: String,
}

/// One person, whole.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct PersonView {
    /// The row.
    pub id: RowId,
    /// The name by which the person is called.
    pub name: String,
    /// The given name.
    pub given: String,
    /// The family name.
    pub family: String,
    /// The name by which the person is called, when it is another.
    pub preferred: String,
    /// The pronouns.
    pub pronouns: String,
    /// The address.
    pub email: String,
    /// The id in the roster.
    pub external_id: String,
    /// The roles, past ones too.
    pub roles: Vec<RoleView>,
    /// The classes.
    pub classes: Vec<ClassView>,
    /// The latest observations.
    pub observations: Vec<ObservationRow>,
    /// The open steps' words.
    pub steps: Vec<String>,
    /// Whether I coach this person.
    pub is_coached: bool,
    /// How often a visit is due, in days.
    pub cadence_days: Option<u32>,
}

/// A role of a person.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct RoleView {
    /// The row.
    pub id: RowId,
    /// The code.
    pub code: String,
    /// The role in words.
    pub label: String,
    /// The school's name.
    pub school: String,
    /// The first day.
    pub starts: String,
    /// The last day.
    pub ends: String,
}

/// A class of a teacher.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ClassView {
    /// The row.
    pub id: RowId,
    /// What it is called.
    pub title: String,
    /// The subject.
    pub subject: String,
    /// The grade.
    pub grade: String,
    /// The period's code.
    pub period: String,
    /// The room.
    pub room: String,
}

/// A person as they are written.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SavePerson {
    /// The person; nothing for a new one.
    pub id: Option<RowId>,
    /// The given name.
    pub given: String,
    /// The family name.
    pub family: String,
    /// The name by which the person is called.
    pub preferred: String,
    /// The pronouns.
    pub pronouns: String,
    /// The address.
    pub email: String,
}

/// A role as it is written.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SaveRole {
    /// The role; nothing for a new one.
    pub id: Option<RowId>,
    /// The person.
    pub person: RowId,
    /// The school.
    pub school: Option<RowId>,
    /// The code.
    pub code: String,
    /// The first day; empty when unknown.
    pub starts: String,
    /// The last day; empty while it lasts.
    pub ends: String,
}

/// A class as it is written.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SaveClass {
    /// The class; nothing for a new one.
    pub id: Option<RowId>,
    /// The teacher.
    pub teacher: RowId,
    /// What it is called.
    pub title: String,
    /// The subject.
    pub subject: String,
    /// The grade.
    pub grade: String,
    /// The period's code.
    pub period: String,
    /// The room.
    pub room: String,
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

/// Lists everybody, with what is due.
///
/// # Errors
/// When the database fails.
pub fn list(reader: &Connection, now_ms: i64) -> Result<PeopleView> {
    let session = session::load(reader)?;
    let today = time::local(now_ms, session.zone).date_naive();
    let (roles, relationships) = (stored::roles(reader)?, stored::relationships(reader)?);
    let mut people = Vec::new();
    for found in stored::all(reader)?.into_iter().filter(|found| found.id != session.me) {
        let own: Vec<_> = roles.iter().filter(|role| role.person == found.id).collect();
        let present: Vec<_> = own.iter().filter(|role| lasts(&role.ends, today)).collect();
        let last = store::observation::latest(reader, Some(found.id), 0, 1)?.into_iter().next();
        let last_day = last.map(|last| time::local(last.started_ms, observation::zone(&last)).date_naive());
        let cadence = relationships
            .iter()
            .find(|relationship| relationship.teacher == found.id && lasts(&relationship.ends, today))
            .and_then(|relationship| relationship.cadence_days);
        let due = cadence.map(|days| last_day.map_or(today, |last| last + chrono::TimeDelta::days(days)));
        people.push(PersonRow {
            id: found.id,
            name: found.name(),
            roles: present.iter().map(|role| role_label(&role.code)).collect(),
            school: observation::school_name(reader, present.first().and_then(|role| role.organisation))?,
            classes: classes_in_words(reader, found.id)?,
            last_visit: last_day.map(time::brief_day),
            due: due.map(time::brief_day),
            is_overdue: due.is_some_and(|due| due < today),
            has_left: !own.is_empty() && present.is_empty(),
        });
    }
    Ok(PeopleView { people, teams: teams(reader, today)? })
}

fn teams(reader: &Connection, today: NaiveDate) -> Result<Vec<TeamView>> {
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

fn lasts(ends: &str, today: NaiveDate) -> bool {
    ends.parse::<NaiveDate>().map_or(true, |ends| ends >= today)
}

fn classes_in_words(reader: &Connection, teacher: RowId) -> Result<String> {
    let titles: Vec<String> =
        stored::sections(reader, Some(teacher))?.into_iter().map(|section| section.title).collect();
    Ok(titles.join(", "))
}

/// Lists those whose lessons can be observed: everybody with a teaching role, and those without any role.
///
/// # Errors
/// When the database fails.
pub fn teachers(reader: &Connection) -> Result<Vec<TeacherView>> {
    let me = session::load(reader)?.me;
    let roles = stored::roles(reader)?;
    let mut views = Vec::new();
    for found in stored::all(reader)?.into_iter().filter(|found| found.id != me) {
        let mut own = roles.iter().filter(|role| role.person == found.id).peekable();
        let has_role = own.peek().is_some();
        let teaching = own.find(|role| role.code == "teacher" || role.code == "teacher_leader");
        if !has_role || teaching.is_some() {
            views.push(TeacherView {
                id: found.id,
                name: found.name(),
                school: observation::school_name(reader, teaching.and_then(|role| role.organisation))?,
                context: classes_in_words(reader, found.id)?,
            });
        }
    }
    Ok(views)
}

/// Returns one person, whole.
///
/// # Errors
/// When there is no such person.
pub fn view(reader: &Connection, id: RowId) -> Result<PersonView> {
    let found = stored::load(reader, id)?;
    let mut roles = Vec::new();
    for role in stored::roles(reader)?.into_iter().filter(|role| role.person == id) {
        roles.push(RoleView {
            id: role.id,
            label: role_label(&role.code),
            school: observation::school_name(reader, role.organisation)?,
            code: role.code,
            starts: role.starts,
            ends: role.ends,
        });
    }
    let latest = store::observation::latest(reader, Some(id), 0, 20)?;
    let coached = stored::relationships(reader)?.into_iter().find(|found| found.teacher == id && found.ends.is_empty());
    Ok(PersonView {
        id,
        name: found.name(),
        given: found.given,
        family: found.family,
        preferred: found.preferred,
        pronouns: found.pronouns,
        email: found.email,
        external_id: found.external_id,
        roles,
        classes: stored::sections(reader, Some(id))?.into_iter().map(class_view).collect(),
        observations: latest.iter().map(|observation| observation::row(reader, observation)).collect::<Result<_>>()?,
        steps: stored::open_steps(reader, Some(id))?.into_iter().map(|step| step.text).collect(),
        is_coached: coached.is_some(),
        cadence_days: coached.and_then(|found| found.cadence_days).map(observation::small),
    })
}

fn class_view(section: stored::Section) -> ClassView {
    ClassView {
        id: section.id,
        title: section.title,
        subject: section.subject,
        grade: section.grade,
        period: section.period,
        room: section.room,
    }
}

/// Returns the school at which a person works, by their classes and roles.
///
/// # Errors
/// When the database fails.
pub fn school_of(reader: &Connection, id: RowId) -> Result<Option<RowId>> {
    let by_class = stored::sections(reader, Some(id))?.first().and_then(|section| section.school);
    let roles = stored::roles(reader)?;
    let by_role =
        roles.iter().find(|role| role.person == id && role.ends.is_empty()).and_then(|role| role.organisation);
    Ok(by_class.or(by_role))
}

/// Adds a teacher by a typed name, at the one school there is, and returns the row.
///
/// # Errors
/// When there is no name.
pub fn add_teacher(writer: &mut Writer, name: &str) -> Result<RowId> {
    let (given, family) = domain::person::split(required("name", name, "Please write a name.")?);
    let school = crate::school::only(writer.reader())?;
    let me = session::load(writer.reader())?.me;
    writer.act(store::workspace(), "Add a teacher", |tx| {
        let id = tx.new_id();
        tx.create(person::ENTITY, id, vec![(person::GIVEN, given.into()), (person::FAMILY, family.into())])?;
        let role_id = tx.new_id();
        tx.create(
            role::ENTITY,
            role_id,
            vec![(role::PERSON, id.into()), (role::ORGANISATION, school.into()), (role::CODE, "teacher".into())],
        )?;
        let relationship_id = tx.new_id();
        tx.create(
            relationship::ENTITY,
            relationship_id,
            vec![
                (relationship::COACH, me.into()),
                (relationship::TEACHER, id.into()),
                (relationship::KIND, "one_to_one".into()),
            ],
        )?;
        Ok(id)
    })
}

/// Keeps a person's names, and returns the row.
///
/// # Errors
/// When there is no name.
pub fn save(writer: &mut Writer, save: &SavePerson) -> Result<RowId> {
    if save.given.trim().is_empty() && save.family.trim().is_empty() {
        return Err(Error::invalid("given", "Please write a name."));
    }
    let fields: [(u16, &str); 5] = [
        (person::GIVEN, &save.given),
        (person::FAMILY, &save.family),
        (person::PREFERRED, &save.preferred),
        (person::PRONOUNS, &save.pronouns),
        (person::EMAIL, &save.email),
    ];
    let fields = fields.map(|(field, text)| (field, Some(text.trim()).filter(|text| !text.is_empty()).into()));
    writer.act(store::workspace(), "Change a person", |tx| match save.id {
        Some(id) => {
            for (field, value) in fields {
                tx.set(person::ENTITY, id, field, value)?;
            }
            Ok(id)
        }
        None => {
            let id = tx.new_id();
            tx.create(person::ENTITY, id, fields.to_vec())?;
            Ok(id)
        }
    })
}

/// Removes a person; they can be brought back for 30 days. Their observations stay.
///
/// # Errors
/// When there is no such person, or it is the person whose profile this is.
pub fn remove(writer: &mut Writer, id: RowId) -> Result<()> {
    if session::load(writer.reader())?.me == id {
        return Err(Error::invalid("id", "This is you. The profile cannot be without its person."));
    }
    Ok(writer.act(store::workspace(), "Remove a person", |tx| tx.remove(person::ENTITY, id))?)
}

/// Keeps a role of a person.
///
/// # Errors
/// When the role is unknown or a day does not exist.
pub fn save_role(writer: &mut Writer, save: &SaveRole) -> Result<()> {
    if !ROLES.contains(&save.code.as_str()) {
        return Err(Error::invalid("code", "Choose one of the roles."));
    }
    let (starts, ends) = (day("starts", &save.starts)?, day("ends", &save.ends)?);
    if starts.zip(ends).is_some_and(|(starts, ends)| ends < starts) {
        return Err(Error::invalid("ends", "The last day lies before the first."));
    }
    Ok(writer.act(store::workspace(), "Change a role", |tx| {
        let id = match save.id {
            Some(id) => id,
            None => {
                let id = tx.new_id();
                tx.create(
                    role::ENTITY,
                    id,
                    vec![(role::PERSON, save.person.into()), (role::ORGANISATION, save.school.into())],
                )?;
                id
            }
        };
        tx.set(role::ENTITY, id, role::CODE, save.code.as_str().into())?;
        tx.set(role::ENTITY, id, role::STARTS, starts.into())?;
        tx.set(role::ENTITY, id, role::ENDS, ends.into())
    })?)
}

/// Reads a day that may be left empty.
pub(crate) fn day(field: &str, text: &str) -> Result<Option<NaiveDate>> {
    match text.trim() {
        "" => Ok(None),
        text => text
            .parse()
            .map(Some)
            .map_err(|_| Error::invalid(field, "This day does not exist. Write it as 2026-10-05.")),
    }
}

/// Keeps a class of a teacher.
///
/// # Errors
/// When it has no title.
pub fn save_class(writer: &mut Writer, save: &SaveClass) -> Result<()> {
    let title = required("title", &save.title, "Please write what the class is called: Math 7.")?;
    let school = school_of(writer.reader(), save.teacher)?;
    let fields: [(u16, &str); 5] = [
        (section::TITLE, title),
        (section::SUBJECT, &save.subject),
        (section::GRADE, &save.grade),
        (section::PERIOD, &save.period),
        (section::ROOM, &save.room),
    ];
    let fields = fields.map(|(field, text)| (field, Some(text.trim()).filter(|text| !text.is_empty()).into()));
    Ok(writer.act(store::workspace(), "Change a class", |tx| match save.id {
        Some(id) => fields.into_iter().try_for_each(|(field, value)| tx.set(section::ENTITY, id, field, value)),
        None => {
            let id = tx.new_id();
            let mut all = vec![(section::TEACHER, save.teacher.into()), (section::SCHOOL, school.into())];
            all.extend(fields);
            tx.create(section::ENTITY, id, all)
        }
    })?)
}

/// Removes a class; it can be brought back for 30 days.
///
/// # Errors
/// When there is no such class.
pub fn remove_class(writer: &mut Writer, id: RowId) -> Result<()> {
    Ok(writer.act(store::workspace(), "Remove a class", |tx| tx.remove(section::ENTITY, id))?)
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

/// Begins, changes or ends my coaching of a teacher.
///
/// # Errors
/// When there is no such person, or the cadence is not possible.
pub fn coach(writer: &mut Writer, teacher: RowId, coached: bool, cadence_days: Option<u32>) -> Result<()> {
    if cadence_days.is_some_and(|days| days == 0 || days > 365) {
        return Err(Error::invalid("cadenceDays", "A visit can be due every 1 to 365 days."));
    }
    stored::load(writer.reader(), teacher)?;
    let session = session::load(writer.reader())?;
    let today = time::local(writer.now_ms(), session.zone).date_naive();
    let present = stored::relationships(writer.reader())?
        .into_iter()
        .find(|found| found.teacher == teacher && found.ends.is_empty());
    Ok(writer.act(store::workspace(), "Change coaching", |tx| match (present, coached) {
        (Some(found), true) => tx.set(relationship::ENTITY, found.id, relationship::CADENCE_DAYS, cadence_days.into()),
        (Some(found), false) => tx.set(relationship::ENTITY, found.id, relationship::ENDS, today.into()),
        (None, true) => {
            let id = tx.new_id();
            tx.create(
                relationship::ENTITY,
                id,
                vec![
                    (relationship::COACH, session.me.into()),
                    (relationship::TEACHER, teacher.into()),
                    (relationship::KIND, "one_to_one".into()),
                    (relationship::STARTS, today.into()),
                    (relationship::CADENCE_DAYS, cadence_days.into()),
                ],
            )
        }
        (None, false) => Ok(()),
    })?)
}
