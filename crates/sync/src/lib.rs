//! What devices and the central service exchange, and how two histories meet.
//!
//! Everything here is a pure function of its arguments: no socket, no thread, no clock, no randomness. The service, the
//! device and the bundle on a stick call the same functions, so they cannot come to different results.

pub mod attachment;
pub mod batch;
pub mod body;
pub mod engine;
pub mod enrol;
pub mod exchange;
pub mod fold;
pub mod lease;
pub mod op;
pub mod planted;
pub mod register;
pub mod text_merge;
pub mod told;

/// Bytes that are not what they claim to be: damaged, cut short, or made to harm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not what it claims to be")]
pub struct Malformed;
