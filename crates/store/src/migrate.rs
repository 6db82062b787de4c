//! Migrations: SQL files, each applied once, in order, in a transaction of its own, with its checksum remembered.

use rusqlite::Connection;

use crate::{
    error::{Doing, Error, Result},
    search,
};

/// The files of `migrations/device`, in order. A shipped file is never edited.
const MIGRATIONS: &[(&str, &str)] = &[
    ("0001_log", include_str!("../../../migrations/device/0001_log.sql")),
    ("0002_coaching", include_str!("../../../migrations/device/0002_coaching.sql")),
    ("0003_terms", include_str!("../../../migrations/device/0003_terms.sql")),
    ("0004_search", include_str!("../../../migrations/device/0004_search.sql")),
    ("0005_draft_tags", include_str!("../../../migrations/device/0005_draft_tags.sql")),
    ("0006_lesson_moments", include_str!("../../../migrations/device/0006_lesson_moments.sql")),
    ("0007_ended_replicas", include_str!("../../../migrations/device/0007_ended_replicas.sql")),
    ("0008_counts", include_str!("../../../migrations/device/0008_counts.sql")),
    ("0009_exchange", include_str!("../../../migrations/device/0009_exchange.sql")),
    ("0010_bundle", include_str!("../../../migrations/device/0010_bundle.sql")),
    ("0011_told", include_str!("../../../migrations/device/0011_told.sql")),
    ("0012_salts", include_str!("../../../migrations/device/0012_salts.sql")),
    ("0013_joining", include_str!("../../../migrations/device/0013_joining.sql")),
    ("0014_attachments", include_str!("../../../migrations/device/0014_attachments.sql")),
    ("0015_own_device", include_str!("../../../migrations/device/0015_own_device.sql")),
    ("0016_lease", include_str!("../../../migrations/device/0016_lease.sql")),
    ("0017_evidence_to_step", include_str!("../../../migrations/device/0017_evidence_to_step.sql")),
    ("0018_held", include_str!("../../../migrations/device/0018_held.sql")),
    ("0019_coaching_cycle", include_str!("../../../migrations/device/0019_coaching_cycle.sql")),
    ("0020_agreement", include_str!("../../../migrations/device/0020_agreement.sql")),
    ("0021_teacher", include_str!("../../../migrations/device/0021_teacher.sql")),
    ("0022_afterwards", include_str!("../../../migrations/device/0022_afterwards.sql")),
    ("0023_rubric", include_str!("../../../migrations/device/0023_rubric.sql")),
    ("0024_paper_line", include_str!("../../../migrations/device/0024_paper_line.sql")),
    ("0025_consent", include_str!("../../../migrations/device/0025_consent.sql")),
    ("0026_observed_coach", include_str!("../../../migrations/device/0026_observed_coach.sql")),
    ("0027_indices", include_str!("../../../migrations/device/0027_indices.sql")),
    ("0028_student_name", include_str!("../../../migrations/device/0028_student_name.sql")),
    ("0029_step_result", include_str!("../../../migrations/device/0029_step_result.sql")),
    ("0030_planned_debrief", include_str!("../../../migrations/device/0030_planned_debrief.sql")),
    ("0033_visit_to_coach", include_str!("../../../migrations/device/0033_visit_to_coach.sql")),
    ("0034_planned_cycle", include_str!("../../../migrations/device/0034_planned_cycle.sql")),
    ("0035_team_goal", include_str!("../../../migrations/device/0035_team_goal.sql")),
    ("0036_polarity", include_str!("../../../migrations/device/0036_polarity.sql")),
    ("0037_lists", include_str!("../../../migrations/device/0037_lists.sql")),
];

/// Returns how many migrations the file still needs.
pub(crate) fn pending(connection: &Connection) -> Result<usize> {
    Ok(MIGRATIONS.len() - verified(connection)?)
}

/// Brings the file to this version.
///
/// # Errors
/// [`Error::Newer`] when the file has migrations that this version does not know, [`Error::Damaged`] when an applied one
/// is not what this version ships under its name.
pub(crate) fn run(connection: &mut Connection) -> Result<()> {
    let done = verified(connection)?;
    for (name, sql) in &MIGRATIONS[done..] {
        let tx = connection.transaction().doing("starting a migration")?;
        tx.execute_batch(sql).doing("migrating")?;
        tx.execute("insert into local_migration (name, checksum) values (?1, ?2)", (name, checksum(sql)))
            .doing("remembering a migration")?;
        tx.commit().doing("committing a migration")?;
    }
    search::index::renew(connection)
}

/// Returns how many of our migrations the file has, each with the checksum that it had when it was applied.
fn verified(connection: &Connection) -> Result<usize> {
    connection
        .execute_batch(
            "create table if not exists local_migration (
                 -- The migrations that were applied, with the BLAKE3 of their text.
                 number integer primary key,
                 name text not null unique,
                 checksum text not null
             ) strict",
        )
        .doing("preparing migrations")?;
    let applied =
        crate::sql::all(connection, "select name, checksum from local_migration order by number", [], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        })
        .doing("reading migrations")?;
    if applied.len() > MIGRATIONS.len() {
        return Err(Error::Newer);
    }
    for ((name, sum), (ours, sql)) in applied.iter().zip(MIGRATIONS) {
        if name != ours || *sum != checksum(sql) {
            return Err(Error::Damaged { what: "the list of migrations" });
        }
    }
    Ok(applied.len())
}

fn checksum(sql: &str) -> String {
    blake3::hash(sql.as_bytes()).to_hex().to_string()
}

/// Returns the resulting schema as SQL text, comments included, for `docs/schema.sql`.
///
/// # Errors
/// When the migrations do not apply.
pub fn schema_text() -> Result<String> {
    let mut connection = Connection::open_in_memory().doing("opening memory")?;
    run(&mut connection)?;
    let statements = crate::sql::all(
        &connection,
        "select sql from sqlite_master
         where sql is not null and name not like 'search\\_%' escape '\\'
            or name = 'search_entry' and sql is not null
         order by type desc, name",
        [],
        |row| row.get::<_, String>(0),
    )
    .doing("reading the schema")?;
    Ok(format!("-- Generated by `cargo xtask generate` from migrations/device.\n\n{};\n", statements.join(";\n\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entity_has_its_table_with_its_columns() {
        let mut connection = Connection::open_in_memory().unwrap();
        run(&mut connection).unwrap();
        for entity in domain::schema::ENTITIES {
            let mut columns: Vec<String> =
                crate::sql::all(&connection, "select name from pragma_table_info(?1)", [entity.table], |row| {
                    row.get(0)
                })
                .unwrap();
            let mut expected = vec!["id"];
            expected.extend(entity.fields.iter().map(|field| field.column));
            expected.extend(["created_ms", "removed_ms", "erased"]);
            // A later migration puts its columns behind the others.
            columns.sort_unstable();
            expected.sort_unstable();
            assert_eq!(columns, expected, "{}", entity.table);
        }
    }

    #[test]
    fn a_second_run_changes_nothing() {
        let mut connection = Connection::open_in_memory().unwrap();
        run(&mut connection).unwrap();
        run(&mut connection).unwrap();
        assert_eq!(pending(&connection).unwrap(), 0);
    }

    #[test]
    fn a_moment_and_a_first_key_of_before_keep_their_offsets() {
        let connection = Connection::open_in_memory().unwrap();
        for (_, sql) in &MIGRATIONS[..5] {
            connection.execute_batch(sql).unwrap();
        }
        connection
            .execute_batch(
                "insert into observation (id, started_ms, created_ms) values (x'01', 1000, 0);
                 insert into local_anchor values (x'01', 7, 0, 0, 0, 'boot', null);
                 insert into local_draft values (x'01', x'01', 1, 'words', null, '', 0, 5, 0, 0, 0, 'boot', '')",
            )
            .unwrap();

        connection.execute_batch(MIGRATIONS[5].1).unwrap();

        let sql = "select anchor.lesson_ms, draft.lesson_ms from local_anchor anchor, local_draft draft";
        let moments: (i64, i64) = connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        assert_eq!(moments, (1_007, 1_005));
    }

    #[test]
    fn an_edited_migration_and_a_newer_file_are_noticed() {
        let mut connection = Connection::open_in_memory().unwrap();
        run(&mut connection).unwrap();
        connection.execute("update local_migration set checksum = 'x' where number = 2", []).unwrap();
        assert!(matches!(run(&mut connection), Err(Error::Damaged { .. })));
        connection.execute("delete from local_migration", []).unwrap();
        for (name, sql) in MIGRATIONS {
            connection
                .execute("insert into local_migration (name, checksum) values (?1, ?2)", (name, checksum(sql)))
                .unwrap();
        }
        connection.execute("insert into local_migration (name, checksum) values ('9999_later', '')", []).unwrap();
        assert!(matches!(run(&mut connection), Err(Error::Newer)));
    }
}
