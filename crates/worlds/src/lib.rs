//! Whole worlds in one thread: devices, the service, the network between them, and everything that goes wrong, from a
//! seed. Nothing that is shipped uses this; it exists so that what the exchange promises is tried, not believed.

mod act;
mod audience;
mod central;
mod check;
mod clock;
mod device;
mod expect;
mod fault;
mod ghost;
mod ledger;
mod log;
mod people;
mod random;
mod record;
mod shares;
mod tables;
mod trace;
mod violation;
mod world;

pub use fault::{Fault, Faults};
pub use violation::Violation;
pub use world::{Agreed, Outcome, run};
