//! Who wrote an operation, as far as this file can know.

use sync::op::OpRef;

use crate::{
    Connection,
    error::{Doing, Result},
    sql,
};

/// Who wrote an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Author {
    /// The person, on this computer, also under the names that it had before.
    ThisComputer,
    /// The person, on another computer: nobody else writes in their own scope.
    OtherComputer,
    /// Somebody else, or the person on another computer.
    Somebody,
}

/// Returns who wrote an operation.
///
/// # Errors
/// When the database fails.
pub fn author(reader: &Connection, reference: OpRef) -> Result<Author> {
    let own = "select 1 from (select replica from local_replica union select replica from local_ended_replica)
               where replica = ?1";
    if sql::first(reader, own, [reference.replica], |_| Ok(())).doing("finding who wrote")?.is_some() {
        return Ok(Author::ThisComputer);
    }
    let scope = "select scope from op where replica = ?1 and ctr = ?2";
    let scope = sql::first(reader, scope, (reference.replica, reference.ctr), |row| row.get::<_, Option<i64>>(0));
    Ok(match scope.doing("finding who wrote")? {
        Some(None) => Author::OtherComputer,
        Some(Some(_)) | None => Author::Somebody,
    })
}
