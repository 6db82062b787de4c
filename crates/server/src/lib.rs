//! The central service: it gives every operation its place in the organisation's order, and each person what they may
//! read. It never looks at what an operation says; whose it is and where it belongs is all that it decides about.

pub mod admin;
pub mod audit;
pub mod backup;
mod block;
pub mod error;
pub mod facts;
pub mod http;
pub mod hub;
pub mod invite;
mod news;
pub mod organisation;
pub mod people;
mod reading;
pub mod secret;
pub mod session;
pub mod storage;
mod taking;
pub mod verify;
pub mod writing;
