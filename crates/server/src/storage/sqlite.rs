//! SQLite in one folder: the service's own database where nobody wants to run another.
//!
//! One writer, one connection. Every commit waits for the disk.

use std::{
    path::Path,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use rusqlite::{
    Connection, ErrorCode, Statement, ToSql, Transaction, TransactionBehavior,
    types::{ToSqlOutput, ValueRef},
};

use super::{Row, Storage, Tx, Value, migrate};
use crate::error::{Error, Result};

/// The file in the service's folder.
pub const FILE: &str = "central.db";
/// How long to wait for another program, such as a backup.
const PATIENCE: Duration = Duration::from_secs(10);

/// An open database.
pub struct Sqlite {
    connection: Mutex<Connection>,
}

impl Sqlite {
    /// Opens the database of a folder and brings it to this version; makes both where they are not.
    ///
    /// # Errors
    /// When the folder cannot be written, or the database is damaged or newer.
    pub fn open(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder).map_err(|source| failed("making the folder", source))?;
        let connection = Connection::open(folder.join(FILE)).map_err(|source| refused("opening", source))?;
        connection.busy_timeout(PATIENCE).map_err(|source| refused("opening", source))?;
        connection.set_prepared_statement_cache_capacity(64);
        connection
            .execute_batch("pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = off")
            .map_err(|source| refused("opening", source))?;
        let storage = Self { connection: Mutex::new(connection) };
        storage.once(&mut |tx| migrate::run(tx))?;
        Ok(storage)
    }
}

impl Storage for Sqlite {
    fn once(&self, work: &mut dyn FnMut(&mut dyn Tx) -> Result<()>) -> Result<()> {
        self.run(TransactionBehavior::Immediate, work)
    }

    fn snapshot(&self, work: &mut dyn FnMut(&mut dyn Tx) -> Result<()>) -> Result<()> {
        self.run(TransactionBehavior::Deferred, work)
    }
}

impl Sqlite {
    fn run(&self, behavior: TransactionBehavior, work: &mut dyn FnMut(&mut dyn Tx) -> Result<()>) -> Result<()> {
        // A panic inside a transaction rolled it back while unwinding, so the connection is as good as before.
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let tx = connection.transaction_with_behavior(behavior).map_err(|source| refused("beginning", source))?;
        let mut open = Open { tx };
        work(&mut open)?;
        open.tx.commit().map_err(|source| refused("committing", source))
    }
}

struct Open<'a> {
    tx: Transaction<'a>,
}

impl Tx for Open<'_> {
    fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>> {
        let mut statement = self.tx.prepare_cached(sql).map_err(|source| refused("preparing", source))?;
        let columns = statement.column_count();
        bind(&mut statement, values)?;
        let mut rows = statement.raw_query();
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(|source| refused("reading", source))? {
            let read = |column| row.get_ref(column).map(value).map_err(|source| refused("reading", source));
            found.push(Row((0..columns).map(read).collect::<Result<_>>()?));
        }
        Ok(found)
    }

    fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64> {
        let mut statement = self.tx.prepare_cached(sql).map_err(|source| refused("preparing", source))?;
        bind(&mut statement, values)?;
        let changed = statement.raw_execute().map_err(|source| refused("writing", source))?;
        Ok(changed as u64)
    }

    fn define(&mut self, sql: &str) -> Result<()> {
        self.tx.execute_batch(sql).map_err(|source| refused("migrating", source))
    }
}

/// Binds by name: SQLite counts `$1` as a name of its own, not as a place.
fn bind(statement: &mut Statement<'_>, values: &[Value]) -> Result<()> {
    for (number, value) in (1..).zip(values) {
        let index = statement.parameter_index(&format!("${number}")).map_err(|source| refused("binding", source))?;
        let index = index.ok_or(Error::Damaged { what: "a statement" })?;
        statement.raw_bind_parameter(index, value).map_err(|source| refused("binding", source))?;
    }
    Ok(())
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Integer(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

fn value(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null | ValueRef::Real(_) => Value::Null,
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
    }
}

fn refused(doing: &'static str, source: rusqlite::Error) -> Error {
    match source.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::Busy,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Error::Damaged { what: "the database" },
        _ => failed(doing, source),
    }
}

fn failed(doing: &'static str, source: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::Database { doing, source: Box::new(source) }
}
