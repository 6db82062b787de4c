//! The central service: it gives every operation its place in the organisation's order, and each person what they may
//! read. It never looks at what an operation says; whose it is and where it belongs is all that it decides about.

pub mod error;
pub mod facts;
pub mod hub;
mod news;
pub mod organisation;
pub mod people;
mod reading;
pub mod session;
pub mod storage;
mod taking;
