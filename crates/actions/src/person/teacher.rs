//! Those whose lessons can be observed, and adding one by a typed name.

use chrono::NaiveDate;
use domain::RowId;
use serde::Serialize;
use store::{Connection, Writer, person as stored};

use super::{AddPerson, add, class, lasts};
use crate::{
    Result, observation,
    session::{self, required},
};

/// A teacher as the field of a new observation offers them.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct TeacherView {
    /// The row.
    pub id: RowId,
    /// The name.
    pub name: String,
    /// The school at which a visit would be.
    pub school_id: Option<RowId>,
    /// Its name.
    pub school: String,
    /// The classes in words.
    pub context: String,
}

/// Lists those whose lessons can be observed: everybody with a teaching role that goes on, and those without any role.
///
/// # Errors
/// When the database fails.
pub fn teachers(reader: &Connection, now_ms: i64) -> Result<Vec<TeacherView>> {
    let (me, today) = (session::load(reader)?.me, session::today(reader, now_ms)?);
    let roles = stored::roles(reader)?;
    let mut views = Vec::new();
    for found in stored::all(reader)?.into_iter().filter(|found| found.id != me) {
        let mut own = roles.iter().filter(|role| role.person == found.id).peekable();
        let has_role = own.peek().is_some();
        if !has_role || own.any(|role| lasts(&role.ends, today) && is_teaching(&role.code)) {
            let school_id = school_of(reader, found.id, today)?;
            views.push(TeacherView {
                id: found.id,
                name: found.name(),
                school_id,
                school: observation::school_name(reader, school_id)?,
                context: class::in_words(reader, found.id, today)?,
            });
        }
    }
    Ok(views)
}

/// Returns whether somebody in this role has lessons that can be observed.
pub(super) fn is_teaching(code: &str) -> bool {
    code == "teacher" || code == "teacher_leader"
}

/// Returns the school at which a person works, by their classes and roles.
///
/// # Errors
/// When the database fails.
pub fn school_of(reader: &Connection, id: RowId, today: NaiveDate) -> Result<Option<RowId>> {
    let by_class = class::current(reader, id, today)?.first().and_then(|section| section.school);
    let roles = stored::roles(reader)?;
    let by_role =
        roles.iter().find(|role| role.person == id && lasts(&role.ends, today)).and_then(|role| role.organisation);
    Ok(by_class.or(by_role))
}

/// Adds a teacher by a typed name, at the one school there is, and returns the row.
///
/// # Errors
/// When there is no name.
pub fn add_teacher(writer: &mut Writer, name: &str) -> Result<RowId> {
    let (given, family) = domain::person::split(required("name", name, "Please write a name.")?);
    let school = crate::school::only(writer.reader())?;
    let (code, email) = ("teacher".to_owned(), String::new());
    add(writer, &AddPerson { given, family, email, code, school, coached: true })
}
