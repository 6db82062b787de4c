//! The central service: it gives every operation its place in the organisation's order, and each person what they may
//! read. It looks at what operations say only where their author shares a document; otherwise whose they are and where
//! they belong is all that it decides about.

pub mod admin;
mod agreements;
pub mod attachment;
pub mod audit;
pub mod backup;
mod block;
pub mod carried;
mod consent;
pub mod custody;
pub mod error;
pub mod evaluators;
pub mod facts;
pub mod http;
pub mod hub;
pub mod invite;
pub mod leaving;
mod news;
pub mod organisation;
pub mod own;
pub mod people;
mod reading;
pub mod roster;
pub mod secret;
pub mod session;
pub mod sharing;
pub mod storage;
mod taking;
pub mod verify;
pub mod writing;
