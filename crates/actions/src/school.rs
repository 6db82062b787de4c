//! Schools and their lesson times.

use chrono::{DateTime, Timelike};
use chrono_tz::Tz;
use domain::{
    RowId,
    schema::{organisation, period},
};
use serde::{Deserialize, Serialize};
use store::{Connection, Writer, calendar};

use crate::{Error, Result, session, session::required};

/// A school or another organisation.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SchoolView {
    /// The row.
    pub id: RowId,
    /// The name.
    pub name: String,
    /// `school`, `district` and so on.
    pub kind: String,
    /// The zone in which its times are shown.
    pub zone: String,
    /// Its lesson times.
    pub periods: Vec<PeriodView>,
}

/// A lesson time.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct PeriodView {
    /// Its code.
    pub code: String,
    /// When it begins, in minutes after midnight.
    pub starts_minute: u32,
    /// When it ends, in minutes after midnight.
    pub ends_minute: u32,
}

/// A school as it is written.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SaveSchool {
    /// The school; nothing for a new one.
    pub id: Option<RowId>,
    /// The name.
    pub name: String,
    /// The IANA zone.
    pub zone: String,
    /// The lesson times.
    pub periods: Vec<PeriodView>,
}

/// Lists the schools and other organisations of this profile.
///
/// # Errors
/// When the database fails.
pub fn list(reader: &Connection) -> Result<Vec<SchoolView>> {
    let mut views = Vec::new();
    for found in store::organisation::all(reader)? {
        let periods = calendar::periods(reader, found.id)?.into_iter().map(|period| PeriodView {
            code: period.code,
            starts_minute: period.starts_minute,
            ends_minute: period.ends_minute,
        });
        let zone = session::zone_of(reader, Some(found.id))?.name().to_owned();
        views.push(SchoolView { id: found.id, name: found.name, kind: found.kind, zone, periods: periods.collect() });
    }
    Ok(views)
}

/// Returns the one school of this profile, when there is exactly one.
pub(crate) fn only(reader: &Connection) -> Result<Option<RowId>> {
    let all = store::organisation::all(reader)?;
    let mut schools = all.iter().filter(|found| found.kind == "school");
    let first = schools.next().map(|school| school.id);
    Ok(first.filter(|_| schools.next().is_none()))
}

/// Keeps a school with its lesson times, and returns the row.
///
/// # Errors
/// When it has no name, its zone is unknown, or a lesson time is not possible.
pub fn save(writer: &mut Writer, save: &SaveSchool) -> Result<RowId> {
    let name = required("name", &save.name, "Please write the school's name.")?.to_owned();
    if !save.zone.is_empty() && domain::time::zone(&save.zone).is_none() {
        return Err(Error::invalid("zone", "This time zone is not known. Choose one from the list."));
    }
    for lesson in &save.periods {
        required("periods", &lesson.code, "Each period needs its name or number.")?;
        if lesson.ends_minute <= lesson.starts_minute || lesson.ends_minute > 24 * 60 {
            return Err(Error::invalid("periods", "A period ends after it begins, on the same day."));
        }
    }
    let parent = session::load(writer.reader())?.organisation;
    let present = match save.id {
        Some(id) => calendar::periods(writer.reader(), id)?,
        None => Vec::new(),
    };
    writer.act(store::workspace(), "Change a school", |tx| {
        let id = save.id.unwrap_or_else(|| tx.new_id());
        if save.id.is_none() {
            tx.create(
                organisation::ENTITY,
                id,
                vec![(organisation::KIND, "school".into()), (organisation::PARENT, parent.into())],
            )?;
        }
        tx.set(organisation::ENTITY, id, organisation::NAME, name.into())?;
        tx.set(
            organisation::ENTITY,
            id,
            organisation::ZONE,
            Some(save.zone.as_str()).filter(|zone| !zone.is_empty()).into(),
        )?;
        for gone in present.iter().filter(|found| !save.periods.iter().any(|lesson| lesson.code.trim() == found.code)) {
            tx.remove(period::ENTITY, gone.id)?;
        }
        for lesson in &save.periods {
            // One row for each period of a school, whoever writes it.
            let row = RowId::derived(&[b"period", &id.bytes(), lesson.code.trim().as_bytes()]);
            tx.create_or_restore(
                period::ENTITY,
                row,
                vec![(period::ORGANISATION, id.into()), (period::CODE, lesson.code.trim().into())],
            )?;
            tx.set(period::ENTITY, row, period::STARTS_MINUTE, lesson.starts_minute.into())?;
            tx.set(period::ENTITY, row, period::ENDS_MINUTE, lesson.ends_minute.into())?;
        }
        Ok(id)
    })
}

/// Returns the period that is taught at a moment, from five minutes before it begins.
pub(crate) fn period_at(reader: &Connection, school: Option<RowId>, local: DateTime<Tz>) -> Result<Option<String>> {
    let Some(school) = school else { return Ok(None) };
    let minute = local.hour() * 60 + local.minute();
    let found = calendar::periods(reader, school)?
        .into_iter()
        .find(|period| minute + 5 >= period.starts_minute && minute < period.ends_minute);
    Ok(found.map(|period| period.code))
}

/// Returns a period of a school by its code.
pub(crate) fn period(reader: &Connection, school: Option<RowId>, code: &str) -> Result<Option<calendar::Period>> {
    let Some(school) = school else { return Ok(None) };
    Ok(calendar::periods(reader, school)?.into_iter().find(|period| period.code == code.trim()))
}
