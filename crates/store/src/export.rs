//! Every row of an entity, for the export of everything.

use domain::{
    RowId, Value,
    schema::{self, Entity},
};

use crate::{
    Connection,
    error::{Doing, Result},
    sql,
};

/// One row: its id, when it was made, and its fields in the entity's order.
#[derive(Debug, Clone)]
pub struct Row {
    /// The id.
    pub id: RowId,
    /// When it was made, in milliseconds since 1970.
    pub created_ms: i64,
    /// The fields' values.
    pub values: Vec<Value>,
}

/// Gives every live row of an entity to `visit`, in the order of their ids.
///
/// # Errors
/// When the database fails, or what `visit` returns.
pub fn each<E: From<crate::Error>>(
    connection: &Connection,
    entity: &Entity,
    visit: impl FnMut(Row) -> Result<(), E>,
) -> Result<(), E> {
    walk(connection, entity, "removed_ms is null", visit)
}

/// Gives every live row of an entity to `visit` that belongs to nothing that was removed, in the order of their ids: a
/// line of a removed observation is live, and comes back with it.
///
/// # Errors
/// When the database fails, or what `visit` returns.
pub fn each_to_keep<E: From<crate::Error>>(
    connection: &Connection,
    entity: &Entity,
    visit: impl FnMut(Row) -> Result<(), E>,
) -> Result<(), E> {
    walk(connection, entity, &kept(entity), visit)
}

/// Counts the rows that [`each_to_keep`] leaves out, those that were erased not counted.
///
/// # Errors
/// When the database fails.
pub fn left_out(connection: &Connection, entity: &Entity) -> Result<u32> {
    let sql = format!("select count(*) from {} where erased = 0 and not ({})", entity.table, kept(entity));
    connection.query_row(&sql, [], |row| row.get(0)).doing("counting what was removed")
}

/// Whether a row and everything that it is a part of are live.
fn kept(entity: &Entity) -> String {
    let mut all = vec!["removed_ms is null".to_owned()];
    for (field, whole) in wholes(entity) {
        let column = entity.field(*field).map_or("id", |field| field.column);
        all.push(format!(
            "not exists (select 1 from {0} as whole where whole.id = {1}.{column} and whole.removed_ms is not null)",
            whole.table, entity.table
        ));
    }
    all.join(" and ")
}

/// The fields that name what a row is a part of.
fn wholes(entity: &Entity) -> &'static [(u16, &'static Entity)] {
    use schema::{
        code, indicator, interval_mark, rubric, score, score_line, sweep, talk_span, tally, walk_item, walk_room,
    };
    use schema::{gap, line, look_for, look_for_set, membership, observation, organisation, period, person};
    use schema::{relationship, role, tag, team, wondering};
    match entity.table {
        "line" => &[(line::OBSERVATION, observation::ENTITY)],
        "wondering" => &[(wondering::OBSERVATION, observation::ENTITY)],
        "gap" => &[(gap::OBSERVATION, observation::ENTITY)],
        "code" => &[(code::OBSERVATION, observation::ENTITY)],
        "interval_mark" => &[(interval_mark::OBSERVATION, observation::ENTITY)],
        "talk_span" => &[(talk_span::OBSERVATION, observation::ENTITY)],
        "sweep" => &[(sweep::OBSERVATION, observation::ENTITY)],
        "tally" => &[(tally::OBSERVATION, observation::ENTITY)],
        "walk_item" => &[(walk_item::OBSERVATION, observation::ENTITY), (walk_item::ROOM, walk_room::ENTITY)],
        "walk_room" => &[(walk_room::OBSERVATION, observation::ENTITY)],
        "indicator" => &[(indicator::RUBRIC, rubric::ENTITY)],
        "score" => &[(score::OBSERVATION, observation::ENTITY)],
        "score_line" => &[(score_line::OBSERVATION, observation::ENTITY), (score_line::LINE, line::ENTITY)],
        "tag" => &[(tag::OBSERVATION, observation::ENTITY), (tag::LINE, line::ENTITY)],
        "look_for" => &[(look_for::SET, look_for_set::ENTITY)],
        "membership" => &[(membership::TEAM, team::ENTITY), (membership::PERSON, person::ENTITY)],
        "period" => &[(period::ORGANISATION, organisation::ENTITY)],
        "role" => &[(role::PERSON, person::ENTITY)],
        "relationship" => &[(relationship::TEACHER, person::ENTITY), (relationship::COACH, person::ENTITY)],
        _ => &[],
    }
}

fn walk<E: From<crate::Error>>(
    connection: &Connection,
    entity: &Entity,
    condition: &str,
    mut visit: impl FnMut(Row) -> Result<(), E>,
) -> Result<(), E> {
    let columns: Vec<&str> = entity.fields.iter().map(|field| field.column).collect();
    let sql =
        format!("select id, created_ms, {} from {} where {condition} order by id", columns.join(", "), entity.table);
    let mut statement = connection.prepare(&sql).doing("exporting")?;
    let mut rows = statement.query([]).doing("exporting")?;
    while let Some(row) = rows.next().doing("exporting")? {
        let values = (2..columns.len() + 2).map(|column| sql::value(row, column)).collect::<rusqlite::Result<_>>();
        visit(Row {
            id: sql::id(row, "id").doing("exporting")?,
            created_ms: row.get("created_ms").doing("exporting")?,
            values: values.doing("exporting")?,
        })?;
    }
    Ok(())
}
