//! What stands in the organisation's scope, folded from the log as every device folds it.

use std::collections::BTreeMap;

use ::roster::{Joins, Stored};
use domain::{
    RowId,
    schema::{self, Entity},
    scope::Scope,
    time,
};
use sync::{
    batch::Batch,
    fold::{Placed, Row, WAITING},
    op::OpRef,
    register::ord,
};

use crate::{
    error::{Error, Result},
    storage::Tx,
    writing::Change,
};

/// The number of a row's entity, and the row.
pub(super) type Key = (u16, RowId);

/// Returns the key of a person's row.
pub(super) fn of_person(person: RowId) -> Key {
    (schema::person::ENTITY.number, person)
}

/// Returns the name by which a person is called.
pub(super) fn name(row: &Row) -> String {
    let text = |field| row.value(field).text().unwrap_or_default().to_owned();
    let preferred = text(schema::person::PREFERRED);
    domain::person::name(&text(schema::person::GIVEN), &text(schema::person::FAMILY), Some(&preferred))
}

/// How many blocks are held at once.
const AT_ONCE: usize = 16;
const DAMAGED: Error = Error::Damaged { what: "a block" };

/// Rows that everybody of the organisation has.
#[derive(Default, Clone)]
pub(super) struct Rows(BTreeMap<Key, Row>);

impl Rows {
    /// Folds the scope's operations up to a number.
    pub fn load(tx: &mut dyn Tx, org: RowId, until: i64) -> Result<Self> {
        let (mut rows, mut after) = (Self::default(), 0);
        let scope = Scope::Organisation.bytes();
        loop {
            let blocks = tx.query(
                "select last_seq, received_ms, batch from block
                 where org_id = $1 and scope = $2 and last_seq > $3 and last_seq <= $4 order by last_seq limit 16",
                &[org.into(), scope.as_slice().into(), after.into(), until.into()],
            )?;
            for block in &blocks {
                after = block.integer(0)?;
                rows.take(&Batch::decode(block.bytes(2)?).map_err(|_| DAMAGED)?, block.integer(1)?)?;
            }
            if blocks.len() < AT_ONCE {
                return Ok(rows);
            }
        }
    }

    fn take(&mut self, batch: &Batch, received_ms: i64) -> Result<()> {
        for op in &batch.ops {
            let Some(entity) = schema::entity(op.entity) else { continue };
            if !sync::body::Body::KINDS.contains(&op.kind) {
                continue;
            }
            let body = op.body().map_err(|_| DAMAGED)?;
            let placed =
                Placed { reference: op.reference, hlc: op.hlc, ord: ord(op.hlc, received_ms), body: body.as_ref() };
            self.0.entry((op.entity, op.row)).or_default().take(entity, &placed);
        }
        Ok(())
    }

    /// Returns the rows as they stand after changes that are to be written.
    pub fn after(&self, changes: &[Change], now_ms: i64) -> Self {
        let mut after = self.clone();
        for (ctr, change) in (1..).zip(changes) {
            let Some(entity) = schema::entity(change.entity) else { continue };
            let reference = OpRef { replica: 0, ctr };
            let placed = Placed { reference, hlc: now_ms << 16, ord: WAITING, body: Some(&change.body) };
            after.0.entry((change.entity, change.row)).or_default().take(entity, &placed);
        }
        after
    }

    /// Returns a row, also one that was removed.
    pub fn get(&self, key: Key) -> Option<&Row> {
        self.0.get(&key)
    }

    /// Returns the rows of an entity that are there.
    pub fn live(&self, entity: &'static Entity) -> impl Iterator<Item = (RowId, &Row)> {
        let number = entity.number;
        let of = self.0.range((number, RowId::from_bytes([0; 16]))..=(number, RowId::from_bytes([255; 16])));
        of.filter(|(_, row)| row.is_live()).map(|((_, id), row)| (*id, row))
    }

    /// Returns what a plan compares a file with.
    pub fn stored(&self, org: RowId, now_ms: i64, joins: Joins) -> Stored {
        let all = |entity: &'static Entity| -> Vec<::roster::Row> {
            let values = |row: &Row| entity.fields.iter().map(|field| row.value(field.number)).collect();
            self.live(entity).map(|(id, row)| ::roster::Row::new(id, entity, values(row))).collect()
        };
        Stored {
            organisations: all(schema::organisation::ENTITY),
            people: all(schema::person::ENTITY),
            roles: all(schema::role::ENTITY),
            sections: all(schema::section::ENTITY),
            school_years: all(schema::school_year::ENTITY),
            terms: all(schema::term::ENTITY),
            // Nobody's profile: a roster may end the work of anybody.
            me: org,
            root: org,
            own: org,
            today: self.today(org, now_ms),
            joins,
        }
    }

    /// Returns the day of a moment where the organisation is.
    pub fn today(&self, org: RowId, now_ms: i64) -> chrono::NaiveDate {
        let row = self.get((schema::organisation::ENTITY.number, org));
        let zone = row.and_then(|row| time::zone(row.value(schema::organisation::ZONE).text()?));
        time::local(now_ms, zone.unwrap_or(chrono_tz::UTC)).date_naive()
    }
}
