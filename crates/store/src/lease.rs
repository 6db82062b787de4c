//! Closing what others wrote when this computer had no contact for too long, and opening it again afterwards.
//!
//! Nothing is destroyed: the operations stay in the encrypted log, and no row is made of them. So no screen, search,
//! print or export has them, without any of those knowing of it. What a person wrote here, and the organisation's own
//! rows (people, schools, classes, look-fors), stay as they are: one's own work names them.

use std::collections::BTreeSet;

use domain::RowId;
use sync::lease::{self as counting, Lease as Counted, WARNING_MS};

use crate::{
    Connection, Writer,
    error::{Doing, Result},
    oplog, rows, sharing, sql,
};

/// How much has to pass before it is counted again, in milliseconds: an hour, so that counting costs nothing.
const COUNTED_AFTER_MS: i64 = 3_600_000;
/// What others wrote, in SQL, as the number of a scope `s`: by its first byte everything but a person's own work and the
/// organisation's rows.
const OTHERS: &str = "substr(s.bytes, 1, 1) not in (x'01', x'07')";

/// For how long what others wrote is still shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lease {
    /// How much is left, in milliseconds of this computer's clock; 0 when it is over.
    pub left_ms: i64,
    /// Whether it is closed.
    pub is_shut: bool,
    /// Whether this file has anything that others wrote.
    pub has_others: bool,
}

impl Lease {
    /// Returns whether it is time to say so.
    #[must_use]
    pub fn is_near(&self) -> bool {
        self.left_ms <= WARNING_MS
    }
}

/// Returns for how long what others wrote is still shown; nothing where the service sets no end.
///
/// # Errors
/// When the database fails.
pub fn lease(reader: &Connection, clock_ms: i64) -> Result<Option<Lease>> {
    let Some(state) = State::read(reader)? else { return Ok(None) };
    let others = format!(
        "select 1 from local_scope s where {OTHERS} and exists (select 1 from op where op.scope = s.number) limit 1"
    );
    let has_others = sql::first(reader, &others, [], |_| Ok(())).doing("looking for what others wrote")?.is_some();
    Ok(Some(Lease { left_ms: state.left_ms(clock_ms), is_shut: state.is_shut, has_others }))
}

/// Counts what has passed by this computer's clock, and closes or opens what others wrote when it is time. Returns whether
/// either was done.
///
/// # Errors
/// When the disk refuses; then everything is as it was.
pub fn tend(writer: &mut Writer, clock_ms: i64) -> Result<bool> {
    if !is_due(writer.reader(), clock_ms)? {
        return Ok(false);
    }
    let changed = writer.transact(|tx| change(tx.reader(), |counted| counted.counted(clock_ms)))?;
    Ok(!changed.is_empty())
}

/// Returns whether [`tend`] has anything to do.
///
/// # Errors
/// When the database fails.
pub fn is_due(reader: &Connection, clock_ms: i64) -> Result<bool> {
    let Some(state) = State::read(reader)? else { return Ok(false) };
    let is_over = state.left_ms(clock_ms) == 0;
    Ok(is_over != state.is_shut || clock_ms.abs_diff(state.counted.clock_ms) >= COUNTED_AFTER_MS.unsigned_abs())
}

/// Notes that the service speaks to this computer at this moment. Returns the tables whose rows opened.
pub(crate) fn renew(connection: &Connection, said_ms: i64, clock_ms: i64) -> Result<BTreeSet<&'static str>> {
    connection
        .execute(
            "insert into local_lease (one, said_ms, passed_ms, clock_ms) values (1, ?1, 0, ?2) on conflict (one) do nothing",
            (said_ms, clock_ms),
        )
        .doing("keeping the service's last word")?;
    change(connection, |_| Counted::begin(said_ms, clock_ms))
}

/// Notes an answer of the service, which may have been carried here. Returns the tables whose rows opened.
pub(crate) fn heard(connection: &Connection, said_ms: i64, clock_ms: i64) -> Result<BTreeSet<&'static str>> {
    change(connection, |counted| counted.counted(clock_ms).heard(said_ms))
}

/// Returns whether a row, folded from these operations in this scope, is closed: others wrote it, and none of it here.
pub(crate) fn shuts(connection: &Connection, scope: Option<i64>, replicas: impl Iterator<Item = i64>) -> Result<bool> {
    let Some(scope) = scope else { return Ok(false) };
    let sql = format!("select 1 from local_lease, local_scope s where is_shut = 1 and s.number = ?1 and {OTHERS}");
    if sql::first(connection, &sql, [scope], |_| Ok(())).doing("asking whether it is closed")?.is_none() {
        return Ok(false);
    }
    let own = oplog::own_shared(connection)?;
    Ok(!replicas.into_iter().any(|replica| own.contains(&replica)))
}

/// What the file knows of its lease.
struct State {
    days: i64,
    counted: Counted,
    is_shut: bool,
}

impl State {
    /// Reads it; nothing before the service spoke for the first time. One that no longer sets an end has none.
    fn read(connection: &Connection) -> Result<Option<Self>> {
        let sql = "select said_ms, passed_ms, clock_ms, is_shut from local_lease";
        let found = sql::first(connection, sql, [], |row| {
            let counted = Counted {
                said_ms: row.get("said_ms")?,
                passed_ms: row.get("passed_ms")?,
                clock_ms: row.get("clock_ms")?,
            };
            Ok((counted, row.get("is_shut")?))
        });
        let Some((counted, is_shut)) = found.doing("reading the lease")? else { return Ok(None) };
        let days = sharing::rights(connection)?.iter().find_map(counting::days).unwrap_or(i64::MAX);
        Ok(Some(Self { days, counted, is_shut }).filter(|state| state.days < i64::MAX || state.is_shut))
    }

    fn left_ms(&self, clock_ms: i64) -> i64 {
        self.counted.counted(clock_ms).left_ms(self.days)
    }
}

/// Writes down what has passed, and makes the rows of others again where that closes or opens them. Returns their tables.
fn change(connection: &Connection, count: impl FnOnce(Counted) -> Counted) -> Result<BTreeSet<&'static str>> {
    let Some(state) = State::read(connection)? else { return Ok(BTreeSet::new()) };
    let counted = count(state.counted);
    let is_shut = counted.left_ms(state.days) == 0;
    connection
        .execute(
            "update local_lease set said_ms = ?1, passed_ms = ?2, clock_ms = ?3, is_shut = ?4",
            (counted.said_ms, counted.passed_ms, counted.clock_ms, is_shut),
        )
        .doing("counting the lease")?;
    if is_shut == state.is_shut { Ok(BTreeSet::new()) } else { make_again(connection) }
}

fn make_again(connection: &Connection) -> Result<BTreeSet<&'static str>> {
    let others =
        format!("select distinct op.row from local_scope s join op on op.scope = s.number where {OTHERS} order by 1");
    let all: Vec<RowId> = sql::all(connection, &others, [], |row| sql::id(row, "row")).doing("finding others' rows")?;
    let mut tables = BTreeSet::new();
    // What was erased meanwhile was noted when that arrived.
    for row in all {
        tables.extend(rows::refold(connection, row, &[])?.table);
    }
    Ok(tables)
}
