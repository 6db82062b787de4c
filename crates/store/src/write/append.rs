//! How the changes of an act reach the rows and the log.

use domain::{
    RowId,
    schema::{Entity, Field},
    scope::Scope,
};
use sync::{body::Body, fold::Prose};

use super::{Tx, patch};
use crate::{
    apply,
    error::{Doing, Error, Result},
    exchange,
    oplog::{self, Draft, Members, OpRef},
    rows, sharing, sql,
};

/// Who wrote a row so far.
struct Writers {
    /// Whether it was this replica alone, or nobody yet: then the short way comes to the same as the fold.
    is_own: bool,
    /// Whether there is an operation at all.
    is_begun: bool,
    /// The scope that the row lives in.
    scope: Option<i64>,
}

impl Tx<'_> {
    /// Takes the moment of this act: always after the last one in the log.
    pub(super) fn begin(&mut self) -> Result<()> {
        let replicas = oplog::replicas(self.connection, self.source)?;
        let last = replicas.iter().map(|replica| replica.hlc).max().unwrap_or(0);
        let last = if sync::planted!(ClockStepsBack) { 0 } else { last };
        self.hlc = (self.source.now_ms() << 16).max(last + 1);
        self.next = replicas.map(|replica| OpRef { replica: replica.replica, ctr: replica.ctr + 1 });
        Ok(())
    }

    /// Takes new names for what is written from here on: the same log may be written on elsewhere.
    pub(crate) fn begin_anew(&mut self) -> Result<()> {
        oplog::begin_anew(self.connection, self.source)?;
        self.begin()
    }

    /// Applies a change to its row, and keeps it for the log.
    pub(super) fn push(&mut self, entity: &'static Entity, row: RowId, body: Body) -> Result<()> {
        let mut writers = self.writers(entity, row)?;
        if !writers.is_begun
            && let Body::Create(fields) = &body
        {
            writers.scope = sharing::beginning(self.connection, entity, fields)?;
        }
        self.refuse_shared(entity, writers.scope)?;
        let next = &mut self.next[oplog::log_index(entity.log)];
        let draft = Draft {
            seq: self.next_seq,
            reference: *next,
            hlc: self.hlc,
            log: entity.log,
            scope: writers.scope,
            entity: entity.number,
            row,
            body,
        };
        next.ctr += 1;
        self.next_seq += 1;
        if writers.is_own && !(writers.is_begun && matches!(draft.body, Body::Create(_))) {
            let Draft { seq, reference, hlc, body, .. } = &draft;
            apply::apply(
                self.connection,
                &apply::Incoming { seq: *seq, reference: *reference, hlc: *hlc, entity, row, body },
            )?;
            self.drafts.push(draft);
        } else {
            self.drafts.push(draft);
            rows::refold(self.connection, row, &self.drafts)?;
        }
        Ok(())
    }

    /// What others shared is only read.
    fn refuse_shared(&self, entity: &Entity, scope: Option<i64>) -> Result<()> {
        let Some(number) = scope else { return Ok(()) };
        let scope = Scope::from_bytes(&exchange::scope_bytes(self.connection, number)?);
        match scope {
            Ok(scope) if !sharing::is_common(&scope) => Err(Error::Shared { entity: entity.table }),
            _ => Ok(()),
        }
    }

    fn writers(&self, entity: &Entity, row: RowId) -> Result<Writers> {
        let own = self.next[oplog::log_index(entity.log)].replica;
        let mut statement = self
            .connection
            .prepare_cached("select replica, scope from op where row = ?1 order by seq")
            .doing("reading a row's writers")?;
        let mut found = statement.query([row.bytes()]).doing("reading a row's writers")?;
        let mut scope = None;
        let mut is_begun = false;
        while let Some(op) = found.next().doing("reading a row's writers")? {
            if op.get::<_, i64>(0).doing("reading a row's writers")? != own {
                let scope = Members::read(self.connection, row, &[])?.scope();
                return Ok(Writers { is_own: false, is_begun: true, scope });
            }
            if !is_begun {
                scope = op.get(1).doing("reading a row's writers")?;
            }
            is_begun = true;
        }
        Ok(Writers { is_own: true, is_begun: is_begun || self.drafts.iter().any(|draft| draft.row == row), scope })
    }

    /// Appends what was changed to the logs that it belongs to.
    pub(super) fn finish(&mut self) -> Result<()> {
        if self.drafts.is_empty() {
            return Ok(());
        }
        for mut replica in oplog::replicas(self.connection, self.source)? {
            let of_log: Vec<&Draft> =
                self.drafts.iter().filter(|draft| oplog::log_number(draft.log) == replica.log).collect();
            if !of_log.is_empty() {
                oplog::append(self.connection, &mut replica, &of_log, self.source)?;
            }
        }
        Ok(())
    }

    /// Returns the operation that gives a long text its next revision.
    pub(super) fn text_body(&self, entity: &Entity, row: RowId, field: u16, before: &str, after: &str) -> Result<Body> {
        if self.writers(entity, row)?.is_own {
            let parent = self.revision(row, field)?.unwrap_or_else(|| oplog::revision(&[], before));
            return Ok(revised(field, vec![parent], before, after, false));
        }
        let folded = Members::read(self.connection, row, &self.drafts)?.fold();
        Ok(match folded.texts.get(&field) {
            Some(text) => written_on(field, text, after, false),
            None => revised(field, vec![oplog::revision(&[], before)], before, after, false),
        })
    }

    fn revision(&self, row: RowId, field: u16) -> Result<Option<[u8; 16]>> {
        let sql = "select revision from register where row = ?1 and field = ?2";
        let found = sql::first(self.connection, sql, (row.bytes(), field), |row| row.get(0));
        Ok(found.doing("reading a text's revision")?.flatten())
    }

    /// Returns the operations that a change of a field is written over: of a text all that its words come from, of a
    /// value everybody's who gave it.
    pub(super) fn seen(&self, entity: &Entity, row: RowId, field: &Field) -> Result<Vec<OpRef>> {
        if apply::is_long_text(field) && !sync::planted!(NothingSeen) && !self.writers(entity, row)?.is_own {
            let folded = Members::read(self.connection, row, &self.drafts)?.fold();
            if let Some(text) = folded.texts.get(&field.number) {
                return Ok(text.seen());
            }
        }
        self.on_screen(entity, row, field)
    }

    /// Returns the operations whose value a field has now: of a text the last one, of a value everybody's who gave it.
    pub(crate) fn on_screen(&self, entity: &Entity, row: RowId, field: &Field) -> Result<Vec<OpRef>> {
        if sync::planted!(NothingSeen) {
            return Ok(Vec::new());
        }
        if !apply::is_long_text(field) && !self.writers(entity, row)?.is_own {
            let folded = Members::read(self.connection, row, &self.drafts)?.fold();
            if let Some(register) = folded.values.get(&field.number) {
                return Ok(register.shown());
            }
        }
        self.last_change(row, field.number)
    }

    /// Returns the operation whose value a field has now.
    fn last_change(&self, row: RowId, field: u16) -> Result<Vec<OpRef>> {
        let read = |row: &rusqlite::Row<'_>| Ok(OpRef { replica: row.get(0)?, ctr: row.get(1)? });
        let sql = "select replica, ctr from register where row = ?1 and field = ?2";
        let changed = sql::first(self.connection, sql, (row.bytes(), field), read);
        if let Some(changed) = changed.doing("reading a field's last change")? {
            return Ok(vec![changed]);
        }
        let made = "select replica, ctr from op where row = ?1 and kind = 1
                    order by settled is null, settled, seq limit 1";
        let made = sql::first(self.connection, made, [row.bytes()], read).doing("reading a row's making")?;
        let drafted = || self.drafts.iter().find(|draft| draft.row == row).map(|draft| draft.reference);
        Ok(made.or_else(drafted).into_iter().collect())
    }

    /// Returns the last change of a row by each other replica.
    pub(super) fn others_changes(&self, entity: &Entity, row: RowId) -> Result<Vec<OpRef>> {
        sql::all(
            self.connection,
            "select op.replica, max(ctr) from op
             where row = ?1 and replica <> ?2
             group by op.replica order by op.replica",
            (row.bytes(), self.next[oplog::log_index(entity.log)].replica),
            |row| Ok(OpRef { replica: row.get(0)?, ctr: row.get(1)? }),
        )
        .doing("reading a row's changes")
    }
}

/// Returns the operation that writes on over everything that a text's words come from.
pub(crate) fn written_on(field: u16, text: &Prose, after: &str, settles: bool) -> Body {
    let parents = text.tips();
    let before = parents.first().and_then(|first| text.words(*first)).unwrap_or_default().to_owned();
    revised(field, parents, &before, after, settles)
}

fn revised(field: u16, parents: Vec<[u8; 16]>, before: &str, after: &str, settles: bool) -> Body {
    let (at, deleted, inserted) = patch::between(before, after);
    let result = oplog::revision(&parents, after);
    Body::Text { field, parents, at, deleted, inserted, result, settles }
}
