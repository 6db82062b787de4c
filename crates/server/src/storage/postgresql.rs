//! PostgreSQL: any number of services over one database, or over a replicated one.
//!
//! A transaction runs from beginning to end on the thread that asked for it, on a connection of a bounded pool. Nothing
//! here can stop in the middle of a commit, and nothing cancels a statement: a cancelled commit of a replicated database
//! answers "done" and only warns that its copies may not have it.

use std::{
    collections::HashMap,
    path::Path,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use postgres::{
    Client, Config, IsolationLevel, NoTls, Statement, Transaction,
    config::SslMode,
    error::SqlState,
    types::{IsNull, ToSql, Type, private::BytesMut},
};

use super::{Row, Storage, Tx, Value, migrate, tls::Encrypting};
use crate::error::{Error, Result};

/// How long to wait for a free connection.
const PATIENCE: Duration = Duration::from_secs(10);
/// A name for the lock under which one service at a time migrates: any number that nobody else uses.
const MIGRATING: i64 = 7_266_001;

/// How to connect.
#[derive(Clone)]
struct Way {
    config: Config,
    /// Nothing where connections are not encrypted.
    encrypting: Option<Encrypting>,
}

/// A pool of connections.
pub struct Postgresql {
    way: Way,
    most: usize,
    pool: Mutex<Pool>,
    freed: Condvar,
}

struct Pool {
    idle: Vec<Connection>,
    /// Those in use and those idle.
    open: usize,
}

struct Connection {
    client: Client,
    statements: HashMap<String, Statement>,
    /// Whether the database warned since this was last cleared.
    warned: Arc<AtomicBool>,
}

impl Postgresql {
    /// Connects to a database, at most `most` times at once, and brings it to this version.
    ///
    /// # Errors
    /// When it cannot be reached, or is damaged or newer.
    pub fn open(address: &str, most: usize) -> Result<Self> {
        let config = address.parse().map_err(|source| refused("reading the database's address", source))?;
        Self::begin(Way { config, encrypting: None }, most)
    }

    /// The same, over encrypted connections only: the server must show a certificate for the name in the address, from
    /// one of the authorities of a PEM file.
    ///
    /// # Errors
    /// When it cannot be reached or does not show such a certificate, or is damaged or newer.
    pub fn open_encrypted(address: &str, most: usize, authority: &Path) -> Result<Self> {
        let mut config: Config = address.parse().map_err(|source| refused("reading the database's address", source))?;
        config.ssl_mode(SslMode::Require);
        let encrypting = Encrypting::trusting(authority).map_err(|source| Error::Database {
            doing: "reading the database's authority",
            source: Box::new(source),
        })?;
        Self::begin(Way { config, encrypting: Some(encrypting) }, most)
    }

    fn begin(way: Way, most: usize) -> Result<Self> {
        // The first one says why it cannot; later ones come and go with the database.
        let first = Pool { idle: vec![connect(&way)?], open: 1 };
        let storage = Self { way, most: most.max(1), pool: Mutex::new(first), freed: Condvar::new() };
        storage.once(&mut |tx| {
            tx.query("select cast(pg_advisory_xact_lock($1) as text)", &[MIGRATING.into()])?;
            migrate::run(tx)
        })?;
        Ok(storage)
    }

    fn pool(&self) -> MutexGuard<'_, Pool> {
        self.pool.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn connection(&self) -> Result<Connection> {
        let full = |pool: &mut Pool| pool.idle.is_empty() && pool.open >= self.most;
        let waited = self.freed.wait_timeout_while(self.pool(), PATIENCE, full);
        let (mut pool, _) = waited.unwrap_or_else(PoisonError::into_inner);
        if let Some(connection) = pool.idle.pop() {
            return Ok(connection);
        }
        if pool.open >= self.most {
            return Err(Error::Busy);
        }
        pool.open += 1;
        drop(pool);
        connect(&self.way).map_err(|error| {
            self.lose();
            tracing::warn!(%error, code = error.code(), "no connection to the database");
            Error::Busy
        })
    }

    fn give_back(&self, connection: Connection) {
        if connection.client.is_closed() {
            return self.lose();
        }
        self.pool().idle.push(connection);
        self.freed.notify_one();
    }

    fn lose(&self) {
        self.pool().open -= 1;
        self.freed.notify_one();
    }
}

impl Storage for Postgresql {
    fn once(&self, work: &mut dyn FnMut(&mut dyn Tx) -> Result<()>) -> Result<()> {
        let lent = Lent { storage: self, connection: Some(self.connection()?) };
        lent.run(false, work)
    }

    fn snapshot(&self, work: &mut dyn FnMut(&mut dyn Tx) -> Result<()>) -> Result<()> {
        let lent = Lent { storage: self, connection: Some(self.connection()?) };
        lent.run(true, work)
    }
}

/// A connection that comes back to its pool; one whose work panicked is closed.
struct Lent<'a> {
    storage: &'a Postgresql,
    connection: Option<Connection>,
}

impl Lent<'_> {
    fn run(mut self, only_reads: bool, work: &mut dyn FnMut(&mut dyn Tx) -> Result<()>) -> Result<()> {
        let mut connection = self.connection.take().expect("lent with a connection");
        let done = run(&mut connection, only_reads, work);
        self.connection = Some(connection);
        done
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        match self.connection.take() {
            Some(connection) => self.storage.give_back(connection),
            None => self.storage.lose(),
        }
    }
}

fn connect(way: &Way) -> Result<Connection> {
    let warned = Arc::new(AtomicBool::new(false));
    let noted = Arc::clone(&warned);
    let mut config = way.config.clone();
    config.notice_callback(move |notice| {
        // A severity that a translated server does not name in English counts as a warning.
        let harmless = matches!(
            notice.parsed_severity(),
            Some(postgres::error::Severity::Notice | postgres::error::Severity::Info | postgres::error::Severity::Log)
        );
        if !harmless {
            noted.store(true, Ordering::SeqCst);
        }
    });
    let connected = match &way.encrypting {
        Some(encrypting) => config.connect(encrypting.clone()),
        None => config.connect(NoTls),
    };
    let mut client = connected.map_err(|source| refused("connecting", source))?;
    client
        .batch_execute(
            "set synchronous_commit to on;
             set lock_timeout to '20s';
             set idle_in_transaction_session_timeout to '60s'",
        )
        .map_err(|source| refused("connecting", source))?;
    Ok(Connection { client, statements: HashMap::new(), warned })
}

fn run(connection: &mut Connection, only_reads: bool, work: &mut dyn FnMut(&mut dyn Tx) -> Result<()>) -> Result<()> {
    let Connection { client, statements, warned } = connection;
    let level = if only_reads { IsolationLevel::RepeatableRead } else { IsolationLevel::ReadCommitted };
    let begun = client.build_transaction().isolation_level(level).read_only(only_reads).start();
    let tx = begun.map_err(|source| refused("beginning", source))?;
    let mut open = Open { tx, statements, is_broken: false };
    work(&mut open)?;
    // The database answers a commit of a broken transaction with a rollback, and calls it a success.
    if open.is_broken {
        return Err(Error::Busy);
    }
    warned.store(false, Ordering::SeqCst);
    open.tx.commit().map_err(|source| match refused("committing", source) {
        Error::Changed => Error::Changed,
        _ => Error::Uncertain,
    })?;
    if warned.load(Ordering::SeqCst) { Err(Error::Uncertain) } else { Ok(()) }
}

struct Open<'a> {
    tx: Transaction<'a>,
    statements: &'a mut HashMap<String, Statement>,
    is_broken: bool,
}

impl Open<'_> {
    fn statement(&mut self, sql: &str) -> std::result::Result<Statement, postgres::Error> {
        if let Some(known) = self.statements.get(sql) {
            return Ok(known.clone());
        }
        let statement = self.tx.prepare(sql)?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    fn note<T>(&mut self, doing: &'static str, done: std::result::Result<T, postgres::Error>) -> Result<T> {
        self.is_broken |= done.is_err();
        done.map_err(|source| refused(doing, source))
    }
}

impl Tx for Open<'_> {
    fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>> {
        let statement = self.statement(sql);
        let statement = self.note("preparing", statement)?;
        let found = self.tx.query(&statement, &parameters(values));
        self.note("reading", found)?.iter().map(row).collect()
    }

    fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64> {
        let statement = self.statement(sql);
        let statement = self.note("preparing", statement)?;
        let changed = self.tx.execute(&statement, &parameters(values));
        self.note("writing", changed)
    }

    /// The files are written for SQLite; three words are other words here.
    fn define(&mut self, sql: &str) -> Result<()> {
        let sql = sql.replace(" blob", " bytea").replace(" integer", " bigint").replace(") strict", ")");
        let done = self.tx.batch_execute(&sql);
        self.note("migrating", done)
    }
}

fn parameters(values: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

fn row(row: &postgres::Row) -> Result<Row> {
    let read = |column: usize| -> std::result::Result<Value, postgres::Error> {
        Ok(match *row.columns()[column].type_() {
            Type::INT8 => row.try_get::<_, Option<i64>>(column)?.map_or(Value::Null, Value::Integer),
            Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(column)?.map_or(Value::Null, Value::Bytes),
            _ => row.try_get::<_, Option<String>>(column)?.map_or(Value::Null, Value::Text),
        })
    };
    let columns = (0..row.len()).map(|column| read(column).map_err(|source| refused("reading", source)));
    Ok(Row(columns.collect::<Result<_>>()?))
}

impl ToSql for Value {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> std::result::Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Integer(number) => number.to_sql_checked(kind, out),
            Self::Text(text) => text.to_sql_checked(kind, out),
            Self::Bytes(bytes) => bytes.as_slice().to_sql_checked(kind, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    postgres::types::to_sql_checked!();
}

fn refused(doing: &'static str, source: postgres::Error) -> Error {
    let quicker = [SqlState::UNIQUE_VIOLATION, SqlState::T_R_SERIALIZATION_FAILURE, SqlState::T_R_DEADLOCK_DETECTED];
    match source.code() {
        Some(code) if quicker.contains(code) => Error::Changed,
        Some(code) if *code == SqlState::LOCK_NOT_AVAILABLE => Error::Busy,
        // Shutting down, crashed, or not yet ready again.
        Some(code) if code.code().starts_with("57P") => Error::Busy,
        _ if source.is_closed() => Error::Busy,
        _ => Error::Database { doing, source: Box::new(source) },
    }
}
