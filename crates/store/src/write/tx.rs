//! The inside of one act: the verbs that change rows.

use domain::{
    RowId, Value,
    schema::{Entity, coach_note},
    scope::Scope,
};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::{
    Source, apply,
    error::{Doing, Error, Result},
    oplog::{self, Body, Draft, OpRef, Replica},
    sharing, sql,
};

/// The inside of one act.
pub struct Tx<'a> {
    pub(super) connection: &'a Connection,
    pub(super) source: &'a mut dyn Source,
    pub(super) last_id: &'a mut Option<RowId>,
    pub(super) next_seq: i64,
    pub(super) hlc: i64,
    /// The name of the next operation in each of the two logs.
    pub(super) next: [OpRef; 2],
    pub(super) drafts: Vec<Draft>,
    pub(crate) inverse: Vec<Change>,
}

impl<'a> Tx<'a> {
    /// Returns the connection, which outlives this borrow.
    pub(crate) fn connection(&self) -> &'a Connection {
        self.connection
    }

    /// Returns the connection for reading, with everything that this act has changed so far.
    #[must_use]
    pub fn reader(&self) -> &Connection {
        self.connection
    }

    /// Whether a row is this person's own, also one that this act has just made: it is in no log yet.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub fn is_own(&self, row: RowId) -> Result<bool> {
        let is_made = self.drafts.iter().any(|draft| draft.row == row);
        Ok(sharing::is_own(self.connection, row)? || (is_made && sharing::origin(self.connection, row)?.is_none()))
    }

    /// Returns the number that the next operation gets in this file's log.
    pub(crate) fn next_seq(&self) -> i64 {
        self.next_seq
    }

    /// Returns the moment of this act in milliseconds since 1970.
    pub fn now_ms(&self) -> i64 {
        self.hlc >> 16
    }

    /// Makes the id of a new row. It sorts after every id that this writer made.
    pub fn new_id(&mut self) -> RowId {
        new_id(self.source, self.last_id)
    }

    /// Draws bytes that nobody can guess.
    pub(crate) fn random<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.source.fill(&mut bytes);
        bytes
    }

    /// Makes a row with all its fields. Empty fields may be left out.
    ///
    /// # Errors
    /// When the database fails.
    pub fn create(&mut self, entity: &'static Entity, row: RowId, fields: Vec<(u16, Value)>) -> Result<()> {
        let fields = fields.into_iter().filter(|(_, value)| *value != Value::Null).collect();
        self.push(entity, row, Body::Create(fields))?;
        self.inverse.push(Change::Remove { entity: entity.number, row });
        Ok(())
    }

    /// Gives a field another value; the same value again changes nothing. A long text becomes a new revision.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the row is not there, or was erased.
    pub fn set(&mut self, entity: &'static Entity, row: RowId, field: u16, value: Value) -> Result<()> {
        self.refuse_erased(entity, row)?;
        self.refuse_given(entity, row)?;
        let known = apply::known(entity, field)?;
        let before = apply::current(self.connection, entity, row, known)?;
        if before == value {
            return Ok(());
        }
        let body = if apply::is_long_text(known) && value.text().is_some() {
            self.text_body(entity, row, field, before.text().unwrap_or_default(), value.text().unwrap_or_default())?
        } else {
            Body::Set { field, value: value.clone(), over: self.seen(entity, row, known)? }
        };
        self.push(entity, row, body)?;
        self.inverse.push(Change::Set { entity: entity.number, row, field, value: before, expected: value });
        Ok(())
    }

    /// A coach note that its supervisors have stays as it was looked at before it was shared: no undo, no version of
    /// before and no choice between versions changes it.
    fn refuse_given(&self, entity: &Entity, row: RowId) -> Result<()> {
        if entity.number != coach_note::ENTITY.number {
            return Ok(());
        }
        let shares = sharing::shares(self.connection, row)?;
        let is_given = |share: &sharing::Share| share.state != sharing::State::Ending;
        if shares.iter().any(is_given) { Err(Error::Changed) } else { Ok(()) }
    }

    /// Removes a row; it can be brought back for 30 days.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the row is not there.
    pub fn remove(&mut self, entity: &'static Entity, row: RowId) -> Result<()> {
        match apply::is_live(self.connection, entity, row)? {
            None => Err(Error::NotFound { entity: entity.table }),
            Some(false) => Ok(()),
            Some(true) => {
                let seen = self.others_changes(entity, row)?;
                self.push(entity, row, Body::Remove { seen })?;
                self.inverse.push(Change::Restore { entity: entity.number, row });
                Ok(())
            }
        }
    }

    /// Brings a removed row back.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the row is not there, or was erased.
    pub fn restore(&mut self, entity: &'static Entity, row: RowId) -> Result<()> {
        self.refuse_erased(entity, row)?;
        match apply::is_live(self.connection, entity, row)? {
            None => Err(Error::NotFound { entity: entity.table }),
            Some(true) => Ok(()),
            Some(false) => {
                self.push(entity, row, Body::Restore)?;
                self.inverse.push(Change::Remove { entity: entity.number, row });
                Ok(())
            }
        }
    }

    /// Makes a row, or brings it back when it is there and removed: for rows whose id is derived. One that was erased
    /// comes back with these fields.
    ///
    /// # Errors
    /// When the database fails.
    pub fn create_or_restore(&mut self, entity: &'static Entity, row: RowId, fields: Vec<(u16, Value)>) -> Result<()> {
        if apply::is_live(self.connection, entity, row)?.is_none() {
            return self.create(entity, row, fields);
        }
        if apply::is_erased(self.connection, entity, row)? {
            return self.create(entity, row, fields);
        }
        self.restore(entity, row)
    }

    /// Opens a document, by its first row, to a scope. Whether that may be is decided by the service; what of it may be
    /// offered, by the actions.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not there, or was erased; [`Error::Shared`] when it is somebody else's.
    pub fn share(&mut self, entity: &'static Entity, root: RowId, scope: &Scope) -> Result<()> {
        self.open_to(entity, root, scope, true)
    }

    /// Ends what [`Tx::share`] began.
    ///
    /// # Errors
    /// As [`Tx::share`].
    pub fn unshare(&mut self, entity: &'static Entity, root: RowId, scope: &Scope) -> Result<()> {
        self.open_to(entity, root, scope, false)
    }

    fn open_to(&mut self, entity: &'static Entity, root: RowId, scope: &Scope, open: bool) -> Result<()> {
        self.refuse_erased(entity, root)?;
        if apply::is_live(self.connection, entity, root)?.is_none() {
            return Err(Error::NotFound { entity: entity.table });
        }
        let scope = scope.bytes();
        let body = if open { Body::Share { scope: scope.clone() } } else { Body::Unshare { scope: scope.clone() } };
        self.push(entity, root, body)?;
        let made = self.drafts.last().expect("just pushed").reference;
        self.inverse.push(Change::Share {
            entity: entity.number,
            row: root,
            scope,
            open: !open,
            made: (made.replica, made.ctr),
        });
        Ok(())
    }

    /// Takes a share back, or the end of one, unless the service has it already: what was sent cannot be unseen.
    fn open_again(&mut self, change: &Change) -> Result<()> {
        let Change::Share { entity, row, scope, open, made } = change else { return Ok(()) };
        let sql = "select settled is not null from op where replica = ?1 and ctr = ?2";
        let is_sent = sql::first(self.connection, sql, *made, |row| row.get(0)).doing("looking for a share")?;
        if is_sent != Some(false) {
            return Err(Error::Changed);
        }
        let scope = Scope::from_bytes(scope).map_err(|_| Error::Damaged { what: "the undo steps" })?;
        self.open_to(apply::entity(*entity)?, *row, &scope, *open)
    }

    /// Makes a row that is not here yet, or brings one back that was removed where `may_restore` says so. Returns whether
    /// anything was done: a row that is here stays as it is, and one that was erased stays erased.
    ///
    /// # Errors
    /// When the database fails.
    pub fn create_missing(
        &mut self,
        entity: &'static Entity,
        row: RowId,
        fields: Vec<(u16, Value)>,
        may_restore: bool,
    ) -> Result<bool> {
        match apply::is_live(self.connection, entity, row)? {
            None => self.create(entity, row, fields).map(|()| true),
            Some(false) if may_restore && !apply::is_erased(self.connection, entity, row)? => {
                self.restore(entity, row).map(|()| true)
            }
            Some(_) => Ok(false),
        }
    }

    /// Removes a row's content for good. There is no undo.
    pub(crate) fn erase(&mut self, entity: &'static Entity, row: RowId) -> Result<()> {
        let seen = self.others_changes(entity, row)?;
        self.push(entity, row, Body::Erase { seen })
    }

    /// Does a remembered change, if what it expects is still so.
    pub(crate) fn change(&mut self, change: &Change) -> Result<()> {
        match change {
            Change::Remove { entity, row } => self.remove(apply::entity(*entity)?, *row),
            Change::Restore { entity, row } => self.restore(apply::entity(*entity)?, *row),
            Change::Share { .. } => self.open_again(change),
            Change::Set { entity, row, field, value, expected } => {
                let entity = apply::entity(*entity)?;
                if apply::current(self.connection, entity, *row, apply::known(entity, *field)?)? != *expected {
                    return Err(Error::Changed);
                }
                self.set(entity, *row, *field, value.clone())
            }
        }
    }

    /// Writes a choice between what met, which is a change also where the shown value stays the same. `before` is what
    /// was shown.
    pub(crate) fn settle(&mut self, entity: &'static Entity, row: RowId, body: Body, before: Value) -> Result<()> {
        self.refuse_erased(entity, row)?;
        self.refuse_given(entity, row)?;
        let field = match &body {
            Body::Set { field, .. } | Body::Text { field, .. } => Some(*field),
            _ => None,
        };
        self.push(entity, row, body)?;
        if let Some(field) = field {
            let expected = apply::current(self.connection, entity, row, apply::known(entity, field)?)?;
            self.inverse.push(Change::Set { entity: entity.number, row, field, value: before, expected });
        }
        Ok(())
    }

    /// Ends the name under which the shared log was written, and returns the new one.
    pub(crate) fn end_shared(&mut self) -> Result<Replica> {
        oplog::end_shared(self.connection, self.source)
    }

    fn refuse_erased(&self, entity: &'static Entity, row: RowId) -> Result<()> {
        if apply::is_erased(self.connection, entity, row)? {
            return Err(Error::NotFound { entity: entity.table });
        }
        Ok(())
    }

    /// Returns the number of the last operation of this act.
    pub(crate) fn last_seq(&self) -> i64 {
        self.next_seq - 1
    }
}

/// Makes an id that sorts after the last one.
pub(super) fn new_id(source: &mut dyn Source, last: &mut Option<RowId>) -> RowId {
    let now_ms = source.now_ms();
    let id = match *last {
        Some(last) => RowId::following(last, now_ms),
        None => {
            let mut random = [0; 10];
            source.fill(&mut random);
            RowId::new(now_ms, random)
        }
    };
    *last = Some(id);
    id
}

/// A change as undo remembers it: what to do, and what must still be so.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum Change {
    /// Removes a row that the act made or brought back.
    Remove { entity: u16, row: RowId },
    /// Brings back a row that the act removed.
    Restore { entity: u16, row: RowId },
    /// Gives a field the value it had, if it still has the one that the act gave.
    Set { entity: u16, row: RowId, field: u16, value: Value, expected: Value },
    /// Opens a document again, or closes it, if the operation that did the other has not been sent.
    Share { entity: u16, row: RowId, scope: Vec<u8>, open: bool, made: (i64, i64) },
}
