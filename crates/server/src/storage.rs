//! Where the service keeps its rows: one trait, SQLite in a folder or PostgreSQL behind it, the same SQL for both.
//!
//! Everything is one closure for each transaction. It may run again, so it changes nothing but rows.

mod migrate;
mod postgresql;
mod sqlite;
mod tls;
mod value;

pub use postgresql::Postgresql;
pub use sqlite::Sqlite;
pub use value::{Row, Value};

use crate::error::{Error, Result};

/// How often work that met other work is tried again.
const MOST_TRIES: usize = 20;

/// A database.
pub trait Storage: Send + Sync {
    /// Runs the work in a transaction and commits it durably; when the work fails, nothing of it stays.
    ///
    /// # Errors
    /// The work's, or the database's. After [`Error::Uncertain`] the work may have been committed.
    fn once(&self, work: &mut dyn FnMut(&mut dyn Tx) -> Result<()>) -> Result<()>;

    /// Runs work that only reads, over one moment of the data, without holding up who writes.
    ///
    /// # Errors
    /// The work's, or the database's.
    fn snapshot(&self, work: &mut dyn FnMut(&mut dyn Tx) -> Result<()>) -> Result<()>;
}

/// An open transaction. Parameters are `$1`, `$2` … in the order of `values`.
pub trait Tx {
    /// Returns the rows of a statement.
    ///
    /// # Errors
    /// When the database refuses it.
    fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>>;

    /// Runs a statement and returns how many rows it changed.
    ///
    /// # Errors
    /// When the database refuses it.
    fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64>;

    /// Runs the statements of a migration.
    ///
    /// # Errors
    /// When the database refuses one.
    fn define(&mut self, sql: &str) -> Result<()>;
}

/// Runs work until no other transaction comes in between, and returns its result once that is durable.
///
/// # Errors
/// The work's, or the database's.
pub fn transact<T>(storage: &dyn Storage, mut work: impl FnMut(&mut dyn Tx) -> Result<T>) -> Result<T> {
    for _ in 0..MOST_TRIES {
        let mut done = None;
        let tried = storage.once(&mut |tx| {
            done = Some(work(tx)?);
            Ok(())
        });
        match tried {
            Ok(()) => return Ok(done.expect("work that succeeded left its result")),
            Err(Error::Changed) => {}
            Err(error) => {
                return match done {
                    Some(done) if sync::planted!(AcknowledgedBeforeCommit) => Ok(done),
                    _ => Err(error),
                };
            }
        }
    }
    Err(Error::Busy)
}
