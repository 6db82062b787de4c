//! What the service promises, held against both of its databases: SQLite in a folder, and a PostgreSQL of its own.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod copies;
mod hostile;
mod order;
mod refused;
mod streams;
mod support;

/// Makes of each claim one test for each database.
macro_rules! on_both {
    ($($claim:ident)*) => {
        mod sqlite {
            $(#[test] fn $claim() { super::$claim(&crate::support::World::sqlite()); })*
        }
        mod postgresql {
            $(#[test] fn $claim() { super::$claim(&crate::support::World::postgresql()); })*
        }
    };
}
pub(crate) use on_both;
