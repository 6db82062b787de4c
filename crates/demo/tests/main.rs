//! What the demo district promises to onboarding, tests and benchmarks.

mod deterministic;
mod script;
mod st_1;
mod support;
mod whole;
mod world;
