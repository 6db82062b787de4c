//! Values and ids as SQLite stores them.

use domain::{RowId, Value};
use rusqlite::{
    Connection, Row, ToSql,
    types::{ToSqlOutput, ValueRef},
};

/// A field's value as a bound parameter.
pub(crate) struct Bound<'a>(pub &'a Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self.0 {
            Value::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Value::Integer(number) => ToSqlOutput::Borrowed(ValueRef::Integer(*number)),
            Value::Real(number) => ToSqlOutput::Borrowed(ValueRef::Real(*number)),
            Value::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Value::Id(id) => ToSqlOutput::Owned(rusqlite::types::Value::Blob(id.bytes().to_vec())),
        })
    }
}

/// Reads a column as a field's value.
pub(crate) fn value(row: &Row<'_>, column: usize) -> rusqlite::Result<Value> {
    Ok(match row.get_ref(column)? {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Real(number) => Value::Real(number),
        ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Value::Id(RowId::from_bytes(sixteen(bytes, column)?)),
    })
}

/// Reads a named column that holds a row's id.
pub(crate) fn id(row: &Row<'_>, column: &str) -> rusqlite::Result<RowId> {
    row.get::<_, [u8; 16]>(column).map(RowId::from_bytes)
}

/// Reads a named column that may hold a row's id.
pub(crate) fn optional_id(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<RowId>> {
    Ok(row.get::<_, Option<[u8; 16]>>(column)?.map(RowId::from_bytes))
}

/// Reads a named column of words; nothing reads as no words.
pub(crate) fn words(row: &Row<'_>, column: &str) -> rusqlite::Result<String> {
    Ok(row.get::<_, Option<String>>(column)?.unwrap_or_default())
}

/// Runs a cached statement and collects its rows.
pub(crate) fn all<T>(
    connection: &Connection,
    sql: &str,
    parameters: impl rusqlite::Params,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(parameters, read)?.collect();
    #[cfg(test)]
    tests::count(&statement);
    rows
}

/// Says in SQL whose rows are asked for: one's, by `?1`, or everybody's, where `?1` is null. Two texts, because with
/// `?1 is null or ...` in one the database looks at every row of the table.
pub(crate) fn whose(column: &str, one: Option<RowId>) -> String {
    if one.is_some() { format!("{column} = ?1") } else { "?1 is null".to_owned() }
}

/// Runs a cached statement and returns its first row, if there is one.
pub(crate) fn first<T>(
    connection: &Connection,
    sql: &str,
    parameters: impl rusqlite::Params,
    read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Option<T>> {
    use rusqlite::OptionalExtension;
    let mut statement = connection.prepare_cached(sql)?;
    let found = statement.query_row(parameters, read).optional();
    #[cfg(test)]
    tests::count(&statement);
    found
}

fn sixteen(bytes: &[u8], column: usize) -> rusqlite::Result<[u8; 16]> {
    bytes.try_into().map_err(|_| rusqlite::Error::InvalidColumnType(column, "id".into(), rusqlite::types::Type::Blob))
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use chrono::NaiveDate;
    use rusqlite::{Statement, StatementStatus};

    use super::*;
    use crate::{coach_note, coaching_cycle, last_time, log, migrate, person, rubric, step};

    thread_local! {
        /// How many rows were stepped over because no index said where to look.
        static SCANNED: Cell<i32> = const { Cell::new(0) };
    }

    pub(super) fn count(statement: &Statement<'_>) {
        SCANNED.set(SCANNED.get() + statement.reset_status(StatementStatus::FullscanStep));
    }

    /// More rows than the decade has of any of these tables.
    const MANY: usize = 20_000;
    /// So many teachers, lessons, coaches share them.
    const SHARED: usize = 200;

    fn id(number: u16) -> RowId {
        RowId::from_bytes(format!("{number:016x}").into_bytes().try_into().expect("sixteen letters"))
    }

    /// A file in which each of these tables has many rows.
    fn decade() -> Connection {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate::run(&mut connection).unwrap();
        let row = "cast(printf('%016x', n) as blob)";
        let of = format!("cast(printf('%016x', n % {SHARED}) as blob)");
        let day = "date('2016-08-01', (n % 3650) || ' days')";
        let fills = [
            (
                "step",
                "teacher, coach, origin_observation, text, state, assigned, check_date",
                format!("{of}, {of}, {row}, 'Wait.', iif(n < 50, 'agreed', 'mastered'), {day}, {day}"),
            ),
            ("step_check", "step, made_by, date, result", format!("{row}, {of}, {day}, 'seen'")),
            ("debrief", "teacher, coach, observation, state, date", format!("{of}, {of}, {row}, 'held', {day}")),
            (
                "observation",
                "teacher, coaching_cycle, started_ms, ended_offset_ms, kind",
                format!("{of}, {of}, n, 1, 'scripted'"),
            ),
            ("coaching_cycle", "coach, teacher, state", format!("{of}, {of}, 'completed'")),
            ("section", "teacher, title", format!("{of}, 'Fractions'")),
            ("indicator", "rubric, position", format!("{of}, n")),
            ("score", "observation, indicator", format!("{of}, {row}")),
            ("coach_note", "coach, week", format!("{of}, {day}")),
            ("remark", "coach, note", format!("{of}, {row}")),
            (
                "log_entry",
                "person, teacher, date, activity, source, minutes",
                format!("{of}, {of}, {day}, 'observe', 'derived', 30"),
            ),
        ];
        for (table, columns, values) in fills {
            let sql = format!(
                "with recursive every (n) as (select 0 union all select n + 1 from every where n < {MANY} - 1)
                 insert into {table} (id, created_ms, {columns}) select {row}, n, {values} from every"
            );
            connection.execute_batch(&sql).unwrap();
        }
        connection
    }

    /// Fails when what is read steps over rows of which it needs none; returns what was read.
    fn sought<T>(what: &str, read: impl FnOnce() -> crate::Result<T>) -> T {
        SCANNED.set(0);
        let found = read().unwrap();
        assert!(SCANNED.get() <= 2, "{what}: {} rows were stepped over", SCANNED.get());
        found
    }

    #[test]
    fn what_the_screens_of_coaching_read_of_one_is_found_by_an_index() {
        let connection = decade();
        let (reader, one) = (&connection, id(7));
        let share = MANY / SHARED;

        assert_eq!(sought("steps", || step::all(reader, Some(one))).len(), share);
        assert_eq!(sought("open steps of a teacher", || step::open(reader, Some(one))).len(), 1);
        assert_eq!(sought("open steps", || step::open(reader, None)).len(), 50);
        assert_eq!(sought("steps of a lesson", || step::made_in(reader, one)).len(), 1);
        assert_eq!(sought("checks", || step::checks(reader, Some(one))).len(), 1);
        assert_eq!(sought("coaching cycles", || coaching_cycle::all(reader, Some(one))).len(), share);
        assert_eq!(sought("lessons of a cycle", || coaching_cycle::lessons(reader, one)).len(), share);
        assert_eq!(sought("classes", || person::sections(reader, Some(one))).len(), share);
        assert!(sought("the rubric of a lesson", || rubric::last_used(reader, Some(one))).is_some());
        assert!(sought("the last rubric", || rubric::last_used(reader, None)).is_some());
        assert!(sought("the last debrief", || last_time::debrief(reader, one)).is_some());
        assert!(sought("the last lesson", || last_time::lesson(reader, one)).is_some());
        sought("when a coach was heard of", || coach_note::last_heard(reader, one));
        assert_eq!(sought("notes spoken of", || crate::remark::notes_spoken_of(reader, one)).len(), share);
    }

    #[test]
    fn rows_that_are_stepped_over_are_counted() {
        let connection = decade();
        SCANNED.set(0);
        step::all(&connection, None).unwrap();
        assert!(usize::try_from(SCANNED.get()).unwrap() >= MANY - 1);
    }

    #[test]
    fn what_the_log_and_the_notes_count_of_a_week_is_found_by_an_index() {
        let connection = decade();
        let (reader, one) = (&connection, id(7));
        let monday = NaiveDate::from_ymd_opt(2020, 9, 7).unwrap();
        let days = (monday, monday + chrono::Days::new(6));

        sought("time with a teacher", || log::with_teacher(reader, one, one, days));
        assert_eq!(sought("a way", || log::last_way(reader, one, one, id(8))), None);
        assert_eq!(sought("a grant", || log::grant_ends(reader, one, "T1")), None);
        sought("debriefs of a week", || crate::debrief::held_between(reader, days.0, days.1));
        sought("the week's facts", || coach_note::count_week(reader, one, monday, (0, 10)));
    }

    #[test]
    fn the_last_lesson_is_found_behind_any_number_that_were_only_begun() {
        let connection = decade();
        connection
            .execute(
                "update observation set ended_offset_ms = null where teacher = ?1 and started_ms > 7",
                [id(7).bytes()],
            )
            .unwrap();

        let last = last_time::lesson(&connection, id(7)).unwrap();

        assert_eq!(last.map(|lesson| lesson.started_ms), Some(7));
    }

    #[test]
    fn a_coach_is_heard_of_from_the_computers_that_began_their_notes_and_from_no_other() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate::run(&mut connection).unwrap();
        let note = |row: RowId, coach: RowId| {
            let sql = "insert into coach_note (id, coach) values (?1, ?2)";
            connection.execute(sql, (row.bytes(), coach.bytes())).unwrap();
        };
        let op = |replica: i64, ctr: i64, row: RowId, received_ms: Option<i64>| {
            let sql =
                "insert into op (replica, ctr, txn_len, hlc, schema, entity, row, kind, body_hash, chain, received_ms)
                       values (?1, ?2, 1, 0, 1, 1, ?3, 1, x'', x'', ?4)";
            connection.execute(sql, (replica, ctr, row.bytes(), received_ms)).unwrap();
        };
        note(id(1), id(11));
        note(id(2), id(12));
        op(1, 1, id(1), Some(100));
        op(1, 2, id(5), Some(200));
        op(2, 1, id(2), Some(300));
        // Somebody else changed what is left of the first coach's note, long after.
        op(2, 2, id(1), Some(400));
        op(1, 3, id(5), None);

        assert_eq!(coach_note::last_heard(&connection, id(11)).unwrap(), Some(200));
        assert_eq!(coach_note::last_heard(&connection, id(12)).unwrap(), Some(400));
        assert_eq!(coach_note::last_heard(&connection, id(13)).unwrap(), None);
    }
}
