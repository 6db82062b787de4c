//! Files on a stick, from outside: written, carried, cut, damaged, read twice, and made to harm.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod apart;
mod cut;
mod figures;
mod fuzz;
mod model;
mod stick;
mod support;
