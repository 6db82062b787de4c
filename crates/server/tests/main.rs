//! What the service promises, held against both of its databases: SQLite in a folder, and a PostgreSQL of its own.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that cannot go on stops, and says what it did")]

mod agreements;
mod attachments;
mod audits;
mod backups;
mod between;
mod carried;
mod consents;
mod copies;
mod custody;
mod encrypted_database;
mod enrolment;
mod evaluators;
mod hostile;
mod hostile_brought;
mod hostile_http;
mod http;
mod kills;
mod late;
mod observed_coaches;
mod of_nobody;
mod order;
mod pairs;
mod refused;
mod remarks;
mod replicated;
mod rosters;
mod sharing;
mod sharing_life;
mod slow;
mod st_6;
mod step_results;
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

/// The same for claims about the whole program.
macro_rules! served_on_both {
    ($($claim:ident)*) => {
        mod sqlite {
            $(#[test] fn $claim() { super::$claim(&crate::support::program::Place::sqlite()); })*
        }
        mod postgresql {
            $(#[test] fn $claim() { super::$claim(&crate::support::program::Place::postgresql()); })*
        }
    };
}
pub(crate) use served_on_both;
