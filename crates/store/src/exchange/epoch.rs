//! When the service has less than it once had: what it no longer knows waits again.

use domain::RowId;

use crate::{
    Connection,
    error::{Doing, Result},
    sql,
};

/// Takes the places back that an earlier epoch of the service gave beyond `began`, and returns the rows that this
/// touches. The device's own operations wait again; others' keep their order behind what is settled, until their writers
/// bring them again.
pub(super) fn begin(connection: &Connection, began: i64) -> Result<Vec<RowId>> {
    let own = "select replica from local_replica where log = 0
               union all select replica from local_ended_replica where log = 0";
    let rows = sql::all(connection, "select distinct row from op where settled > ?1 order by row", [began], |row| {
        sql::id(row, "row")
    })
    .doing("finding what the service no longer has")?;
    // Custody has no place in the order: what came behind the last place that holds is brought again too.
    let kept =
        "(select coalesce(max(kept.ctr), 0) from op kept where kept.replica = op.replica and kept.settled <= ?1)";
    let lost = format!("replica in ({own}) and held = 1 and ctr > {kept}");
    connection
        .execute(
            &format!("delete from local_custody where (replica, ctr) in (select replica, ctr from op where {lost})"),
            [began],
        )
        .and_then(|_| connection.execute(&format!("update op set held = null where {lost}"), [began]))
        .and_then(|_| forget_written(connection, began))
        .and_then(|_| connection.execute("update op set offered = settled, settled = null where settled > ?1", [began]))
        .doing("taking places back")?;
    Ok(rows)
}

/// Takes out what the service itself wrote beyond `began` out of what people share. It writes that again, under another
/// name, once they bring their work again.
fn forget_written(connection: &Connection, began: i64) -> rusqlite::Result<usize> {
    let by_service = "replica in (select distinct replica from op where kind in (8, 9))";
    connection.execute(&format!("delete from op where settled > ?1 and {by_service}"), [began])?;
    connection.execute(
        "delete from local_joint where not exists (
             select 1 from op where op.replica = local_joint.replica and op.ctr = local_joint.ctr)",
        [],
    )
}

/// Lets wait again what the present replica wrote behind the service's end of it, and returns the rows that this touches.
pub(super) fn bring_again(connection: &Connection, head: i64) -> Result<Vec<RowId>> {
    let behind = "replica = (select replica from local_replica where log = 0) and ctr > ?1";
    let given = format!("{behind} and (settled is not null or held = 1)");
    let rows =
        sql::all(connection, &format!("select distinct row from op where {given} order by row"), [head], |row| {
            sql::id(row, "row")
        })
        .doing("finding what the service does not have")?;
    let update = "update op set offered = coalesce(settled, offered), settled = null, held = null";
    connection
        .execute(&format!("{update} where {given}"), [head])
        .and_then(|_| connection.execute(&format!("delete from local_custody where {behind}"), [head]))
        .doing("taking places back")?;
    Ok(rows)
}
