//! The district as rows: schools with their bells, calendars, people with their roles and classes, teams, look-fors.

use actions::session::{self, Begin, Session};
use chrono::{Days, NaiveDate};
use domain::{
    RowId,
    coaching_cycle::Direction,
    schema::{
        abbreviation, content_cycle, look_for, look_for_set, membership, organisation, school_year, team, team_goal,
        team_goal_member, team_measure,
    },
    time,
};
use store::{Result, Writer};

use crate::{
    calendar::Year,
    district::{
        ABBREVIATIONS, COACH, DISTRICT, HARLAN, LOOK_FORS, Name, OTHERS, Role, SCHOOLS, School, TEACHERS, TEAMS, Team,
        ZONE,
    },
    rows::Rows,
    span::Span,
    staff::add_role,
};

/// The ids of the district's rows.
#[derive(Debug)]
pub(crate) struct Roster {
    pub session: Session,
    pub schools: Vec<RowId>,
    pub teams: Vec<RowId>,
    /// Who taught the classes of each teacher of the table, the latest first.
    teaching: Vec<Vec<Teaching>>,
    /// The look-fors of each version of each set.
    pub sets: Vec<Vec<Set>>,
    pub people: u32,
}

/// A person with classes, from a school year on.
#[derive(Debug)]
pub(crate) struct Teaching {
    pub from: i32,
    pub person: RowId,
    pub sections: Vec<RowId>,
}

/// One version of a set of look-fors.
#[derive(Debug)]
pub(crate) struct Set {
    pub id: RowId,
    pub look_fors: Vec<RowId>,
}

/// Makes the first rows of the profile: the district, its first school and the coach.
pub(crate) fn begin(writer: &mut Writer) -> actions::Result<Session> {
    session::begin(
        writer,
        &Begin {
            given: COACH.0.to_owned(),
            family: COACH.1.to_owned(),
            organisation: DISTRICT.to_owned(),
            school: SCHOOLS[HARLAN].name.to_owned(),
            zone: ZONE.name().to_owned(),
        },
    )
}

impl Roster {
    /// Makes everything that does not happen on one day.
    pub fn make(rows: &mut Rows<'_, '_>, session: Session, span: &Span) -> Result<Self> {
        let from = span.years[0].starts;
        let mut roster =
            Self { session, schools: Vec::new(), teams: Vec::new(), teaching: Vec::new(), sets: Vec::new(), people: 1 };
        for school in &SCHOOLS {
            let id = roster.school(rows, school, from)?;
            roster.schools.push(id);
        }
        for year in &span.years {
            school_year(rows, session.organisation, year)?;
        }
        for teacher in &TEACHERS {
            let teaching = roster.teacher(rows, teacher, span)?;
            roster.teaching.push(teaching);
        }
        roster.others(rows, from)?;
        for position in 0..TEAMS.len() {
            let id = roster.team(rows, position, span)?;
            roster.teams.push(id);
        }
        for (title, versions) in LOOK_FORS {
            roster.sets.push(set(rows, title, versions, midnight(from))?);
        }
        for (short, long) in ABBREVIATIONS {
            let fields = [(abbreviation::SHORT, short.into()), (abbreviation::LONG, long.into())];
            rows.create(abbreviation::ENTITY, midnight(from), fields)?;
        }
        Ok(roster)
    }

    /// Returns who taught the classes of a teacher of the table in a school year.
    pub fn teaching(&self, teacher: usize, year: i32) -> &Teaching {
        let all = &self.teaching[teacher];
        all.iter().find(|teaching| teaching.from <= year).unwrap_or(&all[all.len() - 1])
    }

    /// Makes a school with its bells. The first one is there already; the coach works at all of them.
    fn school(&self, rows: &mut Rows<'_, '_>, school: &School, from: NaiveDate) -> Result<RowId> {
        let present = store::organisation::all(rows.tx.reader())?;
        let id = match present.iter().find(|found| found.name == school.name) {
            Some(found) => found.id,
            None => {
                let fields = [
                    (organisation::NAME, school.name.into()),
                    (organisation::KIND, "school".into()),
                    (organisation::PARENT, self.session.organisation.into()),
                ];
                let id = rows.create(organisation::ENTITY, midnight(from), fields)?;
                add_role(rows, self.session.me, id, "coach", (from, None))?;
                id
            }
        };
        for bell in school.bells {
            rows.period(id, *bell)?;
        }
        Ok(id)
    }

    /// Makes those who neither teach nor coach. Who stands in the table twice in a row has two roles.
    fn others(&mut self, rows: &mut Rows<'_, '_>, from: NaiveDate) -> Result<()> {
        let mut before: Option<(Name, RowId)> = None;
        for (name, code, school) in OTHERS {
            let id = match before {
                Some((same, id)) if same == name => id,
                _ => self.person(rows, name, from)?,
            };
            let organisation = school.map_or(self.session.organisation, |position| self.schools[position]);
            add_role(rows, id, organisation, code, (from, None))?;
            before = Some((name, id));
        }
        Ok(())
    }

    /// Makes the content team of a school, with its leader, its members and its present content cycle.
    fn team(&self, rows: &mut Rows<'_, '_>, school: usize, span: &Span) -> Result<RowId> {
        let (found, from) = (&TEAMS[school], span.years.last().expect("there is a present year").starts);
        let mut members = Vec::new();
        let mut lead = None;
        for (position, teacher) in TEACHERS.iter().enumerate().filter(|(_, teacher)| teacher.school == school) {
            let person = self.teaching(position, span.present_year()).person;
            match teacher.role {
                Role::Leader => lead = Some((person, teacher.subject)),
                Role::Coached { .. } => members.push((person, teacher.subject)),
            }
        }
        let (lead, subject) = lead.expect("every team has a leader");
        let fields = [
            (team::SCHOOL, self.schools[school].into()),
            (team::TITLE, found.title.into()),
            (team::SUBJECT, subject.code().into()),
            (team::GRADES, found.grades.into()),
            (team::LEAD, lead.into()),
        ];
        let id = rows.create(team::ENTITY, midnight(from), fields)?;
        let of_subject = members.into_iter().filter(|(_, own)| *own == subject).map(|(person, _)| person);
        let people: Vec<RowId> = std::iter::once(lead).chain(of_subject).collect();
        for person in &people {
            let person = *person;
            let fields =
                [(membership::TEAM, id.into()), (membership::PERSON, person.into()), (membership::STARTS, from.into())];
            rows.create(membership::ENTITY, midnight(from), fields)?;
        }
        // The third week of its weeks is the present one.
        let starts = time::monday(span.today) - Days::new(14);
        let fields = [
            (content_cycle::TEAM, id.into()),
            (content_cycle::TOPIC, found.topic.into()),
            (content_cycle::FOCUS, found.focus.into()),
            (content_cycle::STARTS, starts.into()),
            (content_cycle::WEEKS, found.weeks.into()),
        ];
        rows.create(content_cycle::ENTITY, midnight(starts), fields)?;
        goal(rows, (id, &people), found, span)?;
        Ok(id)
    }
}

/// Makes what a team wants to reach by the end of the term: set six weeks ago by everybody in it, measured last week.
fn goal(rows: &mut Rows<'_, '_>, (team, people): (RowId, &[RowId]), found: &Team, span: &Span) -> Result<()> {
    let monday = time::monday(span.today);
    let (set, measured, due) = (monday - Days::new(42), monday - Days::new(7), monday + Days::new(25));
    let ((statement, metric), (baseline, count, value, target)) = (found.goal, found.figures);
    let fields = [
        (team_goal::TEAM, team.into()),
        (team_goal::STATEMENT, statement.into()),
        (team_goal::METRIC, metric.into()),
        (team_goal::DIRECTION, Direction::Up.code().into()),
        (team_goal::BASELINE, baseline.into()),
        (team_goal::BASELINE_DATE, set.into()),
        (team_goal::BASELINE_COUNT, count.into()),
        (team_goal::TARGET, target.into()),
        (team_goal::DUE, due.into()),
    ];
    let goal = rows.create(team_goal::ENTITY, midnight(set), fields)?;
    for person in people {
        let fields = [
            (team_goal_member::TEAM, team.into()),
            (team_goal_member::TEAM_GOAL, goal.into()),
            (team_goal_member::PERSON, (*person).into()),
        ];
        rows.create(team_goal_member::ENTITY, midnight(set), fields)?;
    }
    let fields = [
        (team_measure::TEAM, team.into()),
        (team_measure::TEAM_GOAL, goal.into()),
        (team_measure::DATE, measured.into()),
        (team_measure::VALUE, value.into()),
        (team_measure::COUNT, count.into()),
    ];
    rows.create(team_measure::ENTITY, midnight(measured), fields)?;
    Ok(())
}

fn school_year(rows: &mut Rows<'_, '_>, organisation: RowId, year: &Year) -> Result<()> {
    let fields = [
        (school_year::ORGANISATION, organisation.into()),
        (school_year::LABEL, year.label.as_str().into()),
        (school_year::STARTS, year.starts.into()),
        (school_year::ENDS, year.ends.into()),
    ];
    rows.create(school_year::ENTITY, midnight(year.starts), fields)?;
    for (date, (kind, label)) in &year.days {
        rows.day(organisation, *date, kind.code(), label)?;
    }
    Ok(())
}

fn set(rows: &mut Rows<'_, '_>, title: &str, versions: &[&[&str]], at_ms: i64) -> Result<Vec<Set>> {
    let mut made: Vec<Set> = Vec::new();
    for (number, texts) in (1_u32..).zip(versions) {
        let follows = made.last().map(|before| before.id);
        let fields = [
            (look_for_set::TITLE, title.into()),
            (look_for_set::VERSION, number.into()),
            (look_for_set::FOLLOWS, follows.into()),
        ];
        let id = rows.create(look_for_set::ENTITY, at_ms, fields)?;
        let mut look_fors = Vec::new();
        for (position, text) in (0_u32..).zip(*texts) {
            let fields =
                [(look_for::SET, id.into()), (look_for::POSITION, position.into()), (look_for::TEXT, (*text).into())];
            look_fors.push(rows.create(look_for::ENTITY, at_ms, fields)?);
        }
        made.push(Set { id, look_fors });
    }
    Ok(made)
}

pub(crate) fn midnight(date: NaiveDate) -> i64 {
    time::instant(date, 0, ZONE)
}
