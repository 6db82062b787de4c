//! What devices and the central service exchange, and how two histories meet.
//!
//! Everything here is a pure function of its arguments: no socket, no thread, no clock, no randomness. The service, the
//! device and the bundle on a stick call the same functions, so they cannot come to different results.

pub mod text_merge;
