//! Reads of what others shared: that speaks of one teacher or of one coach who was observed, or that came past a pair.

use domain::{
    RowId,
    document::{coach_field, root_field, teacher_field},
    schema::{ENTITIES, Entity, coaching_cycle, debrief, lesson_prep, observation, step},
};

use crate::{
    Connection,
    error::{Doing, Result},
    sql,
};

/// The kinds of document that a coach shares with a teacher.
pub const KINDS: [&Entity; 5] =
    [observation::ENTITY, debrief::ENTITY, step::ENTITY, lesson_prep::ENTITY, coaching_cycle::ENTITY];

/// Lists the documents of these kinds that speak of a teacher, or of a coach who was observed, and were not removed, in
/// the order of their kinds, the latest first. Which of them are somebody else's is for [`crate::sharing::origin`].
///
/// # Errors
/// When the database fails.
pub fn about(reader: &Connection, teacher: RowId) -> Result<Vec<(&'static Entity, RowId)>> {
    let mut found = Vec::new();
    for entity in KINDS {
        let fields = [teacher_field(entity), coach_field(entity)].into_iter().flatten();
        let columns = fields.filter_map(|number| entity.field(number)).map(|field| format!("{} = ?1", field.column));
        let named = columns.collect::<Vec<_>>().join(" or ");
        let sql = format!("select id from {} where ({named}) and removed_ms is null order by id desc", entity.table);
        let rows =
            sql::all(reader, &sql, [teacher.bytes()], |row| sql::id(row, "id")).doing("listing what is shared")?;
        found.extend(rows.into_iter().map(|row| (entity, row)));
    }
    Ok(found)
}

/// Lists the documents that came by a scope past a pair and were not removed, in the order of their kinds, the latest first:
/// what a coach opened to their supervisors, or to one person by a teacher's consent.
///
/// # Errors
/// When the database fails.
pub fn past_a_pair(reader: &Connection) -> Result<Vec<(&'static Entity, RowId)>> {
    let mut found = Vec::new();
    for entity in KINDS {
        let sql = format!(
            "select id from {} where removed_ms is null and id in
               (select row from op where scope in
                 (select number from local_scope where substr(bytes, 1, 1) in (x'04', x'08')))
             order by id desc",
            entity.table
        );
        let rows = sql::all(reader, &sql, [], |row| sql::id(row, "id")).doing("listing what came past a pair")?;
        found.extend(rows.into_iter().map(|row| (entity, row)));
    }
    Ok(found)
}

/// Lists the rows of a document that hold a person's words and of which more than one version came, removed ones too.
/// What changed in them is in [`crate::exchange::history`].
///
/// # Errors
/// When the database fails.
pub fn reworked(reader: &Connection, entity: &'static Entity, root: RowId) -> Result<Vec<(&'static Entity, RowId)>> {
    let mut found = several(reader, entity, "part.id = ?1", root)?;
    for part in ENTITIES.iter().filter(|part| part.fields.iter().any(|field| field.words)) {
        let Some(field) = root_field(part).and_then(|number| part.field(number)) else { continue };
        // Only what belongs to this kind of document names it.
        found.extend(several(reader, part, &format!("part.{} = ?1", field.column), root)?);
    }
    Ok(found)
}

fn several(
    reader: &Connection,
    entity: &'static Entity,
    condition: &str,
    root: RowId,
) -> Result<Vec<(&'static Entity, RowId)>> {
    let sql = format!(
        "select part.id as id from {} part where {condition} and part.erased = 0
           and (select count(*) from op where op.row = part.id and op.kind not in (7, 9, 10)) > 1
         order by part.id",
        entity.table
    );
    let rows = sql::all(reader, &sql, [root.bytes()], |row| sql::id(row, "id")).doing("looking for versions")?;
    Ok(rows.into_iter().map(|row| (entity, row)).collect())
}
