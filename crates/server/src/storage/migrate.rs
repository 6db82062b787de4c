//! Migrations: SQL files, each applied once, in order, with its checksum remembered.

use super::Tx;
use crate::error::{Error, Result};

/// The files of `migrations/central`, in order. A shipped file is never edited.
const MIGRATIONS: &[(&str, &str)] = &[
    ("0001_exchange", include_str!("../../../../migrations/central/0001_exchange.sql")),
    ("0002_people", include_str!("../../../../migrations/central/0002_people.sql")),
    ("0003_sharing", include_str!("../../../../migrations/central/0003_sharing.sql")),
    ("0004_roster", include_str!("../../../../migrations/central/0004_roster.sql")),
    ("0005_released", include_str!("../../../../migrations/central/0005_released.sql")),
    ("0006_bundle", include_str!("../../../../migrations/central/0006_bundle.sql")),
    ("0007_sent", include_str!("../../../../migrations/central/0007_sent.sql")),
    ("0008_attachments", include_str!("../../../../migrations/central/0008_attachments.sql")),
    ("0009_lease", include_str!("../../../../migrations/central/0009_lease.sql")),
];

/// Brings the database to this version, in the caller's transaction.
///
/// # Errors
/// [`Error::Newer`] when it has migrations that this version does not know, [`Error::Damaged`] when an applied one is
/// not what this version ships under its name.
pub(super) fn run(tx: &mut dyn Tx) -> Result<()> {
    tx.define(
        "create table if not exists migration (
             -- The migrations that were applied, with the BLAKE3 of their text.
             number integer not null primary key,
             name text not null,
             checksum text not null
         ) strict",
    )?;
    let applied = tx.query("select name, checksum from migration order by number", &[])?;
    if applied.len() > MIGRATIONS.len() {
        return Err(Error::Newer);
    }
    for (row, (name, sql)) in applied.iter().zip(MIGRATIONS) {
        if row.text(0)? != *name || row.text(1)? != checksum(sql) {
            return Err(Error::Damaged { what: "the list of migrations" });
        }
    }
    for (number, (name, sql)) in (1..).zip(MIGRATIONS).skip(applied.len()) {
        tx.define(sql)?;
        let values = [i64::from(number).into(), (*name).into(), checksum(sql).as_str().into()];
        tx.execute("insert into migration (number, name, checksum) values ($1, $2, $3)", &values)?;
    }
    Ok(())
}

fn checksum(sql: &str) -> String {
    blake3::hash(sql.as_bytes()).to_hex().to_string()
}
