//! Who wrote an operation, as far as this file can know.

use domain::{RowId, scope::Scope};
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
    /// Another person, in a scope that carries the work of one.
    Other(RowId),
    /// Somebody else, or the person on another computer: a scope of common work does not say.
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
    let Some(scope) = scope.doing("finding who wrote")? else { return Ok(Author::Somebody) };
    let Some(number) = scope else { return Ok(Author::OtherComputer) };
    let scope = Scope::from_bytes(&super::scope_bytes(reader, number)?).ok();
    Ok(scope.and_then(|scope| scope.author()).map_or(Author::Somebody, Author::Other))
}
