//! A disk in memory, under SQLite, that can lose power at any write: for tests only.
//!
//! [`Disk::new`] makes one and puts itself under SQLite's default file system, so that code under test opens
//! `disk.path("name.db")` as it opens any other file, and every other path works as before. The disk keeps what was
//! synced apart from what was only written. After a power loss, [`Disk::after_power_loss`] returns what a real disk could
//! hold then: everything that was synced, and of the rest whatever the seed says, down to single sectors.
//!
//! This is the only crate with `unsafe`: SQLite's interface for file systems is C.

mod disk;
mod image;
mod pages;
mod vfs;

pub use disk::Disk;
pub use image::Image;
pub use pages::decrypted_pages;
