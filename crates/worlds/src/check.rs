//! The promises, each a function that says when it was broken. They stand in the words of docs/sync.md.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    RowId, Value,
    access::{Facts, may_read},
    schema,
    scope::Scope,
};
use server::storage::Sqlite;
use store::{Connection, rebuild};
use sync::fold::Revision;

use crate::{
    device::Device,
    expect::Expected,
    ledger::Ledger,
    log::{self, Central, Key, Logged, key, key_of_value},
    tables::{self, Shown},
    violation::{Kept, must},
};

/// Where each name's operations end, as they are written: a device's clock may go back, its operations never do.
#[derive(Debug, Default)]
pub struct Heads(BTreeMap<(usize, i64), (i64, i64)>);

impl Heads {
    /// Takes down what a device wrote.
    ///
    /// # Errors
    /// When a number is missing, or the order of its changes is not that in which they were made.
    pub fn written(&mut self, device: usize, ops: &[Logged]) -> Kept {
        for Logged { op, .. } in ops {
            let (replica, ctr) = (op.reference.replica, op.reference.ctr);
            let (last_ctr, last_hlc) = self.0.get(&(device, replica)).copied().unwrap_or((ctr - 1, i64::MIN));
            must("I5 numbers have no gap", ctr == last_ctr + 1 || ctr <= last_ctr, || {
                format!("{ctr} of {replica} follows {last_ctr}")
            })?;
            must("I12 a clock that is set back does not turn the order round", op.hlc >= last_hlc, || {
                format!("{ctr} of {replica} is of {} after {}", op.hlc >> 16, last_hlc >> 16)
            })?;
            self.0.insert((device, replica), (ctr, op.hlc));
        }
        Ok(())
    }

    /// Forgets everything: a file came back that is older.
    pub fn forget(&mut self) {
        self.0.clear();
    }
}

/// Returns a device's epoch and cursor.
///
/// # Errors
/// SQLite's.
pub fn cursor(connection: &Connection) -> rusqlite::Result<(i64, (i64, i64))> {
    let sql = "select epoch, place, seq from local_exchange";
    connection.query_row(sql, [], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))
}

/// I4, I5: no number is given twice, no name's operations have a hole, and transactions are whole.
pub fn log_is_whole(log: &[Central], custody: &[Central]) -> Kept {
    for pair in log.windows(2) {
        must("I5 every number is given once", pair[0].seq < pair[1].seq, || {
            format!("{} is followed by {}", pair[0].seq, pair[1].seq)
        })?;
    }
    let mut names: BTreeMap<i64, BTreeMap<i64, i64>> = BTreeMap::new();
    for Central { op, .. } in log.iter().chain(custody) {
        let known = names.entry(op.reference.replica).or_default().insert(op.reference.ctr, op.txn_len);
        must("I7 what comes again changes nothing", known.is_none(), || format!("{:?} is there twice", op.reference))?;
    }
    for (name, ops) in names {
        let mut left = 0;
        for (expected, (ctr, length)) in (1..).zip(ops) {
            must("I5 numbers have no gap", ctr == expected, || format!("{expected} of {name} is missing"))?;
            must("I4 transactions are whole", (length > 0) == (left == 0), || {
                format!("{ctr} of {name} stands inside of another transaction")
            })?;
            left = if length > 0 { length - 1 } else { left - 1 };
        }
        must("I4 transactions are whole", left == 0, || format!("{left} of the last of {name} are missing"))?;
    }
    Ok(())
}

/// I1, I11: what a device said is saved is in the service's log, in its custody, or still waits where it was written.
pub fn nothing_is_lost(ledger: &Ledger, log: &[Central], custody: &[Central], devices: &[Device]) -> Kept {
    let mut kept: BTreeSet<_> = log.iter().chain(custody).filter_map(|central| key(&central.op)).collect();
    for device in devices {
        let waiting = log::all(device.reader())?.into_iter().filter(|op| op.settled.is_none() && op.held.is_none());
        kept.extend(waiting.filter_map(|logged| key(&logged.op)));
    }
    for (key, saved) in ledger.owed() {
        must("I1 nothing that was saved is lost", kept.contains(key), || {
            format!("device {} saved {} at {}", saved.device, saved.what, saved.at_ms)
        })?;
    }
    Ok(())
}

/// I3: each text that somebody wrote can be reached from its row.
pub fn texts_are_reachable(ledger: &Ledger, expected: &BTreeMap<RowId, Expected>, kept: &BTreeSet<Key>) -> Kept {
    let lost = ledger.lost_with_a_disk(kept);
    for (row, Expected { row: folded, texts, .. }) in expected.iter().filter(|(_, expected)| !expected.was_erased) {
        for (field, revision, _) in texts {
            let is_read = folded.texts.get(field).is_some_and(|prose| prose.words(*revision).is_some());
            must("I3 every text that was saved can be reached", is_read || is_over(&lost, texts, *revision), || {
                format!("a revision of field {field} of {row} cannot be read")
            })?;
        }
    }
    Ok(())
}

/// Returns whether a revision was written over words of which the only file is gone.
fn is_over(lost: &BTreeSet<Revision>, texts: &[(u16, Revision, Vec<Revision>)], revision: Revision) -> bool {
    let mut open = vec![revision];
    let mut seen = BTreeSet::new();
    while let Some(revision) = open.pop() {
        let parents = || texts.iter().filter(|(_, result, _)| *result == revision).flat_map(|(_, _, parents)| parents);
        if parents().any(|parent| lost.contains(parent)) {
            return true;
        }
        open.extend(parents().filter(|parent| seen.insert(**parent)));
    }
    false
}

/// I12: whoever saw a value and wrote another follows it, whatever the clocks said.
pub fn order_follows_sight(ledger: &Ledger, log: &[Central], expected: &BTreeMap<RowId, Expected>) -> Kept {
    let settled: BTreeSet<_> = log.iter().filter_map(|central| key(&central.op)).collect();
    for ((row, field), steps) in ledger.followed() {
        let Some(Expected { entity, row: folded, .. }) = expected.get(row) else { continue };
        let stands = folded.value(*field);
        for (_, after) in steps.iter().filter(|(before, _)| *before == stands && *before != Value::Null) {
            let came = settled.contains(&key_of_value(*entity, *row, *field, after));
            must("I12 wrong clocks change only the order of what was concurrent", !came, || {
                format!("{stands:?} stands in field {field} of {row} although the writer of {after:?} saw it")
            })?;
        }
    }
    Ok(())
}

/// A removal that did not know of a change never takes it away: the row stays, and says so. Where the row's creation is in
/// custody there is nothing to show, but it would stay.
pub fn removals_know(ledger: &Ledger, log: &[Central], expected: &BTreeMap<RowId, Expected>) -> Kept {
    const CHANGES: [i64; 2] = [2, 3];
    let mut of: BTreeMap<RowId, Vec<&Central>> = BTreeMap::new();
    log.iter().for_each(|central| of.entry(central.op.row).or_default().push(central));
    for (row, ops) in of {
        let Some(expected) = expected.get(&row).filter(|expected| expected.row.erased_ms.is_none()) else { continue };
        let removals: Vec<_> = ops.iter().filter(|central| central.op.kind == 4).collect();
        let Some(knew) = removals.last().and_then(|last| ledger.knew(&key(&last.op)?)) else { continue };
        let removers: BTreeSet<_> = removals.iter().map(|central| central.op.reference.replica).collect();
        let unknown = ops.iter().find(|central| {
            let is_change = CHANGES.contains(&central.op.kind) && central.scope == Some(expected.home);
            let is_known = key(&central.op).is_none_or(|key| knew.contains(&key));
            is_change && !is_known && !removers.contains(&central.op.reference.replica)
        });
        must(
            "a removal does not win over a change that it did not know of",
            unknown.is_none() || expected.row.removed.is_none() || expected.row.is_contested(),
            || format!("{row} is removed although {:?} was not known", unknown.map(|central| central.op.reference)),
        )?;
    }
    Ok(())
}

/// I10: after the storm no queue stands still, whatever was refused.
pub fn nothing_waits(number: usize, device: &Device) -> Kept {
    let own = log::names(device.reader())?;
    let waits = log::all(device.reader())?.into_iter().filter(|logged| own.contains(&logged.op.reference.replica));
    let waits: Vec<_> = waits.filter(|op| op.settled.is_none() && op.held.is_none()).collect();
    must("I10 no queue stands still", waits.is_empty(), || {
        format!("device {number} still has {} operations, the first {:?}", waits.len(), waits[0].op.reference)
    })
}

/// I2: each device shows what the service's log makes, for every scope that its person may read.
pub fn rows_are_as_expected(
    number: usize,
    device: &Device,
    (expected, unsure): (&BTreeMap<RowId, Expected>, &BTreeSet<RowId>),
) -> Kept {
    let shown = tables::rows(device.reader())?;
    let refused = refused(device)?;
    for (id, expected) in expected.iter().filter(|(id, _)| !refused.contains(id) && !unsure.contains(id)) {
        let is_right = match shown.get(id) {
            // Of a row whose creation is missing there is nothing to show.
            None => !expected.row.is_live(),
            Some(row) => is_as_expected(row, expected),
        };
        must("I2 equal scopes make equal rows", is_right, || {
            format!("device {number} shows {:?} of {id}, expected {}", shown.get(id), told(expected))
        })?;
    }
    Ok(())
}

fn is_as_expected(row: &Shown, expected: &Expected) -> bool {
    if row.is_live != expected.row.is_live() {
        return false;
    }
    let Some(entity) = schema::entity(expected.entity).filter(|_| row.is_live) else { return true };
    entity
        .fields
        .iter()
        .all(|field| row.values.get(&field.number).cloned().unwrap_or(Value::Null) == expected.row.value(field.number))
}

fn told(expected: &Expected) -> String {
    let entity = schema::entity(expected.entity);
    let fields = entity.iter().flat_map(|entity| entity.fields).map(|field| (field.number, field.number));
    let values: BTreeMap<u16, Value> = fields.map(|(number, _)| (number, expected.row.value(number))).collect();
    format!("live {} {values:?}", expected.row.is_live())
}

/// Returns the rows in which a device shows what the service does not have in its order: its own work that is in custody,
/// and others' work that the service gave and lost in a restore, and that its writers have not or may not bring again.
fn refused(device: &Device) -> Kept<BTreeSet<RowId>> {
    let own = log::names(device.reader())?;
    let is_refused = |logged: &Logged| match own.contains(&logged.op.reference.replica) {
        true => logged.held == Some(1),
        false => logged.settled.is_none() && logged.offered.is_some(),
    };
    Ok(log::all(device.reader())?.into_iter().filter(is_refused).map(|logged| logged.op.row).collect())
}

/// I6: no device keeps what came from a scope that its person may not read any more, not even what the service forgot
/// that it gave.
pub fn nothing_foreign_stays(number: usize, device: &Device, facts: &Facts) -> Kept {
    let own = log::names(device.reader())?;
    let all = log::all(device.reader())?;
    for logged in all.iter().filter(|logged| !own.contains(&logged.op.reference.replica)) {
        let Some(Ok(scope)) = logged.scope.as_deref().map(Scope::from_bytes) else { continue };
        // The mark of an erasing stays where it erased what the person wrote themselves.
        let is_mark = || {
            let erased = |mine: &Logged| mine.op.row == logged.op.row && own.contains(&mine.op.reference.replica);
            logged.op.kind == sync::body::ERASE && all.iter().any(erased)
        };
        must("I6 nobody keeps what is not theirs", may_read(facts, &scope).is_ok() || is_mark(), || {
            format!("device {number} has {:?} of {scope:?}", logged.op.reference)
        })?;
    }
    Ok(())
}

/// I2, for the log: a device has every operation that its person may read, also what its version does not understand.
pub fn log_has_what_is_readable(number: usize, device: &Device, facts: &Facts, log: &[Central]) -> Kept {
    let all = log::all(device.reader())?;
    let has: BTreeMap<_, _> =
        all.iter().map(|logged| (logged.op.reference, (logged.settled, logged.received_ms))).collect();
    for central in log.iter().filter(|central| central.is_for(facts)) {
        let place = (Some(central.seq), Some(central.received_ms));
        let here = has.get(&central.op.reference);
        must("I2 equal scopes make equal logs", here == Some(&place), || {
            format!("device {number} has {here:?} for {:?} of {:?}, not {place:?}", central.op.reference, central.scope)
        })?;
    }
    Ok(())
}

/// I8: from the log alone a rebuild gives the same rows, and every chain verifies.
pub fn rebuilds(number: usize, device: &mut Device) -> Kept {
    const PROMISE: &str = "I8 a rebuild gives the same rows";
    let Err(error) = rebuild::compare(device.writer(), &mut |_| true) else { return Ok(()) };
    let before = everything(device.reader())?;
    rebuild::rebuild(device.writer())?;
    let after = everything(device.reader())?;
    let changed: Vec<_> = before.symmetric_difference(&after).take(6).collect();
    Err(crate::Violation::new(PROMISE, format!("device {number}: {error}: {changed:?}")))
}

/// Returns the rows of every table that is made from the log, each as one text.
fn everything(connection: &Connection) -> Kept<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    let tables = schema::ENTITIES.iter().map(|entity| entity.table);
    for table in tables.chain(["register", "search_entry", "attention"]) {
        let mut statement = connection.prepare(&format!("select * from {table}"))?;
        let columns = statement.column_count();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let values: Vec<String> = (0..columns)
                .map(|column| row.get_ref(column).map(|value| format!("{value:?}")))
                .collect::<Result<_, _>>()?;
            found.insert(format!("{table} {}", values.join(" ")));
        }
    }
    Ok(found)
}

/// I2: two devices of one person have the same rows.
pub fn equal_readers_have_equal_rows(devices: &[Device], unsure: &BTreeSet<RowId>) -> Kept {
    let mut of: BTreeMap<RowId, (usize, BTreeMap<RowId, Shown>)> = BTreeMap::new();
    for (number, device) in devices.iter().enumerate() {
        let refused = refused(device)?;
        let rows = tables::rows(device.reader())?;
        let rows: BTreeMap<_, _> =
            rows.into_iter().filter(|(id, _)| !refused.contains(id) && !unsure.contains(id)).collect();
        let Some((first, known)) = of.get(&device.identity.person) else {
            of.insert(device.identity.person, (number, rows));
            continue;
        };
        for (id, row) in &rows {
            let same = known.get(id).is_none_or(|other| row == other || (!row.is_live && !other.is_live));
            must("I2 equal scopes make equal rows", same, || {
                format!("{id} is {row:?} on device {number} and {:?} on {first}", known.get(id))
            })?;
        }
    }
    Ok(())
}

/// Returns a hash of everything that the service has and of everything that the devices have.
pub fn fingerprints(storage: &Sqlite, devices: &[Device]) -> Kept<Vec<[u8; 32]>> {
    let (log, custody) = log::of_service(storage)?;
    let mut prints = vec![*blake3::hash(format!("{log:?} {custody:?}").as_bytes()).as_bytes()];
    for device in devices {
        prints.push(rebuild::fingerprint(device.reader())?);
    }
    Ok(prints)
}
