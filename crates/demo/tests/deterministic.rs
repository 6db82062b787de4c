//! The same seed, size and day give the same rows and the same log.

use store::{Connection, rebuild};

use crate::support::{SMALL, filled};

/// Where the two chains of the log end.
fn ends_of_the_log(connection: &Connection) -> Vec<(i64, Vec<u8>)> {
    let mut statement = connection.prepare("select ctr, chain from local_replica order by log").unwrap();
    let ends = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    ends.map(Result::unwrap).collect()
}

#[test]
fn two_fills_with_one_seed_give_the_same_rows_and_the_same_log() {
    let (one, other) = (filled(&SMALL, 5, "2026-11-18"), filled(&SMALL, 5, "2026-11-18"));

    assert_eq!(one.summary, other.summary);
    assert_eq!(
        rebuild::fingerprint(one.writer.reader()).unwrap(),
        rebuild::fingerprint(other.writer.reader()).unwrap()
    );
    let ends = ends_of_the_log(one.writer.reader());
    assert!(ends.len() == 2 && ends.iter().all(|(operations, _)| *operations > 10));
    assert_eq!(ends, ends_of_the_log(other.writer.reader()));
}

#[test]
fn another_seed_or_another_day_gives_other_rows() {
    let fingerprint = |seed, today| rebuild::fingerprint(filled(&SMALL, seed, today).writer.reader()).unwrap();
    let first = fingerprint(5, "2026-11-18");

    assert_ne!(fingerprint(6, "2026-11-18"), first);
    assert_ne!(fingerprint(5, "2026-11-19"), first);
}
