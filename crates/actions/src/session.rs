//! Who is working, for which organisation, and in which zone.

use chrono::NaiveDate;
use chrono_tz::Tz;
use domain::{
    RowId,
    schema::{organisation, person, role},
};
use serde::{Deserialize, Serialize};
use store::{Connection, Writer, setting};

use crate::{Error, Result};

/// What every action needs to know of the profile.
#[derive(Debug, Clone, Copy)]
pub struct Session {
    /// The person whose profile this is.
    pub me: RowId,
    /// The organisation of the profile.
    pub organisation: RowId,
    /// The organisation's zone.
    pub zone: Tz,
}

/// The person and the organisation, as the frame of every screen shows them.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct WhoView {
    /// The person's id.
    pub me: RowId,
    /// The person's name.
    pub name: String,
    /// The person's role in words.
    pub role: String,
    /// The organisation's name.
    pub organisation: String,
    /// The school's name, when there is only one.
    pub school: Option<String>,
    /// The IANA zone.
    pub zone: String,
    /// Today in that zone, `2026-10-05`.
    pub today: String,
}

/// Who starts a profile, and where.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Begin {
    /// The given name.
    pub given: String,
    /// The family name.
    pub family: String,
    /// The organisation's name: a district, or the school itself.
    pub organisation: String,
    /// A first school of a district; may be empty.
    pub school: String,
    /// The IANA zone.
    pub zone: String,
}

/// Makes the first rows of a new profile: the organisation, its school and the person.
///
/// # Errors
/// When a name is missing or the zone is unknown.
pub fn begin(writer: &mut Writer, begin: &Begin) -> Result<Session> {
    let given = required("given", &begin.given, "Please write your given name.")?;
    let organisation_name =
        required("organisation", &begin.organisation, "Please write the name of your district or school.")?;
    let zone = domain::time::zone(begin.zone.trim())
        .ok_or_else(|| Error::invalid("zone", "This time zone is not known. Choose one from the list."))?;
    // Not an act: Ctrl Z must not take back the person whose profile it is.
    let (me, organisation_id) = writer.transact(|tx| {
        let organisation_id = tx.new_id();
        let has_school = !begin.school.trim().is_empty();
        let kind = if has_school { "district" } else { "school" };
        tx.create(
            organisation::ENTITY,
            organisation_id,
            vec![
                (organisation::NAME, organisation_name.into()),
                (organisation::KIND, kind.into()),
                (organisation::ZONE, zone.name().into()),
            ],
        )?;
        let mut school = organisation_id;
        if has_school {
            school = tx.new_id();
            tx.create(
                organisation::ENTITY,
                school,
                vec![
                    (organisation::NAME, begin.school.trim().into()),
                    (organisation::KIND, "school".into()),
                    (organisation::PARENT, organisation_id.into()),
                ],
            )?;
        }
        let me = tx.new_id();
        tx.create(
            person::ENTITY,
            me,
            vec![(person::GIVEN, given.into()), (person::FAMILY, begin.family.trim().into())],
        )?;
        let role_id = tx.new_id();
        tx.create(
            role::ENTITY,
            role_id,
            vec![(role::PERSON, me.into()), (role::ORGANISATION, school.into()), (role::CODE, "coach".into())],
        )?;
        Ok::<_, store::Error>((me, organisation_id))
    })?;
    setting::save(writer, "me", &me.to_string())?;
    setting::save(writer, "organisation", &organisation_id.to_string())?;
    load(writer.reader())
}

/// Returns the session of an open profile.
///
/// # Errors
/// When the profile was never begun, or its organisation is gone.
pub fn load(reader: &Connection) -> Result<Session> {
    let id = |name| -> Result<RowId> {
        let text = setting::load(reader, name)?.ok_or(store::Error::Damaged { what: "the profile's settings" })?;
        text.parse().map_err(|_| store::Error::Damaged { what: "the profile's settings" }.into())
    };
    let (me, organisation) = (id("me")?, id("organisation")?);
    let zone = zone_of(reader, Some(organisation))?;
    Ok(Session { me, organisation, zone })
}

/// Returns today in the zone of the organisation.
///
/// # Errors
/// When the profile was never begun.
pub fn today(reader: &Connection, now_ms: i64) -> Result<NaiveDate> {
    Ok(domain::time::local(now_ms, load(reader)?.zone).date_naive())
}

/// Returns today by the writer's clock, in the zone of the organisation.
///
/// # Errors
/// When the profile was never begun.
pub(crate) fn today_now(writer: &mut Writer) -> Result<NaiveDate> {
    let now_ms = writer.now_ms();
    today(writer.reader(), now_ms)
}

/// Returns the zone of a school: its own, or that of the organisation above it.
///
/// # Errors
/// When the database fails.
pub fn zone_of(reader: &Connection, organisation: Option<RowId>) -> Result<Tz> {
    let mut next = organisation;
    for _ in 0..8 {
        let Some(id) = next else { break };
        let found = store::organisation::load(reader, id)?;
        if let Some(zone) = domain::time::zone(&found.zone) {
            return Ok(zone);
        }
        next = found.parent;
    }
    Ok(Tz::UTC)
}

/// Returns the person and the organisation in words.
///
/// # Errors
/// When the database fails.
pub fn who(reader: &Connection, now_ms: i64) -> Result<WhoView> {
    let session = load(reader)?;
    let me = store::person::load(reader, session.me)?;
    let roles = store::person::roles(reader)?;
    let role = roles.iter().find(|role| role.person == session.me).map_or("coach", |role| role.code.as_str());
    let organisations = store::organisation::all(reader)?;
    let mut schools = organisations.iter().filter(|organisation| organisation.kind == "school");
    let school = schools.next().map(|school| school.name.clone()).filter(|_| schools.next().is_none());
    Ok(WhoView {
        me: session.me,
        name: me.name(),
        role: domain::person::role_label(role),
        organisation: store::organisation::load(reader, session.organisation)?.name,
        school,
        zone: session.zone.name().to_owned(),
        today: domain::time::local(now_ms, session.zone).date_naive().to_string(),
    })
}

/// Returns trimmed words, or says that they are missing.
pub(crate) fn required<'a>(field: &str, text: &'a str, message: &str) -> Result<&'a str> {
    let text = text.trim();
    if text.is_empty() { Err(Error::invalid(field, message)) } else { Ok(text) }
}
