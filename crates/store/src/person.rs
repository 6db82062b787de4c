//! Reads of people: their roles, classes, teams and steps.

use domain::RowId;

use crate::{
    Connection,
    error::{Doing, Error, Result},
    sql,
};

/// A person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The id.
    pub id: RowId,
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
}

impl Person {
    /// Returns the name by which the person is called.
    #[must_use]
    pub fn name(&self) -> String {
        domain::person::name(&self.given, &self.family, Some(&self.preferred))
    }
}

/// What a person does where, and from when to when. Dates are `2026-10-05`; an empty one is open.
#[derive(Debug, Clone, PartialEq)]
pub struct Role {
    /// The id.
    pub id: RowId,
    /// The person.
    pub person: RowId,
    /// The school or other organisation.
    pub organisation: Option<RowId>,
    /// The role's code.
    pub code: String,
    /// The first day.
    pub starts: String,
    /// The last day.
    pub ends: String,
}

/// A class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The id.
    pub id: RowId,
    /// The school.
    pub school: Option<RowId>,
    /// The teacher.
    pub teacher: Option<RowId>,
    /// What the class is called: `Math 7`.
    pub title: String,
    /// The subject.
    pub subject: String,
    /// The grade.
    pub grade: String,
    /// The period's code.
    pub period: String,
    /// The room.
    pub room: String,
    /// The id in the roster.
    pub external_id: String,
    /// The last day; empty while it goes on.
    pub ends: String,
}

/// A step that a teacher and a coach agreed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The id.
    pub id: RowId,
    /// The teacher.
    pub teacher: RowId,
    /// The words.
    pub text: String,
    /// The state's code.
    pub state: String,
    /// When it is checked.
    pub check_date: String,
}

const PERSON: &str = "select id, given, family, preferred, pronouns, email, external_id from person";

/// Lists everybody, by family name.
///
/// # Errors
/// When the database fails.
pub fn all(connection: &Connection) -> Result<Vec<Person>> {
    let sql = format!("{PERSON} where removed_ms is null order by family collate nocase, given collate nocase");
    sql::all(connection, &sql, [], read).doing("listing people")
}

/// Returns one person, also one who was removed: old records name them.
///
/// # Errors
/// [`Error::NotFound`] when there is no such person.
pub fn load(connection: &Connection, id: RowId) -> Result<Person> {
    sql::first(connection, &format!("{PERSON} where id = ?1"), [id.bytes()], read)
        .doing("reading a person")?
        .ok_or(Error::NotFound { entity: "person" })
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Person> {
    Ok(Person {
        id: sql::id(row, "id")?,
        given: sql::words(row, "given")?,
        family: sql::words(row, "family")?,
        preferred: sql::words(row, "preferred")?,
        pronouns: sql::words(row, "pronouns")?,
        email: sql::words(row, "email")?,
        external_id: sql::words(row, "external_id")?,
    })
}

/// Lists everybody's roles.
///
/// # Errors
/// When the database fails.
pub fn roles(connection: &Connection) -> Result<Vec<Role>> {
    sql::all(
        connection,
        "select id, person, organisation, code, starts, ends from role where removed_ms is null order by starts",
        [],
        |row| {
            Ok(Role {
                id: sql::id(row, "id")?,
                person: sql::id(row, "person")?,
                organisation: sql::optional_id(row, "organisation")?,
                code: sql::words(row, "code")?,
                starts: sql::words(row, "starts")?,
                ends: sql::words(row, "ends")?,
            })
        },
    )
    .doing("listing roles")
}

/// Lists the classes of a teacher, or of everybody, those that ended too.
///
/// # Errors
/// When the database fails.
pub fn sections(connection: &Connection, teacher: Option<RowId>) -> Result<Vec<Section>> {
    sql::all(
        connection,
        "select id, school, teacher, title, subject, grade, period, room, external_id, ends from section
         where removed_ms is null and (?1 is null or teacher = ?1) order by period, title",
        [teacher.map(RowId::bytes)],
        read_section,
    )
    .doing("listing classes")
}

/// Returns one class, also one that ended: old observations name it.
///
/// # Errors
/// [`Error::NotFound`] when there is no such class.
pub fn section(connection: &Connection, id: RowId) -> Result<Section> {
    let sql = "select id, school, teacher, title, subject, grade, period, room, external_id, ends
               from section where id = ?1";
    sql::first(connection, sql, [id.bytes()], read_section)
        .doing("reading a class")?
        .ok_or(Error::NotFound { entity: "section" })
}

fn read_section(row: &rusqlite::Row<'_>) -> rusqlite::Result<Section> {
    Ok(Section {
        id: sql::id(row, "id")?,
        school: sql::optional_id(row, "school")?,
        teacher: sql::optional_id(row, "teacher")?,
        title: sql::words(row, "title")?,
        subject: sql::words(row, "subject")?,
        grade: sql::words(row, "grade")?,
        period: sql::words(row, "period")?,
        room: sql::words(row, "room")?,
        external_id: sql::words(row, "external_id")?,
        ends: sql::words(row, "ends")?,
    })
}

/// Lists the open steps of a teacher, or of everybody, the next check first.
///
/// # Errors
/// When the database fails.
pub fn open_steps(connection: &Connection, teacher: Option<RowId>) -> Result<Vec<Step>> {
    sql::all(
        connection,
        "select id, teacher, text, state, check_date from step
         where removed_ms is null and state in ('agreed', 'practising') and (?1 is null or teacher = ?1)
         order by check_date, id",
        [teacher.map(RowId::bytes)],
        |row| {
            Ok(Step {
                id: sql::id(row, "id")?,
                teacher: sql::id(row, "teacher")?,
                text: sql::words(row, "text")?,
                state: sql::words(row, "state")?,
                check_date: sql::words(row, "check_date")?,
            })
        },
    )
    .doing("listing steps")
}

/// Returns whose step it is, open or not.
///
/// # Errors
/// [`Error::NotFound`] when there is no such step.
pub fn teacher_of_step(connection: &Connection, step: RowId) -> Result<RowId> {
    sql::first(connection, "select teacher from step where id = ?1", [step.bytes()], |row| sql::id(row, "teacher"))
        .doing("reading a step")?
        .ok_or(Error::NotFound { entity: "step" })
}

/// A team of teachers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    /// The id.
    pub id: RowId,
    /// The school.
    pub school: Option<RowId>,
    /// What it is called.
    pub title: String,
    /// The subject.
    pub subject: String,
    /// Who belongs to it now or did before.
    pub members: Vec<Membership>,
}

/// Who belongs to a team, and from when to when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// The id.
    pub id: RowId,
    /// The person.
    pub person: RowId,
    /// The first day.
    pub starts: String,
    /// The last day; empty while it lasts.
    pub ends: String,
}

/// Lists the teams with their members.
///
/// # Errors
/// When the database fails.
pub fn teams(connection: &Connection) -> Result<Vec<Team>> {
    let mut teams = sql::all(
        connection,
        "select id, school, title, subject from team where removed_ms is null order by title",
        [],
        |row| {
            Ok(Team {
                id: sql::id(row, "id")?,
                school: sql::optional_id(row, "school")?,
                title: sql::words(row, "title")?,
                subject: sql::words(row, "subject")?,
                members: Vec::new(),
            })
        },
    )
    .doing("listing teams")?;
    for team in &mut teams {
        team.members = sql::all(
            connection,
            "select id, person, starts, ends from membership where removed_ms is null and team = ?1 order by id",
            [team.id.bytes()],
            |row| {
                Ok(Membership {
                    id: sql::id(row, "id")?,
                    person: sql::id(row, "person")?,
                    starts: sql::words(row, "starts")?,
                    ends: sql::words(row, "ends")?,
                })
            },
        )
        .doing("listing a team's members")?;
    }
    Ok(teams)
}

/// Returns what a team is called, removed or not.
///
/// # Errors
/// [`Error::NotFound`] when there is no such team.
pub fn team_title(connection: &Connection, team: RowId) -> Result<String> {
    sql::first(connection, "select title from team where id = ?1", [team.bytes()], |row| sql::words(row, "title"))
        .doing("reading a team")?
        .ok_or(Error::NotFound { entity: "team" })
}

/// Who coaches whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relationship {
    /// The id.
    pub id: RowId,
    /// The coach.
    pub coach: RowId,
    /// The teacher.
    pub teacher: RowId,
    /// The last day; empty while it lasts.
    pub ends: String,
    /// How often a visit is due, in days.
    pub cadence_days: Option<i64>,
}

/// Lists who coaches whom.
///
/// # Errors
/// When the database fails.
pub fn relationships(connection: &Connection) -> Result<Vec<Relationship>> {
    sql::all(
        connection,
        "select id, coach, teacher, ends, cadence_days from relationship where removed_ms is null order by id",
        [],
        |row| {
            Ok(Relationship {
                id: sql::id(row, "id")?,
                coach: sql::id(row, "coach")?,
                teacher: sql::id(row, "teacher")?,
                ends: sql::words(row, "ends")?,
                cadence_days: row.get("cadence_days")?,
            })
        },
    )
    .doing("listing coaching relationships")
}
