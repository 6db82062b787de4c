//! What stays of an organisation's rows with somebody who left it: what their own work names. Without the name of the
//! teacher, the school and the look-for nobody could read what they wrote.

use std::{collections::BTreeSet, fmt::Write};

use domain::{
    RowId,
    schema::{ENTITIES, Entity, Field, Kind, role},
    scope::Scope,
};

use crate::{
    Connection,
    error::{Doing, Result},
    sql,
};

const READING: &str = "finding what one's own work names";

/// Returns the rows that stay when this scope closes, as a list of ids in SQL; none but of the organisation.
pub(super) fn kept(connection: &Connection, scope: &[u8]) -> Result<String> {
    let mut list = String::new();
    if scope == Scope::Organisation.bytes() {
        for (number, row) in named(connection)?.iter().enumerate() {
            list.push_str(if number == 0 { "x'" } else { ",x'" });
            for byte in row.bytes() {
                write!(list, "{byte:02x}").expect("a text takes everything");
            }
            list.push('\'');
        }
    }
    Ok(list)
}

/// Finds the person, the organisation, what rows of the person's own name, and what those name in turn.
fn named(connection: &Connection) -> Result<BTreeSet<RowId>> {
    let mut next = first(connection)?;
    let own = "exists (select 1 from op where op.row = id and op.scope is null)";
    for (entity, field) in references() {
        next.extend(ids(connection, entity, field, own, None)?);
    }
    let mut found = BTreeSet::new();
    while let Some(row) = next.pop_first() {
        if !found.insert(row) {
            continue;
        }
        for (entity, field) in references() {
            next.extend(ids(connection, entity, field, "id = ?1", Some(row))?);
        }
    }
    Ok(found)
}

fn first(connection: &Connection) -> Result<BTreeSet<RowId>> {
    let sql = "select organisation, person from local_exchange";
    let own = sql::first(connection, sql, [], |row| Ok([sql::id(row, "organisation")?, sql::id(row, "person")?]));
    let mut rows: BTreeSet<RowId> = own.doing(READING)?.into_iter().flatten().collect();
    let roles = format!("select id from {} where person in (select person from local_exchange)", role::ENTITY.table);
    rows.extend(sql::all(connection, &roles, [], |row| sql::id(row, "id")).doing(READING)?);
    Ok(rows)
}

/// Every field that names another row.
fn references() -> impl Iterator<Item = (&'static Entity, &'static Field)> {
    let of = |entity: &'static Entity| {
        entity.fields.iter().filter(|field| field.kind == Kind::Id).map(move |field| (entity, field))
    };
    ENTITIES.iter().copied().flat_map(of)
}

fn ids(connection: &Connection, entity: &Entity, field: &Field, which: &str, row: Option<RowId>) -> Result<Vec<RowId>> {
    let (table, column) = (entity.table, field.column);
    let sql = format!("select distinct {column} from {table} where {column} is not null and {which}");
    sql::all(connection, &sql, rusqlite::params_from_iter(row.map(|row| row.bytes())), |row| sql::id(row, column))
        .doing(READING)
}
