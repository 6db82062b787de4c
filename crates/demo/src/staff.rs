//! The people of the district as rows: who teaches which classes from when to when, and who works with them.

use chrono::NaiveDate;
use domain::{
    RowId,
    schema::{person, relationship, role, section},
};
use store::Result;

use crate::{
    calendar::Year,
    district::{Class, Name, Role, Teacher},
    roster::{Roster, Teaching, midnight},
    rows::Rows,
    span::Span,
};

impl Roster {
    /// Makes a teacher with classes, and the one before them when the demo reaches back that far.
    pub fn teacher(&mut self, rows: &mut Rows<'_, '_>, teacher: &Teacher, span: &Span) -> Result<Vec<Teaching>> {
        let (first, present) = (&span.years[0], span.present_year());
        let came = span.years.iter().find(|year| year.begins_in == present - teacher.since).unwrap_or(first);
        let mut teaching = vec![self.appoint(rows, teacher, teacher.name, (came, None))?];
        if let (Some(before), true) = (teacher.before, came.begins_in > first.begins_in) {
            let left = span.years.iter().rfind(|year| year.begins_in < came.begins_in);
            teaching.push(self.appoint(rows, teacher, before, (first, left))?);
        }
        Ok(teaching)
    }

    /// Makes a person who teaches these classes from one school year on, to the end of another.
    fn appoint(
        &mut self,
        rows: &mut Rows<'_, '_>,
        teacher: &Teacher,
        name: Name,
        (first, last): (&Year, Option<&Year>),
    ) -> Result<Teaching> {
        let school = self.schools[teacher.school];
        let during = (first.starts, last.map(|year| year.ends));
        let person = self.person(rows, name, first.starts)?;
        match teacher.role {
            Role::Leader => {
                let fields = [(role::TEACHING, domain::Value::Real(0.6)), (role::LEADING, domain::Value::Real(0.4))];
                add_role_with(rows, person, school, "teacher_leader", during, fields)?;
            }
            Role::Coached { every_days } => {
                add_role(rows, person, school, "teacher", during)?;
                self.coach(rows, person, every_days, during)?;
            }
        }
        let classes = teacher.classes.iter();
        let sections =
            classes.map(|class| self.class(rows, teacher, *class, person, during)).collect::<Result<Vec<_>>>()?;
        Ok(Teaching { from: first.begins_in, person, sections })
    }

    fn coach(&self, rows: &mut Rows<'_, '_>, teacher: RowId, every_days: u32, (from, to): During) -> Result<()> {
        let fields = [
            (relationship::COACH, self.session.me.into()),
            (relationship::TEACHER, teacher.into()),
            (relationship::KIND, "one_to_one".into()),
            (relationship::STARTS, from.into()),
            (relationship::ENDS, to.into()),
            (relationship::CADENCE_DAYS, every_days.into()),
        ];
        rows.create(relationship::ENTITY, midnight(from), fields).map(drop)
    }

    fn class(
        &self,
        rows: &mut Rows<'_, '_>,
        teacher: &Teacher,
        (title, grade, period): Class,
        person: RowId,
        (from, to): During,
    ) -> Result<RowId> {
        let fields = [
            (section::SCHOOL, self.schools[teacher.school].into()),
            (section::TEACHER, person.into()),
            (section::TITLE, title.into()),
            (section::SUBJECT, teacher.subject.code().into()),
            (section::GRADE, grade.into()),
            (section::PERIOD, period.into()),
            (section::ROOM, teacher.room.into()),
            (section::ENDS, to.into()),
        ];
        rows.create(section::ENTITY, midnight(from), fields)
    }

    pub fn person(&mut self, rows: &mut Rows<'_, '_>, (given, family, called): Name, from: NaiveDate) -> Result<RowId> {
        let fields = [
            (person::GIVEN, given.into()),
            (person::FAMILY, family.into()),
            (person::PREFERRED, called.into()),
            (person::EMAIL, address(given, family).into()),
        ];
        self.people += 1;
        rows.create(person::ENTITY, midnight(from), fields)
    }
}

/// The first day of something, and the last one where it is over.
pub(crate) type During = (NaiveDate, Option<NaiveDate>);

pub(crate) fn add_role(
    rows: &mut Rows<'_, '_>,
    person: RowId,
    organisation: RowId,
    code: &str,
    during: During,
) -> Result<()> {
    add_role_with(rows, person, organisation, code, during, [])
}

fn add_role_with<const N: usize>(
    rows: &mut Rows<'_, '_>,
    person: RowId,
    organisation: RowId,
    code: &str,
    (from, to): During,
    shares: [(u16, domain::Value); N],
) -> Result<()> {
    let fields = [
        (role::PERSON, person.into()),
        (role::ORGANISATION, organisation.into()),
        (role::CODE, code.into()),
        (role::STARTS, from.into()),
        (role::ENDS, to.into()),
    ];
    rows.create(role::ENTITY, midnight(from), fields.into_iter().chain(shares)).map(drop)
}

/// Returns an address under a name that is reserved for examples.
fn address(given: &str, family: &str) -> String {
    let letters = format!("{given}.{family}").to_lowercase();
    format!("{}@riverbend.example", letters.replace('é', "e").replace('á', "a"))
}
