//! What is here already, as a plan compares it: whole rows, read once.

use domain::{
    schema::{self, Entity},
    time,
};
use roster::{Joins, Row, Stored};
use store::Connection;

use crate::{Result, school, session};

/// Reads everything that a roster can change.
pub(super) fn load(reader: &Connection, now_ms: i64) -> Result<Stored> {
    let session = session::load(reader)?;
    Ok(Stored {
        organisations: rows(reader, schema::organisation::ENTITY)?,
        people: rows(reader, schema::person::ENTITY)?,
        roles: rows(reader, schema::role::ENTITY)?,
        sections: rows(reader, schema::section::ENTITY)?,
        school_years: rows(reader, schema::school_year::ENTITY)?,
        terms: rows(reader, schema::term::ENTITY)?,
        me: session.me,
        root: session.organisation,
        own: school::only(reader)?.unwrap_or(session.organisation),
        today: time::local(now_ms, session.zone).date_naive(),
        joins: Joins::ByName,
    })
}

fn rows(reader: &Connection, entity: &'static Entity) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    store::export::each::<store::Error>(reader, entity, |row| {
        rows.push(Row::new(row.id, entity, row.values));
        Ok(())
    })?;
    Ok(rows)
}
