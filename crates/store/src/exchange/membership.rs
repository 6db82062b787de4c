//! To whom this profile belongs, and how much lies between it and the service.

use domain::RowId;

use crate::{
    Connection, Writer,
    error::{Doing, Result},
    sql,
};

/// What makes this computer a device of a person in an organisation.
#[derive(Clone, PartialEq, Eq)]
pub struct Membership {
    /// Where the service answers.
    pub service: String,
    /// The organisation's row.
    pub organisation: RowId,
    /// The person's row.
    pub person: RowId,
    /// The device.
    pub device: RowId,
    /// What the device shows with each question.
    pub token: [u8; 32],
    /// The private half of the key that signs what the device brings.
    pub signing_key: [u8; 32],
}

impl std::fmt::Debug for Membership {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Membership")
            .field("organisation", &self.organisation)
            .field("person", &self.person)
            .field("device", &self.device)
            .finish_non_exhaustive()
    }
}

/// Returns to whom this profile belongs; nothing while it belongs to no service.
///
/// # Errors
/// When the database fails.
pub fn membership(reader: &Connection) -> Result<Option<Membership>> {
    let sql = "select service, organisation, person, device, token, signing_key from local_exchange";
    sql::first(reader, sql, [], |row| {
        Ok(Membership {
            service: row.get("service")?,
            organisation: sql::id(row, "organisation")?,
            person: sql::id(row, "person")?,
            device: sql::id(row, "device")?,
            token: row.get("token")?,
            signing_key: row.get("signing_key")?,
        })
    })
    .doing("reading the membership")
}

/// Makes this profile a device of a person. What it wrote before then waits like everything else; nothing is sent by this.
///
/// Joining again (a new token, another address) keeps where the exchange stands, unless the device is another one: then
/// everything is asked for from the beginning.
///
/// # Errors
/// When the disk refuses.
pub fn join(writer: &mut Writer, membership: &Membership) -> Result<()> {
    let Membership { service, organisation, person, device, token, signing_key } = membership;
    writer.transact(|tx| {
        tx.reader()
            .execute(
                "insert into local_exchange (one, service, organisation, person, device, token, signing_key)
                 values (1, ?1, ?2, ?3, ?4, ?5, ?6)
                 on conflict (one) do update set
                     service = ?1, organisation = ?2, person = ?3, device = ?4, token = ?5, signing_key = ?6,
                     place = iif(device = ?4, place, 0), seq = iif(device = ?4, seq, 0),
                     bundle_address = iif(device = ?4, bundle_address, null)",
                (service, organisation.bytes(), person.bytes(), device.bytes(), token, signing_key),
            )
            .map(drop)
            .doing("keeping the membership")
    })
}

/// How much lies between this profile and the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Operations that wait to be sent.
    pub waiting: u64,
    /// Operations that the service keeps and does not apply.
    pub custody: u64,
    /// Fields and rows that somebody should look at: see [`super::conflicts`].
    pub conflicts: u64,
    /// The service's clock at its last answer, in milliseconds since 1970.
    pub received_ms: Option<i64>,
}

/// Counts what waits, what is in custody and what met.
///
/// # Errors
/// When the database fails.
pub fn counts(reader: &Connection) -> Result<Counts> {
    let count = |sql: &str| {
        sql::first(reader, sql, [], |row| row.get::<_, i64>(0))
            .doing("counting what waits")
            .map(|count| count.unwrap_or(0).unsigned_abs())
    };
    let received = sql::first(reader, "select answered_ms from local_exchange", [], |row| row.get(0));
    Ok(Counts {
        waiting: count(
            "select count(*) from op where settled is null and held is null and replica in (
                 select replica from local_replica where log = 0
                 union all select replica from local_ended_replica where log = 0)",
        )?,
        custody: count("select count(*) from op where held = 1")?,
        conflicts: count("select count(*) from attention")?,
        received_ms: received.doing("reading the last answer")?.flatten(),
    })
}
