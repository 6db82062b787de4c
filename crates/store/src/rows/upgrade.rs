//! After an upgrade, what a newer version once wrote is understood, and its rows are made.

use domain::{RowId, schema::SCHEMA};
use rusqlite::Connection;

use crate::{
    error::{Doing, Result},
    rows, sql,
};

/// The setting that names the vocabulary that the rows were made with.
const VOCABULARY: &str = "vocabulary";

/// Makes the rows again in which there is something that an earlier version kept and did not understand.
pub(crate) fn upgrade(connection: &mut Connection) -> Result<()> {
    let sql = "select value from local_setting where name = ?1";
    let made_with = sql::first(connection, sql, [VOCABULARY], |row| row.get::<_, String>(0));
    if made_with.doing("reading the vocabulary")?.as_deref() == Some(&SCHEMA.to_string()) {
        return Ok(());
    }
    let tx = connection.transaction().doing("making rows after an upgrade")?;
    let waiting: Vec<RowId> = sql::all(
        &tx,
        "select distinct row from attention where kind = ?1 order by row",
        [rows::Kind::Newer as i64],
        |row| sql::id(row, "row"),
    )
    .doing("finding what was not understood")?;
    let waiting = if sync::planted!(UpgradeMakesNothing) { Vec::new() } else { waiting };
    waiting.into_iter().try_for_each(|row| rows::refold(&tx, row, &[]).map(drop))?;
    tx.execute("insert or replace into local_setting (name, value) values (?1, ?2)", (VOCABULARY, SCHEMA.to_string()))
        .doing("remembering the vocabulary")?;
    tx.commit().doing("making rows after an upgrade")
}
