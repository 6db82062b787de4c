//! To whom this person's documents are open, who received them, and whose documents of others are here.

mod told;

use domain::{
    RowId,
    access::{Grant, Refusal, may_write},
    scope::Scope,
};
use sync::body::Body;

use crate::{
    Connection,
    error::{Doing, Error, Result},
    exchange, oplog, sql,
};

pub use sync::told::{Fact, Told};
pub(crate) use told::rights;
pub use told::{Seen, facts, keep_told, seen, supervisors, told_ms};

/// A document's being open to a scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// The scope.
    pub scope: Scope,
    /// When it was shared, in milliseconds since 1970.
    pub since_ms: i64,
    /// How far it is.
    pub state: State,
}

/// How far a share is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It waits to be sent.
    Waiting,
    /// What stands goes to its readers.
    Open,
    /// The service does not let it go there, for this reason; nothing where this version does not know the reason.
    Withheld(Option<Refusal>),
    /// It has ended here, and the service does not know yet.
    Ending,
}

/// The operations that say to whom a row is open; the index of migration 0037 holds them and no others.
const OF_SHARES: &str = "where row = ?1 and kind in (7, 9, 10) and scope is null";

/// Lists the scopes to which a document of this person's own is open, or was until what waits is sent; by its first row.
///
/// # Errors
/// When the log cannot be read.
pub fn shares(reader: &Connection, root: RowId) -> Result<Vec<Share>> {
    let mut shares: Vec<Share> = Vec::new();
    let rest = format!("{OF_SHARES} order by settled is null, settled, seq");
    oplog::each(reader, &rest, [root.bytes()], |stored, row| {
        let is_sent = row.get::<_, Option<i64>>("settled").doing("reading a share")?.is_some();
        if let Some(body) = stored.op.body()? {
            take(&mut shares, &body, stored.op.hlc >> 16, is_sent);
        }
        Ok(true)
    })?;
    Ok(shares)
}

/// Whether a document of this person's own was ever opened to somebody, also where that has ended since.
///
/// # Errors
/// When the log cannot be read.
pub fn was_shared(reader: &Connection, root: RowId) -> Result<bool> {
    let mut is_any = false;
    oplog::each(reader, OF_SHARES, [root.bytes()], |stored, _| {
        is_any |= matches!(stored.op.body()?, Some(Body::Share { .. }));
        Ok(!is_any)
    })?;
    Ok(is_any)
}

/// Takes in what was said of shares next.
fn take(shares: &mut Vec<Share>, body: &Body, at_ms: i64, is_sent: bool) {
    let (Body::Share { scope: bytes } | Body::Unshare { scope: bytes } | Body::Withheld { scope: bytes, .. }) = body
    else {
        return;
    };
    let Ok(scope) = Scope::from_bytes(bytes) else { return };
    let at = shares.iter().position(|share| share.scope == scope);
    match (body, at) {
        (Body::Share { .. }, at) => {
            let state = if is_sent { State::Open } else { State::Waiting };
            let share = Share { scope, since_ms: at_ms, state };
            match at {
                Some(at) => shares[at] = share,
                None => shares.push(share),
            }
        }
        (Body::Unshare { .. }, Some(at)) if is_sent || shares[at].state == State::Waiting => drop(shares.remove(at)),
        (Body::Unshare { .. }, Some(at)) => shares[at].state = State::Ending,
        (Body::Withheld { reason: 0, .. }, Some(at)) => shares[at].state = State::Open,
        (Body::Withheld { reason, .. }, Some(at)) => {
            shares[at].state = State::Withheld(Refusal::from_number(*reason));
        }
        _ => {}
    }
}

/// Where a row of somebody else's came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// The scope by which it is here.
    pub scope: Scope,
    /// When the service first had it there, in milliseconds since 1970.
    pub since_ms: i64,
}

/// Returns where a row came from; nothing where it is this person's own.
///
/// # Errors
/// When the log cannot be read.
pub fn origin(reader: &Connection, row: RowId) -> Result<Option<Origin>> {
    if is_own(reader, row)? {
        return Ok(None);
    }
    let Some(number) = oplog::Members::read(reader, row, &[])?.scope() else { return Ok(None) };
    let bytes = exchange::scope_bytes(reader, number)?;
    let scope = Scope::from_bytes(&bytes).map_err(|_| Error::Damaged { what: "the list of scopes" })?;
    let sql = "select min(received_ms) from op where row = ?1 and scope = ?2";
    let since = sql::first(reader, sql, (row.bytes(), number), |row| row.get::<_, Option<i64>>(0));
    Ok(Some(Origin { scope, since_ms: since.doing("reading a row's beginning")?.flatten().unwrap_or(0) }))
}

/// Whether a row is this person's own.
///
/// # Errors
/// When the log cannot be read.
pub fn is_own(reader: &Connection, row: RowId) -> Result<bool> {
    let own =
        sql::first(reader, "select 1 from op where row = ?1 and scope is null limit 1", [row.bytes()], |_| Ok(()));
    Ok(own.doing("looking whose a row is")?.is_some())
}

/// Whether a row may be written on here: it is this person's own, or of those who work on it together. What others
/// shared is only read: there the service alone writes.
///
/// # Errors
/// When the log cannot be read.
pub fn is_writable(reader: &Connection, row: RowId) -> Result<bool> {
    let Some(origin) = origin(reader, row)? else { return Ok(true) };
    Ok(is_common(&origin.scope))
}

/// Says in SQL that a row is not of a scope in which this person does not write; `id` is its id's column. By the first
/// byte of a scope: everything but own work and a team's.
pub(crate) fn written_here(id: &str) -> String {
    format!(
        "not exists (select 1 from op join local_scope on local_scope.number = op.scope
                     where op.row = {id} and substr(local_scope.bytes, 1, 1) not in (x'01', x'03'))"
    )
}

/// Whether several people write in a scope. Who they are is decided by the service.
pub(crate) fn is_common(scope: &Scope) -> bool {
    matches!(scope, Scope::Own { .. } | Scope::Team { .. } | Scope::Organisation | Scope::Review { .. })
}

/// Returns the number of the scope in which a new row begins, by [`domain::home`]; nothing for the person's own.
pub(crate) fn beginning(
    connection: &Connection,
    entity: &domain::schema::Entity,
    fields: &[(u16, domain::Value)],
) -> Result<Option<i64>> {
    let Some(scope) = domain::home::common(entity, fields) else { return Ok(None) };
    let Some(facts) = facts(connection)? else { return Ok(None) };
    match may_write(&facts, &scope, entity.number) {
        Ok(Grant::Writes) => exchange::scope_number(connection, facts.person, &scope.bytes()),
        _ => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whether_a_row_is_shared_is_read_from_what_was_said_of_that_alone() {
        let mut connection = Connection::open_in_memory().unwrap();
        crate::migrate::run(&mut connection).unwrap();
        let mut statement = connection.prepare(&format!("explain query plan select * from op {OF_SHARES}")).unwrap();
        let plan: Vec<String> = statement.query_map([[0; 16]], |row| row.get(3)).unwrap().map(Result::unwrap).collect();
        assert!(plan.iter().all(|step| step.contains("op_of_share")), "{plan:?}");
    }
}
