//! A profile to try things on, a clock to set, and ways to look at everything that a database holds.

pub mod acts;
pub mod desk;
pub mod look;
pub mod older;
pub mod service;

pub use desk::Desk;
