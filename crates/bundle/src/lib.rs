//! Work that is carried on a stick: a file with what a question or an answer would have carried over the network.
//!
//! Any colleague may carry it and nobody but its recipient can read it. What lies in it are the messages of
//! `sync::exchange`, so reading a file twice, late or in another order does what the network does then: nothing. How
//! a file is laid out is in docs/decisions/0012-bundle.md. There is no access to a database here and no decision about
//! what may be taken: that is the service's and the device's.

pub mod conversation;
pub mod error;
pub mod header;
pub mod key;
pub mod message;
pub mod name;
pub mod progress;
pub mod read;
pub mod write;

mod file;
mod frame;
mod part;
mod source;
mod words;

/// What a file may hold. Everything read comes from a stick that anybody may have had in hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The largest file, in bytes. What is more goes into a further file.
    pub file_bytes: u64,
    /// The largest frame, in bytes.
    pub frame_bytes: u32,
    /// The most frames of one file.
    pub frames: u64,
}

impl Default for Limits {
    /// FAT32 ends at 4 GiB; a frame is a batch or an answer; a file of the smallest batches of a whole year has fewer
    /// frames than this.
    fn default() -> Self {
        let frame_bytes = sync::exchange::MOST_BYTES as u32 + (64 << 10);
        Self { file_bytes: 3_900_000_000, frame_bytes, frames: 1_000_000 }
    }
}
