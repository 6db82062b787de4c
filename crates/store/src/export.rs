//! Every row of an entity, for the export of everything.

use domain::{
    RowId, Value, document,
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
        let column = entity.field(field).map_or("id", |field| field.column);
        all.push(format!(
            "not exists (select 1 from {0} as whole where whole.id = {1}.{column} and whole.removed_ms is not null)",
            whole.table, entity.table
        ));
    }
    all.join(" and ")
}

/// The fields that name what a row is a part of: its document's first row, and what else it is nothing without.
fn wholes(entity: &Entity) -> Vec<(u16, &'static Entity)> {
    use schema::{line, membership, observation, organisation, period, person, relationship, role, score_line, tag};
    use schema::{team, team_goal, team_goal_member, team_measure, walk_item, walk_room, wondering};
    let beside: &[(u16, &'static Entity)] = match entity.table {
        "wondering" => &[(wondering::OBSERVATION, observation::ENTITY)],
        "walk_item" => &[(walk_item::ROOM, walk_room::ENTITY)],
        "score_line" => &[(score_line::LINE, line::ENTITY)],
        "tag" => &[(tag::LINE, line::ENTITY)],
        "membership" => &[(membership::TEAM, team::ENTITY), (membership::PERSON, person::ENTITY)],
        "team_goal" => &[(team_goal::TEAM, team::ENTITY)],
        "team_goal_member" => &[(team_goal_member::TEAM_GOAL, team_goal::ENTITY)],
        "team_measure" => &[(team_measure::TEAM_GOAL, team_goal::ENTITY)],
        "period" => &[(period::ORGANISATION, organisation::ENTITY)],
        "role" => &[(role::PERSON, person::ENTITY)],
        "relationship" => &[(relationship::TEACHER, person::ENTITY), (relationship::COACH, person::ENTITY)],
        _ => &[],
    };
    document::root_field(entity).zip(document::root_of(entity)).into_iter().chain(beside.iter().copied()).collect()
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

#[cfg(test)]
mod tests {
    use domain::schema::{ENTITIES, goal, step_line};

    use super::*;

    #[test]
    fn what_is_part_of_a_document_is_left_out_with_it() {
        for entity in ENTITIES {
            let Some(root) = document::root_of(entity) else { continue };
            assert!(kept(entity).contains(&format!("from {} as whole", root.table)), "{}", entity.table);
        }
        assert!(kept(goal::ENTITY).contains("whole.id = goal.coaching_cycle"));
        assert!(kept(step_line::ENTITY).contains("whole.id = step_line.step"));
    }
}
