//! The names under which this file writes its log: one for the shared log, one for the private one.
//!
//! An operation's name is its replica and its number. A file that was restored takes new replicas, because the one that
//! the backup was made of may have gone on, and one name must never stand for two operations.

use rusqlite::Connection;
use sync::op::CHAIN_START;

use crate::{
    Source,
    error::{Doing, Error, Result},
    sql,
};

/// The state of one of this file's two replicas.
#[derive(Debug, Clone)]
pub(crate) struct Replica {
    pub log: i64,
    pub replica: i64,
    pub ctr: i64,
    pub chain: [u8; 16],
    pub hlc: i64,
}

impl Replica {
    pub(crate) fn save(&self, connection: &Connection) -> rusqlite::Result<()> {
        connection
            .prepare_cached(
                "insert into local_replica (log, replica, ctr, chain, hlc) values (?1, ?2, ?3, ?4, ?5)
             on conflict (log) do update set replica = ?2, ctr = ?3, chain = ?4, hlc = ?5",
            )?
            .execute((self.log, self.replica, self.ctr, self.chain, self.hlc))
            .map(drop)
    }
}

/// Returns both replicas of the file, drawing them when the file is new.
pub(crate) fn replicas(connection: &Connection, source: &mut dyn Source) -> Result<[Replica; 2]> {
    let mut found = Vec::new();
    for log in [0, 1] {
        let stored =
            sql::first(connection, "select replica, ctr, chain, hlc from local_replica where log = ?1", [log], |row| {
                Ok(Replica { log, replica: row.get(0)?, ctr: row.get(1)?, chain: row.get(2)?, hlc: row.get(3)? })
            })
            .doing("reading the replicas")?;
        found.push(match stored {
            Some(replica) => replica,
            None => draw(connection, log, 0, source)?,
        });
    }
    found.try_into().map_err(|_| Error::Damaged { what: "the replicas" })
}

fn draw(connection: &Connection, log: i64, hlc: i64, source: &mut dyn Source) -> Result<Replica> {
    let mut bytes = [0; 8];
    source.fill(&mut bytes);
    let replica = Replica { log, replica: i64::from_be_bytes(bytes) & i64::MAX, ctr: 0, chain: CHAIN_START, hlc };
    replica.save(connection).doing("drawing a replica")?;
    Ok(replica)
}

/// Ends both replicas and draws new ones: what is written from here on has other names than what anybody wrote before.
/// The log of the ended ones stays, and their last operation goes on being checked.
pub(crate) fn begin_anew(connection: &Connection, source: &mut dyn Source) -> Result<()> {
    for ended in replicas(connection, source)? {
        end(connection, &ended, source)?;
    }
    Ok(())
}

/// Ends the shared replica alone, and returns the new one.
pub(crate) fn end_shared(connection: &Connection, source: &mut dyn Source) -> Result<Replica> {
    let [shared, _] = replicas(connection, source)?;
    end(connection, &shared, source)
}

fn end(connection: &Connection, ended: &Replica, source: &mut dyn Source) -> Result<Replica> {
    if ended.ctr > 0 {
        connection
            .execute(
                "insert into local_ended_replica (replica, ctr, chain, log) values (?1, ?2, ?3, ?4)",
                (ended.replica, ended.ctr, ended.chain, ended.log),
            )
            .doing("ending a replica")?;
    }
    // The new one's clock never goes back behind the log.
    draw(connection, ended.log, ended.hlc, source)
}

const READING: &str = "reading the replicas";

/// Returns every replica of this file, also those that ended.
pub(super) fn own(connection: &Connection) -> Result<Vec<i64>> {
    let sql = "select replica from local_replica union select replica from local_ended_replica";
    sql::all(connection, sql, [], |row| row.get(0)).doing(READING)
}

/// Returns the replicas under which this file wrote what may be sent.
pub(crate) fn own_shared(connection: &Connection) -> Result<Vec<i64>> {
    let sql = "select replica from local_replica where log = 0
               union select replica from local_ended_replica where log = 0";
    sql::all(connection, sql, [], |row| row.get(0)).doing(READING)
}
