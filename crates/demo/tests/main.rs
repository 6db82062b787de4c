//! What the demo district promises to onboarding, tests and benchmarks.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod bringing;
mod deterministic;
mod script;
mod st_1;
mod support;
mod together;
mod whole;
mod world;
